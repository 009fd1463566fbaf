"""A workbook as a file that Excel opens: text is never a formula, and the same sheets are the same bytes."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sim.results.writing import write_whole
from sim.texts import say
from sim.workbook.sheet import Cell, Column, Sheet

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS, MOST_COLUMNS, LONGEST = 1_048_576, 16_384, 32_767  # what a sheet and a cell of Excel hold
NARROWEST, WIDEST, NUMBER = 9, 60, 14  # width of a column, in digits
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # beginnings that Excel takes for a formula where a cell is typed anew
NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")  # code points that no XML can hold
DAY = "yyyy-mm-dd"


def write_workbook(path: Path, sheets: Sequence[Sheet], notes: Sequence[str], made: datetime.datetime) -> Path:
    """Write sheets as one file, whole or not at all, after one that lists them.

    Parameters
    ----------
    path : Path
    sheets : sequence of Sheet
        One that is larger than a sheet of Excel is named in the list and left out.
    notes : sequence of str
        Lines under the list.
    made : datetime
        When what is told was made; kept as the time of the file, so that it is the same each time.

    Raises
    ------
    OSError
        Naming the file.
    """
    return write_whole(path, lambda file: _write(file, sheets, notes, made))


def fits(sheet: Sheet) -> bool:
    """Whether Excel can hold a sheet: its rows under a head, and its columns."""
    return sheet.n_rows < MOST_ROWS and len(sheet.columns) <= MOST_COLUMNS


def _write(file: BinaryIO, sheets: Sequence[Sheet], notes: Sequence[str], made: datetime.datetime) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(file, {"in_memory": True, "nan_inf_to_errors": False})
    book.set_properties({"created": made.replace(tzinfo=None), "title": say("workbook-title"), "author": "Sanxin"})
    styles = _Styles(book)
    listed = _contents(sheets)
    place = _fill(book, listed, styles)
    for row, sheet in enumerate(sheets, start=1):
        if fits(sheet):
            place.write_url(row, 0, f"internal:'{sheet.name}'!A1", styles.link, sheet.name)
            _fill(book, sheet, styles)
    for row, note in enumerate(notes, start=len(sheets) + 2):
        place.write_string(row, 0, _clean(note))
    book.close()


def _contents(sheets: Sequence[Sheet]) -> Sheet:
    questions = [s.question if fits(s) else say("workbook-left-out", question=s.question) for s in sheets]
    return Sheet(
        "contents",
        [
            Column(say("workbook-sheet"), [s.name for s in sheets]),
            Column(say("workbook-answers"), questions),
            Column(say("workbook-rows"), [s.n_rows for s in sheets], "#,##0"),
        ],
    )


class _Styles:
    """Formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._known: dict[str, Format] = {}
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.link = book.add_format({"font_color": "#0B5394", "underline": 1, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})

    def number(self, form: str) -> Format:
        """Return a format for numbers or days."""
        if form not in self._known:
            self._known[form] = self._book.add_format({"num_format": form or "General", "valign": "top"})
        return self._known[form]


def _fill(book: Workbook, sheet: Sheet, styles: _Styles) -> Worksheet:
    place = book.add_worksheet(sheet.name)
    for k, column in enumerate(sheet.columns):
        place.set_column(k, k, _width(column))
        place.write_string(0, k, _clean(column.head), styles.head)
        for row, cell in enumerate(column.cells, start=1):
            _put(place, row, k, cell, column.form, styles)
    place.freeze_panes(1, sheet.frozen)
    if sheet.n_rows:
        place.autofilter(0, 0, sheet.n_rows, len(sheet.columns) - 1)
    return place


def _put(place: Worksheet, row: int, k: int, cell: Cell, form: str, styles: _Styles) -> None:
    """Write one cell as what it is; no value leaves it empty."""
    if isinstance(cell, str):
        style = styles.quoted if cell.startswith(FORMULA) else styles.text
        place.write_string(row, k, _clean(cell), style)
    elif isinstance(cell, datetime.date):
        day = datetime.datetime.combine(cell, datetime.time())
        place.write_datetime(row, k, day, styles.number(DAY))
    elif cell is not None and math.isfinite(cell):
        place.write_number(row, k, cell, styles.number(form))


def _clean(text: str) -> str:
    """Text that a cell can hold; what is too long ends with three dots."""
    text = NO_XML.sub("\ufffd", text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _width(column: Column) -> float:
    """Width that shows the longest text of a column, and the longest word of its head."""
    longest = max((_wide(cell) if isinstance(cell, str) else NUMBER for cell in column.cells), default=0)
    return min(WIDEST, max(NARROWEST, longest, *map(_wide, column.head.split())) + 2)


def _wide(text: str) -> int:
    """Width of the longest line of a text; Chinese signs are as wide as two digits."""
    return max(sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line) for line in text.split("\n"))

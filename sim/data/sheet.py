"""A table as office programs save it: one reader for every table that people write."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from sim.data.held import content
from sim.errors import Fault, fault

SEPARATORS = ",;\t"
BLANKS = " \t\r\n\u00a0\u3000\u200b\ufeff"  # also those that do not break, are wide, or have no width
MOST_BYTES = 20_000_000
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Sheet(NamedTuple):
    """A table without what programs leave around it.

    Attributes
    ----------
    header : list of str
    rows : list of (int, list of str)
        Number of each row, as a spreadsheet counts (the header is row 1), and its cells. Empty rows are left out.
    """

    header: list[str]
    rows: list[tuple[int, list[str]]]


def read_sheet(path: Path, known: Collection[str] = ()) -> Sheet | Fault:
    """Read a table; returns what is wrong with the file if it cannot be read.

    Comma, semicolon or tab may separate cells, whichever finds most of the known columns. Blanks around cells, empty
    rows and columns without a name and without content are left out.

    Parameters
    ----------
    path : Path
    known : collection of str
        Columns that the table may have; a name that differs in case only is one of them.
    """
    try:
        text = _text(path)
        if isinstance(text, Fault):
            return text
        head = next((line for line in text.splitlines() if line.strip(BLANKS + SEPARATORS)), "")
        found = {
            one: len({_clean(name) for name in head.replace('"', "").split(one)} & set(known)) for one in SEPARATORS
        }
        lines = list(
            csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=max(found, key=lambda s: found[s]))
        )
    except csv.Error as error:
        return fault("data-not-csv", why=str(error))
    rows = [(number, cells) for number, line in enumerate(lines, start=1) if any(cells := [_clean(c) for c in line])]
    if not rows:
        return fault("data-empty")
    names = {name.casefold(): name for name in known}
    header = [names.get(name.casefold(), name) for name in rows[0][1]]
    if known and not set(header) & set(known):
        return fault("data-no-header", found=repr(header[0][:40]), known=", ".join(list(known)[:3]))
    used = [k for k, name in enumerate(header) if name or any(k < len(cells) and cells[k] for _, cells in rows)]
    width = len(header)
    return Sheet([header[k] for k in used], [(number, _cut(cells, used, width)) for number, cells in rows[1:]])


def _cut(cells: list[str], used: list[int], width: int) -> list[str]:
    """Cells of the columns that are used, and whatever stands beyond the last one."""
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    return [cells[k] for k in used if k < len(cells)] + cells[width:]


def _clean(cell: str) -> str:
    return cell.strip(BLANKS)


def _text(path: Path) -> str | Fault:
    try:
        if path.stat().st_size > MOST_BYTES:
            return fault("data-large", most=f"{MOST_BYTES:,}")
        held = content(path)
        return held.decode("utf-16" if held.startswith(UTF_16) else "utf-8-sig")
    except FileNotFoundError:
        return fault("data-not-found")
    except OSError as error:
        return fault("data-unreadable", why=error.strerror)
    except UnicodeDecodeError as error:
        return fault("data-not-utf8", byte=error.start + 1)

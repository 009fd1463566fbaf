"""What a workbook is made of: sheets of columns, each with its unit in the head."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from sim.texts import say

Cell: TypeAlias = str | int | float | datetime.date | None  # None, or not a number: an empty cell


class Column(NamedTuple):
    """One column.

    Attributes
    ----------
    head : str
        With the unit.
    cells : sequence of Cell
    form : str
        How numbers are shown, in the language of Excel; their digits are all there.
    """

    head: str
    cells: Sequence[Cell]
    form: str = ""


class Sheet(NamedTuple):
    """One sheet, named ``workbook-<key>-name`` in the texts; ``workbook-<key>-question`` is what it answers.

    Attributes
    ----------
    key : str
    columns : sequence of Column
        All of one length.
    frozen : int
        Leading columns that stay in sight.
    """

    key: str
    columns: Sequence[Column]
    frozen: int = 1

    @property
    def name(self) -> str:
        """Name on the tab."""
        return say(f"workbook-{self.key}-name")

    @property
    def question(self) -> str:
        """What the sheet answers."""
        return say(f"workbook-{self.key}-question")

    @property
    def n_rows(self) -> int:
        """Rows under the head."""
        return len(self.columns[0].cells) if self.columns else 0

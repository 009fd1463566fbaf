"""One column of a table: what its cells may hold."""

from __future__ import annotations

import datetime
import math
import re
from typing import Any, NamedTuple

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)


class Column(NamedTuple):
    """What a cell may hold, from ``columns.csv``."""

    name: str
    kind: str  # text, number, whole, date, choice
    low: float
    low_is_open: bool
    high: float
    allowed: tuple[str, ...]
    may_be_empty: bool

    @property
    def must_be(self) -> str:
        """The rule in words."""
        if self.kind == "choice":
            rule = "one of " + ", ".join(self.allowed)
        elif self.kind == "date":
            rule = "a date like 2026-02-17"
        elif self.kind == "text":
            rule = "some text"
        else:
            rule = ("a number" if self.kind == "number" else "a whole number") + self._bounds
        return rule + (" or empty" if self.may_be_empty else "")

    @property
    def _bounds(self) -> str:
        has_low, has_high = math.isfinite(self.low), math.isfinite(self.high)
        if has_low and has_high and not self.low_is_open:
            return f" from {self.low:g} to {self.high:g}"
        above = f" {'>' if self.low_is_open else '>='} {self.low:g}" if has_low else ""
        below = f"{' and' if has_low else ''} <= {self.high:g}" if has_high else ""
        return above + below

    def parse(self, text: str) -> Any:
        """Value of a cell; ``None`` for an allowed empty one.

        Raises
        ------
        ValueError
            If the cell breaks the rule.
        """
        if not text.strip():
            if self.may_be_empty:
                return "" if self.kind in ("text", "choice") else None
            raise ValueError(text)
        if self.kind == "text":
            return text
        if self.kind == "choice":
            if text not in self.allowed:
                raise ValueError(text)
            return text
        if self.kind == "date":
            return datetime.date.fromisoformat(text)
        if not (_WHOLE if self.kind == "whole" else _NUMBER).fullmatch(text):
            raise ValueError(text)
        value = int(text) if self.kind == "whole" else float(text)
        too_low = value <= self.low if self.low_is_open else value < self.low
        if not math.isfinite(value) or too_low or value > self.high:
            raise ValueError(text)
        return value

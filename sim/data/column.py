"""One column of a table: what its cells may hold."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from typing import Any, NamedTuple

from sim.errors import Fault, fault

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d+([.,' \u00a0\u2009\u202f，．]\d+)+", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)


# Whether there is a lowest number, a highest one, and whether the lowest is not allowed itself -> what the rule says.
BOUNDS = {
    (True, True, False): "both", (True, True, True): "between", (True, False, False): "least",
    (True, False, True): "above", (False, True, False): "most", (False, True, True): "most",
    (False, False, False): "none", (False, False, True): "none",
}  # fmt: skip


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
    def must_be(self) -> Fault:
        """The rule."""
        if self.kind == "choice":
            rule = fault("data-must-one-of", allowed=", ".join(self.allowed))
        elif self.kind == "date":
            rule = fault("data-must-date")
        elif self.kind == "text":
            rule = fault("data-must-text")
        else:
            bounds = BOUNDS[math.isfinite(self.low), math.isfinite(self.high), self.low_is_open]
            low, high = f"{self.low:g}", f"{self.high:g}"
            rule = fault("data-must-number", kind=self.kind, bounds=bounds, low=low, high=high)
        return fault("data-must-or-empty", rule=rule) if self.may_be_empty else rule

    def must_be_for(self, text: str) -> Fault:
        """The rule, and how the number of a cell would have to be written to be one."""
        is_grouped = self.kind in ("number", "whole") and _GROUPED.fullmatch(text)
        return fault("data-must-plain", rule=self.must_be) if is_grouped else self.must_be

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
        text = unicodedata.normalize("NFKC", text)  # full-width digits and letters
        if self.kind == "choice":
            named = [one for one in self.allowed if one.casefold() == text.casefold()]
            if not named:
                raise ValueError(text)
            return named[0]
        if self.kind == "date":
            return datetime.date.fromisoformat(text)
        if not (_WHOLE if self.kind == "whole" else _NUMBER).fullmatch(text):
            raise ValueError(text)
        value = int(text) if self.kind == "whole" else float(text)
        too_low = value <= self.low if self.low_is_open else value < self.low
        if not math.isfinite(value) or too_low or value > self.high:
            raise ValueError(text)
        return value

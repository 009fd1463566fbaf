"""A part of the bench, and the row of the README that a figure stands in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

Figures = dict[str, float]


class LeftOut(Exception):
    """A part cannot be measured here; the message says why in one line."""


class Row(NamedTuple):
    """A row of the table of the README, with the figure that has a target, if one has.

    Attributes
    ----------
    what : str
    measured : str
        Format of the part's figures: ``"{help_seconds:.2f} s"``.
    figure : str
        The one with the target; empty: no target.
    sign : str
        ``<=`` or ``>=``.
    bound : float
    unit : str
        Format of the bound.
    """

    what: str
    measured: str
    figure: str = ""
    sign: str = "<="
    bound: float = 0.0
    unit: str = "{:g}"

    def is_reached(self, figures: Mapping[str, float]) -> bool:
        """Whether the figure is on the right side of its target, or on it."""
        value = figures[self.figure]
        return value >= self.bound if self.sign == ">=" else value <= self.bound

    def target(self, figures: Mapping[str, float]) -> str:
        """Target in words, with what came of it; empty where there is none."""
        if not self.figure:
            return ""
        missed = "" if self.is_reached(figures) else ", missed"
        return f"{'at least' if self.sign == '>=' else 'at most'} {self.unit.format(self.bound)}{missed}"


class Part(NamedTuple):
    """What can be measured by itself.

    Attributes
    ----------
    name : str
        As ``python -m bench NAME`` takes it, and as its figures are stored under.
    what : str
        What it measures.
    measure : callable
        Returns the figures by name; raises LeftOut.
    rows : tuple of Row
        Of the README.
    """

    name: str
    what: str
    measure: Callable[[], Figures]
    rows: tuple[Row, ...] = ()

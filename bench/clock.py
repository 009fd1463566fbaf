"""CPU time, and sides of a comparison that take turns: what else runs on a machine hits all of them alike."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

import numpy as np

Side = TypeVar("Side", bound=Hashable)


def cpu() -> float:
    """Seconds of CPU that this process and its ended children have used."""
    of_children = os.times()
    return time.process_time() + of_children.children_user + of_children.children_system


def cost(run: Callable[[], object]) -> float:
    """Seconds of CPU that something takes."""
    start = cpu()
    run()
    return cpu() - start


def take_turns(sides: Mapping[Side, Callable[[int], float]], rounds: int) -> dict[Side, list[float]]:
    """Measure all sides in each round, in an order that turns from round to round.

    Parameters
    ----------
    sides : dict of callable
        Takes the number of the round and returns what was measured.
    rounds : int

    Returns
    -------
    dict of list of float
        What each side gave, by round.
    """
    found: dict[Side, list[float]] = {name: [] for name in sides}
    for k in range(rounds):
        for name in list(sides)[:: 1 if k % 2 == 0 else -1]:
            found[name].append(sides[name](k))
    return found


class Spread(NamedTuple):
    """Median of several measurements, with the least and the greatest."""

    median: float
    low: float
    high: float

    def named(self, name: str) -> dict[str, float]:
        """Return the three as figures."""
        return {name: self.median, f"{name}_low": self.low, f"{name}_high": self.high}


def spread(values: Iterable[float]) -> Spread:
    """Median and range.

    >>> spread([3.0, 1.0, 2.0])
    Spread(median=2.0, low=1.0, high=3.0)
    """
    found = np.asarray(list(values), dtype=float)
    return Spread(float(np.median(found)), float(found.min()), float(found.max()))


def ratio(over: Sequence[float], under: Sequence[float]) -> Spread:
    """Ratio of two sides, pair by pair.

    >>> ratio([2.0, 3.0, 8.0], [1.0, 1.0, 2.0])
    Spread(median=3.0, low=2.0, high=4.0)
    """
    return spread(a / b for a, b in zip(over, under, strict=True))

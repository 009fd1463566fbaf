"""What a search may choose: ranges, shares that sum to a total, and choices; and how a sampler asks for a point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from sim.inputs.design import Axis

if TYPE_CHECKING:
    from optuna import Trial

Point: TypeAlias = dict[str, float | str]  # value of every key that is searched
MOST_ARMS = 4  # combinations of choices that are searched each by itself
GRID = 10_000  # steps of a share: a plan states hundredths of a percent


class Choice(NamedTuple):
    """A key that takes one of some values, as they are written on the command line; the first is the usual one."""

    key: str
    values: tuple[str, ...]


class Shares(NamedTuple):
    """Shares of one table that move together: they sum to what the others of the table leave.

    Attributes
    ----------
    group : str
        Table that holds them, as ``split``.
    names : tuple of str
    lows, highs : tuple of float
        Floor and cap of each.
    total : float
        What they sum to.
    """

    group: str
    names: tuple[str, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]
    total: float

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys with dots."""
        return tuple(f"{self.group}.{name}" for name in self.names)

    @property
    def is_possible(self) -> bool:
        """Whether any shares between floors and caps have this sum."""
        lows, highs, steps = self._steps()
        return sum(lows) <= steps <= sum(highs) and all(a <= b for a, b in zip(lows, highs, strict=True))

    def _steps(self) -> tuple[list[int], list[int], int]:
        """Floors, caps and their sum in whole steps; floors are rounded up, the others down."""
        lows = [math.ceil(round(low * GRID, 6)) for low in self.lows]
        highs = [math.floor(round(high * GRID, 6)) for high in self.highs]
        return lows, highs, math.floor(round(self.total * GRID, 6))

    def at(self, units: Sequence[float]) -> list[float]:
        r"""Shares at a point of the unit cube, which has a dimension less than there are shares.

        One after the other takes a part of what is left, so that floors and caps of those behind it can be kept. Of m
        that are still to come, the part has the distribution

        .. math:: F(t) = 1 - (1 - t)^m

        cut to the ends that it may have: without floors and caps all shares are then uniform on the simplex. Source:
        Devroye (1986), Non-Uniform Random Variate Generation, ch. 11.4.
        """
        lows, highs, left = self._steps()
        residue = self.total - left / GRID
        found = []
        for i, unit in enumerate(units):
            low, high = _room(lows, highs, left, i)
            more = len(units) - i
            start, stop = (_below(end, left, more) for end in (low, high))
            part = 1 - (1 - (start + unit * (stop - start))) ** (1 / more)
            found.append(min(max(round(part * left), low), high))
            left -= found[-1]
        return [steps / GRID for steps in found] + [round(left / GRID + residue, 12)]

    def units(self, shares: Sequence[float]) -> list[float]:
        """Point of the unit cube where the shares are these."""
        lows, highs, left = self._steps()
        found = []
        for i, share in enumerate(shares[:-1]):
            low, high = _room(lows, highs, left, i)
            more = len(shares) - 1 - i
            start, stop = (_below(end, left, more) for end in (low, high))
            step = round(share * GRID)
            found.append((_below(step, left, more) - start) / (stop - start) if stop > start else 0.5)
            left -= step
        return found

    def holds(self, shares: Sequence[float]) -> bool:
        """Whether some shares keep floors, caps and sum."""
        ends = zip(self.lows, shares, self.highs, strict=True)
        return abs(sum(shares) - self.total) < 1 / GRID and all(a <= share <= b for a, share, b in ends)


def _room(lows: Sequence[int], highs: Sequence[int], left: int, i: int) -> tuple[int, int]:
    """Least and most that a share can take, so that those behind it can take the rest."""
    return max(lows[i], left - sum(highs[i + 1 :])), min(highs[i], left - sum(lows[i + 1 :]))


def _below(steps: int, left: int, more: int) -> float:
    """Chance that a share is below so many steps of what is left."""
    return 1 - (1 - min(steps / left, 1.0)) ** more if left else 0.0


class Space(NamedTuple):
    """All that is searched."""

    axes: tuple[Axis, ...] = ()
    shares: tuple[Shares, ...] = ()
    choices: tuple[Choice, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key that is searched: choices, shares, then other numbers."""
        of_shares = [key for one in self.shares for key in one.keys]
        return (*(c.key for c in self.choices), *of_shares, *(axis.key for axis in self.axes))

    @property
    def n_arms(self) -> int:
        """Combinations of choices that are searched each by itself; 1 where they are so many that all are together."""
        n = math.prod(len(choice.values) for choice in self.choices)
        return n if n <= MOST_ARMS else 1

    @property
    def numbers(self) -> dict[str, tuple[float, float]]:
        """Range of every key that takes numbers of a range."""
        own = {k: (low, high) for s in self.shares for k, low, high in zip(s.keys, s.lows, s.highs, strict=True)}
        return own | {a.key: (a.low, a.high) for a in self.axes}

    def suggest(self, trial: Trial) -> Point:
        """Point that a trial of Optuna stands for."""
        point: Point = {c.key: trial.suggest_categorical(c.key, c.values) for c in self.choices}
        for one in self.shares:
            units = [trial.suggest_float(key, 0.0, 1.0) for key in one.keys[:-1]]
            point |= zip(one.keys, one.at(units), strict=True)
        for axis in self.axes:
            if axis.is_whole:
                point[axis.key] = float(trial.suggest_int(axis.key, math.ceil(axis.low), math.floor(axis.high)))
            else:
                point[axis.key] = axis.rounded(trial.suggest_float(axis.key, axis.low, axis.high))
        return point

    def asked_for(self, point: Point) -> dict[str, float | str | int]:
        """What a trial of Optuna is to be given so that it stands for a point."""
        found: dict[str, float | str | int] = {c.key: point[c.key] for c in self.choices}
        for one in self.shares:
            found |= zip(one.keys[:-1], one.units([float(point[key]) for key in one.keys]), strict=True)
        for axis in self.axes:
            value = float(point[axis.key])
            found[axis.key] = round(value) if axis.is_whole else value
        return found

    def settled(self, point: Point) -> Point:
        """A point within all ranges as a plan can state it: shares in whole steps, numbers rounded."""
        own = {axis.key: axis.rounded(float(point[axis.key])) for axis in self.axes}
        for one in self.shares:
            own |= zip(one.keys, one.at(one.units([float(point[key]) for key in one.keys])), strict=True)
        return {key: own.get(key, value) for key, value in point.items()}

    def holds(self, point: Point) -> bool:
        """Whether a point lies within all ranges."""
        inside = all(axis.low <= float(point[axis.key]) <= axis.high for axis in self.axes)
        return inside and all(one.holds([float(point[key]) for key in one.keys]) for one in self.shares)

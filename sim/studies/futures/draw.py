"""Futures: points of one Latin hypercube over ranges, values of keys, and parameter sets of the posterior sample."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from sim.inputs.design import Asked, Axis, moved
from sim.inputs.sample import Sample
from sim.inputs.settings import Settings

SET = "parameter_set"  # column of the hypercube, and name of the assumption


class Future(NamedTuple):
    """One future.

    Attributes
    ----------
    seed : int
        Of all its worlds: no other future has the same draws, so that noise is not the same in all of them.
    levels : dict of str to str
        Values of keys, as they are written.
    numbers : dict of str to float
        Of keys that have a range, and of the parameter set.
    set : int or None
        Position in the posterior sample.
    axes : tuple of Axis
        Of the numbers.
    """

    seed: int
    levels: dict[str, str]
    numbers: dict[str, float]
    set: int | None
    axes: tuple[Axis, ...]

    def of(self, settings: Settings) -> Settings:
        """Settings of a choice, with the values of its levels in them, in this future.

        Raises
        ------
        InputError
            If they cannot be run.
        """
        values = [*self.numbers.values(), float(self.seed)]
        return moved(settings, [*self.axes, Axis("seed", 0, 0, is_whole=True)], values)


class Draw(NamedTuple):
    """What futures are drawn from, all values of a factor and all sets equally often.

    Attributes
    ----------
    n : int
    axes : list of Axis
    factors : dict of str to list of str
        Values by key.
    sample : Sample or None
    """

    n: int
    axes: list[Axis]
    factors: dict[str, list[str]]
    sample: Sample | None

    def futures(self, seed: int) -> list[Future]:
        """All futures; the same ones for the same draw and seed."""
        columns = [*(axis.key for axis in self.axes), *self.factors, *([SET] if self.sample else [])]
        return [self._future(k, seed, point) for k, point in enumerate(Asked("lhs", self.n).points(columns).tolist())]

    def _future(self, k: int, seed: int, point: Sequence[float]) -> Future:
        n_axes = len(self.axes)
        at_levels = zip(self.factors.items(), point[n_axes:], strict=False)
        levels = {key: values[int(u * len(values))] for (key, values), u in at_levels}
        number = int(point[-1] * len(self.sample.sets)) if self.sample else None
        numbers = {f"parameters.{name}": value for name, value in self._set(number).items()}
        axes = [Axis(key, value, value) for key, value in numbers.items()]
        numbers |= {axis.key: axis.value(u) for axis, u in zip(self.axes, point, strict=False)}
        return Future(_seed(seed, k), levels, numbers, number, (*axes, *self.axes))

    def _set(self, number: int | None) -> dict[str, float]:
        return {} if self.sample is None or number is None else self.sample.sets[number]


def _seed(seed: int, k: int) -> int:
    """Seed of a future, 0 to 2**31 - 1."""
    return int.from_bytes(hashlib.sha256(f"future {k} of seed {seed}".encode()).digest()[:4], "big") >> 1

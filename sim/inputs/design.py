"""Designs: points over the ranges of some keys, the same whenever they are asked for.

A design is made in the unit cube, a column for each key. Its draws have a seed of their own, which follows from the
design, the number of points and the keys; the seed of the runs has no part in it.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from sim.data import read
from sim.errors import InputError, Problem, fault
from sim.inputs.origins import caller
from sim.inputs.settings import Settings, settings_from
from sim.inputs.typed import parts_of

Floats = NDArray[np.float64]
Name: TypeAlias = Literal["lhs", "morris", "sobol"]
NAMES: tuple[Name, ...] = get_args(Name)
LEVELS = 4  # of a Morris design, as in Campolongo, Cariboni & Saltelli (2007)
EXTRA = "explore"  # of the package: what SALib comes with
FIGURES = 6  # of a value: it stands in names of runs


class Axis(NamedTuple):
    """A key that takes values of a range.

    Attributes
    ----------
    key : str
        With dots.
    low, high : float
    is_whole : bool
        Whether it takes whole numbers only.
    """

    key: str
    low: float
    high: float
    is_whole: bool = False

    def value(self, unit: float) -> float:
        """Value at a point of the unit interval."""
        return self.rounded(self.low + (self.high - self.low) * unit)

    def unit(self, value: float) -> float:
        """Where a value lies in the unit interval."""
        return (value - self.low) / (self.high - self.low)

    def rounded(self, value: float) -> float:
        """Value that the key can take."""
        return float(round(value)) if self.is_whole else min(max(float(f"{value:.{FIGURES}g}"), self.low), self.high)


class Asked(NamedTuple):
    """A design that is asked for: its name, and how many points (``lhs``, ``sobol``) or trajectories (``morris``)."""

    name: Name
    n: int

    def size(self, n_keys: int) -> int:
        """Points in all."""
        per = {"lhs": 1, "morris": n_keys + 1, "sobol": n_keys + 2}
        return self.n * per[self.name]

    def problem(self) -> Problem | None:
        """What is wrong with it; SALib, where it is needed, is part of that."""
        if self.name == "sobol" and self.n & (self.n - 1):
            return fault("inputs-sobol-power", n=self.n, near=1 << self.n.bit_length())
        if self.name == "morris" and self.n < 2:  # with one there is no spread to say how sure it is
            return fault("inputs-morris-few", n=self.n)
        if self.name != "lhs" and importlib.util.find_spec("SALib") is None:
            return fault("inputs-no-salib", design=self.name, extra=EXTRA)
        return None

    def points(self, keys: Sequence[str]) -> Floats:
        """Points of the unit cube, (size, n_keys); row by row as the analysis of the design needs them.

        A Latin hypercube has a column for each key that depends on nothing but the key and the number of points.
        """
        if self.name == "lhs":
            from scipy.stats import qmc

            draws = [np.random.default_rng(self.seed([key])) for key in keys]
            return np.hstack([qmc.LatinHypercube(1, rng=own).random(self.n) for own in draws])
        problem = cube(keys)
        if self.name == "sobol":
            from SALib.sample.sobol import sample as saltelli

            found = saltelli(problem, self.n, calc_second_order=False, seed=self.seed(keys))
        else:
            from SALib.sample.morris import sample as trajectories

            found = trajectories(problem, self.n, num_levels=LEVELS, seed=self.seed(keys))
        return np.asarray(found, dtype=np.float64)

    def seed(self, keys: Sequence[str]) -> int:
        """Seed of what is drawn for the design, 1 to 2**31: SALib takes 0 for none."""
        text = "\n".join([self.name, str(self.n), *keys])
        return 1 + int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") % (2**31 - 1)


def cube(keys: Sequence[str]) -> dict[str, object]:
    """Unit cube as SALib calls it."""
    return {"num_vars": len(keys), "names": list(keys), "bounds": [[0.0, 1.0]] * len(keys)}


def is_whole(key: str) -> bool:
    """Whether a key takes whole numbers only: those of the settings, and parameters that count."""
    if key.startswith("parameters."):
        return key.partition(".")[2] in {p.name for p in read.read_parameters() if p.is_count}
    return number_type(key) is int


def number_type(key: str) -> type | None:
    """Whether a key holds a whole number or any number; None where it holds something else."""
    if key.startswith("parameters."):
        return float
    kinds = {kind for kind in _kinds(Settings, key.split(".")) if kind is not type(None)}
    numbers = kinds & {int, float}
    return None if not numbers or bool in kinds else float if float in numbers else int


def _kinds(model: object, place: Sequence[str]) -> set[object]:
    """Types of the values that a place of the settings may hold."""
    fields = getattr(model, "model_fields", {})
    if not place:
        return {model}
    if place[0] not in fields:
        return set()
    found: set[object] = set()
    for more, kind in parts_of(fields[place[0]].annotation):
        found |= _kinds(kind, place[1 + len(more) :])
    return found


def moved(settings: Settings, axes: Sequence[Axis], values: Sequence[float]) -> Settings:
    """Settings with other values of some keys, checked as any are.

    Raises
    ------
    InputError
        Also if the settings have no such key, as an instrument that another run has.
    """
    data = settings.model_dump()
    for axis, value in zip(axes, values, strict=True):
        _held(data, axis.key)
        put(data, axis.key, value)
    return settings_from(data, str(caller()), model=type(settings))


def value_of(settings: Settings, key: str) -> float | None:
    """Value of a key in some settings; None where it has none.

    Raises
    ------
    InputError
        If the settings have no such key, as an instrument that another run has.
    """
    found = _held(settings.model_dump(), key)
    return float(found) if isinstance(found, int | float) else None


def _held(data: dict[str, Any], key: str) -> object:
    """What nested tables and lists hold at a key.

    Raises
    ------
    InputError
        If there is no such key.
    """
    table, name = _place(data, key)
    if name not in table:
        raise InputError("inputs-no-key-here", key=key)
    return table[name]


def put(data: dict[str, Any], key: str, value: float) -> None:
    """Set a number in nested tables and lists, which are made where there are none; a whole number stays one.

    Raises
    ------
    InputError
        If something else is in the way.
    """
    table, name = _place(data, key, makes=True)
    table[name] = round(value) if isinstance(table.get(name), int) else value


def _place(data: dict[str, Any], key: str, makes: bool = False) -> tuple[dict[str, Any], str]:
    """Table that holds a key of nested tables and lists, or could, and its name there.

    Parameters
    ----------
    data : dict
    key : str
    makes : bool
        Whether tables are made that are not there.

    Raises
    ------
    InputError
        If there is none.
    """
    *place, last = key.split(".")
    table: Any = data
    for name in place:
        if isinstance(table, list | tuple):
            table = table[int(name)] if name.isdecimal() and int(name) < len(table) else None
        elif isinstance(table, dict):
            if makes and table.get(name) is None:
                table[name] = {}
            table = table.get(name)
    if not isinstance(table, dict):
        raise InputError("inputs-no-key-here", key=key)
    return table, last

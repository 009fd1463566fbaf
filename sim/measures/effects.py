"""What is counted in one replicate, and what follows from all replicates: the formulas of the catalogue, filled in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.measures.catalogue import MEASURES
from sim.measures.listing import entries
from sim.measures.measure import Derived, OfTotal, Promise, Ratio, ratio
from sim.measures.pair import Pair
from sim.measures.record import Record

if TYPE_CHECKING:
    from sim.kernel.columns import Projects
    from sim.world.build import Fixed

Array = NDArray[np.float64]
Targets: TypeAlias = Iterable[tuple[str, float | None]]  # name of a target and its number, as plans state them


def effects(policy: Record, twin: Record, fixed: Fixed, projects: Projects) -> dict[str, Array]:
    """All measures of one replicate as small arrays, ready to be stored.

    Parameters
    ----------
    policy, twin : Record
    fixed : Fixed
    projects : Projects
        For what a proposal is; not for what became of it.

    Returns
    -------
    dict
        By ``dimension.measure``: numbers of ``total``, else one number for each cell; districts city by city.

    Raises
    ------
    InputError
        If a measure of an extension has not as many numbers as the dimension has cells.
    """
    pair = Pair(policy, twin, fixed, projects)
    out: dict[str, Array] = {}
    shapes: dict[str, tuple[int, ...]] = {}  # of ours, which stand first
    for dimension, name, formula in entries():
        if isinstance(formula, Ratio | Derived | Promise | OfTotal):
            continue
        value = np.asarray(formula(pair), dtype=float)
        if value.shape != shapes.setdefault(dimension, value.shape):
            needed = "×".join(map(str, shapes[dimension])) or "1"
            raise InputError("measures-shape", name=name, dimension=dimension, n=value.size, needed=needed)
        out[f"{dimension}.{name}"] = value
    return out


class _Filled(dict[str, Array]):
    """Measures of all replicates; what follows from others is computed when it is first asked for."""

    def __init__(self, counted: dict[str, Array]) -> None:
        super().__init__(counted)
        self._asked: list[str] = []

    def __missing__(self, key: str) -> Array:
        dimension, _, name = key.partition(".")
        formula = MEASURES[name].formulas.get(dimension) if name in MEASURES else None
        if not isinstance(formula, Ratio | Derived):
            raise InputError("measures-undefined", name=self._asked[-1], part=key)
        if key in self._asked:
            raise InputError("measures-circle", name=key)
        self._asked.append(key)
        if isinstance(formula, Ratio):
            found = ratio(self[f"{dimension}.{formula.over}"], self[f"{dimension}.{formula.under}"])
        else:
            found = formula.formula(self)
        self._asked.pop()
        self[key] = found
        return found


def add_ratios(sample: dict[str, Array]) -> dict[str, Array]:
    """Add what follows from other measures, replicate by replicate.

    Parameters
    ----------
    sample : dict of str to (n_replicates, ...) float64
        Keys ``dimension.measure``.

    Raises
    ------
    InputError
        If a measure of an extension follows from one that is not there, or from itself.
    """
    filled = _Filled(sample)
    keys = (f"{dimension}.{name}" for dimension, name, formula in entries() if isinstance(formula, Ratio | Derived))
    return sample | {key: filled[key] for key in keys}


def targets_reached(targets: Targets, sample: dict[str, Array]) -> dict[str, Array]:
    """What each city reached over what its plan promised, and whether that was all (1, else 0), by target of the plan.

    (n_replicates, n_cities) each; the mean of the second over replicates is the chance of reaching the target.
    """
    promised = dict(targets)
    found: dict[str, Array] = {}
    for dimension, name, formula in entries():
        if isinstance(formula, Promise) and (target := promised[formula.target]) is not None:
            reached = sample[f"{dimension}.{formula.measure}"] / target
            found[f"{dimension}.{name}"] = (reached >= 1).astype(float) if formula.is_reached else reached
    return found

"""The measure that a study is of, read from the command line and from the effects of a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.errors import Fault, Wrong, fault
from sim.inputs.overrides import by_caller
from sim.inputs.settings import Settings
from sim.measures.catalogue import MEASURES
from sim.measures.effects import add_ratios, targets_reached
from sim.measures.listing import LISTED_BY
from sim.measures.measure import DIMENSIONS, OF_TOTALS, Promise
from sim.policy.schema import suggestion
from sim.studies.searching.distance import Floats

if TYPE_CHECKING:
    from sim.results.cells import Arrays

USUAL = "total"


class Of(NamedTuple):
    """A number of a run: a measure, its dimension and the cell there.

    Attributes
    ----------
    measure, dimension : str
    cell : int
        Position among the cells; nothing in ``total``.
    text : str
        As it was asked for.
    """

    measure: str
    dimension: str
    cell: int
    text: str

    @property
    def unit(self) -> str:
        """Unit of the measure."""
        return MEASURES[self.measure].unit

    def values(self, settings: Settings, runs: Sequence[Arrays]) -> Floats:
        """Values in all replicates of a run, (n_replicates,)."""
        sample = add_ratios({name: np.stack([one[name] for one in runs]) for name in runs[0]})
        sample |= targets_reached(settings.plan.targets, sample)
        found = sample[f"{self.dimension}.{self.measure}"]
        return np.asarray(found if self.dimension == USUAL else found[:, self.cell], dtype=np.float64)


def faults_of(text: str, settings: Settings) -> list[Fault]:
    """What is wrong with the key ``of`` of a verb."""
    try:
        read_of(text, settings)
    except Wrong as wrong:
        return [by_caller(fault("runs-key-wrong", key="of", value=text, what=wrong.fault))]
    return []


def read_of(text: str, settings: Settings) -> Of:
    """Read ``measure`` or ``measure.dimension.cell``, as ``net_yuan.city.suzhou``.

    Raises
    ------
    Wrong
        Saying what is allowed.
    """
    name, _, rest = text.partition(".")
    if name not in MEASURES:
        raise Wrong("inputs-unknown", hint=suggestion(name, MEASURES, file=LISTED_BY))
    dimension, _, cell = rest.partition(".")
    dimension = dimension or USUAL
    allowed = [d for d in MEASURES[name].formulas if d not in OF_TOTALS]
    if dimension not in allowed:
        written = [name if d == USUAL else f"{name}.{d}.{cells_of(d, settings)[0]}" for d in allowed]
        raise Wrong("sensitivity-dimension", allowed=", ".join(written))
    formula = MEASURES[name].formulas[dimension]
    if isinstance(formula, Promise) and dict(settings.plan.targets)[formula.target] is None:
        raise Wrong("sensitivity-no-target", target=formula.target)
    cells = cells_of(dimension, settings)
    if cell not in cells:
        raise Wrong("sensitivity-cell", hint=suggestion(cell, cells))
    return Of(name, dimension, cells.index(cell), text)


def cells_of(dimension: str, settings: Settings) -> list[str]:
    """Names of the cells of a dimension, as they are asked for."""
    columns = list(DIMENSIONS[dimension].cells(settings).values())
    return [".".join(map(str, cell)) for cell in zip(*columns, strict=True)] if columns else [""]

"""What a measure is: unit, meaning, whose it is, and a formula for each dimension that it is known by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.data import read
from sim.kernel.columns import AREAS, DIRECTIONS, PARTNERS, POTS, QUINTILES, SIZE_CLASSES
from sim.texts import say

if TYPE_CHECKING:
    from sim.measures.pair import Pair

Array = NDArray[np.float64]
Sample: TypeAlias = Mapping[str, Array]  # by dimension.measure, (n_replicates, n_cells) each, (n_replicates,) of totals
POLICY: Literal["policy"] = "policy"
TWIN: Literal["twin"] = "twin"
DIFFERENCE: Literal["difference"] = "difference"


class Ratio(NamedTuple):
    """One measure over another of the same dimension, replicate by replicate; NaN over 0."""

    over: str
    under: str


class Derived(NamedTuple):
    """Computed from measures of all replicates."""

    formula: Callable[[Sample], Array]


def ratio(over: Array, under: Array) -> Array:
    """One sample over another; NaN over 0."""
    found: Array = np.full(np.broadcast_shapes(over.shape, under.shape), np.nan)
    np.divide(over, under, out=found, where=under != 0)
    return found


def share_of_gross(part: str) -> Derived:
    """Total of a measure over the mean gross of all replicates, so that the shares and net over gross sum to 1."""

    def share(s: Sample) -> Array:
        gross = s["total.gross_yuan"]
        return ratio(s[f"total.{part}"], np.full_like(gross, gross.mean()))

    return Derived(share)


class Promise(NamedTuple):
    """A measure over the target that plans state for it, or 1 where that is reached and else 0; only where they do."""

    measure: str
    target: str
    is_reached: bool = False


class OfTotal(NamedTuple):
    """Taken from the total of a measure: its replicates, how allocations compare, a part of its variance."""

    measure: str
    part: str = ""


Formula: TypeAlias = "Callable[[Pair], Any] | Ratio | Derived | Promise | OfTotal"  # the first: of one replicate


class Measure(NamedTuple):
    """What is counted.

    Attributes
    ----------
    unit : str
    world : str
        ``policy``, ``twin``, or ``difference`` (policy world minus twin).
    meaning : str
        Key of the texts; what is none, as a sentence of an extension, is taken as it stands.
    formulas : mapping of str to formula
        By dimension, a key of :data:`DIMENSIONS`. A function takes a :class:`~sim.measures.pair.Pair` and returns a
        number (``total``) or one number for each cell.
    kind : str
        Which interval it has, a key of :data:`~sim.measures.statistics.INTERVALS`: that of a ``mean``, of a ``share``
        that is never below 0 or above 1, or of a ``chance``, of which every replicate says 1 or 0.
    """

    unit: str
    world: Literal["policy", "twin", "difference"]
    meaning: str
    formulas: Mapping[str, Formula]
    kind: Literal["mean", "share", "chance"] = "mean"

    @property
    def words(self) -> str:
        """Meaning, as users read it."""
        return say(self.meaning) if self.meaning.startswith("measures-") else self.meaning


class Horizon(Protocol):
    """Weeks of a run."""

    @property
    def weeks_pilot(self) -> int:
        """Weeks of the pilot."""

    @property
    def weeks_after(self) -> int:
        """Weeks that are simulated after it."""


class Settings(Protocol):
    """What of the settings of a run names cells."""

    @property
    def city(self) -> tuple[str, ...]:
        """Ids of the cities."""

    @property
    def parameters(self) -> Mapping[str, float]:
        """Value of each parameter."""

    @property
    def horizon(self) -> Horizon:
        """Weeks of the run."""


Cells: TypeAlias = Callable[[Settings], dict[str, Any]]


class Dimension(NamedTuple):
    """What a measure is known by.

    Attributes
    ----------
    meaning : str
        Key of the texts.
    cells : callable, optional
        Columns of the tidy table that name the cells, and the names, of some settings.
    """

    meaning: str
    cells: Cells = lambda s: {}


# Names of the groups that results speak of, in order; each reads its own table only.
GROUPS: dict[str, Callable[[], Iterable[Any]]] = {
    "quintile": lambda: range(1, QUINTILES + 1),
    "direction": lambda: DIRECTIONS,
    "area": lambda: AREAS,
    "size": lambda: SIZE_CLASSES,
    "partner": lambda: PARTNERS,
    "department": lambda: read.read_departments().department,
    "kind": lambda: read.read_kinds().kind,
    "sector": lambda: read.read_sectors().sector,
    "pot": lambda: POTS,
}


def vocabulary() -> dict[str, list[Any]]:
    """Names in each of :data:`GROUPS`; the manifest holds them for charts and report."""
    return {group: list(names()) for group, names in GROUPS.items()}


def _named(group: str, column: str = "group") -> Cells:
    return lambda s: {column: list(GROUPS[group]())}


def _districts(s: Settings) -> dict[str, Any]:
    most = int(s.parameters["districts_most"])
    return {
        "city": [city for city in s.city for _ in range(most)],
        "group": [str(z) for z in range(most)] * len(s.city),
    }


OF_TOTALS = ("replicate", "pair", "uncertainty")  # dimensions that take totals apart
DIMENSIONS = {
    "total": Dimension("measures-by-total"),
    "city": Dimension("measures-by-city", lambda s: {"city": s.city}),
    "district": Dimension("measures-by-district", _districts),
    "sector": Dimension("measures-by-sector", _named("sector", "sector")),
    "quintile": Dimension("measures-by-quintile", _named("quintile", "quintile")),
    "direction": Dimension("measures-by-direction", _named("direction", "direction")),
    "area": Dimension("measures-by-area", _named("area")),
    "kind": Dimension("measures-by-kind", _named("kind")),
    "size": Dimension("measures-by-size", _named("size")),
    "department": Dimension("measures-by-department", _named("department")),
    "partner": Dimension("measures-by-partner", _named("partner")),
    "week": Dimension(
        "measures-by-week", lambda s: {"week": range(s.horizon.weeks_pilot + s.horizon.weeks_after)}
    ),
    "replicate": Dimension("measures-by-replicate"),
    "pair": Dimension("measures-by-pair"),
    "uncertainty": Dimension("measures-by-uncertainty"),
}  # fmt: skip


def wrong(name: str, value: object) -> str:
    """Say what is wrong with a measure of an extension; nothing if all is well."""
    if not isinstance(value, Measure) or value.world not in (POLICY, TWIN, DIFFERENCE) or not value.formulas:
        return say("measures-no-measure")
    unknown = [d for d in value.formulas if d not in DIMENSIONS]
    if unknown:
        return say("measures-no-dimension", dimension=", ".join(unknown), allowed=", ".join(DIMENSIONS))
    if any(isinstance(formula, OfTotal) != (d in OF_TOTALS) for d, formula in value.formulas.items()):
        return say("measures-no-total", dimensions=", ".join(OF_TOTALS))
    return ""

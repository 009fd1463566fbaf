"""GOALS: what a plan may be judged by; and constraints, on what a plan states or on what a run brings."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import stdtrit

from sim.errors import Wrong
from sim.inputs.settings import Settings
from sim.measures.catalogue import MEASURES
from sim.measures.listing import LISTED_BY
from sim.measures.statistics import grouped
from sim.policy.schema import suggestion
from sim.results.differences import CONFIDENCE
from sim.studies.measured import read_of
from sim.studies.search.sampling import Direction
from sim.studies.searching.distance import Floats

if TYPE_CHECKING:
    from sim.results.cells import Arrays

QUANTILE = 0.05  # of the futures, that stands for risk
LOWEST = 2  # fifths of incomes
TOLERANCE = 1e-9
Parts = Floats  # (n_replicates, n_parts): what of each replicate a goal is computed from


class Goal(NamedTuple):
    """A number of a plan that is to be large, or small.

    Attributes
    ----------
    name : str
    direction : str
    unit : str
    parts : callable
        Settings and the effects of all replicates to what the goal is computed from.
    value : callable
        Those parts, and how many neighbouring replicates share their parameters, to the number.
    is_smooth : bool
        Whether a jackknife gives it an interval; that of a quantile is none.
    """

    name: str
    direction: Direction
    unit: str
    parts: Callable[[Settings, Sequence[Arrays]], Parts]
    value: Callable[[Parts, int], float]
    is_smooth: bool = True


def _total(measure: str) -> Callable[[Settings, Sequence[Arrays]], Parts]:
    return lambda _, runs: np.array([[float(one[f"total.{measure}"])] for one in runs])


def _lowest(_: Settings, runs: Sequence[Arrays]) -> Parts:
    """Surplus of residents of the lowest fifths, yuan."""
    return np.array([[one["quintile.surplus_yuan"][:LOWEST].sum()] for one in runs])


def _by_city(_: Settings, runs: Sequence[Arrays]) -> Parts:
    """Surplus of residents by city, yuan; behind them how many residents there are."""
    return np.array([[*one["city.surplus_yuan"], *_residents(one)] for one in runs])


def _residents(one: Arrays) -> Floats:
    """Residents of each city."""
    n_cities = one["city.surplus_yuan"].size
    found: Floats = one["district.n_residents"].reshape(n_cities, -1).sum(axis=1)
    return found


def _displaced(_: Settings, runs: Sequence[Arrays]) -> Parts:
    parts = ("city", "intercity", "online")
    names = (*(f"total.displaced_{part}_yuan" for part in parts), "total.gross_yuan")
    return np.array([[float(one[name]) for name in names] for one in runs])


def mean(parts: Parts, together: int = 1) -> float:
    """Mean over replicates."""
    return float(parts.mean())


def gap(parts: Parts, together: int = 1) -> float:
    r"""Gini's mean difference of the benefit per resident between cities, yuan, every resident counting the same.

    .. math:: \sum_i \sum_j w_i w_j |b_i - b_j|

    Of the means over replicates, so that chance makes no gap. Source: Yitzhaki & Schechtman (2013), The Gini
    Methodology, ch. 2.
    """
    surplus, residents = np.split(parts.mean(axis=0), 2)
    weight, benefit = residents / residents.sum(), surplus / residents
    return float(weight @ np.abs(benefit[:, None] - benefit) @ weight)


def displaced(parts: Parts, together: int = 1) -> float:
    """Share of the sales of supported projects that rivals lose, in the city, elsewhere, online; NaN without sales."""
    *lost, gross = parts.sum(axis=0).tolist()
    return sum(lost) / gross if gross else float("nan")


def low_end(parts: Parts, together: int = 1) -> float:
    """Value that one future in twenty falls below; replicates that share their parameters are one future."""
    return float(np.quantile(grouped(parts[:, 0], together).mean(axis=1), QUANTILE))


# By the name that the command takes.
GOALS = {
    goal.name: goal
    for goal in (
        Goal("net", "maximize", "yuan", _total("net_yuan"), mean),
        Goal("lowest", "maximize", "yuan", _lowest, mean),
        Goal("gap", "minimize", "yuan per resident", _by_city, gap),
        Goal("displaced", "minimize", "share", _displaced, displaced),
        Goal("risk", "maximize", "yuan", _total("net_yuan"), low_end, is_smooth=False),
    )
}
WAYS: dict[str, Direction] = {"max": "maximize", "min": "minimize"}


def read_goal(text: str, settings: Settings) -> Goal:
    """Read the name of a goal, or ``max:MEASURE`` and ``min:MEASURE``.

    Raises
    ------
    Wrong
        Saying what is allowed.
    """
    way, colon, measure = text.partition(":")
    if not colon:
        if text not in GOALS:
            raise Wrong("search-goal", hint=suggestion(text, GOALS))
        if text == "gap" and len(settings.city) < 2:
            raise Wrong("search-goal-cities")
        return GOALS[text]
    if way not in WAYS:
        raise Wrong("search-goal", hint=suggestion(text, GOALS))
    of = read_of(measure, settings)
    return Goal(text, WAYS[way], of.unit, lambda own, runs: of.values(own, runs)[:, None], mean)


class Estimate(NamedTuple):
    """A number with its 95 % interval; NaN where there is none."""

    value: float
    low: float = float("nan")
    high: float = float("nan")


def estimate(goal: Goal, parts: Parts, base: Parts | None = None, together: int = 1) -> Estimate:
    r"""Value of a goal with its interval, or that of a plan less that of another in the same replicates.

    Jackknife over independent replicates, which for a mean is the usual standard error, with Student's t. Source: Efron
    & Tibshirani (1993), An Introduction to the Bootstrap, ch. 11.

    Parameters
    ----------
    goal : Goal
    parts : (n_replicates, n_parts) float64
    base : (n_replicates, n_parts) float64, optional
        Of the other plan.
    together : int
        Neighbouring replicates that share their parameters.
    """

    def value(kept: Floats) -> float:
        own = goal.value(parts[kept], together)
        return own if base is None else own - goal.value(base[kept], together)

    n = len(parts) // together
    found = value(np.ones(len(parts), bool))
    if n < 2 or not goal.is_smooth:
        return Estimate(found)
    without = np.array([value(np.arange(len(parts)) // together != k) for k in range(n)])
    se = float(np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum()))
    half = float(stdtrit(n - 1, 0.5 + CONFIDENCE / 2)) * se
    return Estimate(found, found - half, found + half)


# ---------------------------------------------------------------- constraints

TERM = re.compile(r"([+-]?)(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\*)?([A-Za-z_][\w.]*)")
BOUND = re.compile(r"(.+?)(<=|>=|≤|≥)([-+]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)")


class Constraint(NamedTuple):
    """A weighted sum that is at most, or at least, a number.

    Attributes
    ----------
    text : str
        As it was asked for.
    weights : dict of str to float
        By key of the plan, measure or goal.
    is_floor : bool
    bound : float
    of_run : bool
        Whether only a run can tell.
    """

    text: str
    weights: dict[str, float]
    is_floor: bool
    bound: float
    of_run: bool

    def total(self, values: Mapping[str, float]) -> float:
        """What the sum comes to."""
        return sum(weight * values[name] for name, weight in self.weights.items())

    def missed(self, values: Mapping[str, float]) -> float:
        """How far it is missed, as a share of the bound; at most 0 where it is kept, NaN where a value is."""
        total = self.total(values)
        over = self.bound - total if self.is_floor else total - self.bound
        return over / (abs(self.bound) or 1.0) - TOLERANCE


def read_constraint(text: str, keys: Collection[str], settings: Settings) -> Constraint:
    """Read a constraint, as ``split.debut+split.ip<=0.6`` or ``unspent_share<=0.1``.

    Parameters
    ----------
    text : str
    keys : collection of str
        Keys of a plan that hold numbers.
    settings : Settings

    Raises
    ------
    Wrong
        Saying what is allowed.
    """
    whole = BOUND.fullmatch(text.replace(" ", ""))
    terms = list(TERM.finditer(whole.group(1))) if whole else []
    if not whole or "".join(t.group(0) for t in terms) != whole.group(1):
        raise Wrong("search-constraint")
    weights: dict[str, float] = {}
    for term in terms:
        sign, factor, name = term.groups()
        weights[name] = weights.get(name, 0.0) + (-1.0 if sign == "-" else 1.0) * float(factor or 1)
    known = [_of_run(name, keys, settings) for name in weights]  # every name is checked
    return Constraint(
        text=text, weights=weights, is_floor=whole.group(2) in (">=", "≥"), bound=float(whole.group(3)),
        of_run=any(known),
    )  # fmt: skip


def _of_run(name: str, keys: Collection[str], settings: Settings) -> bool:
    """Whether a name is that of something that a run brings."""
    if name in keys:
        return False
    if name in GOALS:
        read_goal(name, settings)
    elif name.partition(".")[0] in MEASURES:
        read_of(name, settings)
    else:
        raise Wrong(
            "search-constraint-name", name=name, hint=suggestion(name, [*keys, *GOALS, *MEASURES], file=LISTED_BY)
        )
    return True


def brought(name: str, settings: Settings, runs: Sequence[Arrays]) -> float:
    """What a run brings by a goal or measure of a constraint: the mean over its replicates."""
    goal = read_goal(name if name in GOALS else f"max:{name}", settings)
    return goal.value(goal.parts(settings, runs), settings.replicates_per_set)

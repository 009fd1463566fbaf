"""The search itself, by Optuna: points are asked for in batches of one size, so that no number of processes has a say.

Nothing of it knows the model: what is searched is a :class:`~sim.studies.search.space.Space`, and a function says what
became of the points of a batch.
"""

from __future__ import annotations

import itertools
import math
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, NamedTuple

from sim.studies.search.space import MOST_ARMS, Point, Space

if TYPE_CHECKING:
    from optuna import Study, Trial
    from optuna.samplers import BaseSampler

Direction = Literal["maximize", "minimize"]
BATCH = 8  # points that are asked for before any of them is known; they share a twin
STARTUP = 16  # points at random before the sampler learns from them; 8 at least of each combination of choices
TURNED = 3  # points of a batch that go to these in turn, so that none is given up
MOST_ASKS = 500  # in a row that the constraints on the plan itself refuse


class Outcome(NamedTuple):
    """What became of a point.

    Attributes
    ----------
    values : tuple of float
        Of the objectives; NaN where there is none.
    violations : tuple of float
        Of the constraints that only a run can tell, above 0 where one is missed.
    """

    values: tuple[float, ...]
    violations: tuple[float, ...] = ()

    @property
    def has_values(self) -> bool:
        """Whether every objective has a value."""
        return not any(math.isnan(value) for value in (*self.values, *self.violations))

    @property
    def is_feasible(self) -> bool:
        """Whether it has values and keeps every constraint."""
        return self.has_values and all(missed <= 0 for missed in self.violations)


class Tried(NamedTuple):
    """A point with what became of it."""

    point: Point
    outcome: Outcome


class Search(NamedTuple):
    """What is searched, and how.

    Attributes
    ----------
    space : Space
    directions : tuple of str
        Of the objectives.
    seed : int
    start : Point, optional
        That is tried first.
    is_random : bool
        Whether points are drawn at random only, as a yardstick.
    """

    space: Space
    directions: tuple[Direction, ...]
    seed: int
    start: Point | None = None
    is_random: bool = False


def search(
    asked: Search,
    n: int,
    evaluate: Callable[[list[Point]], list[Outcome]],
    allowed: Callable[[Point], bool] = lambda point: True,
) -> list[Tried]:
    """Try points one batch after the other.

    Parameters
    ----------
    asked : Search
    n : int
        Points in all.
    evaluate : callable
        Points of a batch to what became of them, in order.
    allowed : callable
        Whether a point may be tried, told without running it; others cost nothing and are asked for again.

    Returns
    -------
    list of Tried
        In the order in which they were asked for; fewer than n where hardly any point is allowed.
    """
    with _quiet():
        arms = _arms(asked)
        found: list[Tried] = []
        of: list[int] = []  # arm of each
        while len(found) < n:
            turns = _turns(len(arms), min(BATCH, n - len(found)), of, asked.directions, found)
            batch = _batch(arms, turns, allowed)
            if not batch:
                break
            outcomes = evaluate([one.point for one in batch])
            for one, outcome in zip(batch, outcomes, strict=True):
                _tell(arms[one.arm].study, one.trial, outcome)
            found += [Tried(one.point, outcome) for one, outcome in zip(batch, outcomes, strict=True)]
            of += [one.arm for one in batch]
        return found


class _Arm(NamedTuple):
    """One value of every choice, and the search over the rest; or the one search over all keys."""

    fixed: Point
    space: Space
    study: Study


class _Asked(NamedTuple):
    """A point that an arm asks for."""

    arm: int
    trial: Trial
    point: Point


def _arms(asked: Search) -> list[_Arm]:
    """A search for every combination of choices where they are few, else, and at random, one over all keys.

    One that learns from all of them together stays with the value that was lucky first.
    """
    keys, values = zip(*asked.space.choices, strict=True) if asked.space.choices else ((), ())
    every: list[Point] = [dict(zip(keys, one, strict=True)) for one in itertools.product(*values)]
    if asked.is_random or len(every) > MOST_ARMS:
        return [_Arm({}, asked.space, _study(asked, asked.space, asked.start))]
    rest, found = asked.space._replace(choices=()), []
    for k, fixed in enumerate(every):
        is_here = asked.start is not None and fixed.items() <= asked.start.items()
        own = asked._replace(seed=(asked.seed + k) % 2**32)
        found.append(_Arm(fixed, rest, _study(own, rest, asked.start if is_here else None, len(every))))
    return found


def _turns(
    n_arms: int, n: int, of: Sequence[int], directions: Sequence[Direction], found: Sequence[Tried]
) -> list[int]:  # fmt: skip
    """Arms of the points of a batch: in turn at first; then most for the one that holds most of the best so far."""
    feasible = [k for k, one in enumerate(found) if one.outcome.is_feasible]
    values = [found[k].outcome.values for k in feasible]
    holders = [of[feasible[k]] for k in front(values, directions)]
    n_turned = n if len(of) < STARTUP or not holders else min(n, TURNED)
    leader = max(range(n_arms), key=holders.count)
    return [leader] * (n - n_turned) + [(len(of) // BATCH * n_turned + j) % n_arms for j in range(n_turned)]


def _batch(arms: Sequence[_Arm], turns: Sequence[int], allowed: Callable[[Point], bool]) -> list[_Asked]:
    """Points that are allowed, of the arms whose turn it is; fewer where hardly any is."""
    from optuna.trial import TrialState

    found: list[_Asked] = []
    refused = 0
    while len(found) < len(turns) and refused < MOST_ASKS:
        arm = turns[len(found)]
        trial = arms[arm].study.ask()
        point = arms[arm].fixed | arms[arm].space.suggest(trial)
        if allowed(point):
            found.append(_Asked(arm, trial, point))
            refused = 0
        else:
            arms[arm].study.tell(trial, state=TrialState.FAIL)
            refused += 1
    return found


def _tell(study: Study, trial: Trial, outcome: Outcome) -> None:
    """Tell the sampler of a trial; its constraints first, since a trial without any counts as one that keeps them."""
    from optuna.trial import TrialState

    if not outcome.has_values:
        study.tell(trial, state=TrialState.FAIL)
        return
    for k, missed in enumerate(outcome.violations):
        trial.set_constraint(str(k), missed)
    study.tell(trial, list(outcome.values))


def _study(asked: Search, space: Space, start: Point | None, n_arms: int = 1) -> Study:
    import optuna

    study = optuna.create_study(directions=list(asked.directions), sampler=_sampler(asked, n_arms))
    if start is not None:
        study.enqueue_trial(space.asked_for(start))
    return study


def _sampler(asked: Search, n_arms: int) -> BaseSampler:
    """Tree-structured Parzen estimators over all keys jointly, or points at random.

    Source: Watanabe (2023), Tree-Structured Parzen Estimator, arXiv:2304.11127; for several objectives, Optuna takes
    keys one by one unless it is told otherwise.
    """
    from optuna.samplers import RandomSampler, TPESampler

    if asked.is_random:
        return RandomSampler(seed=asked.seed)
    return TPESampler(seed=asked.seed, multivariate=True, constant_liar=True, n_startup_trials=startup(n_arms))


def startup(n_arms: int) -> int:
    """Points that each of some arms draws at random before it learns from them."""
    return max(BATCH, STARTUP // n_arms)


@contextmanager
def _quiet() -> Iterator[None]:
    """Optuna without its log on the terminal and its notices for developers; put back afterwards."""
    import optuna

    before = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", category=optuna.exceptions.ExperimentalWarning)
            yield
    finally:
        optuna.logging.set_verbosity(before)


# ---------------------------------------------------------------- which are best


def better(one: Sequence[float], other: Sequence[float], directions: Sequence[Direction]) -> bool:
    """Whether one dominates the other: nowhere worse, somewhere better."""
    gains = [upright(a - b, d) for a, b, d in zip(one, other, directions, strict=True)]
    return min(gains) >= 0 and max(gains) > 0


def upright(value: float, direction: Direction) -> float:
    """A value or difference with the sign with which more is better."""
    return value if direction == "maximize" else -value


def front(values: Sequence[Sequence[float]], directions: Sequence[Direction]) -> list[int]:
    """Positions of those that no other dominates; of equal ones the first."""
    kept: list[int] = []
    for k, own in enumerate(values):
        beaten = any(better(other, own, directions) for other in values)
        if not beaten and not any(tuple(values[j]) == tuple(own) for j in kept):
            kept.append(k)
    return kept


def best(values: Sequence[Sequence[float]], directions: Sequence[Direction], n: int) -> list[int]:
    """Positions of the n that are best: by the one objective, or spread over the Pareto front.

    Of a front that has more, the best by each objective are taken, then always the one that is farthest from those that
    were taken, where the range of every objective over the front counts as 1.
    """
    if len(directions) == 1:
        order = sorted(range(len(values)), key=lambda k: -upright(values[k][0], directions[0]))
        return list({tuple(values[k]): k for k in reversed(order)}.values())[::-1][:n]
    found = front(values, directions)
    scaled = dict(zip(found, _scaled([values[k] for k in found], directions), strict=True))
    ends = [max(found, key=lambda k, j=j: scaled[k][j]) for j in range(len(directions))] if found else []  # type: ignore[misc]
    taken = list(dict.fromkeys(ends))[:n]
    while len(taken) < min(n, len(found)):
        rest = [k for k in found if k not in taken]
        taken.append(max(rest, key=lambda k: min(math.dist(scaled[k], scaled[t]) for t in taken)))
    return sorted(taken, key=lambda k: -scaled[k][0])


def compromise(values: Sequence[Sequence[float]], directions: Sequence[Direction]) -> int:
    """Position of the one whose largest loss against the best by any objective is smallest (Chebyshev).

    The range of every objective over all of them counts as 1. Of one objective, it is the best.
    """
    scaled = _scaled(values, directions)
    return max(range(len(values)), key=lambda k: (min(scaled[k]), sum(scaled[k])))


def _scaled(values: Sequence[Sequence[float]], directions: Sequence[Direction]) -> list[list[float]]:
    """Values from 0, the worst of them, to 1, the best."""
    columns = [[upright(v, d) for v in column] for column, d in zip(zip(*values, strict=True), directions, strict=True)]
    spans = [(min(column), max(column) - min(column)) for column in columns]
    return [
        [(own - low) / span if span else 1.0 for own, (low, span) in zip(row, spans, strict=True)]
        for row in zip(*columns, strict=True)
    ]

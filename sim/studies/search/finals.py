"""The best of a search on fresh seeds: chosen by some that it has not seen, and judged by others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from sim.studies.search.goals import Constraint, Estimate, Goal, Parts, brought, estimate
from sim.studies.search.sampling import Tried, best, better, compromise
from sim.studies.search.space import Point

if TYPE_CHECKING:
    from sim.inputs.settings import Settings
    from sim.results.cells import Arrays


class Seen(NamedTuple):
    """A plan in some replicates.

    Attributes
    ----------
    parts : list of (n_replicates, n_parts) float64
        Of every goal.
    worth : tuple of float
        Value of every goal.
    missed : dict of str to float
        How far a constraint is missed, by its text.
    """

    parts: list[Parts]
    worth: tuple[float, ...]
    missed: dict[str, float]

    @property
    def is_feasible(self) -> bool:
        """Whether it keeps every constraint."""
        return all(missed <= 0 for missed in self.missed.values())


def seen(goals: Sequence[Goal], constraints: Sequence[Constraint], settings: Settings, runs: Sequence[Arrays]) -> Seen:
    """What goals and constraints make of a plan's effects."""
    parts, together = [goal.parts(settings, runs) for goal in goals], settings.replicates_per_set
    values = tuple(goal.value(own, together) for goal, own in zip(goals, parts, strict=True))
    of_run = [one for one in constraints if one.of_run]
    known = {name: brought(name, settings, runs) for one in of_run for name in one.weights}
    return Seen(parts, values, {one.text: one.missed(known) for one in of_run})


class Finalist(NamedTuple):
    """A plan that was run again.

    Attributes
    ----------
    point : Point
    settings : Settings
    searched, chosen, judged : Seen
        In the replicates of the search, in those that the best was chosen by, and in those that judge it.
    """

    point: Point
    settings: Settings
    searched: Seen
    chosen: Seen
    judged: Seen

    @property
    def is_feasible(self) -> bool:
        """Whether it keeps every constraint in both sets of fresh replicates."""
        return self.chosen.is_feasible and self.judged.is_feasible


def candidates(tried: Sequence[Tried], goals: Sequence[Goal], n: int, start: Point | None) -> list[Tried]:
    """The n best of the feasible ones, or those that are spread over the Pareto front; and the start, if it is one."""
    feasible = list({tuple(t.point.items()): t for t in tried if t.outcome.is_feasible}.values())
    places = best([t.outcome.values for t in feasible], [goal.direction for goal in goals], n)
    kept = [feasible[k] for k in places]
    return kept + [t for t in feasible if t.point == start and t not in kept]


def choose(finalists: Sequence[Finalist], goals: Sequence[Goal]) -> int:
    """Position of the best by the replicates that are there to choose by; those that keep the constraints go first."""
    able = [k for k, one in enumerate(finalists) if one.chosen.is_feasible] or [*range(len(finalists))]
    return able[compromise([finalists[k].chosen.worth for k in able], [goal.direction for goal in goals])]


def dominated(finalists: Sequence[Finalist], goals: Sequence[Goal]) -> list[bool]:
    """Whether another finalist is at least as good by every one of several goals, in the replicates that judge."""
    if len(goals) == 1:
        return [False] * len(finalists)
    directions = [goal.direction for goal in goals]
    return [any(better(other.judged.worth, one.judged.worth, directions) for other in finalists) for one in finalists]


def gains(goal: Goal, k: int, one: Finalist, base: Finalist) -> tuple[Estimate, float]:
    """What a plan brings beyond the settings as they are, on judging seeds; and how much more the search promised.

    The promise is the same difference on the seeds of the search: luck that all plans share is in neither.
    """
    together = one.settings.replicates_per_set
    judged = estimate(goal, one.judged.parts[k], base.judged.parts[k], together)
    promised = estimate(goal, one.searched.parts[k], base.searched.parts[k], together)
    return judged, promised.value - judged.value

"""The best of a search on fresh seeds: chosen by some that it has not seen, and judged by others."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
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
    came, missed : dict of str to float
        What the sum of a constraint came to, and how far it is missed as a share of its bound, by its text.
    """

    parts: list[Parts]
    worth: tuple[float, ...]
    came: dict[str, float]
    missed: dict[str, float]

    @property
    def is_feasible(self) -> bool:
        """Whether it keeps every constraint."""
        return all(missed <= 0 for missed in self.missed.values())


def seen(
    goals: Sequence[Goal],
    constraints: Sequence[Constraint],
    stated: Mapping[str, float],
    settings: Settings,
    runs: Sequence[Arrays],
) -> Seen:
    """What goals and constraints make of what a plan states, its numbers by key, and of its effects."""
    parts, together = [goal.parts(settings, runs) for goal in goals], settings.replicates_per_set
    values = tuple(goal.value(own, together) for goal, own in zip(goals, parts, strict=True))
    names = {name for one in constraints for name in one.weights}
    known = {name: stated[name] if name in stated else brought(name, settings, runs) for name in names}
    came = {one.text: one.total(known) for one in constraints}
    return Seen(parts, values, came, {one.text: one.missed(known) for one in constraints})


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
    """Position of the best, by the replicates that are there to choose by, of those that keep the constraints there.

    Where none keeps them, it is the one that comes nearest.
    """
    able = [k for k, one in enumerate(finalists) if one.chosen.is_feasible]
    if not able:
        return min(range(len(finalists)), key=lambda k: _furthest(finalists[k].chosen))
    return able[compromise([finalists[k].chosen.worth for k in able], [goal.direction for goal in goals])]


def _furthest(one: Seen) -> float:
    """How far the constraint is missed that is missed most; infinite where one has no value."""
    return max(math.inf if math.isnan(missed) else missed for missed in one.missed.values())


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

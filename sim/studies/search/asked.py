"""What a search is asked to do, checked."""

from __future__ import annotations

import importlib.util
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import BeforeValidator

from sim.errors import Fault, InputError, Problem, Wrong, fault
from sim.inputs.faults import by_run
from sim.inputs.overrides import by_caller
from sim.inputs.settings import Settings
from sim.inputs.sweep import apart
from sim.runs.request import YES_OR_NO, Request, requested, whole
from sim.studies.search import ranges
from sim.studies.search.plans import Plans
from sim.studies.search.sampling import BATCH, Search, startup
from sim.studies.search.space import Point, Space

if TYPE_CHECKING:
    from sim.runs.footprint import Need
    from sim.studies.search.goals import Constraint, Goal

TRIALS, TOP = 160, 8


def _names(text: str) -> tuple[str, ...]:
    """Names with commas between, each once."""
    return tuple(dict.fromkeys(name for part in text.strip("[]").split(",") if (name := part.strip())))


class Keys(Request):
    """Keys of the verb."""

    objective: Annotated[tuple[str, ...], BeforeValidator(_names)] = ("net",)
    constraint: Annotated[tuple[str, ...], BeforeValidator(_names)] = ()
    trials: Annotated[int, whole(10_000)] = TRIALS
    top: Annotated[int, whole(50)] = TOP
    fresh: Annotated[int, whole(1000)] | None = None
    random: Annotated[bool, YES_OR_NO] = False


class Plan(NamedTuple):
    """What a search is asked to do.

    Attributes
    ----------
    base : Settings
        As they are where nothing is searched: every choice has its first value.
    plans : Plans
    start : Point, optional
        Where ``base`` is, if that is within all ranges.
    goals : list of Goal
    constraints : list of Constraint
    own : Keys
    fresh : int
        New replicates to choose by, and as many again to judge by.
    folder : Path
    needs : Need
        Of memory.
    """

    base: Settings
    plans: Plans
    start: Point | None
    goals: list[Goal]
    constraints: list[Constraint]
    own: Keys
    fresh: int
    folder: Path
    needs: Need

    @property
    def space(self) -> Space:
        """What is searched."""
        return self.plans.space

    @property
    def of_run(self) -> list[Constraint]:
        """Constraints that only a run can tell."""
        return [one for one in self.constraints if one.of_run]

    def numbers(self, point: Point) -> dict[str, float]:
        """Numbers that a plan states, by key; NaN where it has none."""
        return {key: float(point.get(key, math.nan)) for key in self.space.numbers}

    @property
    def idle(self) -> list[Fault]:
        """What can have no effect in the runs, a line each."""
        from sim.inputs.idle.told import told

        return told([self.base], [self.base.label])

    @property
    def about(self) -> dict[str, object]:
        """What the parts of it belong to."""
        from sim.runs.folder import belonging

        own = self.own.model_dump(mode="json") | {"fresh": self.fresh}
        space = [[list(part) for part in parts] for parts in self.space]
        plain = {"asked": own, "space": space, "fixed": self.plans.fixed}
        return belonging("search", [self.base], [self.base.label], **json.loads(json.dumps(plain)))

    def search(self, is_random: bool = False) -> Search:
        """The search, or the plain random one beside it; both begin where the settings are."""
        directions = tuple(goal.direction for goal in self.goals)
        return Search(self.space, directions, self.base.seed % 2**32, self.start, is_random)


def plan(overrides: list[str]) -> Plan:
    """Check what was asked for.

    Parameters
    ----------
    overrides : list of str
        Any settings; several values of a key by commas, ranges by ``interval(low,high)``; and :class:`Keys`.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    with requested(Keys, overrides) as asked:
        own = asked.own
        _needs_optuna()
        plans, base = ranges.plans(asked.rest)
        _check_choices(plans)
        at_random = plans.space.n_arms * startup(plans.space.n_arms)
        if own.trials < at_random + BATCH:
            few = fault("search-few", startup=at_random, least=at_random + BATCH)
            raise InputError(by_caller(fault("runs-key-wrong", key="trials", value=str(own.trials), what=few)))
        goals, constraints = _judged(own, base, plans.space)
        start = plans.where(base)
        start = start if start and plans.allowed(start) and keeps(constraints, start) else None
        if base.allocation.between == "none" and not base.programme:
            raise InputError(by_caller(fault("search-no-policy")))
        from sim.runs.checks import check_together  # loaded once the input is known to be sound, as the engine below

        check_together([base], [base.label])
    from sim.runs.folder import default_folder

    fresh = own.fresh or base.replicates
    if fresh % base.replicates_per_set:
        raise InputError(by_caller(fault("runs-key-wrong", key="fresh", value=str(fresh), what=fault("search-pairs"))))
    folder = default_folder("search", [base], [base.label])
    return Plan(base, plans, start, goals, constraints, own, fresh, folder, _needs(base, own))


def _needs_optuna() -> None:
    if importlib.util.find_spec("optuna") is None:
        raise InputError("search-no-optuna", extra="search")


def _needs(base: Settings, own: Keys) -> Need:
    """Memory, with as many processes as all trials are worth."""
    from sim.runs.once import needs

    return needs([base], own.trials * (2 if own.random else 1), 1, [base])


def _check_choices(plans: Plans) -> None:
    """Check every value of every choice with the first ones of the others.

    Raises
    ------
    InputError
        With the choices that a fault comes with.
    """
    choices = plans.space.choices
    first = [c.values[0] for c in choices]
    others = [[*first[:k], value, *first[k + 1 :]] for k, one in enumerate(choices) for value in one.values[1:]]
    tried, found = [first, *others], list[Sequence[Problem]]()
    for values in tried:
        try:
            plans.check(*values)
            found.append(())
        except InputError as error:
            found.append(error.problems)
    jobs = [[f"{c.key}={value}" for c, value in zip(choices, values, strict=True)] for values in tried]
    if faults := by_run(found, lambda some: apart(jobs, some)):
        raise InputError(faults)


def _judged(own: Keys, base: Settings, space: Space) -> tuple[list[Goal], list[Constraint]]:
    """Objectives and constraints.

    Raises
    ------
    InputError
    """
    from sim.studies.search.goals import read_constraint, read_goal  # loads all that is measured

    goals: list[Goal] = []
    constraints: list[Constraint] = []
    faults: list[Problem] = []
    for text in own.objective or ("",):
        try:
            goals.append(read_goal(text, base))
        except Wrong as wrong:
            faults.append(by_caller(fault("runs-key-wrong", key="objective", value=text, what=wrong.fault)))
    for text in own.constraint:
        try:
            constraints.append(read_constraint(text, space.numbers, base))
        except Wrong as wrong:
            faults.append(by_caller(fault("runs-key-wrong", key="constraint", value=text, what=wrong.fault)))
    if faults:
        raise InputError(faults)
    return goals, constraints


def keeps(constraints: Sequence[Constraint], point: Point) -> bool:
    """Whether a point keeps the constraints on what a plan states."""
    values = {key: float(value) for key, value in point.items() if not isinstance(value, str)}
    return all(one.missed(values) <= 0 for one in constraints if not one.of_run)

"""One replicate of runs that share a twin: a function of what it is given, in whatever process it is called."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from sim.errors import InputError
from sim.inputs.settings import Settings
from sim.measures.effects import effects
from sim.runs.stopped import cause
from sim.runs.twins import draws_of, run_pilot, warm_up
from sim.texts import say

if TYPE_CHECKING:
    from sim.measures.record import Record
    from sim.results.cells import Arrays
    from sim.world.build import World

Result = TypeVar("Result")
PARTS = ("warm-up", "twin", "policy")  # of which the time is taken


class Job(NamedTuple):
    """One replicate of runs that share a warm-up and a twin.

    Attributes
    ----------
    replicate : int
    settings : tuple of Settings
        Of the runs, as they are in this replicate.
    labels : tuple of str
        Their names.
    keeps_failures : bool
        Whether it is told of a run that it failed, and the others go on.
    """

    replicate: int
    settings: tuple[Settings, ...]
    labels: tuple[str, ...]
    keeps_failures: bool = False

    @property
    def weeks(self) -> int:
        """Weeks to be simulated."""
        h = self.settings[0].horizon
        funded = sum(s.is_funded for s in self.settings)
        return h.weeks_warmup + (1 + funded) * (h.weeks_pilot + h.weeks_after)


class Week(NamedTuple):
    """A week has been simulated; of what, in words."""

    text: str


class Found(NamedTuple):
    """What ``measures.effects`` returned of a run, by its position in the job."""

    position: int
    effects: Arrays


class Failed(NamedTuple):
    """Why a run failed, as :func:`sim.runs.stopped.cause` says it, by its position in the job."""

    position: int
    why: str


Hear: TypeAlias = Callable[[Week | Found | Failed], None]


def run_replicate(job: Job, hear: Hear) -> dict[str, float]:
    """Run every policy world of a replicate beside their twin.

    Parameters
    ----------
    job : Job
    hear : callable
        Told of every week, and of the effects of each run as soon as they are there, or that it failed.

    Returns
    -------
    dict
        Seconds that each of :data:`PARTS` took.
    """
    seconds = dict.fromkeys(PARTS, 0.0)
    base, replicate = job.settings[0].without_policy(), job.replicate
    draws, unheard = draws_of(base, replicate), list[Exception]()  # the latter of those that are told

    def ticked(week: Week) -> None:
        try:
            hear(week)
        except Exception as error:
            unheard.append(error)
            raise

    def timed(part: str, text: str, run: Callable[..., Result], *arguments: object) -> Result:
        week = Week(say("runs-progress", replicate=replicate + 1, text=text))
        start = time.perf_counter()
        result = run(*arguments, partial(ticked, week))
        seconds[part] += time.perf_counter() - start
        return result

    def tried(work: Callable[[], Result], *positions: int) -> Result | None:
        """Do some work; where it fails, so do the runs that need it."""
        try:
            return work()
        except Exception as error:
            if not job.keeps_failures or isinstance(error, InputError) or error in unheard:
                raise  # is no fault of the run, or one that only whoever asked for it can mend
            for position in positions:
                hear(Failed(position, cause(error)))
            return None

    def begun() -> tuple[World, Record]:
        world = timed("warm-up", say("runs-warm-up"), warm_up, base, draws)
        return world, timed("twin", say("runs-twin"), run_pilot, base, world.fork(), draws)

    def found(world: World, twin: Record, settings: Settings, label: str) -> Arrays:
        policy = timed("policy", label, run_pilot, settings, world.fork(), draws) if settings.is_funded else twin
        return effects(policy, twin, world.fixed, world.projects)

    both = tried(begun, *range(len(job.settings)))
    if both is None:
        return seconds
    for position, run in enumerate(zip(job.settings, job.labels, strict=True)):
        own = tried(partial(found, *both, *run), position)
        if own is not None:
            hear(Found(position, own))
    return seconds

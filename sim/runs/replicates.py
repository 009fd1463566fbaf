"""One replicate of runs that share a twin: a function of what it is given, in whatever process it is called."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from sim.inputs.settings import Settings
from sim.measures.effects import effects
from sim.runs.twins import draws_of, run_pilot, warm_up
from sim.texts import say

if TYPE_CHECKING:
    from sim.results.cells import Arrays

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
    """

    replicate: int
    settings: tuple[Settings, ...]
    labels: tuple[str, ...]

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


Hear: TypeAlias = Callable[[Week | Found], None]


def run_replicate(job: Job, hear: Hear) -> dict[str, float]:
    """Run every policy world of a replicate beside their twin.

    Parameters
    ----------
    job : Job
    hear : callable
        Told of every week, and of the effects of each run as soon as they are there.

    Returns
    -------
    dict
        Seconds that each of :data:`PARTS` took.
    """
    seconds = dict.fromkeys(PARTS, 0.0)
    base, replicate = job.settings[0].without_policy(), job.replicate
    draws = draws_of(base, replicate)

    def timed(part: str, text: str, run: Callable[..., Result], *arguments: object) -> Result:
        week = Week(say("runs-progress", replicate=replicate + 1, text=text))
        start = time.perf_counter()
        result = run(*arguments, lambda: hear(week))
        seconds[part] += time.perf_counter() - start
        return result

    world = timed("warm-up", say("runs-warm-up"), warm_up, base, draws)
    twin = timed("twin", say("runs-twin"), run_pilot, base, world.fork(), draws)
    for position, (settings, label) in enumerate(zip(job.settings, job.labels, strict=True)):
        policy = twin
        if settings.is_funded:
            policy = timed("policy", label, run_pilot, settings, world.fork(), draws)
        hear(Found(position, effects(policy, twin, world.fixed, world.projects)))
    return seconds

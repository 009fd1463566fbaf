"""One replicate of runs that share a twin: a function of what it is given, in whatever process it is called."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from sim.inputs.settings import Settings
from sim.measures.effects import effects
from sim.runs.beginnings import weeks_to_simulate, with_common_beginnings
from sim.runs.twins import Begun, begin_pilot, draws_of, run_pilot, warm_up
from sim.texts import say

if TYPE_CHECKING:
    from sim.results.cells import Arrays

Result = TypeVar("Result")
PARTS = ("warm-up", "twin", "policy")  # of which the time is taken


class Pilot(NamedTuple):
    """One world of a job.

    Attributes
    ----------
    part : str
        Of :data:`PARTS`.
    label : str
        What it is called.
    settings : Settings
    runs : tuple of int
        Positions in the job of the runs that it stands for.
    """

    part: str
    label: str
    settings: Settings
    runs: tuple[int, ...]

    @property
    def called(self) -> tuple[str, str]:
        """Part that its time belongs to, and its name."""
        return self.part, self.label


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
        twin, funded = self.settings[0].without_policy(), [s for s in self.settings if s.is_funded]
        return twin.horizon.weeks_warmup + weeks_to_simulate([twin, *funded])

    @property
    def worlds(self) -> list[Pilot]:
        """Worlds of the pilot: first the twin, which runs without any policy are, then one for each other run."""
        idle = tuple(k for k, s in enumerate(self.settings) if not s.is_funded)
        twin = Pilot("twin", say("runs-twin"), self.settings[0].without_policy(), idle)
        runs = enumerate(zip(self.labels, self.settings, strict=True))
        return [twin, *(Pilot("policy", label, s, (k,)) for k, (label, s) in runs if s.is_funded)]


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
    seconds, worlds = dict.fromkeys(PARTS, 0.0), job.worlds
    base, draws = worlds[0].settings, draws_of(worlds[0].settings, job.replicate)

    def timed(part: str, text: str, run: Callable[..., Result], *arguments: object) -> Result:
        week = Week(say("runs-progress", replicate=job.replicate + 1, text=text))
        start = time.perf_counter()
        result = run(*arguments, lambda: hear(week))
        seconds[part] += time.perf_counter() - start
        return result

    warm = timed("warm-up", say("runs-warm-up"), warm_up, base, draws)
    for group in with_common_beginnings([one.settings for one in worlds]):
        first, begun = worlds[group.members[0]], Begun(warm)
        if group.weeks:
            begun = timed(*first.called, begin_pilot, first.settings, warm.fork(), draws, group.weeks)
        for one in (worlds[k] for k in group.members):
            record = timed(*one.called, run_pilot, one.settings, begun.fork(), draws)
            if one is worlds[0]:
                twin = record
            for position in one.runs:
                hear(Found(position, effects(record, twin, warm.fixed, warm.projects)))
    return seconds

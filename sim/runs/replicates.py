"""One replicate of runs that share a twin: a function of what it is given, in whatever process it is called."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from sim.errors import InputError
from sim.inputs.settings import Settings
from sim.kernel.columns import fork
from sim.measures.effects import effects
from sim.runs.beginnings import weeks_to_simulate, with_common_beginnings
from sim.runs.stopped import cause
from sim.runs.twins import Begun, begin_pilot, draws_of, run_pilot, warm_up
from sim.texts import say

if TYPE_CHECKING:
    from sim.kernel.draws import KeyedDraws
    from sim.measures.record import Record
    from sim.results.cells import Arrays
    from sim.world.build import World

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
        twin, funded = self.settings[0].without_policy(), [s for s in self.settings if s.is_funded]
        return twin.horizon.weeks_warmup + weeks_to_simulate([twin, *funded])

    @property
    def worlds(self) -> list[Pilot]:
        """Worlds of the pilot: first the twin, which runs without any policy are, then one for each other run."""
        idle = tuple(k for k, s in enumerate(self.settings) if not s.is_funded)
        twin = Pilot("twin", say("runs-twin"), self.settings[0].without_policy(), idle)
        runs = enumerate(zip(self.labels, self.settings, strict=True))
        return [twin, *(Pilot("policy", label, s, (k,)) for k, (label, s) in runs if s.is_funded)]

    def needing(self, *worlds: int) -> tuple[int, ...]:
        """Positions of the runs that need one of these worlds; all of them need the twin, the first."""
        if 0 in worlds:
            return tuple(range(len(self.settings)))
        every = self.worlds
        return tuple(position for k in worlds for position in every[k].runs)


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


class _Work:
    """What is done for a replicate: timed, told of, and where it fails, borne by the runs that need it."""

    def __init__(self, job: Job, hear: Hear) -> None:
        self.job, self.hear = job, hear
        self.seconds = dict.fromkeys(PARTS, 0.0)
        self.failed: set[int] = set()  # positions of runs
        self.unheard: list[Exception] = []  # faults of whoever is told

    def tell(self, news: Week | Found | Failed) -> None:
        """Tell whoever asked."""
        try:
            self.hear(news)
        except Exception as error:  # whatever it is, it is no fault of the run: it is raised again, and known by this
            self.unheard.append(error)
            raise

    def timed(self, part: str, text: str, run: Callable[..., Result], *arguments: object) -> Result:
        """Do what takes weeks."""
        week = Week(say("runs-progress", replicate=self.job.replicate + 1, text=text))
        start = time.perf_counter()
        result = run(*arguments, partial(self.tell, week))
        self.seconds[part] += time.perf_counter() - start
        return result

    @contextmanager
    def needed_by(self, positions: Sequence[int]) -> Iterator[None]:
        """Work without which the runs at these positions fail, too."""
        try:
            yield
        except Exception as error:  # a run may fail in any way; it is kept with its cause, and stops no other
            if not self.job.keeps_failures or isinstance(error, InputError) or error in self.unheard:
                raise  # is no fault of the run, or one that only whoever asked for it can mend
            for position in sorted({*positions} - self.failed):
                self.failed.add(position)
                self.tell(Failed(position, cause(error)))


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
    work, draws = _Work(job, hear), draws_of(job.settings[0].without_policy(), job.replicate)
    with work.needed_by(job.needing(0)):
        warm = work.timed("warm-up", say("runs-warm-up"), warm_up, job.worlds[0].settings, draws)
        fixed, proposals = warm.fixed, fork(warm.projects)
        records = _recorded(work, warm, draws)
        for first, twin in islice(records, 1):
            for one, record in chain([(first, twin)], records):
                for position in one.runs:
                    with work.needed_by([position]):
                        work.tell(Found(position, effects(record, twin, fixed, proposals)))
    return work.seconds


def _recorded(work: _Work, warm: World, draws: KeyedDraws) -> Iterator[tuple[Pilot, Record]]:
    """Worlds that were run, with what was recorded of them: the twin first, without which there are no others.

    Whoever is the last to go on from a world uses it up, so that no more worlds are held than are needed.
    """
    job, worlds = work.job, work.job.worlds
    groups = with_common_beginnings([one.settings for one in worlds])
    for group in groups:
        with work.needed_by(job.needing(*group.members)):
            first, begun = worlds[group.members[0]], Begun(warm if group is groups[-1] else warm.fork())
            if group.weeks:
                begun = work.timed(*first.called, begin_pilot, first.settings, begun.world, draws, group.weeks)
            for k in group.members:
                with work.needed_by(job.needing(k)):
                    start = begun if k == group.members[-1] else begun.fork()
                    record = work.timed(*worlds[k].called, run_pilot, worlds[k].settings, start, draws)
                    yield worlds[k], record
                if len(work.failed) == len(job.settings):
                    return

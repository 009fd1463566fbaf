"""Plans run in worlds: every plan in the same worlds with the same chance events, each once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.runs.replicates import Job
from sim.runs.worlds import Progress, run_worlds
from sim.studies.blocks import add_seconds

if TYPE_CHECKING:
    from sim.inputs.settings import Settings
    from sim.results.cells import Arrays
    from sim.runs.store import Store
    from sim.runs.workers import Pool


class Worlds:
    """Runs settings and keeps how far it is.

    Parameters
    ----------
    store : Store
        Keeps finished replicates of every plan, by what they compute.
    processes : Pool
    progress : callable, optional
    total : int
        Worlds that will be run, roughly; each counts as long as those of the first settings.
    """

    def __init__(self, store: Store, processes: Pool, progress: Progress | None, total: int) -> None:
        self.store, self.processes, self.progress = store, processes, progress
        self.done, self.total = 0, total
        self.seconds: dict[str, float] = {}

    def __call__(self, settings: Sequence[Settings], label: str, replicates: range) -> list[list[Arrays]]:
        """Effects of every setting in some replicates; what is the same is run once."""
        distinct = {s.replicate_digest(): s for s in settings}
        weeks = Job(0, (settings[0],), ("",)).weeks

        def ticked(done: int, total: int, _: str) -> None:
            if self.progress:
                share = done / max(1, total) * len(distinct) * len(replicates)
                self.progress(round((self.done + share) * weeks), round(self.total * weeks), label)

        n, plans = len(distinct), [*distinct.values()]
        parts, seconds = run_worlds(plans, [label] * n, ticked, self.store, [replicates] * n, self.processes)
        add_seconds(self.seconds, seconds)
        self.done += len(settings) * len(replicates)
        of = dict(zip(distinct, parts, strict=True))
        return [of[s.replicate_digest()] for s in settings]

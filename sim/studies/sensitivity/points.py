"""Runs of the model at points: every replicate has the same draws at all of them (common random numbers)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.runs.replicates import Job
from sim.runs.worlds import Progress, run_worlds
from sim.studies.blocks import add_seconds, blocks
from sim.studies.searching.distance import Floats
from sim.texts import say

if TYPE_CHECKING:
    from sim.runs.store import Store
    from sim.runs.workers import Pool
    from sim.studies.sensitivity.asked import Plan


class Runner:
    """Runs points and keeps how far it is.

    Parameters
    ----------
    asked : Plan
    store : Store
        Keeps finished replicates.
    progress : callable, optional
    processes : Pool
    """

    def __init__(self, asked: Plan, store: Store, progress: Progress | None, processes: Pool) -> None:
        self.asked, self.store, self.progress, self.processes = asked, store, progress, processes
        self.done, self.total = 0, 0
        self.seconds: dict[str, float] = {}

    def __call__(self, units: Floats, runs: Sequence[int] | None = None) -> Floats:
        """Values at points of the unit cube.

        Parameters
        ----------
        units : (n, k) float64
        runs : sequence of int, optional
            Positions of the runs that are needed; the others are NaN.

        Returns
        -------
        (n_runs, n, n_replicates) float64
        """
        asked, wanted = self.asked, range(len(self.asked.settings)) if runs is None else runs
        values = np.full((len(asked.settings), len(units), asked.settings[0].replicates), np.nan)
        self.total += len(units) * self._weeks(wanted)
        for block in blocks(len(units), len(wanted) * asked.settings[0].replicates):
            self._run(block, units, wanted, values)
        return values

    def _weeks(self, wanted: Sequence[int]) -> int:
        """Weeks of a world that a point takes."""
        some = tuple(self.asked.settings[k] for k in wanted)
        return Job(0, some, ("",) * len(some)).weeks * some[0].replicates

    def _run(self, block: range, units: Floats, wanted: Sequence[int], values: Floats) -> None:
        asked = self.asked
        cells = [(k, p) for p in block for k in wanted]
        at = {p: asked.at_point(units[p]) for p in block}
        settings = [at[p][k] for k, p in cells]
        labels = [say("sensitivity-point", label=asked.labels[k], n=p + 1, of=len(units)) for k, p in cells]
        parts, seconds = run_worlds(settings, labels, self._ticked, self.store, workers=self.processes)
        for (k, p), own, runs in zip(cells, settings, parts, strict=True):
            values[k, p] = asked.of.values(own, runs)
        self.done += len(block) * self._weeks(wanted)
        add_seconds(self.seconds, seconds)

    def _ticked(self, done: int, total: int, text: str) -> None:
        if self.progress:
            self.progress(self.done + done, self.total, text)

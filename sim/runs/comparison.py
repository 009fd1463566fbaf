"""Allocations side by side: runs twins and policy worlds, and puts intervals around their effects."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.inputs.settings import Settings
from sim.measures.measure import ratio
from sim.measures.tables import summarise, tidy
from sim.results.cells import CELLS, cell_name, pack_cells, packed
from sim.results.columns import write_effects
from sim.results.differences import CONFIDENCE, Sample
from sim.results.failed import KEY as FAILED
from sim.results.failed import failed_in
from sim.results.looks import wide
from sim.results.vocabulary import WHOLE_RUN
from sim.results.writing import Content, csv_of, write_results
from sim.runs.folder import comparison_name
from sim.runs.provenance import looked, manifest, timed
from sim.runs.replicates import PARTS, Job
from sim.runs.stopped import CellsFailed
from sim.runs.workers import Pool, pool
from sim.runs.worlds import Progress, run_worlds, sharing_a_twin
from sim.texts import say

if TYPE_CHECKING:
    from sim.errors import Fault
    from sim.measures.stopping import Look, Stopping
    from sim.results.cells import Arrays
    from sim.runs.precision import Keys
    from sim.runs.store import Store


@dataclass
class Comparison:
    """Effects of several allocations against their common twin.

    Attributes
    ----------
    summary : pandas.DataFrame
        One row per allocation.
    effects : pandas.DataFrame
        Tidy: one row per measure and cell; columns in ``docs/results.md``.
    manifest : dict
        Settings, seed, versions, data hashes, times.
    cells : dict of str to dict
        What was found in each replicate of each run, by the name of the cell; see :mod:`sim.results.cells`.
    """

    summary: pd.DataFrame
    effects: pd.DataFrame
    manifest: dict[str, Any]
    cells: dict[str, Arrays] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Write summary.csv, effects.parquet, cells.zip and manifest.json, each whole or not at all."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        cells = pack_cells({name: packed(found) for name, found in self.cells.items()})
        write_results(folder, self.tables() | {CELLS: cells}, self.manifest)

    def tables(self) -> dict[str, Content]:
        """Return what is made of the cells, by the name of the file."""
        return {
            "summary.csv": csv_of(self.summary),
            "effects.parquet": lambda file: write_effects(self.effects, file),
        }


def compare(
    settings: list[Settings],
    progress: Progress | None = None,
    store: Store | None = None,
    labels: list[str] | None = None,
    workers: int = 1,
    sure: Keys | None = None,
    idle: Sequence[Fault] | None = None,
) -> Comparison:
    """Run every setting and its twin, and compare.

    Settings that differ only in what the policy does share one warm-up and one twin per replicate. A run of which a
    cell failed is compared with none, and the manifest says which cells did, and why.

    Parameters
    ----------
    settings : list of Settings
    progress : callable, optional
        Called with weeks done, weeks in all, and what is being run.
    store : sim.runs.store.Store, optional
        Keeps finished replicates, so that an interrupted comparison goes on where it stopped.
    labels : list of str, optional
        Names of the allocations; default ``settings.label``.
    workers : int
        Processes; never changes a result.
    sure : sim.runs.precision.Keys, optional
        Says how many replicates there shall be; default: as many as the settings say.
    idle : sequence of Fault, optional
        What can have no effect, where that is known already.

    Returns
    -------
    Comparison

    Raises
    ------
    CellsFailed
        If no run is left.
    """
    labels = labels or [s.label for s in settings]
    try:
        return _compared(settings, progress, store, labels, workers, sure, idle)
    except CellsFailed as error:
        lost = {one.run for one in error.failures}
        left = [k for k, label in enumerate(labels) if label not in lost]
        if not left:
            raise
        rest = [settings[k] for k in left], progress, store, [labels[k] for k in left], workers, sure
        result = compare(*rest)  # of what is stored already
        failures = [*error.failures, *failed_in(result.manifest)]
        result.manifest[FAILED] = [one._asdict() for one in failures]
        return result


def _compared(
    settings: list[Settings], progress: Progress | None, store: Store | None, labels: list[str], workers: int,
    sure: Keys | None, idle: Sequence[Fault] | None,
) -> Comparison:  # fmt: skip
    """Run and compare; parameters as those of :func:`compare`."""
    started = time.perf_counter()
    name = comparison_name(settings, labels, sure.told() if sure else None)
    source = manifest(settings, labels, idle) | {"comparison": name}
    confidence = CONFIDENCE
    with pool(workers, settings[0]) as processes:
        blocks = _Blocks(settings, labels, progress, store, processes)
        if sure is None:
            blocks.run([s.replicates for s in settings])
        else:
            rule = sure.rule(settings)
            confidence = rule.confidence
            while (wanted := rule.next(blocks.samples())) != blocks.numbers:
                blocks.run(wanted, rule)
            source = looked(source, rule, sure.told(), blocks.pace)
    frame = tidy(labels, settings, blocks.parts, name, confidence)
    blocks.seconds[WHOLE_RUN] = time.perf_counter() - started
    runs = [(s.replicate_digest(), own) for s, own in zip(settings, blocks.parts, strict=True)]
    cells = {cell_name(digest, r): found for digest, own in runs for r, found in enumerate(own)}
    return Comparison(summarise(labels, frame), frame, timed(source, blocks.seconds), cells)


class _Blocks:
    """Replicates of all runs, which come block by block.

    Attributes
    ----------
    parts : list of list of dict
        For each run, for each of its replicates, what ``measures.effects`` returned.
    seconds : dict of str to float
        That warm-ups, twins and policy worlds took.
    """

    def __init__(
        self, settings: list[Settings], labels: list[str], progress: Progress | None, store: Store | None,
        workers: Pool,
    ) -> None:  # fmt: skip
        self.settings, self.labels, self.progress, self.store, self.workers = settings, labels, progress, store, workers
        self.parts: list[list[Arrays]] = [[] for _ in settings]
        self.seconds = dict.fromkeys(PARTS, 0.0)
        self._weeks, self._taken = 0, 0.0  # simulated by this process, not stored; seconds by the clock

    @property
    def numbers(self) -> tuple[int, ...]:
        """Replicates of each run."""
        return tuple(map(len, self.parts))

    @property
    def pace(self) -> float | None:
        """Seconds by the clock for a replicate of all runs; None where none had to be simulated."""
        groups = sharing_a_twin(self.settings)
        weeks = sum(Job(0, tuple(self.settings[k] for k in group), ()).weeks for group in groups)
        return round(self._taken / self._weeks * weeks, 3) if self._weeks else None

    def samples(self) -> list[Sample]:
        """Net effect per yuan of each run in each of its replicates."""
        found = []
        for s, runs in zip(self.settings, self.parts, strict=True):
            net, public = (np.array([float(r[f"total.{name}"]) for r in runs]) for name in ("net_yuan", "public_yuan"))
            found.append(Sample(ratio(net, public), s.world_digest(), s.replicates_per_set))
        return found

    def run(self, wanted: Sequence[int], rule: Stopping | None = None) -> None:
        """Add replicates until each run has so many; a rule says how many more may follow."""
        have, before, started = self.numbers, self._weeks, time.perf_counter()
        look = rule.looks[-1] if rule and rule.looks else None
        likely = max(*wanted, int(min(look.needed, rule.most)) if rule and look else 0)
        further = (likely - max(have)) / max(1, max(wanted) - max(have))

        def tell(done: int, total: int, text: str) -> None:
            self._weeks = before + done
            if self.progress:
                text = _since(look, text, likely) if look else text
                self.progress(before + done, before + round(total * further), text)

        asked = [range(n, m) for n, m in zip(have, wanted, strict=True)]
        found, seconds = run_worlds(self.settings, self.labels, tell, self.store, asked, workers=self.workers)
        for mine, more in zip(self.parts, found, strict=True):
            mine += more
        for part, taken in seconds.items():
            self.seconds[part] += taken
        self._taken += time.perf_counter() - started


def _since(look: Look, text: str, likely: int) -> str:
    """What is being run, and what the last look saw."""
    n = max(look.replicates)
    if look.left:
        return say("runs-progress-left", text=text, left=len(look.left), runs=len(look.replicates), n=n)
    return say("runs-progress-look", text=text, half=wide(look.half), n=n, of=likely)

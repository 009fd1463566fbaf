"""Allocations side by side: runs twins and policy worlds, and puts intervals around their effects."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
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
from sim.results.looks import wide
from sim.results.vocabulary import WHOLE_RUN
from sim.results.writing import Content, csv_of, write_results
from sim.runs.duration import seconds_of
from sim.runs.folder import comparison_name
from sim.runs.provenance import looked, manifest, timed
from sim.runs.replicates import PARTS, Found, Job, Week, run_replicate
from sim.runs.workers import Pool, in_one_of, pool
from sim.texts import say

if TYPE_CHECKING:
    from sim.measures.stopping import Look, Stopping
    from sim.results.cells import Arrays
    from sim.runs.precision import Keys
    from sim.runs.store import Store

Progress = Callable[[int, int, str], None]


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


class _Ticker:
    """Counts simulated weeks and reports them."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self.progress, self.total, self.done = progress, total, 0

    def __call__(self, text: str) -> None:
        self.done += 1
        if self.progress:
            self.progress(self.done, self.total, text)


def compare(
    settings: list[Settings],
    progress: Progress | None = None,
    store: Store | None = None,
    labels: list[str] | None = None,
    workers: int = 1,
    sure: Keys | None = None,
) -> Comparison:
    """Run every setting and its twin, and compare.

    Settings that differ only in what the policy does share one warm-up and one twin per replicate.

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

    Returns
    -------
    Comparison
    """
    started = time.perf_counter()
    labels = labels or [s.label for s in settings]
    name = comparison_name(settings, labels, sure.told() if sure else None)
    source = manifest(settings, labels) | {"comparison": name}
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
    runs = zip(settings, blocks.parts, strict=True)
    cells = {_key(s, r): found for s, own in runs for r, found in enumerate(own)}
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
        groups = _sharing_a_twin(self.settings)
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


def run_worlds(
    settings: list[Settings],
    labels: list[str],
    progress: Progress | None = None,
    store: Store | None = None,
    replicates: Sequence[Sequence[int]] | None = None,
    workers: Pool | None = None,
) -> tuple[list[list[Arrays]], dict[str, float]]:
    """Run every setting and its twin in some replicates; other parameters as those of :func:`compare`.

    A replicate is the same whatever others there are: what two calls return for different ones is what one call
    returns for both.

    Parameters
    ----------
    replicates : sequence of sequence of int, optional
        Of each setting; default: as many as it says, from the first one on.
    workers : Pool, optional
        Processes that do the work; by default this one does.

    Returns
    -------
    list of list of dict
        For each setting, for each replicate in order, what ``measures.effects`` returned.
    dict
        Seconds that warm-ups, twins and policy worlds took, of all processes together.
    """
    workers = workers or Pool()
    found: list[dict[int, Arrays]] = [{} for _ in settings]
    asked: Sequence[Sequence[int]] = [range(s.replicates) for s in settings] if replicates is None else replicates
    jobs: list[tuple[list[int], Job]] = []
    for members in _sharing_a_twin(settings):
        for r in sorted({r for k in members for r in asked[k]}):
            missing = _missing(settings, [k for k in members if r in asked[k]], r, store, found)
            if missing:
                own = tuple(in_one_of(workers.n, settings[k].of_replicate(r)) for k in missing)
                jobs.append((missing, Job(r, own, tuple(labels[k] for k in missing))))
    ticker = _Ticker(progress, sum(job.weeks for _, job in jobs))
    seconds = dict.fromkeys(PARTS, 0.0)

    def hear(number: int, told: Week | Found) -> None:
        if isinstance(told, Week):
            ticker(told.text)
            return
        members, job = jobs[number]
        k = members[told.position]
        found[k][job.replicate] = told.effects
        if store is not None:
            store.put(_key(settings[k], job.replicate), told.effects)

    for taken in workers.map(run_replicate, [job for _, job in jobs], hear):
        for part, some in taken.items():
            seconds[part] += some
    return [[own[r] for r in wanted] for own, wanted in zip(found, asked, strict=True)], seconds


def work(settings: list[Settings]) -> tuple[int, float]:
    """Pieces of work that processes can share, each a replicate of runs with a common twin; and seconds of them all."""
    groups = [tuple(settings[k] for k in members) for members in _sharing_a_twin(settings)]
    seconds = [one[0].replicates * seconds_of(one[0], Job(0, one, ()).weeks) for one in groups]
    return sum(one[0].replicates for one in groups), sum(seconds)


def _sharing_a_twin(settings: list[Settings]) -> list[list[int]]:
    """Positions of settings that differ only in what the policy does."""
    groups: dict[str, list[int]] = {}
    for k, s in enumerate(settings):
        groups.setdefault(s.world_digest(), []).append(k)
    return list(groups.values())


def _key(settings: Settings, replicate: int) -> str:
    return cell_name(settings.replicate_digest(), replicate)


def _missing(
    settings: list[Settings], members: list[int], replicate: int, store: Store | None, found: list[dict[int, Arrays]]
) -> list[int]:
    """Which settings have no stored part of a replicate; what is stored of the others is put into ``found``."""
    for k in members:
        stored = None if store is None else store.get(_key(settings[k], replicate))
        if stored is not None:
            found[k][replicate] = stored
    return [k for k in members if replicate not in found[k]]

"""Worlds of many runs, replicate by replicate: what is stored is not run again, and what fails is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sim.inputs.settings import Settings
from sim.results.cells import cell_name
from sim.results.failed import Failure
from sim.runs.duration import seconds_of
from sim.runs.replicates import PARTS, Failed, Found, Job, Week, run_replicate
from sim.runs.stopped import CellsFailed, InWorker
from sim.runs.workers import Pool, in_one_of

if TYPE_CHECKING:
    from sim.results.cells import Arrays
    from sim.runs.store import Store

Progress = Callable[[int, int, str], None]


class _Ticker:
    """Counts simulated weeks and reports them."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self.progress, self.total, self.done = progress, total, 0

    def __call__(self, text: str) -> None:
        self.done += 1
        if self.progress:
            self.progress(self.done, self.total, text)


def run_worlds(
    settings: list[Settings],
    labels: list[str],
    progress: Progress | None = None,
    store: Store | None = None,
    replicates: Sequence[Sequence[int]] | None = None,
    workers: Pool | None = None,
) -> tuple[list[list[Arrays]], dict[str, float]]:
    """Run every setting and its twin in some replicates.

    A replicate is the same whatever others there are: what two calls return for different ones is what one call
    returns for both. A run that fails in a replicate stops no other; that it did is stored, and raised at the end.

    Parameters
    ----------
    settings : list of Settings
    labels : list of str
        Their names.
    progress : callable, optional
        Called with weeks done, weeks in all, and what is being run.
    store : sim.runs.store.Store, optional
        Keeps what is finished; without it, whatever fails is raised at once.
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

    Raises
    ------
    CellsFailed
    """
    workers = workers or Pool()
    found: list[dict[int, Arrays]] = [{} for _ in settings]
    asked: Sequence[Sequence[int]] = [range(s.replicates) for s in settings] if replicates is None else replicates
    digests = [s.replicate_digest() for s in settings]
    jobs = [
        (missing, Job(r, tuple(in_one_of(workers.n, settings[k].of_replicate(r)) for k in missing),
                      tuple(labels[k] for k in missing), store is not None))
        for members in sharing_a_twin(settings)
        for r in sorted({r for k in members for r in asked[k]})
        if (missing := _missing({k: cell_name(digests[k], r) for k in members if r in asked[k]}, r, store, found))
    ]  # fmt: skip
    ticker = _Ticker(progress, sum(job.weeks for _, job in jobs))
    seconds = dict.fromkeys(PARTS, 0.0)

    def hear(number: int, told: Week | Found | Failed) -> None:
        if isinstance(told, Week):
            ticker(told.text)
            return
        members, job = jobs[number]
        k = members[told.position]
        if isinstance(told, Found):
            found[k][job.replicate] = told.effects
            if store is not None:
                store.put(cell_name(digests[k], job.replicate), told.effects)
        elif store is not None:
            store.put_failure(cell_name(digests[k], job.replicate), told.why)

    for taken in workers.map(run_replicate, [job for _, job in jobs], hear):
        for part, some in taken.items():
            seconds[part] += some
    _raise_failures(digests, labels, asked, store)
    return [[own[r] for r in wanted] for own, wanted in zip(found, asked, strict=True)], seconds


def _raise_failures(digests: list[str], labels: list[str], asked: Sequence[Sequence[int]], store: Store | None) -> None:
    """Say which of the cells that were asked for have failed, if any has."""
    if store is None:
        return
    runs = zip(digests, labels, asked, strict=True)
    cells = [(label, r, cell_name(digest, r)) for digest, label, own in runs for r in own]
    failed = [(label, r, store.failed[key]) for label, r, key in cells if key in store.failed]
    if failed:
        failures = [Failure(label, r + 1, why.partition("\n")[0]) for label, r, why in failed]
        raise CellsFailed(failures) from InWorker("", None, "", failed[0][2])


def work(settings: list[Settings]) -> tuple[int, float]:
    """Pieces of work that processes can share, each a replicate of runs with a common twin; and seconds of them all."""
    groups = [tuple(settings[k] for k in members) for members in sharing_a_twin(settings)]
    seconds = [one[0].replicates * seconds_of(one[0], Job(0, one, ()).weeks) for one in groups]
    return sum(one[0].replicates for one in groups), sum(seconds)


def sharing_a_twin(settings: list[Settings]) -> list[list[int]]:
    """Positions of settings that differ only in what the policy does."""
    groups: dict[str, list[int]] = {}
    for k, s in enumerate(settings):
        groups.setdefault(s.world_digest(), []).append(k)
    return list(groups.values())


def _missing(keys: dict[int, str], replicate: int, store: Store | None, found: list[dict[int, Arrays]]) -> list[int]:
    """Which runs have no stored part of a replicate and did not fail; what is stored is put into ``found``.

    Parameters
    ----------
    keys : dict of int to str
        Names of the parts, by the position of the run.
    replicate, store, found
    """
    if store is None:
        return [*keys]
    for k, key in keys.items():
        stored = store.get(key)
        if stored is not None:
            found[k][replicate] = stored
    return [k for k, key in keys.items() if replicate not in found[k] and key not in store.failed]

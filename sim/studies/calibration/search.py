"""Search for parameter sets that reproduce the findings; it can be stopped and gone on with at any trial."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial

import numpy as np

from sim.errors import InputError
from sim.inputs.settings import Settings
from sim.runs.workers import pool
from sim.studies.searching.distance import NEAR_THE_BEST, Floats, Targets, distance, fitted
from sim.studies.searching.prior import Prior
from sim.studies.searching.proposals import Proposals
from sim.studies.searching.trials import TrialFile, Trials
from sim.texts import say

SAME = 1e-9  # relative difference up to which a stored value is the proposed one
Statistics = Callable[..., Mapping[str, float]]
Progress = Callable[[int, int, str], None]
Mapper = Callable[..., Iterable[Floats]]  # of ``evaluate`` over parameter sets


def with_parameters(settings: Settings, values: Mapping[str, float]) -> Settings:
    """Return the settings with some parameters changed."""
    return settings.model_copy(update={"parameters": settings.parameters | dict(values)})


def evaluate(
    statistics: Statistics, settings: Settings, ids: tuple[str, ...], replicates: Sequence[int],
    values: Mapping[str, float],
) -> Floats:  # fmt: skip
    """Statistics of one parameter set: the mean over replicates of those that the model gives.

    Parameters
    ----------
    statistics : callable
        ``statistics(settings, replicate, ids)`` returns a value by finding.
    settings : sim.inputs.settings.Settings
    ids : tuple of str
    replicates : sequence of int
    values : mapping of str to float
        Parameters of the set.

    Returns
    -------
    (n_findings,) float64
        NaN where no replicate gives a number.
    """
    own = with_parameters(settings, values)
    found = [statistics(own, replicate, ids) for replicate in replicates]
    table = np.array([[one.get(name, np.nan) for name in ids] for one in found], dtype=np.float64)
    there = np.isfinite(table)
    total, count = np.where(there, table, 0.0).sum(axis=0), there.sum(axis=0)
    mean: Floats = np.divide(total, count, out=np.full(len(ids), np.nan), where=count > 0)
    return mean


@contextmanager
def mapper(workers: int, settings: Settings) -> Iterator[Mapper]:
    """A ``map`` that keeps the order and, with more than one worker, runs in processes of its own."""
    with pool(workers, settings) as some:
        yield lambda task, values: some.map(partial(_silent, task), values)


def _silent(task: Callable[[Mapping[str, float]], Floats], values: Mapping[str, float], _: object) -> Floats:
    """Evaluate a set, of which there is nothing to tell on the way."""
    return task(values)


def search(
    statistics: Statistics, settings: Settings, prior: Prior, targets: Targets, n_trials: int, *,
    replicates: Sequence[int] = (0,), seed: int = 0, tolerance: float = NEAR_THE_BEST, workers: int = 1,
    file: TrialFile | None = None, progress: Progress | None = None,
) -> Trials:  # fmt: skip
    """Try parameter sets, better ones as it goes on.

    Every proposal follows from the seed and the trials before it. So a search that is started again replays its
    proposals, takes what is stored as done, and goes on exactly where it stopped; more trials only append.

    Parameters
    ----------
    statistics : callable
        See :func:`evaluate`; must be importable by name where ``workers`` is above 1.
    settings : sim.inputs.settings.Settings
        Everything that is not free.
    prior : Prior
    targets : Targets
    n_trials : int
    replicates : sequence of int
        The same for every trial, so that trials differ by their parameters only.
    seed : int
        Of the search, not of the model.
    tolerance : float
        Distance above the best up to which sets are widened from.
    workers : int
        Processes; never changes a result.
    file : TrialFile, optional
    progress : callable, optional
        Called after each generation with trials done, trials in all and the best distance in words.

    Raises
    ------
    InputError
        If the stored trials are not those of this search.
    """
    first = prior.units(np.array([settings.parameters[name] for name in prior.names]))
    proposals = Proposals(prior, targets, seed, first, tolerance)
    trials = Trials.none(prior.names, targets.ids)
    task = partial(evaluate, statistics, settings, targets.ids, tuple(replicates))
    with mapper(workers, settings) as run:
        while len(trials) < n_trials:
            units = proposals.propose(trials)
            start = len(trials)
            _run_generation(run, task, prior, targets, units[: n_trials - start], trials, file)
            if len(trials) < start + len(units):
                break
            proposals.learn(units, trials.distance[start:])
            if progress:
                progress(len(trials), n_trials, _in_words(proposals.generation, trials, targets))
    return trials


def _run_generation(
    run: Mapper, task: Callable[[Mapping[str, float]], Floats], prior: Prior, targets: Targets, units: Floats,
    trials: Trials, file: TrialFile | None,
) -> None:  # fmt: skip
    """Take the stored trials of a generation, run the others, and keep each as soon as it is its turn."""
    values, start = prior.values(units), len(trials)
    for k, stored in enumerate(file.stored[start : start + len(units)] if file else ()):
        if not np.allclose(stored.values, values[k], rtol=SAME, atol=0):
            raise InputError("calibration-other-trial", line=start + k + 2, path=stored.path)
        trials.add(units[k], stored.values, stored.statistics, stored.distance)
    rest = range(len(trials) - start, len(units))
    for k, statistics in zip(rest, run(task, [prior.named(values[k]) for k in rest]), strict=True):
        far = float(distance(statistics, targets))
        if file:
            file.append(len(trials), values[k], statistics, far)
        trials.add(units[k], values[k], statistics, far)


def _in_words(generation: int, trials: Trials, targets: Targets) -> str:
    best = int(np.argmin(trials.distance))
    hit = fitted(trials.statistics[best], targets)
    n_must, n_hit = int(targets.is_must.sum()), int(hit[targets.is_must].sum())
    return say(
        "calibration-generation", generation=generation, distance=f"{trials.distance[best]:.3f}", trial=best, hit=n_hit,
        must=n_must, all=int(hit.sum()), findings=hit.size,
    )  # fmt: skip

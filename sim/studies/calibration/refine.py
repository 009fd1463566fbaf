"""More sets that fit about as well as the best one, once a search has found where these lie."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from sim.errors import InputError
from sim.inputs.settings import Settings
from sim.studies.calibration.posterior import LEAST_SETS, equally_good, spread
from sim.studies.calibration.search import SAME, Progress, Statistics, evaluate, mapper
from sim.studies.searching.distance import EQUALLY_GOOD, Floats, Targets, distance
from sim.studies.searching.emulator import fit
from sim.studies.searching.prior import Prior
from sim.studies.searching.proposals import walk
from sim.studies.searching.trials import TrialFile, Trials
from sim.texts import say

MOST_ROUNDS, PER_ROUND = 20, 12  # of trials of the model
WALKS = 200  # of the emulator, of which each round tries a few that lie apart
NEAREST = 120  # trials nearest to the best, which the emulator of a round is fitted to: there it has to be right


def refine(
    statistics: Statistics, settings: Settings, prior: Prior, targets: Targets, trials: Trials, *,
    replicates: Sequence[int] = (0,), seed: int = 0, least: int = LEAST_SETS, workers: int = 1,
    file: TrialFile | None = None, progress: Progress | None = None,
) -> Trials:  # fmt: skip
    """Try sets that an emulator expects to fit about as well as the best one, until enough do.

    Parameters
    ----------
    statistics : callable
        See :func:`sim.studies.calibration.search.evaluate`.
    settings : sim.inputs.settings.Settings
    prior : Prior
    targets : Targets
    trials : Trials
        Of the search; not changed.
    replicates : sequence of int
    seed : int
    least : int
        Sets wanted.
    workers : int
    file : TrialFile, optional
        Keeps finished trials, as in a search.
    progress : callable, optional

    Returns
    -------
    Trials
        Those given and the new ones.
    """
    found = Trials(*(getattr(trials, name) for name in trials.__dataclass_fields__))
    task = partial(evaluate, statistics, settings, targets.ids, tuple(replicates))
    with mapper(workers, settings) as run:
        for turn in range(MOST_ROUNDS):
            n_good = len(equally_good(found))
            if n_good >= least:
                break
            units = _proposed(found, prior, targets, np.random.default_rng([seed, turn]))
            values = prior.values(units)
            start = len(found)
            for k, stored in enumerate(file.stored[turn * PER_ROUND : (turn + 1) * PER_ROUND] if file else ()):
                if not np.allclose(stored.values, values[k], rtol=SAME, atol=0):
                    raise InputError("calibration-other-file", path=stored.path)
                found.add(units[k], values[k], stored.statistics, stored.distance)
            rest = range(len(found) - start, len(units))
            for k, one in zip(rest, run(task, [prior.named(values[k]) for k in rest]), strict=True):
                far = float(distance(one, targets))
                if file:
                    file.append(turn * PER_ROUND + k, values[k], one, far)
                found.add(units[k], values[k], one, far)
            if progress:
                progress(len(found), len(trials) + MOST_ROUNDS * PER_ROUND, say("calibration-refined", good=n_good))
    return found


def _proposed(found: Trials, prior: Prior, targets: Targets, rng: np.random.Generator) -> Floats:
    """Sets that an emulator of the trials nearest to the best expects to fit, lying apart; (PER_ROUND, n_free)."""
    best = int(np.argmin(found.distance))
    near = np.argsort(np.linalg.norm(found.units - found.units[best], axis=1), kind="stable")[:NEAREST]
    emulator = fit(found.units[near], found.statistics[near], prior, targets)
    good = equally_good(found)
    pool = found.units[good] if len(good) > len(prior.names) else found.units[np.argsort(found.distance)[:40]]
    ends = walk(pool, emulator, targets, found.distance[best] + EQUALLY_GOOD / 2, WALKS, rng)
    expected = distance(emulator.predict(ends), targets)
    likely = ends[np.argsort(expected, kind="stable")[: WALKS // 2]]
    apart: Floats = likely[spread(likely, PER_ROUND)]
    return apart

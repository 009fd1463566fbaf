"""Which findings pin which parameters, and whether a calibration finds parameters that are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
import pandas as pd

from sim.inputs.settings import Settings
from sim.studies.calibration.posterior import HIGH_QUANTILE, LOW_QUANTILE, Posterior, intervals
from sim.studies.calibration.search import Statistics, evaluate, mapper, search
from sim.studies.searching.distance import NEAR_THE_BEST, Floats, Targets, distance
from sim.studies.searching.emulator import Emulator, fit
from sim.studies.searching.prior import Prior
from sim.studies.searching.proposals import walk
from sim.studies.searching.trials import Trials

EMULATED_TRIALS = 400  # of a search that runs on the emulator
EMULATED_SETS = 400  # of the sample that an interval is taken from
ROUNDS, PER_ROUND = 3, 6  # of trials of the model itself, where the emulator expects good sets
SEEDS_APART = 1000  # so that synthetic data share no seed with the trials


def sensitivity(
    statistics: Statistics, settings: Settings, prior: Prior, targets: Targets, *, ranges: pd.DataFrame | None = None,
    replicates: Sequence[int] = (0,), workers: int = 1,
) -> pd.DataFrame:  # fmt: skip
    """Change of every statistic as one parameter at a time goes from one end of its range to the other.

    Parameters
    ----------
    statistics : callable
        See :func:`sim.studies.calibration.search.evaluate`.
    settings : sim.inputs.settings.Settings
        All other parameters stay as they are here.
    prior : Prior
    targets : Targets
    ranges : pandas.DataFrame, optional
        What :func:`sim.studies.calibration.posterior.intervals` returned; default the ranges of the prior.
    replicates : sequence of int
    workers : int

    Returns
    -------
    pandas.DataFrame
        parameter, id, sensitivity: the change in half-widths of the finding's accepted range.
    """
    low, high = (prior.low, prior.high) if ranges is None else (ranges["low"].to_numpy(), ranges["high"].to_numpy())
    jobs = [{name: float(end[k])} for k, name in enumerate(prior.names) for end in (low, high)]
    with mapper(workers, settings) as run:
        found = list(run(partial(evaluate, statistics, settings, targets.ids, tuple(replicates)), jobs))
    return _by_parameter(_change(np.array(found)) / targets.half_width, prior, targets)


def regression_sensitivity(trials: Trials, prior: Prior, targets: Targets, around: Floats) -> pd.DataFrame:
    """Return the same from the finished trials, at no cost: the emulator's change over the prior's range.

    Parameters
    ----------
    trials : Trials
    prior : Prior
    targets : Targets
    around : (n_free,) float64
        Point of the unit cube at which the other parameters stay, such as the best set.

    Returns
    -------
    pandas.DataFrame
        parameter, id, sensitivity, and explained: the share of the statistic's variance over trials that the emulator
        explains when a trial is left out; where it is small the sensitivity says little.
    """
    emulator = fit(trials.units, trials.statistics, prior, targets)
    ends = np.repeat(np.asarray(around)[None], 2 * len(prior.names), axis=0)
    for k in range(len(prior.names)):
        ends[2 * k : 2 * k + 2, k] = (0, 1)
    found = emulator.predict(ends)
    frame = _by_parameter(_change(found) / targets.half_width, prior, targets)
    return frame.assign(explained=np.tile(emulator.explained, len(prior.names)))


def _change(found: Floats) -> Floats:
    """Found at the upper end less at the lower one, where both ends of each parameter follow each other."""
    lower, upper = found[::2], found[1::2]
    change: Floats = upper - lower
    return change


def _by_parameter(change: Floats, prior: Prior, targets: Targets) -> pd.DataFrame:
    index = pd.MultiIndex.from_product([prior.names, targets.ids], names=["parameter", "id"])
    return pd.DataFrame({"sensitivity": change.ravel()}, index=index).reset_index()


def unpinned(posterior: Posterior, prior: Prior) -> list[str]:
    """Parameters whose fitted interval is hardly narrower than the prior: the findings do not tell them.

    The rule: 5 to 95 % of the sample are at least 0.8 times as wide as 5 to 95 % of the prior.
    """
    table = intervals(posterior, prior)
    return table.parameter[~table.is_pinned].tolist()


def recover(
    statistics: Statistics, settings: Settings, prior: Prior, targets: Targets, trials: Trials,
    known: Sequence[Mapping[str, float]], *, replicates: Sequence[int] = (0,), seed: int = 0,
    tolerance: float = NEAR_THE_BEST, workers: int = 1,
) -> pd.DataFrame:  # fmt: skip
    """Look for parameter sets that are known, from data that the model itself made of them.

    For each known set: the statistics of the model with another seed are the synthetic findings, with the accepted
    half-widths of the real ones. An emulator fitted to the finished trials is searched; the best set that it finds and
    others that it expects to fit as well are run in the model, and improve the emulator; after :data:`ROUNDS` rounds
    the estimate is the set that fits best in the model. The interval is 5 to 95 % of the region that the emulator
    expects to fit as well as the best set; its own error widens the accepted ranges.

    Parameters
    ----------
    statistics : callable
        See :func:`sim.studies.calibration.search.evaluate`.
    settings : sim.inputs.settings.Settings
    prior : Prior
    targets : Targets
    trials : Trials
        Finished ones, of any search with the same settings.
    known : sequence of mapping of str to float
        Values of all free parameters.
    replicates : sequence of int
    seed : int
        Of the searches.
    tolerance : float
        Distance above the best up to which the emulator's sets count as fitting as well. That of a search, not of the
        posterior sample: synthetic findings do not conflict, so the known set fits them nearly perfectly.
    workers : int

    Returns
    -------
    pandas.DataFrame
        set, parameter, true, estimate, low, high, is_inside (true lies from low to high), distance (of the estimate,
        in the model) and emulator_error (root mean square over findings, in half-widths, of trials left out).
    """
    frames = []
    for k, values in enumerate(known):
        other = settings.model_copy(update={"seed": settings.seed + SEEDS_APART + k})
        made = evaluate(statistics, other, targets.ids, replicates, values)
        synthetic = _only(targets._replace(centre=made), np.isfinite(made))
        own = _columns(trials, synthetic.ids)
        task = partial(evaluate, statistics, settings, synthetic.ids, tuple(replicates))
        with mapper(workers, settings) as run:
            for turn in range(ROUNDS):
                _, sample = _emulated(own, settings, prior, synthetic, seed + turn, tolerance)
                tried = sample[:PER_ROUND]
                rows = prior.values(tried)
                for unit, row, found in zip(tried, rows, run(task, map(prior.named, rows)), strict=True):
                    own.add(unit, row, found, float(distance(found, synthetic)))
        emulator, sample = _emulated(own, settings, prior, synthetic, seed + ROUNDS, tolerance)
        frames.append(_compared(k, values, own, sample, prior, emulator))
    return pd.concat(frames, ignore_index=True)


def _only(targets: Targets, kept: Floats) -> Targets:
    """Targets of some findings."""
    ids = tuple(name for name, keep in zip(targets.ids, kept, strict=True) if keep)
    return Targets(ids, targets.centre[kept], targets.half_width[kept], targets.weight[kept])


def _columns(trials: Trials, ids: tuple[str, ...]) -> Trials:
    """Return a copy of the trials without what was measured against other findings."""
    columns = [trials.ids.index(name) for name in ids]
    far = np.full(len(trials), np.inf)  # their distance is from other findings
    return Trials(trials.names, ids, trials.units, trials.parameters, trials.statistics[:, columns], far)


def _emulated(
    trials: Trials, settings: Settings, prior: Prior, targets: Targets, seed: int, tolerance: float
) -> tuple[Emulator, Floats]:
    """Emulator of the trials, and points of the unit cube that it expects to fit: the best, then others as good."""
    emulator = fit(trials.units, trials.statistics, prior, targets)
    there = np.isfinite(emulator.error)
    wide = targets.half_width * np.hypot(1.0, np.where(there, emulator.error, 0.0))
    widened = targets._replace(half_width=wide, weight=np.where(there, targets.weight, 0.0))
    found = search(emulator, settings, prior, widened, EMULATED_TRIALS, seed=seed, tolerance=tolerance)
    order = np.argsort(found.distance, kind="stable")
    limit = found.distance[order[0]] + tolerance
    pool = found.units[found.distance <= limit]
    sample = walk(pool, emulator, widened, limit, EMULATED_SETS, np.random.default_rng([seed, len(trials)]))
    return emulator, np.vstack([found.units[order[0]], sample])


def _compared(
    k: int, values: Mapping[str, float], trials: Trials, sample: Floats, prior: Prior, emulator: Emulator
) -> pd.DataFrame:
    best = int(np.argmin(trials.distance))
    low, high = prior.values(np.quantile(sample, (LOW_QUANTILE, HIGH_QUANTILE), axis=0))
    true = np.array([values[name] for name in prior.names])
    return pd.DataFrame(
        {
            "set": k,
            "parameter": prior.names,
            "true": true,
            "estimate": trials.parameters[best],
            "low": low,
            "high": high,
            "is_inside": (low <= true) & (true <= high),
            "distance": trials.distance[best],
            "emulator_error": np.sqrt(np.nanmean(emulator.error**2)),
        }
    )

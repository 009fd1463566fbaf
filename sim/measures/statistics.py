"""Intervals over replicates, shares of variance, and how well a score ranks."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtri, stdtrit

from sim.kernel.draws import KeyedDraws
from sim.measures.measure import ratio
from sim.results.differences import BOOTSTRAP_SAMPLES, CONFIDENCE, Sample

Array = NDArray[np.float64]


def interval(sample: Array, together: int = 1, kind: str = "mean", confidence: float = CONFIDENCE) -> dict[str, Array]:
    """Mean over replicates with standard error and interval.

    Parameters
    ----------
    sample : (n_replicates, ...) float64
    together : int
        Neighbouring replicates that share their parameters: only their means are independent, so the interval is over
        these, with one degree of freedom less than there are of them.
    kind : str
        Key of :data:`INTERVALS`.
    confidence : float

    Returns
    -------
    dict
        value, se, ci_low, ci_high : (...); the last three are NaN with one replicate, or one group of them.
    """
    sample = grouped(sample, together).mean(axis=1)
    n = sample.shape[0]
    mean = sample.mean(axis=0)
    if n < 2:
        nothing = np.full(np.shape(mean), np.nan)
        return {"value": mean, "se": nothing, "ci_low": nothing, "ci_high": nothing}
    se = sample.std(axis=0, ddof=1) / np.sqrt(n)
    low, high = INTERVALS[kind](mean, se, n, confidence)
    return {"value": mean, "se": se, "ci_low": low, "ci_high": high}


def _student(mean: Array, se: Array, n: int, confidence: float) -> tuple[Array, Array]:
    """Student's t."""
    half = stdtrit(n - 1, 0.5 + confidence / 2) * se
    return mean - half, mean + half


def _logit(mean: Array, se: Array, n: int, confidence: float) -> tuple[Array, Array]:
    r"""Student's t on the scale of log odds, where a share has no ends to run over.

    .. math:: \mathrm{logit}(p) \pm t\, s / (p (1 - p))

    Where the share is 0 or 1 in every replicate, so are both ends. Source: Korn & Graubard (1998), Survey Methodology
    24: 193-201; compared with others by Dean & Pagano (2015), J. Survey Statistics and Methodology 3: 484-503.
    """
    share = np.clip(mean, 0.0, 1.0)  # rounding
    with np.errstate(divide="ignore", invalid="ignore"):
        half = stdtrit(n - 1, 0.5 + confidence / 2) * se / (share * (1 - share))
        ends = (expit(logit(share) + sign * half) for sign in (-1, 1))
    low, high = (np.where(se > 0, end, mean) for end in ends)
    return low, high


def _wilson(mean: Array, se: Array, n: int, confidence: float) -> tuple[Array, Array]:
    r"""Wilson's interval of a probability, of which every one of n independent replicates says 1 or 0.

    .. math:: \frac{p + z^2/2n \pm z \sqrt{p (1 - p)/n + z^2/4n^2}}{1 + z^2/n}

    Replicates that share their parameters count as one. Source: Wilson (1927), JASA 22: 209-212; recommended for small
    n by Brown, Cai & DasGupta (2001), Statistical Science 16: 101-133.
    """
    z2 = ndtri(0.5 + confidence / 2) ** 2
    half = np.sqrt(z2 * mean * (1 - mean) / n + z2**2 / (4 * n**2))
    low, high = ((mean + z2 / (2 * n) + sign * half) / (1 + z2 / n) for sign in (-1, 1))
    return np.clip(low, 0.0, mean), np.clip(high, mean, 1.0)  # rounding


# Interval of each kind of measure, from mean, standard error, number of independent replicates, confidence.
INTERVALS: dict[str, Callable[[Array, Array, int, float], tuple[Array, Array]]] = {
    "mean": _student,
    "share": _logit,
    "chance": _wilson,
}


def best_shares(runs: Sequence[Sample]) -> list[float]:
    """Share of bootstrap samples of the replicates in which each run has the highest mean.

    Runs in the same worlds have the same replicates in a sample (paired), replicates that share their parameters stay
    together, and runs with the same mean share a sample. It is no probability that a run is the best of all: it takes
    the replicates that there are for all that there could be. Source: Efron & Tibshirani (1993), An Introduction to the
    Bootstrap, ch. 6. The samples are keyed draws, so the same replicates give the same bytes.

    Parameters
    ----------
    runs : sequence of Sample

    Returns
    -------
    list of float
        They sum to 1; NaN where a run has less than two independent replicates.
    """
    groups = [grouped(run.values, run.together).mean(axis=1) for run in runs]
    if min(map(len, groups)) < 2:
        return [math.nan] * len(runs)
    worlds = list(dict.fromkeys(run.world for run in runs))
    sizes = [max(len(g) for g, run in zip(groups, runs, strict=True) if run.world == world) for world in worlds]
    taken = {world: _resampled(k, n) for k, (world, n) in enumerate(zip(worlds, sizes, strict=True))}
    means = np.array([_mean_of(g, taken[run.world]) for g, run in zip(groups, runs, strict=True)])
    best = means == means.max(axis=0)
    return [float(share) for share in (best / best.sum(axis=0)).mean(axis=1)]


def _resampled(world: int, n: int) -> Array:
    """How often each of n replicates of a world is in each bootstrap sample, (BOOTSTRAP_SAMPLES, n)."""
    sample, place = np.arange(BOOTSTRAP_SAMPLES)[:, None], np.arange(n)
    drawn = np.floor(KeyedDraws(0).uniform("bootstrap", world, sample, place) * n).astype(np.int64)
    return np.bincount((sample * n + drawn).ravel(), minlength=BOOTSTRAP_SAMPLES * n).reshape(-1, n).astype(float)


def _mean_of(values: Array, taken: Array) -> Array:
    """Mean of a run in each bootstrap sample, of those replicates that it has."""
    own = taken[:, : len(values)]
    return ratio((own * values).sum(axis=1), own.sum(axis=1))


def grouped(sample: Array, together: int) -> Array:
    """Replicates that share their parameters side by side, (n_groups, together, ...)."""
    return sample.reshape(-1, together, *sample.shape[1:])


def uncertainty(values: NDArray[np.float64], together: int) -> dict[str, float]:
    r"""Shares of the variance over replicates that come from the parameters and from the seed.

    One-way analysis of variance: with n replicates per parameter set, mean square between sets B and within sets W,

    .. math:: \sigma^2_{seed} = W, \quad \sigma^2_{parameters} = \max(0, (B - W) / n)

    Source: Searle, Casella & McCulloch (1992), ch. 3.

    Parameters
    ----------
    values : (n_replicates,) float64
    together : int
        Neighbouring replicates that share their parameters, 2 at least.

    Returns
    -------
    dict
        from_parameters, from_seed : they sum to 1; NaN if nothing varies or there is one set only.
    """
    groups = grouped(values, together)
    if len(groups) < 2:
        return {"from_parameters": np.nan, "from_seed": np.nan}
    between, within = together * groups.mean(axis=1).var(ddof=1), groups.var(axis=1, ddof=1).mean()
    parameters = max(0.0, (between - within) / together) if np.isfinite(between) else np.nan
    total = parameters + within
    share = parameters / total if total > 0 else np.nan
    return {"from_parameters": share, "from_seed": 1 - share}


def _can_rank(score: NDArray[np.float64], effect: NDArray[np.float64]) -> bool:
    return score.shape[1] >= 4 and bool(np.isfinite(score).all() and np.isfinite(effect).all())


def rank_correlation(score: NDArray[np.float64], effect: NDArray[np.float64]) -> NDArray[np.float64]:
    """Spearman's rank correlation of the ministry's score and the true effect over cities, in each replicate.

    Parameters
    ----------
    score, effect : (n_replicates, n_cities) float64
        NaN where a city has none.

    Returns
    -------
    (n_replicates,) float64
        0 where all scores, or all effects, are the same; NaN with less than four cities.
    """
    if not _can_rank(score, effect):
        return np.full(len(score), np.nan)
    pairs = zip(score, effect, strict=True)
    return np.array([_rank_correlation(s, e) for s, e in pairs])


def score_cost(
    score: NDArray[np.float64], effect: NDArray[np.float64], public: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What the wrong ranking by score costs: per yuan, the better half of cities by effect minus that by score.

    Which half is better by effect is judged on the other replicates, so that luck of one replicate does not count as
    knowledge.

    Parameters
    ----------
    score, effect : (n_replicates, n_cities) float64
        NaN where a city has none.
    public : (n_replicates, n_cities) float64
        Yuan, the weights of cities.

    Returns
    -------
    (n_replicates,) float64
        NaN with less than two replicates or four cities.
    """
    n_replicates, n_cities = score.shape
    cost = np.full(n_replicates, np.nan)
    if n_replicates < 2 or not _can_rank(score, effect):
        return cost
    for r in range(n_replicates):
        true = np.delete(effect, r, axis=0).mean(axis=0)
        best, chosen = (np.argsort(-x, kind="stable")[: n_cities // 2] for x in (true, score[r]))
        cost[r] = np.average(effect[r][best], weights=public[r][best])
        cost[r] -= np.average(effect[r][chosen], weights=public[r][chosen])
    return cost


def _rank_correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Spearman's, 0 where one is the same everywhere; without scipy.stats, which pandas would load for it."""
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return 0.0
    return float(np.corrcoef(pd.Series(one).rank(), pd.Series(other).rank())[1, 0])

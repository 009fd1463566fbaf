"""Intervals over replicates, shares of variance, and how well a score ranks."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

CONFIDENCE = 0.95


def interval(sample: NDArray[np.float64], together: int = 1) -> dict[str, NDArray[np.float64]]:
    """Mean over replicates with standard error and 95 % interval (Student's t).

    Parameters
    ----------
    sample : (n_replicates, ...) float64
    together : int
        Neighbouring replicates that share their parameters: only their means are independent, so the interval is over
        these, with one degree of freedom less than there are of them.

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
    half = stdtrit(n - 1, 0.5 + CONFIDENCE / 2) * se
    return {"value": mean, "se": se, "ci_low": mean - half, "ci_high": mean + half}


def grouped(sample: NDArray[np.float64], together: int) -> NDArray[np.float64]:
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
    """Spearman's, 0 where one is the same everywhere; by pandas, as scipy.stats takes most of a second to import."""
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return 0.0
    return float(pd.Series(one).corr(pd.Series(other), method="spearman"))

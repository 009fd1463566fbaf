"""Intervals over replicates, shares of variance, and how well a score ranks."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import stdtrit

CONFIDENCE = 0.95


def interval(sample: np.ndarray, together: int = 1) -> dict[str, np.ndarray]:
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


def grouped(sample: np.ndarray, together: int) -> np.ndarray:
    """Replicates that share their parameters side by side, (n_groups, together, ...)."""
    return sample.reshape(-1, together, *sample.shape[1:])


def uncertainty(values: np.ndarray, together: int) -> dict[str, float]:
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


def score_accuracy(score: np.ndarray, effect: np.ndarray, public: np.ndarray) -> dict[str, np.ndarray]:
    r"""How well the ministry's score ranks cities as their true effects do, and what the wrong ranking costs.

    The rank correlation is Spearman's. The cost is what the better half of the cities by effect brings per yuan, minus
    what the better half by score brings; which half is better by effect is judged on the other replicates, so that luck
    of one replicate does not count as knowledge.

    Parameters
    ----------
    score, effect : (n_replicates, n_cities) float64
        NaN where a city has none.
    public : (n_replicates, n_cities) float64
        Yuan, the weights of cities.

    Returns
    -------
    dict
        (n_replicates,) each; NaN with less than two replicates or four cities.
    """
    n_replicates, n_cities = score.shape
    rank, cost = np.full(n_replicates, np.nan), np.full(n_replicates, np.nan)
    if n_cities >= 4 and np.isfinite(score).all() and np.isfinite(effect).all():
        pairs = zip(score, effect, strict=True)
        rank = np.array([_rank_correlation(s, e) if np.ptp(s) > 0 else 0.0 for s, e in pairs])
        for r in range(n_replicates if n_replicates > 1 else 0):
            true = np.delete(effect, r, axis=0).mean(axis=0)
            best, chosen = (np.argsort(-x, kind="stable")[: n_cities // 2] for x in (true, score[r]))
            cost[r] = np.average(effect[r][best], weights=public[r][best])
            cost[r] -= np.average(effect[r][chosen], weights=public[r][chosen])
    return {"total.score_rank_correlation": rank, "total.score_cost_per_yuan": cost}


def _rank_correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Spearman's; by pandas, as scipy.stats takes most of a second to import."""
    return float(pd.DataFrame({"one": one, "other": other}).corr(method="spearman").iloc[0, 1])

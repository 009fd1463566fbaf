"""Regret of each choice over many futures, as it looks and as draws say that had no part in choosing the best.

Values are arrays (n_choices, n_futures, n_replicates) of float64 in which more is better. In one future all choices
have the same draws, so that differences are taken replicate by replicate.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.studies.searching.distance import Floats

Places: TypeAlias = NDArray[np.intp]
QUANTILE = 0.9
CLEARLY = 2.0  # standard errors over replicates
MEAN, HIGH, WORST = "mean", "p90", "worst"
STATISTICS = (MEAN, HIGH, WORST)


def regrets(values: Floats) -> Floats:
    """Regret of every choice in every future: the mean of the best one there less its own.

    Returns
    -------
    (n_choices, n_futures) float64
        At least 0. Noise makes it too large on average: the highest of several noisy means is higher than the mean of
        the best.
    """
    means = values.mean(axis=2)
    found: Floats = means.max(axis=0) - means
    return found


def ranked(regret: Floats, statistic: str) -> Places:
    """Futures that a statistic is the mean of: all of them, the one at the 90th percentile, or the worst.

    >>> ranked(np.array([0.0, 3.0, 1.0]), "worst"), ranked(np.arange(20.0), "p90")
    (array([1]), array([17]))
    """
    if statistic == MEAN:
        return np.arange(regret.size)
    order = np.argsort(regret, kind="stable")
    rank = regret.size if statistic == WORST else math.ceil(QUANTILE * regret.size)
    return order[rank - 1 : rank]


def statistic_of(regret: Floats, statistic: str) -> Floats:
    """Mean, 90th percentile or worst of the regret over futures, (n_choices,)."""
    return np.array([own[ranked(own, statistic)].mean() for own in regret])


def checked(values: Floats, statistic: str) -> Floats:
    """The same, from draws that chose neither the best nor the futures.

    Each replicate in turn is left out: the others say which choice is best in each future, and which future is at the
    90th percentile or the worst; the one left out says how far apart they are there. Its mean over replicates has no
    optimism of the maximum. It is too small where the others name a choice that is not the best; the true figure lies
    between the two on average.

    Returns
    -------
    (n_choices,) float64
        NaN with one replicate.
    """
    n_choices, n_futures, n_replicates = values.shape
    if n_replicates < 2:
        return np.full(n_choices, np.nan)
    futures = np.arange(n_futures)
    found = np.zeros((n_replicates, n_choices))
    for r in range(n_replicates):
        others = np.delete(values, r, axis=2)
        best = others.mean(axis=2).argmax(axis=0)
        held = values[best, futures, r] - values[:, :, r]
        seen = regrets(others)
        found[r] = [own[ranked(one, statistic)].mean() for own, one in zip(held, seen, strict=True)]
    mean: Floats = found.mean(axis=0)
    return mean


def best_share(values: Floats) -> Floats:
    """Share of futures in which a choice has the highest mean, (n_choices,); choices that tie share a future."""
    means = values.mean(axis=2)
    is_best = means == means.max(axis=0)
    share: Floats = (is_best / is_best.sum(axis=0)).mean(axis=1)
    return share


def clear_share(values: Floats) -> Floats:
    """Share of futures in which a choice is more than two standard errors above every other one, (n_choices,).

    Standard errors are over the replicates of the future, of differences. NaN with one replicate.
    """
    n_choices, n_futures, n_replicates = values.shape
    if n_replicates < 2:
        return np.full(n_choices, np.nan)
    found = np.zeros(n_choices)
    for a in range(n_choices):
        clear = np.ones(n_futures, dtype=bool)
        for b in range(n_choices):
            if b != a:
                difference = values[a] - values[b]
                error = difference.std(axis=1, ddof=1) / math.sqrt(n_replicates)
                clear &= difference.mean(axis=1) > CLEARLY * error
        found[a] = clear.mean()
    return found


def over_futures(sample: Floats) -> tuple[float, float]:
    """Mean of one figure of each future and its standard error over futures; NaN with one of them.

    A future has draws of its own, so its figure is one case, whatever the number of its replicates.
    """
    error = float(sample.std(ddof=1)) / math.sqrt(sample.size) if sample.size > 1 else math.nan
    return float(sample.mean()), error

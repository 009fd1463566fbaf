"""Differences between runs with their intervals; here, below measures, charts and report, because all of them need it.

Replicates of runs in the same worlds are paired, since common random draws make their differences precise (Law 2015,
ch. 11). Runs in different worlds share nothing to pair by: their difference has the interval of two independent samples
(Welch's).

Which run is best is judged in one place, :func:`against_best`, for headline, tables, terminal and files alike.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

CONFIDENCE = 0.95
BOOTSTRAP_SAMPLES = 4000  # a share of a half has a standard error of 0.008


class Sample(NamedTuple):
    """A number of one run in each of its replicates.

    Attributes
    ----------
    values : (n_replicates,) float64
        NaN where a replicate is missing.
    world : hashable
        Runs with the same one share their replicates' worlds.
    together : int
        Neighbouring replicates that share their parameters, so that only their means are independent.
    """

    values: NDArray[np.float64]
    world: Hashable = None
    together: int = 1


class Difference(NamedTuple):
    """Mean of one run less that of another, with its interval over ``n`` independent replicates; NaN without one."""

    value: float
    low: float
    high: float
    n: int
    se: float = math.nan

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out 0; False without an interval."""
        return self.low > 0 or self.high < 0

    @property
    def turned(self) -> Difference:
        """The same difference, the other run first."""
        return self._replace(value=-self.value, low=-self.high, high=-self.low)


def difference(one: Sample, other: Sample, pairs: int = 1, confidence: float = CONFIDENCE) -> Difference:
    """Mean of one run less that of another: over the replicates that both have, if these are of the same worlds.

    Parameters
    ----------
    one, other : Sample
    pairs : int
        The interval holds for that many differences at once (Bonferroni).
    confidence : float
    """
    if one.world != other.world:
        samples = (
            _means(x.values[np.isfinite(x.values)], x.together) for x in (one, other._replace(values=-other.values))
        )
        return _interval(list(samples), pairs, confidence)
    n = min(len(one.values), len(other.values))
    apart = one.values[:n] - other.values[:n]
    return _interval([_means(apart[np.isfinite(apart)], max(one.together, other.together))], pairs, confidence)


def alone(one: Sample, pairs: int = 1, confidence: float = CONFIDENCE) -> Difference:
    """Mean of one run, set against nothing; parameters as those of :func:`difference`."""
    return difference(one, one._replace(values=np.zeros(len(one.values))), pairs, confidence)


def enough(one: Difference, aim: float, confidence: float = CONFIDENCE) -> float:
    """Independent replicates with which an interval would be narrow enough, if the spread is what it seems.

    Parameters
    ----------
    one : Difference
    aim : float
        What half its width is to be.
    confidence : float
        Of the interval by itself.

    Returns
    -------
    float
        Infinity if unknown.
    """
    from scipy.special import stdtrit

    if one.n < 2 or not aim > 0:
        return math.inf
    spread = (one.high - one.low) / 2 * math.sqrt(one.n) / stdtrit(one.n - 1, (1 + confidence) / 2)
    return float(replicates_needed(spread, aim, confidence))


def replicates_needed(sd: float, half: float, confidence: float = CONFIDENCE) -> int:
    r"""Replicates until the interval of a mean by Student's t is as narrow as wanted.

    .. math:: \min\{n \ge 2 : t_{n-1}\, s / \sqrt n \le h\}

    Parameters
    ----------
    sd : float
        Standard deviation of a replicate.
    half : float
        Half the width, in the unit of ``sd``.
    confidence : float

    Examples
    --------
    >>> replicates_needed(1.0, 1.0), replicates_needed(0.03, 0.008)
    (7, 57)
    """
    from scipy.special import ndtri, stdtrit

    tail = (1 + confidence) / 2
    n: int = max(2, math.ceil((ndtri(tail) * sd / half) ** 2))  # Student's quantile is above that of the normal
    while stdtrit(n - 1, tail) * sd > half * math.sqrt(n):
        n += 1
    return n


def against_best(runs: Sequence[Sample], confidence: float = CONFIDENCE) -> list[Difference]:
    r"""Set each run against the best of the others, with intervals that hold for all runs at once.

    Multiple comparisons with the best (MCB). Were the best run k known, the K - 1 differences to it would have the
    intervals

    .. math:: \mu_i - \mu_k \in \bar x_i - \bar x_k \pm w_{ik},\quad w_{ik} = t_{1-\alpha/2(K-1)} s_{ik}

    (Bonferroni; :math:`s_{ik}` is paired). As it is not, the interval of a run covers what it would be for every k that
    can be the best, those that no other run exceeds by more than w; such a k is above the others, and they are below.
    A run is told from the best of the others where its interval leaves out 0: above 0 it is the best, below 0 not.

    An interval is of a run against the best of the others, whichever that is, and is constrained: one that ends at 0
    says that another run is at least as good (as where two runs are the same), but not which. It is no interval of the
    difference from any one run, not even from the one that came out highest. The row of that one is the whole interval
    :math:`[\min_k(\bar x_i - \bar x_k - w_{ik}), \min_k(\bar x_i - \bar x_k + w_{ik})]`, the first over the other
    runs that can be the best, and so what is to be told of it; it is cut only where no other run can be.

    Source: Edwards & Hsu (1983), Multiple comparisons with the best treatment, JASA 78: 965-971; with unequal variances
    and common draws: Hsu (1996), Multiple Comparisons, ch. 4; Nelson & Matejcik (1995), Management Science 41:
    1935-1945.

    Parameters
    ----------
    runs : sequence of Sample
        Two at least.
    confidence : float

    Returns
    -------
    list of Difference
        For each run, its mean less the highest mean of the others.
    """
    k = len(runs)
    pairs = [[difference(a, b, k - 1, confidence) for b in runs] for a in runs]
    value, low, high = (np.array([[d[part] for d in row] for row in pairs]) for part in range(3))
    for table in (value, low, high):  # no run is set against itself
        np.fill_diagonal(table, np.inf)
    reach = high.min(axis=1)
    can_be = reach >= min(0.0, reach.max())  # replicates that differ in number may leave none at 0
    found = []
    for i, row in enumerate(pairs):
        rivals = [j for j in np.flatnonzero(can_be) if j != i]
        lows, highs = [float(low[i, j]) for j in rivals], [min(0.0, float(high[i, j])) for j in rivals]
        if can_be[i]:
            lows.append(max(0.0, float(low[i].min())))
            highs.append(float(reach[i]))
        nearest = row[int(np.argmin(value[i]))]
        known = not np.isnan(reach).any()
        found.append(nearest._replace(low=min(lows) if known else math.nan, high=max(highs) if known else math.nan))
    return found


def _means(sample: NDArray[np.float64], together: int) -> NDArray[np.float64]:
    starts = np.arange(0, len(sample), together)
    return np.add.reduceat(sample, starts) / np.diff([*starts, len(sample)]) if together > 1 and len(sample) else sample


def _interval(samples: list[NDArray[np.float64]], pairs: int, confidence: float) -> Difference:
    """Sum of the means of independent samples; degrees of freedom after Welch and Satterthwaite."""
    from scipy.special import stdtrit

    n = min(map(len, samples))
    value = float(sum(sample.mean() for sample in samples)) if n else math.nan
    if n < 2:
        return Difference(value, math.nan, math.nan, n)
    errors = [float(sample.std(ddof=1)) / len(sample) ** 0.5 for sample in samples]
    se, freedom = math.hypot(*errors), float(n - 1)
    if len(samples) > 1 and se > 0:
        parts = ((e / se) ** 4 / (len(sample) - 1) for e, sample in zip(errors, samples, strict=True))
        freedom = 1 / sum(parts)
    half = float(stdtrit(freedom, 1 - (1 - confidence) / 2 / pairs)) * se
    return Difference(value, value - half, value + half, n, se)

"""Difference between two runs with its interval; here, below measures, charts and report, because all of them need it.

Replicates of runs in the same worlds are paired, since common random draws make their differences precise (Law 2015,
ch. 11). Runs in different worlds share nothing to pair by: their difference has the interval of two independent samples
(Welch's).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

CONFIDENCE = 0.95


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


def paired(one: NDArray[np.float64], other: NDArray[np.float64], together: int = 1, pairs: int = 1) -> Difference:
    """Difference between runs whose replicates are paired.

    Parameters
    ----------
    one, other : (n_replicates,) float64
        A number of each run in each replicate.
    together : int
        Neighbouring replicates that share their parameters, so that only their means are independent.
    pairs : int
        The interval holds for that many differences at once (Bonferroni).
    """
    return _interval([_means(one - other, together)], pairs)


def unpaired(
    one: NDArray[np.float64], other: NDArray[np.float64], together: tuple[int, int] = (1, 1), pairs: int = 1
) -> Difference:
    """Difference between runs that share no worlds; parameters as those of :func:`paired`, ``together`` for each."""
    return _interval([_means(one, together[0]), -_means(other, together[1])], pairs)


def _means(sample: NDArray[np.float64], together: int) -> NDArray[np.float64]:
    starts = np.arange(0, len(sample), together)
    return np.add.reduceat(sample, starts) / np.diff([*starts, len(sample)]) if together > 1 and len(sample) else sample


def _interval(samples: list[NDArray[np.float64]], pairs: int) -> Difference:
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
    half = float(stdtrit(freedom, 1 - (1 - CONFIDENCE) / 2 / pairs)) * se
    return Difference(value, value - half, value + half, n, se)

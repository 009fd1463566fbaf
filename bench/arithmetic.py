"""Statistics of the bench: replicates for a precision, ratios of variances, exponents of growth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import stats

LEVEL = 0.95


def replicates_needed(sd: float, half_width: float, level: float = LEVEL) -> int:
    r"""Replicates until the interval of a mean by Student's t is as narrow as wanted.

    .. math:: \min\{n \ge 2 : t_{n-1}\, s / \sqrt n \le h\}

    Parameters
    ----------
    sd : float
        Standard deviation of a replicate.
    half_width : float
        In the unit of ``sd``.
    level : float
        Of confidence.

    Examples
    --------
    >>> replicates_needed(1.0, 1.0), replicates_needed(0.03, 0.008)
    (7, 57)
    """
    n = max(2, int((sd / half_width) ** 2))  # the quantile is above 1: it takes more
    while stats.t.ppf((1 + level) / 2, n - 1) * sd / np.sqrt(n) > half_width:
        n += 1
    return n


def variance_ratio(over: Sequence[float], under: Sequence[float], level: float = LEVEL) -> tuple[float, float, float]:
    r"""Ratio of the variances of paired samples with its interval (Pitman 1939, Biometrika 31: 9-12; Morgan 1939).

    .. math:: F\,(K \pm \sqrt{K^2 - 1}), \quad K = 1 + 2 (1 - r^2)\, t_{n-2}^2 / (n - 2)

    with the ratio F of the sample variances and the correlation r of the pairs: the closer these go together, the
    sharper it is.

    Parameters
    ----------
    over, under : sequence of float
        Pairs, three at least.
    level : float
        Of confidence.

    Returns
    -------
    (float, float, float)
        Ratio, and the ends of its interval.
    """
    a, b = np.asarray(over, dtype=float), np.asarray(under, dtype=float)
    n, found = a.size, float(a.var(ddof=1) / b.var(ddof=1))
    t, r = float(stats.t.ppf((1 + level) / 2, n - 2)), float(np.corrcoef(a, b)[0, 1])
    k = 1 + 2 * max(0.0, 1 - r**2) * t**2 / (n - 2)
    root = float(np.sqrt(k**2 - 1))
    return found, found * (k - root), found * (k + root)


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Slope of log cost over log size by least squares: 1 where cost is in proportion to size.

    Examples
    --------
    >>> round(exponent([1, 10, 100], [2, 20, 200]), 9), round(exponent([1, 2, 4], [1, 4, 16]), 9)
    (1.0, 2.0)
    """
    return float(np.polyfit(np.log(sizes), np.log(costs), 1)[0])

"""Statistics of the bench: ratios of variances, exponents of growth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import stats

LEVEL = 0.95


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

"""A quadratic surface through the points of a design: linear in every assumption, quadratic in the strongest."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit

from sim.studies.searching.distance import Floats
from sim.studies.searching.emulator import features, ridge

POINTS_PER_TERM = 4  # squares and products that are fitted: so many points for each
GROUPS = 10  # of points, each left out once for the intervals of the shares


class Surface(NamedTuple):
    r"""The surface :math:`f(x) = c + b^\top x + x^\top Q x`, with x from -1 to 1, the ends of the ranges.

    Attributes
    ----------
    constant, error, explained : float
        ``error`` is the root mean square error of a point that is left out; ``explained`` the share of the variance
        over points that such predictions explain, NaN where nothing varies.
    linear : (k,) float64
    quadratic : (k, k) float64
        Symmetrical; nothing for weak assumptions.
    """

    constant: float
    linear: Floats
    quadratic: Floats
    error: float
    explained: float

    def __call__(self, units: Floats) -> Floats:
        """Values at points of the unit cube, (n,) from (n, k)."""
        x = 2 * np.atleast_2d(units) - 1
        found: Floats = self.constant + x @ self.linear + np.einsum("ni,ij,nj->n", x, self.quadratic, x)
        return found

    def slope(self, units: Floats) -> Floats:
        """Change per unit of x at a point of the unit cube, (k,)."""
        found: Floats = self.linear + 2 * self.quadratic @ (2 * units - 1)
        return found

    def shares(self) -> tuple[Floats, Floats]:
        r"""First-order and total-order shares of the variance of the surface, (k,) each, over even ranges.

        .. math:: V_i = b_i^2 / 3 + 4 Q_{ii}^2 / 45, \quad V_{ij} = (2 Q_{ij})^2 / 9

        Source: variance of independent uniform terms on [-1, 1]; Saltelli et al. (2008), ch. 1, for the shares.
        """
        own = self.linear**2 / 3 + 4 * np.diag(self.quadratic) ** 2 / 45
        pairs = (2 * self.quadratic) ** 2 / 9
        np.fill_diagonal(pairs, 0.0)
        whole = own.sum() + pairs.sum() / 2
        if not whole > 0:
            return np.zeros_like(own), np.zeros_like(own)
        return own / whole, (own + pairs.sum(axis=1)) / whole


def fit(units: Floats, values: Floats) -> Surface:
    """Surface through values at points.

    Parameters
    ----------
    units : (n, k) float64
        Points of the unit cube.
    values : (n,) float64
        They vary.
    """
    return _fitted(units, values, strongest(units, values))


def strongest(units: Floats, values: Floats) -> list[int]:
    """Assumptions with the steepest linear terms: as many as the points allow to have squares and products of."""
    n, k = units.shape
    m = k
    while m * (m + 1) // 2 * POINTS_PER_TERM > n and m > 0:
        m -= 1
    _, slopes, _, _ = ridge(2 * units - 1, values[:, None])
    return sorted(np.argsort(-np.abs(slopes[:, 0]), kind="stable")[:m].tolist())


def _fitted(units: Floats, values: Floats, strong: list[int]) -> Surface:
    k, m = units.shape[1], len(strong)
    curved = features(units[:, strong])[:, m:] if strong else np.empty((len(units), 0))
    constant, slopes, error, explained = ridge(np.hstack([2 * units - 1, curved]), values[:, None])
    quadratic = np.zeros((k, k))
    for (i, j), slope in zip(zip(*np.triu_indices(m), strict=True), slopes[k:, 0], strict=True):
        quadratic[strong[i], strong[j]] += slope / 2
        quadratic[strong[j], strong[i]] += slope / 2
    return Surface(float(constant[0]), slopes[:k, 0], quadratic, float(error[0]), float(explained[0]))


def half_widths(units: Floats, values: Floats) -> tuple[Floats, Floats]:
    r"""Half of the 95 % interval of both shares, (k,) each: a tenth of the points is left out, in turn.

    .. math:: s^2 = \frac{g - 1}{g} \sum_i (\theta_{(i)} - \bar\theta)^2

    Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 11, for groups. Points drawn again with
    replacement would stand twice, and a surface that leaves one of two equal points out is not left without it.
    """
    strong, n = strongest(units, values), len(units)
    groups = [np.arange(n) % GROUPS != g for g in range(GROUPS)]
    found = np.array([_fitted(units[kept], values[kept], strong).shares() for kept in groups])
    se = np.sqrt((GROUPS - 1) / GROUPS * ((found - found.mean(axis=0)) ** 2).sum(axis=0))
    first, total = float(stdtrit(GROUPS - 1, 0.975)) * se
    return first, total

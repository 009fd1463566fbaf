"""A quick stand-in for the model: a quadratic surface per statistic through the finished trials."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sim.inputs.settings import Settings
from sim.studies.searching.distance import Floats, Targets
from sim.studies.searching.prior import Prior

RIDGES = np.logspace(-6, 3, 19)  # penalties that are tried
LEAST_TRIALS = 8  # with fewer a statistic has no surface
CLIPPED = 10.0  # half-widths from the centre beyond which it does not matter how far a statistic is off


def features(units: Floats) -> Floats:
    """Linear terms, squares and products of points of the unit cube, centred.

    Parameters
    ----------
    units : (n, n_free) float64

    Returns
    -------
    (n, n_free + n_free (n_free + 1) / 2) float64
    """
    x = 2 * units - 1
    first, second = _pairs(x.shape[1])
    return np.hstack([x, x[:, first] * x[:, second]])


@cache
def _pairs(n_free: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Parameters that go together in squares and products."""
    return np.triu_indices(n_free)


@dataclass
class Emulator:
    """Quadratic surfaces of statistics, in half-widths from the centre of their accepted ranges.

    Attributes
    ----------
    prior : Prior
    targets : Targets
    constant, error, explained : (n_findings,) float64
        ``error`` is the root mean square error of a trial that is left out, in half-widths; ``explained`` the share of
        the variance over trials that such predictions explain. NaN where too few trials have the statistic.
    slopes : (n_features, n_findings) float64
    """

    prior: Prior
    targets: Targets
    constant: Floats
    slopes: Floats
    error: Floats
    explained: Floats

    def predict(self, units: Floats) -> Floats:
        """Statistics at points of the unit cube, (n, n_findings) float64."""
        z = self.constant + features(np.atleast_2d(units)) @ self.slopes
        found: Floats = self.targets.centre + self.targets.half_width * z
        return found

    def __call__(self, settings: Settings, replicate: int, ids: Sequence[str] | None = None) -> Mapping[str, float]:
        """Statistics of settings, as the model gives them."""
        units = self.prior.units(np.array([settings.parameters[name] for name in self.prior.names]))
        found = dict(zip(self.targets.ids, self.predict(units)[0].tolist(), strict=True))
        return found if ids is None else {name: found[name] for name in ids}


def fit(units: Floats, statistics: Floats, prior: Prior, targets: Targets) -> Emulator:
    """Fit the surfaces by ridge regression; the penalty is the one with the smallest left-out error.

    Parameters
    ----------
    units : (n_trials, n_free) float64
    statistics : (n_trials, n_findings) float64
    prior : Prior
    targets : Targets
        Give the unit and the middle of each statistic.

    Returns
    -------
    Emulator
    """
    x = features(units)
    z = np.clip((statistics - targets.centre) / targets.half_width, -CLIPPED, CLIPPED)
    there = np.isfinite(z)
    constant, error, explained = np.full((3, z.shape[1]), np.nan)
    slopes = np.full((x.shape[1], z.shape[1]), np.nan)
    for rows in np.unique(there, axis=1).T:  # statistics that the same trials have share the work
        if rows.sum() > LEAST_TRIALS:
            own = (rows == there.T).all(axis=1)
            constant[own], slopes[:, own], error[own], explained[own] = ridge(x[rows], z[rows][:, own])
    return Emulator(prior, targets, constant, slopes, error, explained)


def ridge(x: Floats, z: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    r"""Constant, slopes, left-out error and explained share of the ridge regression of every column.

    .. math:: e_i = r_i / (1 - h_i), \quad h_i = 1/n + \sum_k u_{ik}^2 s_k^2 / (s_k^2 + \lambda)

    Source: Hastie, Tibshirani & Friedman (2009), sec. 3.4.1 and 7.10, with the singular values s and left vectors u of
    the centred features.

    Parameters
    ----------
    x : (n, n_features) float64
    z : (n, n_columns) float64

    Returns
    -------
    constant : (n_columns,) float64
    slopes : (n_features, n_columns) float64
    error, explained : (n_columns,) float64
        As in :class:`Emulator`.
    """
    mean_x, mean_z = x.mean(axis=0), z.mean(axis=0)
    u, s, v = np.linalg.svd(x - mean_x, full_matrices=False)
    y = z - mean_z
    on_u = u.T @ y
    penalties = s[0] ** 2 * RIDGES
    errors = np.empty((RIDGES.size, z.shape[1]))
    for k, penalty in enumerate(penalties):
        weight = s**2 / (s**2 + penalty)
        free = 1 - 1 / len(x) - (u**2) @ weight
        left_out = (y - u @ (weight[:, None] * on_u)) / np.maximum(free, np.finfo(float).eps)[:, None]
        errors[k] = np.sqrt((left_out**2).mean(axis=0))
    best = errors.argmin(axis=0)
    shrunk = s[:, None] / (s[:, None] ** 2 + penalties[best])
    slopes = v.T @ (shrunk * on_u)
    error, spread = errors.min(axis=0), y.std(axis=0)
    explained = 1 - np.divide(error, spread, out=np.full(error.shape, np.nan), where=spread > 0) ** 2
    return mean_z - mean_x @ slopes, slopes, error, explained

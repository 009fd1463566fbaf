"""Indices of every output: Morris and Sobol' by SALib, of a Latin hypercube by a surface; and the share of noise."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.inputs.design import LEVELS, Asked, cube
from sim.measures.statistics import interval
from sim.studies.searching.distance import Floats
from sim.studies.sensitivity.surface import Surface, fit, half_widths


class Found(NamedTuple):
    """What was found of one output.

    Attributes
    ----------
    start, start_se, low, high : float
        Mean over replicates where the assumptions are, its standard error and 95 % interval.
    mean, sd : float
        Over the points of the design.
    noise : float
        Share of the variance over points that is seed noise; NaN with one replicate, or where nothing varies.
    turned : float
        Share of the points at which the sign is another one than at the start.
    surface : Surface, optional
        None where the output does not vary.
    indices : dict of str to (k,) float64
        Those that the design has, by column of sensitivity.csv; empty where the output does not vary.
    """

    start: float
    start_se: float
    low: float
    high: float
    mean: float
    sd: float
    noise: float
    turned: float
    surface: Surface | None
    indices: dict[str, Floats]


def found(values: Floats, units: Floats, design: Asked, keys: list[str]) -> Found:
    """Indices of an output.

    Parameters
    ----------
    values : (1 + n_points, n_replicates) float64
        The first where the assumptions are.
    units : (1 + n_points, k) float64
    design : Asked
    keys : list of str
        (k,) of the assumptions.
    """
    means = values.mean(axis=1)
    now, points = interval(values[0]), means[1:]
    varies = bool(np.isfinite(means).all() and np.ptp(means) > 0)  # an index of a constant would read 0, "no influence"
    turned = float((points * means[0] < 0).mean()) if np.isfinite(means).all() and means[0] else np.nan
    surface = fit(units, means) if varies else None
    indices = _indices(units[1:], points, design, keys) if varies and np.ptp(points) > 0 else {}
    se, low, high = (float(now[name]) for name in ("se", "ci_low", "ci_high"))
    mean, sd = float(points.mean()), float(points.std())
    return Found(float(means[0]), se, low, high, mean, sd, noise(values[1:]), turned, surface, indices)


def noise(values: Floats) -> float:
    r"""Share of the variance over points that is seed noise.

    Two-way layout without repetition: replicates have the same draws at all points, so what a replicate adds everywhere
    is no noise; what is left is the interaction of draws and assumptions. With its mean square E and that of points A,

    .. math:: E / A, \quad 1 \text{ at most}

    Source: Searle, Casella & McCulloch (1992), ch. 4.

    Parameters
    ----------
    values : (n_points, n_replicates) float64

    Returns
    -------
    float
        NaN with one replicate, or where points do not differ.
    """
    n_points, n = values.shape
    if n < 2 or n_points < 2 or not np.isfinite(values).all():
        return np.nan
    points = values.mean(axis=1, keepdims=True)
    if np.ptp(points) == 0:  # their variance may be that of rounding
        return np.nan
    rest = values - points - values.mean(axis=0) + values.mean()
    between = n * float(points.var(ddof=1))
    within = float((rest**2).sum()) / ((n_points - 1) * (n - 1))
    return min(1.0, float(within / between))


def _indices(units: Floats, values: Floats, design: Asked, keys: list[str]) -> dict[str, Floats]:
    """Indices by the design; the analyses have seeds of their own, never 0, which SALib takes for none."""
    problem, seed = cube(keys), design.seed(["analysis", *keys])
    if design.name == "lhs":
        (first, total), halves = fit(units, values).shares(), half_widths(units, values)
        return {"first": first, "total": total, "first_half": halves[0], "total_half": halves[1]}
    if design.name == "sobol":
        from SALib.analyze import sobol

        s = sobol.analyze(problem, values, calc_second_order=False, seed=seed)
        names = {"first": "S1", "total": "ST", "first_half": "S1_conf", "total_half": "ST_conf"}
    else:
        from SALib.analyze import morris

        s = morris.analyze(problem, units, values, num_levels=LEVELS, seed=seed)
        names = {"mu": "mu", "mu_star": "mu_star", "mu_star_half": "mu_star_conf", "sigma": "sigma"}
    return {name: np.asarray(s[theirs], dtype=np.float64) for name, theirs in names.items()}

"""How far a set of parameters is from the findings."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError, fault

Floats = NDArray[np.float64]
PULL = 0.1  # misfit at the edge of an accepted range: a small pull to its centre
# How far above the best distance a set may be. The two differ because they are asked at different times. While
# a search goes on its best set still falls, and what it widens from must stay near it: one ordinary finding
# moved from the centre of its accepted range to 1.8 times as far as its edge. When it is over, the posterior
# sample holds whatever fits about as well as the best set, up to one must finding half missed; nearer to it
# there are too few sets for a sample.
NEAR_THE_BEST = 0.5
EQUALLY_GOOD = 1.5
MUST_WEIGHT, OTHER_WEIGHT = 3.0, 1.0  # of a finding in the distance


class Targets(NamedTuple):
    """Findings with their accepted ranges; arrays (n_findings,) float64.

    The range is ``centre - half_width`` to ``centre + half_width``.
    """

    ids: tuple[str, ...]
    centre: Floats
    half_width: Floats
    weight: Floats

    @property
    def is_must(self) -> NDArray[np.bool_]:
        """Findings that the model must reproduce, (n_findings,) bool."""
        return self.weight >= MUST_WEIGHT

    def digest(self) -> str:
        """Hash of everything in the targets."""
        columns = (map(float, column) for column in (self.centre, self.half_width, self.weight))
        rows = zip(self.ids, *columns, strict=True)
        return hashlib.sha256(repr(list(rows)).encode()).hexdigest()


def targets_from(accepted: Mapping[str, tuple[float, float]], must: Collection[str] = ()) -> Targets:
    """Targets from accepted ranges.

    Parameters
    ----------
    accepted : mapping of str to (float, float)
        Centre and half-width by finding.
    must : collection of str
        Findings that count :data:`MUST_WEIGHT` instead of :data:`OTHER_WEIGHT`.

    Raises
    ------
    InputError
        If there is no finding, or a range has no width.
    """
    flat = [name for name, (centre, half) in accepted.items() if not (np.isfinite(centre) and 0 < half < np.inf)]
    if flat:
        raise InputError([fault("calibration-flat-range", finding=name) for name in flat])
    if not accepted:
        raise InputError("calibration-no-targets")
    centre, half = np.array(list(accepted.values()), dtype=np.float64).T
    weight = np.where([name in must for name in accepted], MUST_WEIGHT, OTHER_WEIGHT)
    return Targets(tuple(accepted), centre, half, weight)


def misfits(statistics: Floats, targets: Targets) -> Floats:
    r"""Misfit of every statistic, 0 to 1.

    .. math:: m = p z^2 \text{ for } z \le 1, \quad p + (1 - p) \frac{z - 1}{z} \text{ above},
              \qquad z = |x - c| / h

    Inside the accepted range only a small pull p (:data:`PULL`) to the centre; outside it rises, but never above 1, so
    that no single finding that the model cannot reach decides everything. A statistic that is not there has 1.

    Parameters
    ----------
    statistics : (..., n_findings) float64
    targets : Targets

    Returns
    -------
    (..., n_findings) float64
    """
    z = np.abs(statistics - targets.centre) / targets.half_width
    outside = PULL + (1 - PULL) * (1 - 1 / np.maximum(z, 1))
    return np.where(np.isnan(z), 1.0, np.where(z <= 1, PULL * np.minimum(z, 1) ** 2, outside))


def distance(statistics: Floats, targets: Targets) -> Floats:
    """Distance from the findings: the weighted sum of the misfits.

    One unit is one ordinary finding that is missed altogether.

    Parameters
    ----------
    statistics : (..., n_findings) float64
    targets : Targets

    Returns
    -------
    (...,) float64
    """
    found: Floats = misfits(statistics, targets) @ targets.weight
    return found


def fitted(statistics: Floats, targets: Targets) -> NDArray[np.bool_]:
    """Whether each statistic lies in its accepted range, (..., n_findings) bool."""
    inside: NDArray[np.bool_] = np.abs(statistics - targets.centre) <= targets.half_width
    return inside

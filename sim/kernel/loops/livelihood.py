"""What residents have of the offer, beside what they spend: surplus in yuan, and venues near them."""

from __future__ import annotations

import numpy as np

from sim.kernel.columns import Venues
from sim.kernel.compiled import njit
from sim.kernel.rules.choice import surplus
from sim.kernel.rules.travel import share_near_any


@njit
def add_surplus(
    planned: np.ndarray, season: np.ndarray, growth: float, scaled: np.ndarray, gained: np.ndarray,
    established: np.ndarray, at_start: np.ndarray, price_sensitivity: np.ndarray, out: np.ndarray,
) -> None:  # fmt: skip
    """Surplus of this week over that at the start of the warm-up. Modifies: out : (n_cities, n_districts, QUINTILES).

    Attraction of novel venues enters by its mean over the rows of a cell: it is small beside that of all shops, so the
    difference to the mean of logarithms is of second order.

    Parameters: planned : (n_cities, n_districts, QUINTILES, n_sectors) yuan in an ordinary week; season : (n_sectors,);
    growth : float; scaled : (n_cities, n_districts, QUINTILES) residents times spending scale; gained, established,
    at_start : as planned; price_sensitivity : (n_cities, QUINTILES).
    """
    n_cities, n_districts, n_quintiles, n_sectors = planned.shape
    for c in range(n_cities):
        for z in range(n_districts):
            for q in range(n_quintiles):
                out[c, z, q] = 0.0
                if scaled[c, z, q] <= 0.0:
                    continue
                for g in range(n_sectors):
                    if at_start[c, z, q, g] > 0.0:
                        known = 1.0 + gained[c, z, q, g] / (scaled[c, z, q] * growth)
                        better = known * established[c, z, q, g] / at_start[c, z, q, g]
                        yuan = planned[c, z, q, g] * season[g] * growth
                        out[c, z, q] += surplus(yuan, better, price_sensitivity[c, q])


@njit
def count_near(venues: Venues, near_share: np.ndarray, near: np.ndarray, near_any: np.ndarray) -> None:
    """Live novel venues that a resident of each district has near, and share of residents who have any.

    Parameters: venues : Venues; near_share : (n_cities,) part of a district near a place in it.
    Modifies: near, near_any : (n_cities, n_districts).
    """
    near[:] = 0.0
    for c in range(venues.project.shape[0]):
        for v in range(venues.project.shape[1]):
            if venues.project[c, v] >= 0:
                near[c, venues.district[c, v]] += 1.0
        for z in range(near.shape[1]):
            near_any[c, z] = share_near_any(near_share[c], near[c, z])
            near[c, z] *= near_share[c]

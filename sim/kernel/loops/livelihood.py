"""What residents have of the offer, beside what they spend: surplus in yuan, and venues near them."""

from __future__ import annotations

import numpy as np

from sim.kernel.columns import Venues
from sim.kernel.compiled import njit
from sim.kernel.rules.choice import surplus
from sim.kernel.rules.travel import share_near_any


@njit
def add_surplus(
    n_districts: np.ndarray, ticket: np.ndarray, occasions: np.ndarray, growth: float, scaled: np.ndarray,
    gained: np.ndarray, value: np.ndarray, price_sensitivity: np.ndarray, out: np.ndarray,
) -> None:  # fmt: skip
    """Surplus of this week over that at the start of the warm-up.

    Attraction of novel venues enters by its mean over the rows of a cell: it is small beside that of all shops, so the
    difference to the mean of logarithms is of second order.

    Parameters: n_districts : (n_cities,); ticket : (n_cities, QUINTILES, n_sectors) planned yuan; occasions :
    (n_sectors,) planned this week, per resident; growth : float; scaled : (n_cities, n_districts, QUINTILES, n_sectors)
    residents times planned spending over that of a mean resident; gained, value : same
    axes; value : attraction of shops and the online channel over what was planned; price_sensitivity : (n_cities,
    QUINTILES). Modifies: out : (n_cities, n_districts, QUINTILES) yuan, added to.
    """
    n_cities, _, n_quintiles, n_sectors = value.shape
    for c in range(n_cities):
        for z in range(n_districts[c]):
            for q in range(n_quintiles):
                for g in range(n_sectors):
                    if scaled[c, z, q, g] > 0.0:
                        known = 1.0 + gained[c, z, q, g] / (scaled[c, z, q, g] * growth)
                        better = known * value[c, z, q, g]
                        yuan = scaled[c, z, q, g] * ticket[c, q, g] * occasions[g] * growth
                        out[c, z, q] += surplus(yuan, better, price_sensitivity[c, q])


@njit
def count_near(
    n_districts: np.ndarray, venues: Venues, near_share: np.ndarray, near: np.ndarray, near_any: np.ndarray
) -> None:
    """Live novel venues that a resident of each district has near, and share of residents who have any.

    Parameters: n_districts : (n_cities,); venues : Venues; near_share : (n_cities,) part of a district near a place in
    it. Modifies: near, near_any : (n_cities, n_districts), added to.
    """
    for c in range(n_districts.size):
        n_live = np.zeros(n_districts[c])
        for v in range(venues.project.shape[1]):
            if venues.project[c, v] >= 0:
                n_live[venues.district[c, v]] += 1.0
        for z in range(n_districts[c]):
            near[c, z] += near_share[c] * n_live[z]
            near_any[c, z] += share_near_any(near_share[c], n_live[z])

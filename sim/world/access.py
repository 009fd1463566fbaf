"""Where people shop: attractions of merchants, as seen from each district, and access to them by trips that chain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from sim.kernel.columns import QUINTILES, SIZES, Merchants
from sim.kernel.loops.merchants import weigh_merchants
from sim.kernel.loops.travel import chain_trips, count_traffic, see_merchants

TRAFFIC_ROUNDS = 12  # of places that trips start from and places that they lead to; each shrinks the change


class Attractions(NamedTuple):
    """Sums of attraction of local merchants as each district and quintile sees them."""

    local: np.ndarray  # (n_cities, n_districts, QUINTILES, n_sectors)
    price: np.ndarray  # same axes, mean price of these merchants
    weight: np.ndarray  # (n_cities, QUINTILES, n_sectors, n_districts) attraction of the merchants of each district
    of_size: np.ndarray  # (n_cities, n_districts, n_sectors, SIZES, QUINTILES) the same of each row of merchants


def attractions(
    merchants: Merchants, n_districts: np.ndarray, access: np.ndarray, price_sensitivity: np.ndarray,
    congestion_penalty: float,
) -> Attractions:  # fmt: skip
    """Weigh local merchants as each district and quintile sees them."""
    n_cities, most, n_sectors, _ = merchants.shops.shape
    weight = np.zeros((n_cities, QUINTILES, n_sectors, most))
    priced, of_size = np.zeros_like(weight), np.zeros((n_cities, most, n_sectors, SIZES, QUINTILES))
    weigh_merchants(n_districts, merchants, price_sensitivity, congestion_penalty, of_size, weight, priced)
    local = np.zeros((n_cities, most, QUINTILES, n_sectors))
    price = np.ones_like(local)
    see_merchants(n_districts, access, weight, priced, local, price)
    return Attractions(local, price, weight, of_size)


def settle_access(
    merchants: Merchants, n_districts: np.ndarray, distance: np.ndarray, sensitivity: np.ndarray, visits: np.ndarray,
    parameters: Mapping[str, float],
) -> tuple[np.ndarray, Attractions]:  # fmt: skip
    """Places that trips start from and lead to, made consistent; returns access, and attractions with it."""
    access, penalty = distance, parameters["congestion_penalty"]
    for _ in range(TRAFFIC_ROUNDS):
        seen = attractions(merchants, n_districts, access, sensitivity, penalty)
        share = np.divide(visits, seen.local, out=np.zeros_like(seen.local), where=seen.local > 0)
        traffic = np.zeros_like(distance)
        count_traffic(n_districts, access, seen.weight, share, traffic)
        access = np.zeros_like(distance)
        chain_trips(n_districts, distance, traffic, parameters["chained_share"], access)
    return access, attractions(merchants, n_districts, access, sensitivity, penalty)

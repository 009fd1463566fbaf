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
    price: np.ndarray  # same axes, mean price of these merchants; 1 where there are none
    weight: np.ndarray  # (n_cities, QUINTILES, n_sectors, n_districts) attraction of the merchants of each district
    priced: np.ndarray  # same axes, times their price
    of_size: np.ndarray  # (n_cities, n_districts, n_sectors, SIZES, QUINTILES) the same of each row of merchants


def no_attractions(merchants: Merchants) -> Attractions:
    """Return columns of nothing."""
    n_cities, most, n_sectors, _ = merchants.shops.shape
    by_place, by_quintile = (n_cities, most, QUINTILES, n_sectors), (n_cities, QUINTILES, n_sectors, most)
    return Attractions(
        local=np.zeros(by_place), price=np.ones(by_place), weight=np.zeros(by_quintile), priced=np.zeros(by_quintile),
        of_size=np.zeros((n_cities, most, n_sectors, SIZES, QUINTILES)),
    )  # fmt: skip


def weigh(
    merchants: Merchants, n_districts: np.ndarray, access: np.ndarray, price_sensitivity: np.ndarray,
    congestion_penalty: float, seen: Attractions,
) -> None:  # fmt: skip
    """Weigh local merchants as each district and quintile sees them. Modifies: seen."""
    of_size, weight, priced = seen.of_size, seen.weight, seen.priced
    weigh_merchants(n_districts, merchants, price_sensitivity, congestion_penalty, of_size, weight, priced)
    see_merchants(n_districts, access, weight, priced, seen.local, seen.price)


def settle_access(
    merchants: Merchants, n_districts: np.ndarray, distance: np.ndarray, sensitivity: np.ndarray, visits: np.ndarray,
    parameters: Mapping[str, float],
) -> tuple[np.ndarray, Attractions]:  # fmt: skip
    """Places that trips start from and lead to, made consistent; returns access, and attractions with it."""
    access, penalty, seen = distance, parameters["congestion_penalty"], no_attractions(merchants)
    for _ in range(TRAFFIC_ROUNDS):
        weigh(merchants, n_districts, access, sensitivity, penalty, seen)
        share = np.divide(visits, seen.local, out=np.zeros_like(seen.local), where=seen.local > 0)
        traffic = np.zeros_like(distance)
        count_traffic(n_districts, access, seen.weight, share, traffic)
        access = np.zeros_like(distance)
        chain_trips(n_districts, distance, traffic, parameters["chained_share"], access)
    weigh(merchants, n_districts, access, sensitivity, penalty, seen)
    return access, seen


def delivered_per_attraction(delivered: np.ndarray, seen: Attractions) -> np.ndarray:
    """Yuan for online sales over attraction times price of all shops of the city: a delivery comes from any of them.

    Parameters
    ----------
    delivered : (n_cities, QUINTILES, n_sectors) float64
        Yuan.
    seen : Attractions
    """
    anywhere = seen.priced.sum(axis=3)
    found: np.ndarray = np.divide(delivered, anywhere, out=np.zeros_like(delivered), where=anywhere > 0)
    return found

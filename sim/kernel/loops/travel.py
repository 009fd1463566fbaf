"""Weights of distance inside and between cities."""

from __future__ import annotations

import numpy as np

from sim.kernel.compiled import njit
from sim.kernel.rules.need import creation_factor
from sim.kernel.rules.travel import chained_weight, distance_weight, pull_factor


@njit
def weigh_districts(km: np.ndarray, decay_per_km: np.ndarray, weight: np.ndarray) -> None:
    """Weight of each district to residents of each other one, by sector.

    Parameters: km : (n_cities, n_districts, n_districts); decay_per_km : (n_sectors,).
    Modifies: weight : (n_cities, n_sectors, n_districts, n_districts).
    """
    n_cities, n_sectors, n_districts, _ = weight.shape
    for c in range(n_cities):
        for g in range(n_sectors):
            for z in range(n_districts):
                for y in range(n_districts):
                    weight[c, g, z, y] = distance_weight(km[c, z, y], decay_per_km[g])


@njit
def count_traffic(
    n_districts: np.ndarray, access: np.ndarray, weight: np.ndarray, visits_per_attraction: np.ndarray,
    traffic: np.ndarray,
) -> None:  # fmt: skip
    """Visits by residents of each district to merchants of each one.

    Parameters: n_districts : (n_cities,); access : (n_cities, n_sectors, n_districts, n_districts) weights; weight :
    (n_cities, QUINTILES, n_sectors, n_districts) attraction of the merchants of a district; visits_per_attraction :
    (n_cities, n_districts, QUINTILES, n_sectors). Modifies: traffic : as access, by residents of the first district to
    the second, added to.
    """
    n_cities, n_quintiles, n_sectors, _ = weight.shape
    for c in range(n_cities):
        for g in range(n_sectors):
            for z in range(n_districts[c]):
                for y in range(n_districts[c]):
                    visits = 0.0
                    for q in range(n_quintiles):
                        visits += weight[c, q, g, y] * visits_per_attraction[c, z, q, g]
                    traffic[c, g, z, y] += access[c, g, z, y] * visits


@njit
def chain_trips(
    n_districts: np.ndarray, distance: np.ndarray, traffic: np.ndarray, chained_share: float, access: np.ndarray,
) -> None:  # fmt: skip
    """Weight of each district to residents of each other one when some purchases start from where they already are.

    Parameters: n_districts : (n_cities,); distance : (n_cities, n_sectors, n_districts, n_districts); traffic : as
    distance, visits by residents of the first district to the second; chained_share : share. Modifies: access : as
    distance.
    """
    for c in range(distance.shape[0]):
        n = n_districts[c]
        onward, elsewhere, anywhere = np.empty(n), np.empty(n), np.zeros((n, n))
        for g in range(distance.shape[1]):
            anywhere += traffic[c, g, :n, :n]
        for g in range(distance.shape[1]):
            for z in range(n):
                elsewhere[:] = anywhere[z] - traffic[c, g, z, :n]  # visits in all other sectors
                total = elsewhere.sum()
                onward[:] = 0.0
                for x in range(n):
                    share = elsewhere[x] / total if total > 0.0 else 0.0
                    for y in range(n):
                        onward[y] += share * distance[c, g, x, y]
                for y in range(n):
                    access[c, g, z, y] = chained_weight(distance[c, g, z, y], onward[y], chained_share)


@njit
def count_footfall(n_districts: np.ndarray, traffic: np.ndarray, footfall: np.ndarray) -> None:
    """Visits to merchants of each district, by residents of all districts in all sectors.

    Parameters: n_districts : (n_cities,); traffic : (n_cities, n_sectors, n_districts, n_districts) visits by residents
    of the first district to the second. Modifies: footfall : (n_cities, n_districts).
    """
    for c in range(n_districts.size):
        n = n_districts[c]
        footfall[c] = 0.0
        for g in range(traffic.shape[1]):
            for z in range(n):
                for y in range(n):
                    footfall[c, y] += traffic[c, g, z, y]


@njit
def add_trips(
    n_districts: np.ndarray, local: np.ndarray, trips: np.ndarray, ratio: np.ndarray, tourism: int, out: np.ndarray,
) -> None:  # fmt: skip
    """Attraction of shops with that of trips to other cities. Modifies: out, as local, in tourism.

    Parameters: n_districts : (n_cities,); local : (n_cities, n_districts, QUINTILES, n_sectors) without trips; trips :
    (n_cities, n_districts, QUINTILES) at the start; ratio : (n_cities,) of what other cities offer to the start;
    tourism : sector that trips belong to.
    """
    for c in range(n_districts.size):
        for z in range(n_districts[c]):
            for q in range(trips.shape[2]):
                out[c, z, q, tourism] = local[c, z, q, tourism] + trips[c, z, q] * ratio[c]


@njit
def see_merchants(
    n_districts: np.ndarray, access: np.ndarray, weight: np.ndarray, priced: np.ndarray, seen: np.ndarray,
    price: np.ndarray,
) -> None:  # fmt: skip
    """Attraction of merchants, added up over the districts as residents of each one see them, and their mean price.

    Parameters: n_districts : (n_cities,); access : (n_cities, n_sectors, n_districts, n_districts) weights; weight :
    (n_cities, QUINTILES, n_sectors, n_districts); priced : the same times the price. Modifies: seen, price :
    (n_cities, n_districts, QUINTILES, n_sectors); 1 is the price where there are none.
    """
    n_cities, n_quintiles, n_sectors, _ = weight.shape
    for c in range(n_cities):
        n = n_districts[c]
        for z in range(n):
            for q in range(n_quintiles):
                for g in range(n_sectors):
                    total, money = 0.0, 0.0
                    for y in range(n):
                        total += access[c, g, z, y] * weight[c, q, g, y]
                        money += access[c, g, z, y] * priced[c, q, g, y]
                    seen[c, z, q, g] = total
                    price[c, z, q, g] = money / total if total > 0.0 else 1.0


@njit
def weigh_creation(
    n_districts: np.ndarray, sectors: np.ndarray, value: np.ndarray, creation_share: float, creation: np.ndarray
) -> None:
    """Factor on occasions by what established merchants and the online channel offer now. Modifies: creation.

    What was to be expected of the online channel is part of the plan: its trend creates nothing.

    Parameters: n_districts : (n_cities,); sectors : (n,) int64, those whose offer has changed; value, creation :
    (n_cities, n_districts, QUINTILES, n_sectors), attraction of all of it over what was planned; creation_share :
    share.
    """
    for c in range(n_districts.size):
        for z in range(n_districts[c]):
            for q in range(value.shape[2]):
                for g in sectors:
                    creation[c, z, q, g] = creation_factor(value[c, z, q, g] - 1.0, creation_share)


@njit
def weigh_cities(city_km: np.ndarray, decay_per_km: float, weight: np.ndarray) -> None:
    """Weight of each city to residents of each other one by its distance; 0 to its own.

    Parameters: city_km : (n_all, n_all). Modifies: weight : (n_all, n_all) by origin, destination.
    """
    for a in range(len(city_km)):
        for b in range(len(city_km)):
            weight[a, b] = 0.0 if a == b else distance_weight(city_km[a, b], decay_per_km)


@njit
def change_pull(pull: np.ndarray, cities: np.ndarray, ln_gain: np.ndarray, pull_response: float) -> None:
    """Pull of cities after a change of what visitors find there.

    Parameters: cities : (n_cities,) rows of ``pull``; ln_gain : (n_cities,). Modifies: pull : (n_all,).
    """
    for k in range(cities.size):
        pull[cities[k]] *= pull_factor(ln_gain[k], pull_response)

"""Who receives what residents have spent in a week, and where they have been: one pass over districts that exist."""

from __future__ import annotations

import numpy as np

from sim.kernel.columns import Shopping, SinceAccounts, Venues
from sim.kernel.compiled import njit
from sim.kernel.loops.consumers import Purchases

_ROUNDING = 1.0 + 1e-12
_NOTHING = 1e-300  # stands for no attraction: whoever has none sells nothing, so any number above 0 does


@njit
def divide_purchases(
    n_districts: np.ndarray, bought: Purchases, shopping: Shopping, online: np.ndarray,
    visits_per_purchase: np.ndarray, since: SinceAccounts, sales: np.ndarray, leaving: np.ndarray,
) -> None:  # fmt: skip
    """Purchases in shops: those in the city to its merchants, the rest leaves with travellers.

    Parameters: n_districts : (n_cities,); bought : Purchases; shopping : Shopping; online : (n_cities, n_districts,
    QUINTILES, n_sectors) online share of what is established; visits_per_purchase : (n_sectors,).
    Modifies: since.per_attraction, visits_per_attraction, added to; sales : (n_cities, n_sectors) yuan, leaving :
    (n_cities,) yuan, of zeros.
    """
    n_cities, _, n_quintiles, n_sectors = shopping.local.shape
    for c in range(n_cities):
        for z in range(n_districts[c]):
            for q in range(n_quintiles):
                for g in range(n_sectors):
                    attraction, spent = shopping.local[c, z, q, g], bought.established[c, z, q, g]
                    in_shops = shopping.established[c, z, q, g] * (1.0 - online[c, z, q, g])
                    # Where there are no trips, all of it is here: to the bit, so that nothing leaves by rounding.
                    share = attraction / in_shops if in_shops > attraction * _ROUNDING else 1.0
                    here = spent * share
                    visits = bought.occasions[c, z, q, g] * share * visits_per_purchase[g]
                    sales[c, g] += here
                    leaving[c] += spent - here
                    since.per_attraction[c, z, q, g] += here / max(attraction * shopping.price[c, z, q, g], _NOTHING)
                    since.visits_per_attraction[c, z, q, g] += visits / max(attraction, _NOTHING)


@njit
def sell_at_venues(
    n_used: np.ndarray, bought: Purchases, sector: np.ndarray, ticket: np.ndarray, sales: np.ndarray,
) -> None:  # fmt: skip
    """Sales of each venue to residents. Modifies: sales : (n_cities, n_slots) yuan, of zeros.

    Parameters: n_used : (n_cities,) slots up to the last one in use; bought : Purchases; sector : (n_cities, n_slots);
    ticket : (n_cities, QUINTILES, n_sectors) yuan.
    """
    for c in range(n_used.size):
        for q in range(ticket.shape[1]):
            for v in range(n_used[c]):
                sales[c, v] += bought.scaled_visits[c, q, v] * ticket[c, q, sector[c, v]]


@njit
def count_visits(
    n_districts: np.ndarray, n_used: np.ndarray, by_district: np.ndarray, venues: Venues,
    visits_per_purchase: np.ndarray, traffic: np.ndarray, visits: np.ndarray,
) -> None:  # fmt: skip
    """Visits to novel venues, by venue and by where residents of each district went.

    Parameters: n_districts : (n_cities,); n_used : (n_cities,) slots up to the last one in use; by_district :
    (n_cities, n_districts, n_slots); venues : Venues; visits_per_purchase : (n_sectors,).
    Modifies: traffic : (n_cities, n_sectors, n_districts, n_districts) by residents of the first district to the
    second, added to; visits : (n_cities, n_slots), of zeros.
    """
    for c in range(n_districts.size):
        sector, place = venues.sector[c], venues.district[c]
        for z in range(n_districts[c]):
            from_here = by_district[c, z]
            for v in range(n_used[c]):
                visits[c, v] += from_here[v]
                traffic[c, sector[v], z, place[v]] += from_here[v] * visits_per_purchase[sector[v]]


@njit
def add_by_sector(sector: np.ndarray, by_slot: np.ndarray, out: np.ndarray) -> None:
    """Add up slots by sector. Parameters: sector, by_slot : (n_cities, n_slots). Modifies: out, added to.

    >>> total = np.zeros((1, 2))
    >>> add_by_sector(np.array([[1, 0, 1]]), np.array([[2.0, 3.0, 4.0]]), total)
    >>> total
    array([[3., 6.]])
    """
    for c in range(sector.shape[0]):
        for v in range(sector.shape[1]):
            out[c, sector[c, v]] += by_slot[c, v]


@njit
def credit_projects(
    project: np.ndarray, home: np.ndarray, visitors: np.ndarray, growth: float, to_date: np.ndarray, sold: np.ndarray,
) -> None:  # fmt: skip
    """Sales of the week to the projects whose venues they were made in.

    Parameters: project : (n_cities, n_slots), -1 in a free one; home, visitors : (n_cities, n_slots) yuan from
    residents and from visitors; growth : float. Modifies: to_date : (n_cities, n_proposals) yuan of the start, added
    to; sold : (2, n_cities, n_proposals) yuan from residents and from visitors.
    """
    sold[:] = 0.0
    for c in range(project.shape[0]):
        for v in range(project.shape[1]):
            k = project[c, v]
            if k >= 0:
                sold[0, c, k], sold[1, c, k] = home[c, v], visitors[c, v]
                to_date[c, k] += (home[c, v] + visitors[c, v]) / growth

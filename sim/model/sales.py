"""Sales of a week: columns for none, and the check that somebody paid all of them."""

from __future__ import annotations

import numpy as np

from sim.kernel.columns import VISITED, Sales
from sim.kernel.loops.consumers import Purchases
from sim.kernel.loops.receipts import count_visits, sell_at_venues
from sim.world.build import World
from sim.world.ledger import check_flows


def no_sales(world: World) -> Sales:
    """Return columns of a world in which nothing has been sold yet."""
    n_cities, _, n_quintiles, n_sectors = world.shopping.local.shape
    slots = world.venues.project.shape
    return Sales(
        established=np.zeros((n_cities, n_sectors)),
        visitors_established=np.zeros((n_cities, n_sectors)),
        novel=np.zeros((n_cities, n_sectors)),
        online=np.zeros((n_cities, n_sectors)),
        delivered=np.zeros((n_cities, n_sectors)),
        venue_home=np.zeros(slots),
        venue_visitors=np.zeros(slots),
        trips=np.zeros_like(world.flow),
        spent=np.zeros((n_cities, n_quintiles, n_sectors)),
    )


def sold_at_venues(world: World, bought: Purchases, n_used: np.ndarray) -> np.ndarray:
    """Sales of venues to residents, (n_cities, n_slots) yuan; the world notes where they went.

    Parameters
    ----------
    world : World
    bought : Purchases
        Of this week.
    n_used : (n_cities,) int64
        Slots up to the last one in use.
    """
    w, fixed, sales = world, world.fixed, np.zeros(world.venues.project.shape)
    sell_at_venues(n_used, bought, w.venues.sector, fixed.demand.ticket, sales)
    w.visits[:] = 0.0
    count_visits(
        fixed.geography.n_districts, n_used, bought.visits, w.venues, fixed.sectors.visits_per_purchase,
        w.since.traffic, w.visits,
    )  # fmt: skip
    w.visits /= fixed.residents[:, None]
    return sales


def check_sales(sales: Sales, world: World) -> None:
    """Check that every yuan that residents and travellers paid was received by a merchant, online or in another city.

    Raises
    ------
    LedgerError
        If not.
    """
    outside = np.ones(len(sales.trips), dtype=bool)
    outside[world.fixed.chosen] = False
    elsewhere, outsiders = sales.trips.sum(axis=0)[outside].sum(), sales.trips.sum(axis=1)[outside].sum()
    at_merchants = sales.established.sum() + sales.visitors_established.sum()
    at_venues = sales.venue_home.sum()  # from visits, in float32
    received = at_merchants + at_venues + sales.venue_visitors.sum() + sales.online.sum() + elsewhere
    check_flows(sales.spent.sum() + outsiders, received, f"week {world.week}, consumption", at_venues)


def post_visitors(world: World, visitors: np.ndarray, expected: np.ndarray) -> None:
    """Post what visitors spend to merchants; what residents do is posted already.

    Parameters
    ----------
    world : World
    visitors : (n_cities, n_sectors) float64
        Yuan at established merchants.
    expected : (n_sectors,) float64
        Sales that the season and the trend let expect, over those of an ordinary week of the start.
    """
    bill = np.maximum(world.shopping.local[VISITED] * world.shopping.price[VISITED], 1e-300)
    world.since.per_attraction[VISITED] += visitors / bill
    world.since.expected[:] += expected

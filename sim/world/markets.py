"""What residents plan and what all markets start with: flows, sales and attractions that later weeks move away from.

Long because it names all of it once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from sim.data.cities import Cities
from sim.data.online import Online
from sim.data.read import Sectors
from sim.kernel.columns import AGES, QUINTILES, SIZES, VISITED, Consumers, Merchants, Shopping, SinceAccounts
from sim.kernel.loops.merchants import credit_merchants
from sim.kernel.loops.travel import weigh_districts
from sim.kernel.rules.money import purse_response
from sim.kernel.rules.need import postponability, stock_response
from sim.kernel.rules.online import merchants_part
from sim.kernel.rules.plan import early_reluctance
from sim.kernel.rules.ticket import timing_response
from sim.world.access import Attractions, delivered_per_attraction, settle_access
from sim.world.geography import Geography
from sim.world.networks import nearness
from sim.world.online import divide_plans, online_at_start, online_share
from sim.world.plans import Tickets
from sim.world.population import stages_from

TOURISM = "tourism"  # the sector that trips belong to


class Demand(NamedTuple):
    """What residents plan, and how they respond."""

    price_sensitivity: np.ndarray  # (n_cities, QUINTILES)
    waits: np.ndarray  # (n_sectors,) postponability of needs, 1 for the most pressing
    need_pull: np.ndarray  # (n_sectors,) fall of occasions for a stock of need twice as high
    need_decay: np.ndarray  # (n_sectors,) share per week, 0 where purchases have dates
    dated: np.ndarray  # (n_dated,) sectors whose purchases have dates
    stages_from: np.ndarray  # (n_sectors + 1,) where a sector's part of a row's plan begins
    early_reluctance: np.ndarray  # (n_sectors,) to buy a stage early; 0 where purchases have no dates
    purse_weight: np.ndarray  # (n_cities, QUINTILES, n_sectors) response to the purse, 1 on average over spending
    digital: np.ndarray  # (QUINTILES,)
    planned: np.ndarray  # (n_cities, QUINTILES, n_sectors) yuan per week and resident of a spending scale of 1
    ticket: np.ndarray  # (n_cities, QUINTILES, n_sectors) yuan on one occasion at a ticket scale of 1
    planned_sales: np.ndarray  # (n_cities, n_sectors) residents' planned spending, yuan per week
    planned_income: np.ndarray  # (n_cities, QUINTILES) yuan per week


class Cells(NamedTuple):
    """Residents by place and income, (n_cities, n_districts, QUINTILES) each."""

    residents: np.ndarray
    occasions: np.ndarray  # (..., n_sectors) planned in an ordinary week
    scale: np.ndarray  # (..., n_sectors) residents times planned spending over that of a mean resident
    spending: np.ndarray  # (...) yuan, planned in an ordinary week


class Start(NamedTuple):
    """What markets start with, trips between cities included."""

    sales: np.ndarray  # (n_cities, n_sectors) yuan per week that merchants of the city get
    standard_sales: np.ndarray  # (n_cities, n_sectors) yuan per week that a mean shop sells to who comes there
    established: np.ndarray  # (n_cities, n_districts, QUINTILES, n_sectors) attraction of shops, trips included
    planned: np.ndarray  # same axes, yuan per week that residents plan to spend, trips not included
    online: np.ndarray  # (n_cities, n_sectors) attraction of the online channel
    shops: np.ndarray  # (n_cities, QUINTILES, n_sectors) attraction of local shops without distance
    trips: np.ndarray  # (n_cities, n_districts, QUINTILES) attraction of trips
    visited: np.ndarray  # (n_cities, n_sectors) attraction of local merchants for visitors
    near: np.ndarray  # (n_all, n_all) weight of each destination to each origin by distance
    pull: np.ndarray  # (n_all,)
    flow: np.ndarray  # (n_all, n_all) pull of each destination on each origin
    outside_trips: np.ndarray  # (n_all,) yuan per week of travellers from cities that are not simulated


class ClosedAccounts(NamedTuple):
    """What merchants have closed so far."""

    sales: np.ndarray  # as Merchants.sales, yuan of the last account period
    footfall: np.ndarray  # (n_cities, n_districts) visits per week by residents in the last period
    exits: np.ndarray  # (n_cities, n_sectors, SIZES, AGES) shops that closed since the warm-up, by age
    at_risk: np.ndarray  # same axes, shop-years
    sold: np.ndarray  # (n_cities, SIZES) yuan since the warm-up began, as far as merchants have been told


class Markets(NamedTuple):
    """All of it; see each."""

    demand: Demand
    cells: Cells
    distance: np.ndarray  # (n_cities, n_sectors, n_districts, n_districts) weights
    start: Start
    shopping: Shopping
    since: SinceAccounts
    closed: ClosedAccounts
    merchants: Merchants  # with their normal sales


def planned_purchases(
    consumers: Consumers, ticket: np.ndarray, occasions: np.ndarray, n_districts: int
) -> tuple[Cells, np.ndarray]:
    """Residents of each cell, how often they plan to buy, and what they plan to spend in an ordinary week.

    Returns
    -------
    Cells
    spending : (n_cities, n_districts, QUINTILES, n_sectors) float64, yuan
    """
    shape = (len(ticket), n_districts, QUINTILES)
    city = np.repeat(np.arange(len(ticket)), np.diff(consumers.first))
    cell = (city * n_districts + consumers.district) * QUINTILES + consumers.quintile
    often = consumers.weight.astype(float)[:, None] * consumers.frequency
    people = _by_cell(cell, consumers.weight.astype(float)[:, None], shape)[..., 0]
    trips, scaled = (_by_cell(cell, x, shape) for x in (often * occasions, often * consumers.ticket_scale[:, None]))
    spending = scaled * ticket[:, None] * occasions
    return Cells(people, trips, scaled, spending.sum(axis=-1)), spending


def _by_cell(cell: np.ndarray, columns: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    sums = [np.bincount(cell, weights=column, minlength=int(np.prod(shape))) for column in columns.T]
    return np.stack(sums, axis=-1).reshape(*shape, -1)


def _purse_weight(spending: np.ndarray, sectors: Sectors, waits: np.ndarray, service_response: float) -> np.ndarray:
    """How much more than the mean over planned spending a sector moves with the purse."""
    weight = np.broadcast_to(purse_response(sectors.goods_share, service_response, waits), spending.shape)
    mean = (weight * spending).sum(axis=2, keepdims=True) / np.maximum(spending.sum(axis=2, keepdims=True), 1e-300)
    relative: np.ndarray = np.divide(weight, mean, out=np.ones(spending.shape), where=mean > 0)
    return relative


def _early_reluctance(stages: np.ndarray, waits: np.ndarray, parameters: Mapping[str, float]) -> np.ndarray:
    """Reluctance to buy a stage early, by sector, at mean income."""
    p, out = parameters, np.zeros(stages.size)
    for g in np.flatnonzero(stages > 0):
        timing = timing_response(p["creation_share"], waits[g])
        out[g] = early_reluctance(p["early_cost"], stages[g], p["price_sensitivity"], timing)
    return out


def _price_sensitivity(consumers: Consumers, parameters: Mapping[str, float], n_cities: int) -> np.ndarray:
    """Price sensitivity by city and quintile: falls with income relative to the city's mean."""
    out = np.empty((n_cities, QUINTILES))
    for c in range(n_cities):
        rows = slice(consumers.first[c], consumers.first[c + 1])
        income, weight = consumers.income[rows].astype(float), consumers.weight[rows]
        mean = np.average(income, weights=weight)
        for q in range(QUINTILES):
            same = consumers.quintile[rows] == q
            relative = np.average(income[same], weights=weight[same]) / mean if same.any() else 1.0
            out[c, q] = parameters["price_sensitivity"] * relative ** -parameters["price_sensitivity_income"]
    return out


def _planned_income(consumers: Consumers, n_cities: int) -> np.ndarray:
    """Income of the residents of each city and quintile, (n_cities, QUINTILES) yuan per week."""
    city = np.repeat(np.arange(n_cities), np.diff(consumers.first))
    income = consumers.weight.astype(float) * consumers.income
    cell = city * QUINTILES + consumers.quintile
    return np.bincount(cell, weights=income, minlength=n_cities * QUINTILES).reshape(n_cities, QUINTILES)


def plan_demand(
    consumers: Consumers, tickets: Tickets, per_resident: np.ndarray, cities: Cities, sectors: Sectors,
    parameters: Mapping[str, float],
) -> Demand:  # fmt: skip
    """What residents plan, and how they respond.

    Parameters
    ----------
    consumers : Consumers
    tickets : Tickets
        Such that each city's residents spend what its data say.
    per_resident : (n_cities, n_sectors) float64
        Spending, yuan per week.
    cities : Cities
        The simulated ones.
    sectors : Sectors
    parameters : mapping of str to float
    """
    p, decays = parameters, sectors.need_decay_per_week
    waits = np.array([postponability(d, decays.max(), p["postponability"]) for d in decays])
    return Demand(
        price_sensitivity=_price_sensitivity(consumers, p, len(per_resident)),
        waits=waits,
        need_pull=stock_response(decays, p["need_adjustment"]),
        need_decay=np.where(sectors.plan_stages > 0, 0.0, decays),
        dated=np.flatnonzero(sectors.plan_stages > 0),
        stages_from=stages_from(sectors.plan_stages),
        early_reluctance=_early_reluctance(sectors.plan_stages, waits, p),
        purse_weight=_purse_weight(tickets.spending, sectors, waits, p["service_response"]),
        digital=np.linspace(p["digital_lowest"], 1.0, QUINTILES),
        planned=tickets.spending,
        ticket=tickets.ticket,
        planned_sales=cities.residents[:, None] * per_resident,
        planned_income=_planned_income(consumers, len(per_resident)),
    )


def _distance(geography: Geography, sectors: Sectors) -> np.ndarray:
    """Weights of distance between the districts that there are."""
    n_cities, n_districts = geography.residents.shape
    distance = np.empty((n_cities, len(sectors.sector), n_districts, n_districts))
    weigh_districts(geography.km, sectors.travel_decay_per_km, distance)
    exists = np.arange(n_districts) < geography.n_districts[:, None]
    distance *= (exists[:, :, None] & exists[:, None, :])[:, None]
    return distance


class _Travel(NamedTuple):
    near: np.ndarray
    pull: np.ndarray
    flow: np.ndarray
    visitors: np.ndarray  # (n_cities, n_sectors) yuan per week that they spend
    outside_trips: np.ndarray


def _travel(
    cities: Cities, chosen: np.ndarray, per_resident: np.ndarray, city_km: np.ndarray, sectors: Sectors,
    parameters: Mapping[str, float],
) -> _Travel:  # fmt: skip
    """Trips between all cities at the start."""
    p, tourism = parameters, sectors.sector.index(TOURISM)
    spending = cities.residents * per_resident[:, tourism] * p["trip_share"]
    pull = cities.visits / cities.visits.sum()
    near = nearness(city_km, p["trip_distance_decay"])
    flow = near * pull
    trips = flow * (spending / flow.sum(axis=1))[:, None]
    visitors = trips[:, chosen].sum(axis=0)[:, None] * sectors.visitor_bundle_share
    outside = spending.copy()
    outside[chosen] = 0.0
    return _Travel(near, pull, flow, visitors, outside)


def _first_sales(
    merchants: Merchants, n_districts: np.ndarray, access: np.ndarray, seen: Attractions, in_shops: np.ndarray,
    delivered: np.ndarray, visitors: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """Sales of each row of merchants in an ordinary week, as ``Merchants.sales``."""
    per_attraction = np.divide(in_shops, seen.local, out=np.zeros_like(seen.local), where=seen.local > 0)
    per_attraction[VISITED] += visitors / seen.local[VISITED]
    sales = np.zeros_like(merchants.sales)
    delivered = delivered_per_attraction(delivered, seen)
    credit_merchants(n_districts, merchants, seen.of_size, access, per_attraction, delivered, sales)
    return sales


def _no_accounts(merchants: Merchants, n_sectors: int, distance: np.ndarray) -> tuple[SinceAccounts, ClosedAccounts]:
    n_cities, n_districts = merchants.shops.shape[:2]
    by_place, by_sector = (n_cities, n_districts, QUINTILES, n_sectors), (n_cities, n_sectors)
    since = SinceAccounts(
        per_attraction=np.zeros(by_place), visits_per_attraction=np.zeros(by_place), traffic=np.zeros_like(distance),
        expected=np.zeros(by_sector), novel_sales=np.zeros(by_sector), paid_shares=np.zeros(by_place),
        delivered=np.zeros((n_cities, QUINTILES, n_sectors)),
    )  # fmt: skip
    return since, ClosedAccounts(
        sales=np.zeros_like(merchants.sales), footfall=np.zeros((n_cities, n_districts)),
        exits=np.zeros((*by_sector, SIZES, AGES)), at_risk=np.zeros((*by_sector, SIZES, AGES)),
        sold=np.zeros((n_cities, SIZES)),
    )  # fmt: skip


def open_markets(
    cities: Cities, chosen: np.ndarray, sectors: Sectors, channel: Online, per_resident: np.ndarray,
    geography: Geography, consumers: Consumers, tickets: Tickets, merchants: Merchants,
    parameters: Mapping[str, float],
) -> Markets:  # fmt: skip
    """Let residents plan, and merchants sell what follows from it.

    Parameters
    ----------
    cities : Cities
        All that there are in the run.
    chosen : (n_cities,) int64
        Rows of them that are simulated.
    sectors : Sectors
    channel : Online
        What is bought online.
    per_resident : (n_all, n_sectors) float64
        Spending, yuan per week.
    geography : Geography
    consumers : Consumers
    tickets : Tickets
    merchants : Merchants
        Who do not know yet what they sell.
    parameters : mapping of str to float
    """
    p, occasions, tourism = parameters, sectors.occasions_per_week, sectors.sector.index(TOURISM)
    demand = plan_demand(consumers, tickets, per_resident[chosen], cities.take(chosen), sectors, p)
    sensitivity, distance = demand.price_sensitivity, _distance(geography, sectors)
    cells, planned = planned_purchases(consumers, demand.ticket, occasions, geography.residents.shape[1])
    in_person = sectors.visits_per_purchase * (1.0 - online_share(channel.share, p["online_attraction"]))
    visits = cells.occasions * in_person
    access, seen = settle_access(merchants, geography.n_districts, distance, sensitivity, visits, p)
    trips = seen.local[..., tourism] * p["trip_share"] / max(1e-12, 1 - p["trip_share"])
    established = seen.local.copy()
    established[..., tourism] += trips
    planned[..., tourism] *= 1.0 - p["trip_share"]
    travel = _travel(cities, chosen, per_resident, geography.city_km, sectors, p)
    online = p["online_attraction"] * online_at_start(geography.n_districts, planned, established, channel.share)
    kept = merchants_part(channel.local_share, p["delivery_fee"])
    in_shops, delivered = divide_plans(planned, established, online, kept)
    sales = _first_sales(merchants, geography.n_districts, access, seen, in_shops, delivered, travel.visitors)
    start = Start(
        sales=sales.sum(axis=(1, 3)),
        standard_sales=(sales.sum(axis=(1, 3)) - delivered.sum(axis=1)) / merchants.shops.sum(axis=(1, 3)),
        established=established.copy(), planned=planned, online=online, shops=seen.weight.sum(axis=3), trips=trips,
        visited=seen.local[VISITED].copy(), near=travel.near, pull=travel.pull, flow=travel.flow,
        outside_trips=travel.outside_trips,
    )  # fmt: skip
    shopping = Shopping(
        access, established, seen.local, seen.price, seen.price.copy(), seen.price.copy(), seen.price.copy(),
        np.zeros_like(seen.price),
    )  # fmt: skip
    normal = np.divide(sales, merchants.shops, out=np.zeros_like(sales), where=merchants.shops > 0)
    since, closed = _no_accounts(merchants, len(sectors.sector), distance)
    merchants = merchants._replace(normal_sales=normal)
    return Markets(demand, cells, distance, start, shopping, since, closed, merchants)

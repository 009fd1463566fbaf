"""Put a world together: data, places, people, merchants, proposals, and what all of them start with."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np

from sim.data import read
from sim.kernel.columns import (
    AGES,
    CONSUMER_STATE,
    NEVER,
    PARTNERS,
    QUINTILES,
    SIZES,
    VISITOR_DISTRICT,
    VISITOR_QUINTILE,
    WEEKS_PER_YEAR,
    Approvals,
    Authorities,
    Consumers,
    Holdings,
    Merchants,
    Projects,
    Venues,
    fork,
)
from sim.kernel.loops.approvals import no_approvals
from sim.kernel.loops.merchants import credit_merchants
from sim.kernel.loops.travel import weigh_districts
from sim.kernel.rules.money import purse_response
from sim.kernel.rules.need import postponability, stock_response
from sim.kernel.rules.travel import share_within
from sim.world.access import settle_access
from sim.world.geography import Geography, build_geography
from sim.world.ledger import Ledger
from sim.world.merchants import build_merchants, settled_ages
from sim.world.networks import trip_weights
from sim.world.population import build_consumers, planned_tickets
from sim.world.proposals import build_projects

TOURISM = "tourism"
ACCOUNT_WEEKS = 4
QUARTER = 0.25  # hours


@dataclass(frozen=True)
class Fixed:
    """What no policy and no week changes; shared by all worlds of a replicate.

    Shapes use n_cities simulated cities and n_all: the pilot's own and those of extensions that are simulated.
    """

    cities: object  # sim.data.read.Cities, all of them
    sectors: object
    kinds: object
    levels: object
    departments: object
    parameters: dict
    chosen: np.ndarray  # (n_cities,) rows of the city table
    geography: Geography
    distance: np.ndarray  # (n_cities, n_sectors, n_districts, n_districts) weights
    price_sensitivity: np.ndarray  # (n_cities, QUINTILES)
    waits: np.ndarray  # (n_sectors,) postponability of needs, 1 for the most pressing
    need_pull: np.ndarray  # (n_sectors,) fall of occasions for a stock of need twice as high
    purse_weight: np.ndarray  # (n_cities, QUINTILES, n_sectors) response to the purse, 1 on average over spending
    digital: np.ndarray  # (QUINTILES,)
    ticket: np.ndarray  # (n_cities, QUINTILES, n_sectors) yuan
    planned_sales: np.ndarray  # (n_cities, n_sectors) residents' planned spending, yuan per week
    planned_income: np.ndarray  # (n_cities,) yuan per week
    standard_sales: np.ndarray  # (n_cities, n_sectors) yuan per week of a mean shop
    start_sales: np.ndarray  # (n_cities, n_sectors) yuan per week in the city
    usual_entry: float  # entrants per shop and account period at normal profit
    residents: np.ndarray  # (n_cities,)
    cell_residents: np.ndarray  # (n_cities, n_districts, QUINTILES)
    cell_scale: np.ndarray  # (n_cities, n_districts, QUINTILES) residents times their spending scale
    near_share: np.ndarray  # (n_cities,) part of a district within a quarter of an hour of a place in it
    start_established: np.ndarray  # (n_cities, n_districts, QUINTILES, n_sectors) attraction, trips included
    trip_attraction: np.ndarray  # (n_cities, n_districts, QUINTILES) at the start
    base_pull: np.ndarray  # (n_all,)
    start_flow: np.ndarray  # (n_all, n_all) pull of each destination on each origin
    start_visitors: np.ndarray  # (n_cities, n_sectors) attraction of local merchants for visitors
    outside_trips: np.ndarray  # (n_all,) yuan per week of travellers from cities that are not simulated
    season: np.ndarray  # (n_weeks, n_sectors)
    tourism: int  # index of the sector that trips belong to


@dataclass
class World:
    """State of one world at the start of a week."""

    fixed: Fixed
    consumers: Consumers
    merchants: Merchants
    venues: Venues
    projects: Projects
    approvals: Approvals
    brands_taken: np.ndarray  # (n_brands,) bool, brands that have begun in some city
    authorities: Authorities
    ledger: Ledger
    holdings: Holdings | None  # coupons and vouchers; None before any policy
    committed: np.ndarray | None  # (n_instruments, n_cities) fen set aside
    access: np.ndarray  # (n_cities, n_sectors, n_districts, n_districts) weights of distance, chained trips included
    traffic: np.ndarray  # as access, visits by residents of the first district to the second since then
    footfall: np.ndarray  # (n_cities, n_districts) visits per week by residents in the last accounts
    reference_price: np.ndarray  # as price, what buyers are used to
    bill: np.ndarray  # as price, paid per planned ticket
    account_sales: np.ndarray  # as Merchants.sales, yuan of the last account period
    exits: np.ndarray  # (n_cities, n_sectors, SIZES, AGES) shops that closed since the warm-up, by age
    at_risk: np.ndarray  # same axes, shop-years
    established: np.ndarray  # (n_cities, n_districts, QUINTILES, n_sectors) attraction now, trips included
    local: np.ndarray  # the same without trips
    price: np.ndarray  # the same axes, mean price of established merchants
    week: int  # of the pilot; negative in the warm-up
    flow: np.ndarray  # (n_all, n_all) pull of each destination on each origin now
    visits: np.ndarray  # (n_cities, n_slots) per resident, last week
    wages: np.ndarray  # (n_cities,) yuan of income beyond the planned path, paid this week
    per_attraction: np.ndarray  # (n_cities, n_districts, QUINTILES, n_sectors) yuan since the last accounts
    visits_per_attraction: np.ndarray  # same axes, visits since then
    expected: np.ndarray  # (n_cities, n_sectors) sales to be expected since then, in normal weeks
    novel_sales: np.ndarray  # (n_cities, n_sectors) yuan at novel venues since then

    def fork(self) -> World:
        """Return an independent world in the same state."""
        consumers = self.consumers._replace(**{c: getattr(self.consumers, c).copy() for c in CONSUMER_STATE})
        own = {f.name: getattr(self, f.name) for f in fields(self) if isinstance(getattr(self, f.name), np.ndarray)}
        held = None if self.holdings is None else fork(self.holdings)
        return replace(
            self, holdings=held, consumers=consumers, merchants=fork(self.merchants), venues=fork(self.venues),
            projects=fork(self.projects), approvals=fork(self.approvals), authorities=fork(self.authorities),
            ledger=self.ledger.fork(),
            **{name: array.copy() for name, array in own.items()},
        )  # fmt: skip


def planned_purchases(consumers: Consumers, ticket, occasions, n_districts: int):
    """Residents of each cell and what they plan to spend in an ordinary week.

    Returns
    -------
    people, scaled : (n_cities, n_districts, QUINTILES) float64
        Residents, and the same times their spending scale.
    spending : (n_cities, n_districts, QUINTILES, n_sectors) float64, yuan
    """
    shape = (ticket.shape[0], n_districts, QUINTILES)
    city = np.repeat(np.arange(shape[0]), np.diff(consumers.first))
    cell = (city * n_districts + consumers.district) * QUINTILES + consumers.quintile
    weight = consumers.weight.astype(float)
    people, scaled = (
        np.bincount(cell, weights=w, minlength=int(np.prod(shape))).reshape(shape)
        for w in (weight, weight * consumers.spending_scale)
    )
    return people, scaled, scaled[..., None] * ticket[:, None] * occasions


def _purse_weight(ticket, sectors, waits, service_response) -> np.ndarray:
    """How much more than the mean over planned spending a sector moves with the purse."""
    spending = ticket * sectors.occasions_per_week
    weight = np.broadcast_to(purse_response(sectors.goods_share, service_response, waits), ticket.shape)
    mean = (weight * spending).sum(axis=2, keepdims=True) / np.maximum(spending.sum(axis=2, keepdims=True), 1e-300)
    return np.divide(weight, mean, out=np.ones(ticket.shape), where=mean > 0)


def _price_sensitivity(consumers: Consumers, parameters: dict, n_cities: int) -> np.ndarray:
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


def _empty_venues(n_cities: int, n_districts: int, n_slots: int) -> Venues:
    zeros = {name: np.zeros((n_cities, n_slots)) for name in Venues._fields}
    zeros["project"] = np.full((n_cities, n_slots), -1, dtype=np.int64)
    zeros["half_life"] += 1.0
    zeros["capacity"] += 1.0
    for name in ("sector", "district"):
        zeros[name] = np.zeros((n_cities, n_slots), dtype=np.int64)
    zeros["experienced"] = np.zeros((n_cities, n_districts, QUINTILES, n_slots), dtype=np.float32)
    return Venues(**zeros)


def _authorities(key, quota, parameters, draws) -> Authorities:
    z = draws.normal("capability", key[:, None], 0, np.arange(3))
    skill = np.clip(parameters["capability_mean"] + parameters["capability_sd"] * z, 0.0, 1.0)
    screening, coordination, monitoring = (column.copy() for column in skill.T)
    n = key.size
    return Authorities(
        screening=screening, coordination=coordination, monitoring=monitoring,
        quota=quota, visitors=np.zeros(n), national=np.zeros(n), decides=np.full(n, NEVER), part=np.zeros(n),
        next_part=np.full(n, np.nan),
        score=np.full(n, np.nan), sales=np.zeros(n), sales_expected=np.zeros(n), partners=np.zeros((n, len(PARTNERS))),
        review_weeks=np.zeros(n), review_cases=np.zeros(n), payment_weeks=np.zeros(n), payment_cases=np.zeros(n),
    )  # fmt: skip


def build_world(settings, draws, folder: Path | None = None) -> World:
    """Build the state of the simulated cities at the start of the warm-up.

    Long because it names every column of the world once.

    Parameters
    ----------
    settings : sim.inputs.settings.Settings
        Uses city, population, horizon, parameters; allocation and split play no part.
    draws : KeyedDraws
        Of one replicate.
    folder : Path, optional
        Of the data tables; default those of the package and its extensions.
    """
    p = settings.parameters
    cities, sectors = read.read_cities(folder).present(settings.city), read.read_sectors(folder)
    kinds, levels = read.read_kinds(folder), read.read_levels(folder)
    chosen = np.array([cities.id.index(name) for name in settings.city], dtype=np.int64)
    key = cities.key[chosen]
    geography = build_geography(cities, chosen, p, draws)
    n_cities, n_districts = geography.residents.shape
    n_sectors, n_slots = len(sectors.sector), int(p["venue_slots"])
    consumers = build_consumers(
        settings.population, p, key, geography, cities.income_yuan_per_week[chosen], read.income_sigma(folder),
        n_sectors, n_slots, draws,
    )  # fmt: skip
    per_resident = cities.consumption_yuan_per_week[:, None] * read.sector_shares(folder)
    ticket = planned_tickets(
        consumers, per_resident[chosen], sectors.occasions_per_week, sectors.income_elasticity, n_cities
    )
    ages, usual_entry = settled_ages(p, ACCOUNT_WEEKS / WEEKS_PER_YEAR)
    merchants = build_merchants(sectors, p, key, geography, ages, draws)
    sensitivity = _price_sensitivity(consumers, p, n_cities)
    distance = np.empty((n_cities, n_sectors, n_districts, n_districts))
    weigh_districts(geography.km, sectors.travel_decay_per_km, distance)
    exists = np.arange(n_districts) < geography.n_districts[:, None]
    distance *= (exists[:, :, None] & exists[:, None, :])[:, None]
    people, scaled, planned_flows = planned_purchases(consumers, ticket, sectors.occasions_per_week, n_districts)
    usual_visits = people[..., None] * sectors.occasions_per_week * sectors.visits_per_purchase
    access, (local, price, _) = settle_access(merchants, geography.n_districts, distance, sensitivity, usual_visits, p)
    tourism = sectors.sector.index(TOURISM)
    trips = local[..., tourism] * p["trip_share"] / max(1e-12, 1 - p["trip_share"])
    established = local.copy()
    established[..., tourism] += trips
    residents = cities.residents
    tourism_spending = residents * per_resident[:, tourism] * p["trip_share"]
    pull = cities.visits / cities.visits.sum()
    start_flow = trip_weights(geography.city_km, pull, p["trip_distance_decay"])
    flows = start_flow * (tourism_spending / start_flow.sum(axis=1))[:, None]
    planned = residents[chosen, None] * per_resident[chosen]
    planned_flows[..., tourism] *= 1.0 - p["trip_share"]
    per_attraction = np.divide(planned_flows, local, out=np.zeros_like(local), where=local > 0)
    visitors = flows[:, chosen].sum(axis=0)[:, None] * sectors.visitor_bundle_share
    per_attraction[:, VISITOR_DISTRICT, VISITOR_QUINTILE] += visitors / local[:, VISITOR_DISTRICT, VISITOR_QUINTILE]
    start = np.zeros_like(merchants.sales)
    through = np.einsum("czqg,cgzy->cqgy", per_attraction, access)
    credit_merchants(merchants, merchants.price, through, sensitivity, p["congestion_penalty"], start)
    normal = np.divide(start, merchants.shops, out=np.zeros_like(start), where=merchants.shops > 0)
    merchants = merchants._replace(normal_sales=normal)
    standard = start.sum(axis=(1, 3)) / merchants.shops.sum(axis=(1, 3))
    decays = sectors.need_decay_per_week
    waits = np.array([postponability(d, decays.max(), p["postponability"]) for d in decays])
    outside = tourism_spending.copy()
    outside[chosen] = 0.0
    n_weeks = settings.horizon.weeks_warmup + settings.horizon.weeks_pilot + settings.horizon.weeks_after
    fixed = Fixed(
        cities=cities, sectors=sectors, kinds=kinds, levels=levels, departments=read.read_departments(folder),
        parameters=p, chosen=chosen, geography=geography,
        distance=distance, price_sensitivity=sensitivity,
        waits=waits, purse_weight=_purse_weight(ticket, sectors, waits, p["service_response"]),
        need_pull=stock_response(decays, p["need_adjustment"]),
        digital=np.linspace(p["digital_lowest"], 1.0, QUINTILES), ticket=ticket, planned_sales=planned,
        planned_income=residents[chosen] * cities.income_yuan_per_week[chosen], standard_sales=standard,
        start_sales=start.sum(axis=(1, 3)), usual_entry=usual_entry, cell_residents=people, cell_scale=scaled,
        near_share=np.array([share_within(p["travel_speed"] * QUARTER, r) for r in geography.district_radius]),
        residents=residents[chosen], start_established=established.copy(), trip_attraction=trips, base_pull=pull,
        start_flow=start_flow, start_visitors=local[:, VISITOR_DISTRICT, VISITOR_QUINTILE].copy(),
        outside_trips=outside,
        season=read.season_index(read.START_DATE, settings.horizon.weeks_warmup, n_weeks, folder), tourism=tourism,
    )  # fmt: skip
    projects = build_projects(kinds, levels, p, settings.horizon, cities, chosen, geography, draws)
    return World(
        fixed=fixed, consumers=consumers, merchants=merchants, venues=_empty_venues(n_cities, n_districts, n_slots),
        projects=projects, approvals=no_approvals(*projects.status.shape, kinds.needs.shape[1]),
        brands_taken=np.zeros(max(0, int(projects.brand.max())) + 1, dtype=bool),
        authorities=_authorities(key, cities.quota_fen[chosen], p, draws), ledger=Ledger(n_cities),
        holdings=None, committed=None, access=access, traffic=np.zeros_like(distance),
        footfall=np.zeros((n_cities, n_districts)), reference_price=price.copy(), bill=price.copy(),
        account_sales=np.zeros_like(merchants.sales),
        exits=np.zeros((n_cities, n_sectors, SIZES, AGES)), at_risk=np.zeros((n_cities, n_sectors, SIZES, AGES)),
        visits_per_attraction=np.zeros_like(local), established=established, local=local, price=price,
        week=-settings.horizon.weeks_warmup,
        flow=start_flow.copy(), wages=np.zeros(n_cities), visits=np.zeros((n_cities, n_slots)),
        per_attraction=np.zeros_like(local), expected=np.zeros((n_cities, n_sectors)),
        novel_sales=np.zeros((n_cities, n_sectors)),
    )  # fmt: skip

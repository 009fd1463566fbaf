"""Put a world together: data, places, people, merchants, proposals, and what all of them start with."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np

from sim.data import read
from sim.data.online import Online, read_online
from sim.kernel.columns import (
    ACCOUNT_WEEKS,
    BEGUN_OR_NOT,
    CAPABILITIES,
    CONSUMER_STATE,
    NEVER,
    PARTNERS,
    QUINTILES,
    WEEKS_PER_YEAR,
    Approvals,
    Authorities,
    Consumers,
    Holdings,
    Merchants,
    Projects,
    Shopping,
    SinceAccounts,
    Venues,
    fork,
)
from sim.kernel.draws import KeyedDraws
from sim.kernel.loops.approvals import no_approvals
from sim.kernel.private import PrivateMoney, no_private_money
from sim.kernel.rules.travel import share_within
from sim.world.geography import Geography, build_geography
from sim.world.ledger import Ledger
from sim.world.markets import (
    TOURISM,
    Cells,
    ClosedAccounts,
    Demand,
    Start,
    open_markets,
)
from sim.world.merchants import build_merchants, settled_ages
from sim.world.plans import most_often, plan_purchases
from sim.world.population import build_consumers
from sim.world.proposals import build_projects
from sim.world.wanted import Wanted

QUARTER = 0.25  # hours


@dataclass(frozen=True)
class Fixed:
    """What no policy and no week changes; shared by all worlds of a replicate.

    Shapes use n_cities simulated cities and n_all: the pilot's own and those of extensions that are simulated.
    """

    cities: read.Cities  # all of them
    sectors: read.Sectors
    online: Online
    kinds: read.Kinds
    levels: read.Levels
    departments: read.Departments
    parameters: Mapping[str, float]
    chosen: np.ndarray  # (n_cities,) rows of the city table
    geography: Geography
    distance: np.ndarray  # (n_cities, n_sectors, n_districts, n_districts) weights
    demand: Demand
    start: Start
    usual_entry: float  # entrants per shop and account period at normal profit
    residents: np.ndarray  # (n_cities,)
    cells: Cells
    near_share: np.ndarray  # (n_cities,) part of a district within a quarter of an hour of a place in it
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
    shopping: Shopping
    since: SinceAccounts
    closed: ClosedAccounts
    week: int  # of the pilot; negative in the warm-up
    flow: np.ndarray  # (n_all, n_all) pull of each destination on each origin now
    visits: np.ndarray  # (n_cities, n_slots) per resident, last week
    wages: np.ndarray  # (n_cities,) yuan of wages beyond the planned path, paid this week
    income: np.ndarray  # (n_cities, QUINTILES) yuan of income beyond the planned path, those wages included
    private: PrivateMoney

    def shops_ever(self) -> np.ndarray:
        """Established shops that there are or were, since the warm-up began, (n_cities, n_sectors)."""
        ever: np.ndarray = self.merchants.shops.sum(axis=(1, 3)) + self.closed.exits.sum(axis=(2, 3))
        return ever

    def fork(self) -> World:
        """Return an independent world in the same state."""
        consumers = self.consumers._replace(**{c: getattr(self.consumers, c).copy() for c in CONSUMER_STATE})
        own = {f.name: getattr(self, f.name) for f in fields(self) if isinstance(getattr(self, f.name), np.ndarray)}
        held = None if self.holdings is None else fork(self.holdings)
        return replace(
            self, holdings=held, consumers=consumers, merchants=fork(self.merchants), venues=fork(self.venues),
            projects=fork(self.projects), approvals=fork(self.approvals), authorities=fork(self.authorities),
            ledger=self.ledger.fork(), shopping=fork(self.shopping), since=fork(self.since), closed=fork(self.closed),
            private=fork(self.private),
            **{name: array.copy() for name, array in own.items()},
        )  # fmt: skip


def _empty_venues(n_cities: int, n_districts: int, n_slots: int) -> Venues:
    zeros = {name: np.zeros((n_cities, n_slots)) for name in Venues._fields}
    zeros["project"] = np.full((n_cities, n_slots), -1, dtype=np.int64)
    zeros["capacity"] += 1.0
    for name in ("sector", "district", "group"):
        zeros[name] = np.zeros((n_cities, n_slots), dtype=np.int64)
    zeros["experienced"] = np.zeros((n_cities, n_districts, QUINTILES, n_slots), dtype=np.float32)
    return Venues(**zeros)


def _authorities(key: np.ndarray, quota: np.ndarray, parameters: Mapping[str, float], draws: KeyedDraws) -> Authorities:
    z = draws.normal("capability", key[:, None], 0, np.arange(len(CAPABILITIES)))
    skill = np.clip(parameters["capability_mean"] + parameters["capability_sd"] * z, 0.0, 1.0)
    skills = {name: column.copy() for name, column in zip(CAPABILITIES, skill.T, strict=True)}
    n = key.size
    return Authorities(
        **skills, quota=quota, visitors=np.zeros(n), national=np.zeros(n), decides=np.full(n, NEVER), part=np.zeros(n),
        next_part=np.full(n, np.nan),
        score=np.full(n, np.nan), sales=np.zeros(n), sales_expected=np.zeros(n), partners=np.zeros((n, len(PARTNERS))),
        tried=np.zeros((n, BEGUN_OR_NOT)), won=np.zeros((n, BEGUN_OR_NOT)),
        review_weeks=np.zeros(n), review_cases=np.zeros(n), payment_weeks=np.zeros(n), payment_cases=np.zeros(n),
    )  # fmt: skip


def build_world(settings: Wanted, draws: KeyedDraws, folder: Path | None = None) -> World:
    """Build the state of the simulated cities at the start of the warm-up.

    Long because it names every part of the world once.

    Parameters
    ----------
    settings : Wanted
        Of a run; uses city, population, horizon, parameters; allocation and split play no part.
    draws : KeyedDraws
        Of one replicate.
    folder : Path, optional
        Of the data tables; default those of the package and its extensions.
    """
    p, horizon = settings.parameters, settings.horizon
    cities, sectors = read.read_cities(folder).present(settings.city), read.read_sectors(folder)
    online = read_online(folder)
    kinds, levels = read.read_kinds(folder), read.read_levels(folder)
    chosen = cities.rows(settings.city)
    key = cities.key[chosen]
    geography = build_geography(cities, chosen, p, draws)
    n_cities, n_districts = geography.residents.shape
    n_slots = int(p["venue_slots"])
    consumers = build_consumers(
        settings.population, p, key, geography, cities.income_yuan_per_week[chosen], read.income_sigma(folder),
        sectors.plan_stages, n_slots, draws,
    )  # fmt: skip
    per_resident = cities.consumption_yuan_per_week[:, None] * read.sector_shares(folder)
    ages, usual_entry = settled_ages(p, ACCOUNT_WEEKS / WEEKS_PER_YEAR)
    year = read.season_index(read.START_DATE, 0, math.ceil(WEEKS_PER_YEAR), folder)
    consumers, tickets = plan_purchases(
        consumers, per_resident[chosen], sectors.occasions_per_week, sectors.income_elasticity,
        most_often(sectors.occasions_per_week, sectors.plan_stages, year),
    )  # fmt: skip
    merchants = build_merchants(sectors, p, key, geography, ages, draws)
    at_home = p if settings.population.travel != "none" else {**p, "trip_share": 0.0}
    markets = open_markets(
        cities, chosen, sectors, online, per_resident, geography, consumers, tickets, merchants, at_home
    )  # fmt: skip
    n_weeks = horizon.weeks_warmup + horizon.weeks_pilot + horizon.weeks_after
    fixed = Fixed(
        cities=cities, sectors=sectors, online=online, kinds=kinds, levels=levels,
        departments=read.read_departments(folder), parameters=p,
        chosen=chosen, geography=geography, distance=markets.distance, demand=markets.demand,
        start=markets.start, usual_entry=usual_entry, residents=cities.residents[chosen], cells=markets.cells,
        near_share=np.array([share_within(p["travel_speed"] * QUARTER, r) for r in geography.district_radius]),
        season=read.season_index(read.START_DATE, horizon.weeks_warmup, n_weeks, folder),
        tourism=sectors.sector.index(TOURISM),
    )  # fmt: skip
    projects = build_projects(kinds, levels, sectors.sales_sigma, p, horizon, cities, chosen, geography, draws)
    return World(
        fixed=fixed, consumers=consumers, merchants=markets.merchants,
        venues=_empty_venues(n_cities, n_districts, n_slots),
        projects=projects, approvals=no_approvals(n_cities, projects.status.shape[1], kinds.needs.shape[1]),
        brands_taken=np.zeros(max(0, int(projects.brand.max())) + 1, dtype=bool),
        authorities=_authorities(key, cities.quota_fen[chosen], p, draws), ledger=Ledger(n_cities),
        holdings=None, committed=None, shopping=markets.shopping, since=markets.since, closed=markets.closed,
        week=-horizon.weeks_warmup, flow=markets.start.flow.copy(), wages=np.zeros(n_cities),
        income=np.zeros((n_cities, QUINTILES)), private=no_private_money(*projects.status.shape),
        visits=np.zeros((n_cities, n_slots)),
    )  # fmt: skip

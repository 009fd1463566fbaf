"""The model: one week of the pilot cities as a list of phases."""

from __future__ import annotations

import mesa
import numpy as np

from sim.agents import CityAuthority, Consumer, Merchant, Ministry
from sim.agents.city import CAPABILITIES, RESULTS
from sim.calendar import Calendar
from sim.columns import BUILDING, DIRECTIONS, NEVER, QUINTILES, STALLED
from sim.draws import KeyedDraws
from sim.loops.projects import (
    KindColumns,
    ProjectRates,
    advance_projects,
    decide_unaided,
    find_applicants,
    market_venues,
)
from sim.market import CityMarkets
from sim.policy.allocations import quotas
from sim.record import Record
from sim.rules.project import build_weeks
from sim.world.build import ACCOUNT_WEEKS, World, build_world
from sim.world.networks import peer_graph


class PilotModel(mesa.Model):
    """Consumers, merchants, city authorities and the ministry under one allocation of the pilot's money.

    Parameters
    ----------
    settings : sim.settings.Settings, optional
        Default: composed from ``options``.
    world : World, optional
        State to start from, for instance the end of a shared warm-up; built from the settings if absent.
    draws : KeyedDraws, optional
        Default: keyed draws of ``settings.seed``.
    views : bool
        Whether consumers and merchants get Mesa agents as views on their rows. Costs about half a
        kilobyte each, so large populations are run without.
    collecting : bool
        Whether the data collector writes down every week.
    rng, seed : int, optional
        As Mesa passes them; override ``settings.seed``.
    **options
        Any setting, with a double underscore for a dot, so that ``mesa.batch_run`` can vary it:
        ``allocation="official"``, ``population__consumers_per_city=50``.

    Examples
    --------
    >>> model = PilotModel(city="xining", population__consumers_per_city=20)  # doctest: +SKIP
    >>> model.step()  # doctest: +SKIP
    """

    def __init__(
        self, settings=None, world=None, draws=None, views=True, collecting=True, rng=None, seed=None, **options
    ) -> None:
        chosen_seed = rng if rng is not None else seed
        super().__init__(rng=chosen_seed)
        self.settings = settings if settings is not None else _settings_from(options, chosen_seed)
        self.draws = draws if draws is not None else KeyedDraws(self.settings.seed)
        self.world: World = world if world is not None else build_world(self.settings, self.draws)
        self.calendar = Calendar.of(self.settings)
        self._set_up_policy()
        self.markets = CityMarkets(self.world, self.settings, self.draws.seed)
        self.record: Record | None = None
        self.collecting = collecting
        self.last_sales = self.bought = None
        self._create_agents(views)
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "week": lambda m: m.world.week,
                "consumption_yuan": lambda m: float(m.last_sales.spent.sum()) if m.last_sales else 0.0,
                "paid_yuan": lambda m: float(m.world.projects.paid.sum()) / 100,
                "live_venues": lambda m: int((m.world.venues.project >= 0).sum()),
            },
            agenttype_reporters={CityAuthority: {"city": "name", "paid_yuan": "paid_yuan", "n_building": "n_building"}},
        )

    def _set_up_policy(self) -> None:
        """Give each city its quota and turn the table of kinds into columns."""
        world, p = self.world, self.settings.parameters
        cities = world.fixed.cities
        world.authorities.quota[:] = quotas(self.settings, cities.take(world.fixed.chosen))
        k = world.fixed.kinds
        self.kinds = KindColumns(
            direction=np.array([DIRECTIONS.index(d) for d in k.direction]), group=np.asarray(k.group),
            novelty=k.novelty_initial, half_life=k.novelty_half_life_weeks, award_rate=k.award_rate,
            award_cap=k.award_cap_yuan, minimum_investment=k.min_investment_yuan,
        )  # fmt: skip
        self.project_rates = ProjectRates(
            p["cost_of_capital"], p["application_cost"], p["approval_weeks"], p["patience_weeks"],
            p["retroactive_weeks"], p["homogenisation"], p["marketing_share"], p["launch_marketing"],
            p["launch_weeks"], p["venue_capacity"], p["expected_awareness"],
        )  # fmt: skip
        near = np.exp(-world.fixed.geography.km / p["reach_km"])
        self.reach = np.einsum("cyz,cz->cy", near, world.fixed.geography.residents)

    def _create_agents(self, views: bool) -> None:
        world = self.world
        self.ministry = Ministry(self)
        self.authorities = [CityAuthority(self, row) for row in range(self.n_cities)]
        graph = peer_graph(
            world.fixed.geography.city_km, world.fixed.chosen, int(self.settings.parameters["peer_links"])
        )
        for authority in self.authorities:
            authority.peers = sorted(graph.neighbors(authority.row))
        if views:
            Consumer.create_agents(self, world.consumers.weight.size, list(range(world.consumers.weight.size)))
            rows = np.argwhere(world.merchants.shops > 0)
            Merchant.create_agents(self, len(rows), [tuple(int(i) for i in row) for row in rows])

    @property
    def n_cities(self) -> int:
        """Simulated cities."""
        return self.world.fixed.chosen.size

    def project_key(self, city_row: int, proposals: np.ndarray) -> np.ndarray:
        """Key of a city's projects in draws: the same whatever other cities are simulated."""
        return self.world.fixed.chosen[city_row] * (1 << 20) + np.asarray(proposals, dtype=np.int64)

    def step(self) -> None:
        """Run one week."""
        self.pay_tranches()
        self.run_instruments()
        self.run_authorities()
        self.run_merchants()
        self.make_offers()
        self.consume()
        self.travel()
        self.settle()
        self.collect()
        self.world.week += 1
        self.running = self.world.week < self.calendar.end

    def pay_tranches(self) -> None:
        """Ministry pays a tranche in its week."""
        self.ministry.act()

    def run_instruments(self) -> None:
        """Coupons, vouchers, cash and other instruments start, run and are handed out."""
        self.markets.support.begin_week()

    def run_authorities(self) -> None:
        """Open a call; screen; every four weeks pay what is due, inspect and publicise; exchange with peers."""
        week = self.world.week
        if self.world.authorities.quota.sum() == 0 or week < 0:
            return
        if week in self.calendar.calls:
            self._call_for_projects()
        if week % ACCOUNT_WEEKS == 0:
            p = self.world.projects
            due = ((p.award > 0) & (p.stage < RESULTS) & (p.opened > NEVER)).any(axis=1)
            for row in np.flatnonzero(due):
                self.authorities[row].pay_due()
            w = self.world  # a campaign that has ended must be called off, too
            running = w.venues.publicity.any(axis=1) | (w.authorities.national > 0)
            for row in np.flatnonzero((w.authorities.pots[:, -1] > 0) | running):
                self.authorities[row].publicise(ACCOUNT_WEEKS)
        if week % int(self.settings.parameters["inspection_weeks"]) == 0:
            p = self.world.projects
            for row in np.flatnonzero(((p.status == STALLED) & (p.award > 0)).any(axis=1)):
                self.authorities[row].inspect()
        since_start = week - self.calendar.first_tranche
        if since_start >= 0 and since_start % int(self.settings.parameters["peer_exchange_weeks"]) == 0:
            seen = {name: getattr(self.world.authorities, name).copy() for name in CAPABILITIES}
            for row in np.flatnonzero(self.world.authorities.quota > 0):  # meetings are for funded cities
                self.authorities[row].exchange(seen)

    def _call_for_projects(self) -> None:
        world, week = self.world, self.world.week
        asked = np.zeros(world.projects.status.shape)
        find_applicants(world.projects, self.kinds, week, self.project_rates, asked)
        left, is_last = self.calendar.calls_left(week), week == self.calendar.calls[-1]
        for row in np.flatnonzero(world.authorities.pots.sum(axis=1) > 0):
            self.authorities[row].call(asked[row], left, is_last)

    def start_building(self, city_row: int, k: int) -> None:
        """Start a waiting project whose award makes it worth building."""
        p, world = self.world.projects, self.world
        p.status[city_row, k] = BUILDING
        p.start[city_row, k] = world.week
        coordination = world.authorities.coordination[city_row]
        weeks = build_weeks(p.build[city_row, k], self.settings.parameters["approval_weeks"], coordination)
        p.opens[city_row, k] = world.week + max(1, round(weeks))

    def run_merchants(self) -> None:
        """Every four weeks accounts, prices, exit and entry; each week the life of projects."""
        world = self.world
        if (world.week + self.settings.horizon.weeks_warmup) % ACCOUNT_WEEKS == 0 and world.expected.any():
            self.markets.close_accounts()
        decide_unaided(world.projects, world.week, world.authorities.coordination, self.project_rates)
        self.invested = np.zeros(self.n_cities)
        advance_projects(
            world.projects, world.venues, self.kinds, world.fixed.standard_sales, world.week, self.project_rates,
            self.invested,
        )  # fmt: skip
        for c, v in np.argwhere((world.venues.project >= 0) & (world.venues.weeks_open == 0)):
            self._forget_slot(c, v)
        market_venues(world.venues, world.projects.planned_sales, self.project_rates)

    def _forget_slot(self, city: int, slot: int) -> None:
        """Nobody knows the venue that has just opened in a slot."""
        consumers = self.world.consumers
        rows = slice(consumers.first[city], consumers.first[city + 1])
        consumers.aware[rows, slot] = 0.0
        consumers.told_of[rows, slot] = 0

    def make_offers(self) -> None:
        """Publicity and venues come before consumers: what is offered and seen where."""
        self.markets.open_week()

    def consume(self) -> None:
        """Consumers hear of venues, decide occasions, choose merchants and pay."""
        self.bought = self.markets.buy()

    def travel(self) -> None:
        """Send travellers to other cities; every merchant learns what it sold."""
        self.last_sales = self.markets.share_out(self.bought)

    def settle(self) -> None:
        """Crowding, experience, wages; public money must add up."""
        world = self.world
        self.markets.settle(self.bought, self.last_sales, self.invested)
        self._home, self._visitors = self.sales_by_project()
        world.projects.sales_to_date[:] += (self._home + self._visitors) / self.markets.growth
        world.ledger.check()

    def sales_by_project(self) -> tuple[np.ndarray, np.ndarray]:
        """Week's sales of each project to residents and to visitors, (n_cities, n_proposals) yuan each."""
        project = self.world.venues.project
        c, v = np.nonzero(project >= 0)
        out = np.zeros((2, *self.world.projects.status.shape))
        out[0, c, project[c, v]] = self.last_sales.venue_home[c, v]
        out[1, c, project[c, v]] = self.last_sales.venue_visitors[c, v]
        return out[0], out[1]

    def collect(self) -> None:
        """Write the week down."""
        if self.record is not None and self.world.week >= 0:
            self._write_record(self.record, self.world.week)
        if self.collecting:
            self.datacollector.collect(self)

    def _write_record(self, record: Record, t: int) -> None:
        sales, world = self.last_sales, self.world
        record.spent[t] = sales.spent
        record.sales[t] = sales.established + sales.visitors_established
        record.sales[t] += self.markets.by_sector(sales.venue_home + sales.venue_visitors)
        record.project_home[t], record.project_visitors[t] = self._home, self._visitors
        record.trips += sales.trips
        moved = world.ledger.moved
        record.paid[t] = moved("city_committed", "projects") + moved("city_uncommitted", "publicity")
        record.recovered[t] = moved("projects", "city_uncommitted")
        record.wages[t] = world.wages
        claims = self.markets.support.claims
        record.supported[t], record.supported_extra[t] = claims.bills.sum(axis=0), claims.extra.sum(axis=0)
        record.instruments[t] = self.instrument_fen()

    def instrument_fen(self) -> np.ndarray:
        """Fen that instruments have paid so far, (n_cities,)."""
        moved = self.world.ledger.moved
        return sum(moved("instruments", sink) for sink in ("residents", "merchants", "publicity"))

    def start_recording(self) -> Record:
        """Record the pilot from the current week on."""
        world = self.world
        n_cities, n_proposals = world.projects.status.shape
        self.record = Record.empty(
            self.calendar.end,
            n_cities,
            QUINTILES,
            len(world.fixed.sectors.sector),
            n_proposals,
            len(world.fixed.cities.id),
        )
        return self.record

    def release(self) -> None:
        """Let go of all state; Mesa keeps every model alive for good (``Agent._ids``), so it must hold nothing."""
        self.remove_all_agents()
        self.authorities, self.ministry = [], None
        self.world = self.markets = self.record = self.last_sales = None
        self.bought = self._home = self._visitors = None


def _settings_from(options: dict, seed) -> object:
    """Compose settings from keyword options."""
    from sim.compose import compose  # Hydra is only loaded where it is used

    overrides = [f"{key.replace('__', '.')}={value}" for key, value in options.items()]
    return compose(overrides + ([] if seed is None else [f"seed={int(seed)}"]))

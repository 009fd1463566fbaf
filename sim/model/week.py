"""The model: one week of the pilot cities as a list of phases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from sim.inputs.calendar import Calendar
from sim.kernel.columns import ACCOUNT_WEEKS, CAPABILITIES, DIRECTIONS
from sim.kernel.draws import KeyedDraws, project_key
from sim.kernel.loops.approvals import advance_approvals
from sim.kernel.loops.consumers import forget_new
from sim.kernel.loops.projects import advance_projects, decide_unaided, market_venues
from sim.kernel.loops.receipts import credit_projects
from sim.kernel.rules.application import believed_chance
from sim.kernel.rules.authority import coordinated
from sim.model.agents import CityAuthority, Consumer, Merchant, Ministry, finance
from sim.model.agents.calls import call_for_projects
from sim.model.agents.publicity import publicise
from sim.model.market import CityMarkets
from sim.model.observe import Collector, Observer
from sim.model.private import PrivateSector
from sim.model.rates import award_rates, payment_rates
from sim.model.sales import no_sales
from sim.policy.allocations import quotas
from sim.policy.terms import policy_columns
from sim.world.brands import turn
from sim.world.build import World, build_world
from sim.world.ledger import check_awards
from sim.world.networks import peer_graph

if TYPE_CHECKING:
    from sim.inputs.settings import Settings


class PilotModel(mesa.Model):  # type: ignore[misc]  # Mesa comes without types
    """Consumers, merchants, city authorities and the ministry under one allocation of the pilot's money.

    Parameters
    ----------
    settings : sim.inputs.settings.Settings, optional
        Default: composed from ``options``.
    world : World, optional
        State to start from, for instance the end of a shared warm-up; built from the settings if absent.
    draws : KeyedDraws, optional
        Default: keyed draws of ``settings.seed``.
    views : bool
        Whether Mesa looks on: consumers and merchants get agents as views on their rows (about half a kilobyte
        each, so large populations are run without), and the data collector writes down every week.
    rng : int, optional
        As Mesa passes it; overrides ``settings.seed``.
    **options
        Any setting, with a double underscore for a dot, so that ``mesa.batch_run`` can vary it:
        ``allocation="official"``, ``population__consumers_per_city=50``, ``seed=7``. The seed is an option as any
        other: Mesa 3.5 overwrites a parameter of that name with the ``rng`` of the batch, None by default.

    Examples
    --------
    >>> model = PilotModel(city="xining", population__consumers_per_city=20)  # doctest: +SKIP
    >>> model.step()  # doctest: +SKIP
    """

    def __init__(
        self, settings: Settings | None = None, world: World | None = None, draws: KeyedDraws | None = None,
        views: bool = True, rng: int | None = None, **options: Any,
    ) -> None:  # fmt: skip
        seed = options.pop("seed", None)
        chosen_seed = rng if rng is not None else seed
        super().__init__(rng=chosen_seed)
        if settings is None:
            from sim.inputs.compose import compose_options  # Hydra is only loaded where it is used

            settings = compose_options(options, chosen_seed)
        self.settings = settings
        self.draws = draws if draws is not None else KeyedDraws(self.settings.seed)
        self.world: World = world if world is not None else build_world(self.settings, self.draws)
        self.calendar = Calendar.of(self.settings)
        self._set_up_policy()
        self.markets = CityMarkets(self.world, self.settings, self.draws.seed)
        self.private = PrivateSector(self.markets)
        self.bought, self.last_sales = self.markets.bought, no_sales(self.world)
        self._sold_by_projects = np.zeros((2, *self.world.projects.status.shape))
        self._create_agents(views)
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "week": lambda m: m.world.week,
                "consumption_yuan": lambda m: float(m.last_sales.spent.sum()),
                "paid_yuan": lambda m: float(m.world.projects.paid.sum()) / 100,
                "live_venues": lambda m: int((m.world.venues.project >= 0).sum()),
            },
            agenttype_reporters={CityAuthority: {"city": "name", "paid_yuan": "paid_yuan", "n_building": "n_building"}},
        )
        self.observer: Observer = Collector(self.datacollector) if views else Observer()

    def _set_up_policy(self) -> None:
        """Give each city its quota, and turn tables and settings into columns."""
        world, p = self.world, self.settings.parameters
        world.authorities.quota[:] = quotas(self.settings, world.fixed.cities.take(world.fixed.chosen))
        columns = policy_columns(self.settings, world.fixed)
        self.kinds, self.terms, self.award_parts = columns.kinds, columns.terms, columns.parts
        self.project_rates, self.offices = columns.rates, columns.offices
        self.payment_rates = payment_rates(p, columns)
        self.award_rates = award_rates(self.payment_rates, columns)
        self.department_weeks, self.department_cases = columns.department_weeks, columns.department_cases
        pays = np.isin(DIRECTIONS, self.settings.split.pays)
        self.pays = (world.authorities.quota > 0)[:, None] & pays  # (n_cities, n_directions)
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

    def project_key(self, city_row: int | np.ndarray, proposals: np.ndarray) -> np.ndarray:
        """Key of projects in draws, of one city or each of its own: the same whatever other cities are simulated."""
        fixed = self.world.fixed
        return project_key(fixed.cities.key[fixed.chosen[city_row]], np.asarray(proposals, dtype=np.int64))

    def step(self) -> None:
        """Run one week."""
        self.pay_tranches()
        self.observer.before_instruments(self)
        self.run_instruments()
        self.observer.before_deciding(self)
        self.run_authorities()
        self.observer.before_accounts(self)
        self.run_merchants()
        self.make_offers()
        self.observer.before_buying(self)
        self.consume()
        self.travel()
        self.settle()
        self.observer.after_week(self)
        self.world.week += 1
        self.running = self.world.week < self.calendar.end

    def pay_tranches(self) -> None:
        """Ministry pays a tranche in its week."""
        self.ministry.act()

    def run_instruments(self) -> None:
        """Coupons, vouchers, cash and other instruments start, run and are handed out."""
        self.markets.support.begin_week()

    @property
    def coordination(self) -> np.ndarray:
        """Coordination between departments of each city now, reforms included, (n_cities,)."""
        return coordinated(self.world.authorities.coordination, self.markets.support.coordination_gain)

    def run_authorities(self) -> None:
        """Call, screen, pay, inspect, publicise, exchange: each in its weeks."""
        world, week = self.world, self.world.week
        if week < 0 or not world.ledger.received.any():
            return
        deciding = world.authorities.decides == week
        for row in self._turns(deciding):
            self.authorities[row].decide(self._is_last(int(row)))
        if week in self.calendar.calls:
            world.authorities.next_part[:] = self.calendar.part(week)
        call_for_projects(self)
        if week % ACCOUNT_WEEKS == 0:
            self._account()
        if self.settings.authority.dynamic_management and week % int(self.settings.parameters["inspection_weeks"]) == 0:
            finance.inspect(self)
        self._exchange()

    def _turns(self, among: np.ndarray) -> np.ndarray:
        """Rows of the cities ``among`` all, (n_cities,) bool, in turn: of those that want a brand the first gets it."""
        fixed, rows = self.world.fixed, np.flatnonzero(among)
        return rows[np.argsort(turn(self.draws, fixed.cities.key[fixed.chosen[rows]], self.world.week), kind="stable")]

    def _account(self) -> None:
        """Every four weeks: pay what is due, plan publicity, and after the pilot return what is left."""
        w = self.world
        finance.pay(self)
        publicise(self, ACCOUNT_WEEKS)
        if w.week >= self.settings.horizon.weeks_pilot and self.settings.authority.unspent == "returned":
            deciding = (w.authorities.decides > w.week).any()
            for row in np.flatnonzero(w.ledger.balance["city_uncommitted"] > 0) if not deciding else ():
                self.authorities[row].return_unspent()

    def _exchange(self) -> None:
        """Peers learn from each other: at meetings, or a little every week."""
        rate = self.settings.parameters["peer_learning"]
        if self.calendar.is_exchange(self.world.week):
            if self.settings.authority.exchange == "continuous":
                rate = 1 - (1 - rate) ** (1 / self.settings.parameters["peer_exchange_weeks"])
            seen = {name: getattr(self.world.authorities, name).copy() for name in CAPABILITIES}
            for row in np.flatnonzero(self.world.authorities.quota > 0):  # meetings are for funded cities
                self.authorities[row].exchange(seen, rate)

    def _is_last(self, row: int) -> bool:
        """Whether a city has no call before it any more."""
        return self.world.week >= self.calendar.calls[-1] and np.isnan(self.world.authorities.next_part[row])

    def _weeks_to_decision(self) -> np.ndarray:
        """Weeks until who waits for a call may count on a decision, (n_cities, n_directions); inf: none is known of."""
        later = min((w for w in self.calendar.calls if w > self.world.week), default=np.inf)
        weeks = later - self.world.week + self.offices["applications"].weeks
        return np.where(self.pays & (self.world.week >= 0), weeks, np.inf)

    @property
    def award_chances(self) -> np.ndarray:
        """Chance of an award that merchants count on if they have not begun, and if they have; (n_cities, 2)."""
        p, a = self.settings.parameters, self.world.authorities
        first = np.array([p["award_chance"], p["award_chance_begun"]]) + np.zeros(a.tried.shape)
        return believed_chance(first, p["chance_weight"], a.won, a.tried)

    @property
    def accounts_are_due(self) -> bool:
        """Whether merchants close their accounts this week, before anything is sold."""
        week = self.world.week + self.settings.horizon.weeks_warmup
        return week % ACCOUNT_WEEKS == 0 and bool(self.world.since.expected.any())

    def run_merchants(self) -> None:
        """Every four weeks accounts, prices, exit and entry; each week the life of projects."""
        world = self.world
        if self.accounts_are_due:
            self.markets.close_accounts()
        decide_unaided(
            world.projects, world.approvals, self.kinds, self.terms, world.brands_taken, self._weeks_to_decision(),
            self.award_chances, self.coordination, self._turns(np.ones(self.n_cities, dtype=bool)), world.week,
        )  # fmt: skip
        advance_approvals(world.projects, world.approvals, self.department_weeks, self.department_cases, world.week)
        self.invested = np.zeros(world.projects.status.shape)
        advance_projects(
            world.projects, world.venues, self.kinds, world.fixed.start.standard_sales, world.shops_ever(),
            world.week, self.project_rates, self.invested,
        )  # fmt: skip
        forget_new(world.consumers, world.venues)
        market_venues(world.venues, world.projects, self.kinds, self.project_rates)

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
        """Crowding, experience, wages and private money; public money must add up."""
        world = self.world
        beyond = self.markets.settle(self.last_sales)
        self._credit_projects()
        sold = self._sold_by_projects.sum(axis=0)
        riders = self.markets.online.wages(self.last_sales.online)
        self.private.settle(beyond, sold, self.invested * self.markets.growth, riders)
        self._watch_sales()
        world.ledger.check()
        check_awards(world.ledger, world.projects)

    def _watch_sales(self) -> None:
        """Sales of each city since the first tranche, and what was to be expected: the ministry looks at both."""
        world, sales, markets = self.world, self.last_sales, self.markets
        if world.week >= self.calendar.first_tranche:
            venues = (sales.venue_home + sales.venue_visitors).sum(axis=1)
            a = world.authorities
            got = sales.established + sales.visitors_established + sales.delivered
            a.sales[:] += got.sum(axis=1) + venues
            a.sales_expected[:] += markets.online.planned_receipts.sum(axis=1)

    def _credit_projects(self) -> None:
        world, sales = self.world, self.last_sales
        credit_projects(
            world.venues.project, sales.venue_home, sales.venue_visitors, self.markets.growth,
            world.projects.sales_to_date, self._sold_by_projects,
        )  # fmt: skip

    def sales_by_project(self) -> tuple[np.ndarray, np.ndarray]:
        """Last week's sales of each project to residents and to visitors, (n_cities, n_proposals) yuan each."""
        home, visitors = self._sold_by_projects.copy()  # whoever looks on may keep them
        return home, visitors

    def release(self) -> None:
        """Let go of all state; Mesa keeps every model alive for good (``Agent._ids``), so it must hold nothing."""
        self.remove_all_agents()
        del self.markets.support  # it knows the markets: together they would hold the world until garbage is looked for
        del self.authorities, self.ministry, self.world, self.markets, self.private, self.last_sales, self.bought

"""Consumption of one week: what is offered, who hears of it, what is bought, who receives the money.

Long because it is where the parts of a week's consumption meet.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.columns import (
    ACCOUNT_WEEKS,
    QUINTILES,
    VISITED,
    WEEKS_PER_YEAR,
    Consumers,
    Holdings,
    Merchants,
    Sales,
)
from sim.kernel.compiled import share_out
from sim.kernel.draws import week_key
from sim.kernel.loops.consumers import Market, Purchases, Uptake, no_purchases
from sim.kernel.loops.merchants import close_accounts, credit_merchants
from sim.kernel.loops.offers import (
    VenueRates,
    hear_abroad,
    remember_venues,
    slots_in_use,
    tell_of_venues,
    weigh_bills,
    weigh_for_visitors,
    weigh_slots,
    weigh_venues,
)
from sim.kernel.loops.receipts import add_by_sector, divide_purchases
from sim.kernel.loops.residents import live_a_week, live_a_week_singly
from sim.kernel.loops.travel import add_trips, chain_trips, change_pull, count_footfall, count_traffic, weigh_creation
from sim.kernel.loops.uptake import Claims
from sim.model.habits import get_used_to_support, habits_of
from sim.model.online import OnlineChannel
from sim.model.programme import Support
from sim.model.rates import trading_rates, venue_rates
from sim.model.sales import check_sales, post_visitors, sold_at_venues
from sim.world.access import delivered_per_attraction, no_attractions, weigh
from sim.world.build import World

if TYPE_CHECKING:
    from sim.inputs.settings import Settings


class CityMarkets:
    """The markets of all simulated cities of one world.

    Parameters
    ----------
    world : World
    settings : sim.inputs.settings.Settings
    seed : int
        Of the replicate; used where consumers are individuals.
    """

    def __init__(self, world: World, settings: Settings, seed: int) -> None:
        self.world, self.settings, self.seed = world, settings, seed
        p = settings.parameters
        self.venue_rates, self.trading_rates = venue_rates(p), trading_rates(p)
        self.adjustment = np.array([p["adjustment_poor"], p["adjustment_wealthy"], p["adjustment_other"]])
        self.buffer_weeks = np.array([p["buffer_poor"], p["buffer_wealthy"], p["buffer_other"]])
        (n_cities, n_districts, _, n_sectors), n_slots = world.shopping.local.shape, world.venues.project.shape[1]
        self.offer = np.zeros((n_cities, n_districts, QUINTILES, n_slots), dtype=np.float32)
        self.seen = np.zeros_like(self.offer)
        # Of each venue: attraction, what who has not been and who has make of it, and what it offers to visitors.
        self.pull, self.fresh, self.tried, self.visitor_offer = np.zeros((4, n_cities, n_slots))
        self.telling = np.zeros((n_cities, n_slots), dtype=np.float32)
        # Yuan, added up in the order of the sectors.
        self.planned: np.ndarray = sum(np.moveaxis(world.fixed.demand.planned, -1, 0))
        self.guided = np.zeros(n_cities)  # share of the visitors in the city whom publicity for them reaches
        # Since prices or shops last changed; what shoppers see of it is kept by the world.
        self.weighed = no_attractions(world.merchants)._replace(local=world.shopping.local, price=world.shopping.price)
        self.online = OnlineChannel(self)
        self._weigh_attractions()
        rows = world.consumers.weight.size if any(k.recorded_from is not None for k in settings.programme) else 0
        self.bought, self.start_flow = self.nothing_bought(rows), world.fixed.start.flow.sum(axis=1)
        self.creation = np.ones_like(world.shopping.local)
        self._all_but_tourism = np.delete(np.arange(n_sectors), world.fixed.tourism)
        self._set_out_shops()
        self.habits = habits_of(world, p)
        self.support = Support(world, settings, self, seed)

    @property
    def growth(self) -> float:
        """Trend of incomes and tickets since the start of the pilot."""
        growth: float = (1 + self.settings.parameters["income_growth"]) ** (self.world.week / WEEKS_PER_YEAR)
        return growth

    @property
    def season(self) -> np.ndarray:
        """Index of this week, (n_sectors,)."""
        season: np.ndarray = self.world.fixed.season[self.world.week + self.settings.horizon.weeks_warmup]
        return season

    def close_accounts(self) -> None:
        """Credit merchants with what was bought, let them react, and weigh their offers anew."""
        self.credit()
        w, since, fixed, p = self.world, self.world.since, self.world.fixed, self.settings.parameters
        w.closed.sales[:] = w.merchants.sales
        self.balance(w.merchants, w.closed.exits, w.closed.at_risk)
        n_districts = fixed.geography.n_districts
        count_footfall(n_districts, since.traffic, w.closed.footfall)
        w.closed.footfall[:] /= ACCOUNT_WEEKS
        chain_trips(n_districts, fixed.distance, since.traffic, p["chained_share"], w.shopping.access)
        shopping = w.shopping
        for sums in (since.expected, since.novel_sales, since.traffic):
            sums[:] = 0.0
        shopping.billed_from[:] = shopping.reference_price
        get_used_to_support(w, p, self.habits)
        self.reweigh()
        shopping.reference_price[:] += p["reference_adaptation"] * (shopping.price - shopping.reference_price)

    def balance(self, merchants: Merchants, exits: np.ndarray, at_risk: np.ndarray) -> None:
        """Let merchants, or a copy of some of them, react to what they sold. Modifies: all three."""
        w, fixed, s = self.world, self.world.fixed, self.world.fixed.sectors
        usual = fixed.start.sales * w.since.expected
        novel = np.divide(w.since.novel_sales, usual, out=np.zeros_like(usual), where=usual > 0)
        close_accounts(
            merchants, fixed.usual_entry, w.since.expected, s.variable_cost_share, s.labour_share, s.rent_share, novel,
            self.trading_rates, exits, at_risk,
        )  # fmt: skip

    def _untold(self) -> np.ndarray:
        """Yuan that each row of merchants has sold since merchants were last told, as ``Merchants.sales``."""
        w, n_districts = self.world, self.world.fixed.geography.n_districts
        sold = np.zeros_like(w.merchants.sales)
        access, of_size = w.shopping.access, self.weighed.of_size
        delivered = delivered_per_attraction(w.since.delivered, self.weighed)
        credit_merchants(n_districts, w.merchants, of_size, access, w.since.per_attraction, delivered, sold)
        return sold

    def sold_by_size(self) -> np.ndarray:
        """Yuan that established merchants have sold since the warm-up began, by size class, (n_cities, SIZES)."""
        sold: np.ndarray = self.world.closed.sold + self._untold().sum(axis=(1, 2))
        return sold

    def credit(self) -> None:
        """Tell merchants and districts what was bought from them since this was last done."""
        w, since, n_districts = self.world, self.world.since, self.world.fixed.geography.n_districts
        sold = self._untold()
        w.merchants.sales[:] += sold
        w.closed.sold[:] += sold.sum(axis=(1, 2))
        count_traffic(n_districts, w.shopping.access, self.weighed.weight, since.visits_per_attraction, since.traffic)
        since.per_attraction[:], since.visits_per_attraction[:], since.delivered[:] = 0.0, 0.0, 0.0

    def _weigh_attractions(self) -> None:
        w, n_districts = self.world, self.world.fixed.geography.n_districts
        sensitivity, penalty = w.fixed.demand.price_sensitivity, self.settings.parameters["congestion_penalty"]
        weigh(w.merchants, n_districts, w.shopping.access, sensitivity, penalty, self.weighed)

    def reweigh(self) -> None:
        """Weigh merchants' offers anew after shops or prices have changed; where nothing has, nothing changes."""
        shopping, n_districts = self.world.shopping, self.world.fixed.geography.n_districts
        self._weigh_attractions()
        elasticity = self.settings.parameters["ticket_elasticity"]
        weigh_bills(n_districts, shopping.price, shopping.billed_from, elasticity, shopping.bill)
        self._set_out_shops()

    def _set_out_shops(self) -> None:
        """Set out what shops and the online channel offer in all sectors but the one that trips belong to."""
        self.online.weigh(self.weighed.weight)
        self._set_out(self.world.shopping.local, self._all_but_tourism)

    def _set_out(self, shops: np.ndarray, sectors: np.ndarray) -> None:
        """Put the online channel beside shops, and say what both together create."""
        fixed, share = self.world.fixed, self.settings.parameters["creation_share"]
        self.online.set_out(shops, sectors)
        weigh_creation(fixed.geography.n_districts, sectors, self.online.value, share, self.creation)

    def make_offers(self) -> None:
        """Set out what each place and quintile can choose from this week, trips included."""
        w, fixed = self.world, self.world.fixed
        shops, ever = w.merchants.shops.sum(axis=(1, 3)), w.shops_ever()
        weigh_slots(w.venues, shops, ever, self.venue_rates, self.pull, self.fresh, self.tried)
        self._draw_visitors()
        start, now, n_districts = self.start_flow, w.flow.sum(axis=1), fixed.geography.n_districts
        ratio = np.divide(now, start, out=np.ones_like(now), where=start > 0)[fixed.chosen]
        local, established = w.shopping.local, w.shopping.established
        add_trips(n_districts, local, fixed.start.trips, ratio, fixed.tourism, established)
        # What other cities offer changes every week, the rest with the accounts.
        self._set_out(established, np.array([fixed.tourism]))
        self.show_venues(self.venue_rates, self.offer, self.seen)

    def show_venues(self, rates: VenueRates, offer: np.ndarray, seen: np.ndarray) -> None:
        """Weigh every live venue for every place and quintile, and say who sees it. Modifies: offer, seen."""
        w, fixed = self.world, self.world.fixed
        weigh_venues(
            w.venues, fixed.geography.n_districts, w.shopping.access, w.shopping.established, self.pull, self.fresh,
            self.tried, fixed.demand.digital, self.support.publicity["home"], rates, fixed.residents, offer, seen,
        )  # fmt: skip
        if not self.settings.channels.running:  # what stands there sells nothing
            offer[:] = 0.0

    def _draw_visitors(self) -> None:
        """Pull of each city: better offers to visitors raise it."""
        w, fixed, p = self.world, self.world.fixed, self.settings.parameters
        local = w.shopping.local[VISITED]
        weigh_for_visitors(w.venues, w.shopping.access, local, self.pull, self.fresh, self.visitor_offer)
        self.visitor_offer *= self.settings.channels.running
        known = 1.0 - (1.0 - w.venues.visitor_aware) * (1.0 - self.guided[:, None])
        self.visitor_known = known * self.visitor_offer
        self.visitor_gain = self.by_sector(self.visitor_known)
        ratio = local / fixed.start.visited * (1 + self.visitor_gain)
        pull = fixed.start.pull.copy()
        change_pull(pull, fixed.chosen, np.log(ratio) @ fixed.sectors.visitor_bundle_share, p["pull_response"])
        np.multiply(fixed.start.near, pull, out=w.flow)

    def by_sector(self, by_slot: np.ndarray) -> np.ndarray:
        """Add up slots by sector: (n_cities, n_slots) -> (n_cities, n_sectors)."""
        total = np.zeros_like(self.world.fixed.start.sales)
        add_by_sector(self.world.venues.sector, by_slot, total)
        return total

    def _market(self) -> Market:
        w, fixed, p, demand = self.world, self.world.fixed, self.settings.parameters, self.world.fixed.demand
        return Market(
            n_districts=fixed.geography.n_districts, people=fixed.cells.residents,
            occasions=fixed.sectors.occasions_per_week, season=self.season, planned=self.planned,
            ticket=demand.ticket, bill=self.online.bill, shop_bill=w.shopping.bill, online=self.online.share,
            online_bill=self.online.paid,
            creation=self.creation, offer=self.offer,
            seen=self.seen, telling=self.telling, slot_sector=w.venues.sector, n_used=slots_in_use(w.venues.project),
            need_pull=demand.need_pull, need_decay=demand.need_decay, dated=demand.dated,
            stages_from=demand.stages_from, early_reluctance=demand.early_reluctance,
            larger_delays=p["larger_delays"], waits=demand.waits, purse_weight=demand.purse_weight,
            adjustment=self.adjustment, windfall_weeks=p["windfall_weeks"], buffer_weeks=self.buffer_weeks,
            income_change=w.income / np.maximum(fixed.demand.planned_income * self.growth, 1e-300), growth=self.growth,
            creation_share=p["creation_share"], forget_rate=p["forget_rate"], habits=self.habits,
        )  # fmt: skip

    def open_week(self) -> None:
        """Set out offers, what visitors tell, and everything else that consumers face this week."""
        self.make_offers()
        tell_of_venues(self.world.venues, self.settings.parameters["tell_probability"], self.telling)
        if self.settings.population.choice == "individual":  # one visitor tells or does not: the chance must be whole
            self.telling /= np.maximum(1e-3, 1.0 - self.telling)
        self.market = self._market()

    def buy(self) -> Purchases:
        """Residents learn of venues, decide occasions, choose and pay."""
        w, s = self.world, self.support
        self.live(w.consumers, self.bought, w.venues.experienced, s.uptake, s.holdings, s.claims)
        return self.bought

    def live(
        self, consumers: Consumers, bought: Purchases, experienced: np.ndarray, uptake: Uptake, holdings: Holdings,
        claims: Claims,
    ) -> None:  # fmt: skip
        """Let residents, or a copy of some of them, live the week. Modifies: all six."""
        w, s = self.world, self.support
        n_cities, threads = w.fixed.chosen.size, self.settings.threads or os.cpu_count() or 1
        arguments = (
            consumers, self.market, bought, experienced, uptake, s.terms, holdings, s.rates,
            w.fixed.demand.price_sensitivity, claims,
        )  # fmt: skip
        if self.settings.population.choice == "individual":
            own = w.venues.project, self.seed, week_key(w.week)
            share_out(live_a_week_singly, n_cities, threads, *arguments, *own)
        else:
            share_out(live_a_week, n_cities, threads, *arguments)

    def nothing_bought(self, n_rows: int = 0) -> Purchases:
        """Return columns for a week's purchases, still empty; of rows one by one where their spending is recorded."""
        n_cities, n_districts, n_quintiles, n_sectors = self.world.shopping.local.shape
        return no_purchases(n_cities, n_districts, n_quintiles, n_sectors, self.world.venues.project.shape[1], n_rows)

    def share_out(self, bought: Purchases) -> Sales:
        """Send travellers on their way and say who received what."""
        w, fixed = self.world, self.world.fixed
        n_cities, n_sectors = fixed.start.sales.shape
        local, home = np.zeros((n_cities, n_sectors)), np.zeros(n_cities)
        per_purchase, n_districts = fixed.sectors.visits_per_purchase, fixed.geography.n_districts
        divide_purchases(n_districts, bought, w.shopping, self.online.share, per_purchase, w.since, local, home)
        online, delivered = self.online.sell(bought)
        leaving = fixed.start.outside_trips * self.season[fixed.tourism] * self.growth
        leaving[fixed.chosen] = home
        total = w.flow.sum(axis=1)
        trips = w.flow * np.divide(leaving, total, out=np.zeros_like(total), where=total > 0)[:, None]
        visitors = trips.sum(axis=0)[fixed.chosen, None] * fixed.sectors.visitor_bundle_share
        per_offer, row = visitors / (1 + self.visitor_gain), np.arange(len(visitors))[:, None]
        at_home = sold_at_venues(w, bought, self.market.n_used)
        of_visitors = self.visitor_known * per_offer[row, w.venues.sector]
        sales = Sales(
            established=local, visitors_established=per_offer, novel=self.by_sector(at_home + of_visitors),
            online=online, delivered=delivered,
            venue_home=at_home, venue_visitors=of_visitors, trips=trips, spent=bought.spent.copy(),
        )  # fmt: skip
        post_visitors(w, sales.visitors_established, self.season * self.growth)
        check_sales(sales, self.world)
        return sales

    def settle(self, sales: Sales) -> np.ndarray:
        """Crowding, experience and word abroad; returns what merchants got beyond plan, (n_cities, n_sectors) yuan."""
        w, fixed, p = self.world, self.world.fixed, self.settings.parameters
        by_slot = sales.venue_home + sales.venue_visitors
        crowded = by_slot / (w.venues.capacity * self.growth) - 1.0 - w.venues.overuse
        w.venues.overuse[:] += p["crowding_adaptation"] * crowded
        publicity, a = self.support.publicity, w.authorities
        visitors = fixed.cities.visits[fixed.chosen] / WEEKS_PER_YEAR * self.season[fixed.tourism]
        hear_abroad(
            w.venues, self.telling, w.visits, a.national + publicity["national"], a.visitors + publicity["visitors"],
            visitors, self.venue_rates, self.guided,
        )  # fmt: skip
        remember_venues(w.consumers, w.venues, w.visits, self.telling, self.venue_rates.remembered)
        self.support.settle()
        w.since.novel_sales[:] += sales.novel / self.growth
        beyond: np.ndarray = sales.established + sales.visitors_established + sales.novel
        beyond += sales.delivered
        beyond -= self.online.planned_receipts
        return beyond

"""Instruments at work in one world: they start, residents and merchants meet them, they are paid, they end.

Only channels are known here (see ``policy.instrument``), never the name of an instrument. All money goes
through the ledger in whole fen.

Long because what all instruments of a world do in a week stands in one place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.kernel.columns import CHANNELS, DIRECTIONS, MOST_COUPONS, Holdings
from sim.kernel.draws import KeyedDraws
from sim.kernel.loops.consumers import Uptake
from sim.kernel.loops.uptake import Claims, Terms, offers_of
from sim.kernel.rules.ticket import Offer, thought_of_share
from sim.model.announced import Announcements, room_for
from sim.model.habits import note_prices
from sim.model.handing_out import hand_out
from sim.model.observed import city_of_rows, record_spending, users
from sim.model.purse import Purse
from sim.model.rates import ticket_rates
from sim.model.supply import change_shops, open_event, shift_prices
from sim.policy.channels import CommonTerms
from sim.policy.instrument import EVERYWHERE, Instrument
from sim.world.build import World
from sim.world.ledger import FEN_PER_YUAN, POT_ACCOUNTS

if TYPE_CHECKING:
    from sim.inputs.settings import Settings
    from sim.model.market import CityMarkets

AUDIENCES = ("home", "visitors", "national")  # of publicity
NOT_THERE = -1  # row of what an instrument does not use


@dataclass
class Running:
    """One instrument in one world: its terms bound to the world's places, and where its money and claims are.

    Attributes
    ----------
    instrument : Instrument
    number : int
        Place in the programme.
    here : (n_cities,) bool
        Where it runs.
    sectors : (n_sectors,) bool
        In which it supports purchases.
    purse : Purse
    held : Holdings
        Of all instruments of the world; its own rows follow.
    coupon, counter : Offer or None
        Terms of a coupon, and of what every buyer gets at the counter.
    packet : int
        Coupons that one winner gets.
    coupon_row, voucher_row : int
        Rows of ``held``; ``NOT_THERE`` without coupons or vouchers.
    asked : (n_cities,) float64
        Yuan that last week's buyers would have been paid, had there been enough.
    cash_share, given, used : (n,) float64
        Share of each row's residents who get cash, who got anything, and at the end who used it; empty before.
    spent : (n,) float64
        Yuan per resident in its sectors while that is recorded; empty before.
    """

    instrument: Instrument
    number: int
    here: NDArray[np.bool_]
    sectors: NDArray[np.bool_]
    purse: Purse
    held: Holdings
    coupon: Offer | None
    packet: int
    counter: Offer | None
    coupon_row: int
    voucher_row: int
    asked: NDArray[np.float64]
    cash_share: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    given: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    used: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    spent: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))

    @property
    def terms(self) -> CommonTerms:
        """Terms that mean the same in all instruments that have them."""
        return self.instrument.common_terms

    def runs(self, week: int) -> bool:
        """Whether it runs in a week of the pilot."""
        return self.instrument.start_week <= week <= self.instrument.end_week

    def weeks_left(self, week: int) -> float:
        """Weeks until it ends, this one included; at least 1."""
        return max(1.0, self.instrument.end_week + 1.0 - week)

    def served(self) -> NDArray[np.float64]:
        """Share of buyers who come before the day's money is gone, as last week's demand lets expect, (n_cities,)."""
        daily = self.terms.daily_limit_yuan
        limit = np.inf if daily is None else daily * self.terms.days_per_week
        limits = np.minimum(limit, self.purse.left() / FEN_PER_YUAN)
        return np.minimum(1.0, limits / np.maximum(self.asked, 1e-9))


class Support:
    """All instruments of one world.

    Parameters
    ----------
    world : World
    settings : sim.inputs.settings.Settings
        Uses ``programme`` and ``parameters``.
    markets : CityMarkets
        Told when merchants or prices change in the middle of an account period.
    seed : int
        Of the replicate; decides which rows of residents win.

    Attributes
    ----------
    running : list of Running
        In the order of the programme.
    holdings : Holdings
        Coupons and vouchers that residents hold.
    coupons, counters, vouchers : list of Running
        Those that use the channel; their claims come in this order.
    claims : Claims
        Of this week, one row for each coupon, counter offer and voucher.
    publicity : dict of str to (n_cities,) float64
        Yuan of this week by who sees it.
    coordination_gain : (n_cities,) float64
    """

    def __init__(self, world: World, settings: Settings, markets: CityMarkets, seed: int) -> None:
        self.draws, self.world, self.markets = KeyedDraws(seed), world, markets
        self.rates = ticket_rates(settings.parameters)
        self.running, self.holdings = bind(world, settings.programme)
        self.coupons = [r for r in self.running if r.coupon]
        self.counters = [r for r in self.running if r.counter]
        self.vouchers = [r for r in self.running if r.voucher_row != NOT_THERE]
        n, n_sectors = world.consumers.need_stock.shape
        n_cities = world.fixed.chosen.size
        self.announcements = Announcements(world, self.running, self.holdings, settings.parameters)
        size = n if self.buying or self.announcements.any else 0
        self.uptake = Uptake(
            active=np.zeros(n_cities, dtype=bool), occasions=np.ones((size, n_sectors)),
            ticket=np.ones((size, n_sectors)), online=np.ones((size, n_sectors)),
            away=np.ones((size, n_sectors)), paid=np.zeros(size),
            lowered=np.zeros_like(world.shopping.local), billed=np.zeros_like(world.shopping.local),
        )  # fmt: skip
        self._city = city_of_rows(world)
        self.claims = self._no_claims()
        self.publicity = {audience: np.zeros(n_cities) for audience in AUDIENCES}
        self.coordination_gain = np.zeros(n_cities)
        self.terms = self._terms(world.week)

    @property
    def buying(self) -> list[Running]:
        """Whose claims are in which row."""
        return [*self.coupons, *self.counters, *self.vouchers]

    def _no_claims(self) -> Claims:
        shape = len(self.buying), self.world.fixed.chosen.size
        return Claims(*(np.zeros(shape) for _ in Claims._fields))

    def begin_week(self) -> None:
        """Start what starts, and say what residents meet this week."""
        if not self.running:
            return
        week = self.world.week
        self.coordination_gain[:] = 0.0
        for yuan in self.publicity.values():
            yuan[:] = 0.0
        for r in self.running:
            if week == r.instrument.start_week:
                self._start(r)
            if r.runs(week):
                self._pay_out(r)
        self.terms = self._terms(week)
        announced = self.terms.announced
        self.uptake.active[:] = announced.promised | announced.cities.any(axis=0)
        if self.buying:
            self.uptake.active[:] |= self.world.shopping.usual_support.any(axis=(1, 2, 3))
        for r in self.buying:
            self.uptake.active[:] |= r.runs(week) & r.here
        self.claims = self._no_claims()

    def _start(self, r: Running) -> None:
        """Commit the money that is known beforehand, hand out coupons and vouchers, change shops and prices."""
        instrument, world = r.instrument, self.world
        if r.coupon or instrument.voucher_yuan() or instrument.cash_yuan_per_week():
            hand_out(world, r, self.running[: r.number], self.draws)
        here = r.here
        if grant := instrument.grant_yuan():
            here = r.here & (r.purse.commit(r.here * grant) >= 1.0)  # nobody begins what is not paid for in full
            r.purse.pay(here * grant)
        if award := instrument.award_money():
            fen = r.here * int(award.yuan * FEN_PER_YUAN)
            world.ledger.post("treasury", POT_ACCOUNTS[DIRECTIONS.index(award.direction)], fen)
        if event := instrument.event():
            open_event(world, event, instrument.n_weeks, here, self._event_slot(r))
        if change := instrument.shop_change():
            change_shops(world, self.markets, change, here)
        if shift := instrument.price_shift():
            shift_prices(world, self.markets, shift, r.here)

    def _event_slot(self, r: Running) -> int:
        """Free proposal that an event takes: each one's own."""
        before = sum(bool(other.instrument.event()) for other in self.running[: r.number])
        return int(self.world.projects.status.shape[1]) - 1 - before

    def _pay_out(self, r: Running) -> None:
        """Cash into purses; publicity; departments that work together."""
        instrument = r.instrument
        self.coordination_gain += r.here * instrument.coordination_gain()
        if instrument.cash_yuan_per_week():
            c = self.world.consumers
            yuan = r.cash_share * instrument.cash_yuan_per_week()
            c.gap[:] += yuan
            r.purse.pay(np.bincount(self._city, weights=yuan * c.weight))
        if seen := instrument.publicity():
            paid = r.here * seen.yuan_per_week * r.purse.commit(r.here * seen.yuan_per_week)
            r.purse.pay(paid)
            self.publicity[seen.audience] += paid

    def _terms(self, week: int) -> Terms:
        """Offers and vouchers that run this week."""
        offers = [
            r.coupon._replace(accepted=thought_of_share(self.rates.acceptance, r.weeks_left(week)))
            for r in self.coupons
            if r.coupon
        ]
        offers += [r.counter for r in self.counters if r.counter]
        open_to = [r.runs(week) * r.here.astype(float) for r in self.coupons]
        open_to += [r.runs(week) * r.here * (r.instrument.reached_share() * r.served()) for r in self.counters]
        given = [*self.coupons, *self.counters]
        n_cities, n_sectors = self.world.fixed.chosen.size, self.world.consumers.need_stock.shape[1]
        return Terms(
            offers=offers_of(offers),
            offer_sectors=np.array([r.sectors for r in given], dtype=bool).reshape(-1, n_sectors),
            offer_cities=np.array(open_to, dtype=float).reshape(-1, n_cities),
            offer_channel=np.array([CHANNELS.index(r.terms.channel) for r in given], dtype=np.int64),
            pile=np.array([r.coupon_row for r in self.coupons] + [NOT_THERE] * len(self.counters), dtype=np.int64),
            voucher_sectors=np.array([r.sectors for r in self.vouchers], dtype=bool).reshape(-1, n_sectors),
            voucher_cities=np.array([r.runs(week) & r.here for r in self.vouchers], dtype=bool).reshape(-1, n_cities),
            voucher_channel=np.array([CHANNELS.index(r.terms.channel) for r in self.vouchers], dtype=np.int64),
            weeks_left=np.array([r.weeks_left(week) for r in self.vouchers], dtype=float),
            announced=self.announcements.of_week(week),
            voucher_yuan=np.array([r.instrument.voucher_yuan() for r in self.vouchers], dtype=float),
        )

    def settle(self) -> None:
        """Pay for what was used this week, and take back what has expired."""
        note_prices(self.world, self.uptake)
        week, first_voucher = self.world.week, len(self.coupons) + len(self.counters)
        for row, r in enumerate(self.buying):
            if r.runs(week):
                paid = self.claims.paid[row]
                if len(self.coupons) <= row < first_voucher:  # at the counter money is set aside as it is claimed
                    r.asked = paid / np.maximum(r.served(), 1e-12)
                    r.purse.commit(paid)
                r.purse.pay(paid)
        for r in self.running:
            record_spending(r, week, self.markets.bought)
            if week == r.instrument.end_week:
                self._end(r)

    def _end(self, r: Running) -> None:
        r.purse.close()
        if r.coupon_row != NOT_THERE:
            r.used = users(r)
            r.held.coupons[r.coupon_row] = 0.0
        if r.voucher_row != NOT_THERE:
            r.held.voucher[r.voucher_row] = 0.0
        if shift := r.instrument.price_shift():
            shift_prices(self.world, self.markets, shift, r.here, ends=True)


def bind(world: World, programme: tuple[Instrument, ...]) -> tuple[list[Running], Holdings]:
    """Bind the instruments of a programme to a world.

    Parameters
    ----------
    world : World
        Gets room for what residents will hold and for the money set aside, unless it comes with both from a world in
        which the same programme has begun.
    programme : tuple of Instrument

    Returns
    -------
    list of Running
    Holdings
        Of residents, those of all instruments.
    """
    n, n_cities = world.consumers.weight.size, world.fixed.chosen.size
    packets, vouchers = [k.coupons() for k in programme], [k.voucher_yuan() > 0 for k in programme]
    if world.committed is None or world.holdings is None or len(world.committed) != len(programme):
        n_vouchers, (promised, awaited) = sum(vouchers), room_for(programme, n)
        world.holdings = Holdings(
            coupons=np.zeros((sum(map(bool, packets)), n, MOST_COUPONS + 1), dtype=np.float32),
            voucher=np.zeros((n_vouchers, n)), voucher_share=np.zeros((n_vouchers, n)), promised=promised,
            awaited=awaited,
        )  # fmt: skip
        world.committed = np.zeros((len(programme), n_cities), dtype=np.int64)
    names = [world.fixed.cities.id[c] for c in world.fixed.chosen]
    running = []
    for k, instrument in enumerate(programme):
        packet = packets[k]
        running.append(Running(
            instrument=instrument, number=k, held=world.holdings,
            coupon=packet and packet.coupon, packet=packet.size if packet else 0, counter=instrument.counter_offer(),
            here=np.array([instrument.cities == EVERYWHERE or name in instrument.cities for name in names]),
            sectors=np.array([name in instrument.common_terms.sectors for name in world.fixed.sectors.sector]),
            purse=Purse(world.ledger, instrument, world.authorities.quota, world.committed[k]),
            coupon_row=sum(map(bool, packets[:k])) if packet else NOT_THERE,
            voucher_row=sum(vouchers[:k]) if vouchers[k] else NOT_THERE, asked=np.zeros(n_cities),
        ))  # fmt: skip
    return running, world.holdings

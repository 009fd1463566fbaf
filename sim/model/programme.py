"""Instruments at work in one world: they start, residents and merchants meet them, they are paid, they end.

Only channels are known here (see ``policy.instrument``), never the name of an instrument. All money goes
through the ledger in whole fen.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from sim.kernel.columns import DIRECTIONS, INSTRUMENTS_POT, LIQUIDITY_TYPES, MOST_COUPONS, Holdings
from sim.kernel.draws import KeyedDraws
from sim.kernel.loops.uptake import Claims, Terms, TicketRates, Uptake
from sim.model.supply import change_shops, open_event, shift_prices
from sim.policy.instrument import EVERYWHERE, Instrument
from sim.world.build import World
from sim.world.choose import whole_rows
from sim.world.ledger import FEN_PER_YUAN, POT_ACCOUNTS

N_STRATA = 16  # of the spread of tickets within a row: equally likely points
AUDIENCES = ("home", "visitors", "national")
PAYERS = {"treasury": "treasury", "grant": POT_ACCOUNTS[INSTRUMENTS_POT]}


def ticket_rates(parameters: dict) -> TicketRates:
    """Preferences behind tickets; planned tickets of a row are lognormal around their mean."""
    p = parameters
    z = ndtri((np.arange(N_STRATA) + 0.5) / N_STRATA)
    strata = np.exp(p["ticket_sigma"] * z)
    return TicketRates(
        p["ticket_elasticity"],
        p["worth_in_hand"],
        p["earmark"],
        p["acceptance"],
        strata / strata.mean(),
    )


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
    """

    def __init__(self, world: World, settings, markets, seed: int) -> None:
        self.draws = KeyedDraws(seed)
        self.world, self.instruments, self.markets = world, settings.programme, markets
        self.rates = ticket_rates(settings.parameters)
        self.coupons = [k for k in self.instruments if k.coupons()]
        self.counters = [k for k in self.instruments if k.counter_offer()]
        self.vouchers = [k for k in self.instruments if k.voucher_yuan()]
        self.buying = [*self.coupons, *self.counters, *self.vouchers]  # rows of claims
        n, n_sectors = world.consumers.need_stock.shape
        if world.committed is None or len(world.committed) != len(self.instruments):  # else it goes on where it stood
            world.holdings = Holdings(
                np.zeros((len(self.coupons), n, MOST_COUPONS + 1), dtype=np.float32),
                np.zeros((len(self.vouchers), n)),
                np.zeros((len(self.vouchers), n)),
            )
            world.committed = np.zeros((len(self.instruments), self._n_cities), dtype=np.int64)
        size = n if self.buying else 0
        self.uptake = Uptake(
            np.zeros(self._n_cities, dtype=bool), np.ones((size, n_sectors)), np.ones((size, n_sectors)), np.zeros(size)
        )
        self._city = np.repeat(np.arange(self._n_cities), np.diff(world.consumers.first))
        self._owed = np.zeros((len(self.instruments), self._n_cities))  # yuan not yet paid as whole fen
        self.claims = self._no_claims()
        self._drawn = np.zeros((len(self.instruments), self._n_cities), dtype=np.int64)  # fen taken out of the grant
        self.publicity = np.zeros((len(AUDIENCES), self._n_cities))  # yuan this week
        self.coordination_gain = np.zeros(self._n_cities)
        self._asked = np.zeros((len(self.instruments), self._n_cities))  # last week's claims at full service
        self._cash_winners: dict[int, np.ndarray] = {}

    @property
    def _n_cities(self) -> int:
        return self.world.fixed.chosen.size

    def _no_claims(self) -> Claims:
        return Claims(*(np.zeros((len(self.buying), self._n_cities)) for _ in Claims._fields))

    def _here(self, instrument: Instrument) -> np.ndarray:
        """Cities where it runs, (n_cities,) bool."""
        names = [self.world.fixed.cities.id[k] for k in self.world.fixed.chosen]
        return np.array([instrument.cities == EVERYWHERE or name in instrument.cities for name in names])

    def _sectors(self, instrument: Instrument) -> np.ndarray:
        return np.array([name in instrument.sectors for name in self.world.fixed.sectors.sector])

    def begin_week(self) -> None:
        """Start what starts, and say what residents meet this week."""
        week = self.world.week
        self.publicity[:], self.coordination_gain[:] = 0.0, 0.0
        for k, instrument in enumerate(self.instruments):
            if week == instrument.start_week:
                self._start(k, instrument)
            if instrument.start_week <= week <= instrument.end_week:
                self._pay_out(k, instrument)
        self.terms = self._terms(week)
        at_work = [k.start_week <= week <= k.end_week for k in self.buying]
        self.uptake.active[:] = False
        for running, instrument in zip(at_work, self.buying, strict=True):
            if running:
                self.uptake.active[:] |= self._here(instrument)
        self.claims = self._no_claims()

    def _start(self, k: int, instrument: Instrument) -> None:
        """Commit the money that is known beforehand, hand out coupons and vouchers, change shops and prices."""
        here = self._here(instrument)
        if instrument.coupons() or instrument.voucher_yuan() or instrument.cash_yuan_per_week():
            self._hand_out(k, instrument, here)
        if instrument.grant_yuan():
            share = self._commit(k, instrument, here * instrument.grant_yuan())
            self._settle_fen(k, instrument, here * share * instrument.grant_yuan())
        yuan, direction = instrument.award_yuan()
        if yuan:
            self._top_up(here * int(yuan * FEN_PER_YUAN), DIRECTIONS.index(direction))
        if instrument.event():
            open_event(self.world, instrument, here, self._event_row(k))
        if instrument.shop_change():
            change_shops(self.world, self.markets, instrument.shop_change(), here)
        if instrument.price_shift():
            shift_prices(self.world, self.markets, instrument.price_shift(), here)

    def _winners(self, instrument: Instrument) -> np.ndarray:
        """Share of each row's residents who get it, (n,)."""
        c, who = self.world.consumers, instrument.recipients()
        entitled = np.isin(c.quintile + 1, who.quintiles) & np.isin(c.liquidity, who.liquidity)
        chance = entitled.astype(float)
        if getattr(instrument, "allotment", "") == "first_come":  # the quicker and better connected are there first
            chance *= self.world.fixed.digital[c.quintile]
        weight = c.weight * chance
        total = np.bincount(self._city, weights=weight, minlength=self._n_cities)
        places = instrument.holders_share * np.bincount(self._city, weights=c.weight * entitled)
        share = np.divide(places, total, out=np.zeros_like(total), where=total > 0)
        return np.minimum(1.0, chance * share[self._city]) * self._here(instrument)[self._city]

    def _hand_out(self, k: int, instrument: Instrument, here: np.ndarray) -> None:
        winners = self._winners(instrument)
        each = instrument.voucher_yuan() + instrument.cash_yuan_per_week() * instrument.n_weeks
        if instrument.coupons():
            offer, packet = instrument.coupons()
            each = offer.face * packet
        wanted = each * np.bincount(self._city, weights=self.world.consumers.weight * winners)
        quota = getattr(instrument, "budget_yuan", None)
        within = 1.0 if quota is None else np.minimum(1.0, quota / np.maximum(wanted, 1e-9))
        winners = winners * (within * self._commit(k, instrument, wanted * within))[self._city]
        if instrument.coupons():
            pile = self.world.holdings.coupons[self.coupons.index(instrument)]
            pile[:, instrument.coupons_per_person] = winners
            pile[:, 0] = 1.0 - winners
            return
        winners = self._in_whole_rows(k, winners)
        if instrument.voucher_yuan():
            row = self.vouchers.index(instrument)
            self.world.holdings.voucher[row], self.world.holdings.voucher_share[row] = winners * each, winners
        else:
            self._cash_winners[k] = winners

    def _in_whole_rows(self, k: int, winners: np.ndarray) -> np.ndarray:
        """Rows that win instead of a share of each, (n,): as many residents of each city and liquidity type."""
        c, n_types = self.world.consumers, len(LIQUIDITY_TYPES)
        key = self.world.fixed.cities.key[self.world.fixed.chosen]
        start = self.draws.uniform("winners", key[:, None], self.world.week, k * n_types + np.arange(n_types))
        return whole_rows(winners, c.weight, self._city * n_types + c.liquidity, c.income, start.ravel())

    def _commit(self, k: int, instrument: Instrument, yuan: np.ndarray) -> np.ndarray:
        """Set money aside; returns the share of what was wanted that there is, (n_cities,)."""
        fen = np.ceil(yuan * FEN_PER_YUAN).astype(np.int64)
        got = fen if instrument.pays == "treasury" else np.minimum(fen, self._grant_left(instrument))
        self._move(instrument, got, back=False)
        self.world.committed[k] += got
        return np.divide(got, fen, out=np.zeros(fen.size), where=fen > 0)

    def _move(self, instrument: Instrument, fen: np.ndarray, back: bool) -> None:
        """Post money between the payer and the instruments' account; a grant's money is in pots."""
        payer = PAYERS[instrument.pays]
        pair = ("instruments", payer) if back else (payer, "instruments")
        self.world.ledger.post(*pair, fen)
        if instrument.pays == "grant":
            self._drawn[self.instruments.index(instrument)] += -fen if back else fen

    def _grant_left(self, instrument: Instrument) -> np.ndarray:
        """Fen of the grant that an instrument may still use, (n_cities,)."""
        pot = self.world.ledger.balance[PAYERS[instrument.pays]]
        if instrument.grant_share is None:
            return pot
        most = np.floor(instrument.grant_share * self.world.authorities.quota).astype(np.int64)
        return np.clip(most - self._drawn[self.instruments.index(instrument)], 0, pot)

    def _settle_fen(self, k: int, instrument: Instrument, yuan: np.ndarray) -> None:
        """Pay receivers in whole fen, never more than was committed; fractions wait for the next week."""
        self._owed[k] += yuan * FEN_PER_YUAN
        fen = np.minimum(np.floor(self._owed[k] + 0.5).astype(np.int64), self.world.committed[k])
        fen = np.maximum(fen, 0)
        self._owed[k] -= fen
        self.world.committed[k] -= fen
        self.world.ledger.post("instruments", instrument.receives, fen)

    def _pay_out(self, k: int, instrument: Instrument) -> None:
        """Cash into purses; publicity; departments that work together."""
        here = self._here(instrument)
        self.coordination_gain += here * instrument.coordination_gain()
        if instrument.cash_yuan_per_week():
            c = self.world.consumers
            yuan = self._cash_winners[k] * instrument.cash_yuan_per_week()
            c.gap[:] += yuan
            self._settle_fen(k, instrument, np.bincount(self._city, weights=yuan * c.weight))
        yuan, audience = instrument.publicity_yuan_per_week()
        if yuan:
            share = self._commit(k, instrument, here * yuan)
            self._settle_fen(k, instrument, here * yuan * share)
            self.publicity[AUDIENCES.index(audience)] += here * yuan * share

    def _terms(self, week: int) -> Terms:
        """Offers and vouchers that run this week."""
        offers, cities, pile = [], [], []
        for instrument in [*self.coupons, *self.counters]:
            on = instrument.start_week <= week <= instrument.end_week
            held = instrument in self.coupons
            reached = 1.0 if held else instrument.reached_share() * self._served(instrument)
            offers.append(instrument.coupons()[0] if held else instrument.counter_offer())
            cities.append(on * self._here(instrument) * reached)
            pile.append(self.coupons.index(instrument) if held else -1)
        n_sectors = len(self.world.fixed.sectors.sector)
        used = [k.start_week <= week <= k.end_week for k in self.vouchers]
        return Terms(
            np.array(offers, dtype=float).reshape(-1, 5),
            np.array([self._sectors(k) for k in [*self.coupons, *self.counters]]).reshape(-1, n_sectors),
            np.array(cities, dtype=float).reshape(-1, self._n_cities), np.array(pile, dtype=np.int64),
            np.array([self._sectors(k) for k in self.vouchers]).reshape(-1, n_sectors),
            np.array([on & self._here(k) for on, k in zip(used, self.vouchers, strict=True)], dtype=bool).reshape(
                -1, self._n_cities
            ),
            np.array([max(1.0, k.end_week + 1.0 - week) for k in [*self.coupons, *self.counters]]),
            np.array([max(1.0, k.end_week + 1.0 - week) for k in self.vouchers]),
        )  # fmt: skip

    def _served(self, instrument: Instrument) -> np.ndarray | float:
        """Share of buyers who come before the day's money is gone, as last week's demand lets expect."""
        limit = (
            np.inf if instrument.daily_limit_yuan is None else instrument.daily_limit_yuan * instrument.days_per_week
        )
        if instrument.pays == "grant":
            limit = np.minimum(limit, self._grant_left(instrument) / FEN_PER_YUAN)
        asked = self._asked[self.instruments.index(instrument)]
        return np.minimum(1.0, limit / np.maximum(asked, 1e-9))

    def settle(self) -> None:
        """Pay for what was used this week, and take back what has expired."""
        week = self.world.week
        for row, instrument in enumerate(self.buying):
            if instrument.start_week <= week <= instrument.end_week:
                k, paid = self.instruments.index(instrument), self.claims.paid[row]
                if instrument in self.counters:
                    self._asked[k] = paid / np.maximum(self._served(instrument), 1e-12)
                    self._commit(k, instrument, paid)
                self._settle_fen(k, instrument, paid)
        for k, instrument in enumerate(self.instruments):
            if week == instrument.end_week:
                self._end(k, instrument)

    def _end(self, k: int, instrument: Instrument) -> None:
        self._settle_fen(k, instrument, np.zeros(self._n_cities))
        self._move(instrument, self.world.committed[k].copy(), back=True)
        self.world.committed[k] = 0
        if instrument in self.coupons:
            self.world.holdings.coupons[self.coupons.index(instrument)] = 0.0
        if instrument in self.vouchers:
            self.world.holdings.voucher[self.vouchers.index(instrument)] = 0.0
        if instrument.price_shift():
            shift_prices(self.world, self.markets, instrument.price_shift(), self._here(instrument), ends=True)

    def _event_row(self, k: int) -> int:
        """Free proposal that the k-th instrument's event takes."""
        return self.world.projects.status.shape[1] - 1 - sum(bool(other.event()) for other in self.instruments[:k])

    def _top_up(self, fen: np.ndarray, pot: int) -> None:
        """Add to the money that the cities have for awards of one direction."""
        self.world.ledger.post("treasury", POT_ACCOUNTS[pot], fen)

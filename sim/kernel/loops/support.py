"""What the residents of a city make of this week's support, and of what is announced."""

from __future__ import annotations

import numpy as np

from sim.kernel.columns import Consumers, Holdings
from sim.kernel.compiled import njit
from sim.kernel.loops.announced import spend_ahead, wait_for_offers
from sim.kernel.loops.consumers import Market, Uptake, budget_of, know_offers, occasions_in, relative_occasions
from sim.kernel.loops.habits import begin_from_habits, bill_row, carry_habits
from sim.kernel.loops.uptake import Claims, OnlineParts, Responses, Terms, TicketRates, take_offer
from sim.kernel.loops.vouchers import take_voucher


@njit
def begin_row(
    i: int, c: int, created: np.ndarray, own: np.ndarray, before: np.ndarray, base: np.ndarray, consumers: Consumers,
    market: Market, terms: Terms, holdings: Holdings, uptake: Uptake,
) -> None:  # fmt: skip
    """Occasions of row i before any offer of the week: by need, purse, habit, and money that is to come.

    Parameters: created : (n_sectors,) by known venues; the rest as of :func:`take_up`. Modifies: own : (n_sectors,)
    without support; before : what habit and money to come make of these; base : occasions per resident; uptake.
    """
    purse = budget_of(consumers, market, i, c)
    uptake.paid[i] = 0.0
    for g in range(base.size):
        own[g] = relative_occasions(i, c, g, consumers, market, created[g], purse)
        begin_from_habits(i, c, g, consumers, market, uptake)
    if terms.announced.promised[c]:
        yuan = terms.announced.knows[consumers.quintile[i]] * holdings.promised[:, i].sum()
        spend_ahead(i, c, purse, yuan, consumers, market, uptake)
    for g in range(base.size):
        before[g] = uptake.occasions[i, g]
        base[g] = occasions_in(i, g, own[g] * before[g], consumers, market)


@njit
def take_up(
    c: int, consumers: Consumers, market: Market, terms: Terms, holdings: Holdings, rates: TicketRates,
    price_sensitivity: np.ndarray, uptake: Uptake, claims: Claims,
) -> None:  # fmt: skip
    """What the residents of city c make of this week's support.

    Long because support of all forms meets a row in one order: offers, what is awaited, vouchers.

    Parameters: c : int; consumers : Consumers; market : Market; terms : Terms; holdings : Holdings; rates :
    TicketRates; price_sensitivity : (n_cities, QUINTILES); uptake : Uptake; claims : Claims of zeros.
    Modifies: holdings; uptake of the city's rows; claims.
    """
    uptake.lowered[c], uptake.billed[c] = 0.0, 0.0
    awaits = terms.announced.cities[:, c].any()
    meets = (terms.offer_cities[:, c] > 0.0).any() or terms.voucher_cities[:, c].any()
    if not (meets or awaits or terms.announced.promised[c]):
        carry_habits(c, consumers, market, uptake)
        return
    n_sectors, used = market.occasions.size, market.n_used[c]
    own, base, before = np.empty(n_sectors), np.empty(n_sectors), np.empty(n_sectors)
    online, usually = OnlineParts(np.empty(n_sectors), np.empty(n_sectors)), np.empty(n_sectors)
    gain, created = np.empty(n_sectors), np.empty(n_sectors)
    known = np.empty(used, dtype=np.float32)
    found = Responses(
        np.empty(n_sectors), np.empty(n_sectors), np.empty(n_sectors), np.empty(n_sectors), np.empty(n_sectors),
        np.empty(n_sectors), np.empty(n_sectors), np.empty(n_sectors), np.empty(n_sectors),
    )  # fmt: skip
    for i in range(consumers.first[c], consumers.first[c + 1]):
        know_offers(i, c, consumers, market, known, gain, created)
        begin_row(i, c, created, own, before, base, consumers, market, terms, holdings, uptake)
        for g in range(n_sectors):
            usually[g] = market.online[c, consumers.district[i], consumers.quintile[i], g] / (1.0 + gain[g])
            online.spending[g], online.occasions[g] = usually[g], usually[g]
        sensitivity = price_sensitivity[c, consumers.quintile[i]] * consumers.price_response[i]
        for o in range(terms.pile.size):
            if terms.offer_cities[o, c] > 0.0:
                take_offer(
                    i, c, o, own, base, online, consumers, market, terms, holdings, rates, sensitivity, found, uptake,
                    claims,
                )  # fmt: skip
        if awaits:
            wait_for_offers(
                i, c, own, before, usually, consumers, market, terms.announced, holdings, rates, sensitivity, uptake
            )  # fmt: skip
            for g in range(n_sectors):
                base[g] = occasions_in(i, g, own[g] * uptake.occasions[i, g], consumers, market)
        for k in range(terms.voucher_sectors.shape[0]):
            if terms.voucher_cities[k, c] and holdings.voucher[k, i] > 0.0:
                take_voucher(
                    i, c, k, own, base, online, consumers, market, terms, holdings, rates, sensitivity, uptake, claims
                )  # fmt: skip
        for g in range(n_sectors):
            none = usually[g] <= 0.0
            uptake.online[i, g] = 1.0 if none else online.spending[g] / usually[g]
            uptake.away[i, g] = 1.0 if none else online.occasions[g] / usually[g]
        bill_row(i, c, base, consumers, market, uptake)

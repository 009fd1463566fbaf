"""Consumers' week: hear, take up support, buy; city by city, so that a city's columns stay in the cache."""

from __future__ import annotations

import numpy as np

from sim.kernel.columns import Consumers, Holdings
from sim.kernel.compiled import njit
from sim.kernel.loops.consumers import (
    Market,
    Purchases,
    Uptake,
    budget_of,
    forget_purchases,
    know_offers,
    occasions_in,
    relative_occasions,
    remember_visits,
    spread_word,
)
from sim.kernel.loops.flows import buy_in_flows
from sim.kernel.loops.individuals import buy_one_by_one, settle_awareness, settle_plans
from sim.kernel.loops.uptake import Claims, Responses, Terms, TicketRates, take_offer
from sim.kernel.loops.vouchers import take_voucher


@njit
def take_up(
    c: int, consumers: Consumers, market: Market, terms: Terms, holdings: Holdings, rates: TicketRates,
    price_sensitivity: np.ndarray, uptake: Uptake, claims: Claims,
) -> None:  # fmt: skip
    """What the residents of city c make of this week's support.

    Parameters: c : int; consumers : Consumers; market : Market; terms : Terms; holdings : Holdings; rates :
    TicketRates; price_sensitivity : (n_cities, QUINTILES); uptake : Uptake; claims : Claims of zeros.
    Modifies: holdings; uptake of the city's rows; claims.
    """
    n_sectors, used = market.occasions.size, market.n_used[c]
    own, base = np.empty(n_sectors), np.empty(n_sectors)
    gain, created = np.empty(n_sectors), np.empty(n_sectors)
    known = np.empty(used, dtype=np.float32)
    found = Responses(
        np.empty(n_sectors), np.empty(n_sectors), np.empty(n_sectors), np.empty(n_sectors), np.empty(n_sectors),
        np.empty(n_sectors), np.empty(n_sectors),
    )  # fmt: skip
    for i in range(consumers.first[c], consumers.first[c + 1]):
        purse = budget_of(consumers, market, i, c)
        know_offers(i, c, consumers, market, known, gain, created)
        for g in range(n_sectors):
            own[g] = relative_occasions(i, c, g, consumers, market, created[g], purse)
            base[g] = occasions_in(i, g, own[g], consumers, market)
            uptake.occasions[i, g], uptake.ticket[i, g] = 1.0, 1.0
        uptake.paid[i] = 0.0
        sensitivity = price_sensitivity[c, consumers.quintile[i]] * consumers.price_response[i]
        for o in range(terms.pile.size):
            if terms.offer_cities[o, c] > 0.0:
                take_offer(
                    i, c, o, own, base, consumers, market, terms, holdings, rates, sensitivity, found, uptake, claims
                )  # fmt: skip
        for k in range(terms.voucher_sectors.shape[0]):
            if terms.voucher_cities[k, c] and holdings.voucher[k, i] > 0.0:
                take_voucher(i, c, k, own, base, consumers, market, terms, holdings, rates, sensitivity, uptake, claims)


@njit
def live_a_week(
    start: int, stop: int, consumers: Consumers, market: Market, bought: Purchases, experienced: np.ndarray,
    uptake: Uptake, terms: Terms, holdings: Holdings, rates: TicketRates, price_sensitivity: np.ndarray,
    claims: Claims,
) -> None:  # fmt: skip
    """Let the residents of a range of cities live a week as expected flows.

    Parameters: start, stop : cities; experienced : share who have been to each venue; the rest as in
    :func:`buy_in_flows` and :func:`take_up`. Modifies: consumers; bought; experienced; uptake; holdings; claims.
    """
    visits = np.empty(experienced.shape[1:])  # of one city
    for c in range(start, stop):
        visits[: market.n_districts[c]] = 0.0
        forget_purchases(c, market.n_districts[c], bought)
        spread_word(c, consumers, market)
        if uptake.active[c]:
            take_up(c, consumers, market, terms, holdings, rates, price_sensitivity, uptake, claims)
        buy_in_flows(c, consumers, market, bought, visits, uptake)
        remember_visits(c, market, visits, experienced, bought)


@njit
def live_a_week_singly(
    start: int, stop: int, consumers: Consumers, market: Market, bought: Purchases, experienced: np.ndarray,
    uptake: Uptake, terms: Terms, holdings: Holdings, rates: TicketRates, price_sensitivity: np.ndarray,
    claims: Claims, project: np.ndarray, seed: int, week: int,
) -> None:  # fmt: skip
    """Let them live it as single residents; see :func:`live_a_week`.

    Parameters: project : (n_cities, n_slots) int64, keys of the venues; seed : int; week : key.
    """
    visits = np.empty(experienced.shape[1:])
    for c in range(start, stop):
        visits[: market.n_districts[c]] = 0.0
        forget_purchases(c, market.n_districts[c], bought)
        spread_word(c, consumers, market)
        settle_awareness(c, consumers, market, project, seed, week)
        settle_plans(c, consumers, market, seed, week)
        if uptake.active[c]:
            take_up(c, consumers, market, terms, holdings, rates, price_sensitivity, uptake, claims)
        buy_one_by_one(c, consumers, market, bought, visits, uptake, project, seed, week)
        remember_visits(c, market, visits, experienced, bought)

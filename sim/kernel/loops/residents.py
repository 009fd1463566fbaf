"""Consumers' week: hear, take up support, buy; city by city, so that a city's columns stay in the cache."""

from __future__ import annotations

import numpy as np

from sim.kernel.columns import Consumers, Holdings
from sim.kernel.compiled import njit
from sim.kernel.loops.consumers import Market, Purchases, Uptake, forget_purchases, remember_visits, spread_word
from sim.kernel.loops.flows import buy_in_flows
from sim.kernel.loops.individuals import buy_one_by_one, settle_awareness, settle_plans
from sim.kernel.loops.support import take_up
from sim.kernel.loops.uptake import Claims, Terms, TicketRates


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

"""What residents do who know of what is to come: they spend ahead what they can spare, or wait for a better offer."""

from __future__ import annotations

import math

import numpy as np

from sim.kernel.columns import OTHER, Consumers, Holdings
from sim.kernel.compiled import njit
from sim.kernel.loops.consumers import Market, Uptake, occasions_in
from sim.kernel.loops.uptake import Announced, TicketRates, offer_at, respond
from sim.kernel.rules.announced import better_by, budget_ahead, waiting_share
from sim.kernel.rules.money import budget_factor, sector_budget
from sim.kernel.rules.online import open_part
from sim.kernel.rules.ticket import expected_uses, timing_response


@njit
def spend_ahead(
    i: int, c: int, purse: float, promised: float, consumers: Consumers, market: Market, uptake: Uptake,
) -> None:  # fmt: skip
    """Let row i of city c count on money that is to come. Modifies: uptake.occasions.

    Parameters: purse : budget factor without it; promised : yuan per resident; the rest as of :func:`take_up`.
    """
    q, kind = consumers.quintile[i], consumers.liquidity[i]
    planned = market.planned[c, q] * (consumers.spending_scale[i] * market.growth)
    # The hand-to-mouth, of either type, hold what bridges the time to the next pay, and can spare nothing.
    spare = market.buffer_weeks[kind] * consumers.income[i] * market.growth if kind == OTHER else 0.0
    gap = consumers.gap[i]
    wanted = budget_factor(gap + promised, market.adjustment[kind], market.windfall_weeks, planned, math.inf)
    ahead = budget_ahead(purse, wanted, gap, planned, spare)
    for g in range(market.occasions.size):
        weight = market.purse_weight[c, q, g]
        before = sector_budget(purse, weight)
        if before > 0.0:
            uptake.occasions[i, g] *= sector_budget(ahead, weight) / before


@njit
def wait_for_offers(
    i: int, c: int, own: np.ndarray, before: np.ndarray, usually: np.ndarray, consumers: Consumers, market: Market,
    announced: Announced, holdings: Holdings, rates: TicketRates, sensitivity: float, uptake: Uptake,
) -> None:  # fmt: skip
    """Let those of row i of city c wait who will find a better offer. Modifies: uptake.occasions.

    Parameters: own : (n_sectors,) what they make of the usual occasions without support; before : (n_sectors,) what
    habits and purse make of these; usually : (n_sectors,) part of their spending that is online; what this week's
    offers do is in ``uptake``.
    """
    z, q = consumers.district[i], consumers.quintile[i]
    now = uptake.occasions[i] / before
    lift = np.ones(now.size)
    for k in range(announced.weeks.size):
        if not announced.cities[k, c] or holdings.awaited[k, i] <= 0.0:
            continue
        rate, offer = 0.0, offer_at(announced.offers, k)
        for g in range(now.size):
            if announced.sectors[k, g]:
                habit = market.habits.ticket[c, z, q, g]
                plan = market.ticket[c, q, g] * consumers.ticket_scale[i] * market.growth * habit
                response = timing_response(market.creation_share, market.waits[g])
                part = open_part(announced.channel[k], usually[g])
                one = respond(plan, offer, part, 1.0, sensitivity, response, rates)
                lift[g] = one.occasions
                rate += one.uses * occasions_in(i, g, own[g] * before[g] * lift[g], consumers, market)
        open_to = holdings.awaited[k, i]
        if announced.packet[k] > 0:
            open_to *= expected_uses(rate, announced.packet[k]) / rate if rate > 0.0 else 0.0
        for g in range(now.size):
            if announced.sectors[k, g]:
                timing = timing_response(market.creation_share, market.waits[g])
                better = better_by(1.0 + open_to * (lift[g] - 1.0), now[g], sensitivity, timing)
                waiting = waiting_share(better, announced.weeks[k], announced.use_per_week[g])
                uptake.occasions[i, g] *= 1.0 - announced.knows[q] * waiting

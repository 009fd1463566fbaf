"""What residents make of vouchers: what pays for purchases that are made anyway, and what is bought lest it lapses."""

from __future__ import annotations

import numpy as np

from sim.kernel.columns import Consumers, Holdings
from sim.kernel.compiled import njit
from sim.kernel.loops.consumers import Market, Uptake, occasions_in
from sim.kernel.loops.uptake import Claims, OnlineParts, Terms, TicketRates, ticket_of
from sim.kernel.rules.online import online_after, open_part
from sim.kernel.rules.ticket import timing_response, voucher_use
from sim.kernel.rules.voucher import added_occasions, buyers_share, lapsing_share

_LAPSES = 1e-9  # share of holders below which nobody buys for the voucher's sake


@njit
def buy_lest_it_lapses(
    i: int, c: int, k: int, own: np.ndarray, base: np.ndarray, online: OnlineParts, consumers: Consumers,
    market: Market, terms: Terms, holdings: Holdings, rates: TicketRates, sensitivity: float, uptake: Uptake,
) -> tuple[float, float]:  # fmt: skip
    """Purchases that holders of voucher k add in its last week, who would not use it otherwise.

    Modifies: base; online; uptake.

    Until then they may come to buy anyway, and waiting costs nothing (redemptions rise just before coupons expire,
    Inman & McAlister 1994). One purchase each at most.

    Parameters as of :func:`take_offer`. Returns: yuan per resident that are bought on top, and yuan of the voucher.
    """
    each, planned, added, extra, use = terms.voucher_yuan[k], 0.0, 0.0, 0.0, 0.0
    channel = terms.voucher_channel[k]
    for g in range(base.size):
        planned += base[g] * open_part(channel, online.occasions[g]) if terms.voucher_sectors[k, g] else 0.0
    lapsing = holdings.voucher[k, i] / each * lapsing_share(planned, terms.weeks_left[k])
    if lapsing < _LAPSES:
        return extra, use
    adds = np.zeros(base.size)
    for g in range(base.size):
        ticket = ticket_of(i, c, g, consumers, market, uptake)
        there = base[g] * open_part(channel, online.occasions[g])
        if terms.voucher_sectors[k, g] and ticket > 0.0 and there > 0.0:
            response = timing_response(market.creation_share, market.waits[g])
            adds[g] = added_occasions(there, each, ticket, rates.worth_in_hand, sensitivity, response)
            added += adds[g]
    for g in range(base.size):
        if adds[g] > 0.0:
            before, ticket = base[g], ticket_of(i, c, g, consumers, market, uptake)
            uptake.occasions[i, g] *= 1.0 + lapsing * buyers_share(added) * adds[g] / added / before
            base[g] = occasions_in(i, g, own[g] * uptake.occasions[i, g], consumers, market)
            extra += (base[g] - before) * ticket
            use += (base[g] - before) * min(each, ticket)
            buy_where_it_holds(channel, g, before, base, online)
    return extra, min(use, holdings.voucher[k, i])


@njit
def buy_where_it_holds(channel: int, g: int, before: float, base: np.ndarray, online: OnlineParts) -> None:
    """What is bought on top in sector g is bought where the voucher holds. Modifies: online.

    Parameters: channel : index of CHANNELS; before : occasions without it; base : with it; online : OnlineParts.
    """
    if base[g] > 0.0:
        kept = before / base[g]
        online.spending[g] = online_after(channel, online.spending[g], 1.0, kept)
        online.occasions[g] = online_after(channel, online.occasions[g], 1.0, kept)


@njit
def take_voucher(
    i: int, c: int, k: int, own: np.ndarray, base: np.ndarray, online: OnlineParts, consumers: Consumers,
    market: Market, terms: Terms, holdings: Holdings, rates: TicketRates, sensitivity: float, uptake: Uptake,
    claims: Claims,
) -> None:  # fmt: skip
    """Row i of city c spends from voucher k. Modifies: base; online; holdings.voucher; uptake; claims.

    It pays for what is bought anyway, and part of that use, the earmark, is spent on top in the sectors and the
    channel it is for; the rest frees money of the purse. Who would not buy before it expires may buy for its sake.
    Parameters as of :func:`take_offer`.
    """
    n_sectors, q = base.size, consumers.quintile[i]
    channel, eligible, weighed, rate, added, lest = terms.voucher_channel[k], 0.0, 0.0, 0.0, 0.0, 0.0
    for g in range(n_sectors):
        if terms.voucher_sectors[k, g]:
            planned = base[g] * open_part(channel, online.spending[g]) * ticket_of(i, c, g, consumers, market, uptake)
            eligible += planned
            rate += base[g] * open_part(channel, online.occasions[g])
            weighed += planned * market.purse_weight[c, q, g]
    eligible *= holdings.voucher_share[k, i]  # what the holders among the row's residents buy
    if terms.weeks_left[k] <= 1.0:
        added, lest = buy_lest_it_lapses(
            i, c, k, own, base, online, consumers, market, terms, holdings, rates, sensitivity, uptake
        )  # fmt: skip
    left, extra = holdings.voucher[k, i] - lest, added
    use = min(voucher_use(left, eligible, rates.acceptance, terms.weeks_left[k]), left * buyers_share(rate))
    if use + lest <= 0.0:
        return
    holdings.voucher[k, i] -= use + lest
    for g in range(n_sectors):
        if terms.voucher_sectors[k, g] and use > 0.0:
            part = open_part(channel, online.spending[g])
            uptake.occasions[i, g] *= 1.0 + rates.earmark * use * market.purse_weight[c, q, g] * part / weighed
            before = base[g]
            base[g] = occasions_in(i, g, own[g] * uptake.occasions[i, g], consumers, market)
            extra += (base[g] - before) * ticket_of(i, c, g, consumers, market, uptake)
            buy_where_it_holds(channel, g, before, base, online)
    uptake.paid[i] += use + lest
    row, weight = terms.pile.size + k, consumers.weight[i]
    claims.paid[row, c] += weight * (use + lest)
    claims.bills[row, c] += weight * (use + added)  # what was planned and partly paid is a bill of what is paid
    claims.extra[row, c] += weight * extra
    claims.used[row, c] += weight

"""Consumers' purchases as expected flows, a few rows at a time.

A row by itself has loops over a handful of sectors, which are short, and sums in which each number waits for the last;
a few rows together have long loops and several sums at once.
"""

from __future__ import annotations

import numpy as np

from sim.kernel.columns import Consumers
from sim.kernel.compiled import njit
from sim.kernel.loops.consumers import (
    Market,
    Purchases,
    Uptake,
    budget_of,
    create_occasions,
    half_of,
    own_occasions,
)
from sim.kernel.loops.dates import ROWS, keep_dates, keep_plans, no_dates
from sim.kernel.loops.online import go_online
from sim.kernel.rules.choice import share_of_known
from sim.kernel.rules.money import next_gap
from sim.kernel.rules.need import next_need_stock


@njit
def know_of_all(
    first: int, n: int, c: int, consumers: Consumers, market: Market, known: np.ndarray, gain: np.ndarray,
) -> None:  # fmt: skip
    """As :func:`know_offers` for n rows, four at a time: in one of them every sum waits for the last.

    Modifies: known : (n_rows, n_used) float32; gain : (n_rows, n_sectors).
    """
    sector, used = market.slot_sector[c], known.shape[1]
    gain[:] = 0.0
    for r in range(n):
        i = first + r
        aware, offer = consumers.aware[i], market.offer[c, consumers.district[i], consumers.quintile[i]]
        mine = known[r]
        for v in range(used):
            mine[v] = aware[v] * offer[v]
    fours = n - n % 4
    for r in range(0, fours, 4):
        a, b, x, y = known[r], known[r + 1], known[r + 2], known[r + 3]
        of_a, of_b, of_x, of_y = gain[r], gain[r + 1], gain[r + 2], gain[r + 3]
        for v in range(used):
            g = sector[v]
            of_a[g] += a[v]
            of_b[g] += b[v]
            of_x[g] += x[v]
            of_y[g] += y[v]
    for r in range(fours, n):
        for v in range(used):
            gain[r, sector[v]] += known[r, v]


@njit
def multiply_by_sector(known: np.ndarray, n: int, sector: np.ndarray, factor: np.ndarray) -> None:
    """Multiply what n rows have by slot with what they have by sector; four rows at a time. Modifies: known."""
    used, fours = known.shape[1], n - n % 4
    for r in range(0, fours, 4):
        a, b, x, y = known[r], known[r + 1], known[r + 2], known[r + 3]
        of_a, of_b, of_x, of_y = factor[r], factor[r + 1], factor[r + 2], factor[r + 3]
        for v in range(used):
            g = sector[v]
            a[v] *= of_a[g]
            b[v] *= of_b[g]
            x[v] *= of_x[g]
            y[v] *= of_y[g]
    for r in range(fours, n):
        for v in range(used):
            known[r, v] *= factor[r, sector[v]]


@njit
def move_online(
    c: int, i: int, consumers: Consumers, market: Market, uptake: Uptake, paid: np.ndarray, rate: np.ndarray,
    bought: Purchases,
) -> None:  # fmt: skip
    """Note by how much support changes what row i of city c buys online. Modifies: bought.online, occasions.

    Parameters: paid : (n_sectors,) yuan per resident, novel venues aside; rate : as paid, occasions. Those online are
    taken out of all at their usual share later, so that what differs from it is taken out here, by as much less.
    """
    z, q, weight = consumers.district[i], consumers.quintile[i], consumers.weight[i]
    share, bill, online = market.online[c, z, q], market.bill[c, z, q], bought.online[c, z, q]
    paid_online, trips = market.online_bill[c, z, q], bought.occasions[c, z, q]
    for g in range(paid.size):
        online[g] += weight * paid[g] * share[g] * paid_online[g] / bill[g] * (uptake.online[i, g] - 1.0)
        trips[g] -= weight * rate[g] * share[g] / (1.0 - share[g]) * (uptake.away[i, g] - 1.0)


@njit
def take_support(
    first: int, n: int, uptake: Uptake, relative: np.ndarray, stretch: np.ndarray, paid: np.ndarray,
) -> None:  # fmt: skip
    """What n rows make of support. Modifies: relative, stretch : (n_rows, n_sectors); paid : (n_rows,)."""
    for r in range(n):
        paid[r] = uptake.paid[first + r]
        for g in range(relative.shape[1]):
            relative[r, g] *= uptake.occasions[first + r, g]
            stretch[r, g] = uptake.ticket[first + r, g]


@njit
def buy_in_flows(
    c: int, consumers: Consumers, market: Market, bought: Purchases, visits: np.ndarray, uptake: Uptake,
) -> None:  # fmt: skip
    """Expected purchases of city c's residents in one week: occasions, choice, payment; a few rows at a time.

    Long because handing so many columns on takes longer than what is done with them for a few rows.

    Parameters: c : int; consumers : Consumers; market : Market; bought : Purchases of zeros; uptake : Uptake.
    Modifies: consumers.gap, need_stock, plan, told_of; bought; visits : (n_districts, QUINTILES, n_slots) of zeros.
    """
    sector, used = market.slot_sector[c], market.n_used[c]
    need_pull, need_decay, growth = market.need_pull, market.need_decay, market.growth
    supported, n_sectors, recorded = uptake.active[c], market.occasions.size, bought.of_rows.shape[0] > 0
    known = np.empty((ROWS, used), dtype=np.float32)  # attractions, then visits
    gain, created, relative = np.zeros((ROWS, n_sectors)), np.ones((ROWS, n_sectors)), np.ones((ROWS, n_sectors))
    ordinary, usual = market.occasions * market.season, np.ones((ROWS, n_sectors))
    rate, stretch, paid = np.zeros((ROWS, n_sectors)), np.ones((ROWS, n_sectors)), np.zeros(ROWS)
    in_shops = np.zeros(n_sectors)  # and online
    dates = no_dates(market.dated.size)
    for first in range(consumers.first[c], consumers.first[c + 1], ROWS):
        n = min(ROWS, consumers.first[c + 1] - first)
        know_of_all(first, n, c, consumers, market, known, gain)
        create_occasions(gain.ravel(), market.creation_share, created.ravel())
        for r in range(n):
            i = first + r
            z, q, purse = consumers.district[i], consumers.quintile[i], budget_of(consumers, market, i, c)
            creation, weights = market.creation[c, z, q], market.purse_weight[c, q]
            stock, more, occasions = consumers.need_stock[i], created[r], relative[r]
            often, plans = consumers.frequency[i], usual[r]
            for g in range(n_sectors):
                plans[g] = ordinary[g] * often[g]
                occasions[g] = own_occasions(creation[g], more[g], stock[g], need_pull[g], purse, weights[g])
        if supported:
            take_support(first, n, uptake, relative, stretch, paid)
        keep_dates(first, n, consumers, market, usual, relative, dates)
        all_usual, all_relative, all_gain, all_rate = usual.ravel(), relative.ravel(), gain.ravel(), rate.ravel()
        for k in range(all_rate.size):
            all_rate[k] = share_of_known(all_usual[k] * all_relative[k], all_gain[k])
        for r in range(n):
            i = first + r
            z, q, weight = consumers.district[i], consumers.quintile[i], consumers.weight[i]
            scale = consumers.ticket_scale[i] * growth
            tickets, bill, stock = market.ticket[c, q], market.bill[c, z, q], consumers.need_stock[i]
            established, gained = bought.established[c, z, q], bought.gained[c, z, q]
            by_sector, trips = bought.spent[c, q], bought.occasions[c, z, q]
            gains, rates, occasions, longer, plans = gain[r], rate[r], relative[r], stretch[r], usual[r]
            often = consumers.frequency[i]
            spent, planned = 0.0, 0.0
            for g in range(n_sectors):
                ticket = tickets[g] * scale
                planned += plans[g] * ticket
                money = rates[g] * (ticket * longer[g])
                at_established, at_venues = money * bill[g], money * gains[g]
                spent += at_established + at_venues
                in_shops[g] = at_established
                established[g] += weight * at_established
                trips[g] += weight * rates[g]
                by_sector[g] += weight * (at_established + at_venues)
                gained[g] += weight * scale * often[g] * gains[g]
                stock[g] = next_need_stock(stock[g], need_decay[g], occasions[g] * longer[g])
            if recorded:
                own = bought.of_rows[i]
                for g in range(n_sectors):
                    own[g] = rates[g] * (tickets[g] * scale * longer[g]) * (bill[g] + gains[g])
            income_change = market.income_change[c, q] * consumers.income[i] * growth
            consumers.gap[i] = next_gap(consumers.gap[i], income_change, planned, spent - paid[r])
            if supported:
                move_online(c, i, consumers, market, uptake, in_shops, rates, bought)
        keep_plans(first, n, consumers, market, stretch, dates)
        multiply_by_sector(known, n, sector, rate)
        for r in range(n):
            i = first + r
            z, q, weight = consumers.district[i], consumers.quintile[i], consumers.weight[i]
            for v in range(used):
                consumers.told_of[i, v] = half_of(known[r, v])
            for v in range(used):
                visits[z, q, v] += weight * known[r, v]
        if supported:
            multiply_by_sector(known, n, sector, stretch)
        for r in range(n):
            i = first + r
            q, scaled = consumers.quintile[i], consumers.weight[i] * (consumers.ticket_scale[i] * growth)
            for v in range(used):
                bought.scaled_visits[c, q, v] += scaled * known[r, v]
    go_online(c, market, bought)

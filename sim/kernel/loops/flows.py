"""Consumers' purchases as expected flows, a few rows at a time.

A row by itself has loops over a handful of sectors, which are short, and sums in which each number waits for the last;
a few rows together have long loops and several sums at once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.kernel.columns import MOST_STAGES, Consumers
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
from sim.kernel.loops.online import go_online
from sim.kernel.rules.choice import share_of_known
from sim.kernel.rules.money import next_gap
from sim.kernel.rules.need import next_need_stock
from sim.kernel.rules.plan import added_share, early_share

_ROWS = 32  # that buy at a time; what is kept of them between two loops stays in the cache


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
    c: int, i: int, consumers: Consumers, market: Market, uptake: Uptake, paid: np.ndarray, bought: Purchases
) -> None:
    """Note by how much support changes what row i of city c buys online. Modifies: bought.online.

    Parameters: paid : (n_sectors,) yuan per resident, novel venues aside.
    """
    z, q, weight = consumers.district[i], consumers.quintile[i], consumers.weight[i]
    share, bill, online = market.online[c, z, q], market.bill[c, z, q], bought.online[c, z, q]
    paid_online = market.online_bill[c, z, q]
    for g in range(paid.size):
        online[g] += weight * paid[g] * share[g] * paid_online[g] / bill[g] * (uptake.online[i, g] - 1.0)


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


class Dates(NamedTuple):
    """What is kept of some rows' plans while they buy; rows last, so that loops over them vectorise."""

    plan: np.ndarray  # (n_dated, MOST_STAGES, n_rows) share of residents by stage
    lift: np.ndarray  # (n_dated, n_rows) what offers, purse and venues make of occasions
    early: np.ndarray  # (n_dated, n_rows) residents one stage earlier who buy, over those of the stage after
    without: np.ndarray  # (n_dated, n_rows) who is in no stage
    occasions: np.ndarray  # (n_dated, n_rows) over the usual ones
    usual: np.ndarray  # (n_dated, n_rows) planned occasions of the week
    rate: np.ndarray  # (n_dated, n_rows) share of a stage that passes it in a week
    chance: np.ndarray  # (n_dated, n_rows) that somebody in the last stage buys who would not without an offer
    willing: np.ndarray  # (n_rows,) sum of willingness over stages
    left: np.ndarray  # (n_rows,) those of a stage who have not bought


@njit
def no_dates(n_dated: int) -> Dates:
    """Return room for them."""
    by_row = (n_dated, _ROWS)
    return Dates(
        np.zeros((n_dated, MOST_STAGES, _ROWS)), np.ones(by_row), np.zeros(by_row), np.zeros(by_row), np.zeros(by_row),
        np.ones(by_row), np.ones(by_row), np.zeros(by_row), np.ones(_ROWS), np.zeros(_ROWS),
    )  # fmt: skip


@njit
def keep_dates(
    first: int, n: int, consumers: Consumers, market: Market, usual: np.ndarray, relative: np.ndarray, dates: Dates,
) -> None:  # fmt: skip
    """Turn what n rows would buy at any time into what those buy whose dates have come, or who buy early.

    As :func:`planned_occasions`, for all rows at once; loops over few columns each, which vectorise.
    Modifies: relative : (n_rows, n_sectors); dates.
    """
    willing = dates.willing
    for d in range(market.dated.size):
        g = market.dated[d]
        begin, stages = market.stages_from[g], market.stages_from[g + 1] - market.stages_from[g]
        reluctance, rate, planned = market.early_reluctance[g], dates.rate[d], dates.usual[d]
        lift, early, without = dates.lift[d], dates.early[d], dates.without[d]
        ready, chance = dates.occasions[d], dates.chance[d]
        for r in range(n):
            lift[r], planned[r] = relative[r, g], usual[r, g]
        for r in range(_ROWS):
            rate[r] = min(1.0, stages * planned[r])
        for r in range(_ROWS):
            early[r] = early_share(lift[r], reluctance)
        willing[:], ready[:], without[:] = 0.0, 0.0, 1.0
        for k in range(stages):
            part = dates.plan[d, k]
            for r in range(n):
                part[r] = consumers.plan[first + r, begin + k]
            for r in range(_ROWS):
                willing[r] = willing[r] * early[r] + 1.0
            for r in range(_ROWS):
                ready[r] = ready[r] * early[r] + part[r]
                without[r] -= part[r]
        for r in range(_ROWS):
            chance[r] = added_share(lift[r], willing[r], rate[r])
        part = dates.plan[d, stages - 1]
        for r in range(_ROWS):
            ready[r] = rate[r] / planned[r] * (part[r] * min(1.0, lift[r]) + chance[r] * ready[r])
        for r in range(n):
            relative[r, g] = ready[r]


@njit
def keep_plans(
    first: int, n: int, consumers: Consumers, market: Market, stretch: np.ndarray, dates: Dates,
) -> None:  # fmt: skip
    """Move n rows on in their plans after they have bought, as :func:`advance_plan`. Modifies: the plans; dates."""
    left, delayed = dates.left, dates.willing
    for d in range(market.dated.size):
        g = market.dated[d]
        begin, stages = market.stages_from[g], market.stages_from[g + 1] - market.stages_from[g]
        usual, rate = dates.usual[d], dates.rate[d]
        lift, early, chance, bought = dates.lift[d], dates.early[d], dates.chance[d], dates.occasions[d]
        for r in range(n):
            delayed[r] = max(-1.0, min(1.0, market.larger_delays * (stretch[r, g] - 1.0)))
        part = dates.plan[d, stages - 1]
        for r in range(_ROWS):
            part[r] *= max(0.0, 1.0 - rate[r] * (min(1.0, lift[r]) + chance[r]))
        for r in range(_ROWS):
            chance[r] *= rate[r]
        for k in range(stages - 2, -1, -1):
            part, after = dates.plan[d, k], dates.plan[d, k + 1]
            for r in range(_ROWS):
                chance[r] *= early[r]
            for r in range(_ROWS):
                left[r] = part[r] - part[r] * chance[r]
            for r in range(_ROWS):
                after[r] += rate[r] * left[r]
                part[r] = left[r] - rate[r] * left[r]
        part, without = dates.plan[d, 0], dates.without[d]
        for r in range(_ROWS):
            part[r] += usual[r] * (bought[r] - bought[r] * abs(delayed[r]))
        for r in range(_ROWS):
            part[r] += max(0.0, without[r]) * min(1.0, usual[r])
        part = dates.plan[d, stages - 1]
        for r in range(_ROWS):
            part[r] += usual[r] * bought[r] * max(0.0, -delayed[r])
        for k in range(stages):
            part = dates.plan[d, k]
            for r in range(n):
                consumers.plan[first + r, begin + k] = part[r]


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
    known = np.empty((_ROWS, used), dtype=np.float32)  # attractions, then visits
    gain, created, relative = np.zeros((_ROWS, n_sectors)), np.ones((_ROWS, n_sectors)), np.ones((_ROWS, n_sectors))
    ordinary, usual = market.occasions * market.season, np.ones((_ROWS, n_sectors))
    rate, stretch, paid = np.zeros((_ROWS, n_sectors)), np.ones((_ROWS, n_sectors)), np.zeros(_ROWS)
    in_shops = np.zeros(n_sectors)  # and online
    dates = no_dates(market.dated.size)
    for first in range(consumers.first[c], consumers.first[c + 1], _ROWS):
        n = min(_ROWS, consumers.first[c + 1] - first)
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
                move_online(c, i, consumers, market, uptake, in_shops, bought)
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

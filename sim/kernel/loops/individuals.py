"""Consumers as single residents: Poisson occasions and one choice each; the oracle of the expected flows.

Every draw is keyed by resident, week, sector, occasion and project, and each alternative has an error
term of its own, so improving one venue moves a resident only to it.
"""

from __future__ import annotations

import math

import numpy as np

from sim.kernel.columns import Consumers
from sim.kernel.compiled import njit
from sim.kernel.draws import STREAMS, draw
from sim.kernel.loops.consumers import (
    Market,
    Purchases,
    Uptake,
    budget_of,
    know_offers,
    occasions_at,
    plan_of,
    relative_occasions,
    store_visits,
    usual_of,
)
from sim.kernel.rules.money import next_gap
from sim.kernel.rules.need import next_need_stock
from sim.kernel.rules.plan import next_stage

_OCCASION, _CHOICE, _HEARING = STREAMS["occasion"], STREAMS["choice"], STREAMS["hearing"]
_MOST_OCCASIONS, _MOST_PROJECTS = 64, 4096  # ranges of the parts that a key is put together from
_STAGE, _PLAN, _ONLINE = 1, 2, 3  # draws of a sector and week that follow the one of its occasions


@njit
def poisson(mean: float, u: float) -> int:
    r"""Poisson number by inversion of its distribution function.

    Source: Devroye (1986, ch. X.3). Parameters: mean >= 0; u in (0, 1). Returns: int, at most 63. Modifies: nothing.

    >>> poisson(0.0, 0.5)
    0
    """
    term = math.exp(-mean)
    below, n = term, 0
    while u > below and n < _MOST_OCCASIONS - 1:
        n += 1
        term *= mean / n
        below += term
    return n


@njit
def _gumbel(u: float) -> float:
    return -math.log(-math.log(u))


@njit
def settle_awareness(c: int, consumers: Consumers, market: Market, project: np.ndarray, seed: int, week: int) -> None:
    """Turn shares that know a venue into yes or no. Modifies: consumers.aware.

    Parameters: c : int; consumers : Consumers; market : Market; project : (n_cities, n_slots) int64; seed : int;
    week : key.
    """
    for i in range(consumers.first[c], consumers.first[c + 1]):
        for v in range(market.n_used[c]):
            share = consumers.aware[i, v]
            if 0.0 < share < 1.0:
                u = draw(seed, _HEARING, consumers.identity[i], week, project[c, v])
                consumers.aware[i, v] = 1.0 if u < share else 0.0


@njit
def settle_plans(c: int, consumers: Consumers, market: Market, seed: int, week: int) -> None:
    """Put each resident into one stage of every plan, by its shares; who is in one already stays. Modifies: plan."""
    n_sectors = market.occasions.size
    for i in range(consumers.first[c], consumers.first[c + 1]):
        for k in range(market.dated.size):
            stages = plan_of(consumers, market, i, market.dated[k])
            if 0.0 < stages.max() < 1.0:
                u = draw(seed, _OCCASION, consumers.identity[i], week, _PLAN * n_sectors + market.dated[k])
                enter_stage(stages, 1 + min(stages.size - 1, int(np.searchsorted(stages.cumsum(), u))))


@njit
def enter_stage(stages: np.ndarray, stage: int) -> None:
    """Put a resident into one stage, or into none, 0. Modifies: stages."""
    stages[:] = 0.0
    if stage > 0:
        stages[stage - 1] = 1.0


@njit
def _choose(
    offer: np.ndarray, aware: np.ndarray, sector: np.ndarray, project: np.ndarray, used: int, g: int, seed: int,
    identity: int, week: int, occasion: int,
) -> int:  # fmt: skip
    """Slot of the venue that wins this occasion, or -1 for an established merchant."""
    key = (g * _MOST_OCCASIONS + occasion) * _MOST_PROJECTS
    best = _gumbel(draw(seed, _CHOICE, identity, week, key))
    winner = -1
    for v in range(used):
        if sector[v] == g and aware[v] > 0.0 and offer[v] > 0.0:
            value = math.log(offer[v]) + _gumbel(draw(seed, _CHOICE, identity, week, key + 1 + project[v]))
            if value > best:
                best, winner = value, v
    return winner


@njit
def _buys_online(
    i: int, g: int, occasion: int, share: float, consumers: Consumers, n_sectors: int, seed: int, week: int
) -> bool:
    """Whether a resident who goes to no novel venue buys online."""
    if share <= 0.0:
        return False
    key = (_ONLINE + occasion) * n_sectors + g
    return bool(draw(seed, _OCCASION, consumers.identity[i], week, key) < share)


@njit
def buy_one_by_one(
    c: int, consumers: Consumers, market: Market, bought: Purchases, visits: np.ndarray, uptake: Uptake,
    project: np.ndarray, seed: int, week: int,
) -> None:  # fmt: skip
    """Purchases of city c's single residents in one week; as ``buy_in_flows``.

    Long because it mirrors ``buy_in_flows``, which it is the oracle of. Support that a resident gets is the
    expected one.

    Parameters: project : (n_cities, n_slots) int64, keys of the venues; seed : int; week : key.
    Modifies: consumers.gap, need_stock, plan, told_of; bought; visits : (n_districts, QUINTILES, n_slots) of zeros.
    """
    n_sectors = market.occasions.size
    used = market.n_used[c]
    sector = market.slot_sector[c]
    gain, created = np.empty(n_sectors), np.empty(n_sectors)
    known = np.empty(used, dtype=np.float32)
    visit = np.empty(used, dtype=np.float32)
    scales = np.empty(used)
    for i in range(consumers.first[c], consumers.first[c + 1]):
        z, q, weight = consumers.district[i], consumers.quintile[i], consumers.weight[i]
        scale = consumers.ticket_scale[i] * market.growth
        purse = budget_of(consumers, market, i, c)
        know_offers(i, c, consumers, market, known, gain, created)
        visit[:] = 0.0
        scales[:] = scale
        spent, usual = 0.0, 0.0
        for g in range(n_sectors):
            usual_occasions = usual_of(i, g, consumers, market)
            relative = relative_occasions(i, c, g, consumers, market, created[g], purse)
            ticket = market.ticket[c, q, g] * scale
            usual += usual_occasions * ticket
            stages, stretch = plan_of(consumers, market, i, g), 1.0
            if uptake.active[c]:
                relative *= uptake.occasions[i, g]
                stretch = uptake.ticket[i, g]
                ticket *= stretch
            u = draw(seed, _OCCASION, consumers.identity[i], week, g)
            mean = usual_occasions * occasions_at(i, g, relative, consumers, market)
            n = poisson(mean, u) if stages.size == 0 else (1 if u < mean else 0)
            paid, online, there, here = 0.0, market.online[c, z, q, g], 1.0, 1.0
            if uptake.active[c] and online > 0.0:
                # The offer enlarges tickets in one channel: parts of spending over parts of occasions.
                of_spending, online = online * uptake.online[i, g], online * uptake.away[i, g]
                there = of_spending / online if online > 0.0 else 1.0
                here = (1.0 - of_spending) / (1.0 - online) if online < 1.0 else 1.0
            for k in range(n):
                v = _choose(
                    market.offer[c, z, q], consumers.aware[i], sector, project[c], used, g, seed,
                    consumers.identity[i], week, k,
                )  # fmt: skip
                if v >= 0:
                    visit[v] += 1.0
                    scales[v] = scale * stretch
                    paid += ticket
                elif _buys_online(i, g, k, online, consumers, n_sectors, seed, week):
                    bought.online[c, z, q, g] += weight * ticket * there * market.online_bill[c, z, q, g]
                    paid += ticket * there * market.online_bill[c, z, q, g]
                else:
                    bought.established[c, z, q, g] += weight * ticket * here * market.shop_bill[c, z, q, g]
                    bought.occasions[c, z, q, g] += weight
                    paid += ticket * here * market.shop_bill[c, z, q, g]
            spent += paid
            bought.spent[c, q, g] += weight * paid
            if bought.of_rows.shape[0] > 0:
                bought.of_rows[i, g] = paid
            bought.gained[c, z, q, g] += weight * scale * consumers.frequency[i, g] * gain[g]
            share = n / usual_occasions * stretch if usual_occasions > 0.0 else 1.0
            consumers.need_stock[i, g] = next_need_stock(consumers.need_stock[i, g], market.need_decay[g], share)
            if stages.size > 0:
                u = draw(seed, _OCCASION, consumers.identity[i], week, _STAGE * n_sectors + g)
                stage = int(np.argmax(stages)) + 1 if stages.max() > 0.0 else 0
                put_off = market.larger_delays * (stretch - 1.0)
                stage = next_stage(stage, stages.size, usual_occasions, n > 0, put_off, u)
                enter_stage(stages, stage)
        store_visits(visit, weight, scales, consumers.told_of[i], visits[z, q], bought.scaled_visits[c, q])
        if uptake.active[c]:
            spent -= uptake.paid[i]
        income_change = market.income_change[c, q] * consumers.income[i] * market.growth
        consumers.gap[i] = next_gap(consumers.gap[i], income_change, usual, spent)

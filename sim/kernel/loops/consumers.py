"""Consumers' week: hearing of venues, deciding, paying.

``told_of`` keeps the upper 16 bits of a float32 (relative error below 0.4 %), which halves the memory
that word of mouth has to read.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.kernel.columns import Consumers, Venues
from sim.kernel.compiled import njit
from sim.kernel.loops.usual import Habits
from sim.kernel.rules.awareness import next_awareness, told_share
from sim.kernel.rules.money import budget_factor, sector_budget
from sim.kernel.rules.need import creation_factor, need_factor, pade_side
from sim.kernel.rules.plan import early_share, planned_occasions

_LANES = 32  # slots that a vector loop takes at a time; what is left over goes one by one
_NOBODY = 1e-300  # stands for no residents, who go nowhere
_PADE_GAIN = 1.0  # up to here the approximation is exact to nine digits


class Market(NamedTuple):
    """What consumers face this week. Axes as in ``columns``; slots are the novel venues."""

    n_districts: np.ndarray  # (n_cities,)
    people: np.ndarray  # (n_cities, n_districts, QUINTILES)
    occasions: np.ndarray  # (n_sectors,) planned per resident and week
    season: np.ndarray  # (n_sectors,) index of this week, 1 on average
    planned: np.ndarray  # (n_cities, QUINTILES) yuan per resident in an ordinary week, mean of city and quintile
    ticket: np.ndarray  # (n_cities, QUINTILES, n_sectors) planned yuan at a ticket scale of 1
    bill: np.ndarray  # (n_cities, n_districts, QUINTILES, n_sectors) paid per planned ticket, novel venues aside
    shop_bill: np.ndarray  # same axes, paid in shops
    online: np.ndarray  # same axes, share of occasions online, novel venues aside
    online_bill: np.ndarray  # same axes, paid online
    creation: np.ndarray  # same axes, factor on occasions from established merchants
    offer: np.ndarray  # (n_cities, n_districts, QUINTILES, n_slots) float32, attraction over that of established ones
    seen: np.ndarray  # same axes, share of those who do not know the venue that see it this week
    telling: np.ndarray  # (n_cities, n_slots) float32, probability that a visitor tells one contact
    slot_sector: np.ndarray  # (n_cities, n_slots) int64
    n_used: np.ndarray  # (n_cities,) int64, slots up to the last one in use
    need_pull: np.ndarray  # (n_sectors,)
    need_decay: np.ndarray  # (n_sectors,), 0 where purchases have dates
    dated: np.ndarray  # (n_dated,) int64, sectors whose purchases have dates
    stages_from: np.ndarray  # (n_sectors + 1,) int64, where a sector's part of a row's plan begins
    early_reluctance: np.ndarray  # (n_sectors,)
    larger_delays: float
    waits: np.ndarray  # (n_sectors,) postponability of needs, 1 for the most pressing
    purse_weight: np.ndarray  # (n_cities, QUINTILES, n_sectors) response to the purse, 1 on average over spending
    adjustment: np.ndarray  # (3,) by liquidity type
    windfall_weeks: float  # of planned spending
    buffer_weeks: np.ndarray  # (3,)
    income_change: np.ndarray  # (n_cities, QUINTILES) this week's income beyond plan over the planned one, share
    growth: float  # trend of incomes and tickets
    creation_share: float
    forget_rate: float
    habits: Habits  # what being used to support does


class Uptake(NamedTuple):
    """What support does to each row this week."""

    active: np.ndarray  # (n_cities,) bool, whether there is any in the city
    occasions: np.ndarray  # (n, n_sectors) factor on occasions
    ticket: np.ndarray  # (n, n_sectors) factor on the mean ticket
    online: np.ndarray  # (n, n_sectors) factor on the online share of spending
    away: np.ndarray  # (n, n_sectors) factor on the online share of occasions
    paid: np.ndarray  # (n,) yuan per resident that public money pays
    lowered: np.ndarray  # (n_cities, n_districts, QUINTILES, n_sectors) yuan by which offers lowered bills
    billed: np.ndarray  # same axes, yuan of all bills


class Purchases(NamedTuple):
    """What was bought this week, added up over rows; the same columns are used every week."""

    established: np.ndarray  # (n_cities, n_districts, QUINTILES, n_sectors) yuan in shops, trips included
    online: np.ndarray  # same axes, yuan
    visits: np.ndarray  # (n_cities, n_districts, n_slots) to novel venues
    scaled_visits: np.ndarray  # (n_cities, QUINTILES, n_slots) visits times the visitor's ticket scale
    occasions: np.ndarray  # (n_cities, n_districts, QUINTILES, n_sectors) at established merchants
    spent: np.ndarray  # (n_cities, QUINTILES, n_sectors) yuan that residents' purchases cost, support included
    gained: np.ndarray  # (n_cities, n_districts, QUINTILES, n_sectors) attraction of known venues times planned
    # spending over that of a mean resident
    of_rows: np.ndarray  # (n, n_sectors) yuan per resident, or no rows where nobody records it


def no_purchases(
    n_cities: int, n_districts: int, n_quintiles: int, n_sectors: int, n_slots: int, n_rows: int = 0
) -> Purchases:
    """Return columns of nothing."""
    return Purchases(
        established=np.zeros((n_cities, n_districts, n_quintiles, n_sectors)),
        online=np.zeros((n_cities, n_districts, n_quintiles, n_sectors)),
        visits=np.zeros((n_cities, n_districts, n_slots)),
        scaled_visits=np.zeros((n_cities, n_quintiles, n_slots)),
        occasions=np.zeros((n_cities, n_districts, n_quintiles, n_sectors)),
        spent=np.zeros((n_cities, n_quintiles, n_sectors)),
        gained=np.zeros((n_cities, n_districts, n_quintiles, n_sectors)),
        of_rows=np.zeros((n_rows, n_sectors)),
    )


@njit
def forget_purchases(c: int, n_districts: int, bought: Purchases) -> None:
    """City c has bought nothing yet this week. Modifies: bought, where the city has districts."""
    bought.established[c, :n_districts], bought.occasions[c, :n_districts] = 0.0, 0.0
    bought.online[c, :n_districts] = 0.0
    bought.gained[c, :n_districts], bought.visits[c, :n_districts] = 0.0, 0.0
    bought.scaled_visits[c], bought.spent[c] = 0.0, 0.0


@njit
def float_of(half: np.uint16) -> np.float32:
    """float32 whose upper 16 bits are given as uint16. Modifies: nothing."""
    return np.uint32(np.uint32(half) << np.uint32(16)).view(np.float32)


@njit
def half_of(value: float) -> np.uint16:
    """Upper 16 bits of a float32, rounded, as uint16. Modifies: nothing."""
    return np.uint16((np.float32(value).view(np.uint32) + np.uint32(0x8000)) >> np.uint32(16))


@njit
def add_told(told_of: np.ndarray, listens_to: np.ndarray, told: np.ndarray) -> None:
    """Visits that the rows of ``listens_to`` tell of, added up; four at a time. Modifies: told, (n_used,) float32."""
    told[:] = 0
    fours = listens_to.size - listens_to.size % 4
    for k in range(0, fours, 4):
        a, b = told_of[listens_to[k]], told_of[listens_to[k + 1]]
        x, y = told_of[listens_to[k + 2]], told_of[listens_to[k + 3]]
        for v in range(told.size):
            told[v] = told[v] + float_of(a[v]) + float_of(b[v]) + float_of(x[v]) + float_of(y[v])
    for k in range(fours, listens_to.size):
        a = told_of[listens_to[k]]
        for v in range(told.size):
            told[v] += float_of(a[v])


@njit
def forget_new(consumers: Consumers, venues: Venues) -> None:
    """Nobody knows the venues that have just opened. Modifies: consumers.aware, told_of."""
    for c in range(venues.project.shape[0]):
        for v in range(venues.project.shape[1]):
            if venues.project[c, v] >= 0 and venues.weeks_open[c, v] == 0:
                for i in range(consumers.first[c], consumers.first[c + 1]):
                    consumers.aware[i, v] = 0.0
                    consumers.told_of[i, v] = 0


@njit
def spread_word(c: int, consumers: Consumers, market: Market) -> None:
    """Awareness of city c's residents after publicity, sight and word of mouth.

    Parameters: c : int; consumers : Consumers; market : Market. Modifies: consumers.aware.
    """
    telling = market.telling[c]
    used = min(telling.size, -(-market.n_used[c] // _LANES) * _LANES)  # nobody tells of a free slot
    told = np.empty(used, dtype=np.float32)
    remembered: float = np.float32(1.0 - market.forget_rate)  # type: ignore[assignment]  # all is single precision
    for i in range(consumers.first[c], consumers.first[c + 1]):
        add_told(consumers.told_of, consumers.listens_to[i], told)
        aware, seen = consumers.aware[i], market.seen[c, consumers.district[i], consumers.quintile[i]]
        for v in range(used):
            aware[v] = next_awareness(aware[v], seen[v], told_share(telling[v] * told[v]), remembered)


@njit
def budget_of(consumers: Consumers, market: Market, i: int, c: int) -> float:
    """Budget factor of row i of city c."""
    planned = market.planned[c, consumers.quintile[i]] * (consumers.spending_scale[i] * market.growth)
    kind = consumers.liquidity[i]
    buffer = market.buffer_weeks[kind] * consumers.income[i] * market.growth
    return budget_factor(consumers.gap[i], market.adjustment[kind], market.windfall_weeks, planned, buffer)


@njit
def store_visits(
    visit: np.ndarray, weight: float, scale: np.ndarray, told: np.ndarray, visits: np.ndarray, scaled: np.ndarray,
) -> None:  # fmt: skip
    """Keep a row's visits for its listeners and add them to its city's. Modifies: told, visits, scaled.

    Parameters: visit : (n_slots,) per resident; weight : residents; scale : (n_slots,) tickets over the mean ones.
    """
    for v in range(visit.size):
        told[v] = half_of(visit[v])
    for v in range(visit.size):
        visits[v] += weight * visit[v]
    for v in range(visit.size):
        scaled[v] += weight * scale[v] * visit[v]


@njit
def remember_visits(c: int, market: Market, visits: np.ndarray, experienced: np.ndarray, bought: Purchases) -> None:
    """Who of city c has been to its venues now, and where residents of each district went.

    Parameters: c : int; market : Market; visits : (n_districts, QUINTILES, n_slots) of this week.
    Modifies: experienced : (n_cities, n_districts, QUINTILES, n_slots); bought.visits.
    """
    used = market.n_used[c]
    for z in range(market.n_districts[c]):
        from_here = bought.visits[c, z]
        for q in range(visits.shape[1]):
            went, been, people = visits[z, q], experienced[c, z, q], max(market.people[c, z, q], _NOBODY)
            for v in range(used):
                from_here[v] += went[v]
            for v in range(used):  # without a condition, so that it vectorises
                been[v] += (1.0 - been[v]) * min(1.0, went[v] / people)


@njit
def create_occasions(gain: np.ndarray, creation_share: float, created: np.ndarray) -> None:
    """Rise of occasions through the known venues of each sector. Modifies: created, (n_sectors,)."""
    for g in range(gain.size):  # a third of the time of exp and log
        created[g] = pade_side(gain[g], creation_share) / pade_side(gain[g], -creation_share)
    for g in range(gain.size):
        if gain[g] > _PADE_GAIN:
            created[g] = creation_factor(gain[g], creation_share)


@njit
def know_offers(
    i: int, c: int, consumers: Consumers, market: Market, known: np.ndarray, gain: np.ndarray, created: np.ndarray,
) -> None:  # fmt: skip
    """Attractions of the venues that row i knows, their sums by sector and what they create.

    Modifies: known, gain, created.
    """
    # Views of one row each: the loop is then free of the columns' other axes.
    aware, offer = consumers.aware[i], market.offer[c, consumers.district[i], consumers.quintile[i]]
    sector = market.slot_sector[c]
    gain[:] = 0.0
    for v in range(known.size):
        known[v] = aware[v] * offer[v]
        gain[sector[v]] += known[v]
    create_occasions(gain, market.creation_share, created)


@njit
def own_occasions(
    creation: float, created: float, need_stock: float, need_pull: float, purse: float, purse_weight: float,
) -> float:  # fmt: skip
    """Occasions of a row in one sector over the usual ones of the week, before any offer of support."""
    return creation * created * need_factor(need_stock, need_pull) * sector_budget(purse, purse_weight)


@njit
def relative_occasions(
    i: int, c: int, g: int, consumers: Consumers, market: Market, created: float, purse: float,
) -> float:  # fmt: skip
    """As :func:`own_occasions`, of row i in sector g."""
    z, q, stock = consumers.district[i], consumers.quintile[i], consumers.need_stock[i, g]
    creation, weight = market.creation[c, z, q, g], market.purse_weight[c, q, g]
    return own_occasions(creation, created, stock, market.need_pull[g], purse, weight)


@njit
def plan_of(consumers: Consumers, market: Market, i: int, g: int) -> np.ndarray:
    """Stages of row i in sector g, a view; nothing where purchases have no dates."""
    stages: np.ndarray = consumers.plan[i, market.stages_from[g] : market.stages_from[g + 1]]
    return stages


@njit
def usual_of(i: int, g: int, consumers: Consumers, market: Market) -> float:
    """Occasions that row i plans in sector g this week, per resident."""
    usual: float = market.occasions[g] * market.season[g] * consumers.frequency[i, g]
    return usual


@njit
def occasions_at(i: int, g: int, lift: float, consumers: Consumers, market: Market) -> float:
    """Occasions of row i in sector g over the usual ones, where what is offered and had would make ``lift`` of them."""
    stages = plan_of(consumers, market, i, g)
    if stages.size == 0:
        return lift
    usual = usual_of(i, g, consumers, market)
    return planned_occasions(stages, lift, early_share(lift, market.early_reluctance[g]), usual)


@njit
def occasions_in(i: int, g: int, lift: float, consumers: Consumers, market: Market) -> float:
    """Occasions per resident of row i in sector g this week; parameters as :func:`occasions_at`."""
    return usual_of(i, g, consumers, market) * occasions_at(i, g, lift, consumers, market)

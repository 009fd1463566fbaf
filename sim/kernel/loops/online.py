"""The online channel of each sector, weighed beside the shops of every district, and what residents buy there."""

from __future__ import annotations

import numpy as np

from sim.kernel.compiled import njit
from sim.kernel.loops.consumers import Market, Purchases
from sim.kernel.rules.online import (
    beside_shops,
    local_part,
    mean_bill,
    online_attraction,
    online_bill,
    online_trend,
    value_of_both,
)

_NOTHING = 1e-300


@njit
def weigh_online(
    at_start: np.ndarray, share: np.ndarray, growth: np.ndarray, local_share: np.ndarray, years: float,
    shops_at_start: np.ndarray, weight: np.ndarray, planned: np.ndarray, online: np.ndarray, local: np.ndarray,
) -> None:  # fmt: skip
    """Attraction of the online channel as planned and as it is now.

    Parameters: at_start : (n_cities, n_sectors); share, growth, local_share : (n_sectors,); years : since the start;
    shops_at_start : (n_cities, QUINTILES, n_sectors) attraction of all shops without distance; weight : (n_cities,
    QUINTILES, n_sectors, n_districts) the same by district now. Modifies: planned : (n_cities, n_sectors); online,
    local : (n_cities, QUINTILES, n_sectors) attraction, and the part of it that is of shops of the city.
    """
    for c in range(weight.shape[0]):
        for g in range(weight.shape[2]):
            trend = online_trend(share[g], growth[g], years)
            planned[c, g] = at_start[c, g] * trend
            for q in range(weight.shape[1]):
                now = weight[c, q, g].sum() / max(shops_at_start[c, q, g], _NOTHING)
                online[c, q, g] = online_attraction(at_start[c, g], trend, local_share[g], now)
                local[c, q, g] = local_part(local_share[g], now)


@njit
def set_out_online(
    n_districts: np.ndarray, sectors: np.ndarray, shops: np.ndarray, at_start: np.ndarray, planned: np.ndarray,
    online: np.ndarray, local: np.ndarray, likeness: float, shop_bill: np.ndarray, established: np.ndarray,
    value: np.ndarray, share: np.ndarray, paid: np.ndarray, bill: np.ndarray,
) -> None:  # fmt: skip
    """Attraction of all that a cell can choose from, novel venues aside, the online share of it, and bills.

    Parameters: n_districts : (n_cities,); sectors : (n,) int64, those whose offer has changed; shops, shop_bill :
    (n_cities, n_districts, QUINTILES, n_sectors) attraction of shops, trips included, and what is paid there per
    planned ticket; at_start : as shops, their attraction then; planned, online, local : as :func:`weigh_online` left
    them; likeness : share. Modifies: established, value, share, paid, bill : as shops; value : of all of it over what
    was planned; paid : online, and bill : on average, per planned ticket.
    """
    for c in range(n_districts.size):
        for z in range(n_districts[c]):
            for q in range(shops.shape[2]):
                for g in sectors:
                    start, plan = at_start[c, z, q, g], planned[c, g]
                    now = shops[c, z, q, g] / start if start > 0.0 else 1.0
                    beside = beside_shops(online[c, q, g], now, likeness)
                    all_of_it = established[c, z, q, g] = shops[c, z, q, g] + beside
                    share[c, z, q, g] = beside / max(all_of_it, _NOTHING)
                    change = online[c, q, g] / plan if plan > 0.0 else 1.0
                    value[c, z, q, g] = value_of_both(now, plan / max(start + plan, _NOTHING), change, likeness)
                    paid[c, z, q, g] = online_bill(shop_bill[c, z, q, g], local[c, q, g])
                    bill[c, z, q, g] = mean_bill(shop_bill[c, z, q, g], paid[c, z, q, g], share[c, z, q, g])


@njit
def go_online(c: int, market: Market, bought: Purchases) -> None:
    """Take out of what city c's residents bought what they bought online.

    Parameters: bought.online : yuan by which support changes what is bought online, so far; bought.occasions : so many
    that the usual share of them is online. Modifies: bought.online, established, occasions.
    """
    for z in range(market.n_districts[c]):
        for q in range(bought.online.shape[2]):
            for g in range(bought.online.shape[3]):
                spent, bill = bought.established[c, z, q, g], market.bill[c, z, q, g] / market.online_bill[c, z, q, g]
                usual = spent * market.online[c, z, q, g] / bill
                online = min(spent, max(0.0, usual + bought.online[c, z, q, g]))
                bought.online[c, z, q, g] = online
                bought.established[c, z, q, g] = spent - online
                bought.occasions[c, z, q, g] *= 1.0 - market.online[c, z, q, g]


@njit
def sell_online(
    n_districts: np.ndarray, bought: Purchases, merchants_part: np.ndarray, delivered: np.ndarray,
    online: np.ndarray, received: np.ndarray,
) -> None:  # fmt: skip
    """Who is paid for what was bought online.

    Parameters: n_districts : (n_cities,); bought : Purchases; merchants_part : (n_sectors,) share that merchants of the
    city get. Modifies: delivered : (n_cities, QUINTILES, n_sectors) yuan, added to; online, received : (n_cities,
    n_sectors) yuan of all that was bought online, and of it what the city's merchants got, of zeros.
    """
    for c in range(n_districts.size):
        for z in range(n_districts[c]):
            for q in range(delivered.shape[1]):
                for g in range(delivered.shape[2]):
                    spent = bought.online[c, z, q, g]
                    online[c, g] += spent
                    received[c, g] += spent * merchants_part[g]
                    delivered[c, q, g] += spent * merchants_part[g]


@njit
def plan_online(
    n_districts: np.ndarray, spending: np.ndarray, at_start: np.ndarray, planned: np.ndarray, out: np.ndarray
) -> None:
    """What residents plan to buy online in an ordinary week.

    Parameters: n_districts : (n_cities,); spending : (n_cities, n_districts, QUINTILES, n_sectors) yuan; at_start : as
    spending, attraction of shops at the start, trips included; planned : (n_cities, n_sectors) attraction of the online
    channel. Modifies: out : (n_cities, n_sectors) yuan.
    """
    out[:] = 0.0
    for c in range(n_districts.size):
        for z in range(n_districts[c]):
            for q in range(spending.shape[2]):
                for g in range(spending.shape[3]):
                    online = planned[c, g]
                    out[c, g] += spending[c, z, q, g] * online / max(at_start[c, z, q, g] + online, _NOTHING)

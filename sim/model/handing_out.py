"""Who gets coupons, vouchers and cash of an instrument: a share of each row of residents, or whole rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.kernel.columns import LIQUIDITY_TYPES
from sim.kernel.draws import KeyedDraws
from sim.world.build import World
from sim.world.choose import whole_rows

if TYPE_CHECKING:
    from sim.model.programme import Running

Shares = NDArray[np.float64]


def city_of_rows(world: World) -> NDArray[np.int64]:
    """City of each row of residents, (n,)."""
    return np.repeat(np.arange(world.fixed.chosen.size), np.diff(world.consumers.first))


def hand_out(world: World, running: Running, draws: KeyedDraws) -> None:
    """Commit the money of what is handed out, and put it into residents' hands.

    Parameters
    ----------
    world : World
    running : Running
        The instrument that starts. Modifies: what its residents hold, and its purse.
    draws : KeyedDraws
        Decide which rows win.
    """
    instrument, city = running.instrument, city_of_rows(world)
    each = instrument.voucher_yuan() + instrument.cash_yuan_per_week() * instrument.n_weeks
    if running.coupon:
        each = running.coupon.face * running.packet
    share = winners(world, running)
    wanted = each * np.bincount(city, weights=world.consumers.weight * share)
    share = share * running.purse.commit(wanted, running.terms.budget_yuan)[city]
    if running.coupon:
        running.held.coupons[running.coupon_row, :, running.packet] = share
        running.held.coupons[running.coupon_row, :, 0] = 1.0 - share
        return
    share = in_whole_rows(world, share, running.number, draws)
    if instrument.voucher_yuan():
        running.held.voucher[running.voucher_row] = share * each
        running.held.voucher_share[running.voucher_row] = share
    else:
        running.cash_share = share


def winners(world: World, running: Running) -> Shares:
    """Share of each row's residents who get it, (n,)."""
    c, who, city = world.consumers, running.instrument.recipients(), city_of_rows(world)
    entitled = np.isin(c.quintile + 1, who.quintiles) & np.isin(c.liquidity, who.liquidity)
    chance = entitled.astype(float)
    if running.terms.allotment == "first_come":  # the quicker and better connected are there first
        chance *= world.fixed.demand.digital[c.quintile]
    total = np.bincount(city, weights=c.weight * chance, minlength=running.here.size)
    places = running.terms.holders_share * np.bincount(city, weights=c.weight * entitled)
    share = np.divide(places, total, out=np.zeros_like(total), where=total > 0)
    won: Shares = np.minimum(1.0, chance * share[city]) * running.here[city]
    return won


def in_whole_rows(world: World, share: Shares, number: int, draws: KeyedDraws) -> Shares:
    """Rows that win instead of a share of each, (n,): as many residents of each city and liquidity type.

    Parameters
    ----------
    world : World
    share : (n,) float64
        Of each row.
    number : int
        Of the instrument in its programme, so that two of them have draws of their own.
    draws : KeyedDraws
    """
    c, n_types = world.consumers, len(LIQUIDITY_TYPES)
    key = world.fixed.cities.key[world.fixed.chosen]
    start = draws.uniform("winners", key[:, None], world.week, number * n_types + np.arange(n_types))
    return whole_rows(share, c.weight, city_of_rows(world) * n_types + c.liquidity, c.income, start.ravel())

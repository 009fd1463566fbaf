"""Who gets coupons, vouchers and cash of an instrument: a share of each row of residents, or whole rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.kernel.columns import LIQUIDITY_TYPES
from sim.kernel.draws import KeyedDraws
from sim.model.observed import city_of_rows, observed
from sim.policy.allotments import ALLOTMENTS, Residents
from sim.world.build import World
from sim.world.choose import whole_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.model.programme import Running

Shares = NDArray[np.float64]


def hand_out(world: World, running: Running, before: Sequence[Running], draws: KeyedDraws) -> None:
    """Commit the money of what is handed out, and put it into residents' hands.

    Parameters
    ----------
    world : World
    running : Running
        The instrument that starts. Modifies: what its residents hold, and its purse.
    before : sequence of Running
        Of the same programme: what residents have used of it can matter.
    draws : KeyedDraws
        Decide which rows win.
    """
    instrument, city = running.instrument, city_of_rows(world)
    each = instrument.voucher_yuan() + instrument.cash_yuan_per_week() * instrument.n_weeks
    if running.coupon:
        each = running.coupon.face * running.packet
    share = winners(world, running, before)
    wanted = each * np.bincount(city, weights=world.consumers.weight * share)
    share = share * running.purse.commit(wanted, running.terms.budget_yuan)[city]
    running.given = share
    if running.coupon:
        running.held.coupons[running.coupon_row, :, running.packet] = share
        running.held.coupons[running.coupon_row, :, 0] = 1.0 - share
        return
    running.given = share = in_whole_rows(world, share, running.number, draws)
    if instrument.voucher_yuan():
        running.held.voucher[running.voucher_row] = share * each
        running.held.voucher_share[running.voucher_row] = share
    else:
        running.cash_share = share


def winners(world: World, running: Running, before: Sequence[Running]) -> Shares:
    """Share of each row's residents who get it, (n,); see :mod:`sim.policy.allotments`.

    Raises
    ------
    InputError
        If a rule of an extension gives no shares, or gives away more places than there are.
    """
    c, who, terms = world.consumers, running.instrument.recipients(), running.terms
    entitled = np.isin(c.quintile + 1, who.quintiles) & np.isin(c.liquidity, who.liquidity)
    seen, won = observed(world, running, before), np.zeros(c.weight.size)
    for city in np.flatnonzero(running.here):
        first = c.first[city]
        rows = first + np.flatnonzero(entitled[first : c.first[city + 1]])
        places = terms.holders_share * float(seen.weight[rows].sum())
        if places > 0:
            won[rows] = _checked(terms.allotment, Residents(*(column[rows] for column in seen)), places)
    return won


def _checked(allotment: str, residents: Residents, places: float) -> Shares:
    """Shares that a rule gives, once they are such."""
    share: Shares = ALLOTMENTS[allotment](residents, places)
    given = share.shape == residents.weight.shape and bool(((share >= 0) & (share <= 1)).all())
    if not given or (residents.weight * share).sum() > places * (1 + 1e-6):
        raise InputError("policy-no-shares", rule=allotment)
    return share


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

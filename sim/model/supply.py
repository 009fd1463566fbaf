"""What instruments do to the supply side of a world: shops open or close, prices shift, events take place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.kernel.columns import BUILDING, LARGE, SIZE_CLASSES, SIZES
from sim.policy.channels import Event, PriceShift, ShopChange
from sim.world.build import World
from sim.world.merchants import FIRST_YEAR

if TYPE_CHECKING:
    from sim.model.market import CityMarkets


def change_shops(world: World, markets: CityMarkets, change: ShopChange, here: NDArray[np.bool_]) -> None:
    """Open shops of the large class, or close a share of all; entry then keeps up the new number.

    Parameters
    ----------
    world : World
    markets : CityMarkets
        Told that merchants change in the middle of an account period.
    change : ShopChange
    here : (n_cities,) bool
    """
    markets.credit()
    m, g = world.merchants, world.fixed.sectors.sector.index(change.sector)
    for c in np.flatnonzero(here):
        z = min(change.district, int(world.fixed.geography.n_districts[c]) - 1)
        new = np.zeros(SIZES)
        new[LARGE] = change.standard_shops / np.exp(m.quality[c, z, g, LARGE])
        ratio = 1.0 + change.share + new / m.shops[c, z, g]
        m.by_age[c, z, g] *= 1.0 + change.share
        m.by_age[c, z, g, :, FIRST_YEAR] += new
        for column in (m.shops, m.usual_shops, m.sales):  # so that sales per shop of the period stay what they were
            column[c, z, g] *= ratio
    markets.reweigh()


def shift_prices(
    world: World, markets: CityMarkets, shift: PriceShift, here: NDArray[np.bool_], ends: bool = False
) -> None:
    """Shift prices of merchants in some sectors, districts and size classes, or take the shift back."""
    markets.credit()
    fixed, n_districts = world.fixed, world.merchants.price_shift.shape[1]
    sectors = [fixed.sectors.sector.index(s) for s in shift.sectors]
    districts = [z for z in shift.districts if z < n_districts] if shift.districts else list(range(n_districts))
    sizes = list(range(len(SIZE_CLASSES))) if shift.size is None else [SIZE_CLASSES.index(shift.size)]
    rows = np.ix_(np.flatnonzero(here), np.array(districts, dtype=int), np.array(sectors), np.array(sizes))
    world.merchants.price_shift[rows] *= 1.0 / shift.factor if ends else shift.factor
    markets.reweigh()


def open_event(world: World, event: Event, n_weeks: int, here: NDArray[np.bool_], proposal: int) -> None:
    """Turn a free proposal of each city into a venue that opens now and closes when the event ends.

    Parameters
    ----------
    world : World
    event : Event
    n_weeks : int
        That it lasts.
    here : (n_cities,) bool
    proposal : int
        The free one.
    """
    p, fixed = world.projects, world.fixed
    for c in np.flatnonzero(here):
        row = (c, proposal)
        p.kind[row] = fixed.kinds.kind.index(event.project_kind)
        p.sector[row] = fixed.sectors.sector.index(event.sector)
        p.district[row] = min(event.district, int(fixed.geography.n_districts[c]) - 1)
        p.planned_sales[row] = event.planned_sales_yuan_per_week
        p.quality[row] = p.promised[row] = fixed.kinds.quality_uplift[p.kind[row]]
        p.fails_after[row] = n_weeks
        p.status[row], p.start[row], p.approved[row], p.opens[row] = (BUILDING, *3 * (world.week,))
        p.award_week[row] = world.week

"""Prices that residents really pay become usual to them: what offers paid is kept by week, and by account."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.kernel.columns import ACCOUNT_WEEKS
from sim.kernel.loops.consumers import Uptake
from sim.kernel.loops.usual import Habits, adapt_to_support, weigh_habits
from sim.world.build import World


def habits_of(world: World, parameters: Mapping[str, float]) -> Habits:
    """What the support that residents are used to does to them; nothing where there has been none.

    Parameters
    ----------
    world : World
    parameters : mapping of str to float
    """
    habits = Habits(np.ones_like(world.shopping.local), np.ones_like(world.shopping.local))
    _show(world, parameters, habits)
    return habits


def note_prices(world: World, uptake: Uptake) -> None:
    """Keep which part of this week's bills offers have paid.

    Parameters
    ----------
    world : World
    uptake : Uptake
        Of the week that ends.
    """
    lowered, billed = uptake.lowered[uptake.active], uptake.billed[uptake.active]
    shares = np.divide(lowered, billed, out=np.zeros_like(billed), where=billed > 0)
    world.since.paid_shares[uptake.active] += shares


def get_used_to_support(world: World, parameters: Mapping[str, float], habits: Habits) -> None:
    """Take in what was paid since the last accounts, before prices are weighed anew.

    Parameters
    ----------
    world : World
    parameters : mapping of str to float
    habits : Habits
        Modified.
    """
    shopping, shares = world.shopping, world.since.paid_shares
    if shares.any() or shopping.usual_support.any():
        n_districts, adaptation = world.fixed.geography.n_districts, parameters["reference_adaptation"]
        adapt_to_support(n_districts, shares, ACCOUNT_WEEKS, shopping.price, adaptation, shopping.usual_support)
        shares[:] = 0.0
        _show(world, parameters, habits)


def _show(world: World, parameters: Mapping[str, float], habits: Habits) -> None:
    p, demand, shopping = parameters, world.fixed.demand, world.shopping
    if shopping.usual_support.any():
        weigh_habits(
            world.fixed.geography.n_districts, shopping.usual_support, shopping.billed_from, p["ticket_elasticity"],
            demand.price_sensitivity, p["creation_share"], demand.waits, habits,
        )  # fmt: skip

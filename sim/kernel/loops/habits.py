"""What support that residents are used to does to them before this week's, and what their bills of the week come to."""

from __future__ import annotations

import numpy as np

from sim.kernel.columns import Consumers
from sim.kernel.compiled import njit
from sim.kernel.loops.consumers import Market, Uptake


@njit
def begin_from_habits(i: int, c: int, g: int, consumers: Consumers, market: Market, uptake: Uptake) -> None:
    """What support that row i is used to makes of its occasions and tickets, before this week's. Modifies: uptake."""
    z, q = consumers.district[i], consumers.quintile[i]
    uptake.occasions[i, g], uptake.ticket[i, g] = market.habits.occasions[c, z, q, g], market.habits.ticket[c, z, q, g]


@njit
def carry_habits(c: int, consumers: Consumers, market: Market, uptake: Uptake) -> None:
    """City c meets nothing this week; what its residents are used to is left. Modifies: uptake of its rows."""
    for i in range(consumers.first[c], consumers.first[c + 1]):
        uptake.paid[i] = 0.0
        for g in range(market.occasions.size):
            begin_from_habits(i, c, g, consumers, market, uptake)
            uptake.online[i, g], uptake.away[i, g] = 1.0, 1.0


@njit
def bill_row(i: int, c: int, base: np.ndarray, consumers: Consumers, market: Market, uptake: Uptake) -> None:
    """Add row i's bills of the week to those of its place and quintile. Modifies: uptake.billed."""
    q, scaled = consumers.quintile[i], consumers.weight[i] * (consumers.ticket_scale[i] * market.growth)
    billed = uptake.billed[c, consumers.district[i], q]
    for g in range(base.size):
        billed[g] += scaled * base[g] * market.ticket[c, q, g] * uptake.ticket[i, g]

"""What residents do who know of money that is still to come: they spend ahead what they can spare."""

from __future__ import annotations

import math

from sim.kernel.columns import OTHER, Consumers
from sim.kernel.compiled import njit
from sim.kernel.loops.consumers import Market, Uptake
from sim.kernel.rules.announced import budget_ahead
from sim.kernel.rules.money import budget_factor, sector_budget


@njit
def spend_ahead(
    i: int, c: int, purse: float, promised: float, consumers: Consumers, market: Market, uptake: Uptake,
) -> None:  # fmt: skip
    """Let row i of city c count on money that is to come. Modifies: uptake.occasions.

    Parameters: purse : budget factor without it; promised : yuan per resident; the rest as of :func:`take_up`.
    """
    q, kind = consumers.quintile[i], consumers.liquidity[i]
    planned = market.planned[c, q] * (consumers.spending_scale[i] * market.growth)
    # The hand-to-mouth, of either type, hold what bridges the time to the next pay, and can spare nothing.
    spare = market.buffer_weeks[kind] * consumers.income[i] * market.growth if kind == OTHER else 0.0
    gap = consumers.gap[i]
    wanted = budget_factor(gap + promised, market.adjustment[kind], market.windfall_weeks, planned, math.inf)
    ahead = budget_ahead(purse, wanted, gap, planned, spare)
    for g in range(market.occasions.size):
        weight = market.purse_weight[c, q, g]
        before = sector_budget(purse, weight)
        if before > 0.0:
            uptake.occasions[i, g] *= sector_budget(ahead, weight) / before

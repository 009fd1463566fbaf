"""Plans of purchases that have dates, of a few rows at a time; see :mod:`sim.kernel.rules.plan`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.kernel.columns import MOST_STAGES, Consumers
from sim.kernel.compiled import njit
from sim.kernel.loops.consumers import Market
from sim.kernel.rules.plan import added_share, early_share

ROWS = 32  # that buy at a time; what is kept of them between two loops stays in the cache


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
    by_row = (n_dated, ROWS)
    return Dates(
        np.zeros((n_dated, MOST_STAGES, ROWS)), np.ones(by_row), np.zeros(by_row), np.zeros(by_row), np.zeros(by_row),
        np.ones(by_row), np.ones(by_row), np.zeros(by_row), np.ones(ROWS), np.zeros(ROWS),
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
        for r in range(ROWS):
            rate[r] = min(1.0, stages * planned[r])
        for r in range(ROWS):
            early[r] = early_share(lift[r], reluctance)
        willing[:], ready[:], without[:] = 0.0, 0.0, 1.0
        for k in range(stages):
            part = dates.plan[d, k]
            for r in range(n):
                part[r] = consumers.plan[first + r, begin + k]
            for r in range(ROWS):
                willing[r] = willing[r] * early[r] + 1.0
            for r in range(ROWS):
                ready[r] = ready[r] * early[r] + part[r]
                without[r] -= part[r]
        for r in range(ROWS):
            chance[r] = added_share(lift[r], willing[r], rate[r])
        part = dates.plan[d, stages - 1]
        for r in range(ROWS):
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
        for r in range(ROWS):
            part[r] *= max(0.0, 1.0 - rate[r] * (min(1.0, lift[r]) + chance[r]))
        for r in range(ROWS):
            chance[r] *= rate[r]
        for k in range(stages - 2, -1, -1):
            part, after = dates.plan[d, k], dates.plan[d, k + 1]
            for r in range(ROWS):
                chance[r] *= early[r]
            for r in range(ROWS):
                left[r] = part[r] - part[r] * chance[r]
            for r in range(ROWS):
                after[r] += rate[r] * left[r]
                part[r] = left[r] - rate[r] * left[r]
        part, without = dates.plan[d, 0], dates.without[d]
        for r in range(ROWS):
            part[r] += usual[r] * (bought[r] - bought[r] * abs(delayed[r]))
        for r in range(ROWS):
            part[r] += max(0.0, without[r]) * min(1.0, usual[r])
        part = dates.plan[d, stages - 1]
        for r in range(ROWS):
            part[r] += usual[r] * bought[r] * max(0.0, -delayed[r])
        for k in range(stages):
            part = dates.plan[d, k]
            for r in range(n):
                consumers.plan[first + r, begin + k] = part[r]

"""Coupons that residents hold: used up, one occasion after the other."""

from __future__ import annotations

import numpy as np

from sim.kernel.columns import MOST_COUPONS
from sim.kernel.compiled import njit
from sim.kernel.rules.ticket import expected_uses


@njit
def use_coupons(left: np.ndarray, rate: float) -> float:
    """Coupons used per resident in a week; those left are brought up to date.

    Parameters: left : (MOST_COUPONS + 1,) share of residents by coupons left; rate : occasions per week and holder on
    which one pays. Modifies: left. Returns: coupons per resident.
    """
    used = 0.0
    for held in range(MOST_COUPONS, 0, -1):
        if left[held] > 0.0:
            used += left[held] * expected_uses(rate, held)
    for held in range(1, MOST_COUPONS + 1):
        share = left[held]
        if share > 0.0:
            probability, moved = np.exp(-rate), 0.0
            left[held] = 0.0
            for n in range(held):
                left[held - n] += share * probability
                moved += probability
                probability *= rate / (n + 1)
            left[0] += share * (1.0 - moved)
    return used

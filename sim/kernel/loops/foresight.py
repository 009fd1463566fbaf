"""What can be foreseen of venues that are not open yet: what novelty adds, and what crowds take away."""

from __future__ import annotations

import math

import numpy as np

from sim.kernel.columns import Projects
from sim.kernel.compiled import njit
from sim.kernel.rules.application import served
from sim.kernel.rules.choice import novelty_now
from sim.kernel.rules.project import goes_unaided


@njit
def average_lift(novelty: np.ndarray, half_life: np.ndarray, weeks: np.ndarray, lift: np.ndarray) -> None:
    """Mean factor on attraction by novelty over the first weeks, one at least. Modifies: lift : (n,).

    Parameters: novelty at the opening, half_life, weeks : (n,).
    """
    for k in range(lift.size):
        n, total = max(1, int(weeks[k])), 0.0
        for t in range(n):
            total += math.exp(novelty_now(novelty[k], t, half_life[k]))
        lift[k] = total / n


@njit
def foresee_sales(
    usual: np.ndarray, capacity: np.ndarray, novelty: np.ndarray, half_life: np.ndarray, weeks: np.ndarray,
    congestion_penalty: float, sales: np.ndarray,
) -> None:  # fmt: skip
    """Sales over the first weeks of venues that as many know as their owners expect; crowds put guests off.

    Parameters: usual : (n,) yuan per week without novelty and crowds; capacity : (n,) yuan per week, > 0; novelty at
    the opening, half_life, weeks : (n,); congestion_penalty : float. Modifies: sales : (n,) yuan.
    """
    for k in range(sales.size):
        sales[k] = 0.0
        for t in range(int(weeks[k])):
            wanted = usual[k] * math.exp(novelty_now(novelty[k], t, half_life[k])) / capacity[k]
            sales[k] += served(wanted, congestion_penalty) * capacity[k]


@njit
def go_unaided(p: Projects, out: np.ndarray) -> None:
    """Which proposals pay by themselves. Parameters: p : Projects. Modifies: out : (n_cities, n_proposals) bool."""
    for c in range(out.shape[0]):
        for k in range(out.shape[1]):
            pays = goes_unaided(p.expected_profit[c, k], p.investment[c, k], p.capital[c, k], p.funds[c, k])
            out[c, k] = pays and p.investment[c, k] > 0.0

"""What can be foreseen of venues that are not open yet: what novelty adds, and what crowds take away."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.kernel.columns import Projects
from sim.kernel.compiled import njit
from sim.kernel.rules.application import served
from sim.kernel.rules.project import goes_unaided
from sim.kernel.rules.venue import distinctness, foreseen_curiosity, newer_share, novelty_to_new


class Outlook(NamedTuple):
    """What is known of the novelty of venues before they open, (n,) each."""

    novelty: np.ndarray  # addition to utility
    renewal: np.ndarray  # openings per week and shop of its sector
    visits: np.ndarray  # in the first week, per resident who will know it


@njit
def foreseen_lift(outlook: Outlook, shape: float, k: int, week: float) -> float:
    """Factor on the attraction of venue k by novelty, some weeks after the opening, for who has not been there."""
    distinct = distinctness(newer_share(outlook.renewal[k] * week), 0.0, 1.0)
    return novelty_to_new(outlook.novelty[k] * distinct, foreseen_curiosity(outlook.visits[k], week, shape))


@njit
def average_lift(outlook: Outlook, shape: float, weeks: np.ndarray, lift: np.ndarray) -> None:
    """Mean factor on attraction by novelty over the first weeks, one at least. Modifies: lift : (n,).

    Parameters: outlook : Outlook; shape : of curiosity; weeks : (n,).
    """
    for k in range(lift.size):
        n, total = max(1, int(weeks[k])), 0.0
        for t in range(n):
            total += foreseen_lift(outlook, shape, k, t)
        lift[k] = total / n


@njit
def foresee_sales(
    usual: np.ndarray, capacity: np.ndarray, outlook: Outlook, shape: float, weeks: np.ndarray,
    congestion_penalty: float, sales: np.ndarray,
) -> None:  # fmt: skip
    """Sales over the first weeks of venues that as many know as their owners expect; crowds put guests off.

    Parameters: usual : (n,) yuan per week without novelty and crowds; capacity : (n,) yuan per week, > 0; outlook :
    Outlook; shape : of curiosity; weeks : (n,); congestion_penalty : float. Modifies: sales : (n,) yuan.
    """
    for k in range(sales.size):
        sales[k] = 0.0
        for t in range(int(weeks[k])):
            wanted = usual[k] * foreseen_lift(outlook, shape, k, t) / capacity[k]
            sales[k] += served(wanted, congestion_penalty) * capacity[k]


@njit
def go_unaided(p: Projects, out: np.ndarray) -> None:
    """Which proposals pay by themselves. Parameters: p : Projects. Modifies: out : (n_cities, n_proposals) bool."""
    for c in range(out.shape[0]):
        for k in range(out.shape[1]):
            pays = goes_unaided(p.expected_profit[c, k], p.investment[c, k], p.capital[c, k], p.funds[c, k])
            out[c, k] = pays and p.investment[c, k] > 0.0

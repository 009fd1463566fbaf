"""Buyers get used to support: what was paid for them becomes usual, and moves tickets and occasions."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.kernel.compiled import njit
from sim.kernel.rules.ticket import timing_response
from sim.kernel.rules.usual import next_usual_support, usual_share, usual_ticket, usual_timing


class Habits(NamedTuple):
    """What being used to support does. All (n_cities, n_districts, QUINTILES, n_sectors), 1 without any."""

    ticket: np.ndarray  # factor on tickets
    occasions: np.ndarray  # factor on occasions


@njit
def adapt_to_support(
    n_districts: np.ndarray, paid_shares: np.ndarray, weeks: float, price: np.ndarray, adaptation: float,
    usual: np.ndarray,
) -> None:  # fmt: skip
    """Get used to the support of an account period; every week counts the same. Modifies: usual.

    Parameters: n_districts : (n_cities,); paid_shares : (n_cities, n_districts, QUINTILES, n_sectors) share of bills
    that support paid, summed over ``weeks``; price, usual : same axes, relative to the start; adaptation : share.
    """
    for c in range(n_districts.size):
        for z in range(n_districts[c]):
            share, asked, out = paid_shares[c, z].ravel(), price[c, z].ravel(), usual[c, z].ravel()  # views
            for k in range(out.size):
                out[k] = next_usual_support(out[k], asked[k], share[k] / weeks, adaptation)


@njit
def weigh_habits(
    n_districts: np.ndarray, usual: np.ndarray, reference: np.ndarray, elasticity: float, price_sensitivity: np.ndarray,
    creation_share: float, waits: np.ndarray, habits: Habits,
) -> None:  # fmt: skip
    """What being used to support does to tickets and occasions. Modifies: habits.

    Parameters: n_districts : (n_cities,); usual, reference : (n_cities, n_districts, QUINTILES, n_sectors), support and
    price that buyers are used to; price_sensitivity : (n_cities, QUINTILES); waits : (n_sectors,) postponability.
    """
    for c in range(n_districts.size):
        for z in range(n_districts[c]):
            for q in range(price_sensitivity.shape[1]):
                for g in range(waits.size):
                    share = usual_share(usual[c, z, q, g], reference[c, z, q, g]) if usual[c, z, q, g] > 0.0 else 0.0
                    timing = timing_response(creation_share, waits[g])
                    habits.ticket[c, z, q, g] = usual_ticket(share, elasticity)
                    sensitivity = price_sensitivity[c, q]
                    habits.occasions[c, z, q, g] = usual_timing(share, sensitivity, timing, creation_share)

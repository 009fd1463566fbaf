"""How often and how much at a time every row plans to buy.

Residents of one income plan to spend the same in all; they differ in what on, how often and how much at a time. So the
spread of spending stays that of incomes, and what a sector sells stays what its data say, exactly.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.kernel.columns import QUINTILES, Consumers
from sim.world.population import planned_tickets

_ROUNDS, _CLOSE = 100, 1e-12


class Tickets(NamedTuple):
    """What residents plan, by city, quintile and sector, (n_cities, QUINTILES, n_sectors) yuan each."""

    spending: np.ndarray  # per week and resident of a spending scale of 1
    ticket: np.ndarray  # on one occasion, of a ticket scale of 1


def most_often(occasions: np.ndarray, plan_stages: np.ndarray, season: np.ndarray) -> np.ndarray:
    """How often somebody can plan to buy, over the mean: a stage of a plan takes a week at least.

    Parameters
    ----------
    occasions, plan_stages : (n_sectors,) float64
    season : (n_weeks, n_sectors) float64
        Index of a year's weeks.

    Returns
    -------
    (n_sectors,) float64
        At least 1; infinity where purchases have no dates.
    """
    rate = np.maximum(plan_stages * occasions * season.max(axis=0), 1e-300)
    most: np.ndarray = np.where(plan_stages > 0, np.maximum(1.0, 1.0 / rate), np.inf)
    return most


def rake(
    taste: np.ndarray, ticket: np.ndarray, scale: np.ndarray, weight: np.ndarray, share: np.ndarray, most: np.ndarray
) -> np.ndarray:
    r"""How often each row plans to buy in each sector, over the mean of all.

    .. math:: \sum_g s_g f_{ig} \tau_i = 1, \quad \sum_i w_i y_i f_{ig} \tau_i = a_g \sum_i w_i y_i, \quad
        \sum_i w_i f_{ig} = \sum_i w_i

    Rows follow their tastes as far as both sums allow: those of a row are what its income allows, those of a sector
    what its data say. Iterative proportional fitting (Deming & Stephan 1940). The factor a_g, the covariance of
    frequency and ticket, is left to the level of tickets.

    Parameters
    ----------
    taste : (n_groups, n, n_sectors) float64
    ticket : (n_groups, n) float64
        tau, over those of others.
    scale, weight : (n_groups, n) float64
        y, planned spending over the mean; residents.
    share : (n_groups, n_sectors) float64
        s, of planned spending.
    most : (n_sectors,) float64
        Frequency that no row exceeds.

    Returns
    -------
    (n_groups, n, n_sectors) float64
    """
    people = (weight / weight.sum(axis=1, keepdims=True))[:, :, None]
    money = (weight * scale / (weight * scale).sum(axis=1, keepdims=True) * ticket)[:, :, None]
    often: np.ndarray = taste / ticket[:, :, None]
    for _ in range(_ROUNDS):
        often /= (money * often).sum(axis=1, keepdims=True)
        whole = ticket * (often * share[:, None]).sum(axis=2)
        if np.abs(whole - 1.0).max() < _CLOSE:
            break
        often /= whole[:, :, None]
        often = np.minimum(often, most * (people * often).sum(axis=1, keepdims=True))
    often /= (people * often).sum(axis=1, keepdims=True)
    return often


def plan_purchases(
    consumers: Consumers, per_resident: np.ndarray, occasions: np.ndarray, income_elasticity: np.ndarray,
    most: np.ndarray,
) -> tuple[Consumers, Tickets]:  # fmt: skip
    """How often and how much at a time every row plans to buy, such that each city spends what its data say.

    Parameters
    ----------
    consumers : Consumers
        With traits in ``ticket_scale`` and ``frequency``.
    per_resident : (n_cities, n_sectors) float64
        Yuan per week.
    occasions, income_elasticity, most : (n_sectors,) float64
        ``most``: see :func:`most_often`.

    Returns
    -------
    Consumers
    Tickets
    """
    n_cities = len(per_resident)
    spending = planned_tickets(consumers, per_resident, occasions, income_elasticity, n_cities) * occasions
    frequency, ticket_scale = np.ones_like(consumers.frequency), consumers.spending_scale.copy()
    level = np.ones_like(spending)
    for q in range(QUINTILES):
        rows = np.flatnonzero(consumers.quintile == q).reshape(n_cities, -1)  # as many in every city
        if not rows.size:
            continue
        scale, weight = (x[rows].astype(float) for x in (consumers.spending_scale, consumers.weight))
        ticket, total = consumers.ticket_scale[rows].astype(float), spending[:, q].sum(axis=1, keepdims=True)
        alike = np.full_like(spending[:, q], 1.0 / occasions.size)
        share = np.divide(spending[:, q], total, out=alike, where=total > 0)
        frequency[rows] = rake(consumers.frequency[rows].astype(float), ticket, scale, weight, share, most)
        ticket_scale[rows] = scale * ticket
        bought = ticket_scale[rows].astype(float)[:, :, None] * frequency[rows]
        level[:, q] = np.einsum("cn,cng->cg", weight, bought) / (weight * scale).sum(axis=1, keepdims=True)
    tickets = Tickets(spending, spending / occasions / level)
    return consumers._replace(frequency=frequency, ticket_scale=ticket_scale), tickets

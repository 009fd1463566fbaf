"""Synthetic residents: super-individuals by district, income and liquidity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from sim.kernel.columns import CONSUMER_TYPES, OTHER, POOR, QUINTILES, WEALTHY, Consumers
from sim.kernel.draws import KeyedDraws, resident_key
from sim.world.geography import Geography
from sim.world.ledger import largest_remainder
from sim.world.networks import social_links
from sim.world.persons import draw_traits, over_mean, with_liquidity
from sim.world.wanted import Population

_OF_ONE_NUMBER = (
    "weight", "income", "spending_scale", "ticket_scale", "price_response", "quickness", "district", "quintile",
    "liquidity",
)  # fmt: skip
# Additive recurrence with the best three-dimensional ratios (Roberts 2018): rows cover income and
# liquidity evenly at any sample size, so halving the weights adds detail and no new sampling noise.
_PLASTIC = 1.2207440846057596
_STEP = np.array([1 / _PLASTIC, 1 / _PLASTIC**2, 1 / _PLASTIC**3])


def relative_incomes(income_sigma: float, n: int) -> np.ndarray:
    r"""Mean income of each of n equal parts of the residents, lowest first, relative to the mean of all.

    .. math:: n\,(\Phi(z_k - \sigma) - \Phi(z_{k-1} - \sigma)), \quad z_k = \Phi^{-1}(k / n)

    Income is lognormal. The mean of a part, not its middle: then what the rows add up to does not depend on how many
    they are.

    Parameters
    ----------
    income_sigma : float
        Standard deviation of ln income.
    n : int

    Returns
    -------
    (n,) float64

    Examples
    --------
    >>> float(relative_incomes(0.8, 7).mean().round(12))
    1.0
    """
    mean: np.ndarray = n * np.diff(ndtr(ndtri(np.arange(n + 1) / n) - income_sigma))
    return mean


class Mix(NamedTuple):
    """How the two hand-to-mouth types mix over incomes, (n,) float64 from 0 to 1 each."""

    poor: np.ndarray
    wealthy: np.ndarray


def liquidity_types(
    income_rank: np.ndarray, mix: Mix, rounding: np.ndarray, poor_share: float, wealthy_share: float
) -> np.ndarray:
    """Type by rank: the poor hand-to-mouth are found low in the income distribution, the wealthy anywhere.

    Parameters
    ----------
    income_rank : (n,) float64, 0 to 1
    mix : Mix
    rounding : (2,) float64, 0 to 1
        Whether a part of a row becomes a whole one; drawn evenly, the shares are exact on average at any n.
    poor_share, wealthy_share : float

    Returns
    -------
    (n,) uint8
        Index of ``LIQUIDITY_TYPES``.
    """
    n = income_rank.size
    n_poor, n_wealthy = (int(s * n + part) for s, part in zip((poor_share, wealthy_share), rounding, strict=True))
    order = np.argsort(income_rank + 0.5 * mix.poor, kind="stable")
    kind = np.full(n, OTHER, dtype=np.uint8)
    kind[order[:n_poor]] = POOR
    rest = order[n_poor:]
    by_mix = rest[np.argsort(mix.wealthy[rest], kind="stable")]
    kind[by_mix[:n_wealthy]] = WEALTHY
    return kind


def build_consumers(
    settings: Population, parameters: Mapping[str, float], key: np.ndarray, geography: Geography, income: np.ndarray,
    income_sigma: float, plan_stages: np.ndarray, n_slots: int, draws: KeyedDraws,
) -> Consumers:  # fmt: skip
    """Residents of the chosen cities.

    Parameters
    ----------
    settings : Population
    parameters : dict of str to float
    key : (n_cities,) int64
        Of the cities; part of every row's identity, so that a city's residents are the same whatever other
        cities are simulated.
    geography : Geography
    income : (n_cities,) float64
        Mean disposable income, yuan per week and resident.
    income_sigma : float
        Standard deviation of ln income inside a city.
    plan_stages : (n_sectors,) float64
        Of the time to the next purchase, 0 where purchases have no dates.
    n_slots : int
    draws : KeyedDraws

    Returns
    -------
    Consumers
        ``ticket_scale`` and ``frequency`` are still traits: see :func:`sim.world.plans.plan_purchases`.
    """
    per_city, n = settings.consumers_per_city, settings.consumers_per_city * key.size
    first = np.arange(key.size + 1, dtype=np.int64) * per_city
    columns = {name: np.empty(n, dtype=CONSUMER_TYPES[name]) for name in _OF_ONE_NUMBER}
    columns["frequency"] = np.empty((n, plan_stages.size), CONSUMER_TYPES["frequency"])
    identity = resident_key(key[:, None], np.arange(per_city)).ravel()
    start = draws.uniform("liquidity", key[:, None], 0, np.arange(_STEP.size + len(Mix._fields)))
    by_rank = relative_incomes(income_sigma, per_city)
    for c in range(key.size):
        rows = slice(first[c], first[c + 1])
        residents = geography.residents[c]
        count = largest_remainder(per_city, residents)
        columns["district"][rows] = np.repeat(np.arange(residents.size), count)
        weight = np.repeat(residents / np.maximum(count, 1), count)
        columns["weight"][rows] = weight * residents.sum() / weight.sum()
        offset, rounding = np.split(start[c], [_STEP.size])
        income_place, *mix = np.mod(offset + np.arange(1, per_city + 1)[:, None] * _STEP, 1.0).T
        place = np.argsort(np.argsort(income_place, kind="stable"), kind="stable")
        rank = (place + 0.5) / per_city
        quintile = columns["quintile"][rows]
        quintile[:] = np.minimum(QUINTILES - 1, rank * QUINTILES).astype(np.uint8)
        relative = by_rank[place] / np.average(by_rank[place], weights=weight)
        columns["income"][rows] = income[c] * relative
        columns["spending_scale"][rows] = over_mean(relative, quintile, weight)
        traits = draw_traits(identity[rows], quintile, weight, plan_stages.size, parameters, draws)
        columns["ticket_scale"][rows], columns["frequency"][rows] = traits.ticket, traits.taste
        columns["price_response"][rows], columns["quickness"][rows] = traits.price_response, traits.quickness
        mixed = Mix(*(with_liquidity(one, traits.liquidity, parameters["traits_correlation"]) for one in mix))
        shares = parameters["liquidity_share_poor"], parameters["liquidity_share_wealthy"]
        columns["liquidity"][rows] = liquidity_types(rank, mixed, rounding, *shares)
    order = np.lexsort((columns["income"], columns["district"], np.repeat(np.arange(key.size), per_city)))
    return Consumers(
        first=first, identity=identity, **columns, listens_to=social_links(settings, first, identity, order, draws),
        gap=np.zeros(n, CONSUMER_TYPES["gap"]), plan=np.tile(settled_plan(plan_stages), (n, 1)),
        need_stock=np.ones((n, plan_stages.size), CONSUMER_TYPES["need_stock"]),
        **{name: np.zeros((n, n_slots), CONSUMER_TYPES[name]) for name in ("aware", "told_of")},
    )  # fmt: skip


def stages_from(plan_stages: np.ndarray) -> np.ndarray:
    """Where each sector's part of a row's plan begins, and where the last one ends.

    Parameters
    ----------
    plan_stages : (n_sectors,) float64

    Returns
    -------
    (n_sectors + 1,) int64

    >>> stages_from(np.array([0.0, 2.0, 3.0]))
    array([0, 0, 2, 5])
    """
    return np.concatenate([[0], np.cumsum(plan_stages)]).astype(np.int64)


def settled_plan(plan_stages: np.ndarray) -> np.ndarray:
    """Shares of residents by stage at which as many buy in every week as plan to.

    Parameters
    ----------
    plan_stages : (n_sectors,) float64

    Returns
    -------
    (n_stages,) float64

    >>> settled_plan(np.array([0.0, 2.0]))
    array([0.5, 0.5])
    """
    parts = [np.full(int(k), 1.0 / k) for k in plan_stages if k > 0]
    return np.concatenate([np.empty(0, CONSUMER_TYPES["plan"]), *parts])


def planned_tickets(
    consumers: Consumers, spending: np.ndarray, occasions: np.ndarray, income_elasticity: np.ndarray, n_cities: int
) -> np.ndarray:
    """Tickets such that each city's residents spend exactly what the city's data say.

    Spending of a row on a sector follows income to the power of the sector's Engel elasticity.

    Parameters
    ----------
    consumers : Consumers
    spending : (n_cities, n_sectors) float64
        Yuan per week and resident.
    occasions, income_elasticity : (n_sectors,) float64

    Returns
    -------
    (n_cities, QUINTILES, n_sectors) float64
        Yuan; a row pays this times its ``spending_scale``.
    """
    ticket = np.zeros((n_cities, QUINTILES, occasions.size))
    for c in range(n_cities):
        rows = slice(consumers.first[c], consumers.first[c + 1])
        weight, income = consumers.weight[rows].astype(float), consumers.income[rows].astype(float)
        scale, quintile = consumers.spending_scale[rows].astype(float), consumers.quintile[rows]
        for q in range(QUINTILES):
            same = quintile == q
            if same.any():
                mean = np.average(income[same], weights=weight[same])
                ticket[c, q] = (mean / np.average(income, weights=weight)) ** income_elasticity
        spent = np.bincount(quintile, weights=weight * scale, minlength=QUINTILES) @ ticket[c] / weight.sum()
        ticket[c] *= spending[c] / (spent * occasions)
    return ticket

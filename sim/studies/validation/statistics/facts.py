"""Stylised facts, from the twin alone: exits, sizes, incomes, shares of spending, seasons."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.data import read
from sim.data.seasons import SEASON_WEEKS
from sim.kernel.columns import ACCOUNT_WEEKS, QUINTILES, WEALTHY, WEEKS_PER_YEAR
from sim.studies.validation.statistics.statistic import Positive, Sectors, TopShare, Week, Weeks

if TYPE_CHECKING:
    from sim.studies.validation.trial import Trial


def sales_tail_exponent(trial: Trial, top_share: TopShare) -> float:
    """Hill (1975) estimator of the Pareto exponent of sales per shop, over the top share of shops."""
    m = trial.twin.world.merchants
    shops, sales = m.shops.ravel(), (trial.twin.account_sales[-1] / np.maximum(m.shops, 1e-300)).ravel()
    order = np.argsort(-sales)
    cumulative = np.cumsum(shops[order])
    top = cumulative <= top_share * shops.sum()
    if top.sum() < 3:
        return math.nan
    largest, weight = sales[order][top], shops[order][top]
    excess = np.log(largest / largest[-1])
    return float(weight.sum() / (weight * excess).sum())


def exit_share(trial: Trial, sectors: Sectors | None = None, age: Week | None = None, years: Positive = 1.0) -> float:
    """Shops that close within some years, of one year of age or of all ages."""
    rows, world = trial.sectors(sectors), trial.twin.world
    exits, risk = (x[:, rows].sum(axis=(0, 1, 2)) for x in (world.closed.exits, world.closed.at_risk))
    if age is not None:
        exits, risk = exits[age : age + 1], risk[age : age + 1]
    return 1 - math.exp(-float(exits.sum() / risk.sum()) * years)


def openings_over_closings(trial: Trial, sectors: Sectors) -> float:
    """Shops that opened over those that closed since the warm-up began; above 1 there are more of them."""
    rows, world = trial.sectors(sectors), trial.twin.world
    closed = float(world.closed.exits[:, rows].sum())
    more = float((world.merchants.shops - world.merchants.usual_shops)[:, :, rows].sum())
    return (closed + more) / closed


def spending_gini(trial: Trial) -> float:
    """Gini coefficient of what residents of all simulated cities plan to spend in a year."""
    c, fixed = trial.twin.world.consumers, trial.fixed
    city = np.repeat(np.arange(fixed.chosen.size), np.diff(c.first))
    yearly = fixed.demand.planned.sum(axis=2)[city, c.quintile] * c.spending_scale
    return _gini(yearly, c.weight)


def _gini(value: np.ndarray, weight: np.ndarray) -> float:
    order = np.argsort(value)
    share = np.cumsum(weight[order]) / weight.sum()
    lorenz = np.cumsum((value * weight)[order]) / (value * weight).sum()
    area = ((lorenz[1:] + lorenz[:-1]) / 2 * np.diff(share)).sum() + lorenz[0] * share[0] / 2
    return float(1 - 2 * area)


def propensity_to_consume(trial: Trial) -> float:
    """Consumption over disposable income, all pilot cities, residents as weights."""
    cities = trial.fixed.cities
    return float(
        (cities.consumption_yuan_per_week @ cities.residents) / (cities.income_yuan_per_week @ cities.residents)
    )


def median_over_mean_income(trial: Trial) -> float:
    """Median over mean of residents' incomes."""
    c = trial.twin.world.consumers
    order = np.argsort(c.income)
    share = np.cumsum(c.weight[order]) / c.weight.sum()
    return float(c.income[order][np.searchsorted(share, 0.5)] / np.average(c.income, weights=c.weight))


def wealthy_hand_to_mouth_share(trial: Trial) -> float:
    """Residents who hold wealth but little of it liquid, share."""
    c = trial.twin.world.consumers
    return float(c.weight[c.liquidity == WEALTHY].sum() / c.weight.sum())


def food_share(trial: Trial) -> float:
    """Food, tobacco and liquor in all consumption: what the sectors sell of it; tobacco is a fixed part of the item."""
    spent = trial.twin.spent.sum(axis=(0, 1, 2))
    cities, rows = trial.fixed.cities, trial.fixed.chosen
    grown = trial.fixed.parameters["income_growth"] / 2 + 1  # the mean of the year over its start
    weeks = trial.twin.spent.shape[0]
    consumption = float((cities.consumption_yuan_per_week * cities.residents)[rows].sum()) * weeks * grown
    part, simulated = read.item_parts("food_tobacco_alcohol")
    share: float = float(spent @ part) / simulated / consumption
    return share


def share_falls_with_income(trial: Trial, sectors: Sectors) -> float:
    """Share of some sectors in the spending of the lowest income fifth over that of the highest."""
    spent = trial.twin.spent.sum(axis=(0, 1))
    share = spent[:, trial.sectors(sectors)].sum(axis=1) / spent.sum(axis=1)
    return float(share[0] / share[QUINTILES - 1])


def week_over_mean(trial: Trial, sectors: Sectors, most: Weeks = 1) -> float:
    """Spending of the largest week over the mean week of a year."""
    weekly = trial.twin.spent.sum(axis=(1, 2))[:SEASON_WEEKS, trial.sectors(sectors)].sum(axis=1)
    return float(np.sort(weekly)[-most:].mean() / weekly.mean())


def month_over_mean(trial: Trial, first_week: Week, sectors: Sectors | None = None) -> float:
    """Spending of four weeks of the year over the mean four weeks, the trend taken out."""
    weekly = trial.twin.spent.sum(axis=(1, 2))[:SEASON_WEEKS, trial.sectors(sectors)].sum(axis=1)
    if first_week + ACCOUNT_WEEKS > weekly.size:
        return math.nan
    trend = np.exp(np.arange(weekly.size) * math.log(1 + trial.fixed.parameters["income_growth"]) / WEEKS_PER_YEAR)
    weekly = weekly / trend
    return float(weekly[first_week : first_week + ACCOUNT_WEEKS].mean() / weekly.mean())

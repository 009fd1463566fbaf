"""Merchants' four-weekly accounts."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.kernel.columns import Merchants
from sim.kernel.compiled import njit
from sim.kernel.rules.choice import attraction
from sim.kernel.rules.trading import (
    cash_exhausted_share,
    entry_factor,
    exit_hazard,
    next_price,
    profit,
    profit_factor,
    smoothed_profit,
)


class TradingRates(NamedTuple):
    """Parameters of merchants' behaviour; units in ``parameters.csv``."""

    price_step: float
    price_band: float
    target_use: float
    exit_young: float
    exit_old: float
    exit_age_scale: float
    exit_profit_response: float
    entry_profit_response: float
    imitation: float
    profit_weight: float  # of one account in the profit that owners judge by
    capital: np.ndarray  # (SIZES,) weeks of normal sales that a shop keeps in cash
    reserve: np.ndarray  # (SIZES,) the same and what it may borrow
    cash_sigma: float
    cash_most: float
    account_weeks: float
    account_years: float


@njit
def weigh_merchants(
    n_districts: np.ndarray, m: Merchants, price_sensitivity: np.ndarray, congestion_penalty: float,
    of_size: np.ndarray, weight: np.ndarray, priced: np.ndarray,
) -> None:  # fmt: skip
    """Attraction of all shops of a district, and the same times their price.

    Parameters: n_districts : (n_cities,); m : Merchants; price_sensitivity : (n_cities, QUINTILES);
    congestion_penalty : float. Modifies: of_size : (n_cities, n_districts, n_sectors, SIZES, QUINTILES) attraction of
    each row of merchants; weight, priced : (n_cities, QUINTILES, n_sectors, n_districts).
    """
    n_cities, _, n_sectors, n_sizes = m.shops.shape
    for c in range(n_cities):
        for z in range(n_districts[c]):
            for g in range(n_sectors):
                weight[c, :, g, z], priced[c, :, g, z], of_size[c, z, g] = 0.0, 0.0, 0.0
                for s in range(n_sizes):
                    if m.shops[c, z, g, s] <= 0.0:
                        continue
                    ln_size = math.log(m.shops[c, z, g, s]) + m.quality[c, z, g, s]
                    price, overuse = m.price[c, z, g, s] * m.price_shift[c, z, g, s], m.overuse[c, z, g, s]
                    for q in range(price_sensitivity.shape[1]):
                        one = attraction(ln_size, price, price_sensitivity[c, q], overuse, congestion_penalty)
                        of_size[c, z, g, s, q] = one
                        weight[c, q, g, z] += one
                        priced[c, q, g, z] += one * price


@njit
def credit_merchants(
    n_districts: np.ndarray, m: Merchants, of_size: np.ndarray, access: np.ndarray, per_attraction: np.ndarray,
    delivered: np.ndarray, sales: np.ndarray,
) -> None:  # fmt: skip
    """Sales of each row out of what residents of each place and quintile spent per attraction that they saw.

    Parameters: n_districts : (n_cities,); m : Merchants; of_size : as :func:`weigh_merchants` left it; access :
    (n_cities, n_sectors, n_districts, n_districts) weights; per_attraction : (n_cities, n_districts, QUINTILES,
    n_sectors) yuan over attraction times price; delivered : (n_cities, QUINTILES, n_sectors) the same of what is
    delivered anywhere in the city, over attraction without distance. Modifies: sales, as m.sales, added to.
    """
    n_cities, _, n_sectors, n_sizes = m.shops.shape
    through = np.empty(per_attraction.shape[2])
    for c in range(n_cities):
        for z in range(n_districts[c]):
            for g in range(n_sectors):
                through[:] = delivered[c, :, g]
                for x in range(n_districts[c]):
                    for q in range(through.size):
                        through[q] += per_attraction[c, x, q, g] * access[c, g, x, z]
                for s in range(n_sizes):
                    price = m.price[c, z, g, s] * m.price_shift[c, z, g, s]
                    for q in range(through.size):
                        sales[c, z, g, s] += price * through[q] * of_size[c, z, g, s, q]


@njit
def hazards_by_age(n_ages: int, rates: TradingRates) -> np.ndarray:
    """Yearly hazard of shops in each year of age at normal profit, (n_ages,); the last ones are older, too."""
    hazard, oldest = np.empty(n_ages), n_ages - 1
    for a in range(n_ages):
        age = a + 0.5 if a < oldest else a + 1.0 / rates.exit_old
        hazard[a] = exit_hazard(age, rates.exit_young, rates.exit_old, rates.exit_age_scale)
    return hazard


@njit
def turn_over(
    by_age: np.ndarray, usual_hazard: np.ndarray, factor: float, exhausted: float, entering: float,
    rates: TradingRates, exits: np.ndarray, at_risk: np.ndarray,
) -> float:  # fmt: skip
    """Exits, entries and ageing of one row's shops in one account period.

    Parameters: by_age : (AGES,) shops; usual_hazard : (AGES,) yearly, at normal profit; factor : by which profit raises
    it; exhausted : yearly hazard of an empty till; entering : shops; rates : TradingRates. Modifies: by_age; exits,
    at_risk : (AGES,) added to. Returns: shops at the end.
    """
    oldest, total, growing_up = by_age.size - 1, 0.0, entering
    for a in range(by_age.size):
        hazard = usual_hazard[a] * factor + exhausted
        staying = by_age[a] * math.exp(-hazard * rates.account_years)
        exits[a] += by_age[a] - staying
        at_risk[a] += by_age[a] * rates.account_years
        older = staying * rates.account_years if a < oldest else 0.0
        by_age[a] = staying - older + growing_up
        growing_up = older
        total += by_age[a]
    return total


@njit
def close_accounts(
    m: Merchants, usual_entry: float, expected_sales: np.ndarray, variable_cost: np.ndarray, labour: np.ndarray,
    rent: np.ndarray, novel_share: np.ndarray, rates: TradingRates, exits: np.ndarray, at_risk: np.ndarray,
) -> None:  # fmt: skip
    """Profit to cash, prices, exits and entries of one account period.

    Parameters: m : Merchants; usual_entry : entrants per period and usual shop at normal profit; expected_sales :
    (n_cities, n_sectors) sales of the period relative to ``normal_sales`` of one week, as the season and the trend let
    expect; variable_cost, labour, rent : (n_sectors,) shares of normal sales; novel_share : (n_cities, n_sectors)
    sales share of novel venues; rates : TradingRates. Modifies: m.shops, by_age, price, cash, profits, overuse, and
    m.sales to 0; exits, at_risk : (n_cities, n_sectors, SIZES, AGES) shops and shop-years, added to.
    """
    n_cities, n_districts, n_sectors, n_sizes = m.shops.shape
    usual_hazard = hazards_by_age(m.by_age.shape[4], rates)
    for c in range(n_cities):
        for z in range(n_districts):
            for g in range(n_sectors):
                margin = 1.0 - variable_cost[g] - labour[g] - rent[g]
                for s in range(n_sizes):
                    row = (c, z, g, s)
                    normal = m.normal_sales[row] * expected_sales[c, g]
                    if m.shops[row] <= 0.0 or normal <= 0.0:
                        continue
                    sales = m.sales[row] / m.shops[row]
                    earned = profit(sales, variable_cost[g], labour[g], rent[g] * normal)
                    relative = earned / (margin * normal)
                    # The owner draws the normal profit; what is above or below it changes the shop's cash.
                    m.cash[row] = min(
                        rates.cash_most, m.cash[row] + (earned - margin * normal) / normal * rates.account_weeks
                    )
                    use = sales / normal * rates.target_use
                    m.overuse[row] = use - 1.0
                    m.price[row] = next_price(m.price[row], use, rates.target_use, rates.price_step, rates.price_band)
                    entering = usual_entry * m.usual_shops[row]
                    judged = m.profits[row] = smoothed_profit(m.profits[row], relative, rates.profit_weight)
                    entering *= entry_factor(judged, rates.entry_profit_response, novel_share[c, g], rates.imitation)
                    factor = profit_factor(judged, rates.exit_profit_response)
                    lost = rates.capital[s] - m.cash[row]
                    exhausted = cash_exhausted_share(lost, rates.reserve[s], rates.cash_sigma)
                    m.shops[row] = turn_over(
                        m.by_age[c, z, g, s], usual_hazard, factor, exhausted, entering, rates, exits[c, g, s],
                        at_risk[c, g, s],
                    )  # fmt: skip
                    m.sales[row] = 0.0

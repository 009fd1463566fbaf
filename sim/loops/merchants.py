"""Merchants' four-weekly accounts."""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.compiled import njit
from sim.rules.choice import attraction
from sim.rules.trading import (
    cash_exhausted_share,
    entry_factor,
    exit_hazard,
    next_price,
    profit,
    profit_term,
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
    cash_spread: float
    cash_most: float
    account_weeks: float
    account_years: float


@njit
def credit_merchants(m, through, price_sensitivity, congestion_penalty, sales):
    """Sales of each row out of what its place and sector draw from each quintile.

    Parameters: m : Merchants; through : (n_cities, QUINTILES, n_sectors, n_districts) yuan per unit of attraction
    times price; price_sensitivity : (n_cities, QUINTILES). Modifies: sales, as m.sales, added to.
    """
    n_cities, n_districts, n_sectors, n_sizes = m.shops.shape
    for c in range(n_cities):
        for z in range(n_districts):
            for g in range(n_sectors):
                for s in range(n_sizes):
                    if m.shops[c, z, g, s] <= 0.0:
                        continue
                    ln_size = math.log(m.shops[c, z, g, s]) + m.quality[c, z, g, s]
                    for q in range(price_sensitivity.shape[1]):
                        sales[c, z, g, s] += (
                            m.price[c, z, g, s]
                            * through[c, q, g, z]
                            * attraction(
                                ln_size,
                                m.price[c, z, g, s],
                                price_sensitivity[c, q],
                                m.overuse[c, z, g, s],
                                congestion_penalty,
                            )
                        )


@njit
def close_accounts(m, start_shops, expected_sales, variable_cost, labour, rent, novel_share, rates):
    """Profit to cash, prices, exits and entries of one account period.

    Parameters: m : Merchants; start_shops : as m.shops, at the start; expected_sales : (n_cities, n_sectors)
    sales of the period relative to ``normal_sales`` of one week, as the season and the trend let expect; variable_cost,
    labour, rent : (n_sectors,) shares of normal sales; novel_share : (n_cities, n_sectors) sales share of
    novel venues; rates : TradingRates. Modifies: m.shops, price, cash, age, overuse, and m.sales to 0.
    """
    n_cities, n_districts, n_sectors, n_sizes = m.shops.shape
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
                    term = profit_term(relative, rates.exit_profit_response)
                    hazard = exit_hazard(
                        m.age[row], rates.exit_young, rates.exit_old, rates.exit_age_scale, term
                    ) + cash_exhausted_share(m.cash[row], rates.cash_spread)
                    usual = exit_hazard(m.age[row], rates.exit_young, rates.exit_old, rates.exit_age_scale, 0.0)
                    leaving = m.shops[row] * (1.0 - math.exp(-hazard * rates.account_years))
                    entering = start_shops[row] * (1.0 - math.exp(-usual * rates.account_years))
                    entering *= entry_factor(relative, rates.entry_profit_response, novel_share[c, g], rates.imitation)
                    left = m.shops[row] - leaving
                    m.age[row] = (m.age[row] * left) / (left + entering) + rates.account_years
                    m.shops[row] = left + entering
                    m.sales[row] = 0.0

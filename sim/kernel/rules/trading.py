"""Merchants: use of capacity, price, profit, exit and entry. A row stands for many shops."""

from __future__ import annotations

import math

from sim.kernel.compiled import njit


@njit
def next_price(price: float, use: float, target_use: float, price_step: float, price_band: float) -> float:
    r"""Price after four weeks: up when busier than the target, down when idler, within a band.

    .. math:: p' = \mathrm{clip}(p (1 + s \cdot \mathrm{clip}(u/u^* - 1, -1, 1)),\ 1 - b,\ 1 + b)

    Source: own, model 5.7. Parameters: price : relative to the start; use : sales over capacity.
    Modifies: nothing. Returns: float > 0.

    >>> next_price(1.0, 0.8, 0.8, 0.01, 0.1)
    1.0
    """
    pressure = min(1.0, max(-1.0, use / target_use - 1.0))
    return min(1.0 + price_band, max(1.0 - price_band, price * (1.0 + price_step * pressure)))


@njit
def profit(sales: float, variable_cost_share: float, labour_share: float, fixed_cost: float) -> float:
    r"""Profit of a period.

    .. math:: \pi = (1 - v - l) \cdot sales - F

    Source: accounting identity. Parameters: yuan; shares of sales. Modifies: nothing. Returns: float, yuan.

    >>> profit(100.0, 0.5, 0.25, 10.0)
    15.0
    """
    return (1.0 - variable_cost_share - labour_share) * sales - fixed_cost


@njit
def exit_hazard(age_years: float, young: float, old: float, age_scale: float) -> float:
    r"""Yearly hazard that a shop closes at normal profit.

    .. math:: x_\infty + (x_0 - x_\infty) e^{-a/\tau}

    Source: Parsa et al. (2005): falls with age. Parameters: age_years >= 0; young, old : per year. Modifies: nothing.
    Returns: float, per year.

    >>> exit_hazard(0.0, 0.26, 0.11, 3.0)
    0.26
    """
    return old + (young - old) * math.exp(-age_years / age_scale)


@njit
def profit_factor(relative_profit: float, response: float) -> float:
    r"""Factor that short profit puts on the hazard of closing.

    .. math:: \exp(x_p\, \mathrm{clip}(1 - \pi/\bar\pi, -1, 2))

    Source: own, model 5.7. Parameters: relative_profit : profit over normal profit. Modifies: nothing. Returns:
    float > 0.

    >>> profit_factor(1.0, 2.0)
    1.0
    """
    return math.exp(response * min(2.0, max(-1.0, 1.0 - relative_profit)))


@njit
def cash_exhausted_share(cash_weeks: float, spread_weeks: float) -> float:
    r"""Share of a row's shops that have run out of cash, when cash is spread over shops.

    .. math:: 1 / (1 + e^{k / s})

    Source: own; logistic spread of cash over the shops that the row stands for. Parameters: mean cash
    and its spread in weeks of normal sales. Modifies: nothing. Returns: share.

    >>> cash_exhausted_share(0.0, 2.0)
    0.5
    """
    return 1.0 / (1.0 + math.exp(min(60.0, cash_weeks / spread_weeks)))


@njit
def entry_factor(relative_profit: float, profit_response: float, novel_share: float, imitation: float) -> float:
    r"""Entry of shops relative to a steady state.

    .. math:: \max(0.1, \pi/\bar\pi)^{n}\,(1 + i\,\sigma)

    Source: own, model 5.7: entrants follow profit and imitate novel formats. Parameters: novel_share :
    share of the sector's sales in novel venues. Modifies: nothing. Returns: float > 0.

    >>> entry_factor(1.0, 1.0, 0.0, 0.5)
    1.0
    """
    factor: float = max(0.1, relative_profit) ** profit_response * (1.0 + imitation * novel_share)
    return factor

"""Private money of a week: what firms have left or lack, where it goes or comes from; every city in one pass."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.kernel.columns import FEN_PER_YUAN, OPEN, Projects
from sim.kernel.compiled import njit
from sim.kernel.private import PrivateMoney, PrivateWeek
from sim.kernel.rules.private import drawn, leaving, owners_part, reinvested
from sim.kernel.rules.trading import profit


class PrivateRates(NamedTuple):
    """Parameters of private money; units in ``parameters.csv``."""

    owner_share: float  # of a firm's money beyond plan, that its owners take or bring
    credit_share: float  # of the rest, that banks get back or lend
    local_share: float  # of owners, who live in the city
    owners_per_shop: float  # persons
    profit_weeks: float  # until profits are disposed of
    lag_weeks: float  # until other investment changes
    postponed_share: float  # of that change, that is only moved in time
    postponed_weeks: float  # by which it is moved
    adjustment: float  # purse of owners, as budget_factor takes them
    windfall_weeks: float
    variable_cost: np.ndarray  # (n_sectors,) shares of sales
    labour: np.ndarray
    rent: np.ndarray  # of planned sales


class Owners(NamedTuple):
    """What owners plan: residents of the highest quintile. (n_cities,) yuan per person, or as said."""

    planned: np.ndarray  # spending of an ordinary week
    buffer: np.ndarray
    standard_sales: np.ndarray  # (n_cities, n_sectors) yuan per week of a mean shop
    shops: np.ndarray  # established shops


@njit
def earn_and_build(
    p: Projects, money: PrivateMoney, outlay: np.ndarray, sold: np.ndarray, growth: float, rates: PrivateRates,
    week: PrivateWeek,
) -> None:  # fmt: skip
    """Cash of every firm: what it earned and disposes of now, what its award pays, less what it builds for.

    Rents go to owners of premises; what venues earn is taken out of what all firms earned.

    Parameters: p : Projects; money : PrivateMoney; outlay, sold : (n_cities, n_proposals) yuan; growth : float; rates :
    PrivateRates. Modifies: week.cash; week.cash_shops, which holds what all firms earned; money.earned, earned_shops,
    settled.
    """
    for c in range(p.status.shape[0]):
        for k in range(p.status.shape[1]):
            g, fen = p.sector[c, k], p.paid[c, k] - p.recovered[c, k]
            rent = 0.0
            if p.status[c, k] == OPEN:
                rent = rates.rent[g] * p.planned_sales[c, k] * growth
            earned = profit(sold[c, k], rates.variable_cost[g], rates.labour[g], rent)
            week.cash_shops[c] -= earned
            money.earned[c, k] += earned
            taken = leaving(money.earned[c, k], rates.profit_weeks)
            money.earned[c, k] -= taken
            week.cash[c, k] = taken + (fen - money.settled[c, k]) / FEN_PER_YUAN - outlay[c, k]
            money.settled[c, k] = fen
        money.earned_shops[c] += week.cash_shops[c]
        week.cash_shops[c] = leaving(money.earned_shops[c], rates.profit_weeks)
        money.earned_shops[c] -= week.cash_shops[c]


@njit
def draw_money(p: Projects, money: PrivateMoney, owners: Owners, rates: PrivateRates, week: PrivateWeek) -> None:
    """Owners take their part of firms' cash, or bring it, and draw what their purse lets them spend.

    Parameters: p : Projects; money : PrivateMoney; owners : Owners; rates : PrivateRates; week : PrivateWeek with cash.
    Modifies: money.kept, kept_shops; week.drawn, drawn_shops.
    """
    for c in range(p.status.shape[0]):
        planned, buffer = owners.planned[c], owners.buffer[c]
        for k in range(p.status.shape[1]):
            if week.cash[c, k] == 0.0 and money.kept[c, k] == 0.0:
                continue
            kept = money.kept[c, k] + rates.local_share * owners_part(week.cash[c, k], rates.owner_share)
            size = p.planned_sales[c, k] / owners.standard_sales[c, p.sector[c, k]]
            n = max(1.0, rates.owners_per_shop * size)
            week.drawn[c, k] = drawn(kept, n, rates.adjustment, rates.windfall_weeks, planned, buffer)
            money.kept[c, k] = kept - week.drawn[c, k]
        kept = money.kept_shops[c] + rates.local_share * owners_part(week.cash_shops[c], rates.owner_share)
        n = max(1.0, rates.owners_per_shop * owners.shops[c])
        week.drawn_shops[c] = drawn(kept, n, rates.adjustment, rates.windfall_weeks, planned, buffer)
        money.kept_shops[c] = kept - week.drawn_shops[c]


@njit
def change_investment(money: PrivateMoney, rates: PrivateRates, week: PrivateWeek) -> None:
    """Other investment changes with a lag, and what was only moved in time is made up for; banks bridge the rest.

    Parameters: money : PrivateMoney; rates : PrivateRates; week : PrivateWeek with cash. Modifies: money.pending,
    advanced, debt; week.other.
    """
    for c in range(money.pending.size):
        cash = week.cash_shops[c] + week.cash[c].sum()
        pending = money.pending[c] + reinvested(cash, rates.owner_share, rates.credit_share)
        changed = leaving(pending, rates.lag_weeks)
        made_up = leaving(money.advanced[c], rates.postponed_weeks)
        week.other[c] = changed - made_up
        money.pending[c] = pending - changed
        money.advanced[c] += rates.postponed_share * changed - made_up
        money.debt[c] += week.other[c] - (cash - owners_part(cash, rates.owner_share))

"""How long merchants bear bad accounts."""

from __future__ import annotations

import numpy as np

from sim.data.read import read_parameters
from sim.kernel.columns import AGES, Merchants
from sim.kernel.loops.merchants import close_accounts
from sim.model.rates import trading_rates
from sim.world.merchants import capital_weeks, settled_ages

ROWS = (1, 1, 1, 2)  # a city, a district, a sector, small and large shops
COSTS = {"variable_cost": 0.6, "labour": 0.15, "rent": 0.15}
PERIODS = 13  # accounts of a year


def closed_in_a_year(*sales: float) -> np.ndarray:
    """Share of (small, large) shops that close within a year of accounts with these sales, 1 normal; normal after."""
    parameters = {p.name: p.value for p in read_parameters()}
    rates = trading_rates(parameters)
    ages, entry = settled_ages(parameters, rates.account_years)
    ones = np.ones(ROWS)
    m = Merchants(
        shops=100 * ones, quality=0 * ones, price=ones.copy(), price_shift=ones.copy(),
        cash=ones * capital_weeks(parameters), profits=ones.copy(), by_age=100 * ones[..., None] * ages,
        usual_shops=100 * ones, normal_sales=ones.copy(), sales=0 * ones, overuse=0 * ones,
    )  # fmt: skip
    exits, at_risk = np.zeros((1, 1, 2, AGES)), np.zeros((1, 1, 2, AGES))
    weeks = np.full((1, 1), rates.account_weeks)
    for period in range(PERIODS):
        m.sales[:] = m.shops * rates.account_weeks * (sales[period] if period < len(sales) else 1.0)
        cost = {name: np.array([share]) for name, share in COSTS.items()}
        close_accounts(m, entry, weeks, **cost, novel_share=np.zeros((1, 1)), rates=rates, exits=exits, at_risk=at_risk)
    return exits.sum(axis=(0, 1, 3)) / 100


def test_at_normal_profit_shops_close_at_a_rate_between_those_of_old_and_of_young_ones():
    hazard = {p.name: p.value for p in read_parameters() if p.name in ("exit_young", "exit_old")}
    closed = closed_in_a_year()
    assert (hazard["exit_old"] < closed).all() and (closed < hazard["exit_young"]).all()


def test_one_bad_account_closes_next_to_no_sound_shop():
    assert (closed_in_a_year(0.8) - closed_in_a_year() < 0.01).all()  # no profit for four weeks
    assert (closed_in_a_year(0.0) - closed_in_a_year() < 0.05).all()  # no sale


def test_bad_quarters_close_many_shops_and_small_ones_first():
    lost = [closed_in_a_year(*[0.5] * n) - closed_in_a_year() for n in (3, 6, 12)]
    assert (np.diff(lost, axis=0) > 0).all()
    assert (lost[2] > 0.3).all() and lost[2][0] > lost[2][1]

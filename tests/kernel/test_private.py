"""Private money by the loops, on one made-up project: where the money comes from, when, and that none is lost."""

from __future__ import annotations

import numpy as np
import pytest

from sim.kernel.columns import BUILDING, OPEN, Projects
from sim.kernel.loops.private import Owners, PrivateRates, change_investment, draw_money, earn_and_build
from sim.kernel.private import no_private_money, no_week

COST = 1e6
RATES = PrivateRates(
    owner_share=0.4, credit_share=0.25, local_share=0.5, owners_per_shop=3.0, profit_weeks=0.0, lag_weeks=13.0,
    postponed_share=0.5, postponed_weeks=52.0, adjustment=0.08, windfall_weeks=4.0, variable_cost=np.array([0.5]),
    labour=np.array([0.2]), rent=np.array([0.1]),
)  # fmt: skip
OWNERS = Owners(np.array([1000.0]), np.array([50_000.0]), np.array([[2000.0]]), np.array([1000.0]))


def project(status: int) -> Projects:
    """One project of one city as large as ten mean shops."""
    columns = {name: np.zeros((1, 1), dtype=np.int64) for name in Projects._fields}
    columns["status"] += status
    columns["planned_sales"] = np.full((1, 1), 20_000.0)
    return Projects(**columns)


def weeks(outlay: float = 0.0, n_built: int = 0, paid: float = 0.0, sold: float = 0.0, n: int = 600, rates=RATES):
    """Run the loops: building at first, an award in the first week, sales in each one; money, and flows by week."""
    p, money, flows = project(OPEN if sold else BUILDING), no_private_money(1, 1), []
    p.paid[:] = round(paid * 100)
    for t in range(n):
        week = no_week(1, 1)
        week.cash_shops[:] = 0.3 * sold  # what all firms of the city earned: this one did
        cost = np.full((1, 1), outlay / n_built if t < n_built else 0.0)
        earn_and_build(p, money, cost, np.full((1, 1), sold), 1.0, rates, week)
        draw_money(p, money, OWNERS, rates, week)
        change_investment(money, rates, week)
        flows.append(week)
    return money, flows


def total(flows, name: str) -> float:
    return float(sum(getattr(week, name).sum() for week in flows))


def test_what_a_project_costs_is_owners_savings_other_investment_and_credit_and_nothing_else():
    money, flows = weeks(COST, 20)
    owners = 0.4 * COST
    assert total(flows, "cash") == pytest.approx(-COST)
    assert total(flows, "drawn") + money.kept.sum() == pytest.approx(-0.5 * owners)  # the others live elsewhere
    assert total(flows, "other") + money.debt[0] * -1 == pytest.approx(-(COST - owners))
    assert money.pending[0] == pytest.approx(0, abs=1)


def test_investment_that_is_crowded_out_stays_away_and_what_is_only_postponed_comes_back():
    _, flows = weeks(COST, 20)
    given_up = 0.6 * 0.75 * COST
    assert total(flows, "other") == pytest.approx(-given_up * 0.5, rel=1e-3)
    _, for_good = weeks(COST, 20, rates=RATES._replace(postponed_share=0.0))
    assert total(for_good, "other") == pytest.approx(-given_up, rel=1e-3)
    by_week = [float(week.other[0]) for week in flows]
    assert by_week[0] > min(by_week) and min(by_week) < 0  # it is missing with a lag
    assert max(by_week[200:300]) > 0  # and made up for later


def test_owners_of_a_windfall_spend_it_all_in_the_end_but_slowly_where_it_is_large_for_each():
    windfall = 10 * COST  # 67,000 yuan for each of 30 owners in the city, who plan to spend 1,000 a week
    money, flows = weeks(paid=windfall, n=1200)
    taken = 0.5 * 0.4 * windfall
    assert total(flows, "drawn") + money.kept.sum() == pytest.approx(taken)
    spent = np.cumsum([float(week.drawn.sum()) for week in flows]) / taken
    assert spent[51] < 0.3 and spent[-1] > 0.98
    many = RATES._replace(owners_per_shop=3000.0)
    quick = np.cumsum([float(week.drawn.sum()) for week in weeks(paid=windfall, rates=many)[1]]) / taken
    assert quick[51] > 0.95


def test_a_windfall_and_a_cost_of_the_same_size_change_investment_and_debt_by_the_same_with_other_signs():
    gift, bill = weeks(paid=COST), weeks(COST, 1)
    assert total(gift[1], "other") == pytest.approx(-total(bill[1], "other"))
    assert gift[0].debt == pytest.approx(-bill[0].debt)


def test_rent_of_a_venue_goes_to_owners_of_premises_and_the_rest_of_its_profit_to_its_own():
    _, flows = weeks(sold=30_000.0, n=1)
    rent = 0.1 * 20_000
    assert total(flows, "cash") == pytest.approx(0.3 * 30_000 - rent)
    assert total(flows, "cash_shops") == pytest.approx(rent)


def test_profits_are_disposed_of_with_the_accounts_of_a_year_and_none_is_lost():
    money, flows = weeks(sold=30_000.0, n=52, rates=RATES._replace(profit_weeks=52.0))
    earned = 52 * (0.3 * 30_000 - 0.1 * 20_000)
    assert total(flows, "cash") + money.earned.sum() == pytest.approx(earned)
    assert 0.3 < total(flows, "cash") / earned < 0.4  # 1 - (1 - 1 / e) in continuous time
    assert total(flows, "cash_shops") + money.earned_shops.sum() == pytest.approx(52 * 0.1 * 20_000)


def test_an_award_is_taken_into_account_once():
    money, flows = weeks(paid=COST, n=3)
    assert [float(week.cash[0, 0]) for week in flows] == [COST, 0.0, 0.0]
    assert money.settled.tolist() == [[100 * COST]]

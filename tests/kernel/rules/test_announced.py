"""Who waits for what is announced, and who spends ahead: closed forms and limits."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.kernel.rules import announced
from sim.kernel.rules.money import budget_factor
from tests.kernel.rules.formula import follows, says_where_it_is_from

CASES = [
    (announced.better_by, (math.exp(0.3), math.exp(0.1), 2.0, 0.5), 0.2),
    (announced.better_by, (1.0, 1.5, 2.0, 0.5), 0.0),
    (announced.waiting_share, (0.2, 4.0, 0.05), math.exp(-1)),
    (announced.waiting_share, (0.0, 4.0, 0.05), 0.0),
    (announced.budget_ahead, (1.0, 1.1, 0.0, 500.0, 100.0), 1.1),  # no more than they would spend of it
    (announced.budget_ahead, (1.0, 1.5, -60.0, 500.0, 100.0), 1.08),  # what was spent ahead is gone
    (announced.budget_ahead, (0.9, 1.5, -200.0, 500.0, 100.0), 0.9),
    (announced.budget_ahead, (1.0, 1.5, 0.0, 0.0, 100.0), 1.0),
]


@pytest.mark.parametrize("compiled", [True, False], ids=["compiled", "python"])
@pytest.mark.parametrize(("rule", "arguments", "expected"), CASES, ids=lambda x: getattr(x, "__name__", None))
def test_rule_follows_its_formula(rule, arguments, expected, compiled):
    assert follows(rule, arguments, expected, compiled)
    assert says_where_it_is_from(rule)


@given(st.floats(0.01, 0.8), st.floats(0.01, 1), st.integers(1, 50))
def test_the_nearer_and_the_better_an_offer_the_more_wait_and_for_nothing_nobody_does(better, use, weeks):
    share = announced.waiting_share(better, weeks, use)
    assert 0.0 <= share < 1.0
    assert announced.waiting_share(better, weeks + 1, use) <= share <= announced.waiting_share(1.5 * better, weeks, use)


def test_chances_to_wait_multiply_over_weeks_as_those_to_buy_early_do_over_stages():
    assert announced.waiting_share(0.2, 7, 0.05) == pytest.approx(
        announced.waiting_share(0.2, 3, 0.05) * announced.waiting_share(0.2, 4, 0.05)
    )


@given(st.floats(-300, 300), st.floats(0, 5000))
def test_who_can_spare_nothing_spends_nothing_ahead_and_nobody_more_than_they_can_spare(gap, promised):
    planned, buffer = 500.0, 1000.0
    purse = budget_factor(gap, 0.1, 4.0, planned, buffer)
    wanted = budget_factor(gap + promised, 0.1, 4.0, planned, math.inf)
    short = announced.budget_ahead(purse, wanted, min(gap, 0.0), planned, 0.0)
    assert purse <= short <= max(purse, 1.0) + 1e-12
    rich = announced.budget_ahead(purse, wanted, gap, planned, 50.0)
    assert purse <= rich <= max(purse, 1.0 + (gap + 50.0) / planned) + 1e-12

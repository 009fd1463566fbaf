"""Prices that buyers are used to, support included: closed forms and limits."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.kernel.offer import Offer
from sim.kernel.rules import usual
from sim.kernel.rules.ticket import offered_ticket, usual_price_response
from tests.kernel.rules.formula import follows, says_where_it_is_from

CASES = [
    (usual.next_usual_support, (0.1, 1.1, 0.2, 0.25), 0.1 + 0.25 * (0.22 - 0.1)),
    (usual.next_usual_support, (0.1, 1.0, 0.0, 0.2), 0.08),  # forgotten at the same pace
    (usual.usual_share, (0.11, 1.1), 0.1),
    (usual.usual_share, (2.0, 1.0), 0.9),
    (usual.usual_ticket, (0.19, 0.5), 0.9),
    (usual.usual_timing, (0.1, 2.0, 1.0, 0.25), math.exp(-0.15)),
    (usual.usual_timing, (0.1, 2.0, 0.25, 0.25), 1.0),  # what cannot wait was not moved
]


@pytest.mark.parametrize("compiled", [True, False], ids=["compiled", "python"])
@pytest.mark.parametrize(("rule", "arguments", "expected"), CASES, ids=lambda x: getattr(x, "__name__", None))
def test_rule_follows_its_formula(rule, arguments, expected, compiled):
    assert follows(rule, arguments, expected, compiled)
    assert says_where_it_is_from(rule)


@given(st.floats(0.5, 2), st.floats(0.5, 2), st.floats(0, 0.85), st.floats(0.1, 5))
def test_tickets_answer_to_the_price_over_the_usual_one_as_to_a_price_of_merchants(price, reference, share, elasticity):
    ours = usual_price_response(price, reference, elasticity) * usual.usual_ticket(share, elasticity)
    assert ours == pytest.approx(usual_price_response(price, reference * (1 - share), elasticity), rel=1e-12)


@given(st.floats(0.05, 0.8), st.floats(0.1, 4), st.floats(5, 500))
def test_an_offer_that_is_usual_enlarges_no_ticket(rate, elasticity, plan):
    offer = Offer(0.0, 0.0, rate, 1e9, 1.0)
    ticket = offered_ticket(plan * usual.usual_ticket(rate, elasticity), offer, elasticity, 1.0)
    assert ticket == pytest.approx(plan, rel=1e-12)


@given(st.floats(0.5, 1.5), st.floats(0, 0.8), st.floats(0.05, 1))
def test_what_buyers_are_used_to_pay_follows_what_they_pay_by_the_rule_of_merchants_prices(price, share, adaptation):
    asked, support = 1.0, 0.0
    for _ in range(5):
        paid_before = asked - support
        asked += adaptation * (price - asked)
        support = usual.next_usual_support(support, price, share, adaptation)
        assert asked - support == pytest.approx(
            paid_before + adaptation * (price * (1 - share) - paid_before), rel=1e-12
        )  # fmt: skip

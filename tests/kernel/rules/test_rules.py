"""Closed forms of the behavioural rules, compiled and as plain Python."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.kernel.loops.consumers import create_occasions
from sim.kernel.rules import (
    application,
    authority,
    awareness,
    choice,
    money,
    need,
    private,
    project,
    ticket,
    trading,
    travel,
)
from sim.kernel.rules.authority import Evaluation
from tests.kernel.rules.formula import follows, says_where_it_is_from

MODULES = (application, authority, awareness, choice, money, need, private, project, ticket, trading, travel)
COUPON = ticket.Offer(10.0, 40.0, 0.0, 0.0, 1.0)
DISCOUNT = ticket.Offer(0.0, 0.0, 0.5, 10.0, 1.0)


def _rules():
    for module in MODULES:
        for name, rule in vars(module).items():
            if hasattr(rule, "py_func") and rule.py_func.__module__ == module.__name__:
                yield pytest.param(rule, id=f"{module.__name__.rsplit('.', 1)[1]}.{name}")


# rule -> arguments, expected value from the formula
CASES = [
    (money.budget_factor, (100.0, 0.1, 0.2, 500.0, 2000.0), 505 / 500),
    (money.budget_factor, (-2500.0, 0.5, 1e6, 500.0, 2000.0), 0.0),
    (money.budget_factor, (-2100.0, 0.0, 1.0, 500.0, 2000.0), 0.8),
    (money.budget_factor, (5.0, 0.1, 1.0, 0.0, 0.0), 1.0),
    (money.next_gap, (10.0, 5.0, 100.0, 130.0), -15.0),
    (money.sector_budget, (1.1, 3.0), 1.3),
    (money.sector_budget, (0.5, 3.0), 0.0),
    (need.postponability, (0.1, 0.4, 0.5), 2.0),
    (need.stock_response, (0.04, 0.02), 0.5),
    (money.purse_response, (0.2, 0.1, 5.0), 1.4),
    (ticket.support, (39.9, COUPON), 0.0),
    (ticket.support, (40.0, COUPON), 10.0),
    (ticket.support, (50.0, DISCOUNT), 10.0),
    (ticket.stretching_loss, (20.0, 40.0, 1.0), 20.0 - 20.0 * math.log(2)),
    (ticket.stretching_loss, (20.0, 40.0, 2.0), 20.0 - 20.0 * (math.sqrt(2) - 1) / 0.5),
    (ticket.offered_ticket, (30.0, COUPON, 1.0, 1.0), 40.0),
    (ticket.offered_ticket, (5.0, COUPON, 1.0, 1.0), 5.0),
    (ticket.offered_ticket, (60.0, COUPON, 1.0, 1.0), 60.0),
    (ticket.offered_ticket, (9.0, DISCOUNT, 1.0, 1.0), 18.0),
    (ticket.offered_ticket, (15.0, DISCOUNT, 1.0, 1.0), 20.0),
    (ticket.offered_ticket, (30.0, DISCOUNT, 1.0, 1.0), 30.0),
    (ticket.offer_appeal, (40.0, 40.0, COUPON, 1.0, 2.0, 2.0), math.exp(2.0 * 20.0 / 40.0)),
    (ticket.timing_response, (0.3, 2.0), 0.6),
    (ticket.timing_response, (0.3, 9.0), 1.0),
    (ticket.usual_price_response, (1.1, 1.0, 0.7), 1.1**0.3),
    (ticket.usual_price_response, (1.1, 1.1, 0.7), 1.1),
    (ticket.expected_uses, (1.0, 1), 1 - math.exp(-1)),
    (ticket.expected_uses, (1.0, 2), 2 - 3 * math.exp(-1)),
    (ticket.thought_of_share, (0.3, 10.0), 0.3),
    (ticket.thought_of_share, (0.3, 2.0), 0.5),
    (ticket.voucher_use, (100.0, 80.0, 0.5, 10.0), 40.0),
    (ticket.voucher_use, (100.0, 80.0, 0.5, 2.0), 50.0),
    (ticket.voucher_use, (100.0, 30.0, 0.5, 1.0), 30.0),
    (need.creation_factor, (0.5, 0.31), 1.5**0.31),
    (need.pade_side, (0.5, -5.0), 1.25),
    (need.creation_factor, (-0.2, 0.31), 0.8**0.31),
    (need.need_factor, (2.0, 0.4), 0.6),
    (need.need_factor, (9.0, 0.4), 0.0),
    (need.next_need_stock, (1.0, 0.2, 3.0), 1.4),
    (choice.attraction, (math.log(2), 1.1, 2.62, 0.5, 1.5), 2 * 1.1**-2.62 * math.exp(-0.75)),
    (choice.attraction, (0.0, 1.0, 2.62, -0.5, 1.5), 1.0),
    (choice.share_of_known, (0.2, 0.6), 0.125),
    (awareness.reached_share, (2.0, 0.3, 0.5), 1 - math.exp(-0.3)),
    (awareness.told_share, (3.0,), 0.75),
    (awareness.next_awareness, (0.2, 0.1, 0.5, 0.9), (1 - 0.8 * 0.9 * 0.5) * 0.9),
    (awareness.satisfaction, (-0.5,), 1.0),
    (awareness.satisfaction, (0.5,), 1 / 1.5),
    (travel.distance_weight, (2.0, 0.3), math.exp(-0.6)),
    (travel.chained_weight, (0.5, 0.1, 0.25), 0.4),
    (travel.pull_factor, (0.1, 0.5), math.exp(0.05)),
    (trading.next_price, (1.0, 1.0, 0.8, 0.01, 0.1), 1.0025),
    (trading.next_price, (1.1, 9.0, 0.8, 0.01, 0.1), 1.1),
    (trading.next_price, (0.9, 0.0, 0.8, 0.01, 0.1), 0.9),
    (trading.profit, (200.0, 0.5, 0.2, 10.0), 50.0),
    (trading.exit_hazard, (3.0, 0.26, 0.11, 3.0), 0.11 + 0.15 / math.e),
    (trading.smoothed_profit, (1.0, -9.0, 0.25), 0.5),
    (trading.smoothed_profit, (1.0, 9.0, 0.25), 1.25),
    (trading.smoothed_profit, (0.6, 1.0, 0.5), 0.8),
    (trading.profit_factor, (0.5, 2.0), math.e),
    (trading.cash_exhausted_share, (-1.0, 6.0, 1.1), 0.0),
    (trading.cash_exhausted_share, (6.0 * math.exp(-1.1), 6.0, 1.1), 0.15865525393145707),
    (trading.entry_factor, (4.0, 0.5, 0.2, 0.5), 2.2),
    (project.goes_unaided, (120.0, 100.0, 0.1, 99.0), False),
    (project.goes_with_award, (100.0, 100.0, 0.1, 95.0, 5.0), False),
    (project.goes_with_award, (105.0, 100.0, 0.1, 95.0, 5.0), True),
    (project.applies, (1.0, 1.0), False),
    (project.whole_share, (10, 2, 3), 6),
    (project.award, (100.0, 0.3, 5.0, 1000.0, 50.0), 35.0),
    (project.award, (100.0, 0.3, 0.0, 1000.0, 101.0), 0.0),
    (project.award, (100.0, 0.0, 300.0, 1000.0, 50.0), 100.0),
    (project.reported_investment, (90.0, 0.2, 0.5, 50.0, 100.0), 100.0),  # up to the threshold
    (project.reported_investment, (90.0, 0.1, 0.5, 500.0, 50.0), 99.0),  # all that it dares
    (project.reported_investment, (90.0, 0.5, 0.5, 50.0, 20.0), 100.0),  # no further than the cap
    (project.reported_investment, (90.0, 0.0, 0.5, 50.0, 100.0), 90.0),  # the honest
    (project.reported_investment, (90.0, 0.2, 0.0, 50.0, 100.0), 100.0),  # a fixed sum
    (project.waits_for_call, (10.0, 100.0, 0.1, 52.18), False),
    (project.waits_for_call, (10.5, 100.0, 0.1, 52.18), True),
    (application.size_factor, (8.0, -1.0 / 3.0), 0.5),
    (application.believed_chance, (0.5, 20.0, 0.0, 0.0), 0.5),
    (application.believed_chance, (0.5, 20.0, 15.0, 80.0), 0.25),
    (application.gain_of_waiting, (100.0, 0.5, 0.25, 30.0), 20.0),  # who has begun would not apply
    (application.gain_of_waiting, (100.0, 0.2, 0.1, 30.0), 0.0),
    (application.gain_of_waiting, (100.0, 0.3, 0.5, 10.0), -20.0),
    (application.true_need, (150.0, 100.0, 0.1, 120.0), 0.0),
    (application.true_need, (90.0, 100.0, 0.1, 90.0), 0.2),
    (application.stated_need, (0.05, 25.0, 100.0, False), 0.05),
    (application.stated_need, (0.4, 25.0, 100.0, True), 0.4),
    (application.stated_sales, (80.0, 1.5), 120.0),
    (application.stated_weeks, (30.0, 1.5), 20.0),
    (application.needy_share, (math.inf, 0.0), 0.5),
    (application.needy_share, (1.959963984540054, -math.inf), 1.0),
    (application.needy_share, (1.959963984540054, math.inf), 0.025),
    (application.believed_need, (0.2, 1.0), 0.2),
    (application.believed_need, (0.2, 0.0), 1.0),
    (application.believed_need, (0.0, 0.0), 0.0),
    (application.served, (3.0 * math.exp(1.5 * 2.0), 1.5), 3.0),
    (application.served, (3.0, 0.0), 3.0),
    (project.planned_size, (300.0, 50.0, 0.5), 12.0),
    (authority.seen_score, (1.0, 0.5, 0.8, 2.0), 1.8),
    (authority.learned_capability, (0.5, 0.9, 0.25), 0.6),
    (authority.evaluation_score, (Evaluation(1.0, 0.5, 0.0, 0.5), Evaluation(0.25, 0.25, 0.25, 0.25)), 0.5),
    (authority.evaluation_score, (Evaluation(1.0, 0.5, 0.0, 0.5), Evaluation(1.0, 0.0, 0.0, 1.0)), 0.75),
    (authority.coordinated, (0.5, 0.0), 0.5),
    (authority.coordinated, (0.2, 0.5), 0.6),
    (choice.surplus, (200.0, math.e, 2.0), 100.0),
    (travel.share_within, (3.0, 2.0), 1.0),
    (travel.share_within, (1.0, 4.0), 1 / 16),
    (travel.share_near_any, (0.5, 3.0), 0.875),
    (private.site_wages, (1000.0, 0.2, 0.6), 120.0),
    (private.owners_part, (100.0, 0.39), 39.0),
    (private.owners_part, (-100.0, 0.39), -39.0),
    (private.reinvested, (100.0, 0.4, 0.25), 45.0),
    (private.reinvested, (-100.0, 0.4, 1.0), 0.0),
    (private.leaving, (100.0, 4.0), 25.0),
    (private.leaving, (-100.0, 0.0), -100.0),
    (private.drawn, (200.0, 2.0, 0.1, 0.2, 500.0, 2000.0), 10.0),  # 100 each: half of 0.1 * 100
    (private.drawn, (-8000.0, 2.0, 0.5, 1e9, 500.0, 2000.0), -1000.0),  # all of the plan; no more than that
    (private.instalment, (90.0, 30.0, 3), 20.0),
    (private.instalment, (90.0, 30.0, 0), 0.0),
    (private.public_wages, (100.0, 0.4, 0.2, 0.5), 46.0),
]


@pytest.mark.parametrize("compiled", [True, False], ids=["compiled", "python"])
@pytest.mark.parametrize(("rule", "arguments", "expected"), CASES, ids=lambda x: getattr(x, "__name__", None))
def test_rule_follows_its_formula(rule, arguments, expected, compiled):
    assert follows(rule, arguments, expected, compiled, rel=1e-6, tiny=1e-12)


@pytest.mark.parametrize("rule", list(_rules()))
def test_every_rule_has_a_case_a_source_and_says_what_it_modifies(rule):
    assert rule in [case[0] for case in CASES]
    assert says_where_it_is_from(rule)


@given(st.lists(st.floats(0, 20), min_size=8, max_size=8), st.floats(0, 1))
def test_occasions_that_known_venues_create_agree_with_the_power_to_nine_digits(gains, creation_share):
    created = np.empty(8)
    create_occasions(np.array(gains), creation_share, created)
    assert created == pytest.approx([need.creation_factor(gain, creation_share) for gain in gains], rel=1e-9)


@given(st.integers(1, 2**61), st.data())
def test_a_share_of_whole_fen_is_exact_where_the_product_is_too_large_for_64_bits(whole, data):
    amount, part = data.draw(st.integers(0, whole)), data.draw(st.integers(0, whole))
    assert project.whole_share(amount, part, whole) == amount * part // whole

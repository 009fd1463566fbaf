"""What merchants want of calls: who holds a project back, who applies, and what is written."""

from __future__ import annotations

import numpy as np
import pytest

from sim.kernel.columns import NEVER, OPEN, WAITING
from sim.kernel.loops.applying import award_for, begins, find_applicants, weeks_to_opening
from sim.kernel.loops.foresight import Outlook, average_lift, foresee_sales
from tests.helpers import quiet_model, tiny

CITY, PROJECT = 0, 0
EQUAL, UNEQUAL = np.array([[0.5, 0.5]]), np.array([[0.5, 0.25]])


@pytest.fixture
def model():
    """A city with one project that pays by itself, asks for 0.3 of its cost and is ready in week 0."""
    model = quiet_model(tiny("allocation=official", "city=xining", "population.consumers_per_city=10"))
    p = model.world.projects
    p.investment[:] = 0.0
    kind = model.world.fixed.kinds.kind.index("first_store")
    for name, value in {
        "kind": kind, "level": 0, "brand": -1, "investment": 1e7, "expected_profit": 1.6e7, "funds": 2e7, "week": 0,
        "status": WAITING, "capital": 0.1, "fee": 0.01, "patience": 60.0, "inflation": 0.0, "build": 20.0,
    }.items():  # fmt: skip
        getattr(p, name)[CITY, PROJECT] = value
    return model


def waits(model, weeks=20.0, chances=UNEQUAL, **columns):
    p = model.world.projects
    for name, value in columns.items():
        getattr(p, name)[CITY, PROJECT] = value
    to_decision = np.full((1, 3), weeks)
    return not begins(p, model.kinds, model.terms, 0, to_decision, chances, CITY, PROJECT)


def test_who_can_wait_holds_back_until_the_delay_costs_what_looking_needy_brings(model):
    gain = (0.5 - 0.25) * 3e6
    weeks = gain / (1.6e7 * 0.1 / 52.18)
    assert waits(model, weeks - 0.1) and not waits(model, weeks + 0.1)


@pytest.mark.parametrize("small", [{"capital": 0.2}, {"fee": 0.2}, {"patience": 15.0}])
def test_dear_capital_dear_applications_and_little_patience_make_a_merchant_begin(model, small):
    assert waits(model) and not waits(model, **small)


def test_nobody_waits_where_what_has_begun_has_the_same_chance_or_where_no_call_is_to_come(model):
    assert not waits(model, chances=EQUAL)
    assert not waits(model, weeks=np.inf)


def test_where_what_has_begun_may_not_apply_the_whole_chance_is_worth_waiting_for(model):
    assert not waits(model, 40.0)
    model.terms.retroactive[:] = 0.0
    assert waits(model, 40.0)


def apply(model, chances=UNEQUAL, week=0, **columns):
    """Let merchants answer a call; the columns of the project after it."""
    p = model.world.projects
    for name, value in columns.items():
        getattr(p, name)[CITY, PROJECT] = value
    find_applicants(p, model.kinds, model.terms, np.array([True]), chances, model.award_rates.approval_weeks, week)
    return {name: getattr(p, name)[CITY, PROJECT] for name in p._fields}


def test_an_application_costs_more_than_it_is_worth_where_the_chance_is_small(model):
    assert apply(model, np.array([[0.04, 0.04]]))["asked"] == 3e6  # 0.12 m against 0.1 m
    assert apply(model, np.array([[0.03, 0.03]]))["asked"] == 0


def test_an_application_states_sales_and_weeks_with_what_its_writer_adds_and_need_whether_true_or_not(model):
    kind = model.world.projects.kind[CITY, PROJECT]
    usual = apply(model, expected_sales=2e5, embellishes=1.25, claims=False)
    assert usual["stated_sales"] == pytest.approx(2.5e5)
    assert usual["stated_weeks"] == pytest.approx((20 + model.award_rates.approval_weeks[kind]) / 1.25)
    assert usual["stated_need"] == 0.0 and apply(model, claims=True)["stated_need"] == pytest.approx(0.3)
    needy = apply(model, claims=False, funds=0.9e7)
    assert needy["stated_need"] == pytest.approx(0.1)


def test_what_is_written_changes_nothing_but_what_is_written(model):
    before = {name: column.copy() for name, column in model.world.projects._asdict().items()}
    apply(model)
    changed = {n for n, column in model.world.projects._asdict().items() if not np.array_equal(column, before[n])}
    assert changed == {"asked", "reported", "applied", "stated_sales", "stated_need", "stated_weeks"}


def test_what_has_begun_may_apply_as_long_as_the_rules_say_and_an_open_venue_opens_at_once(model):
    in_time = apply(model, week=52, status=OPEN, start=0)
    assert in_time["asked"] == 3e6 and in_time["stated_weeks"] == 0
    assert apply(model, week=53, status=OPEN, start=0)["asked"] == 0
    p = model.world.projects
    assert weeks_to_opening(p, model.award_rates.approval_weeks, 0, CITY, PROJECT) == 0
    assert award_for(p, model.terms, 1e7, CITY, PROJECT) == 3e6 and p.award_week[CITY, PROJECT] == NEVER


def test_foreseen_sales_are_the_usual_ones_with_novelty_and_less_where_crowds_put_guests_off():
    sales, nothing = np.empty(3), np.zeros(3)
    weeks, capacity = np.array([10.0, 10.0, 1.9]), np.array([1e9, 100.0, 1e9])
    novelty = np.array([0.0, 0.0, np.log(2.0)])
    usual, outlook = np.array([100.0, 300.0 * np.exp(3.0), 100.0]), Outlook(novelty, nothing, nothing)
    foresee_sales(usual, capacity, outlook, 0.1, weeks, 1.5, sales)
    assert sales == pytest.approx([1000.0, 3000.0, 200.0])


def test_novelty_is_foreseen_to_last_less_where_shops_are_renewed_and_where_many_will_have_been():
    steady, lift = np.zeros(3), np.empty(3)
    outlook = Outlook(np.full(3, np.log(2.0)), np.array([0.0, 0.05, 0.0]), np.array([0.0, 0.0, 0.01]))
    average_lift(outlook, 0.1, steady + 52.0, lift)
    t = np.arange(52.0)
    assert lift[0] == pytest.approx(2.0)
    assert lift[1] == pytest.approx((2 ** np.exp(-0.05 * t)).mean())
    assert lift[2] == pytest.approx(1 + (1 / (1 + 0.01 * t / 0.1)).mean())

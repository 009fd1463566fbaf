"""Which of the plans that were run again is taken, and what constraints make of what a plan states."""

import math

import pytest

from sim.inputs.compose import compose
from sim.studies.search.finals import Finalist, Seen, choose, seen
from sim.studies.search.goals import GOALS, read_constraint

NET = [GOALS["net"]]


def finalist(worth, missed, judged=0.0):
    own = Seen([], (worth,), {}, {"a": missed, "b": -1.0})
    return Finalist({}, None, own, own, Seen([], (worth,), {}, {"a": judged}))


def test_the_best_of_those_that_keep_the_constraints_where_it_is_chosen_is_taken_whatever_judges_say():
    assert choose([finalist(9.0, 0.1), finalist(2.0, -0.1), finalist(5.0, -0.1, judged=0.2)], NET) == 2


def test_where_none_keeps_the_constraints_the_one_that_comes_nearest_is_taken_and_not_the_best():
    assert choose([finalist(5.0, math.nan), finalist(9.0, 0.5), finalist(1.0, 0.02)], NET) == 2


def test_a_constraint_on_keys_and_measures_together_takes_what_a_plan_states_and_what_its_run_brings():
    settings = compose(["city=xining"])
    constraint = read_constraint("split.ip+net<=0.5", {"split.ip": 0.0}, settings)
    runs = [{"total.net_yuan": 0.2}, {"total.net_yuan": 0.4}]
    found = seen([], [constraint], {"split.ip": 0.4}, settings, runs)
    assert found.came == {constraint.text: pytest.approx(0.7)}
    assert found.missed == {constraint.text: pytest.approx(0.4)} and not found.is_feasible


def test_a_key_without_a_number_in_the_settings_as_they_are_keeps_no_constraint():
    settings = compose(["city=xining"])
    constraint = read_constraint("split.ip<=0.5", {"split.ip": 0.0}, settings)
    found = seen([], [constraint], {"split.ip": math.nan}, settings, [])
    assert math.isnan(found.came[constraint.text]) and not found.is_feasible

"""What a plan is judged by, with closed forms; constraints as they are written."""

import math

import numpy as np
import pytest

from sim.errors import Wrong
from sim.inputs.compose import compose
from sim.measures.statistics import interval
from sim.studies.search.goals import GOALS, displaced, estimate, gap, low_end, read_constraint, read_goal

TWO = compose(["city=[suzhou,wuxi]"])
KEYS = {"split.debut": 0.0, "split.ip": 0.0, "instrument.budget_yuan": 0.0}


def test_the_gap_is_the_mean_difference_between_residents_of_two_cities():
    parts = np.array([[30.0, 10.0, 3.0, 1.0], [30.0, 30.0, 3.0, 1.0]])  # yuan by city, then residents
    assert gap(parts) == pytest.approx(2 * 0.75 * 0.25 * abs(10 - 20))
    assert gap(np.array([[6.0, 2.0, 3.0, 1.0]])) == 0  # as much per resident in both


def test_chance_that_cancels_out_over_replicates_makes_no_gap():
    assert gap(np.array([[1.0, 3.0, 1.0, 1.0], [3.0, 1.0, 1.0, 1.0]])) == 0


def test_the_displaced_share_is_of_all_sales_of_all_replicates():
    assert displaced(np.array([[1.0, 1.0, 10.0], [3.0, 1.0, 30.0]])) == 6 / 40
    assert math.isnan(displaced(np.zeros((2, 3))))


def test_risk_is_the_twentieth_of_the_futures_and_a_parameter_set_is_one_future():
    values = np.arange(21.0)[:, None]
    assert low_end(values) == 1.0
    pairs = np.repeat(np.arange(21.0), 2)[:, None] + np.tile([-5.0, 5.0], 21)[:, None]
    assert low_end(pairs, 2) == 1.0


def test_of_a_mean_the_jackknife_is_the_usual_interval():
    sample = np.array([1.0, 4.0, 2.0, 7.0])
    known, found = interval(sample), estimate(GOALS["net"], sample[:, None])
    assert (found.value, found.low, found.high) == pytest.approx((known["value"], known["ci_low"], known["ci_high"]))


def test_replicates_that_share_their_parameters_are_left_out_together():
    sample = np.array([1.0, 4.0, 2.0, 7.0, 0.0, 3.0])
    known, found = interval(sample, 2), estimate(GOALS["net"], sample[:, None], None, 2)
    assert (found.low, found.high) == pytest.approx((known["ci_low"], known["ci_high"]))


def test_luck_that_two_plans_share_is_not_in_their_difference():
    luck = np.array([[100.0], [-300.0], [250.0]])
    found = estimate(GOALS["net"], luck + 5, luck)
    assert (found.value, found.low, found.high) == pytest.approx((5.0, 5.0, 5.0))


def test_a_quantile_has_no_interval():
    found = estimate(GOALS["risk"], np.arange(8.0)[:, None])
    assert found.value == pytest.approx(0.35) and math.isnan(found.low) and math.isnan(found.high)


@pytest.mark.parametrize(
    ("text", "values", "missed"),
    [
        ("split.debut<=0.5", {"split.debut": 0.6}, 0.2),
        ("split.debut>=0.5", {"split.debut": 0.6}, -0.2),
        ("split.debut≥0.5", {"split.debut": 0.4}, 0.2),
        ("split.debut+split.ip<=1", {"split.debut": 0.6, "split.ip": 0.7}, 0.3),
        ("2*split.debut - split.ip <= 0", {"split.debut": 0.5, "split.ip": 0.25}, 0.75),
        ("instrument.budget_yuan<=1e8", {"instrument.budget_yuan": 3e8}, 2.0),
        ("net_yuan>=-10", {"net_yuan": -15.0}, 0.5),
    ],
)
def test_a_constraint_is_missed_by_a_share_of_its_bound(text, values, missed):
    assert read_constraint(text, KEYS, TWO).missed(values) == pytest.approx(missed, abs=1e-6)


def test_a_constraint_that_is_just_kept_is_not_missed():
    assert read_constraint("split.debut+split.ip<=0.3", KEYS, TWO).missed({"split.debut": 0.1, "split.ip": 0.2}) < 0


@pytest.mark.parametrize(
    ("text", "of_run"),
    [("split.debut<=0.5", False), ("unspent_share<=0.1", True), ("net>=1e6", True), ("split.ip+gap<=1", True)],
)
def test_only_what_measures_and_goals_say_takes_a_run(text, of_run):
    assert read_constraint(text, KEYS, TWO).of_run == of_run


@pytest.mark.parametrize("text", ["split.debut", "split.debut=0.5", "<=1", "split.debut<=x", "split.debut*2<=1", "0.5"])
def test_what_is_no_constraint_is_refused(text):
    with pytest.raises(Wrong, match="write KEY<=NUMBER"):
        read_constraint(text, KEYS, TWO)


def test_a_goal_of_a_measure_says_which_way_is_better():
    goal = read_goal("min:unspent_share", TWO)
    assert (goal.direction, goal.unit) == ("minimize", "share")

"""Which applications come first."""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import InputError
from sim.inputs.compose import compose
from sim.policy.screening import SCREENING, Applicants, standardised
from tests.helpers import records_of, tiny

SETTINGS = compose(["city=xining"])
PARAMETERS = SETTINGS.parameters


def applicants(**columns):
    """Four applications that differ only in the columns given."""
    usual = {name: np.ones(4) for name in Applicants._fields}
    usual |= {"begun": np.zeros(4, bool), "is_large": np.zeros(4, bool), "goes_unaided": np.zeros(4, bool)}
    usual |= {"noise": np.zeros(4), "priority": np.zeros(4), "capability": 1.0, "gaming": 0.0}
    return Applicants(**(usual | columns))


def scores(rule, **columns):
    return SCREENING[rule](applicants(**columns), SETTINGS.screening, PARAMETERS)


RISING = np.array([1.0, 2.0, 3.0, 4.0])


@pytest.mark.parametrize("column", ["planned_sales", "shortfall", "reach"])
def test_a_jury_that_sees_all_ranks_by_each_of_its_criteria(column):
    assert (np.diff(scores("score", **{column: RISING})) > 0).all()


def test_a_jury_without_capability_ranks_by_noise_too():
    noise = np.array([0.0, 5.0, 0.0, 0.0])
    assert np.argmax(scores("score", planned_sales=RISING, noise=noise)) == 3
    assert np.argmax(scores("score", planned_sales=RISING, noise=noise, capability=0.0)) == 1


def test_large_applicants_are_favoured_by_what_the_config_says_and_not_by_an_honest_jury():
    large = np.array([True, False, False, False])
    favour = scores("score", is_large=large)
    assert favour[0] - favour[1] == pytest.approx(SETTINGS.screening.large_favour)
    honest = compose(["city=xining", "screening=honest_score"]).screening
    assert np.ptp(SCREENING["score"](applicants(is_large=large), honest, PARAMETERS)) == 0


def test_the_priority_of_a_plan_and_the_gaming_of_the_indicator_add_to_the_score():
    assert scores("score", priority=np.array([1.5, 0, 0, 0]))[0] == pytest.approx(1.5)
    assert (np.diff(scores("score", indicator=RISING, gaming=1.0)) > 0).all()
    assert np.ptp(scores("score", indicator=RISING)) == 0


def test_first_come_and_lot_look_at_nothing_else():
    assert np.array_equal(np.argsort(-scores("first_come", week=-RISING)), [3, 2, 1, 0])
    assert np.array_equal(scores("random", luck=RISING, planned_sales=-RISING), RISING)


def test_the_model_gives_nothing_to_what_is_already_built_and_foresight_to_what_would_be_built():
    yes = np.array([True, False, False, False])
    assert scores("model_assisted", begun=yes)[0] == 0 < scores("model_assisted", begun=yes)[1]
    assert scores("perfect_foresight", goes_unaided=yes)[0] == 0 < scores("perfect_foresight", goes_unaided=yes)[1]


def test_standardised_values_have_mean_0_and_spread_1_and_equal_ones_are_0():
    assert standardised(RISING).mean() == pytest.approx(0) and standardised(RISING).std() == pytest.approx(1)
    assert not standardised(np.ones(3)).any()


@pytest.mark.long
def test_foresight_tips_more_projects_than_lot_and_the_model_lies_between_or_near_it():
    rules = ("perfect_foresight", "model_assisted", "score", "random")
    tipped = dict.fromkeys(rules, 0.0)
    for seed in (1, 2):
        cities = "city=[beijing,shanghai]"  # where more is asked for than there is
        usual = ("allocation=official", "horizon.weeks_pilot=104", f"seed={seed}", cities)
        policies, twin, _ = records_of([tiny(*usual, f"screening={rule}") for rule in rules])
        for rule, policy in zip(rules, policies, strict=True):
            awarded = policy.award_week >= 0
            tipped[rule] += (awarded & ~twin.started).sum() / awarded.sum()
    assert tipped["perfect_foresight"] > 1.2 * tipped["random"] and tipped["model_assisted"] > tipped["score"]


def test_an_unknown_rule_is_refused_with_the_names_that_are_known():
    with pytest.raises(InputError, match=r"screening\.rule=auction: unknown; allowed: score, model_assisted"):
        compose(["screening.rule=auction"])

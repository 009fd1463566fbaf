"""Purchases that have dates: what is moved up, what is missing later, and that nobody is lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.kernel.rules.plan import (
    advance_plan,
    early_reluctance,
    early_share,
    next_stage,
    planned_occasions,
)

STAGES, USUAL, LARGER = 4, 0.05, 0.5


def _settled(stages: int = STAGES) -> np.ndarray:
    return np.full(stages, 1.0 / stages)


def _live(plan, lifts, usual=USUAL, longer=1.0, reluctance=0.5, larger_delays=LARGER) -> np.ndarray:
    """Purchases per resident with these lifts; ``longer``: tickets over the planned ones where lift is not 1."""
    bought = []
    for lift in lifts:
        early = early_share(lift, reluctance)
        bought.append(usual * planned_occasions(plan, lift, early, usual))
        stretch = longer if lift != 1.0 else 1.0
        advance_plan(plan, lift, early, usual, stretch, larger_delays)
    return np.array(bought)


@pytest.mark.parametrize("stages", range(1, 7))
def test_without_an_offer_what_is_planned_is_bought_in_every_week_of_every_season(stages):
    plan = _settled(stages)
    for usual in 0.1 * (1.5 + np.sin(np.arange(60))) / 1.5:
        assert usual * planned_occasions(plan, 1.0, 0.0, usual) == pytest.approx(usual, rel=1e-13)
        advance_plan(plan, 1.0, 0.0, usual, 1.0, LARGER)
    np.testing.assert_allclose(plan, _settled(stages), rtol=1e-12, atol=1e-16)


@pytest.mark.parametrize("lift", [0.0, 0.6, 1.0, 1.3, 4.0])
@pytest.mark.parametrize("early", [0.0, 0.4, 1.0])
def test_an_offer_of_the_first_week_raises_purchases_as_it_raises_the_wish_whoever_is_willing(lift, early):
    assert planned_occasions(_settled(), lift, early, USUAL) == pytest.approx(lift, rel=1e-13)


@settings(max_examples=80)
@given(st.lists(st.tuples(st.floats(0, 20), st.floats(1e-6, 0.3), st.floats(0.1, 3)), min_size=1, max_size=80),
       st.integers(1, 6), st.sampled_from([0.0, 0.3, 1.0]))  # fmt: skip
def test_nobody_is_lost_whatever_comes_who_is_in_no_stage_bought_more_and_comes_back(weeks, stages, larger_delays):
    plan = _settled(stages)
    for lift, usual, longer in weeks:
        early, before = early_share(lift, 0.3), plan.sum()
        buyers = usual * planned_occasions(plan, lift, early, usual)
        assert buyers <= before + 1e-12
        advance_plan(plan, lift, early, usual, longer, larger_delays)
        assert plan.min() >= 0.0
        late = max(0.0, min(1.0, larger_delays * (longer - 1))) * buyers  # who buys less stays due
        assert plan.sum() == pytest.approx(before + usual * (1 - before) - late, abs=1e-12)
        assert plan.sum() <= 1 + 1e-12


def test_purchases_are_those_of_residents_who_start_again():
    plan = _settled()
    before, early = plan.copy(), early_share(1.8, 0.5)
    bought = USUAL * planned_occasions(plan, 1.8, early, USUAL)
    advance_plan(plan, 1.8, early, USUAL, 1.0, LARGER)
    left = before[0] - bought_from(before, 1.8, early)[0]
    assert plan[0] == pytest.approx(left * (1 - STAGES * USUAL) + bought, rel=1e-13)


def bought_from(plan, lift, early):
    """Purchases by stage, (K,)."""
    willing = early ** np.arange(STAGES)[::-1]
    hazard = STAGES * USUAL * (lift - 1) * willing / willing.sum()
    hazard[-1] += STAGES * USUAL
    return plan * hazard


def test_nobody_buys_early_for_nothing_and_fewer_the_earlier():
    assert early_share(1.0, 0.5) == early_share(0.7, 0.5) == 0.0
    assert 0 < early_share(1.1, 0.5) < early_share(1.4, 0.5) < early_share(1.4, 0.1) < 1
    by_stage = bought_from(_settled(), 1.4, early_share(1.4, early_reluctance(1.0, STAGES, 2.15, 1.0)))
    assert (np.diff(by_stage) > 0).all()


def _ahead(plan) -> float:
    """Purchases by which residents are behind those who buy now: intervals to go, and one more for who does without."""
    return plan @ np.arange(STAGES, 0, -1) / STAGES + 2.0 * (1.0 - plan.sum())


def test_what_an_offer_of_four_weeks_moves_up_is_missing_afterwards_but_for_the_use_that_is_given_up():
    plan = _settled()
    moved = (_live(plan, [1.4] * 4) - USUAL).sum()
    farther = _ahead(plan) - _ahead(_settled())
    later = _live(plan, [1.0] * 600) - USUAL
    assert later[:6].max() < 0
    assert moved + later.sum() == pytest.approx(moved - farther, rel=1e-9)  # the sum for good, in closed form
    assert 0.5 * moved < farther < moved


def test_who_waits_comes_later_and_one_stage_alone_is_lost():
    plan = _settled()
    fewer = (_live(plan, [0.5] * 4) - USUAL).sum()
    assert -0.3 * fewer < (_live(plan, [1.0] * 600) - USUAL).sum() < -fewer
    assert fewer < 0


def test_of_a_larger_ticket_the_part_that_puts_nothing_off_is_left_in_yuan():
    sums = []
    for longer in (1.0, 1.6):
        plan, lifts = _settled(), [1.4] + [1.0] * 800
        bought = _live(plan, lifts, longer=longer)
        sums.append(bought.sum() + bought[0] * (longer - 1.0))
    assert sums[1] - sums[0] == pytest.approx(1.4 * USUAL * 0.6 * (1 - LARGER), rel=1e-9)


def test_mean_time_to_the_next_purchase_grows_with_what_was_bought():
    """Of those who bought one and a half tickets, with all of it put off: one and a half intervals."""
    other = _settled()
    advance_plan(other, 1.0, 0.0, USUAL, 1.5, 1.0)
    assert 1.0 - other.sum() == pytest.approx(USUAL * 0.5)  # half of the buyers are in no stage
    plan, weeks, nobody = np.zeros(STAGES), 0.0, 0.5
    plan[0] = 0.5
    for week in range(1, 2001):
        due = plan[-1] * STAGES * USUAL
        gone = 1.0 - plan.sum() - nobody  # who has bought is looked at no more, and is in no stage either
        advance_plan(plan, 1.0, 0.0, USUAL, 1.0, 1.0)
        plan[0] += -due - gone * USUAL
        nobody *= 1 - USUAL
        weeks += week * due
    assert weeks == pytest.approx(1.5 / USUAL, rel=1e-9)


def test_no_more_buy_than_are_due_and_willing():
    plan, early = np.array([0.5, 0.5]), early_share(5.0, 0.0)
    assert early == 1.0
    # Hazards would be 1.2 and 1.8 a week: the last stage is emptied, of the other one the same number is willing.
    assert 0.3 * planned_occasions(plan, 5.0, early, 0.3) == pytest.approx(0.5 + 0.5 * 0.4)
    advance_plan(plan, 5.0, early, 0.3, 1.0, 0.5)
    np.testing.assert_allclose(plan, [0.7 + 0.3 * 0.4, 0.3 * 0.6])


@pytest.mark.parametrize("longer", [1.4, 0.6])
def test_a_single_resident_moves_as_the_shares_of_many(longer):
    u = (np.arange(1000) + 0.5) / 1000
    for stage in range(STAGES + 1):
        plan = np.zeros(STAGES)
        plan[stage - 1 : stage] = 1.0
        hazard = STAGES * USUAL if stage == STAGES else 0.0
        advance_plan(plan, 1.0, 0.0, USUAL, longer, LARGER)
        counted = np.zeros(STAGES + 1)
        for draw in u:
            for buys, share in ((True, hazard), (False, 1 - hazard)):
                counted[next_stage(stage, STAGES, USUAL, buys, (longer - 1.0) * LARGER, draw)] += share / u.size
        np.testing.assert_allclose(counted[1:], plan, atol=1e-3)

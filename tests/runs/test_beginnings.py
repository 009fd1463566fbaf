"""Worlds that go on from a common beginning are, to the byte, those that are run from the first week."""

from __future__ import annotations

import numpy as np
import pytest

from sim.kernel.columns import NEVER
from sim.runs import replicates
from sim.runs.beginnings import weeks_before_money, weeks_to_simulate, with_common_beginnings
from sim.runs.comparison import compare
from sim.runs.replicates import Job, run_replicate
from sim.runs.twins import Begun, begin_pilot, draws_of, run_pilot, warm_up
from tests.helpers import tiny

FIRST_TRANCHE = 9  # of the tiny pilot
CASES = {
    "another allocation": ("official", ["allocation=equal"], FIRST_TRANCHE),
    "another jury": ("official", ["allocation=official", "screening=random"], FIRST_TRANCHE),
    "publicity that starts before the money": (
        "equal",
        ["allocation=official", "instrument=publicity_burst", "instrument.start_week=4", "instrument.end_week=30"],
        4,
    ),
    "coupons beside other coupons": (
        "none",
        ["allocation=none", "instrument=threshold_coupon", "instrument.start_week=6", "instrument.end_week=12"],
        6,
    ),
    "no money before the end": (
        "none",
        ["allocation=none", "instrument=threshold_coupon", "instrument.start_week=60", "instrument.end_week=70"],
        51,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_world_that_goes_on_from_a_common_beginning_has_the_bytes_of_one_run_from_the_first_week(case):
    first, others, weeks = CASES[case]
    one, other = tiny(f"allocation={first}"), tiny(*others)
    (group,) = with_common_beginnings([one, other])
    assert (group.members, group.weeks) == ((0, 1), weeks)
    draws = draws_of(other, 0)
    warm = warm_up(other.without_policy(), draws)
    begun = begin_pilot(one, warm.fork(), draws, weeks)
    run_pilot(one, begun.fork(), draws)  # leaves no trace in the beginning
    shared, alone = run_pilot(other, begun, draws), run_pilot(other, warm.fork(), draws)
    for name, column in vars(alone).items():
        assert column.tobytes() == getattr(shared, name).tobytes(), name
    assert alone.sales.any() and (alone.opened > NEVER).any()


def test_a_beginning_is_over_before_anything_is_paid():
    settings = tiny("allocation=official")
    draws = draws_of(settings, 0)
    paid = run_pilot(settings, warm_up(settings.without_policy(), draws), draws).paid.sum(axis=1)
    assert 0 < weeks_before_money(settings) <= np.flatnonzero(paid)[0]


@pytest.mark.parametrize(
    "different",
    [
        ["allocation=none"], ["allocation.between=shares", "allocation.shares={xining:1.0}"], ["rules=beijing"],
        ["split=debut_first"], ["authority.calls=2"], ["authority.first_tranche_at=0.1"], ["seed=8"],
        ["parameters.award_chance=0.9"],
    ],
)  # fmt: skip
def test_worlds_in_which_merchants_expect_something_else_share_nothing(different):
    groups = with_common_beginnings([tiny(), tiny(*different)])
    assert [group.weeks for group in groups] == [0, 0]


def test_a_replicate_finds_the_same_whatever_its_runs_have_in_common(monkeypatch):
    runs = [tiny(*f) for f in (["allocation=official"], ["allocation=none"], ["allocation=equal"], ["rules=beijing"])]
    job = Job(0, tuple(runs), tuple("abcd"))
    told: list = []
    run_replicate(job, told.append)
    together = {one.position: one.effects for one in told if isinstance(one, replicates.Found)}
    weeks = sum(isinstance(one, replicates.Week) for one in told)
    assert weeks == job.weeks == 8 + 4 * 52 - FIRST_TRANCHE
    for k, settings in enumerate(runs):
        alone: list = []
        run_replicate(Job(0, (settings,), ("x",)), alone.append)
        (only,) = (one.effects for one in alone if isinstance(one, replicates.Found))
        assert all(np.array_equal(only[name], together[k][name], equal_nan=True) for name in only)


def test_runs_of_a_comparison_share_their_beginning(monkeypatch):
    begun = []
    real = replicates.begin_pilot
    monkeypatch.setattr(replicates, "begin_pilot", lambda *given: begun.append(given[3]) or real(*given))
    compare([tiny(f"allocation={a}", "replicates=1") for a in ("official", "equal", "none", "per_head")])
    assert begun == [FIRST_TRANCHE]


def test_weeks_in_common_are_counted_once():
    worlds = [tiny(f"allocation={a}") for a in ("none", "official", "equal", "per_head")]
    assert weeks_to_simulate(worlds) == 4 * 52 - 2 * FIRST_TRANCHE


def test_a_fork_of_a_pilot_on_its_way_goes_its_own_way():
    settings = tiny("allocation=official")
    draws = draws_of(settings, 0)
    begun = begin_pilot(settings, warm_up(settings.without_policy(), draws), draws, 3)
    other = begun.fork()
    other.record.sales[:] = -1
    other.world.consumers.gap[:] = np.nan
    assert (begun.record.sales >= 0).all() and np.isfinite(begun.world.consumers.gap).all()
    assert Begun(begun.world).fork().record is None

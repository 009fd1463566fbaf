"""Replicates one by one: each is the same whatever others there are, and none is run twice."""

import numpy as np
import pytest

from sim.runs import worlds
from sim.runs.store import Store
from sim.runs.worlds import run_worlds
from tests.helpers import tiny

ALLOCATIONS = ("official", "equal", "none")
SHORT = ("horizon.weeks_pilot=28", "horizon.weeks_after=2", "population.consumers_per_city=20")


def settings(*overrides):
    return [tiny(f"allocation={name}", *SHORT, *overrides) for name in ALLOCATIONS]


def same(one, other):
    return all(
        list(a) == list(b) and all(np.array_equal(a[name], b[name], equal_nan=True) for name in a)
        for runs, others in zip(one, other, strict=True)
        for a, b in zip(runs, others, strict=True)
    )


@pytest.fixture(scope="module")
def whole():
    return run_worlds(settings("replicates=3"), list(ALLOCATIONS))[0]


def test_blocks_of_replicates_be_they_others_in_each_run_are_the_replicates_of_one_run(whole):
    parts = ([range(2)] * 3, [range(2, 3)] * 3), ([range(1), range(3), range(0)], [range(1, 3), range(0), range(3)])
    for two in parts:
        blocks = [run_worlds(settings(), list(ALLOCATIONS), replicates=block)[0] for block in two]
        assert same([first + then for first, then in zip(*blocks, strict=True)], whole)
    assert not same([runs[:1] for runs in whole], [runs[1:2] for runs in whole])


def test_stored_replicates_are_those_of_a_run_with_any_number_of_them(whole, tmp_path, monkeypatch):
    (tmp_path / "parts").mkdir()
    store, ran, real = Store(tmp_path, {}), [], worlds.run_replicate
    monkeypatch.setattr(worlds, "run_replicate", lambda job, hear: ran.append(job.replicate) or real(job, hear))
    run_worlds(settings("replicates=2"), list(ALLOCATIONS), store=store)
    assert ran == [0, 1] and len(Store(tmp_path, {}).finished) == 2 * len(ALLOCATIONS)
    assert same(run_worlds(settings("replicates=3"), list(ALLOCATIONS), store=store)[0], whole)
    assert ran == [0, 1, 2]


def test_all_weeks_that_are_simulated_are_told():
    told = []
    run_worlds(settings("replicates=2"), list(ALLOCATIONS), progress=lambda *one: told.append(one))
    weeks = 2 * (8 + 3 * 30 - 6)  # warm-up; twin and two funded allocations, which share their first weeks
    assert [done for done, _, _ in told] == list(range(1, weeks + 1)) and {total for _, total, _ in told} == {weeks}
    assert told[0][2] == "replicate 1, warm-up" and told[-1][2] == "replicate 2, equal"


def test_a_replicate_of_which_nothing_is_heard_is_a_fault_and_not_left_out(monkeypatch):
    monkeypatch.setattr(worlds, "run_replicate", lambda job, hear: {})
    with pytest.raises(KeyError):  # a rule that waits for it would wait for ever
        run_worlds(settings("replicates=1"), list(ALLOCATIONS))

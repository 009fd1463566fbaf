"""Intervals of shares and chances, and how often a run is the best of resampled replicates."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.measures.catalogue import MEASURES
from sim.measures.statistics import best_shares, interval
from sim.results.differences import Sample


@given(
    n=st.integers(2, 12), together=st.sampled_from([1, 2]), kind=st.sampled_from(["share", "chance"]),
    seed=st.integers(0, 10**6), near=st.sampled_from([1e-9, 0.01, 0.5, 0.99, 1 - 1e-9]),
)  # fmt: skip
def test_intervals_of_shares_and_chances_stay_between_0_and_1_and_hold_the_mean(n, together, kind, seed, near):
    rng, shape = np.random.default_rng(seed), (n * together, 3)
    sample = rng.binomial(1, near, shape) if kind == "chance" else rng.beta(20 * near, 20 * (1 - near), shape)
    found = interval(sample.astype(float), together, kind)
    low, mean, high = (found[name] for name in ("ci_low", "value", "ci_high"))
    assert ((low >= 0) & (low <= mean + 1e-12) & (mean <= high + 1e-12) & (high <= 1)).all()


@pytest.mark.parametrize(("reached", "of"), [(0, 8), (3, 8), (8, 8), (2, 4)])
def test_a_chance_has_the_interval_of_wilson(reached, of):
    found = interval(np.repeat([1.0, 0.0], [reached, of - reached]), kind="chance")
    usual = stats.binomtest(reached, of).proportion_ci(method="wilson")
    assert (found["ci_low"], found["ci_high"]) == pytest.approx((usual.low, usual.high))


def test_a_share_far_from_its_ends_has_nearly_the_interval_of_student():
    sample = np.random.default_rng(2).normal(0.4, 0.005, 16)
    share, mean = (interval(sample, kind=kind) for kind in ("share", "mean"))
    assert [share[x] for x in ("ci_low", "ci_high")] == pytest.approx(
        [mean[x] for x in ("ci_low", "ci_high")], abs=1e-5
    )


def test_a_share_that_never_varies_has_no_width():
    found = interval(np.ones((4, 2)) * [0.0, 0.3], kind="share")
    assert found["ci_low"].tolist() == found["value"].tolist() == found["ci_high"].tolist() == [0.0, 0.3]


def test_every_share_of_policy_world_or_twin_has_an_interval_between_0_and_1_but_ratios_to_a_promise():
    shares = {name for name, m in MEASURES.items() if m.unit == "share" and m.world != "difference"}
    assert {name for name in shares if MEASURES[name].kind == "mean"} == {
        name for name in shares if name.startswith("target_")
    }


# ---------------------------------------------------------------- how often a run is the best


def test_the_share_of_bootstrap_samples_is_what_all_samples_of_three_replicates_give():
    one, other = np.array([1.0, 2.0, 3.0]), np.array([2.0, 2.5, 0.0])
    gains = [np.mean((one - other)[list(taken)]) for taken in itertools.product(range(3), repeat=3)]
    share = np.mean([(gain > 0) + 0.5 * (gain == 0) for gain in gains])
    assert best_shares([Sample(one), Sample(other)]) == pytest.approx([share, 1 - share], abs=0.025)


def test_runs_in_the_same_worlds_have_the_same_replicates_in_a_bootstrap_sample():
    """With common noise the better one always wins; without, chance decides."""
    noise = np.random.default_rng(1).normal(0, 1, size=20)
    ahead, behind = noise + 0.01, noise
    assert best_shares([Sample(ahead, "a"), Sample(behind, "a")]) == [1.0, 0.0]
    assert 0.3 < best_shares([Sample(ahead, "a"), Sample(behind, "b")])[0] < 0.7


def test_replicates_with_the_same_parameters_are_resampled_together_and_equal_runs_share_what_they_win():
    sets = np.array([3.0, -1.0])
    assert best_shares([Sample(np.repeat(sets, 2), together=2), Sample(np.zeros(4), together=2)])[0] == pytest.approx(
        0.75 + 0.0, abs=0.02
    )
    assert best_shares([Sample(sets)] * 2 + [Sample(sets - 1)]) == [0.5, 0.5, 0.0]
    assert np.isnan(best_shares([Sample(sets), Sample(sets[:1])])).all()

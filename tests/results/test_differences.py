"""Differences between runs: paired where they share their worlds, of two independent samples where they do not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.results.differences import Sample, against_best, difference

ONE, OTHER = (np.random.default_rng(k).normal(0.5, 0.1 + k, size=6 + 2 * k) for k in (0, 1))


def paired(one, other, together=1):
    return difference(Sample(one, "w", together), Sample(other, "w"))


def unpaired(one, other, together=(1, 1)):
    return difference(Sample(one, "v", together[0]), Sample(other, "w", together[1]))


def test_an_unpaired_difference_has_the_interval_of_welch():
    found, usual = unpaired(ONE, OTHER), stats.ttest_ind(ONE, OTHER, equal_var=False).confidence_interval()
    assert (found.low, found.high) == pytest.approx((usual.low, usual.high))
    assert found.value == pytest.approx(ONE.mean() - OTHER.mean()) and found.n == 6


def test_a_paired_difference_has_the_interval_of_one_sample():
    d = ONE - OTHER[:6]
    usual = stats.ttest_1samp(d, 0).confidence_interval()
    found = paired(ONE, OTHER[:6])
    assert (found.value, found.low, found.high) == pytest.approx((d.mean(), usual.low, usual.high))


def test_a_paired_difference_is_over_the_replicates_that_both_runs_have():
    assert paired(ONE, OTHER) == paired(ONE, OTHER[:6])
    assert paired(np.append(np.nan, ONE), np.append(0.3, OTHER)) == paired(ONE, OTHER)


def test_only_the_means_of_replicates_with_the_same_parameters_are_independent():
    assert unpaired(ONE, OTHER, (2, 1)) == unpaired(ONE.reshape(3, 2).mean(axis=1), OTHER)
    assert paired(ONE, OTHER[:6], 2) == pytest.approx(paired(*(x[:6].reshape(3, 2).mean(axis=1) for x in (ONE, OTHER))))


@pytest.mark.parametrize("one", [ONE[:1], ONE[:0]])
def test_less_than_two_replicates_give_no_interval(one):
    assert np.isnan([unpaired(one, OTHER).low, paired(one, one).high]).all()
    assert np.isnan([end for d in against_best([Sample(one)] * 3) for end in (d.low, d.high)]).all()


def test_runs_that_never_vary_differ_by_what_they_differ():
    assert unpaired(np.ones(3), np.zeros(4))[:3] == (1, 1, 1)


# ---------------------------------------------------------------- which is best


def test_of_two_runs_each_is_set_against_the_other_with_the_interval_of_the_pair():
    one, other = Sample(ONE), Sample(OTHER[:6])
    assert against_best([one, other]) == [difference(one, other), difference(other, one)]


def test_where_one_run_alone_can_be_the_best_the_others_have_the_intervals_of_their_pairs_with_it():
    noise = np.random.default_rng(3).normal(0, 0.01, size=(3, 8))
    best, *others = (Sample(mean + one) for mean, one in zip((0.9, 0.5, 0.2), noise, strict=True))
    found = against_best([best, *others])
    assert found[1:] == [difference(one, best, pairs=2) for one in others]
    assert found[0].low > 0 and found[0].value == pytest.approx(difference(best, others[0]).value)


def test_an_interval_covers_every_run_that_can_be_the_best():
    """Two runs that cannot be told apart: the third may be below either, so its interval reaches the farther end."""
    noise = np.random.default_rng(4).normal(0, 0.02, size=(3, 8))
    runs = [Sample(mean + one) for mean, one in zip((0.5, 0.501, 0.3), noise, strict=True)]
    pairs = [difference(runs[2], one, pairs=2) for one in runs[:2]]
    found = against_best(runs)
    assert [d.is_clear for d in found] == [False, False, True]
    assert (found[2].low, found[2].high) == (min(d.low for d in pairs), max(d.high for d in pairs))


def correlated(rng, means, n):
    """Replicates with common noise and unequal variances of their own."""
    own = np.linspace(0.01, 0.05, len(means))
    return np.array(means)[:, None] + rng.normal(0, 0.1, n) + own[:, None] * rng.normal(size=(len(means), n))


@pytest.mark.parametrize(
    "means", [(0.5,) * 4, (0.5, 0.51, 0.49, 0.3), (0.9, 0.5, 0.5, 0.5)], ids=["ties", "near", "one far ahead"]
)
def test_the_intervals_hold_for_all_runs_at_once_in_95_of_100_made_comparisons(means):
    rng, covered = np.random.default_rng(5), 0
    true = [mean - max(means[:i] + means[i + 1 :]) for i, mean in enumerate(means)]
    for _ in range(500):
        found = against_best([Sample(x) for x in correlated(rng, means, 8)])
        covered += all(d.low <= t <= d.high for d, t in zip(found, true, strict=True))
    assert covered >= 465  # three standard errors below 95 %


@given(
    seed=st.integers(0, 10**6), k=st.integers(2, 6), n=st.integers(2, 9),
    gap=st.sampled_from([0.0, 0.01, 0.1]), worlds=st.sampled_from([1, 2]),
)  # fmt: skip
def test_one_run_is_told_from_all_others_or_some_are_not_told_from_the_best(seed, k, n, gap, worlds):
    sample = correlated(np.random.default_rng(seed), [gap * i for i in range(k)], n)
    found = against_best([Sample(x, i % worlds) for i, x in enumerate(sample)])
    above, below = ([getattr(d, end) for d in found] for end in ("low", "high"))
    assert sum(low > 0 for low in above) == (1 if sum(high < 0 for high in below) == k - 1 else 0)
    assert all(d.low <= d.value <= d.high for d in found)

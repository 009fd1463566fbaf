"""Differences between runs: paired where they share their worlds, of two independent samples where they do not."""

import numpy as np
import pytest
from scipy import stats

from sim.results.differences import paired, unpaired

ONE, OTHER = (np.random.default_rng(k).normal(0.5, 0.1 + k, size=6 + 2 * k) for k in (0, 1))


def test_an_unpaired_difference_has_the_interval_of_welch():
    found, usual = unpaired(ONE, OTHER), stats.ttest_ind(ONE, OTHER, equal_var=False).confidence_interval()
    assert (found.low, found.high) == pytest.approx((usual.low, usual.high))
    assert found.value == pytest.approx(ONE.mean() - OTHER.mean()) and found.n == 6


def test_a_paired_difference_has_the_interval_of_one_sample():
    d = ONE - OTHER[:6]
    usual = stats.ttest_1samp(d, 0).confidence_interval()
    found = paired(ONE, OTHER[:6])
    assert (found.value, found.low, found.high) == pytest.approx((d.mean(), usual.low, usual.high))


def test_only_the_means_of_replicates_with_the_same_parameters_are_independent():
    assert unpaired(ONE, OTHER, (2, 1)) == unpaired(ONE.reshape(3, 2).mean(axis=1), OTHER)
    assert paired(ONE, OTHER[:6], 2) == pytest.approx(paired(*(x[:6].reshape(3, 2).mean(axis=1) for x in (ONE, OTHER))))


@pytest.mark.parametrize("one", [ONE[:1], ONE[:0]])
def test_less_than_two_replicates_give_no_interval(one):
    assert np.isnan([unpaired(one, OTHER).low, paired(one, one).high]).all()


def test_runs_that_never_vary_differ_by_what_they_differ():
    assert unpaired(np.ones(3), np.zeros(4))[:3] == (1, 1, 1)

"""Regret on made values, whose true figures are known."""

from __future__ import annotations

import numpy as np
import pytest

from sim.studies.futures.regret import best_share, checked, clear_share, over_futures, regrets, statistic_of

RNG = np.random.default_rng(5)


def made(true, n_replicates, noise, rng=RNG):
    """Values around true means, (n_choices, n_futures, n_replicates)."""
    true = np.asarray(true, dtype=np.float64)
    return true[:, :, None] + rng.normal(0, noise, (*true.shape, n_replicates)) if noise else np.repeat(
        true[:, :, None], n_replicates, axis=2
    )  # fmt: skip


def test_regret_is_the_best_there_less_its_own_and_its_statistics_are_those_over_futures():
    true = [[1.0] * 10, [*([0.0] * 5), *([3.0] * 5)]]
    values = made(true, 3, 0.0)
    assert regrets(values).tolist() == [[0.0] * 5 + [2.0] * 5, [1.0] * 5 + [0.0] * 5]
    assert statistic_of(regrets(values), "mean").tolist() == [1.0, 0.5]
    assert statistic_of(regrets(values), "p90").tolist() == [2.0, 1.0]
    assert statistic_of(regrets(values), "worst").tolist() == [2.0, 1.0]
    assert best_share(values).tolist() == [0.5, 0.5] and clear_share(values).tolist() == [0.5, 0.5]


def test_without_noise_the_checked_figures_are_the_same():
    values = made(RNG.normal(0, 1, (4, 30)), 5, 0.0)
    for statistic in ("mean", "p90", "worst"):
        assert checked(values, statistic) == pytest.approx(statistic_of(regrets(values), statistic))


def test_of_equal_choices_regret_is_all_optimism_and_the_checked_one_is_none():
    """The expected maximum of 4 standard normal means is 1.029; of equal choices the true regret is 0."""
    values = made(np.zeros((4, 4000)), 4, 1.0)
    seen = statistic_of(regrets(values), "mean")
    assert seen == pytest.approx(1.029 / 2, abs=0.03)
    assert checked(values, "mean") == pytest.approx(0.0, abs=0.03)


def test_the_truth_lies_between_the_two_figures():
    true = RNG.normal(0, 0.5, (3, 4000))
    values = made(true, 4, 1.0)
    truth = (true.max(axis=0) - true).mean(axis=1)
    assert (checked(values, "mean") < truth).all() and (truth < statistic_of(regrets(values), "mean")).all()


def test_the_worst_future_that_is_only_noise_is_none_when_it_is_checked():
    runs = [made(np.zeros((2, 200)), 4, 1.0) for _ in range(60)]
    seen = np.mean([statistic_of(regrets(values), "worst") for values in runs])
    assert seen > 1.5 and abs(np.mean([checked(values, "worst") for values in runs])) < 0.3


def test_choices_that_tie_share_a_future_and_none_of_them_is_clearly_best():
    values = made([[1.0, 1.0], [1.0, 0.0], [0.0, 0.0]], 2, 0.0)
    assert best_share(values).tolist() == [0.75, 0.25, 0.0]
    assert clear_share(values).tolist() == [0.5, 0.0, 0.0]


def test_with_one_replicate_nothing_is_checked():
    values = made([[1.0, 1.0], [1.0, 0.0]], 1, 0.0)
    assert np.isnan(checked(values, "mean")).all() and np.isnan(clear_share(values)).all()


def test_more_replicates_of_a_future_do_not_make_more_cases():
    few, many = made(np.arange(12.0)[None], 2, 0.0), made(np.arange(12.0)[None], 200, 0.0)
    assert over_futures(few[0].mean(axis=1)) == over_futures(many[0].mean(axis=1))

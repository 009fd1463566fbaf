"""The best run, or one within what does not matter of it, is found with replicates where they decide."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.measures.selecting import GROWTH, Best
from sim.measures.stopping import FIRST, Narrow
from sim.results.differences import CONFIDENCE, Sample, against_best, difference

RUNS = pd.read_csv(Path(__file__).parent / "ten_runs.csv", comment="#", index_col="replicate")
WITHIN, PROBLEMS, MOST = 0.01, 100, 1000
NOTHING = Sample(np.array([]))


def select(rule, pool):
    """Ask a rule for replicates of runs, (n_runs, n_replicates); return the numbers that it ends with."""
    numbers = (0,) * len(pool)
    while (wanted := rule.next([Sample(x[:n]) for x, n in zip(pool, numbers, strict=True)])) != numbers:
        assert all(a <= b for a, b in zip(numbers, wanted, strict=True))
        numbers = wanted
    return numbers


def chosen(rule):
    """Position of the run that is returned; None where it is not known."""
    last = rule.looks[-1]
    return (last.of or last.left)[0] if last.is_reached else None


def equal_allocation():
    """Replicates of each run that a single look needs for the same guarantee in the measured worlds.

    So many that every pair is known within what does not matter, by the same intervals.
    """
    rule, runs = Narrow(10**6, None, apart=WITHIN, n_cities=50), [Sample(RUNS[one].to_numpy()) for one in RUNS]
    rule.confidence = CONFIDENCE
    return max(rule._apart((i, j), runs, len(runs) - 1, WITHIN).needed() for i in range(len(runs)) for j in range(i))


def problems(spread, seed):
    """Runs with the variances and correlations that were measured, and means of some spread; the means come first."""
    rng = np.random.default_rng(seed)
    for _ in range(PROBLEMS):
        means = rng.normal(0, spread, len(RUNS.columns))
        noise = rng.multivariate_normal(np.zeros(len(means)), RUNS.cov(), MOST, method="eigh").T
        yield means, means[:, None] + noise


def test_in_95_of_100_problems_the_run_is_within_of_the_best_with_a_third_of_the_replicates_of_equal_allocation():
    right, n, spread = 0, 0, float(RUNS.mean().std())
    for means, pool in problems(spread, 1):
        rule = Best(MOST, WITHIN, n_cities=50)
        n += sum(select(rule, pool))
        k = chosen(rule)
        right += k is not None and means[k] >= means.max() - WITHIN
    assert right >= 95
    assert n <= PROBLEMS * len(RUNS.columns) * equal_allocation() / 3


@pytest.mark.parametrize("gap", [0.0, WITHIN, 2 * WITHIN])
def test_the_guarantee_holds_where_all_runs_are_alike_or_the_best_is_just_ahead(gap):
    wrong = 0
    for means, pool in problems(0.0, 2):
        pool[3] += gap
        rule = Best(MOST, WITHIN, n_cities=50)
        select(rule, pool)
        k = chosen(rule)
        wrong += k is not None and gap > WITHIN and k != 3
        wrong += any(3 in look.dropped for look in rule.looks) and gap > 0
        assert means.max() == 0
    assert wrong <= 5


def sample(mean, n=FIRST, spread=0.001, seed=0):
    x = np.random.default_rng(seed).standard_normal(n)
    return Sample(mean + spread * (x - x.mean()) / x.std(ddof=1))


def test_a_run_that_another_one_is_above_gets_no_more_replicates():
    rule = Best(100, 0.01, n_cities=50)
    assert rule.next([NOTHING] * 3) == (FIRST,) * 3
    found = [sample(0.5, spread=0.1), sample(0.1, seed=1), sample(0.5, spread=0.1, seed=2)]
    assert rule.next(found) == (2 * FIRST, FIRST, 2 * FIRST)
    look = rule.looks[-1]
    assert look.left == (0, 2) and look.dropped == (1,) and not look.is_reached and look.needed > FIRST


def test_it_ends_when_no_run_can_be_better_by_what_does_not_matter():
    rule = Best(100, 0.01, n_cities=50)
    found = [sample(0.5), sample(0.5005, seed=1)]
    assert rule.next(found) == (FIRST, FIRST)
    look = rule.looks[-1]
    assert look.is_reached and look.of == (1, 0) and look.left == (0, 1)
    assert look.half == difference(found[0], found[1], 1, rule.confidence).high


def test_what_is_dropped_the_judge_calls_not_the_best():
    rule = Best(100, 0.01, n_cities=50)
    found = [sample(0.5, spread=0.1), sample(0.1, seed=1), sample(0.55, spread=0.2, seed=2)]
    look = rule.look(found)
    judged = against_best(found, rule.confidence)
    assert [k for k, one in enumerate(judged) if one.high <= 0] == list(look.dropped)


def test_looks_are_those_that_the_confidence_allows_for_and_replicates_never_more_than_allowed():
    for most in (8, 9, 16, 100, 1000):
        rule = Best(most, 1e-6, n_cities=50)
        pool = [np.random.default_rng(k).standard_normal(most) for k in range(3)]
        assert max(select(rule, pool)) == most
        assert rule.confidence == pytest.approx(1 - (1 - CONFIDENCE) / len(rule.looks))
        assert len(rule.looks) == 1 + math.ceil(math.log(most / FIRST, GROWTH)) and chosen(rule) is None


def test_runs_without_public_money_are_no_candidates_and_go_on_beside_the_others():
    rule, nothing = Best(100, 0.01, n_cities=50), Sample(np.full(FIRST, np.nan))
    found = [sample(0.5, spread=0.1), nothing, sample(0.5, spread=0.1, seed=2)]
    assert rule.next(found) == (2 * FIRST,) * 3 and rule.looks[-1].left == (0, 2)


def test_runs_that_share_parameters_in_pairs_stay_in_pairs():
    rule = Best(100, 0.01, n_cities=50, together=2)
    assert rule.next([NOTHING] * 2) == (2 * FIRST,) * 2
    alike = [Sample(np.repeat(sample(0.5, spread=0.1, seed=k).values, 2), together=2) for k in range(2)]
    assert rule.look(alike).needed % 2 == 0

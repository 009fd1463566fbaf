"""Replicates are added until intervals are narrow, and 95 % of these hold at whichever look they stop."""

import math

import numpy as np
import pytest

from sim.measures.stopping import EACH_LOOK, FIRST, FIRST_OF_A_CITY, STEPS, Narrow
from sim.results.differences import CONFIDENCE, Sample, difference

SHAPES = {
    "normal": lambda rng, n: rng.standard_normal(n),
    "uniform": lambda rng, n: (rng.random(n) - 0.5) * 12**0.5,
    "heavy tails": lambda rng, n: rng.standard_t(5, n) * 0.6**0.5,
    "skewed": lambda rng, n: (rng.gamma(16.0, size=n) - 16) / 4,
}
EXPERIMENTS = 500


def experiment(rng, draw, spread, rule, worlds=1):
    """Ask a rule with half width 1 for replicates of runs whose true effects are 0; return those it ended with."""
    pool = spread * np.array([draw(rng, rule.most) for _ in range(worlds)])
    numbers = (0,) * worlds
    while (wanted := rule.next([Sample(x[:n]) for x, n in zip(pool, numbers, strict=True)])) != numbers:
        numbers = wanted
    return [Sample(x[:n]) for x, n in zip(pool, numbers, strict=True)]


def mean_of(sample, confidence):
    return difference(sample, Sample(np.zeros_like(sample.values)), confidence=confidence)


def coverage(draw, spread, n=EXPERIMENTS, confidence=EACH_LOOK, most=400):
    """Share of experiments whose interval holds the true effect, and of those that end within the half width."""
    rng, held, narrow = np.random.default_rng(int(spread * 1000)), 0, 0
    for _ in range(n):
        rule = Narrow(most, 1.0, n_cities=50)
        rule.confidence = confidence
        one = mean_of(*experiment(rng, draw, spread, rule), confidence)
        held += one.low <= 0 <= one.high
        narrow += one.high - one.low <= 2
    return held / n, narrow / n


@pytest.mark.parametrize("spread", [0.5, 1.5, 2, 3, 6])
@pytest.mark.parametrize("shape", SHAPES)
def test_93_to_97_of_100_intervals_hold_at_whichever_look_they_stop(shape, spread):
    held, narrow = coverage(SHAPES[shape], spread)
    assert 0.93 <= held <= 0.98  # 0.966 at most are expected, with a standard error of 0.008
    assert narrow >= 0.95


def test_the_confidence_of_each_look_is_what_95_of_100_need_where_luck_does_most():
    """Spreads of twice the half width stop at the first look by luck alone, and lose most."""
    held, _ = coverage(SHAPES["normal"], 2.0, 8000)
    plain, _ = coverage(SHAPES["normal"], 2.0, 8000, CONFIDENCE)
    error = math.sqrt(0.05 * 0.95 / 8000)
    assert abs(held - 0.95) < 3 * error and plain < 0.94


def test_as_many_replicates_are_run_as_a_known_spread_would_need_and_a_quarter_more_at_most():
    rng = np.random.default_rng(5)
    numbers = [len(experiment(rng, SHAPES["normal"], 4, Narrow(400, 1.0, n_cities=50))[0].values) for _ in range(300)]
    needed = (4 * 2.12) ** 2  # normal quantile of the confidence of each look
    assert 1 <= np.mean(numbers) / needed <= 1.25


def sample_of(n, spread=1.0, mean=0.0, **more):
    """A sample whose mean and spread are known."""
    x = np.random.default_rng(n).standard_normal(n)
    return Sample(mean + spread * (x - x.mean()) / x.std(ddof=1), **more)


NOTHING = Sample(np.array([]))


@pytest.mark.parametrize(
    ("cities", "together", "first"),
    [(50, 1, FIRST), (3, 1, FIRST), (2, 1, 12), (1, 1, FIRST_OF_A_CITY), (50, 2, 2 * FIRST), (1, 2, FIRST_OF_A_CITY)],
)
def test_the_first_look_has_enough_of_every_city_and_whole_pairs(cities, together, first):
    rule = Narrow(100, 0.1, n_cities=cities, together=together)
    assert rule.next([NOTHING, NOTHING]) == (first, first) and first % together == 0


def test_all_runs_go_on_until_the_widest_interval_is_narrow():
    rule = Narrow(100, 1.0, n_cities=50)
    assert rule.next([sample_of(8, 1), sample_of(8, 1.05)]) == (8, 8)
    assert rule.looks[-1].is_reached and rule.looks[-1].of == (1,)
    wanted = rule.next([sample_of(8, 0.1), sample_of(8, 3)])
    assert len(set(wanted)) == 1 and wanted[0] > 8 and not rule.looks[-1].is_reached


def test_half_of_what_is_missing_is_added_first_and_then_all():
    rule = Narrow(1000, 1.0, n_cities=50)
    first = rule.next([sample_of(8, 5)])[0]
    needed = rule.looks[0].needed
    assert first == math.ceil(8 + (needed - 8) / 2)
    assert rule.next([sample_of(first, 5)])[0] == rule.looks[1].needed == pytest.approx(needed, abs=1)


def test_what_a_look_says_is_needed_is_the_least_that_is_narrow_enough():
    rule = Narrow(1000, 1.0, n_cities=50)
    needed = int(rule.look([sample_of(8, 4)]).needed)
    assert rule.look([sample_of(needed, 4)]).is_reached and not rule.look([sample_of(needed - 1, 4)]).is_reached


def test_there_are_five_looks_at_most_and_never_more_replicates_than_allowed():
    rng = np.random.default_rng(0)
    for most in (2, 8, 9, 30):
        rule = Narrow(most, 0.01, n_cities=50)
        assert len(experiment(rng, SHAPES["normal"], 9, rule)[0].values) == most and len(rule.looks) <= 2
    rule, n = Narrow(10**6, 1.0, n_cities=50), 8
    while (wanted := rule.next([sample_of(n, 2 * n**0.5)])[0]) != n:  # always twice as wide as it has to be
        n = wanted
    assert len(rule.looks) == len(STEPS) + 1 and not rule.looks[-1].is_reached


def test_a_number_of_replicates_that_leaves_one_look_leaves_intervals_as_they_are():
    assert Narrow(8, 0.1, n_cities=50).confidence == CONFIDENCE
    assert Narrow(9, 0.1, n_cities=50).confidence == EACH_LOOK


def test_a_share_of_an_effect_that_may_be_zero_is_not_trusted():
    """Replicates are at most doubled until the interval leaves out zero; then they are those of the absolute form."""
    rule = Narrow(1000, 0.05, is_share=True, n_cities=50)
    assert rule.next([sample_of(8, 1.0, mean=0.01)]) == (16,) and rule.looks[-1].covers_zero
    assert rule.next([sample_of(16, 1.0, mean=2.0)])[0] > 32 and not rule.looks[-1].covers_zero
    absolute = Narrow(1000, 0.1, n_cities=50)
    assert absolute.look([sample_of(16, 1.0, mean=2.0)]).needed == rule.looks[-1].needed


def test_differences_to_the_best_run_are_asked_for_as_the_report_states_them():
    rule = Narrow(1000, None, apart=1.0, n_cities=50)
    common = sample_of(8, 50).values
    runs = [
        Sample(common + sample_of(8, s, m).values[::k]) for s, m, k in ((1.0, 0.0, 1), (0.1, 5.0, -1), (0.9, 0.0, -1))
    ]
    look = rule.look(runs)
    assert look.of == (1, 0)  # the best, and the one whose difference to it varies most
    less = difference(runs[1], runs[0], pairs=2, confidence=EACH_LOOK)
    assert look.half == pytest.approx((less.high - less.low) / 2) and look.half < 3  # the common draws are not in it
    apart = [one._replace(world=k) for k, one in enumerate(runs)]
    assert rule.look(apart).half > 50  # in other worlds they are


def test_runs_without_public_money_need_no_replicates():
    nothing = Sample(np.full(8, np.nan))
    assert Narrow(100, 0.1, n_cities=50).next([nothing, nothing]) == (8, 8)
    assert Narrow(100, 0.1, apart=0.1, n_cities=50).look([nothing, sample_of(8, 0.001)]).of == (1,)


def test_pairs_that_share_parameters_count_once_and_stay_together():
    rule = Narrow(1000, 1.0, n_cities=50, together=2)
    twice = Sample(np.repeat(sample_of(8, 3).values, 2), together=2)
    wanted = rule.next([twice])[0]
    assert (
        wanted % 2 == 0 and rule.looks[-1].needed == 2 * Narrow(1000, 1.0, n_cities=50).look([sample_of(8, 3)]).needed
    )

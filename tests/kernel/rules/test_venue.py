"""Expectations of a venue, what is learned of it, and how long it stays something new."""

import math

import numpy as np
import pytest

from sim.kernel.rules import venue

RNG = np.random.default_rng(7)
N = 200_000


def test_trust_is_the_regression_of_quality_on_what_owners_promise():
    quality, error = RNG.normal(0, 0.3, N), RNG.normal(0, 0.4, N)
    promise = quality + error
    slope = (promise @ quality) / (promise @ promise)
    trust = venue.trust_in_promise(0.3, 0.4)
    assert trust == pytest.approx(slope, abs=0.01)
    assert venue.spread_after_promise(0.3, trust) == pytest.approx((quality - slope * promise).std(), abs=0.003)
    assert venue.trust_in_promise(0.0, 0.0) == 0


@pytest.mark.parametrize("impressions", [1, 4])
def test_belief_is_the_mean_over_people_who_each_have_impressions_of_their_own(impressions):
    spread, error, surprise = 0.4, 0.6, -0.5
    heard = surprise + RNG.normal(0, error, (N, impressions)).mean(axis=1)
    weight = impressions * spread**2 / (impressions * spread**2 + error**2)
    simulated = np.exp(weight * heard).mean()
    assert venue.belief_factor(surprise, impressions, spread, error) == pytest.approx(simulated, rel=0.005)


def test_nobody_has_learned_anything_without_impressions_and_everything_after_many():
    assert venue.belief_factor(0.7, 0.0, 0.4, 0.5) == 1.0
    assert venue.belief_factor(0.7, 1e9, 0.4, 0.5) == pytest.approx(math.exp(0.7))
    assert venue.belief_factor(0.7, 5.0, 0.0, 0.5) == 1.0  # all such venues are the same


def test_the_curious_go_first_as_a_gamma_mixture_says():
    shape, hazard = 0.5, 0.8
    curiosity = RNG.gamma(shape, 1 / shape, N)
    been = RNG.uniform(size=N) < -np.expm1(-curiosity * hazard)
    assert venue.curiosity_left(been.mean(), shape) == pytest.approx(curiosity[~been].mean(), rel=0.02)
    assert venue.foreseen_curiosity(hazard, 1.0, shape) == pytest.approx(curiosity[~been].mean(), rel=0.02)


def test_a_venue_is_news_as_long_as_little_is_newer_and_nothing_similar_is_open():
    assert venue.distinctness(0.0, 0.0, 0.3) == 1.0
    assert venue.distinctness(0.5, 3.0, 0.5) == pytest.approx(0.25)
    assert venue.newer_share(math.log(2)) == pytest.approx(0.5)
    assert venue.novelty_to_new(math.log(3), 0.25) == pytest.approx(1.5)
    assert venue.novelty_to_guests(2.0, 2.0, 0.5) == pytest.approx(math.exp(0.5))

"""Flip distances of functions whose zero is known."""

import numpy as np
import pytest

from sim.studies.sensitivity.flips import BEFORE, BEHIND, MOST_POINTS, ROUNDS, Search, candidates, settle
from sim.studies.sensitivity.surface import Surface, fit

BASE = np.array([0.4, 0.5, 0.5])
UNITS = np.random.default_rng(3).random((80, 3))


def searched(function, together, surface=None):
    """Search for a flip of a function, whose surface is fitted unless one is given."""
    start = float(function(BASE[None])[0])
    assert start > 0
    surface = surface or fit(UNITS, function(UNITS))
    search = Search("a-b", together, BASE, candidates(surface, BASE, start, together))
    settle([search], lambda places, of: function(np.array(places)).reshape(-1, 2).tolist())
    return search


def falling(units):
    return 0.3 - (units[:, 0] - BASE[0]) + 0.2 * (units[:, 1] - BASE[1])


def test_the_nearest_turn_of_a_linear_function_is_found_at_once():
    one = searched(falling, 1)
    assert one.n_checks == 1 and one.found.members == (0,)
    assert one.found.distance == pytest.approx(0.3, rel=0.01)


def test_two_together_turn_it_along_the_gradient():
    one = searched(falling, 2)
    assert one.found.members == (0, 1)
    assert one.found.distance == pytest.approx(0.3 / np.hypot(1, 0.2), rel=0.01)
    assert one.found.step[1] / one.found.step[0] == pytest.approx(-0.2, abs=0.02)


def test_what_is_called_a_turn_stands_before_and_is_turned_behind():
    def curved(units):
        return 0.05 - np.expm1(4 * (units[:, 0] - BASE[0])) / 60 + 0.01 * units[:, 2]

    one = searched(curved, 1)
    before, behind = (float(curved(place[None])[0]) for place in one.found.places(BASE))
    assert before > 0 >= behind
    assert one.found.checked == pytest.approx((before, behind))


@pytest.mark.parametrize("slope", [-3.0, -0.3])
def test_a_wrong_surface_is_put_right_by_the_model(slope):
    wrong = Surface(0.0, np.array([slope / 2, 0, 0]), np.zeros((3, 3)), 0.0, 1.0)
    one = searched(falling, 1, wrong)
    assert one.found.members == (0,) and one.n_checks > 1
    assert BEFORE * one.found.distance < 0.3 <= BEHIND * one.found.distance


def test_where_nothing_turns_within_the_ranges_the_likeliest_ends_were_run_and_no_turn_is_claimed():
    def far(units):
        return 2 - units[:, 0] + 0.1 * units[:, 1]

    for together in (1, 2):
        one = searched(far, together)
        assert one.found is None and one.next is None and one.n_checks > 0


def test_a_turn_that_the_surface_does_not_see_is_found_at_an_end():
    flat = Surface(0.3, np.array([-1e-9, 0, 0]), np.zeros((3, 3)), 0.0, 0.0)
    one = searched(falling, 1, flat)
    assert one.found.members == (0,) and one.first == np.inf


def test_a_search_ends_after_its_rounds_without_a_claim():
    calls = []

    def runs(places, of):
        calls.append(len(places))
        return [[-1.0, 1.0]] * len(of)  # turned before, standing behind: never a turn

    search = Search("a-b", 1, BASE, candidates(fit(UNITS, falling(UNITS)), BASE, 0.3, 1))
    settle([search], runs)
    assert search.found is None and search.next is not None and len(calls) == ROUNDS
    assert sum(calls) == MOST_POINTS

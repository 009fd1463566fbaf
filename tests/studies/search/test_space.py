"""Shares that sum to a total between floors and caps, and points that a sampler asks for."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.inputs.design import Axis
from sim.studies.search.space import GRID, Choice, Shares, Space


@st.composite
def tables(draw):
    """Shares with floors and caps that can be kept, and a point of their cube."""
    n = draw(st.integers(2, 6))
    steps = st.integers(0, GRID)
    inside = [draw(steps) for _ in range(n)]
    total = sum(inside)
    lows = [draw(st.integers(0, share)) / GRID for share in inside]
    highs = [draw(st.integers(share, 2 * GRID)) / GRID for share in inside]
    units = [draw(st.floats(0, 1)) for _ in range(n - 1)]
    names = tuple("abcdef"[:n])
    return Shares("split", names, tuple(lows), tuple(highs), total / GRID), units


@given(tables())
def test_shares_keep_floors_caps_and_their_sum_at_every_point(table):
    shares, units = table
    assert shares.is_possible
    found = shares.at(units)
    assert math.isclose(sum(found), shares.total, abs_tol=1e-9)
    assert all(low <= share <= high for low, share, high in zip(shares.lows, found, shares.highs, strict=True))


@given(tables())
def test_the_point_where_shares_are_these_is_found_again(table):
    shares, units = table
    found = shares.at(units)
    assert shares.at(shares.units(found)) == found


@given(tables())
def test_shares_are_whole_hundredths_of_a_percent(table):
    shares, units = table
    assert all(math.isclose(share * GRID, round(share * GRID), abs_tol=1e-6) for share in shares.at(units))


def test_without_floors_and_caps_all_shares_are_alike():
    shares = Shares("split", ("a", "b", "c", "d"), (0.0,) * 4, (1.0,) * 4, 1.0)
    draws = np.random.default_rng(1).random((4000, 3))
    means = np.mean([shares.at(units) for units in draws.tolist()], axis=0)
    assert means == pytest.approx([0.25] * 4, abs=0.012)  # uniform on the simplex: 4 standard errors


@pytest.mark.parametrize(
    ("lows", "highs", "possible"),
    [((0.2, 0.2), (0.5, 0.6), True), ((0.6, 0.6), (1.0, 1.0), False), ((0.0, 0.0), (0.4, 0.4), False)],
)
def test_floors_above_and_caps_below_the_sum_are_impossible(lows, highs, possible):
    assert Shares("split", ("a", "b"), lows, highs, 1.0).is_possible == possible


def test_the_part_of_the_sum_that_is_no_whole_step_goes_to_the_last_share():
    shares = Shares("split", ("a", "b"), (0.0, 0.0), (1.0, 1.0), 1 / 3)
    found = shares.at([0.5])
    assert sum(found) == pytest.approx(1 / 3, abs=1e-12) and found[0] == round(found[0], 4)


SPACE = Space(
    (Axis("x", 0.0, 2.0), Axis("n", 3, 9, is_whole=True)),
    (Shares("split", ("a", "b"), (0.1, 0.0), (0.9, 0.9), 1.0),),
    (Choice("rules", ("fund", "beijing")),),
)
POINT = {"rules": "beijing", "split.a": 0.25, "split.b": 0.75, "x": 1.5, "n": 4.0}


def test_a_point_that_is_asked_for_is_the_one_that_is_tried():
    import optuna

    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=0))
    study.enqueue_trial(SPACE.asked_for(POINT))
    assert SPACE.suggest(study.ask()) == POINT


def test_every_key_has_a_value_and_every_number_its_range():
    assert set(SPACE.keys) == set(POINT)
    assert SPACE.numbers == {"split.a": (0.1, 0.9), "split.b": (0.0, 0.9), "x": (0.0, 2.0), "n": (3, 9)}


@pytest.mark.parametrize(("change", "inside"), [({}, True), ({"x": 2.1}, False), ({"split.a": 0.05}, False)])
def test_a_point_outside_of_any_range_is_not_held(change, inside):
    assert SPACE.holds(POINT | change) == inside

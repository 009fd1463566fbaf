"""Shapley values and interactions: closed forms, axioms, and a slow version that lets players join in every order."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.studies.attribution.shapley import coalitions, index, interactions, shapley

number = st.floats(-1e9, 1e9)


def games(n_players: int | None = None):
    """Games of one to five players, with replicates beside each other."""
    sizes = st.integers(1, 5) if n_players is None else st.just(n_players)
    return sizes.flatmap(lambda n: arrays(float, (1 << n, 3), elements=number))


def game(worth, players: str) -> np.ndarray:
    return np.array([float(worth(set(some))) for some in coalitions(players)])


def close(value, expected, values) -> bool:
    return np.allclose(value, expected, rtol=0, atol=1e-12 * max(1.0, np.abs(values).max()) * len(values))


def test_an_additive_game_gives_everybody_his_own_and_no_interaction():
    own = {"a": 3.0, "b": -1.0, "c": 0.5}
    values = game(lambda some: sum(own[p] for p in some), "abc")
    np.testing.assert_allclose(shapley(values), list(own.values()))
    assert all(abs(value) < 1e-15 for value in interactions(values).values())


@pytest.mark.parametrize("needed", ["a", "bd", "abc", "abcd"])
def test_a_unanimity_game_is_shared_by_those_it_needs(needed):
    values = game(lambda some: set(needed) <= some, "abcd")
    expected = [1 / len(needed) if p in needed else 0.0 for p in "abcd"]
    np.testing.assert_allclose(shapley(values), expected, atol=1e-15)
    for (i, j), value in interactions(values).items():  # 1 / (size - 1) for each pair of those needed
        both = {"abcd"[i], "abcd"[j]} <= set(needed)
        assert value == pytest.approx(1 / (len(needed) - 1) if both else 0.0)


def test_the_glove_game_pays_the_only_left_glove_most():
    values = game(lambda some: "l" in some and bool(some & {"r", "s"}), "lrs")
    np.testing.assert_allclose(shapley(values), [2 / 3, 1 / 6, 1 / 6])
    found = interactions(values)
    assert found[0, 1] == pytest.approx(0.5)  # a pair makes what neither makes
    assert found[1, 2] == pytest.approx(-0.5)  # one right glove stands in for the other


def test_the_interaction_of_all_is_the_alternating_sum():
    values = np.array([0.0, 1, 2, 5, 1, 1, 3, 10])
    assert index(values, (0, 1, 2)) == 10 - 5 - 1 - 3 + 1 + 2 + 1 - 0


@given(games())
@settings(max_examples=60)
def test_shares_add_up_to_what_all_do_beyond_nobody(values):
    assert close(shapley(values).sum(axis=0), values[-1] - values[0], values)


@given(games())
@settings(max_examples=40)
def test_shares_are_the_mean_over_all_orders_of_joining(values):
    n = len(values).bit_length() - 1
    total, orders = np.zeros((n, values.shape[1])), list(permutations(range(n)))
    for order in orders:
        there = 0
        for i in order:
            total[i] += values[there | 1 << i] - values[there]
            there |= 1 << i
    assert close(shapley(values), total / len(orders), values)


@given(games(4), st.integers(0, 3), st.integers(0, 3))
@settings(max_examples=40)
def test_players_who_can_stand_in_for_each_other_get_the_same(values, i, j):
    def swapped(k: int) -> int:
        return k & ~(1 << i | 1 << j) | (k >> i & 1) << j | (k >> j & 1) << i

    alike = values + values[[swapped(k) for k in range(16)]]
    found = shapley(alike)
    assert close(found[i], found[j], alike)


@given(games(4), st.integers(0, 3))
@settings(max_examples=40)
def test_a_player_who_changes_nothing_gets_exactly_nothing_and_interacts_with_nobody(values, i):
    dummy = values[[k & ~(1 << i) for k in range(16)]]
    assert (shapley(dummy)[i] == 0).all()
    assert all((value == 0).all() for pair, value in interactions(dummy).items() if i in pair)


@given(st.integers(1, 5).flatmap(lambda n: st.tuples(games(n), games(n))), st.floats(-10, 10))
@settings(max_examples=40)
def test_shares_and_interactions_of_a_sum_of_games_are_sums(pair, factor):
    one, other = pair
    both = one + factor * other
    scale = np.abs(one) + abs(factor) * np.abs(other)
    assert close(shapley(both), shapley(one) + factor * shapley(other), scale)
    for players, value in interactions(both).items():
        assert close(value, index(one, players) + factor * index(other, players), scale)


@given(games())
@settings(max_examples=40)
def test_an_interaction_is_how_a_share_changes_with_the_other_there(values):
    """Source: Grabisch & Roubens (1999), recursive axiom."""
    n = len(values).bit_length() - 1
    for (i, j), value in interactions(values).items():
        without = [k for k in range(1 << n) if not k >> j & 1]
        there, absent = values[[k | 1 << j for k in without]], values[without]
        assert close(value, index(there, (i,)) - index(absent, (i,)), values)


@pytest.mark.parametrize("n_values", [0, 1, 3, 6])
def test_a_game_has_a_value_for_each_coalition(n_values):
    with pytest.raises(ValueError, match=r"2\*\*n"):
        shapley(np.zeros(n_values))

"""Shapley values and interactions of a cooperative game, from the values of all its coalitions.

A game is an array ``values`` of (2**n, ...) float64: entry k is the value of the coalition of the players whose bits
are set in k, so entry 0 is nobody and the last one everybody. Trailing axes are games of their own, here replicates.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import comb

import numpy as np


def coalitions(players: Sequence[str]) -> list[tuple[str, ...]]:
    """Every coalition, in the order of the values of a game.

    >>> coalitions("ab")
    [(), ('a',), ('b',), ('a', 'b')]
    """
    return [tuple(p for i, p in enumerate(players) if k >> i & 1) for k in range(1 << len(players))]


def n_players(values: np.ndarray) -> int:
    """Players of a game.

    Raises
    ------
    ValueError
        Unless there is one value for each coalition of one player or more.
    """
    n = len(values).bit_length() - 1
    if n < 1 or len(values) != 1 << n:
        raise ValueError(f"{len(values)} values; a game of n players has 2**n, n at least 1")
    return n


def index(values: np.ndarray, together: Sequence[int]) -> np.ndarray:
    r"""Shapley interaction index of some players T: of one its share, of two what they add beyond their own.

    .. math:: I(T) = \sum_{S \subseteq N \setminus T} \frac{(n - s - t)!\, s!}{(n - t + 1)!}
              \sum_{L \subseteq T} (-1)^{t - l}\, v(S \cup L)

    Source: Grabisch & Roubens (1999), "An axiomatic approach to the concept of interaction among players in cooperative
    games", Int. J. of Game Theory 28, 547-565; for one player Shapley (1953), "A value for n-person games".

    Parameters
    ----------
    values : (2**n, ...) float64
    together : sequence of int
        Players, each once.

    Returns
    -------
    (...) float64
        Positive if they do more together than apart, negative if they stand in for each other.
    """
    n, t = n_players(values), len(together)
    change = values.reshape((2,) * n + values.shape[1:])  # bit i is axis n - 1 - i
    for i in together:
        change = np.diff(change, axis=n - 1 - i)  # with and without i; exactly 0 where it changes nothing
    change = change.reshape(1 << (n - t), *values.shape[1:])
    weight = [1.0 / ((n - t + 1) * comb(n - t, k.bit_count())) for k in range(len(change))]
    return np.tensordot(weight, change, 1)


def shapley(values: np.ndarray) -> np.ndarray:
    """Shapley value of every player, (n, ...): what it adds to those before it, over all orders of joining.

    >>> shapley(np.array([0.0, 1.0, 2.0, 5.0]))  # together two more than apart, which they share
    array([2., 3.])
    """
    return np.stack([index(values, (i,)) for i in range(n_players(values))])


def interactions(values: np.ndarray) -> dict[tuple[int, int], np.ndarray]:
    """Shapley interaction index of every pair of players, (...) each."""
    return {pair: index(values, pair) for pair in combinations(range(n_players(values)), 2)}

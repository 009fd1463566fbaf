"""Brands that choose one of several cities for a store of a high level."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.data.kinds import Kinds, Levels
from sim.kernel.draws import K, KeyedDraws, project_key, week_key
from sim.world.choose import pick


class Ideas(NamedTuple):
    """What a proposal is, by kind and level. All arrays (n_all, n_proposals) int64."""

    kind: np.ndarray
    level: np.ndarray  # index of levels.csv; 0 for kinds without levels
    brand: np.ndarray  # -1: none; proposals of the same brand exclude each other
    source: np.ndarray  # key of the city whose draws say what it sells


def turn(draws: KeyedDraws, keys: np.ndarray, week: K) -> np.ndarray:
    """Turns of cities in a week, uniform: of those that want a brand in the same week, the one with the lowest gets it.

    Parameters
    ----------
    draws : KeyedDraws
    keys : int64
        Of the cities.
    week : int or int64
        Of the pilot; broadcast against ``keys``.
    """
    return draws.uniform("turn", keys, week_key(week))


def draw_ideas(kinds: Kinds, levels: Levels, keys: np.ndarray, n_own: int, n: int, draws: KeyedDraws) -> Ideas:
    """Kinds and levels of all proposals.

    A brand of a high level looks at several cities (``cities`` of ``levels.csv``): each has a proposal of it, of the
    same kind and sector, and it opens in the one where it is begun first. Who looks at which cities is drawn over all
    pilot cities, so that it does not depend on which of them are simulated.

    Parameters
    ----------
    kinds : sim.data.read.Kinds
    levels : sim.data.read.Levels
    keys : (n_all,) int64
        What draws know the cities of the table by.
    n_own : int
        The first of them, the pilot's own; the others are no candidates of brands.
    n : int
        Proposals of a city.
    draws : KeyedDraws
    """
    rows = np.arange(keys.size)
    key = project_key(keys[:, None], np.arange(n))
    kind = pick(_table(kinds.arrival_weight, key), draws.uniform("proposal_kind", key))
    level = pick(_table(levels.share, key), draws.uniform("proposal_level", key)) * kinds.has_levels[kind]
    order = draws.uniform("brand", key)
    order[n_own:] = 2.0
    by_order = np.argsort(order, axis=0, kind="stable")
    rank = np.argsort(by_order, axis=0, kind="stable")
    source = np.broadcast_to(rows[:, None], key.shape).copy()
    brand = np.full(key.shape, -1)
    widest = int(levels.cities.max())
    for size in sorted({int(x) for x in levels.cities if x > 1}, reverse=True):
        head = np.take_along_axis(by_order, rank // size * size, axis=0)
        wanted = levels.cities[np.take_along_axis(level, head, axis=0)] == size
        follows = wanted & (brand < 0) & (head < n_own) & (rows[:, None] < n_own)
        source = np.where(follows, head, source)
        number = (np.arange(n) * rows.size + rank // size) * (widest + 1) + size
        brand = np.where(follows, number, brand)
    alone = (brand < 0) & (levels.cities[level] > 1)
    level = np.where(alone, 0, np.take_along_axis(level, source, axis=0))
    kind = np.take_along_axis(kind, source, axis=0)
    names = np.unique(np.append(brand, -1), return_inverse=True)[1][:-1].reshape(brand.shape)
    return Ideas(kind, level, names - 1, keys[source])


def _table(share: np.ndarray, key: np.ndarray) -> np.ndarray:
    """The same shares for every proposal."""
    return np.broadcast_to(share, (*key.shape, share.size))

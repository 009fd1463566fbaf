"""Kinds of persons: what lasts in how much they buy at a time, what they like, how they respond, how quick they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from sim.kernel.columns import QUINTILES
from sim.kernel.draws import KeyedDraws
from sim.kernel.rules.persons import between_sigma, trait

# Traits that go together, and how: who watches out for a bargain buys often and little, responds to prices, is quick,
# and lives from one pay to the next. Their places are part of the keys of their draws; tastes for sectors follow.
SIGNS = {"ticket": -1.0, "price_response": 1.0, "quickness": 1.0, "liquidity": 1.0}


class Traits(NamedTuple):
    """Lasting traits of some rows before they are put in relation to anything."""

    ticket: np.ndarray  # (n,) tickets over those of others
    taste: np.ndarray  # (n, n_sectors) for sectors, over that of others
    price_response: np.ndarray  # (n,) over that of others
    quickness: np.ndarray  # (n,) rate at which they come in a race, over that of others
    liquidity: np.ndarray  # (n,) standard normal, high for those who live from one pay to the next


def cover(group: np.ndarray, order: np.ndarray, within: np.ndarray) -> np.ndarray:
    """Standard normal numbers that cover every group of rows evenly: one in each of its equal parts.

    A Latin hypercube (McKay, Beckman & Conover 1979): each number by itself is standard normal whatever the number of
    rows, and sums over a group vary less than those of independent draws.

    Parameters
    ----------
    group : (n,) int
    order, within : (n, n_numbers) float64, 0 to 1
        Which part a row gets, and where in it.

    Returns
    -------
    (n, n_numbers) float64
    """
    size, first = np.bincount(group), np.searchsorted(np.sort(group), group)
    out = np.empty(order.shape)
    for k in range(order.shape[1]):
        rows = np.lexsort((order[:, k], group))
        place = np.empty(group.size)
        place[rows] = np.arange(group.size)
        out[:, k] = ndtri((place - first + within[:, k]) / size[group])
    return out


def over_mean(value: np.ndarray, quintile: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Value of each row of a city over the mean of its quintile, (n,) float64."""
    out = np.ones(value.size)
    for q in range(QUINTILES):
        same = quintile == q
        if same.any():
            out[same] = value[same] / np.average(value[same], weights=weight[same])
    return out


def draw_traits(
    identity: np.ndarray, quintile: np.ndarray, weight: np.ndarray, n_sectors: int, parameters: Mapping[str, float],
    draws: KeyedDraws,
) -> Traits:  # fmt: skip
    """Lasting traits of the rows of one city, even within every income quintile.

    Parameters
    ----------
    identity : (n,) int64
    quintile : (n,) uint8
    weight : (n,) float64
        Residents.
    n_sectors : int
    parameters : mapping of str to float
    draws : KeyedDraws
    """
    p, n = parameters, 1 + len(SIGNS) + n_sectors
    u = draws.uniform("person", identity[:, None], 0, np.arange(2 * n))
    common, *own = cover(quintile.astype(np.int64), u[:, :n], u[:, n:]).T
    ticket, price, quickness, liquidity = (
        trait(common, z, p["traits_correlation"], sign) for z, sign in zip(own, SIGNS.values(), strict=False)
    )
    return Traits(
        ticket=np.exp(between_sigma(p["ticket_sigma"], p["ticket_lasting_share"]) * ticket),
        taste=np.exp(p["taste_sigma"] * np.array(own[len(SIGNS) :]).T),
        price_response=over_mean(np.exp(p["price_response_sigma"] * price), quintile, weight),
        quickness=np.exp(p["quickness_sigma"] * quickness),
        liquidity=liquidity,
    )


def with_liquidity(mix: np.ndarray, liquidity: np.ndarray, correlation: float) -> np.ndarray:
    """Mix of a liquidity type over rows that goes with a trait; still uniform. Low where the trait is high.

    Parameters
    ----------
    mix : (n,) float64, 0 to 1
        Without regard to the trait.
    liquidity : (n,) float64
        Standard normal.
    correlation : float
        Of both; 0 leaves the mix as it is.
    """
    mixed: np.ndarray = ndtr(trait(-liquidity, ndtri(mix), correlation, 1.0))
    return mixed

"""Every random number of the model, as a function of what it is for.

A draw depends only on (seed, stream, entity, week, index). It never depends on how many draws came
before, so a policy changes only the draws of what it touches, and any number of threads gives the
same numbers. Hash: SplitMix64's finaliser (Steele, Lea & Flood 2014, fig. 18), applied once per key.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from sim.kernel.compiled import njit

# One name per use. The numbers are part of every result: never reuse or renumber one.
STREAMS = {
    "district": 1, "liquidity": 2, "network": 3, "layout": 4, "merchant_quality": 5, "capability": 6,
    "proposal_kind": 10, "proposal_sector": 11, "proposal_place": 12, "proposal_week": 13,
    "proposal_investment": 14, "proposal_profit": 15, "proposal_expectation": 16, "proposal_funds": 17,
    "proposal_quality": 18, "proposal_build": 19, "proposal_owner": 20, "stall": 21, "failure": 22,
    "proposal_level": 23, "brand": 24, "misreport": 25, "one_stop": 26,
    "proposal_size": 27, "proposal_plan": 28, "proposal_claim": 29, "turn": 35,
    "screening": 30, "inspection": 31, "lottery": 32, "audit": 33, "winners": 34,
    "occasion": 40, "choice": 41, "hearing": 42, "forgetting": 43, "trip": 44, "person": 45,
    "posterior": 50, "bootstrap": 60,
}  # fmt: skip

# How keys are put together; part of every result, as the numbers of the streams are.
_PROPOSALS = 1 << 20  # more than a city has
_RESIDENTS = 1 << 32
_BEFORE = 1000  # weeks: keys must not be negative, weeks of the warm-up are

K = TypeVar("K", int, np.ndarray)

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT = 1.0 / 9007199254740992.0  # 2**-53


def project_key(city: K, proposal: K) -> K:
    """Key of a proposal of a city, the same whatever other cities are simulated.

    Parameters
    ----------
    city : int or array_like of int
        Key of the city, below 2**31.
    proposal : int or array_like of int
        Row inside the city.
    """
    key: K = city * _PROPOSALS + proposal
    return key


def resident_key(city: K, row: K) -> K:
    """Key of a row of residents inside its city; parameters as :func:`project_key`."""
    key: K = city * _RESIDENTS + row
    return key


def week_key(week: K) -> K:
    """Key of a week of the pilot or of the warm-up before it."""
    return week + _BEFORE


@njit
def mix(key: np.uint64, part: int) -> np.uint64:
    """Fold one more integer into a 64-bit key; see the module's source. Modifies nothing."""
    z = (key ^ np.uint64(part)) + _GOLDEN
    z = (z ^ (z >> _S30)) * _MIX_1
    z = (z ^ (z >> _S27)) * _MIX_2
    return z ^ (z >> _S31)


@njit
def draw(seed: int, stream: int, entity: int, week: int, index: int) -> float:
    """Uniform number in (0, 1) that belongs to these five integers and to nothing else.

    Parameters: five integers, 0 <= each < 2**63. Returns: float, never 0 or 1. Modifies nothing.
    Source: SplitMix64, Steele, Lea & Flood (2014).
    """
    key = mix(mix(mix(mix(mix(np.uint64(0), seed), stream), entity), week), index)
    return (float(key >> _S11) + 0.5) * _UNIT


@njit
def _fill(seed: int, stream: int, entity: np.ndarray, week: np.ndarray, index: np.ndarray, out: np.ndarray) -> None:
    for k in range(out.size):
        out[k] = draw(seed, stream, entity[k], week[k], index[k])


class KeyedDraws:
    """Keyed draws of one seed, for arrays.

    Parameters
    ----------
    seed : int
        Seed of the replicate, >= 0.
    """

    def __init__(self, seed: int) -> None:
        self.seed = int(seed)

    def uniform(self, stream: str, entity: ArrayLike, week: ArrayLike = 0, index: ArrayLike = 0) -> np.ndarray:
        """Uniform numbers in (0, 1), one for each element of the broadcast keys."""
        keys = np.broadcast_arrays(*(np.asarray(k, dtype=np.int64) for k in (entity, week, index)))
        out = np.empty(keys[0].size)
        entities, weeks, indices = (k.flatten() for k in keys)
        _fill(self.seed, STREAMS[stream], entities, weeks, indices, out)
        return out.reshape(keys[0].shape)

    def normal(self, stream: str, entity: ArrayLike, week: ArrayLike = 0, index: ArrayLike = 0) -> np.ndarray:
        """Return standard normal numbers, by inversion of :meth:`uniform`."""
        out: np.ndarray = ndtri(self.uniform(stream, entity, week, index))
        return out


class StreamDraws(KeyedDraws):
    """One ordinary generator that is used up in order: what keyed draws are compared with.

    The keys only say how many numbers are wanted. Never used for a result; see ``bench``.
    """

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._generator = np.random.default_rng(seed)

    def uniform(self, stream: str, entity: ArrayLike, week: ArrayLike = 0, index: ArrayLike = 0) -> np.ndarray:
        """Return the next numbers of the stream, whatever they are for."""
        shape = np.broadcast_shapes(np.shape(entity), np.shape(week), np.shape(index))
        return np.clip(self._generator.random(shape), _UNIT, 1 - _UNIT)

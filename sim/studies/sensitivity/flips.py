"""Flip distance: the smallest change of one assumption, or of two together, that turns a ranking.

A surface proposes where the difference between two runs is 0; then the model itself is run just before and just
behind that place, and the place is moved until the ranking stands before it and is turned behind it, or nothing is
left to try.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from sim.studies.searching.distance import Floats
from sim.studies.sensitivity.surface import Surface

BEFORE, BEHIND = 0.9, 1.1  # of the distance, where the model is run
ROUNDS = 10  # of runs of the model, for all rankings together
MOST_POINTS = ROUNDS * len((BEFORE, BEHIND))  # that one flip of a ranking takes
DIRECTIONS = 180  # that are tried for two assumptions, over the whole circle
MOST_PAIRS = 12  # assumptions with the steepest slopes, whose pairs are tried
ENDS = 3  # ends of ranges that are tried where the surface turns nowhere near them: those where it falls furthest
AT_AXIS = 0.1  # of the larger step: below it, two together are no more than one


@dataclass
class Candidate:
    """A direction in which the ranking may turn.

    Attributes
    ----------
    members : tuple of int
        Assumptions that are changed.
    step : (k,) float64
        Direction, of length 1 where every range is 1.
    distance : float
        Where the ranking is thought to turn, as a share of the ranges; infinite where it does not.
    room : float
        Largest distance whose check lies within the ranges.
    start : float
        Difference where nothing is changed, positive.
    stands, turned : tuple of float
        The largest distance at which it was found to stand, and the smallest above it at which it was found turned,
        each with the difference there.
    rounds : int
        Times that it was checked.
    checked : tuple of float
        What the model gave before and behind the distance.
    """

    members: tuple[int, ...]
    step: Floats
    distance: float
    room: float
    start: float
    stands: tuple[float, float] = field(init=False)
    turned: tuple[float, float] | None = None
    rounds: int = 0
    checked: tuple[float, float] = (math.nan, math.nan)

    def __post_init__(self) -> None:
        self.stands = (0.0, self.start)

    def places(self, at: Floats) -> list[Floats]:
        """Points of the unit cube where it is checked."""
        return [at + factor * self.distance * self.step for factor in (BEFORE, BEHIND)]

    def learn(self, found: Sequence[float]) -> bool:
        """Take in what the model gave at the places; returns whether the ranking stood and was turned.

        Parameters
        ----------
        found : sequence of float
            Differences before and behind, positive where the ranking stands.
        """
        self.rounds += 1
        before, behind = found
        self.checked = (before, behind)
        if before > 0 >= behind:
            return True
        for factor, value in ((BEFORE, before), (BEHIND, behind)):
            if value > 0:
                if self.turned is None or factor * self.distance < self.turned[0]:
                    self.stands = (factor * self.distance, value)
            elif self.turned is None or factor * self.distance < self.turned[0]:
                self.turned = (factor * self.distance, value)
        if self.turned and self.stands[0] >= self.turned[0]:
            self.stands = (0.0, self.start)
        self.distance = self._next()
        return False

    def _next(self) -> float:
        """Where it is checked next: between what stands and what is turned, or beyond what stands."""
        low, value = self.stands
        if self.turned is None:
            fall = (self.start - value) / low if low > 0 else 0.0
            ahead = low + value / fall if fall > 0 else math.inf
            ahead = min(max(ahead, low * BEHIND / BEFORE), 2 * low)
            return ahead if ahead <= self.room else (self.room if low < BEFORE * self.room else math.inf)
        high, other = self.turned
        middle = low + (high - low) * min(max(value / (value - other), 0.1), 0.9) if value > other else (low + high) / 2
        if low > 0 and high / low <= BEHIND / BEFORE:
            middle = math.sqrt(low * high / (BEFORE * BEHIND))  # both places lie outside of what is known
        return middle


def candidates(surface: Surface, at: Floats, start: float, together: int) -> list[Candidate]:
    """Directions in which a ranking may turn within the ranges: where the surface turns it, and the likeliest ends.

    Parameters
    ----------
    surface : Surface
        Of the difference, positive where the ranking stands; it is moved to go through ``start``.
    at : (k,) float64
        Where the assumptions are, in the unit cube.
    start : float
        Difference there, positive.
    together : int
        Assumptions that are changed, 1 or 2.
    """
    slope, curve = 2 * surface.slope(at), 4 * surface.quadratic  # per whole range
    turning: list[Candidate] = []
    ends: list[tuple[float, Candidate]] = []
    for members, ways in _directions(slope, together):
        found = [_toward(members, way, slope, curve, at, start) for way in ways]
        turns = [one for _, one in found if one.distance < one.room]
        if turns:
            turning.append(min(turns, key=lambda one: one.distance))
        elif found:
            ends.append(min(found, key=lambda one: one[0]))
    likeliest = sorted(ends, key=lambda one: one[0])[:ENDS]
    return [*sorted(turning, key=lambda one: one.distance), *(one for _, one in likeliest)]


def _directions(slope: Floats, together: int) -> Iterator[tuple[tuple[int, ...], list[Floats]]]:
    """Assumptions that are changed, and the ways in which they are."""
    steepest: list[int] = np.argsort(-np.abs(slope), kind="stable").tolist()
    if together == 1:
        yield from (((j,), [np.array([1.0]), np.array([-1.0])]) for j in steepest)
        return
    turns = np.linspace(0, 2 * math.pi, DIRECTIONS, endpoint=False).tolist()
    ways = [np.array([math.cos(a), math.sin(a)]) for a in turns]
    ways = [way for way in ways if np.abs(way).min() > AT_AXIS * np.abs(way).max()]
    yield from ((pair, ways) for pair in combinations(sorted(steepest[:MOST_PAIRS]), 2))


def _toward(
    members: tuple[int, ...], way: Floats, slope: Floats, curve: Floats, at: Floats, start: float
) -> tuple[float, Candidate]:
    """Candidate in one direction, at the end of the room where the surface turns nowhere; and what it gives there."""
    step = np.zeros_like(at)
    step[list(members)] = way
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.where(step > 0, (1 - at) / step, np.where(step < 0, -at / step, math.inf))
    room = float(ends.min()) / BEHIND
    a, b = float(step @ curve @ step), float(slope @ step)
    distance = min(_root(a, b, start), room)
    return start + (a * room + b) * room, Candidate(members, step, distance, room, start)


def _root(a: float, b: float, c: float) -> float:
    """Smallest positive root of a t² + b t + c with c > 0; infinite where there is none."""
    if a == 0:
        return -c / b if b < 0 else math.inf
    inside = b * b - 4 * a * c
    if inside < 0:
        return math.inf
    half = -(b + math.copysign(math.sqrt(inside), b)) / 2  # stable where a is small
    roots = [t for t in (half / a, c / half if half else math.inf) if t > 0]
    return min(roots, default=math.inf)


@dataclass
class Search:
    """The search for one flip of a ranking: candidates, of which the nearest is tried next.

    Attributes
    ----------
    output : str
        The ranking.
    together : int
    at : (k,) float64
    open : list of Candidate
    found : Candidate, optional
    n_checks : int
    first : float
        Distance that the surface alone gives; infinite where it turns nowhere.
    """

    output: str
    together: int
    at: Floats
    open: list[Candidate]
    found: Candidate | None = None
    n_checks: int = 0
    first: float = field(init=False)

    def __post_init__(self) -> None:
        self.first = min((one.distance for one in self.open if one.distance < one.room), default=math.inf)

    @property
    def next(self) -> Candidate | None:
        """Candidate to be checked; None where the search is over.

        One that was found turned somewhere is followed to the place where it turns; only then is another one begun.
        """
        left = [one for one in self.open if 0 < one.distance < math.inf]
        begun = [one for one in left if one.turned]
        return min(begun or left, key=lambda one: one.distance) if left and self.found is None else None

    def learn(self, candidate: Candidate, found: Sequence[float]) -> None:
        """Take in what the model gave for a candidate."""
        self.n_checks += 1
        if candidate.learn(found):
            self.found = candidate


def settle(searches: Sequence[Search], run: Callable[[list[Floats], list[Search]], list[list[float]]]) -> None:
    """Check candidates by the model until every search is over, or :data:`ROUNDS` have passed; modifies the searches.

    Parameters
    ----------
    searches : sequence of Search
    run : callable
        Points of the unit cube, a pair for each of some searches, to the differences that these are of, pair by pair.
    """
    for _ in range(ROUNDS):
        tried = [(one, candidate) for one in searches if (candidate := one.next) is not None]
        if not tried:
            return
        places = [place for one, candidate in tried for place in candidate.places(one.at)]
        for (one, candidate), found in zip(tried, run(places, [one for one, _ in tried]), strict=True):
            one.learn(candidate, found)

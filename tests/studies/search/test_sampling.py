"""Made problems whose best plan is known: it is found, and sooner than at random."""

import math
import statistics

import pytest

from sim.inputs.design import Axis
from sim.studies.search.asked import TRIALS
from sim.studies.search.sampling import (
    BATCH,
    Outcome,
    Search,
    best,
    compromise,
    front,
    search,
)
from sim.studies.search.space import Choice, Shares, Space

SEEDS = (1, 2, 3, 4, 5)
CUBE = Space(tuple(Axis(name, 0.0, 1.0) for name in "xyzuv"))
SPLIT = Space(shares=(Shares("split", ("a", "b", "c", "d"), (0.0,) * 4, (1.0,) * 4, 1.0),))
RETURNS = {"split.a": 1.0, "split.b": 2.0, "split.c": 0.5, "split.d": 1.5}
CENTRE = {"x": 0.2, "y": 0.7, "z": 0.4, "u": 0.9, "v": 0.5}
TOP = {"x": 0.3, "y": 0.62, "z": 0.81}


def diminishing(point):
    """Diminishing returns in every share: the best shares are as the squares of the returns."""
    return sum(own * math.sqrt(point[key]) for key, own in RETURNS.items())


def bowl(point):
    return 1 - sum((point[name] - own) ** 2 for name, own in CENTRE.items())


def hill(point):
    """A hill on a plain, whose top is in another place for either of two rules."""
    shift = {"fund": 0.0, "beijing": 0.15}[point["rules"]]
    distance = sum((point[name] - own + shift) ** 2 for name, own in TOP.items())
    return {"fund": 1.0, "beijing": 0.7}[point["rules"]] * math.exp(-distance / 0.1)


def bowls(point):
    """A bowl in another place, and of another height, for each of three rules."""
    x, y, height = {"fund": (0.2, 0.8, 1.0), "beijing": (0.7, 0.3, 0.9), "wuhan": (0.5, 0.5, 0.8)}[point["rules"]]
    return height - 2 * (point["x"] - x) ** 2 - (point["y"] - y) ** 2


WEIGHTS = {"split.a": 0.5, "split.b": 0.2, "split.c": 0.1, "split.d": 0.1, "split.e": 0.1}


def together(point):
    """Cobb and Douglas: shares are needed together, the best are the exponents; and there is a best time."""
    return math.prod((point[key] / w) ** w for key, w in WEIGHTS.items()) * (1 - 0.5 * (point["t"] - 0.3) ** 2)


FLOORS = Shares("split", tuple("abcde"), (0.05,) * 5, (0.6,) * 5, 1.0)
BOWLS = Space((Axis("x", 0.0, 1.0), Axis("y", 0.0, 1.0)), choices=(Choice("rules", ("beijing", "wuhan", "fund")),))
HILLS = Space(tuple(Axis(name, 0.0, 1.0) for name in "xyz"), choices=(Choice("rules", ("beijing", "fund")),))
PROBLEMS = {
    "shares with diminishing returns": (SPLIT, diminishing, math.sqrt(sum(r * r for r in RETURNS.values()))),
    "a bowl over five numbers": (CUBE, bowl, 1.0),
    "a hill over three numbers and a choice": (HILLS, hill, 1.0),
    "two numbers and a choice of three": (BOWLS, bowls, 1.0),
    "five shares with floors, and a time": (Space((Axis("t", 0.0, 1.0),), (FLOORS,)), together, 1.0),
}


def found(space, value, seed, is_random=False, n=TRIALS, **more):
    """Best value of a search for the maximum of a function."""
    asked = Search(space, ("maximize",), seed, is_random=is_random)
    tried = search(asked, n, lambda points: [Outcome((value(p),)) for p in points], **more)
    assert len(tried) == n
    return max(one.outcome.values[0] for one in tried)


@pytest.mark.long
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            n,
            marks=()
            if n in ("two numbers and a choice of three", "five shares with floors, and a time")
            else pytest.mark.full,
        )
        for n in PROBLEMS
    ],
)
def test_a_known_optimum_is_found_within_two_percent_and_closer_than_at_random(name):
    space, value, optimum = PROBLEMS[name]
    missed = [1 - found(space, value, seed) / optimum for seed in SEEDS]
    at_random = [1 - found(space, value, seed, is_random=True) / optimum for seed in SEEDS]
    assert max(missed) < 0.02
    assert statistics.median(missed) < statistics.median(at_random) / 2


@pytest.mark.long
def test_the_optimum_on_the_edge_of_a_constraint_that_only_a_run_can_tell_is_found_within_two_percent():
    def evaluate(points):  # as much as possible, but not more than 1 of it
        return [Outcome((p["x"] + p["y"],), (p["x"] ** 2 + p["y"] ** 2 - 1,)) for p in points]

    space = Space((Axis("x", 0.0, 2.0), Axis("y", 0.0, 2.0)))
    for seed in SEEDS:
        tried = search(Search(space, ("maximize",), seed), TRIALS, evaluate)
        value = max(one.outcome.values[0] for one in tried if one.outcome.is_feasible)
        assert 1 - value / math.sqrt(2) < 0.02


@pytest.mark.long
def test_a_known_front_is_covered_to_two_percent_of_its_area():
    space = Space((Axis("x", 0.0, 1.0), Axis("y", 0.0, 1.0)))

    def evaluate(points):  # the front is where y is 0: from (0, 1) over a quarter of a circle to (1, 0)
        return [
            Outcome(tuple((1 - p["y"] ** 2) * f(math.pi / 2 * p["x"]) for f in (math.sin, math.cos))) for p in points
        ]

    def area(values):
        """What lies below and left of the front."""
        total, height = 0.0, 0.0
        for right, up in sorted(values, reverse=True):
            total += max(0.0, up - height) * right
            height = max(height, up)
        return total

    tried = search(Search(space, ("maximize", "maximize"), 1), TRIALS, evaluate)
    values = [one.outcome.values for one in tried]
    own = area([values[k] for k in front(values, ("maximize", "maximize"))])
    n = len(front(values, ("maximize", "maximize")))
    ideal = area([(math.sin(a), math.cos(a)) for a in (math.pi / 2 * (k + 0.5) / n for k in range(n))])
    assert own > 0.98 * ideal


def test_what_is_not_allowed_is_never_run_and_costs_no_trial():
    def allowed(point):
        return point["x"] + point["y"] <= 1

    seen = []

    def evaluate(points):
        seen.extend(points)
        return [Outcome((p["x"] * p["y"],)) for p in points]

    tried = search(Search(CUBE, ("maximize",), 1), 24, evaluate, allowed)
    assert len(tried) == len(seen) == 24 and all(map(allowed, seen))


def test_it_ends_where_nothing_is_allowed():
    assert search(Search(CUBE, ("maximize",), 1), 24, lambda points: [], lambda point: False) == []


def test_the_start_is_tried_first():
    start = dict.fromkeys("xyzuv", 0.25)
    tried = search(Search(CUBE, ("maximize",), 1, start), BATCH, lambda points: [Outcome((0.0,)) for _ in points])
    assert tried[0].point == start


def test_the_same_seed_asks_for_the_same_points_and_another_for_others():
    def points(seed):
        asked = Search(CUBE, ("maximize",), seed)
        return [one.point for one in search(asked, 32, lambda points: [Outcome((bowl(p),)) for p in points])]

    assert points(1) == points(1) and points(1) != points(2)


def test_a_point_without_a_value_teaches_nothing_and_stops_nothing():
    def evaluate(points):
        return [Outcome((math.nan if p["x"] > 0.5 else p["x"],)) for p in points]

    tried = search(Search(CUBE, ("maximize",), 1), 32, evaluate)
    assert len(tried) == 32 and {one.outcome.is_feasible for one in tried} == {True, False}


def test_a_point_that_misses_its_constraint_is_not_taken_for_a_good_one():
    """Optuna counts a trial as feasible until its constraint is told: the better the value, the further off."""

    def evaluate(points):
        return [Outcome((p["x"],), (p["x"] - 0.3,)) for p in points]

    tried = search(Search(Space((Axis("x", 0.0, 1.0),)), ("maximize",), 1), 64, evaluate)
    late = [one.point["x"] for one in tried[-24:]]
    assert statistics.median(late) < 0.4


VALUES = [(1.0, 5.0), (2.0, 4.0), (3.0, 1.0), (1.5, 3.0), (2.0, 4.0), (0.0, 0.0)]
BOTH = ("maximize", "maximize")


def test_the_front_is_what_no_other_dominates_and_equals_count_once():
    assert front(VALUES, BOTH) == [0, 1, 2]
    assert front(VALUES, ("maximize", "minimize")) == [2, 5]


def test_of_one_objective_the_best_are_in_order_and_equals_count_once():
    assert best([(1.0,), (3.0,), (2.0,), (3.0,)], ("maximize",), 3) == [1, 2, 0]
    assert best([(1.0,), (3.0,), (2.0,), (3.0,)], ("minimize",), 2) == [0, 2]


def test_of_a_long_front_the_ends_and_what_lies_far_from_them_are_kept():
    values = [(k / 10, 1 - k / 10) for k in range(11)]
    assert best(values, BOTH, 3) == [10, 5, 0]


def test_the_compromise_loses_least_where_it_loses_most():
    assert compromise([(0.0, 1.0), (0.6, 0.7), (1.0, 0.0)], BOTH) == 1
    assert compromise([(0.0, 1.0), (0.45, 0.45), (1.0, 0.1)], BOTH) == 1  # though its sum is the smallest
    assert compromise([(3.0,), (1.0,), (2.0,)], ("minimize",)) == 1

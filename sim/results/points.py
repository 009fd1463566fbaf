"""Runs at points of assumptions, as of a design: which choice each run makes, and at which point.

An assumption is true or not, whatever a planner chooses: a run that comes out higher than another because its
assumption is another one is no better choice. So points are never ranked; choices are compared at the same points,
where they share their worlds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.results.differences import Difference, against_best, alone
from sim.results.looks import confidence_of
from sim.results.settings import differing
from sim.results.words import is_number, plain

if TYPE_CHECKING:
    from sim.results.comparison import Results

ASSUMED = ("parameters.", "population.")  # keys that say what the world is like


class Points(NamedTuple):
    """Every choice at every point.

    Attributes
    ----------
    keys : tuple of str
        Assumptions that vary, with dots.
    values : tuple of tuple
        Of the keys at each point, in the order of the first key.
    choices : mapping of str to tuple of str
        Label of the run at each point, by name of the choice.
    """

    keys: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]
    choices: Mapping[str, tuple[str, ...]]

    @property
    def names(self) -> list[str]:
        """Keys as people write them."""
        return [plain(key.removeprefix("parameters.").replace(".", " ")) for key in self.keys]

    def beside(self, label: str) -> list[str]:
        """Runs of the other choices at the same point."""
        at = next(labels for labels in zip(*self.choices.values(), strict=True) if label in labels)
        return [a for a in at if a != label]


def points_of(configs: Mapping[str, Any], labels: Sequence[str]) -> Points | None:
    """Points and choices of some runs; None where assumptions are the same in all, or a choice is not at all points.

    Parameters
    ----------
    configs : mapping
        Settings of each run by label.
    labels : sequence of str
    """
    found = differing(configs, labels)
    keys = tuple(key for key in found if key.startswith(ASSUMED))
    at = {a: tuple(found[key].get(a) for key in keys) for a in labels}
    does = {a: tuple(repr(own.get(a)) for key, own in found.items() if key not in keys) for a in labels}
    values, choices = sorted(set(at.values()), key=_in_order), list(dict.fromkeys(does.values()))
    runs = {(does[a], at[a]): a for a in labels}
    if len(values) < 2 or not len(runs) == len(labels) == len(values) * len(choices):
        return None
    rows = [tuple(runs[choice, point] for point in values) for choice in choices]
    names = [_choice(row[0], keys) for row in rows]
    if len(set(names)) < len(names):
        names = [row[0] for row in rows]
    return Points(keys, tuple(values), dict(zip(names, rows, strict=True)))


def _in_order(point: tuple[Any, ...]) -> tuple[tuple[float, str], ...]:
    """Numbers by size, words by letter."""
    return tuple((value, "") if is_number(value) else (0.0, str(value)) for value in point)


def _choice(label: str, keys: Sequence[str]) -> str:
    """Name of a run without what says its point."""
    said = tuple(f"{name}=" for key in keys for name in (key, key.split(".", 1)[-1]))
    return " ".join(word for word in label.split() if not word.startswith(said)) or label


def contrasted(results: Results) -> list[str]:
    """The best allocation, and one beside it: at the same point of assumptions, else the reference or the next best."""
    best, *others = results.ordered
    if results.points and best in results.funded:
        return [best, *results.points.beside(best)[:1]]
    return [best, results.reference] if results.reference != best else [best, *others[:1]]


class Choice(NamedTuple):
    """What a choice does, averaged over all points, replicate by replicate.

    Attributes
    ----------
    name : str
    mean : Difference
        Net effect per yuan, set against nothing.
    apart : Difference or None
        The same less that of the best of the other choices, as :func:`sim.results.differences.against_best` has it;
        None where there is no other.
    highest : int
        Points at which no other choice has a higher net effect per yuan.
    """

    name: str
    mean: Difference
    apart: Difference | None
    highest: int


def choices(results: Results, points: Points) -> list[Choice]:
    """Choices, the highest mean first."""
    confidence = confidence_of(results.manifest)
    samples = [results.sample(*labels) for labels in points.choices.values()]
    means = [alone(sample, confidence=confidence) for sample in samples]
    apart = against_best(samples, confidence) if len(samples) > 1 else [None]
    net = results.summary.net_per_yuan
    most = [max(net[a] for a in at) for at in zip(*points.choices.values(), strict=True)]
    highest = [sum(net[a] == m for a, m in zip(own, most, strict=True)) for own in points.choices.values()]
    found = [Choice(*one) for one in zip(points.choices, means, apart, highest, strict=True)]
    return sorted(found, key=lambda one: -one.mean.value)

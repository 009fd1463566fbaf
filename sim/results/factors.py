"""A sweep over several keys that cross: its factors, what each does by itself, and whether their effects add up.

Every combination of levels is one run, so that the mean over all others says what a level does (Montgomery 2017, Design
and Analysis of Experiments, ch. 5).
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.results.differences import Difference, against_best, alone
from sim.results.looks import confidence_of
from sim.results.settings import differing
from sim.results.words import plain

if TYPE_CHECKING:
    from sim.results.comparison import Results

# Sections of the settings that are chosen by a name, with all their terms; of any other, each key stands for itself.
NAMED = (
    "allocation", "split", "rules", "plan", "screening", "participation", "publicity", "financing", "instrument",
    "instruments",
)  # fmt: skip
NAMES = ("name", "kind")  # what a named section is called by


class Factor(NamedTuple):
    """What was varied, and how.

    Attributes
    ----------
    key : str
        Section or key of the settings.
    levels : tuple of str
        In the order in which the runs have them.
    of : mapping of str to int
        Which level each run has, by label.
    """

    key: str
    levels: tuple[str, ...]
    of: Mapping[str, int]

    @property
    def name(self) -> str:
        """Key as people write it."""
        return plain(self.key.removeprefix("parameters.").replace(".", " "))


def factors(configs: Mapping[str, Any], labels: Sequence[str]) -> list[Factor]:
    """Factors of a full factorial, in the order of the settings; empty if it is none.

    Parameters
    ----------
    configs : mapping
        Settings of each run by label.
    labels : sequence of str
        Runs that may form it.
    """
    found = _independent(_candidates(differing(configs, labels), labels))
    cells = {tuple(factor.of[label] for factor in found) for label in labels}
    is_full = len(found) > 1 and len(cells) == len(labels) == math.prod(len(factor.levels) for factor in found)
    return found if is_full else []


def _candidates(found: Mapping[str, Mapping[str, Any]], labels: Sequence[str]) -> list[Factor]:
    """What differs, by section where that has a name, else by key."""
    sections: dict[str, dict[str, Mapping[str, Any]]] = {}
    for key, values in found.items():
        section = key.split(".")[0]
        sections.setdefault(section if section in NAMED else key, {})[key] = values
    return [_factor(section, keys, labels) for section, keys in sections.items()]


def _factor(section: str, keys: Mapping[str, Mapping[str, Any]], labels: Sequence[str]) -> Factor:
    """Number levels as runs have them, and name each: by name where that tells them apart, else by what differs."""
    rows = {label: tuple(repr(values.get(label)) for values in keys.values()) for label in labels}
    order = list(dict.fromkeys(rows.values()))
    first = {row: label for label, row in reversed(rows.items())}
    named = [key for key in keys if key.removeprefix(f"{section}.") in NAMES]
    for shown in (named, list(keys)):
        levels = tuple(_level(section, keys, shown, first[row]) for row in order)
        if len(set(levels)) == len(order):
            break
    return Factor(section, levels, {label: order.index(row) for label, row in rows.items()})


def _level(section: str, keys: Mapping[str, Mapping[str, Any]], shown: Iterable[str], label: str) -> str:
    """Values of a run, with their keys where there are several."""
    own = {key.removeprefix(f"{section}."): keys[key].get(label) for key in shown}
    texts = {key: plain(value) if isinstance(value, str) else json.dumps(value) for key, value in own.items()}
    return ", ".join(texts.values() if len(texts) == 1 else (f"{plain(key)} {text}" for key, text in texts.items()))


def _independent(found: Sequence[Factor]) -> list[Factor]:
    """Leave out what follows from another one, as the share of a direction from the name of a split."""
    kept: list[Factor] = []
    for factor in sorted(found, key=lambda f: -len(f.levels)):  # stable: of two that say the same, the first is kept
        if not any(_follows(factor, other) for other in kept):
            kept.append(factor)
    return [factor for factor in found if factor in kept]


def _follows(factor: Factor, other: Factor) -> bool:
    """Whether the level of one factor tells that of another in every run."""
    return len({(other.of[label], factor.of[label]) for label in factor.of}) == len(other.levels)


class Level(NamedTuple):
    """What one level does, averaged over the levels of all other factors; intervals hold at 95 %.

    Attributes
    ----------
    name : str
    mean : Difference
        Net effect per yuan, set against nothing.
    apart : Difference
        The same less that of the best of the other levels, as :func:`sim.results.differences.against_best` has it.
    """

    name: str
    mean: Difference
    apart: Difference


def main_effects(results: Results) -> dict[str, list[Level]]:
    """Levels of every factor, by key of the factor: their means over all runs that have them."""
    return {factor.key: _levels(results, factor) for factor in results.factors}


def _levels(results: Results, factor: Factor) -> list[Level]:
    groups = [[a for a in results.funded if factor.of[a] == k] for k in range(len(factor.levels))]
    samples = [results.sample(*own) for own in groups]
    means = [alone(sample, confidence=confidence_of(results.manifest)) for sample in samples]
    apart = against_best(samples, confidence_of(results.manifest))
    return list(itertools.starmap(Level, zip(factor.levels, means, apart, strict=True)))


class Departure(NamedTuple):
    """How far a run is from the sum of what its levels do."""

    label: str
    apart: Difference


def departures(results: Results) -> list[Departure]:
    r"""Runs by how far they are from additivity, the farthest first.

    .. math:: x_{ij\ldots} - \bar x_{i\cdot} - \bar x_{\cdot j} - \ldots + (f - 1)\,\bar x

    over f factors, replicate by replicate; intervals hold for all runs at once (Bonferroni). Empty where runs share no
    worlds, as replicates are then not paired.
    """
    if not results.share_worlds(*results.funded):
        return []
    table, n = results.by_replicate, len(results.funded)
    rest = table.add((len(results.factors) - 1) * table.mean(axis=1, skipna=False), axis=0)
    for factor in results.factors:
        of = [factor.of[a] for a in table.columns]
        for level in set(of):
            own = [a for a, k in zip(table.columns, of, strict=True) if k == level]
            rest[own] = rest[own].sub(table[own].mean(axis=1, skipna=False), axis=0)
    samples = {a: results.sample(a)._replace(values=rest[a].to_numpy()) for a in results.funded}
    found = [Departure(a, alone(sample, n, confidence_of(results.manifest))) for a, sample in samples.items()]
    return sorted(found, key=lambda d: -abs(d.apart.value))


class Pivot(NamedTuple):
    """Runs as a table: the last factor beside, all others below each other.

    Attributes
    ----------
    rows, columns : list of str
        Names of levels.
    labels : list of list of str
        Runs, row by row.
    """

    rows: list[str]
    columns: list[str]
    labels: list[list[str]]


def pivot(results: Results) -> Pivot:
    """Arrange the runs of a full factorial."""
    *below, beside = results.factors
    cells = {tuple(factor.of[a] for factor in results.factors): a for a in results.funded}
    places = list(itertools.product(*(range(len(factor.levels)) for factor in below)))
    names = [", ".join(f.levels[k] for f, k in zip(below, place, strict=True)) for place in places]
    labels = [[cells[*place, k] for k in range(len(beside.levels))] for place in places]
    return Pivot(names, list(beside.levels), labels)

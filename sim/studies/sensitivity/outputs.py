"""What a sensitivity is of: the level of a run, or the difference between two runs, replicate by replicate."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from sim.errors import Fault, fault
from sim.studies.searching.distance import Floats


class Output(NamedTuple):
    """A number whose sensitivity is found: the level of a run, or the first run less the second.

    Attributes
    ----------
    name : str
    runs : tuple of int
        Positions: of one run, or of the two of a contrast.
    """

    name: str
    runs: tuple[int, ...]

    @property
    def is_contrast(self) -> bool:
        """Whether it is a difference between two runs."""
        return len(self.runs) > 1

    def of(self, values: Floats) -> Floats:
        """Its values, (...), from those of all runs, (n_runs, ...)."""
        found: Floats = values[self.runs[0]]
        return found - values[self.runs[1]] if self.is_contrast else found


def pair_name(one: str, other: str) -> str:
    """Name of the contrast of two runs."""
    return f"{one}-{other}"


def outputs(labels: Sequence[str], contrast: str) -> tuple[list[Output], Fault | None]:
    """Levels of the runs and contrasts of every two, or of the two that are asked for.

    Parameters
    ----------
    labels : sequence of str
        Of the runs.
    contrast : str
        Two labels with ``-`` between them; empty for all.

    Returns
    -------
    (list of Output, Fault or None)
        The fault where there is no such pair.
    """
    levels = [Output(label, (k,)) for k, label in enumerate(labels)]
    if not contrast:
        pairs = [Output(pair_name(labels[i], labels[j]), (i, j)) for i, j in combinations(range(len(labels)), 2)]
        return [*levels, *pairs], None
    known = {pair_name(a, b): (i, j) for i, a in enumerate(labels) for j, b in enumerate(labels) if i != j}
    if contrast not in known:
        return levels, fault("sensitivity-contrast", contrast=contrast, runs=", ".join(labels))
    i, j = known[contrast]
    return [levels[i], levels[j], Output(contrast, (i, j))], None

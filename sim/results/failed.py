"""Cells that failed: which, and why, as the manifest of a comparison keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sim.results.words import plain
from sim.texts import say

KEY = "failed"  # of the manifest, where cells failed
MOST_CAUSES = 3  # that are told


class Failure(NamedTuple):
    """A cell that failed.

    Attributes
    ----------
    run : str
        Its label.
    replicate : int
        From 1.
    why : str
        In a line.
    """

    run: str
    replicate: int
    why: str


def failed_in(manifest: Mapping[str, Any]) -> list[Failure]:
    """Cells that failed while a comparison was run; the runs that they are of are in none of its tables."""
    return [Failure(str(one["run"]), int(one["replicate"]), str(one["why"])) for one in manifest.get(KEY) or ()]


def causes(failures: Sequence[Failure]) -> str:
    """Why cells failed, each cause with the runs and replicates that it is of; many of them cut."""
    of: dict[str, dict[str, list[str]]] = {}
    for one in failures:
        of.setdefault(one.why, {}).setdefault(one.run, []).append(str(one.replicate))
    said = [
        say("results-failed-cause", why=why, cells="; ".join(_named(run, numbers) for run, numbers in runs.items()))
        for why, runs in list(of.items())[:MOST_CAUSES]
    ]
    more = len(of) - len(said)
    return "; ".join([*said, *([say("results-failed-more", n=more)] if more else [])])


def _named(run: str, numbers: Sequence[str]) -> str:
    return say("results-failed-cells", run=plain(run), n=len(numbers), replicates=", ".join(numbers))


def lacking(manifest: Mapping[str, Any]) -> str:
    """Which runs are in no table since cells of theirs failed, why, and what to do; empty where none failed."""
    failures = failed_in(manifest)
    if not failures:
        return ""
    runs = len({one.run for one in failures})
    return say("results-failed-runs", n=len(failures), runs=runs, of=runs + len(manifest["allocations"]),
               causes=causes(failures))  # fmt: skip

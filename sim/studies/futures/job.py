"""A study of futures with its results folder."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from sim.errors import InputError
from sim.results.futures import Futures, read_futures
from sim.results.vocabulary import WHOLE_RUN
from sim.results.writing import Content, csv_of, write_results
from sim.runs.folder import BELONGS_TO
from sim.runs.once import once
from sim.runs.provenance import manifest, timed
from sim.runs.replicates import Job
from sim.runs.store import Store
from sim.runs.workers import Pool, pool
from sim.runs.worlds import Progress, run_worlds
from sim.studies.blocks import add_seconds, blocks
from sim.studies.futures import table
from sim.studies.futures.asked import Plan
from sim.studies.futures.rules import Flags
from sim.studies.searching.distance import Floats
from sim.texts import say

KIND = "futures"


def run(asked: Plan, progress: Progress | None = None) -> Futures:
    """Run every choice in every future, and write tables, manifest, charts and report.

    Parameters
    ----------
    asked : Plan
        Finished replicates are kept in its folder until all are done.
    progress : callable, optional
        Called with weeks done, weeks in all, and what is being run.

    Raises
    ------
    InputError
        If the folder holds anything else, or cannot be written; or if the measure has a value in no future.
    """
    about, retry = asked.about, asked.settings[0].retry
    return once(asked.folder, about, retry, lambda store: _compute(asked, about, store, progress), read_futures)


def _compute(asked: Plan, about: dict[str, object], store: Store, progress: Progress | None) -> None:
    started = time.perf_counter()
    source = _manifest(asked) | {BELONGS_TO: about}
    with pool(asked.needs.workers, asked.settings[0]) as processes:
        values, seconds = _values(asked, store, progress, processes)
    counts: Flags = np.asarray(np.isfinite(values).all(axis=(0, 2)))
    if not counts.any():
        raise InputError("futures-no-value", of=asked.of.text)
    source["left_out"] = (1 + np.flatnonzero(~counts)).tolist()
    frames = table.frames(asked, values, counts)
    seconds[WHOLE_RUN] = time.perf_counter() - started
    files: dict[str, Content] = {name: csv_of(frame) for name, frame in frames.items()}
    write_results(asked.folder, files, timed(source, seconds))


def _values(
    asked: Plan, store: Store, progress: Progress | None, processes: Pool
) -> tuple[Floats, dict[str, float]]:  # fmt: skip
    """Measure of every choice in every replicate of every future, (n_choices, n_futures, n_replicates)."""
    n_futures, n_choices, replicates = len(asked.runs), len(asked.labels), asked.settings[0].replicates
    weeks = [Job(0, tuple(own), tuple(asked.labels)).weeks * replicates for own in asked.runs]
    values, seconds = np.full((n_choices, n_futures, replicates), np.nan), dict[str, float]()
    for block in blocks(n_futures, n_choices * replicates):
        settings = [s for f in block for s in asked.runs[f]]
        names = [say("futures-world", label=a, n=f + 1, of=n_futures) for f in block for a in asked.labels]
        ticked = _later(progress, sum(weeks[: block.start]), sum(weeks))
        parts, taken = run_worlds(settings, names, ticked, store, workers=processes)
        for k, (own, runs) in enumerate(zip(settings, parts, strict=True)):
            values[k % n_choices, block.start + k // n_choices] = asked.of.values(own, runs)
        add_seconds(seconds, taken)
    return values, seconds


def _later(progress: Progress | None, before: int, total: int) -> Callable[[int, int, str], None] | None:
    """Progress of a block, as that of the whole."""
    return progress and (lambda done, _, text: progress(before + done, total, text))


def _manifest(asked: Plan) -> dict[str, Any]:
    draw_ = asked.draw
    return manifest(asked.settings, asked.labels) | {
        "kind": KIND,
        "of": asked.of.text,
        "unit": asked.of.unit,
        "better": asked.better,
        "labels": asked.labels,
        "n_futures": draw_.n,
        "axes": table.axes(asked),
        "factors": draw_.factors,
        "sampled": [*draw_.sample.free] if draw_.sample else [],
        "n_sets": len(draw_.sample.sets) if draw_.sample else 0,
    }

"""A validation run with its results folder."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.data.held import content
from sim.inputs.settings import Settings
from sim.results.reading_validation import read_run
from sim.results.vocabulary import WHOLE_RUN
from sim.results.writing import Content, csv_of, write_results
from sim.runs.fitted import FOLDER as SAMPLE
from sim.runs.fitted import fitted_parameters
from sim.runs.folder import BELONGS_TO
from sim.runs.provenance import manifest, timed
from sim.runs.store import Store, open_store
from sim.runs.workers import Pool, in_one_of, pool
from sim.studies.validation.asked import Plan
from sim.studies.validation.experiment import Experiment
from sim.studies.validation.run import Piece, in_replicate
from sim.studies.validation.table import at_scales, compare_with
from sim.texts import say

Progress = Callable[[int, int, str], None]
FITTED = ("intervals.csv", "identification.csv", "recovery.csv", "variance.csv")  # beside the sample


def run(asked: Plan, progress: Progress | None = None) -> pd.DataFrame:
    """Run every experiment in every replicate, and write the table, the manifest, charts and report.

    Parameters
    ----------
    asked : Plan
    progress : callable, optional
        Called with experiments done, experiments in all, and what is being run.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`table.COLUMNS`, one row per finding and one beside each gross claim.

    Raises
    ------
    InputError
        If the folder holds anything else, or cannot be written.
    """
    from sim.runs.kinds import draw

    with open_store(asked.folder, asked.about, asked.settings.retry) as store:
        table = read_run(asked.folder).table.reset_index() if store.is_finished else _computed(asked, store, progress)
        store.clear()
        draw(asked.folder)
    return table


def _computed(asked: Plan, store: Store, progress: Progress | None) -> pd.DataFrame:
    started, s = time.perf_counter(), asked.settings
    source, tables = _manifest(asked), _fitted()
    wanted = [t.id for t in asked.targets]
    experiments = [e for e in asked.catalogue.experiments if set(e.findings) & set(wanted)]
    with pool(asked.needs.workers, s) as workers:
        s = in_one_of(workers.n, s)
        found = _found(s, wanted, experiments, store, workers, progress)
        table = compare_with(asked.targets, asked.catalogue, found, s.replicates_per_set)
        scale = at_scales(s, experiments, [name for name in asked.catalogue.scaled if name in wanted], workers)
    tables["validation.csv"] = csv_of(table)
    if len(scale):
        tables["scale.csv"] = csv_of(scale)
    write_results(asked.folder, tables, timed(source, {WHOLE_RUN: time.perf_counter() - started}))
    return table


def _found(
    s: Settings,
    wanted: list[str],
    experiments: list[Experiment],
    store: Store,
    workers: Pool,
    progress: Progress | None,
) -> list[dict[str, float]]:
    """Values of the findings in every replicate: those that are stored, and the others, which are stored then."""
    stored = {r: store.get(_key(r)) for r in range(s.replicates)}
    missing = [r for r, kept in stored.items() if kept is None]
    done = len(experiments) * (s.replicates - len(missing))

    def hear(k: int, told: str | dict[str, float]) -> None:
        nonlocal done
        if isinstance(told, dict):
            stored[missing[k]] = kept = {name: np.asarray(value) for name, value in told.items()}
            store.put(_key(missing[k]), kept)
            return
        done += 1
        if progress:
            text = say("runs-progress", replicate=missing[k] + 1, text=told)
            progress(done, len(experiments) * s.replicates, text)

    for _ in workers.map(in_replicate, (Piece(s, r, wanted, experiments) for r in missing), hear):
        pass
    return [{name: float(value) for name, value in (kept or {}).items()} for kept in stored.values()]


def _key(replicate: int) -> str:
    return f"validation_{replicate}"


def _fitted() -> dict[str, Content]:
    """Tables of the calibration that are shown beside the findings, as far as they are there."""
    return {name: content(path) for name in FITTED if (path := SAMPLE / name).is_file()}


def _shown(path: Path) -> dict[str, str]:
    """Name and hash of a file of the user."""
    return {"name": path.name, "sha256": hashlib.sha256(content(path)).hexdigest()}


def _manifest(asked: Plan) -> dict[str, Any]:
    s = asked.settings
    return manifest([s], [s.label]) | {
        "kind": "validation",
        BELONGS_TO: asked.about,
        "targets": {
            t.id: {name: getattr(t, name) for name in ("study", "place", "instrument", "horizon", "population")}
            for t in asked.targets
        },
        "must_match": asked.catalogue.must,
        "files": {key: _shown(path) for key, path in asked.files.items() if path is not None},
        "parameters": fitted_parameters(s.parameters),
    }

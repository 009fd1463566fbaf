"""An attribution with its results folder."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pandas as pd

from sim.results.attribution import read_attributed
from sim.results.vocabulary import WHOLE_RUN
from sim.results.writing import csv_of, write_results
from sim.runs.folder import BELONGS_TO
from sim.runs.kinds import draw
from sim.runs.provenance import manifest, timed
from sim.runs.store import Store, open_store
from sim.runs.workers import pool
from sim.runs.worlds import run_worlds
from sim.studies.attribution import margins, switches, table
from sim.studies.attribution.asked import FULL, SETTINGS, Plan

KIND = "attribution"


def run(asked: Plan, progress: Callable[[int, int, str], None] | None = None) -> pd.DataFrame:
    """Run every world in every replicate, and write the table, the manifest, charts and report.

    Parameters
    ----------
    asked : Plan
        Finished worlds are kept in its folder until all are done.
    progress : callable, optional
        Called with weeks done, weeks in all, and what is being run.

    Returns
    -------
    pandas.DataFrame
        Columns ``table.COLUMNS``.

    Raises
    ------
    InputError
        If the folder holds anything else, or cannot be written.
    """
    about = asked.about
    with open_store(asked.folder, about, asked.settings.retry) as store:
        found = read_attributed(asked.folder).table if store.is_finished else _computed(asked, about, store, progress)
        store.clear()
        draw(asked.folder)
    return found


def _computed(
    asked: Plan, about: dict[str, object], store: Store, progress: Callable[[int, int, str], None] | None
) -> pd.DataFrame:
    started, grant = time.perf_counter(), float(margins.grants(asked.settings).sum())
    source = _manifest(asked, grant) | {BELONGS_TO: about}
    with pool(asked.needs.workers, asked.settings) as processes:
        parts, seconds = run_worlds(asked.distinct, asked.labels, progress, store, workers=processes)
    outcomes = {digest: table.outcome(runs) for digest, runs in zip(asked.worlds, parts, strict=True)}
    found = table.build(
        asked.settings, asked.games, asked.extras, grant, lambda s: outcomes[s.digest()], asked.added
    )  # fmt: skip
    seconds[WHOLE_RUN] = time.perf_counter() - started
    text = csv_of(found)
    write_results(asked.folder, {f"{KIND}.csv": text}, timed(source, seconds))
    return found


def _manifest(asked: Plan, grant: float) -> dict[str, Any]:
    """Where it comes from: as of a comparison of the settings with every lever on, and what was added to them."""
    configs = {SETTINGS: asked.settings, FULL: asked.games[-1].settings[-1]}
    source = manifest(list(configs.values()), list(configs))
    source["origins"].pop(FULL)  # nobody states what is switched on for it
    return source | {
        "kind": KIND,
        "label": asked.settings.label,
        "grant_yuan": grant,
        "extra_share": asked.extra,
        "added": {lever: switches.how_added(lever) for lever in asked.added},
        "n_worlds": len(asked.worlds),
    }

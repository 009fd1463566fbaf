"""A calibration with its results folder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sim.errors import InputError, fault
from sim.inputs.asked import output_at
from sim.results.writing import csv_of, write_whole
from sim.runs.folder import opened
from sim.runs.workers import in_one_of
from sim.studies.calibration import variance
from sim.studies.calibration.asked import Plan
from sim.studies.calibration.findings import read_targets
from sim.studies.calibration.identification import recover, regression_sensitivity
from sim.studies.calibration.posterior import Posterior, choose, intervals, write_posterior
from sim.studies.calibration.refine import refine
from sim.studies.calibration.search import Progress, search
from sim.studies.searching.distance import EQUALLY_GOOD, Targets
from sim.studies.searching.prior import Prior, read_priors
from sim.studies.searching.trials import TrialFile, Trials
from sim.studies.validation.run import statistics
from sim.texts import say

N_KNOWN = 3  # parameter sets that are looked for in data the model made of them


def run(asked: Plan, progress: Progress | None = None) -> Path:
    """Search, or go on with a stopped search, and write what was found.

    The folder gets ``calibration.json`` (what it is a calibration of), ``trials.csv`` (the search), ``refined_N.csv``
    (trials near the best, after N of the search), and at the end ``posterior.csv`` and ``posterior.json`` (the sample),
    ``intervals.csv`` (per parameter) and ``identification.csv`` (parameter by finding); with ``identify`` also
    ``recovery.csv`` (known sets found again) and ``variance.csv`` (share of each parameter in the variance of the net
    effect). All tables but the trials are also written beside ``save``.

    Parameters
    ----------
    asked : Plan
    progress : callable, optional

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    InputError
        If the folder is of another calibration, or too few sets fit; finished trials are kept.
    """
    prior, targets = read_priors(), read_targets()
    asked, about = asked._replace(settings=in_one_of(asked.needs.workers, asked.settings)), asked.about
    with opened(asked.folder, about, asked.marker):
        trials = _trials(asked, prior, targets, progress)
        try:
            posterior = choose(trials)
        except InputError as error:
            raise _go_on(asked.folder, error) from None
        about |= {"n_trials": len(trials), "tolerance": EQUALLY_GOOD}
        for path in filter(None, (asked.folder / "posterior.csv", asked.own.save)):
            write_posterior(path, posterior, about)
        tables = {
            "intervals": intervals(posterior, prior),
            "identification": regression_sensitivity(trials, prior, targets, posterior.units[0]),
        }
        if asked.own.identify:
            tables |= _identify(asked, prior, targets, trials, posterior, progress)
        for name, table in tables.items():
            for place in filter(None, (asked.folder, asked.own.save and asked.own.save.parent)):
                write_whole(place / f"{name}.csv", csv_of(table))
    return asked.folder


def _trials(asked: Plan, prior: Prior, targets: Targets, progress: Progress | None) -> Trials:
    """Trials of the search, and those near the best."""
    settings, folder = asked.settings, asked.folder
    file = TrialFile(folder / "trials.csv", prior.names, targets.ids)
    trials = search(
        statistics, settings, prior, targets, asked.own.trials, replicates=range(settings.replicates),
        seed=settings.seed, workers=asked.needs.workers, file=file, progress=progress,
    )  # fmt: skip
    more = TrialFile(folder / f"refined_{len(trials)}.csv", prior.names, targets.ids)
    return refine(
        statistics, settings, prior, targets, trials, replicates=range(settings.replicates),
        seed=settings.seed, workers=asked.needs.workers, file=more, progress=progress,
    )  # fmt: skip


def _go_on(folder: Path, error: InputError) -> InputError:
    return InputError(fault("calibration-go-on", what=what, folder=output_at(folder)) for what in error.problems)


def _identify(
    asked: Plan, prior: Prior, targets: Targets, trials: Trials, posterior: Posterior,
    progress: Progress | None,
) -> dict[str, pd.DataFrame]:  # fmt: skip
    """Known sets found again, on the scale of the prior (0 to 1), and what each parameter adds to the variance."""
    rows = np.linspace(0, len(posterior.parameters) - 1, N_KNOWN).astype(int)
    known = [prior.named(posterior.parameters[k]) for k in rows]
    found = recover(
        statistics, asked.settings, prior, targets, trials, known, replicates=range(asked.settings.replicates),
        seed=asked.settings.seed, workers=asked.needs.workers,
    )  # fmt: skip
    for name in ("true", "estimate", "low", "high"):
        found[name] = prior.units(found[name].to_numpy().reshape(N_KNOWN, -1)).ravel()
    best = asked.settings.parameters | prior.named(posterior.parameters[0])

    def tick(name: str) -> None:
        if progress:
            progress(len(trials), asked.own.trials, say("calibration-variance", parameter=name))

    spread = variance.shares(
        asked.settings.model_copy(update={"parameters": best}), intervals(posterior, prior), tick
    )  # fmt: skip
    return {"recovery": found, "variance": spread}

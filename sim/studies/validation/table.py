"""Model values beside published ones: the table of a validation, and of findings at other numbers of residents."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pandas as pd

from sim.data import read
from sim.inputs.settings import Settings
from sim.measures.statistics import interval
from sim.results.validation import BESIDE, INSIDE, MISSING, OUTSIDE
from sim.results.vocabulary import NET
from sim.runs.workers import Pool
from sim.studies.validation.catalogue import Catalogue
from sim.studies.validation.experiment import Experiment
from sim.studies.validation.place import CONSUMERS_PER_CITY
from sim.studies.validation.run import Piece, in_replicate
from sim.studies.validation.targets import Target
from sim.texts import say

COLUMNS = ["id", "statistic", "published", "low", "high", "model", "se", "verdict", "experiment", "why_not"]
SCALES = (CONSUMERS_PER_CITY // 2, CONSUMERS_PER_CITY, 2 * CONSUMERS_PER_CITY)  # simulated residents


def compare_with(
    targets: list[Target], catalogue: Catalogue, found: list[dict[str, float]], together: int = 1
) -> pd.DataFrame:
    """Set model values beside published ones.

    Parameters
    ----------
    targets : list of Target
    catalogue : Catalogue
    found : list of dict
        Statistics of each replicate.
    together : int
        Neighbouring replicates that share parameters.
    """
    by_finding = catalogue.of_finding
    rows: list[dict[str, object]] = []
    for target in targets:
        experiment = by_finding.get(target.id)
        low, high = target.accepted
        row: dict[str, object] = dict.fromkeys(COLUMNS)
        row |= {"id": target.id, "statistic": target.statistic, "published": target.published, "low": low, "high": high}
        if experiment is None:
            why = catalogue.why_not.get(target.id, say("validation-no-experiment"))
            rows.append(row | {"verdict": MISSING, "experiment": "", "why_not": why})
            continue
        value, se = _mean([one.get(target.id, math.nan) for one in found], together)
        if math.isnan(value):
            why = say("validation-not-defined")
            rows.append(row | {"verdict": MISSING, "experiment": experiment.says, "why_not": why})
            continue
        inside = low <= value <= high
        why = "" if inside else _why_outside(catalogue, target.id)
        row |= {"model": value, "se": se, "experiment": experiment.says, "why_not": why}
        rows.append(row | {"verdict": INSIDE if inside else OUTSIDE})
        if f"{target.id}{NET}" in found[0]:
            rows.append(_net_row(target, experiment.says, found, together))
    return pd.DataFrame(rows, columns=COLUMNS)


def _why_outside(catalogue: Catalogue, name: str) -> str:
    """What the file of experiments says of a finding that is outside its range."""
    waits = say("validation-until-fitted") if name in catalogue.until_fitted else ""
    return "; ".join(filter(None, (catalogue.conflicts.get(name, ""), waits)))


def _net_row(target: Target, says: str, found: list[dict[str, float]], together: int) -> dict[str, object]:
    """What a gross claim comes to once what would have been bought anyway is taken out."""
    value, se = _mean([one[f"{target.id}{NET}"] for one in found], together)
    return dict.fromkeys(COLUMNS) | {
        "id": f"{target.id}{NET}", "statistic": say("validation-net-statistic"), "model": value, "se": se,
        "verdict": BESIDE, "experiment": says, "why_not": "",
    }  # fmt: skip


def _mean(values: list[float], together: int) -> tuple[float, float]:
    if not all(map(math.isfinite, values)):
        return math.nan, math.nan
    found = interval(np.array(values), together)
    return float(found["value"]), float(found["se"])


def at_scales(settings: Settings, experiments: list[Experiment], ids: list[str], workers: Pool) -> pd.DataFrame:
    """Model values at three numbers of simulated residents.

    Parameters
    ----------
    settings : Settings
    experiments : list of Experiment
    ids : list of str
        Findings.
    workers : Pool

    Returns
    -------
    pandas.DataFrame
        weight (residents per simulated consumer, in the city in which most of the findings are looked at), measure,
        value, se over all replicates.
    """
    columns = ["weight", "measure", "value", "se"]
    places = Counter(e.city[0] for e in experiments for name in e.findings if name in ids)
    if not places:
        return pd.DataFrame(columns=columns)
    cities, rows = read.read_cities(), []
    residents = float(cities.residents[cities.id.index(places.most_common(1)[0][0])])
    replicates = range(settings.replicates)
    results = workers.map(in_replicate, (Piece(settings, r, ids, experiments, n) for n in SCALES for r in replicates))
    for n in SCALES:
        found = [next(results) for _ in replicates]
        for name in ids:
            value, se = _mean([one[name] for one in found], settings.replicates_per_set)
            rows.append((residents / n, name, value, se))
    return pd.DataFrame(rows, columns=columns)

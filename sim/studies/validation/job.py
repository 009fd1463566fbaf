"""A validation run with its results folder."""

from __future__ import annotations

import datetime
import json
import math
import os
import platform
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.data import read
from sim.errors import InputError
from sim.inputs.compose import after, compose
from sim.inputs.overrides import COMMAND_LINE
from sim.inputs.settings import Settings
from sim.measures.statistics import interval
from sim.runs.fitted import FOLDER as SAMPLE
from sim.runs.fitted import fitted_parameters, unpinned_parameters
from sim.runs.folder import program_digest
from sim.runs.provenance import code_version, versions
from sim.runs.store import open_folder
from sim.studies.validation.run import BESIDE, CONSUMERS_PER_CITY, Catalogue, read_experiments, statistics
from sim.studies.validation.targets import Target, read_targets

COLUMNS = ["id", "statistic", "published", "low", "high", "model", "se", "verdict", "experiment", "why_not"]
INSIDE, OUTSIDE, MISSING, NEXT_TO = "inside", "outside", "not represented", "beside"
FITTED = ("intervals.csv", "identification.csv", "recovery.csv", "variance.csv")  # beside the sample
# Findings that are run at three weights of a consumer, one or two of every kind.
SCALED = ("CN06", "JP02", "US04", "DD01", "TI06", "PE01", "NS16")
SCALES = (CONSUMERS_PER_CITY // 2, CONSUMERS_PER_CITY, 2 * CONSUMERS_PER_CITY)
SCALE_CITY = "wuhan"  # whose consumers' weight stands in the table


class Plan(NamedTuple):
    """What a validation is asked to do."""

    settings: Settings
    targets: list[Target]
    catalogue: Catalogue
    folder: Path
    digest: str


def plan(overrides: list[str]) -> Plan:
    """Check what was asked for.

    Parameters
    ----------
    overrides : list of str
        Any settings, and ``targets=FILE``.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    file, rest, faults = None, [], []
    for text in overrides:
        key, equals, value = text.partition("=")
        if equals and key == "targets":
            file = value
        else:
            rest.append(text)
    try:
        targets = read_targets(None if file is None else Path(file))
    except InputError as fault:
        faults += fault.problems
    with after(faults):
        settings = compose(rest)
        catalogue = read_experiments()
    if faults:
        raise InputError(faults)
    known = {t.id for t in targets}
    represented = {name for e in catalogue.experiments for name in e.findings} & known
    if not represented:
        raise InputError(f"{COMMAND_LINE}: targets={file}: no experiment stands for any of its findings")
    chosen = repr([t for t in targets if t.id in represented])
    digest = f"validation {settings.digest()} {program_digest()} {chosen}"
    folder = Path(settings.output) if settings.output else _default_folder(settings)
    return Plan(settings, targets, catalogue, folder, digest)


def _default_folder(settings: Settings) -> Path:
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d_%H%M%S")
    return Path("results") / f"{now}_validate_{settings.digest()[:8]}"


def run(asked: Plan, progress: Callable[[int, int, str], None] | None = None) -> pd.DataFrame:
    """Run every experiment in every replicate, and write the table, the manifest, charts and report.

    Parameters
    ----------
    asked : Plan
    progress : callable, optional
        Called with experiments done, experiments in all, and what is being run.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`COLUMNS`, one row per finding and one beside each gross claim.

    Raises
    ------
    InputError
        If the folder holds anything else, or cannot be written.
    """
    from sim.runs.kinds import draw

    started, s = time.perf_counter(), asked.settings
    store = open_folder(asked.folder, asked.digest)
    wanted = [t.id for t in asked.targets]
    experiments = [e for e in asked.catalogue.experiments if set(e.findings) & set(wanted)]
    found, done = [], 0
    for replicate in range(s.replicates):
        kept = store.get(f"validation_{replicate}")
        if kept is None:

            def tick(name: str, done=done, replicate=replicate) -> None:
                if progress:
                    place = [e.name for e in experiments].index(name) + 1
                    progress(done + place, len(experiments) * s.replicates, f"replicate {replicate + 1}, {name}")

            kept = {k: np.asarray(v) for k, v in statistics(s, replicate, wanted, experiments, tick).items()}
            store.put(f"validation_{replicate}", kept)
        found.append({name: float(value) for name, value in kept.items()})
        done += len(experiments)
    table = compare_with(asked.targets, asked.catalogue, found, s.replicates_per_set)
    scale = at_scales(s, [name for name in SCALED if name in wanted])
    _write(asked, table, scale, time.perf_counter() - started)
    store.clear()
    draw(asked.folder)
    return table


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
    by_finding = {name: e for e in catalogue.experiments for name in e.findings}
    rows = []
    for target in targets:
        experiment = by_finding.get(target.id)
        row = dict.fromkeys(COLUMNS) | {"id": target.id, "statistic": target.statistic, "published": target.published}
        row["low"], row["high"] = target.accepted
        if experiment is None:
            why = catalogue.why_not.get(target.id, "no experiment stands for it")
            rows.append(row | {"verdict": MISSING, "experiment": "", "why_not": why})
            continue
        value, se = _mean([one.get(target.id, math.nan) for one in found], together)
        if math.isnan(value):
            why = "the statistic is not defined in this run"
            rows.append(row | {"verdict": MISSING, "experiment": experiment.says, "why_not": why})
            continue
        inside = row["low"] <= value <= row["high"]
        why = "" if inside else catalogue.conflicts.get(target.id, "")
        row |= {"model": value, "se": se, "experiment": experiment.says, "why_not": why}
        rows.append(row | {"verdict": INSIDE if inside else OUTSIDE})
        if f"{target.id} {BESIDE}" in found[0]:
            rows.append(_net_row(target, experiment.says, found, together))
    return pd.DataFrame(rows, columns=COLUMNS)


def _net_row(target: Target, says: str, found: list[dict], together: int) -> dict:
    """What a gross claim comes to once what would have been bought anyway is taken out."""
    value, se = _mean([one[f"{target.id} {BESIDE}"] for one in found], together)
    statistic = "[net] all extra spending of the same run, per yuan of public money"
    return dict.fromkeys(COLUMNS) | {
        "id": f"{target.id} {BESIDE}", "statistic": statistic, "model": value, "se": se, "verdict": NEXT_TO,
        "experiment": says, "why_not": "",
    }  # fmt: skip


def _mean(values: list[float], together: int) -> tuple[float, float]:
    if not all(map(math.isfinite, values)):
        return math.nan, math.nan
    found = interval(np.array(values), together)
    return float(found["value"]), float(found["se"])


def at_scales(settings: Settings, ids: list[str]) -> pd.DataFrame:
    """Model values at three weights of a consumer: weight (residents), measure, value, se over all replicates.

    Parameters
    ----------
    settings : Settings
    ids : list of str
    """
    cities, rows = read.read_cities(), []
    residents = float(cities.residents[cities.id.index(SCALE_CITY)])
    for n in SCALES if ids else ():
        found = [statistics(settings, r, ids, consumers_per_city=n) for r in range(settings.replicates)]
        for name in ids:
            value, se = _mean([one[name] for one in found], settings.replicates_per_set)
            rows.append((residents / n, name, value, se))
    return pd.DataFrame(rows, columns=["weight", "measure", "value", "se"])


def _write(asked: Plan, table: pd.DataFrame, scale: pd.DataFrame, seconds: float) -> None:
    _replace(asked.folder / "validation.csv", table.to_csv(index=False, lineterminator="\n"))
    if len(scale):
        _replace(asked.folder / "scale.csv", scale.to_csv(index=False, lineterminator="\n"))
    for name in FITTED:
        if (SAMPLE / name).is_file():
            _replace(asked.folder / name, (SAMPLE / name).read_text(encoding="utf-8"))
    text = json.dumps(_manifest(asked, seconds), indent=1, ensure_ascii=False, allow_nan=False)
    _replace(asked.folder / "manifest.json", text + "\n")


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)


def _manifest(asked: Plan, seconds: float) -> dict:
    s = asked.settings
    return {
        "kind": "validation",
        "version": versions()["sanxin"],
        "code_version": code_version(),
        "created_utc": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "seed": s.seed,
        "replicates": s.replicates,
        "settings": s.model_dump(mode="json"),
        "data": read.data_hashes(),
        "targets": {
            t.id: {name: getattr(t, name) for name in ("study", "place", "instrument", "horizon", "population")}
            for t in asked.targets
        },
        "must_match": asked.catalogue.must,
        "parameters": fitted_parameters(s.parameters),
        "unpinned": unpinned_parameters(),
        "seconds_by_part": {"all": round(seconds, 2)},
        "versions": {"python": platform.python_version()} | versions(),
    }

"""A validation run with its results folder."""

from __future__ import annotations

import csv
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

from sim.compose import COMMAND_LINE, after, compose
from sim.data import read
from sim.errors import InputError
from sim.job import program_digest
from sim.paths import CONFIGS
from sim.provenance import code_version, versions
from sim.settings import Settings
from sim.store import open_folder
from sim.tables import interval
from sim.validation.run import BESIDE, Catalogue, read_experiments, statistics
from sim.validation.targets import Target, read_targets

COLUMNS = ["id", "statistic", "published", "low", "high", "model", "se", "verdict", "experiment", "why_not"]
INSIDE, OUTSIDE, MISSING, NEXT_TO = "inside", "outside", "not represented", "beside"
FITTED = ("intervals.csv", "identification.csv", "recovery.csv", "scale.csv", "variance.csv")  # beside the sample
SAMPLE = CONFIGS / "parameters"


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
    from sim.job import draw

    started, s = time.perf_counter(), asked.settings
    store = open_folder(asked.folder, asked.digest)
    wanted = [t.id for t in asked.targets]
    experiments = [e for e in asked.catalogue.experiments if set(e.findings) & set(wanted)]
    found, done = [], 0
    for replicate in range(s.replicates):
        kept = store.get(f"validation_{replicate}")
        if kept is None:

            def tick(name: str, done=done) -> None:
                if progress:
                    place = [e.name for e in experiments].index(name) + 1
                    progress(done + place, len(experiments) * s.replicates, f"replicate {replicate + 1}, {name}")

            kept = {k: np.asarray(v) for k, v in statistics(s, replicate, wanted, experiments, tick).items()}
            store.put(f"validation_{replicate}", kept)
        found.append({name: float(value) for name, value in kept.items()})
        done += len(experiments)
    table = compare_with(asked.targets, asked.catalogue, found, s.replicates_per_set)
    _write(asked, table, time.perf_counter() - started)
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


def _write(asked: Plan, table: pd.DataFrame, seconds: float) -> None:
    _replace(asked.folder / "validation.csv", table.to_csv(index=False, lineterminator="\n"))
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
        "parameters": fitted_parameters(s),
        "unpinned": unpinned_parameters(),
        "seconds_by_part": {"all": round(seconds, 2)},
        "versions": {"python": platform.python_version()} | versions(),
    }


def _table(name: str) -> dict[str, dict[str, str]]:
    """One of the tables beside the posterior sample, by parameter; empty where there is none."""
    path = SAMPLE / name
    if not path.is_file():
        return {}
    return {row["parameter"]: row for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())}


def fitted_parameters(settings: Settings) -> dict[str, dict]:
    """Every parameter with its prior range, fitted interval and evidence where it was estimated."""
    fitted, out = _table("intervals.csv"), {}
    evidence = {row["parameter"]: row["evidence"].split(";") for row in _priors()}
    for p in read.read_parameters():
        row = fitted.get(p.name, {})
        low, high = (float(row[f"prior_{end}"]) if row else getattr(p, end) for end in ("low", "high"))
        out[p.name] = p._asdict() | {
            "value": settings.parameters[p.name], "low": low, "high": high, "evidence": evidence.get(p.name, []),
            "fitted_low": float(row["low"]) if row else None, "fitted_high": float(row["high"]) if row else None,
        }  # fmt: skip
    return out


def _priors() -> list[dict[str, str]]:
    text = (Path(read.__file__).parent / "priors.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def unpinned_parameters() -> list[dict]:
    """Parameters that no finding pins, with their share of the variance of the net effect where it is known.

    Those of the prior whose fitted interval is hardly narrower than it, and all others that are assumed.
    """
    fitted, shares = _table("intervals.csv"), _table("variance.csv")
    free = {row["parameter"] for row in _priors()}
    names = [
        p.name
        for p in read.read_parameters()
        if (p.name in free and fitted.get(p.name, {}).get("is_pinned") == "False")
        or (p.name not in free and p.grade == "assumed")
    ]
    found = [{"name": n, "share": float(shares[n]["share"]) if n in shares else None} for n in names]
    return sorted(found, key=lambda one: -(one["share"] or 0.0))

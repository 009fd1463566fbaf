"""A comparison with its results folder."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

from sim.comparison import Comparison, compare
from sim.data import read
from sim.errors import InputError
from sim.policy.allocations import ALLOCATIONS, quotas
from sim.provenance import code_version
from sim.settings import Settings, suggestion
from sim.store import open_folder


def check_together(settings: list[Settings], labels: list[str]) -> None:
    """Check what one settings object cannot know: allocation rules, envelopes, and that jobs differ.

    Raises
    ------
    InputError
    """
    faults: list[str] = []
    cities = read.read_cities()
    for s in settings:
        rule = s.allocation.between
        if rule not in ALLOCATIONS:
            faults.append(
                f"allocation {s.allocation.name}: between={rule}: unknown; {suggestion(rule, list(ALLOCATIONS))}"
            )
            continue
        try:
            h = s.horizon
            read.season_index(read.START_DATE, h.weeks_warmup, h.weeks_warmup + h.weeks_pilot + h.weeks_after)
            quotas(s, cities.take([cities.id.index(name) for name in s.city]))
        except InputError as fault:
            faults += fault.problems
    doubled = sorted({label for label in labels if labels.count(label) > 1})
    faults += [f"command line: {label} stands twice in the sweep; each run must differ" for label in doubled]
    if len({s.output for s in settings}) > 1:
        faults.append("command line: output cannot be swept; all runs of a comparison share one folder")
    if faults:
        raise InputError(list(dict.fromkeys(faults)))


def sweep_digest(settings: list[Settings], labels: list[str]) -> str:
    """Hash of a whole comparison: settings, code and data, so that parts of another version are never used."""
    lines = [f"{label} {s.digest()}" for label, s in zip(labels, settings, strict=True)]
    text = "\n".join([*lines, code_version(), *read.data_hashes().values()])
    return hashlib.sha256(text.encode()).hexdigest()


def default_folder(verb: str, settings: list[Settings], labels: list[str]) -> Path:
    """Return results/<time>_<verb>_<hash>."""
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d_%H%M%S")
    return Path("results") / f"{now}_{verb}_{sweep_digest(settings, labels)[:8]}"


def run_jobs(settings: list[Settings], labels: list[str], progress=None, folder: Path | None = None) -> Comparison:
    """Compare, and write the results where a folder is named.

    Parameters
    ----------
    settings : list of Settings
    labels : list of str
    progress : callable, optional
    folder : Path, optional
        Default: the settings' ``output``; None keeps the results in memory.

    Raises
    ------
    InputError
    """
    check_together(settings, labels)
    if folder is None and settings[0].output is not None:
        folder = Path(settings[0].output)
    if folder is None:
        return compare(settings, progress, labels=labels)
    store = open_folder(folder, sweep_digest(settings, labels))
    result = compare(settings, progress, store, labels)
    result.write(folder)
    store.clear()
    return result

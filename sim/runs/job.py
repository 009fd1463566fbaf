"""A comparison with its results folder."""

from __future__ import annotations

from pathlib import Path

from sim import extend
from sim.data import read
from sim.errors import InputError
from sim.inputs.settings import Settings
from sim.policy.allocations import ALLOCATIONS, quotas
from sim.policy.schema import suggestion
from sim.runs.comparison import Comparison, compare
from sim.runs.folder import belonging
from sim.runs.kinds import draw
from sim.runs.store import open_store


def check_together(settings: list[Settings], labels: list[str]) -> None:
    """Check what one settings object cannot know: allocation rules, envelopes, and that jobs differ.

    Raises
    ------
    InputError
    """
    faults: list[str] = []
    cities = read_tables(settings)
    for s in settings:
        rule = s.allocation.between
        if rule not in ALLOCATIONS:
            hint = suggestion(rule, ALLOCATIONS)
            faults.append(f"allocation {s.allocation.name}: between={rule}: unknown; {hint}")
            continue
        try:
            quotas(s, cities.take([cities.id.index(name) for name in s.city]))
        except InputError as fault:
            faults += fault.problems
    doubled = sorted({label for label in labels if labels.count(label) > 1})
    faults += [f"command line: {label} stands twice in the sweep; each run must differ" for label in doubled]
    if len({s.output for s in settings}) > 1:
        faults.append("command line: output cannot be swept; all runs of a comparison share one folder")
    if faults:
        raise InputError(list(dict.fromkeys(faults)))


def read_tables(settings: list[Settings]) -> read.Cities:
    """Read every table once, so that a faulty or too short one is told before anything is written.

    Raises
    ------
    InputError
    """
    faults = []
    for reader in (read.read_parameters, read.read_sectors, read.read_kinds, read.income_sigma, read.sector_shares):
        try:
            reader()
        except InputError as fault:
            faults += fault.problems
    if extend.extensions():  # measures of ours need no check, and their libraries take long to load
        from sim.measures.listing import check

        check()
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    for h in dict.fromkeys(s.horizon for s in settings):
        read.season_index(read.START_DATE, h.weeks_warmup, h.weeks_warmup + h.weeks_pilot + h.weeks_after)
    return read.read_cities()


def run_jobs(settings: list[Settings], labels: list[str], progress=None, folder: Path | None = None) -> Comparison:
    """Compare; where a folder is named, write the tables, charts and report.

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
    store = open_store(folder, belonging("comparison", settings, labels))
    result = compare(settings, progress, store, labels)
    result.write(folder)
    store.clear()
    draw(folder)
    return result

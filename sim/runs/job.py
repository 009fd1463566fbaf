"""A comparison with its results folder."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from sim import extend
from sim.data import read
from sim.errors import Fault, InputError, fault
from sim.inputs.settings import Settings
from sim.policy.allocations import ALLOCATIONS, quotas
from sim.policy.schema import suggestion
from sim.runs.comparison import Comparison, Progress, compare
from sim.runs.folder import belonging, default_folder
from sim.runs.store import open_store


def check_together(settings: list[Settings], labels: list[str]) -> None:
    """Check what one settings object cannot know: allocation rules, envelopes, and that jobs differ.

    Raises
    ------
    InputError
    """
    faults: list[str | Fault] = []
    cities = read_tables(settings)
    for s in settings:
        rule = s.allocation.between
        if rule not in ALLOCATIONS:
            hint = suggestion(rule, ALLOCATIONS)
            faults.append(fault("runs-unknown-rule", allocation=s.allocation.name, rule=rule, hint=hint))
            continue
        try:
            quotas(s, cities.take([cities.id.index(name) for name in s.city]))
        except InputError as error:
            faults += error.problems
    doubled = sorted({label for label in labels if labels.count(label) > 1})
    faults += [fault("runs-doubled", label=label) for label in doubled]
    if len({s.output for s in settings}) > 1:
        faults.append(fault("runs-output-swept"))
    if faults:
        raise InputError(list(dict.fromkeys(faults)))


def read_tables(settings: list[Settings]) -> read.Cities:
    """Read every table once, so that a faulty or too short one is told before anything is written.

    Raises
    ------
    InputError
    """
    faults: list[str | Fault] = []
    for reader in (read.read_parameters, read.read_sectors, read.read_kinds, read.income_sigma, read.sector_shares):
        try:
            reader()
        except InputError as error:
            faults += error.problems
    if extend.extensions():  # measures of ours need no check, and their libraries take long to load
        from sim.measures.listing import check

        check()
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    for h in dict.fromkeys(s.horizon for s in settings):
        read.season_index(read.START_DATE, h.weeks_warmup, h.weeks_warmup + h.weeks_pilot + h.weeks_after)
    return read.read_cities()


class Plan(NamedTuple):
    """What a comparison is asked to do."""

    settings: list[Settings]
    labels: list[str]
    folder: Path | None  # None: keep the results in memory


def plan(settings: list[Settings], labels: list[str], verb: str | None = None) -> Plan:
    """Check settings together.

    Parameters
    ----------
    settings : list of Settings
    labels : list of str
    verb : str, optional
        Gives the results folder its name where ``output`` does not; without one, results are kept in memory then.

    Raises
    ------
    InputError
    """
    check_together(settings, labels)
    if verb is None and not settings[0].output:
        return Plan(settings, labels, None)
    return Plan(settings, labels, default_folder(verb or "run", settings, labels))


def run(asked: Plan, progress: Progress | None = None) -> Comparison:
    """Compare; where a folder is named, write the tables, charts and report.

    Parameters
    ----------
    asked : Plan
    progress : callable, optional
        Called with weeks done, weeks in all, and what is being run.

    Raises
    ------
    InputError
        If the folder holds anything else, or cannot be written.
    """
    settings, labels, folder = asked
    if folder is None:
        return compare(settings, progress, labels=labels)
    store = open_store(folder, belonging("comparison", settings, labels))
    result = compare(settings, progress, store, labels)
    result.write(folder)
    store.clear()
    from sim.runs.kinds import draw  # charts are loaded where they are drawn

    draw(folder)
    return result

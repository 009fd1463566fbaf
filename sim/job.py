"""A comparison with its results folder."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

from sim import extend
from sim.comparison import Comparison, compare
from sim.data import read
from sim.errors import InputError
from sim.inputs.settings import Settings
from sim.policy.allocations import ALLOCATIONS, quotas
from sim.policy.schema import suggestion
from sim.store import open_folder


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
    """Read every data table once, so that a faulty or too short one is told before anything is written.

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
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    for h in dict.fromkeys(s.horizon for s in settings):
        read.season_index(read.START_DATE, h.weeks_warmup, h.weeks_warmup + h.weeks_pilot + h.weeks_after)
    return read.read_cities()


def sweep_digest(settings: list[Settings], labels: list[str]) -> str:
    """Hash of a whole comparison."""
    text = "\n".join(f"{label} {s.digest()}" for label, s in zip(labels, settings, strict=True))
    return hashlib.sha256(text.encode()).hexdigest()


def program_digest() -> str:
    """Hash of code, data and extensions: parts of an interrupted comparison are of use to the same ones only."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parent
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.csv")]):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    digest.update(repr(extend.hashes()).encode())
    return digest.hexdigest()


def default_folder(verb: str, settings: list[Settings], labels: list[str]) -> Path:
    """Return results/<time>_<verb>_<hash>."""
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d_%H%M%S")
    name = f"{now}_{verb}_{sweep_digest(settings, labels)[:8]}"
    folder, more = Path("results") / name, 1
    while folder.exists():  # two alike within a second
        more += 1
        folder = Path("results") / f"{name}-{more}"
    return folder


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
    store = open_folder(folder, f"{sweep_digest(settings, labels)} {program_digest()}")
    result = compare(settings, progress, store, labels)
    result.write(folder)
    store.clear()
    draw(folder)
    return result


def draw(folder: Path) -> None:
    """Draw the charts and write the report of stored results, of a comparison, validation or attribution."""
    from sim.charts import draw_all  # matplotlib is only loaded where it is used
    from sim.charts.attribution import draw_attribution
    from sim.charts.validation import draw_validation, is_validation
    from sim.report import write_report
    from sim.report.attribution import write_attribution_report
    from sim.report.validation import write_validation_report
    from sim.results.attribution import is_attribution

    if is_validation(folder):
        draw_validation(folder)
        write_validation_report(folder)
        return
    if is_attribution(folder):
        draw_attribution(folder)
        write_attribution_report(folder)
        return
    draw_all(folder)
    write_report(folder)

"""A comparison with its results folder."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from sim.errors import Fault
from sim.inputs.idle.told import told
from sim.inputs.settings import Settings
from sim.measures.tables import summarise
from sim.results.columns import typed
from sim.results.reading import read_results
from sim.runs import memory, workers
from sim.runs.checks import check_together
from sim.runs.comparison import Comparison, Progress, compare, work
from sim.runs.folder import BELONGS_TO, belonging, default_folder
from sim.runs.footprint import of_runs
from sim.runs.store import open_store


class Plan(NamedTuple):
    """What a comparison is asked to do."""

    settings: list[Settings]
    labels: list[str]
    folder: Path | None  # None: keep the results in memory
    workers: int = 1  # processes

    @property
    def idle(self) -> list[Fault]:
        """What can have no effect in the runs, a line each."""
        return told(self.settings, self.labels)


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
    in_memory = verb is None and not settings[0].output
    asked = workers.number(settings[0], *work(settings))
    need = memory.shared_out(settings, asked, lambda some, n: of_runs(some, not in_memory, n))
    folder = None if in_memory else default_folder(verb or "run", settings, labels)
    return Plan(settings, labels, folder, need.workers)


def run(asked: Plan, progress: Progress | None = None) -> Comparison:
    """Compare; where a folder is named, write the tables, charts and report, or draw them again if they are there.

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
    settings, labels, folder, n_workers = asked
    if folder is None:
        return compare(settings, progress, labels=labels, workers=n_workers)
    from sim.runs.kinds import draw  # charts are loaded where they are drawn

    about = belonging("comparison", settings, labels)
    with open_store(folder, about) as store:
        if store.is_finished:
            result = _stored(folder)
        else:
            result = compare(settings, progress, store, labels, n_workers)
            result.manifest[BELONGS_TO] = about
            result.write(folder)
        store.clear()
        draw(folder)
    return result


def _stored(folder: Path) -> Comparison:
    """What an earlier call of the same command found."""
    found = read_results(folder)
    frame = typed(found.effects)
    return Comparison(summarise(found.labels, frame), frame, found.manifest)

"""A comparison with its results folder."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sim.errors import Fault
from sim.inputs.idle.told import told
from sim.inputs.settings import Settings
from sim.measures.tables import summarise
from sim.results.columns import typed
from sim.results.failed import lacking
from sim.results.reading import read_results
from sim.runs import memory, workers
from sim.runs.checks import check_together
from sim.runs.comparison import Comparison, compare
from sim.runs.folder import BELONGS_TO, belonging, default_folder
from sim.runs.footprint import of_runs
from sim.runs.precision import Keys, at_most
from sim.runs.store import open_store
from sim.runs.worlds import Progress, work


class Plan(NamedTuple):
    """What a comparison is asked to do."""

    settings: list[Settings]
    labels: list[str]
    folder: Path | None  # None: keep the results in memory
    workers: int = 1  # processes
    sure: Keys | None = None  # says how many replicates there shall be; None: the settings do
    idle: Sequence[Fault] = ()  # what can have no effect in the runs, a line each

    @property
    def about(self) -> dict[str, object]:
        """What the results folder belongs to."""
        return belonging("comparison", self.settings, self.labels, self.sure.told() if self.sure else None)


def plan(settings: list[Settings], labels: list[str], verb: str | None = None, sure: Keys | None = None) -> Plan:
    """Check settings together.

    Parameters
    ----------
    settings : list of Settings
    labels : list of str
    verb : str, optional
        Gives the results folder its name where ``output`` does not; without one, results are kept in memory then.
    sure : sim.runs.precision.Keys, optional
        Says how many replicates there shall be; default: the settings do.

    Raises
    ------
    InputError
    """
    check_together(settings, labels)
    in_memory = verb is None and not settings[0].output
    most = at_most(sure, settings) if sure else settings
    least = sure.at_first(settings) if sure else settings  # whose time is sure to be taken
    pieces, seconds = work(most)
    asked = workers.number(settings[0], pieces, seconds if sure is None else work(least)[1])
    need = memory.shared_out(most, asked, lambda some, n: of_runs(some, not in_memory, n))
    folder = None if in_memory else default_folder(verb or "run", settings, labels, sure.told() if sure else None)
    return Plan(settings, labels, folder, need.workers, sure, told(settings, labels))


def run(asked: Plan, progress: Progress | None = None) -> Comparison:
    """Compare; where a folder is named, write the tables, charts and report, or draw them again if they are there.

    Warns of runs that were left out since cells of theirs failed.

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
    settings, labels, folder, n_workers, sure, idle = asked
    if folder is None:
        return compare(settings, progress, None, labels, n_workers, sure, idle)
    from sim.runs.kinds import draw  # charts are loaded where they are drawn

    belongs_to = asked.about
    with open_store(folder, belongs_to, settings[0].retry) as store:
        if store.is_finished:
            result = _stored(folder)
        else:
            result = compare(settings, progress, store, labels, n_workers, sure, idle)
            result.manifest[BELONGS_TO] = belongs_to
            result.write(folder)
        store.clear()
        draw(folder)
    if said := lacking(result.manifest):
        warnings.warn(said, stacklevel=2)
    return result


def _stored(folder: Path) -> Comparison:
    """What an earlier call of the same command found."""
    found = read_results(folder)
    frame = typed(found.effects)
    return Comparison(summarise(found.labels, frame), frame, found.manifest)

"""Results that are computed once: a study's folder holds its finished parts until they are there, then its results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from sim.inputs.settings import Settings
from sim.runs import memory, workers
from sim.runs.footprint import Need, of_runs
from sim.runs.kinds import draw
from sim.runs.store import Store, open_store
from sim.runs.worlds import work

Found = TypeVar("Found")


def once(
    folder: Path,
    about: Mapping[str, object],
    retry: str | None,
    compute: Callable[[Store], None],
    read: Callable[[Path], Found],
) -> Found:
    """Compute what a folder shall hold, unless it does; draw it, and return what it holds.

    Parameters
    ----------
    folder : Path
    about : mapping of str to plain data
        What it belongs to, as :func:`sim.runs.folder.belonging` says it.
    retry : str, optional
        Of the settings: what is tried again.
    compute : callable
        Writes the results; keeps finished parts in the store that it is given.
    read : callable

    Raises
    ------
    InputError
        If the folder holds anything else, or cannot be written.
    """
    with open_store(folder, about, retry) as store:
        if not store.is_finished:
            compute(store)
        store.clear()
        draw(folder)
    return read(folder)


def needs(runs: list[Settings], times: int, at_once: int, every: list[Settings]) -> Need:
    """Memory of runs that are repeated with other settings, with as many processes as these are worth.

    Parameters
    ----------
    runs : list of Settings
        What is repeated.
    times : int
        How often.
    at_once : int
        How many of these times processes can share.
    every : list of Settings
        Of which the largest are held.

    Raises
    ------
    InputError
        If there is no memory for them.
    """
    pieces, seconds = work(runs)
    processes = workers.number(runs[0], pieces * at_once, seconds * times)
    return memory.shared_out(every, processes, lambda some, n: of_runs(some, workers=n))

"""Finished parts of a comparison on disk, so that an interrupted one goes on where it stopped."""

from __future__ import annotations

import json
import shutil
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import NamedTuple

from sim.errors import InputError, fault
from sim.results.cells import Arrays, packed, unpacked
from sim.results.files import read_manifest
from sim.runs.folder import MANIFEST, UNFINISHED, UNTIL, lasting, opened
from sim.runs.journal import Journal

PARTS, FAILED = "parts/cells", "failed "  # the file, and what stands before the name of a part that failed


class Store:
    """File ``parts/cells`` of a results folder, to which every part is added as soon as it is finished.

    A part belongs to what the run is; one that was changed since, or cut off when the process was killed, is none: it
    is computed again. Of a part that failed, why it did is kept.

    Parameters
    ----------
    folder : Path
        Results folder, as :func:`open_store` opened it.
    about : mapping of str to plain data
        What the run is.

    Attributes
    ----------
    is_finished : bool
        Whether the results of the run are in the folder.
    """

    is_finished = False

    def __init__(self, folder: Path, about: Mapping[str, object]) -> None:
        self._journal = Journal(folder / PARTS, json.dumps(about, sort_keys=True))
        names = self._journal.names()
        self.finished = [name for name in names if not name.startswith(FAILED)]
        failed = [name.removeprefix(FAILED) for name in names if name.startswith(FAILED)]
        self._failed = {key: self._journal.read(FAILED + key).decode() for key in failed if key not in self._journal}

    def get(self, key: str) -> Arrays | None:
        """Return a stored part, or None where there is none."""
        return unpacked(self._journal.read(key)) if key in self._journal else None

    def put(self, key: str, arrays: Arrays) -> None:
        """Store a part, whole or not at all."""
        self._journal.append(key, packed(arrays))

    @property
    def failed(self) -> Mapping[str, str]:
        """Why parts failed, by their keys: a line, and below it where it was raised."""
        return self._failed

    def put_failure(self, key: str, why: str) -> None:
        """Store why a part failed."""
        self._failed[key] = why
        self._journal.append(FAILED + key, why.encode())

    def forget_failures(self) -> None:
        """Let the parts that failed be tried again."""
        self._failed = {}

    def clear(self) -> None:
        """Remove the parts once the results are written, unless some failed: they may be tried again."""
        parts = self._journal.path.parent
        if parts.exists() and not self._failed:
            shutil.rmtree(parts)


class Left(NamedTuple):
    """What a stopped run has left in its folder.

    Attributes
    ----------
    parts : int
        That are finished.
    replicates : int
        That are finished in all its runs, from the first one on.
    failed : list of str
        Why parts failed, a line each.
    """

    parts: int
    replicates: int
    failed: list[str]


def left(folder: Path) -> Left:
    """Look at what a stopped run has left; nothing where it is damaged, which is not gone on with."""
    try:
        about = read_manifest(folder / UNFINISHED)
    except InputError:
        return Left(0, 0, [])
    held = Store(folder, lasting(about))
    runs, found = about.get(UNTIL), Counter(key.rpartition("_")[2] for key in held.finished)
    n = next(n for n in count() if found[str(n)] != len(runs)) if isinstance(runs, list) and runs else 0
    return Left(len(held.finished), n, [why.partition("\n")[0] for why in held.failed.values()])


@contextmanager
def open_store(folder: Path, about: Mapping[str, object], retry: str | None = None) -> Iterator[Store]:
    """Hold the results folder of a run, as :func:`sim.runs.folder.opened`.

    Parameters
    ----------
    folder : Path
    about : mapping of str to plain data
    retry : str, optional
        Of the settings: what is tried again; results without it are none then.

    Raises
    ------
    InputError
        If the folder holds anything else, or cannot be written.
    """
    with opened(folder, about) as is_finished:
        store = Store(folder, lasting(about))
        if retry and store.failed:
            store.forget_failures()
            (folder / MANIFEST).unlink(missing_ok=True)
            is_finished = False
        elif retry:
            warnings.warn(str(fault("runs-retry-nothing", folder=folder)), stacklevel=2)
        store.is_finished = is_finished
        yield store

"""Finished parts of a comparison on disk, so that an interrupted one goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sim.errors import InputError
from sim.results.cells import Arrays, packed, unpacked
from sim.results.files import read_manifest
from sim.results.writing import write_whole
from sim.runs.folder import UNFINISHED, UNTIL, lasting, opened

SEAL = 64  # characters of the hash at the end of a part


class Store:
    """Folder ``parts`` of a results folder.

    A part is an .npz file with a hash behind it, of its content, its key and what the run is. A part whose hash is
    another one, whatever was done to it, is none: nothing of it is read, and it is computed again.

    Parameters
    ----------
    folder : Path
        Results folder, as :func:`open_store` opened it.
    about : mapping of str to plain data
        What the run is.
    is_finished : bool
        Whether the results of the run are in the folder.
    """

    def __init__(self, folder: Path, about: Mapping[str, object], is_finished: bool = False) -> None:
        self.parts, self.is_finished = folder / "parts", is_finished
        self._about = json.dumps(about, sort_keys=True)

    def _seal(self, key: str, content: bytes) -> bytes:
        name = json.dumps([self._about, key]).encode()
        return hashlib.sha256(name + b"\n" + content).hexdigest().encode()

    def get(self, key: str) -> Arrays | None:
        """Return a stored part, or None where there is none or it is damaged (it is then computed again)."""
        path = self.parts / f"{key}.npz"
        try:
            if not stat.S_ISREG(path.lstat().st_mode):  # a link is not followed, a pipe not waited for
                return None
            whole = path.read_bytes()
        except OSError:
            return None
        content, seal = whole[:-SEAL], whole[-SEAL:]
        if seal != self._seal(key, content):
            return None
        return unpacked(content)

    def put(self, key: str, arrays: Arrays) -> None:
        """Store a part, whole or not at all."""
        path, content = self.parts / f"{key}.npz", packed(arrays)
        if path.is_dir() and not path.is_symlink():  # stands in its place
            shutil.rmtree(path)
        write_whole(path, content + self._seal(key, content))

    def clear(self) -> None:
        """Remove the parts once the results are written."""
        if self.parts.exists():
            shutil.rmtree(self.parts)


def _parts(folder: Path) -> list[Path]:
    return list((folder / UNFINISHED).parent.glob("*.npz"))


def n_parts(folder: Path) -> int:
    """How many parts of a stopped run are stored."""
    return len(_parts(folder))


def finished_replicates(folder: Path) -> int:
    """How many replicates of a stopped run, from the first one on, are finished in all its runs."""
    try:
        runs = read_manifest(folder / UNFINISHED).get(UNTIL)
    except InputError:  # it is damaged, and not gone on with
        return 0
    found = Counter(path.stem.rpartition("_")[2] for path in _parts(folder))
    return next(n for n in count() if found[str(n)] != len(runs)) if isinstance(runs, list) and runs else 0


@contextmanager
def open_store(folder: Path, about: Mapping[str, object]) -> Iterator[Store]:
    """Hold the results folder of a run, as :func:`sim.runs.folder.opened`.

    Raises
    ------
    InputError
        If the folder holds anything else, or cannot be written.
    """
    with opened(folder, about) as is_finished:
        yield Store(folder, lasting(about), is_finished)

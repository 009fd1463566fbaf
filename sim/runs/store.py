"""Finished parts of a comparison on disk, so that an interrupted one goes on where it stopped."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.results.writing import write_whole
from sim.runs.folder import open_folder

Arrays = dict[str, NDArray[Any]]


class Store:
    """Folder ``parts`` of a results folder.

    Parameters
    ----------
    folder : Path
        Results folder, as :func:`open_store` opened it.
    """

    def __init__(self, folder: Path) -> None:
        self.parts = folder / "parts"

    def get(self, key: str) -> Arrays | None:
        """Return a stored part, or None where there is none or it is damaged (it is then computed again)."""
        path = self.parts / f"{key}.npz"
        try:
            with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:  # a damaged file is closed too
                return {name: file[name] for name in file.files}
        # All that NumPy and zipfile raise on a file that is missing, cut off or damaged (the last but one: a damaged
        # header that names an unknown compression). The part is computed again, so nothing is lost by it.
        except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, EOFError):
            return None

    def put(self, key: str, arrays: Arrays) -> None:
        """Store a part, whole or not at all."""
        write_whole(self.parts / f"{key}.npz", lambda file: np.savez(file, **arrays))  # type: ignore[arg-type]  # none is called allow_pickle

    def clear(self) -> None:
        """Remove the parts once the results are written."""
        shutil.rmtree(self.parts)


def open_store(folder: Path, about: Mapping[str, object]) -> Store:
    """Make a results folder, or go on with the unfinished one of the same run, as :func:`sim.runs.folder.open_folder`.

    Raises
    ------
    InputError
        If the folder holds anything else, or cannot be written.
    """
    open_folder(folder, about)
    return Store(folder)

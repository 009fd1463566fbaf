"""Finished parts of a comparison on disk, so that an interrupted one goes on where it stopped."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from pathlib import Path

import numpy as np

from sim.errors import InputError

RESULTS = ("summary.csv", "effects.parquet", "manifest.json")


class Store:
    """Folder ``parts`` of a results folder.

    Parameters
    ----------
    folder : Path
        Results folder.
    sweep : str
        Digest of the whole comparison; parts of another one are not used.
    """

    def __init__(self, folder: Path, sweep: str) -> None:
        self.parts = Path(folder) / "parts"
        self.parts.mkdir(parents=True, exist_ok=True)
        temporary = self.parts / ".sweep.json"
        temporary.write_text(json.dumps({"sweep": sweep}) + "\n", encoding="utf-8")
        os.replace(temporary, self.parts / "sweep.json")

    def get(self, key: str) -> dict[str, np.ndarray] | None:
        """Return a stored part, or None where there is none or it is damaged (it is then computed again)."""
        path = self.parts / f"{key}.npz"
        try:
            with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:  # a damaged file is closed too
                return {name: file[name] for name in file.files}
        # All that NumPy and zipfile raise on a file that is missing, cut off or damaged (the last but one: a damaged
        # header that names an unknown compression). The part is computed again, so nothing is lost by it.
        except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, EOFError):
            return None

    def put(self, key: str, arrays: dict[str, np.ndarray]) -> None:
        """Store a part, whole or not at all."""
        temporary = self.parts / f".{key}.npz"
        with temporary.open("wb") as file:
            np.savez(file, **arrays)
        os.replace(temporary, self.parts / f"{key}.npz")

    def clear(self) -> None:
        """Remove the parts once the results are written."""
        shutil.rmtree(self.parts)


def open_folder(folder: Path, sweep: str) -> Store:
    """Make a results folder, or go on with an unfinished one of the same comparison.

    Raises
    ------
    InputError
        If the folder holds anything else, or cannot be written.
    """
    folder = Path(folder)
    where = f"command line: output={folder}"
    try:
        if folder.exists() and not folder.is_dir():
            raise InputError(f"{where}: is a file; name a folder")
        if folder.is_dir() and any(folder.iterdir()) and _digest(folder) != sweep:
            raise InputError(f"{where}: {_held(folder)}")
        return Store(folder, sweep)
    except OSError as fault:
        raise InputError(f"{where}: cannot be written ({fault.strerror})") from None


def _held(folder: Path) -> str:
    """What stands in the way in a folder, and what to do."""
    if any((folder / name).exists() for name in RESULTS):
        return f"holds results and is not overwritten; name another folder (or redraw with: sanxin report {folder})"
    if is_unfinished(folder):
        return "holds an unfinished comparison of other settings, data or code; name another folder"
    return "is not empty and is not overwritten; name another folder"


def is_unfinished(folder: Path) -> bool:
    """Whether a comparison in this folder was interrupted."""
    return (Path(folder) / "parts" / "sweep.json").is_file()


def _digest(folder: Path) -> str | None:
    try:
        return json.loads((folder / "parts" / "sweep.json").read_text(encoding="utf-8"))["sweep"]
    except (OSError, ValueError, KeyError, TypeError):
        return None

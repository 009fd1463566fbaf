"""Files of a results folder, read back: plain files alone, and whatever a parser raises says that one is damaged."""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from sim.errors import Fault, InputError, fault, unreadable
from sim.results.writing import LACKING, seal

Read = TypeVar("Read")


def stored(path: Path) -> bytes:
    """Content of a file of a results folder; a link is not followed, a pipe not waited for.

    Raises
    ------
    InputError
        If it is no plain file, or cannot be read.
    OSError
        If the machine lacks what is needed to read any file.
    """
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise InputError("results-no-plain-file", path=path)
        return path.read_bytes()
    except OSError as error:
        if error.errno in LACKING:
            raise
        raise InputError("results-unreadable", path=path, why=error.strerror) from error


def parsed(path: Path, key: str, parse: Callable[[bytes], Read]) -> Read:
    """Read a file of a results folder with a parser.

    Parameters
    ----------
    path : Path
    key : str
        Of the text that says that the file cannot be read as what it should be.
    parse : callable

    Raises
    ------
    InputError
    """
    content = stored(path)
    try:
        return parse(content)
    except Exception as error:  # a parser is given nothing but the content, so that is what it complains of
        raise InputError(key, path=path, fault=_why(error)) from error


def _why(error: Exception) -> Fault:
    return fault("results-line", line=error.lineno) if isinstance(error, json.JSONDecodeError) else unreadable(error)


def read_manifest(path: Path) -> dict[str, Any]:
    """Table of a manifest; what its keys hold is for the caller to check.

    Raises
    ------
    InputError
        If the file is no JSON, or no table.
    """

    def refuse(constant: str) -> NoReturn:
        raise ValueError(constant)

    manifest = parsed(path, "results-no-json", lambda content: json.loads(content, parse_constant=refuse))
    if not isinstance(manifest, dict):
        raise InputError("results-no-keys", path=path)
    return manifest


def refuse_missing(paths: Iterable[Path], kind: str) -> None:
    """Refuse a results folder of a kind that lacks files.

    Raises
    ------
    InputError
        With one line for each.
    """
    if missing := [fault("results-no-file", path=path, kind=kind) for path in paths if not path.is_file()]:
        raise InputError(missing)


def changed(folder: Path) -> list[str]:
    """Names of the files of a results folder that are not to the byte what was written.

    None of a folder whose manifest has no hashes (version 0.4), or cannot be read: reading the folder tells that.
    """
    try:
        manifest = read_manifest(folder / "manifest.json")
    except InputError:
        return []
    if "sha256" not in manifest and "files_sha256" not in manifest:
        return []
    files = manifest.get("files_sha256")
    found = (
        [name for name, digest in files.items() if _digest(folder, name) != digest] if isinstance(files, dict) else []
    )
    return found if manifest.get("sha256") == seal(manifest) else [*found, "manifest.json"]


def is_as_written(folder: Path) -> bool:
    """Whether a manifest and the tables that it names are to the byte what was written; folders of 0.4 do not say."""
    try:
        return "sha256" in read_manifest(folder / "manifest.json") and not changed(folder)
    except InputError:
        return False


@contextmanager
def telling(folder: Path, foreign: Callable[[], InputError]) -> Iterator[None]:
    """Tell what goes wrong while stored results are told.

    Parameters
    ----------
    folder : Path
    foreign : callable
        What to say where the results are not as they were written.

    Raises
    ------
    InputError
    """
    try:
        yield
    except (InputError, OSError, MemoryError):
        raise
    except Exception as error:  # a changed file may hold anything; of what we wrote it is a fault of ours
        if is_as_written(folder):
            raise
        raise foreign() from error


def _digest(folder: Path, name: str) -> str:
    """Hash of a file; none of one that is missing or no plain file."""
    try:
        return hashlib.sha256(stored(folder / Path(name).name)).hexdigest()
    except InputError:
        return ""

"""A stored results folder as a workbook beside its files."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sim.errors import InputError, fault
from sim.results.files import changed, telling
from sim.results.words import listed
from sim.runs.kinds import KINDS, changes, kind_of, stored_kind
from sim.runs.lock import locked
from sim.texts import say
from sim.workbook import comparison
from sim.workbook.sheet import Sheet
from sim.workbook.write import write_workbook

XLSX = "tables.xlsx"
# Sheets of a folder by its kind, from what its reader returns.
SHEETS: dict[str, Callable[[Any], list[Sheet]]] = {"comparison": comparison.sheets}
UNDATED = datetime.datetime(1980, 1, 1)  # of a folder that does not say when it was made


def exported(folder: Path) -> Path:
    """Return the folder if a workbook can be made of it.

    Raises
    ------
    InputError
    """
    kind = stored_kind(folder, "export xlsx")
    if kind not in SHEETS:
        raise InputError("runs-export-none", folder=folder, what=fault("runs-kind", kind=kind))
    if (path := folder / XLSX).is_dir():
        raise InputError("runs-export-in-the-way", path=path)
    return folder


def export(folder: Path) -> Path:
    """Write the workbook of a stored folder that nobody else is at work in.

    Parameters
    ----------
    folder : Path
        As :func:`exported` found it.

    Returns
    -------
    Path
        The workbook.

    Raises
    ------
    InputError
        Naming a file that is missing or damaged, or the folder, if its files were changed so that nothing can be told.
    """
    kind = kind_of(folder) or "comparison"
    told = KINDS[kind].told
    assert told is not None  # as exported() found
    with locked(folder), telling(folder, lambda: _foreign(folder)):
        data = told.read(folder)
        notes = [say("workbook-note-effects"), *(f"{note}." for note in changes(folder))]
        return write_workbook(folder / XLSX, SHEETS[kind](data), notes, _made(data.manifest))


def _made(manifest: Mapping[str, Any]) -> datetime.datetime:
    try:
        return datetime.datetime.fromisoformat(str(manifest["created_utc"]))
    except ValueError:
        return UNDATED


def _foreign(folder: Path) -> InputError:
    names = changed(folder)
    return InputError("runs-export-foreign", folder=folder, n=len(names), files=listed(names))

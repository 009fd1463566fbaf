"""KINDS: what a results folder may hold, how it is known, and what its charts and report are made with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sim.charts.attribution import draw_attribution
from sim.charts.comparison import draw_all
from sim.charts.validation import draw_validation
from sim.errors import InputError
from sim.report.attribution import write_attribution_report
from sim.report.comparison import write_report
from sim.report.validation import write_validation_report
from sim.results.reading import read_manifest
from sim.runs.folder import MANIFEST, RESULTS, is_unfinished, refuse_links
from sim.runs.lock import locked


class Kind(NamedTuple):
    """One kind of results folder.

    Attributes
    ----------
    files : tuple of str
        One of them tells the kind of a folder whose manifest does not.
    charts, report : callable, optional
        Draws the charts, writes the report of a folder, from its files alone; not there if it has none.
    """

    files: tuple[str, ...]
    charts: Callable[[Path], object] | None = None
    report: Callable[[Path], object] | None = None


# By the word that stands under "kind" in a manifest; earlier ones go first where a folder could be of several.
KINDS = {
    "comparison": Kind(("summary.csv", "effects.parquet"), draw_all, write_report),
    "validation": Kind(("validation.csv",), draw_validation, write_validation_report),
    "attribution": Kind(("attribution.csv",), draw_attribution, write_attribution_report),
    "trace": Kind(("trace.csv",)),
    "calibration": Kind(("calibration.json",)),
}


def kind_of(folder: Path) -> str | None:
    """Return the kind of a results folder: what its manifest says, or else what its files tell; None if nothing does.

    A manifest alone is what is left of a comparison.
    """
    path = folder / MANIFEST
    try:
        stated = read_manifest(path).get("kind")
    except InputError:  # damaged or not there: reading the folder tells it
        stated = None
    if isinstance(stated, str) and stated in KINDS:
        return stated
    found = [name for name, kind in KINDS.items() if any((folder / file).is_file() for file in kind.files)]
    return found[0] if found else "comparison" if path.is_file() else None


def is_stored(folder: Path) -> bool:
    """Whether a folder holds whole results that can be drawn."""
    kind = kind_of(folder)
    return kind is not None and KINDS[kind].report is not None and not is_unfinished(folder)


def reported(folder: Path) -> Path:
    """Return the folder if it can be drawn.

    Raises
    ------
    InputError
    """
    if not folder.is_dir():
        raise InputError("runs-report-no-folder", folder=folder)
    refuse_links(folder)
    if is_unfinished(folder):
        raise InputError("runs-report-unfinished", folder=folder)
    kind = kind_of(folder)
    if kind is not None and KINDS[kind].report is None:
        raise InputError("runs-report-none", folder=folder, kind=kind)
    if kind is None:
        raise InputError("runs-report-nothing", folder=folder, files=", ".join(RESULTS))
    return folder


def redraw(folder: Path) -> None:
    """Draw a stored folder that nobody else is at work in.

    Parameters
    ----------
    folder : Path
        As :func:`reported` found it.

    Raises
    ------
    InputError
        Naming a file that is missing or damaged.
    """
    with locked(folder):
        draw(folder)


def draw(folder: Path) -> None:
    """Draw the charts and write the report of stored results.

    Parameters
    ----------
    folder : Path
        Its lock is held.

    Raises
    ------
    InputError
        Naming a file that is missing or damaged.
    """
    kind = KINDS[kind_of(folder) or "comparison"]
    for make in (kind.charts, kind.report):
        if make is not None:
            make(folder)

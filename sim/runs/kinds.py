"""KINDS: what a results folder may hold, how it is known, and what its charts and report are made with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from sim.charts import attribution as attribution_charts
from sim.charts import comparison as comparison_charts
from sim.charts import futures as futures_charts
from sim.charts import search as search_charts
from sim.charts import sensitivity as sensitivity_charts
from sim.charts import validation as validation_charts
from sim.charts.chart import Chart, draw_charts
from sim.errors import Fault, InputError, fault
from sim.inputs.asked import output_at
from sim.report import attribution, comparison, futures, search, sensitivity, validation
from sim.report.blocks import Paragraph
from sim.report.comparison.findings import verdict
from sim.report.page import Page, write_page
from sim.results.attribution import read_attributed
from sim.results.files import changed, read_manifest, telling
from sim.results.futures import read_futures
from sim.results.reading import read_results
from sim.results.reading_validation import read_run
from sim.results.search import read_search
from sim.results.sensitivity import read_sensitivity
from sim.results.words import listed
from sim.runs.folder import MANIFEST, RESULTS, is_unfinished, refuse_links
from sim.runs.lock import locked

Data = TypeVar("Data")


class Told(NamedTuple, Generic[Data]):
    """How a results folder is read, drawn and told, from its files alone.

    Attributes
    ----------
    read : callable
    charts : callable
        What there is to draw of it.
    page : callable
        What the report says, given the charts as SVG by name.
    verdict : callable
        The finding, in a sentence or two, for lists of results; nothing by default.
    """

    read: Callable[[Path], Data]
    charts: Callable[[Data], Sequence[Chart[Data]]]
    page: Callable[[Data, Mapping[str, bytes]], Page]
    verdict: Callable[[Data], str] = lambda _: ""

    def write(self, folder: Path, notes: Sequence[Fault]) -> Path:
        """Draw the charts and write the report of a folder, which is read once, with some notes on top."""
        data = self.read(folder)
        drawn = draw_charts(folder, self.charts(data), data)
        images = {path.stem: path.read_bytes() for path in drawn if path.suffix == ".svg"}
        page = self.page(data, images)
        warnings = [Paragraph(f"{note}.", "warn") for note in notes]
        return write_page(folder, page._replace(parts=[*warnings, *page.parts]))


class Kind(NamedTuple):
    """One kind of results folder.

    Attributes
    ----------
    files : tuple of str
        One of them tells the kind of a folder whose manifest does not.
    told : Told, optional
        Not there if it has no report.
    """

    files: tuple[str, ...]
    told: Told[Any] | None = None


# By the word that stands under "kind" in a manifest; earlier ones go first where a folder could be of several.
KINDS = {
    "comparison": Kind(
        ("summary.csv", "effects.parquet"), Told(read_results, comparison_charts.charts_of, comparison.page, verdict)
    ),
    "validation": Kind(
        ("validation.csv",), Told(read_run, validation_charts.charts_of, validation.page, validation.finding)
    ),
    "attribution": Kind(
        ("attribution.csv",), Told(read_attributed, attribution_charts.charts_of, attribution.page, attribution.whole)
    ),
    "sensitivity": Kind(
        ("sensitivity.csv",),
        Told(read_sensitivity, sensitivity_charts.charts_of, sensitivity.page, sensitivity.finding),
    ),
    "search": Kind(
        ("plans.csv",),
        Told(read_search, search_charts.charts_of, search.page, lambda found: " ".join(search.findings(found))),
    ),
    "futures": Kind(("regret.csv",), Told(read_futures, futures_charts.charts_of, futures.page, futures.finding)),
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
    return kind is not None and KINDS[kind].told is not None and not is_unfinished(folder)


def stored_kind(folder: Path, command: str) -> str:
    """Return the kind of a folder that holds whole results.

    Parameters
    ----------
    folder : Path
    command : str
        For which it was named; shown in an example.

    Raises
    ------
    InputError
    """
    if folder.is_file():
        inside = "yes" if kind_of(folder.parent) else "no"
        raise InputError("runs-stored-file", folder=folder, inside=inside, command=command)
    if not folder.is_dir():
        raise InputError("runs-stored-no-folder", folder=folder, command=command)
    refuse_links(folder)
    if is_unfinished(folder):
        raise InputError("runs-stored-unfinished", folder=folder, output=output_at(folder))
    kind = kind_of(folder)
    if kind is None:
        raise InputError("runs-stored-nothing", folder=folder, files=", ".join(RESULTS))
    return kind


def reported(folder: Path) -> Path:
    """Return the folder if it can be drawn.

    Raises
    ------
    InputError
    """
    kind = stored_kind(folder, "report")
    if KINDS[kind].told is None:
        raise InputError("runs-report-none", folder=folder, kind=kind, what=fault("runs-kind", kind=kind))
    if (charts := folder / "charts").exists() and not charts.is_dir():
        raise InputError("runs-report-in-the-way", path=charts, kind="file")
    if (page := folder / "report.html").is_dir():
        raise InputError("runs-report-in-the-way", path=page, kind="folder")
    return folder


def changes(folder: Path) -> list[Fault]:
    """Say which files of stored results were changed since; nothing if none was, or the folder cannot tell."""
    names = changed(folder)
    return [fault("runs-report-changed", n=len(names), files=listed(names))] if names else []


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


def draw(folder: Path, notes: Sequence[Fault] | None = None) -> None:
    """Draw the charts and write the report of stored results.

    Parameters
    ----------
    folder : Path
        Its lock is held.
    notes : sequence of Fault, optional
        What the report says first; default: which files were changed.

    Raises
    ------
    InputError
        Naming a file that is missing or damaged, or the folder, if its files were changed so that nothing can be told.
    """
    told = KINDS[kind_of(folder) or "comparison"].told
    if told is not None:
        with telling(folder, lambda: _foreign(folder)):
            told.write(folder, changes(folder) if notes is None else notes)


def _foreign(folder: Path) -> InputError:
    names = changed(folder)
    return InputError("runs-report-foreign", folder=folder, n=len(names), files=listed(names))

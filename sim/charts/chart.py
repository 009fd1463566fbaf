"""What all charts of a results folder share: how one is described, and how pictures are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sim.charts.style import save, settled, style
from sim.results.comparison import Results

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ENDINGS = (".svg", ".png")


def draw_charts(folder: Path, charts: Sequence, data: object) -> list[Path]:
    """Draw charts as SVG and PNG into the folder ``charts`` of a results folder.

    Parameters
    ----------
    folder : Path
    charts : sequence
        Each with a name, and a function that draws the data.
    data : object
        What was read from the folder.

    Returns
    -------
    list of Path
        The files, which have the same bytes whenever the data are the same.
    """
    import matplotlib as mpl

    drawn = folder / "charts"
    drawn.mkdir(exist_ok=True)
    paths = []
    with mpl.rc_context(style()):
        for chart in charts:
            figure = settled(chart.draw(data))
            paths += [save(figure, drawn / f"{chart.name}{ending}") for ending in ENDINGS]
    return paths


def has_policy(results: Results) -> bool:
    """Whether any allocation does anything."""
    return bool(results.active)


def has_funds(results: Results) -> bool:
    """Whether any allocation spends public money."""
    return bool(results.funded)


def has_places(results: Results) -> bool:
    """Whether public money goes to several cities, so that a map shows more than a dot."""
    return has_funds(results) and len(results.cities) > 1


class Chart(NamedTuple):
    """One figure of the report.

    Attributes
    ----------
    name : str
        Of its files.
    question : str
        Of the planner, which it answers.
    draw : callable
        Results to Figure.
    reading : str
        How to read it.
    shows : callable
        Results to a sentence with numbers.
    has_data : callable
        Results to whether there is anything to draw.
    """

    name: str
    question: str
    draw: Callable[[Results], Figure]
    reading: str
    shows: Callable[[Results], str]
    has_data: Callable[[Results], bool] = has_policy

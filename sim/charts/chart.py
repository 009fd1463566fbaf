"""What all charts of a results folder share: how one is described, and how pictures are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from sim.charts.style import save, settled, style
from sim.results.comparison import Results
from sim.texts import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ENDINGS = (".svg", ".png")
Data = TypeVar("Data")


def always(_: object) -> bool:
    """Say of any data that there is something to draw."""
    return True


def nothing(_: object) -> str:
    """Say nothing of the numbers of a chart."""
    return ""


class Chart(NamedTuple, Generic[Data]):
    """One figure of a report. Its question and how to read it are texts that follow from its name.

    Attributes
    ----------
    name : str
        Of its files, and of its texts ``charts-<name>-question`` and ``charts-<name>-reading``.
    draw : callable
        What was read from a folder to Figure.
    has_data : callable
        The same to whether there is anything to draw.
    shows : callable
        The same to a sentence with numbers; empty where the chart says enough.
    of_any_number : bool
        Whether it can be read however many runs are compared; others have a row, bar or line for each.
    """

    name: str
    draw: Callable[[Data], Figure]
    has_data: Callable[[Data], bool] = always
    shows: Callable[[Data], str] = nothing
    of_any_number: bool = False

    @property
    def question(self) -> str:
        """Question of the reader which the chart answers."""
        return say(f"charts-{slug(self.name)}-question")

    @property
    def reading(self) -> str:
        """How to read the chart."""
        return say(f"charts-{slug(self.name)}-reading")


def slug(name: str) -> str:
    """Write a name as keys of the texts hold it.

    >>> slug("net_per_yuan")
    'net-per-yuan'
    """
    return name.replace("_", "-")


def draw_charts(folder: Path, charts: Sequence[Chart[Data]], data: Data) -> list[Path]:
    """Draw charts as SVG and PNG into the folder ``charts`` of a results folder.

    Parameters
    ----------
    folder : Path
    charts : sequence of Chart
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

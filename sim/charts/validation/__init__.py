"""Charts of a stored validation run: the model beside published findings, drawn from the folder alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sim.charts.chart import draw_charts
from sim.charts.validation import checks
from sim.charts.validation.forest import EDGE, QUESTION, forest
from sim.results.reading_validation import is_validation, read_run
from sim.results.validation import Run

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["CHARTS", "ValidationChart", "charts_of", "draw_validation", "is_validation", "read_run"]


class ValidationChart(NamedTuple):
    """One figure of a validation run.

    Attributes
    ----------
    name : str
        Of its files.
    question : str
        Of the reviewer, which it answers.
    draw : callable
        Run to Figure.
    reading : str
        How to read it.
    table : str
        Of the run, without which there is nothing to draw.
    """

    name: str
    question: str
    draw: Callable[[Run], Figure]
    reading: str
    table: str


def charts_of(run: Run) -> list[ValidationChart]:
    """Charts for which a run holds the table."""
    return [chart for chart in CHARTS if getattr(run, chart.table) is not None]


def draw_validation(folder: Path) -> list[Path]:
    """Draw every chart of a validation run as SVG and PNG into its folder ``charts``.

    Parameters
    ----------
    folder : Path
        With validation.csv and manifest.json.

    Returns
    -------
    list of Path
        The files, which have the same bytes whenever the results are the same.

    Raises
    ------
    InputError
        Naming a file that is missing or damaged.
    """
    run = read_run(folder)
    return draw_charts(run.folder, charts_of(run), run)


CHARTS = (
    ValidationChart(
        "forest",
        QUESTION,
        forest,
        "Each row is a published finding, with its published and its model value on the right. As units differ, "
        "every row is stretched so that the accepted range, the grey band, has the same width. Black tick: published "
        "value. Blue disc: the model lies inside. Open orange diamond: it lies outside. Line: 95 % interval over the "
        f"replicates; too short to be seen in many rows. Values more than {EDGE:.0f} half-widths away are arrows at "
        "the edge. A band that runs to the edge is a range with one end only. Where a single value is accepted, the "
        "band is a line, and a model value off it is drawn at 2.",
        "table",
    ),
    ValidationChart(
        "identification",
        "Which findings pin which parameter?",
        checks.identification,
        "Each column is a finding, each row a parameter. The darker a cell, the further the finding moves when the "
        "parameter crosses its allowed range; 1 is half of the accepted range. A parameter whose name is marked is "
        "pinned by no finding, though it may move one whose accepted range is narrow: others move that one, too. "
        "Beige: not computed.",
        "identification",
    ),
    ValidationChart(
        "recovery",
        "Are known parameters found again from data that they made?",
        checks.recovery,
        "The model made data with known parameters, and the same fit was run on these data. Black tick: the value "
        "that made them. Point and line: estimate with its interval. Where the line is long, the findings cannot "
        "tell values of that parameter apart.",
        "recovery",
    ),
    ValidationChart(
        "scale",
        "Do effects depend on how many people a simulated consumer stands for?",
        checks.scale,
        "Each panel is one reported effect, at several numbers of people per simulated consumer. If the bars "
        "overlap, the effect does not depend on this choice as far as the replicates can tell.",
        "scale",
    ),
)

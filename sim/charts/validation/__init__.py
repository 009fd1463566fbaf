"""Charts of a stored validation run: the model beside published findings, drawn from the folder alone."""

from __future__ import annotations

from pathlib import Path

from sim.charts.chart import Chart, draw_charts
from sim.charts.validation import checks
from sim.charts.validation.forest import forest
from sim.results.reading_validation import read_run
from sim.results.validation import Run

__all__ = ["CHARTS", "charts_of", "draw_validation", "read_run"]


def charts_of(run: Run) -> list[Chart[Run]]:
    """Charts for which a run holds the table that they draw."""
    return [chart for chart in CHARTS if chart.has_data(run)]


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
    Chart("forest", forest),
    Chart("identification", checks.identification, lambda run: run.identification is not None),
    Chart("recovery", checks.recovery, lambda run: run.recovery is not None),
    Chart("scale", checks.scale, lambda run: run.scale is not None),
)

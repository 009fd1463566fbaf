"""Charts of a stored validation run: the model beside published findings, drawn from the folder alone."""

from __future__ import annotations

from sim.charts.chart import Chart
from sim.charts.validation import checks
from sim.charts.validation.forest import forest
from sim.results.validation import Run


def charts_of(run: Run) -> list[Chart[Run]]:
    """Charts for which a run holds the table that they draw."""
    return [chart for chart in CHARTS if chart.has_data(run)]


CHARTS = (
    Chart("forest", forest),
    Chart("identification", checks.identification, lambda run: run.identification is not None),
    Chart("recovery", checks.recovery, lambda run: run.recovery is not None),
    Chart("scale", checks.scale, lambda run: run.scale is not None),
)

"""Charts of a results folder as parts of a page, but those of a comparison, which are numbered and say numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.report.blocks import Block, Figure, Section

if TYPE_CHECKING:
    from sim.charts.chart import Chart


def picture(images: Mapping[str, bytes], chart: Chart[Any]) -> Figure:
    """Return a chart with how to read it.

    Parameters
    ----------
    images : mapping of str to bytes
        Charts as SVG, by name.
    chart : Chart
    """
    return Figure(images[chart.name], f"{chart.question} {chart.reading}", chart.reading)


def charted(images: Mapping[str, bytes], chart: Chart[Any], *more: Block) -> Section:
    """Return a section that asks the question of a chart; other parameters as those of :func:`picture`.

    Parameters
    ----------
    *more : Block
        What stands below the chart.
    """
    return Section(chart.question, [picture(images, chart), *more])

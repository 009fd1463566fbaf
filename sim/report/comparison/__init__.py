"""The report: one file that opens anywhere, without a network and without scripts."""

from __future__ import annotations

from pathlib import Path

from sim.charts.comparison import charts_of, draw_all
from sim.report.blocks import Block
from sim.report.comparison import sections
from sim.report.comparison.compared import compared
from sim.report.comparison.pilot import topics
from sim.report.page import pictures, write_page
from sim.results.reading import FILES, read_results
from sim.texts import say


def write_report(folder: Path) -> Path:
    """Write ``report.html`` of a results folder; charts that are missing or older are drawn first.

    Parameters
    ----------
    folder : Path
        With summary.csv, effects.parquet and manifest.json.

    Returns
    -------
    Path

    Raises
    ------
    InputError
        Naming a file that is missing or damaged.
    """
    results = read_results(folder)
    images = pictures(results.folder, charts_of(results), FILES, draw_all)
    body: list[Block] = [
        sections.head(results),
        compared(results),
        sections.glance(results),
        sections.charts(results, images),
        sections.made_up(results),
        *topics(results, lambda chart: sections.shown(results, chart, images[chart.name])),
        sections.limits(results),
        sections.appendix(results),
    ]
    return write_page(results.folder, say("report-comparison-page"), body)

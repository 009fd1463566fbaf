"""The report: one file that opens anywhere, without a network and without scripts."""

from __future__ import annotations

from collections.abc import Mapping

from sim.report.comparison import points, sections
from sim.report.comparison.compared import compared
from sim.report.comparison.factors import crossed
from sim.report.comparison.pilot import topics
from sim.report.page import Page
from sim.results.comparison import Results
from sim.texts import say


def page(results: Results, images: Mapping[str, bytes]) -> Page:
    """Report of a comparison, with its charts as SVG by name."""
    return Page(say("report-comparison-page"), [
        sections.head(results),
        compared(results),
        *points.section(results),
        *crossed(results, images),
        sections.glance(results),
        sections.charts(results, images),
        sections.made_up(results),
        *topics(results, lambda chart: sections.shown(results, chart, images[chart.name])),
        sections.limits(results),
        sections.appendix(results),
    ])  # fmt: skip

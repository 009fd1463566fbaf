"""Kinds of results folders, and how each is drawn."""

from __future__ import annotations

from pathlib import Path


def draw(folder: Path) -> None:
    """Draw the charts and write the report of stored results, of a comparison, validation or attribution."""
    from sim.charts.attribution import draw_attribution
    from sim.charts.comparison import draw_all  # matplotlib is only loaded where it is used
    from sim.charts.validation import draw_validation, is_validation
    from sim.report.attribution import write_attribution_report
    from sim.report.comparison import write_report
    from sim.report.validation import write_validation_report
    from sim.results.attribution import is_attribution

    if is_validation(folder):
        draw_validation(folder)
        write_validation_report(folder)
        return
    if is_attribution(folder):
        draw_attribution(folder)
        write_attribution_report(folder)
        return
    draw_all(folder)
    write_report(folder)

"""The report: one file that opens anywhere, without a network and without scripts."""

from __future__ import annotations

from pathlib import Path

from sim.charts import charts_of, draw_all
from sim.charts.reading import FILES, read_results
from sim.report import sections
from sim.report.compared import compared
from sim.report.markup import join
from sim.report.page import write_page
from sim.report.pilot import topics


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
    paths = {chart.name: results.folder / "charts" / f"{chart.name}.svg" for chart in charts_of(results)}
    if not _fresh(results.folder, list(paths.values())):
        draw_all(results.folder)
    images = {name: path.read_bytes() for name, path in paths.items()}
    body = [
        sections.head(results),
        compared(results),
        sections.glance(results),
        sections.charts(results, images),
        sections.made_up(results),
        topics(results, lambda chart: sections.shown(results, chart, images[chart.name])),
        sections.limits(results),
        sections.appendix(results),
    ]
    return write_page(results.folder, "Sanxin: where public money adds consumption", join(body))


def _fresh(folder: Path, charts: list[Path]) -> bool:
    if not all(path.is_file() for path in charts):
        return False
    newest = max((folder / name).stat().st_mtime_ns for name in FILES)
    return all(path.stat().st_mtime_ns >= newest for path in charts)

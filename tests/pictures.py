"""Reports of stored folders; drawing is most of their time, so most tests do without pictures."""

import pytest

from sim.runs.kinds import draw


def report_of(folder):
    """Draw and tell a stored folder; its report."""
    draw(folder)
    return folder / "report.html"


def told(folder):
    """Tell a stored folder with empty pictures; its report."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.runs.kinds.draw_charts", empty_charts)
        return report_of(folder)


def empty_charts(folder, charts, data):
    """Stands for ``draw_charts`` where nobody looks at the pictures."""
    (folder / "charts").mkdir(exist_ok=True)
    paths = [folder / "charts" / f"{chart.name}{ending}" for chart in charts for ending in (".svg", ".png")]
    for path in paths:
        path.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="800" height="300"/>')
    return paths

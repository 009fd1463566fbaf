"""What all readers and drawers of result folders share: manifests in, pictures out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.charts.style import save, settled, style

ENDINGS = (".svg", ".png")


def draw_charts(folder: Path, charts: Sequence, data: object) -> list[Path]:
    """Draw charts as SVG and PNG into the folder ``charts`` of a results folder.

    Parameters
    ----------
    folder : Path
    charts : sequence
        Each with a name, and a function that draws the data.
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

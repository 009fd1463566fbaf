"""What all readers and drawers of result folders share: manifests in, pictures out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from sim.charts.style import save, settled, style
from sim.errors import InputError

ENDINGS = (".svg", ".png")
LONGEST = 200  # of a library's error that is quoted in a message


def fault_line(error: Exception) -> str:
    """Error of a library in one line."""
    return " ".join(str(error).split())[:LONGEST] or type(error).__name__


def read_manifest(path: Path) -> dict:
    """Table of a manifest; what its keys hold is for the caller to check.

    Raises
    ------
    InputError
        If the file is no JSON, or no table.
    """
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError, RecursionError) as error:
        raise InputError(f"{path}: cannot be read as JSON: {fault_line(error)}") from None
    if not isinstance(manifest, dict):
        raise InputError(f"{path}: holds no table of keys")
    return manifest


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

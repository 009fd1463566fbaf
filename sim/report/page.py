"""The file of a report: one page that opens anywhere, without a network and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol

from sim.report.blocks import Block, render
from sim.results.writing import write_whole


class Named(Protocol):
    """A chart, as far as its file is concerned."""

    @property
    def name(self) -> str:
        """Of its files."""


def write_page(folder: Path, title: str, parts: Sequence[Block]) -> Path:
    """Write ``report.html`` into a folder, whole or not at all.

    Parameters
    ----------
    folder : Path
    title : str
    parts : sequence of Block

    Returns
    -------
    Path
    """
    return write_whole(folder / "report.html", render("page.html", title=title, parts=parts))


def pictures(
    folder: Path, charts: Iterable[Named], sources: Iterable[str], draw: Callable[[Path], object]
) -> dict[str, bytes]:
    """Charts of a results folder as SVG; they are drawn first if one is missing or older than what it is drawn from.

    Parameters
    ----------
    folder : Path
    charts : iterable of charts
    sources : iterable of str
        Files of the folder that they are drawn from; some may be missing.
    draw : callable
        Draws all of them into the folder.
    """
    paths = {chart.name: folder / "charts" / f"{chart.name}.svg" for chart in charts}
    newest = max(path.stat().st_mtime_ns for path in (folder / name for name in sources) if path.is_file())
    if not all(path.is_file() and path.stat().st_mtime_ns >= newest for path in paths.values()):
        draw(folder)
    return {name: path.read_bytes() for name, path in paths.items()}

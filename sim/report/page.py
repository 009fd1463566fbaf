"""The file of a report: one page that opens anywhere, without a network and without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sim.report.blocks import Block, render
from sim.results.writing import write_whole


class Page(NamedTuple):
    """What a report says."""

    title: str
    parts: Sequence[Block]


def write_page(folder: Path, page: Page) -> Path:
    """Write ``report.html`` into a folder, whole or not at all."""
    return write_whole(folder / "report.html", render("page.html", **page._asdict()))

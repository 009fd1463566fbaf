"""Data tables with one column moved, in a folder of their own."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.data.table import FOLDER
from sim.studies.levers.move import DOWN, UP, scaled

SHRUNK = "scaled"
WAYS = (SHRUNK, "scaled up", "turned round")


@contextmanager
def moved_column(table: str, column: str, kind: str, way: str) -> Iterator[Path | None]:
    """Folder of the package's tables in which one column is moved; None where the column cannot be moved so.

    Parameters
    ----------
    table, column : str
    kind : str
        Of the column, from ``columns.csv``.
    way : str
        One of :data:`WAYS`: numbers made smaller by a fifth, or larger, or the order of the cells turned round.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in FOLDER.glob("*.csv"):
            shutil.copy(path, folder)
        with open(folder / f"{table}.csv", encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        old = [row[column] for row in rows]
        new = old[::-1] if way == "turned round" else [_cell(text, kind, way) for text in old]
        for row, text in zip(rows, new, strict=True):
            row[column] = text
        with open(folder / f"{table}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        yield folder if new != old else None


def _cell(text: str, kind: str, way: str) -> str:
    """A number that is scaled; whatever else as it is."""
    if kind not in ("number", "whole") or not text.strip():
        return text
    value = float(text)
    value = scaled(value, DOWN if way == SHRUNK else UP)
    return f"{round(value)}" if kind == "whole" else f"{value:.12g}"

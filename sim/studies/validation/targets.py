"""Published findings, and what counts as a model value inside them."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path
from typing import NamedTuple

from sim.data.table import FOLDER
from sim.errors import InputError

FILE = "evidence/calibration_targets.csv"  # under sim/data
COLUMNS = (
    "id", "study", "place", "instrument", "statistic", "point_estimate", "ci_low", "ci_high", "horizon", "population",
    "how_to_reproduce_in_silico",
)  # fmt: skip
NUMBERS = ("point_estimate", "ci_low", "ci_high")
POINT_TOLERANCE = 0.25  # a point without a range is met within this share of it
ZERO_TOLERANCE = 0.1  # a finding of nothing is met within this, in its own unit
LOWER_BOUND = "lower bound"  # words in a statistic that leave it open above
GROSS = "[gross claim]"


class Target(NamedTuple):
    """One published finding."""

    id: str
    study: str
    place: str
    instrument: str
    statistic: str
    point: float | None
    low: float | None
    high: float | None
    horizon: str
    population: str

    @property
    def published(self) -> float | None:
        """Point estimate, or the middle of the range."""
        if self.point is not None:
            return self.point
        return None if self.low is None or self.high is None else (self.low + self.high) / 2

    @property
    def is_gross(self) -> bool:
        """Whether it counts what would have happened anyway."""
        return GROSS in self.statistic

    @property
    def accepted(self) -> tuple[float, float]:
        """Bounds of a model value that agrees: the published range, or a quarter around a point."""
        point, low, high = self.point, self.low, self.high
        if low is not None and high is not None and low < high:
            return low, high
        if point is None:
            point = low if low is not None else high
        if point == 0:
            return -ZERO_TOLERANCE, ZERO_TOLERANCE
        half = POINT_TOLERANCE * abs(point)
        return point - half, point + half


def read_targets(path: Path | None = None) -> list[Target]:
    """Published findings in file order.

    Parameters
    ----------
    path : Path, optional
        Default: the table that comes with the package.

    Raises
    ------
    InputError
        One line for every fault: a file that is missing or no table, a column or cell that is wrong.
    """
    where = str(path) if path else f"sim/data/{FILE}"
    rows = _rows(Path(path) if path else FOLDER / FILE, where)
    faults, targets = [], []
    for k, row in enumerate(rows, start=2):
        numbers: dict[str, float | None] = {}
        for column in NUMBERS:
            text = (row[column] or "").strip()
            try:
                numbers[column] = float(text) if text else None
            except ValueError:
                numbers[column] = math.nan
            if numbers[column] is not None and not math.isfinite(numbers[column]):
                faults.append(f"{where}: row {k}: {column}={text}: must be a number or empty")
        if not (row["id"] or "").strip():
            faults.append(f"{where}: row {k}: id is empty; must name the finding")
        elif row["id"] in {t.id for t in targets}:
            faults.append(f"{where}: row {k}: id={row['id']}: stands twice")
        if all(numbers[c] is None for c in NUMBERS):
            faults.append(f"{where}: row {k}: one of {', '.join(NUMBERS)} must be given")
        words = (row[c] or "" for c in COLUMNS[1:5])
        targets.append(
            Target(row["id"] or "", *words, *numbers.values(), row["horizon"] or "", row["population"] or "")
        )
    if not rows and not faults:
        faults.append(f"{where}: holds no findings")
    if faults:
        raise InputError(faults)
    return targets


def _rows(path: Path, where: str) -> list[dict]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(
            f"{where}: no such file; needs a table of findings with the columns {', '.join(COLUMNS)}"
        ) from None
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(f"{where}: cannot be read as UTF-8 text ({type(fault).__name__})") from None
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        rows = list(reader)
    except csv.Error as fault:
        raise InputError(f"{where}: is no comma-separated table ({fault})") from None
    missing = [c for c in COLUMNS[:-1] if c not in (reader.fieldnames or ())]
    if missing:
        raise InputError(f"{where}: column {missing[0]} is missing; needs {', '.join(COLUMNS)}")
    return rows

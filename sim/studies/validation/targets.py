"""Published findings, and what counts as a model value inside them."""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

from sim.data.sheet import read_sheet
from sim.data.table import FOLDER
from sim.errors import Fault, InputError, fault
from sim.texts import short

FILE = "evidence/calibration_targets.csv"  # under sim/data
NEEDED = (
    "id", "study", "place", "instrument", "statistic", "point_estimate", "ci_low", "ci_high", "horizon", "population",
)  # fmt: skip
COLUMNS = (*NEEDED, "how_to_reproduce_in_silico")
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
        point = next(number for number in (point, low, high) if number is not None)  # one is given
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
    where = short(path) if path else f"sim/data/{FILE}"
    faults: list[Fault] = []
    targets: list[Target] = []
    for k, row in _rows(Path(path) if path else FOLDER / FILE, where):
        target, place = _target(row), {"where": where, "row": k}
        numbers = {"point_estimate": target.point, "ci_low": target.low, "ci_high": target.high}
        for column, number in numbers.items():
            if number is not None and not math.isfinite(number):
                faults.append(fault("validation-target-number", **place, column=column, value=row[column]))
        ends = [n for n in (target.low, target.point, target.high) if n is not None]
        if ends != sorted(ends):
            faults.append(fault("validation-target-range", **place, id=target.id, columns=", ".join(numbers)))
        if not target.id.strip():
            faults.append(fault("validation-target-no-id", **place))
        elif target.id in {t.id for t in targets}:
            faults.append(fault("validation-target-twice", **place, id=target.id))
        if all(number is None for number in numbers.values()):
            faults.append(fault("validation-target-no-number", **place, columns=", ".join(numbers)))
        targets.append(target)
    if not targets:
        faults.append(fault("validation-no-targets", where=where))
    if faults:
        raise InputError(faults)
    return targets


def _target(row: dict[str, str]) -> Target:
    """Finding of a row; a number that is none is NaN."""
    return Target(
        row["id"], row["study"], row["place"], row["instrument"], row["statistic"], _number(row["point_estimate"]),
        _number(row["ci_low"]), _number(row["ci_high"]), row["horizon"], row["population"],
    )  # fmt: skip


def _number(text: str) -> float | None:
    try:
        return float(text) if text.strip() else None
    except ValueError:
        return math.nan


def _rows(path: Path, where: str) -> list[tuple[int, dict[str, str]]]:
    """Number and cells of each row, by column; cells that it lacks are empty."""
    columns = ", ".join(COLUMNS)
    if not path.exists():
        raise InputError("validation-no-table-of-targets", where=where, columns=columns)
    sheet = read_sheet(path, COLUMNS)
    if isinstance(sheet, Fault):
        raise InputError("data-table", file=where, what=sheet)
    for column in NEEDED:
        if (n := sheet.header.count(column)) > 1:
            raise InputError("data-table", file=where, what=fault("data-column-count", column=column, n=n))
        if not n:
            raise InputError("validation-column-missing", where=where, column=column, columns=columns)
    width = len(sheet.header)
    for number, cells in sheet.rows:
        if len(cells) > width:
            row = fault("data-row", file=where, row=number)
            raise InputError("data-fields", where=row, n=len(cells), wanted=width)
    return [
        (number, dict.fromkeys(COLUMNS, "") | dict(zip(sheet.header, cells, strict=False)))
        for number, cells in sheet.rows
    ]


def accepted(targets: list[Target] | None = None) -> dict[str, tuple[float, float]]:
    """Centre and half-width of what counts as agreement, by finding.

    Parameters
    ----------
    targets : list of Target, optional
        Default: those that come with the package.
    """
    bounds = {t.id: t.accepted for t in (targets or read_targets())}
    return {name: ((low + high) / 2, (high - low) / 2) for name, (low, high) in bounds.items()}

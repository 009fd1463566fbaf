"""Free parameters and the ranges in which the search looks for them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.data.table import Row, Tables, numbers, texts

Floats = NDArray[np.float64]
FINDINGS = re.compile(r"[A-Z]{2}\d{2}(;[A-Z]{2}\d{2})*", re.ASCII)


class Prior(NamedTuple):
    """Free parameters in file order; arrays (n_free,).

    A set of parameters is a point of the unit cube: 0 is ``low`` and 1 is ``high``, evenly in the value or, where
    ``is_log``, in its logarithm. Every point of the cube is equally likely beforehand.
    """

    names: tuple[str, ...]
    low: Floats
    high: Floats
    is_log: NDArray[np.bool_]
    evidence: tuple[tuple[str, ...], ...]

    def values(self, units: Floats) -> Floats:
        """Values of the parameters at points of the unit cube.

        Parameters
        ----------
        units : (..., n_free) float64, 0 to 1

        Returns
        -------
        (..., n_free) float64
        """
        units = np.asarray(units, dtype=np.float64)
        ratio = np.where(self.is_log, self.high / np.where(self.is_log, self.low, 1.0), 1.0)
        found = np.where(self.is_log, self.low * ratio**units, self.low + (self.high - self.low) * units)
        clipped: Floats = np.clip(found, self.low, self.high)
        return clipped

    def units(self, values: Floats) -> Floats:
        """Points of the unit cube of values; what is outside the range is moved to its end.

        Parameters
        ----------
        values : (..., n_free) float64

        Returns
        -------
        (..., n_free) float64, 0 to 1
        """
        values = np.clip(np.asarray(values, dtype=np.float64), self.low, self.high)
        low, high, value = (
            np.where(self.is_log, np.log(np.where(self.is_log, x, 1.0)), x) for x in (self.low, self.high, values)
        )
        share: Floats = (value - low) / (high - low)
        return share

    def named(self, values: Floats) -> dict[str, float]:
        """Values of one set by name of the parameter."""
        return dict(zip(self.names, map(float, values), strict=True))


def read_priors(folder: Path | None = None) -> Prior:
    """Read ``priors.csv``.

    Parameters
    ----------
    folder : Path, optional
        Of the tables; default that of the package.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    tables = Tables(folder)
    rows = tables.rows("priors")
    ranges = {row["name"]: (row["low"], row["high"]) for row in tables.rows("parameters")}
    for row in rows:
        _check(tables, row, ranges)
    tables.raise_faults()
    return Prior(
        names=texts(rows, "parameter"),
        low=numbers(rows, "low"),
        high=numbers(rows, "high"),
        is_log=np.array([row["scale"] == "log" for row in rows]),
        evidence=tuple(tuple(row["evidence"].split(";")) for row in rows),
    )


def _check(tables: Tables, row: Row, ranges: dict[str, tuple[Any, Any]]) -> None:
    """Note what cells of one row break together."""
    name, low, high = row["parameter"], row["low"], row["high"]
    if name is not None and name not in ranges:
        tables.fault("priors", row, "parameter", name, "a name of parameters.csv")
    least, most = ranges.get(name, (None, None))
    for column in ("low", "high"):
        if None not in (row[column], least, most) and not least <= row[column] <= most:
            must_be = f"from {least:g} to {most:g}, the range in parameters.csv"
            tables.fault("priors", row, column, f"{row[column]:g}", must_be)
    if None not in (low, high) and not low < high:
        tables.fault("priors", row, "low", f"{low:g}", f"below high, {high:g}")
    if low is not None and low <= 0 and row["scale"] == "log":
        tables.fault("priors", row, "low", f"{low:g}", "above 0 where scale is log")
    if row["evidence"] is not None and not FINDINGS.fullmatch(row["evidence"]):
        tables.fault("priors", row, "evidence", row["evidence"], "findings like MP01;US06")

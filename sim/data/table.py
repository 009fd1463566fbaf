"""Load and check one CSV table: every cell against its line in ``columns.csv``, every fault collected."""

from __future__ import annotations

import csv
import datetime
import io
import math
import re
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.errors import InputError

FOLDER = Path(__file__).resolve().parent
SHOWN = "sim/data"  # how messages name the folder above, wherever the package is installed
LONGEST_QUOTE = 60
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)

# Columns that tell the rows of a table apart.
KEYS = {
    "cities": ("city_id",),
    "household_expenditure": ("table", "population", "year", "item"),
    "sectors": ("sector",),
    "sector_items": ("sector", "item"),
    "seasons": ("sector", "week_of_year"),
    "spring_festival": ("year",),
    "kinds": ("kind",),
    "pilot": ("name",),
    "parameters": ("name",),
    "priors": ("parameter",),
    "columns": ("table", "column"),
}


class Column(NamedTuple):
    """What a cell may hold, from ``columns.csv``."""

    name: str
    kind: str  # text, number, whole, date, choice
    low: float
    low_is_open: bool
    high: float
    allowed: tuple[str, ...]
    may_be_empty: bool

    @property
    def must_be(self) -> str:
        """The rule in words."""
        if self.kind == "choice":
            rule = "one of " + ", ".join(self.allowed)
        elif self.kind == "date":
            rule = "a date like 2026-02-17"
        elif self.kind == "text":
            rule = "some text"
        else:
            rule = ("a number" if self.kind == "number" else "a whole number") + self._bounds
        return rule + (" or empty" if self.may_be_empty else "")

    @property
    def _bounds(self) -> str:
        has_low, has_high = math.isfinite(self.low), math.isfinite(self.high)
        if has_low and has_high and not self.low_is_open:
            return f" from {self.low:g} to {self.high:g}"
        above = f" {'>' if self.low_is_open else '>='} {self.low:g}" if has_low else ""
        below = f"{' and' if has_low else ''} <= {self.high:g}" if has_high else ""
        return above + below

    def parse(self, text: str) -> Any:
        """Value of a cell; ``None`` for an allowed empty one.

        Raises
        ------
        ValueError
            If the cell breaks the rule.
        """
        if not text.strip():
            if self.may_be_empty:
                return "" if self.kind in ("text", "choice") else None
            raise ValueError(text)
        if self.kind == "text":
            return text
        if self.kind == "choice":
            if text not in self.allowed:
                raise ValueError(text)
            return text
        if self.kind == "date":
            return datetime.date.fromisoformat(text)
        if not (_WHOLE if self.kind == "whole" else _NUMBER).fullmatch(text):
            raise ValueError(text)
        value = int(text) if self.kind == "whole" else float(text)
        too_low = value <= self.low if self.low_is_open else value < self.low
        if not math.isfinite(value) or too_low or value > self.high:
            raise ValueError(text)
        return value


class Row(dict):
    """Cells of one row by column; ``None`` where a cell is empty or faulty.

    Attributes
    ----------
    number : int
        As a spreadsheet counts, the header is row 1.
    label : str
        Its key.
    """

    number = 0
    label = ""


def sector_keys(tables: Tables) -> tuple[str, ...]:
    """Sectors in the order of ``sectors.csv``."""
    return tuple(row["sector"] for row in tables.rows("sectors") if row["sector"])


def texts(rows: list[Row], column: str) -> tuple[str, ...]:
    """One column of text."""
    return tuple(r[column] for r in rows)


def numbers(rows: list[Row], column: str) -> np.ndarray:
    """One column of numbers, float64, NaN where a cell is empty."""
    return np.array([np.nan if r[column] is None else r[column] for r in rows], dtype=np.float64)


def quote(text: object) -> str:
    """Show what was found, shortened, in one line."""
    shown = repr(text)
    return shown if len(shown) <= LONGEST_QUOTE else shown[: LONGEST_QUOTE - 4] + "...'"


# Rows of faultless tables by file, its time and its size: a validation asks for the same ones a thousand times.
_READ: dict[tuple[Path, int, int], list[Row]] = {}


class Tables:
    """The tables of a folder and the faults found in them.

    Parameters
    ----------
    folder : Path or None
        None is the folder of the package.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = FOLDER if folder is None else Path(folder)
        self._shown = SHOWN if folder is None else self.folder.as_posix()
        self.faults: list[str] = []
        self._loaded: dict[str, list[Row]] = {}
        own = ("table", "column", "kind", "low", "high", "allowed", "empty", "unit", "grade", "meaning")
        plain = [
            Column(n, "text", -math.inf, False, math.inf, (), n in ("low", "high", "allowed", "unit")) for n in own
        ]
        self._columns: dict[str, list[Column]] = {}
        for row in self._once("columns", plain):
            self._add_column(row)
        self.raise_faults()

    def _add_column(self, row: Row) -> None:
        try:
            low, high = (
                float(row[n].removeprefix(">")) if row[n] else s * math.inf for n, s in (("low", -1), ("high", 1))
            )
        except (AttributeError, ValueError):
            self.fault(
                "columns",
                row,
                "low",
                f"{row['low']}, {row['high']}",
                "two numbers or empty (low may have > before it)",
            )
            return
        if row["kind"] not in ("text", "number", "whole", "date", "choice"):
            self.fault("columns", row, "kind", row["kind"], "one of text, number, whole, date, choice")
            return
        allowed = tuple(row["allowed"].split("/")) if row["allowed"] else ()
        column = Column(
            row["column"], row["kind"], low, row["low"].startswith(">"), high, allowed, row["empty"] == "yes"
        )
        self._columns.setdefault(row["table"], []).append(column)

    def rows(self, table: str) -> list[Row]:
        """Rows of a table in file order; faults are collected, not raised."""
        if table not in self._loaded:
            columns = self._columns.get(table, [])
            if not columns:
                self.say("columns", f"table {table} is missing; its columns must be described")
            self._loaded[table] = self._once(table, columns) if columns else []
        return self._loaded[table]

    def _once(self, table: str, columns: list[Column]) -> list[Row]:
        """Load a table, or take what was read of the same file before; readers never change rows."""
        path = self.folder / f"{table}.csv"
        try:
            stat = path.stat()
        except OSError:
            return self._load(table, columns)
        key, n_faults = (path, stat.st_mtime_ns, stat.st_size), len(self.faults)
        if key not in _READ:
            rows = self._load(table, columns)
            if len(self.faults) > n_faults:
                return rows
            _READ[key] = rows
        return _READ[key]

    def say(self, table: str, text: str) -> None:
        """Note a fault of a whole table."""
        self.faults.append(f"{self._shown}/{table}.csv: {text}")

    def fault(self, table: str, row: Row, column: str, found: object, must_be: str) -> None:
        """Note a fault of one cell."""
        label = f" ({row.label})" if row.label else ""
        where = f"{self._shown}/{table}.csv row {row.number}{label}"
        self.faults.append(f"{where}: {column} is {quote(found)}; must be {must_be}")

    def raise_faults(self) -> None:
        """Raise everything noted so far.

        Raises
        ------
        InputError
            One line per fault.
        """
        if self.faults:
            raise InputError(list(self.faults))

    def _load(self, table: str, columns: list[Column]) -> list[Row]:
        lines = self._lines(table)
        if lines is None:
            return []
        header = lines[0] if lines else []
        known = {c.name: c for c in columns}
        for name in known:
            if header.count(name) != 1:
                self.say(table, f"column {name} is there {header.count(name)} times; must be there once")
        for name in dict.fromkeys(header):
            if name not in known:
                self.say(table, f"column {quote(name)} is not known; must be one of {', '.join(known)}")
        if len(lines) < 2:
            self.say(table, "has no rows; must have at least one")
        rows = []
        for number, cells in enumerate(lines[1:], start=2):
            if not cells:  # a blank line
                continue
            if len(cells) != len(header):
                self.faults.append(
                    f"{self._shown}/{table}.csv row {number}: has {len(cells)} fields; must have {len(header)}"
                )
                continue
            rows.append(self._parse(table, number, dict(zip(header, cells, strict=True)), known))
        self._find_twins(table, rows)
        return rows

    def _lines(self, table: str) -> list[list[str]] | None:
        try:
            text = (self.folder / f"{table}.csv").read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            self.say(table, "file not found; must be there")
        except OSError as error:
            self.say(table, f"cannot be read ({error.strerror}); must be a readable file")
        except UnicodeDecodeError as error:
            self.say(table, f"byte {error.start + 1} is not UTF-8; must be saved as UTF-8")
        else:
            try:
                return list(csv.reader(io.StringIO(text, newline=""), strict=True))
            except csv.Error as error:
                self.say(table, f"is not a CSV table ({error}); must be comma separated with quotes in pairs")
        return None

    def _parse(self, table: str, number: int, cells: dict[str, str], known: dict[str, Column]) -> Row:
        row = Row.fromkeys(known)
        row.number = number
        row.label = ", ".join(cells.get(name, "") for name in KEYS[table])
        for name, text in cells.items():
            if name in known:
                try:
                    row[name] = known[name].parse(text)
                except ValueError:
                    self.fault(table, row, name, text, known[name].must_be)
        return row

    def _find_twins(self, table: str, rows: list[Row]) -> None:
        first: dict[tuple, Row] = {}
        for row in rows:
            key = tuple(row[name] for name in KEYS[table])
            if key in first and None not in key:
                self.fault(
                    table, row, " and ".join(KEYS[table]), row.label,
                    f"different from that of every other row (row {first[key].number} has it too)",
                )  # fmt: skip
            first.setdefault(key, row)

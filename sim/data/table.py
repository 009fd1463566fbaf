"""Load and check one CSV table: every cell against its line in ``columns.csv``, every fault collected."""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from sim import extend
from sim.data.column import Column
from sim.data.held import once
from sim.data.sheet import read_sheet
from sim.errors import Fault, InputError, fault

FOLDER = Path(__file__).resolve().parent
Stamp: TypeAlias = tuple[str, Path, int, int]  # a file as messages name it and as it is, its time and its size
SHOWN = "sim/data"  # how messages name the folder above, wherever the package is installed
LONGEST_QUOTE = 60
KINDS = ("text", "number", "whole", "date", "choice")  # of columns
TOLERANCE = 1e-9  # of sums of shares

# Columns that tell the rows of a table apart.
KEYS = {
    "cities": ("city_id",),
    "household_expenditure": ("table", "population", "year", "item"),
    "sectors": ("sector",),
    "online": ("sector",),
    "sector_items": ("sector", "item"),
    "seasons": ("sector", "week_of_year"),
    "spring_festival": ("year",),
    "kinds": ("kind",),
    "levels": ("level",),
    "departments": ("department",),
    "pilot": ("name",),
    "parameters": ("name",),
    "priors": ("parameter",),
    "columns": ("table", "column"),
}
EXTENDED = ("cities", "kinds")  # tables that extensions and planners may add rows to


class Row(dict[str, Any]):
    """Cells of one row by column; ``None`` where a cell is empty or faulty.

    Attributes
    ----------
    number : int
        As a spreadsheet counts, the header is row 1.
    label : str
        Its key.
    file : str
        As messages name it.
    extension : str
        Package that adds the row, or the folder of scenarios that has the table; empty for ours.
    """

    number = 0
    label = file = extension = ""


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


# Rows of faultless tables: a validation asks for the same ones a thousand times.
_READ: dict[Stamp, list[Row]] = {}
_DESCRIBED: dict[Stamp | None, dict[str, list[Column]]] = {}  # columns of all tables, by their file


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
        self._extension = ""
        self.faults: list[Fault] = []
        self._loaded: dict[str, list[Row]] = {}
        self._columns: dict[str, list[Column]] = _DESCRIBED.get(self._stamp("columns"), {})
        if not self._columns:
            self._describe()

    def _describe(self) -> None:
        """Read what the columns of every table hold."""
        own = ("table", "column", "kind", "low", "high", "allowed", "empty", "unit", "grade", "meaning")
        plain = [
            Column(n, "text", -math.inf, False, math.inf, (), n in ("low", "high", "allowed", "unit")) for n in own
        ]
        for row in self._once("columns", plain):
            self._add_column(row)
        self.raise_faults()
        _DESCRIBED[self._stamp("columns")] = self._columns

    def _add_column(self, row: Row) -> None:
        try:
            low, high = (
                float(row[n].removeprefix(">")) if row[n] else s * math.inf for n, s in (("low", -1), ("high", 1))
            )
        except (AttributeError, ValueError):
            self.fault("columns", row, "low", f"{row['low']}, {row['high']}", fault("data-must-bounds"))
            return
        if row["kind"] not in KINDS:
            self.fault("columns", row, "kind", row["kind"], fault("data-must-one-of", allowed=", ".join(KINDS)))
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
                self.say("columns", fault("data-not-described", table=table))
            own = self._once(table, columns) if columns else []
            self._loaded[table] = own + self._added(table, columns, own)
        return self._loaded[table]

    def _added(self, table: str, columns: list[Column], own: list[Row]) -> list[Row]:
        """Rows that extensions and planners add to a table of the package, by the same checks."""
        rows: list[Row] = []
        for package, path in extend.tables(table).items() if self._shown == SHOWN and table in EXTENDED else ():
            there = copy.copy(self)  # shares the columns and the list of faults
            there.folder, there._extension = path.parent, package
            there._shown = package if package in extend.beside() else path.parent.as_posix()
            rows += there._once(table, columns)
        self._find_twins(table, rows, own)
        return rows

    def _once(self, table: str, columns: list[Column]) -> list[Row]:
        """Load a table, or take what was read of the same file before; readers never change rows."""
        path = self.folder / f"{table}.csv"
        if path.is_symlink() and not path.resolve().is_relative_to(self.folder.resolve()):
            self.say(table, fault("data-link"))
            return []
        key, n_faults = self._stamp(table), len(self.faults)
        if key is None:
            return self._load(table, columns)
        if key not in _READ:
            rows = self._load(table, columns)
            if len(self.faults) > n_faults:
                return rows
            _READ[key] = rows
        return _READ[key]

    def _stamp(self, table: str) -> Stamp | None:
        """A file as it is now, by the name that messages give it; None if it cannot be read."""
        path = self.folder / f"{table}.csv"
        try:
            stat = once("state", path, path.stat)
        except OSError:
            return None
        return self._shown, path, stat.st_mtime_ns, stat.st_size

    def say(self, table: str, what: Fault) -> None:
        """Note a fault of a whole table."""
        self.faults.append(fault("data-table", file=f"{self._shown}/{table}.csv", what=what))

    def fault(self, table: str, row: Row, column: str, found: object, must_be: str | Fault) -> None:
        """Note a fault of one cell."""
        where = fault("data-row", file=row.file, row=row.number)
        if row.label:
            where = fault("data-row-named", file=row.file, row=row.number, label=row.label)
        self.faults.append(fault("data-cell", where=where, column=column, found=quote(found), must=must_be))

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
        known = {c.name: c for c in columns}
        sheet = read_sheet(self.folder / f"{table}.csv", known)
        if isinstance(sheet, Fault):
            self.say(table, sheet)
            return []
        for name in known:
            if sheet.header.count(name) != 1:
                self.say(table, fault("data-column-count", column=name, n=sheet.header.count(name)))
        for name in dict.fromkeys(sheet.header):
            if name not in known:
                self.say(table, fault("data-column-unknown", column=quote(name), known=", ".join(known)))
        if not sheet.rows:
            self.say(table, fault("data-no-rows"))
        rows = []
        for number, cells in sheet.rows:
            if len(cells) != len(sheet.header):
                where = fault("data-row", file=f"{self._shown}/{table}.csv", row=number)
                self.faults.append(fault("data-fields", where=where, n=len(cells), wanted=len(sheet.header)))
                continue
            rows.append(self._parse(table, number, dict(zip(sheet.header, cells, strict=True)), known))
        self._find_twins(table, rows)
        return rows

    def _parse(self, table: str, number: int, cells: dict[str, str], known: dict[str, Column]) -> Row:
        row = Row(dict.fromkeys(known))
        row.number, row.file, row.extension = number, f"{self._shown}/{table}.csv", self._extension
        row.label = ", ".join(cells.get(name, "") for name in KEYS[table])
        for name, text in cells.items():
            if name in known:
                try:
                    row[name] = known[name].parse(text)
                except ValueError:
                    self.fault(table, row, name, text, known[name].must_be_for(text))
        return row

    def _find_twins(self, table: str, rows: list[Row], known: Sequence[Row] = ()) -> None:
        """Note rows whose key another row of the file has, or one that is known."""
        first: dict[tuple[object, ...], Row] = {}
        for row in (*known, *rows):
            key = tuple(row[name] for name in KEYS[table])
            twin = first.setdefault(key, row)
            if twin is not row and None not in key and (twin.file != row.file or not known):
                other = fault("data-must-differ-from", row=twin.number, file=twin.file)
                if twin.file == row.file:
                    other = fault("data-must-differ", row=twin.number)
                self.fault(table, row, " and ".join(KEYS[table]), row.label, other)

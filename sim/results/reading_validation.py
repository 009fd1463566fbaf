"""The folder of a validation run, read back and checked: validation.csv, manifest.json, tables beside them."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sim.errors import InputError
from sim.results.reading import fault_line, read_manifest
from sim.results.validation import INSIDE, MISSING, OUTSIDE, VERDICTS, Run

if TYPE_CHECKING:
    import pandas as pd

MANIFEST = {
    "version": str, "seed": int, "replicates": int, "settings": dict, "data": dict, "targets": dict,
    "parameters": dict, "unpinned": list,
}  # fmt: skip
COMPARISON = ("summary.csv", "effects.parquet")
MOST_SHOWN = 3  # faulty rows of one column that are named
ROUNDING = 1e-9  # of a value written to a file and read back


class Columns(NamedTuple):
    """Columns of a table: text, numbers, which must be filled, and which together are unlike in every row."""

    text: tuple[str, ...]
    numbers: tuple[str, ...]
    filled: tuple[str, ...]
    key: tuple[str, ...]


TABLES = {
    "validation": Columns(
        ("id", "statistic", "verdict", "experiment", "why_not"),
        ("published", "low", "high", "model", "se"),
        ("id", "verdict"),
        ("id",),
    ),
    "identification": Columns(
        ("parameter", "id"), ("sensitivity",), ("parameter", "id"), ("parameter", "id")
    ),
    "recovery": Columns(
        ("set", "parameter"),
        ("true", "estimate", "low", "high"),
        ("set", "parameter", "true", "estimate"),
        ("set", "parameter"),
    ),
    "scale": Columns(("measure",), ("weight", "value", "se"), ("measure", "weight", "value"), ("weight", "measure")),
}  # fmt: skip


def is_validation(folder: Path) -> bool:
    """Whether a folder holds a validation run: its manifest says so, or else its tables do."""
    folder = Path(folder)
    try:
        kind = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["kind"]
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        kind = None
    if kind is not None:
        return kind == "validation"
    return (folder / "validation.csv").is_file() and not any((folder / name).is_file() for name in COMPARISON)


def read_run(folder: Path) -> Run:
    """Read the folder of a validation run.

    Parameters
    ----------
    folder : Path
        With validation.csv and manifest.json, and identification.csv, recovery.csv and scale.csv if they were made.

    Raises
    ------
    InputError
        Naming each file that is missing or damaged, what is wrong with it, and what is allowed.
    """
    folder = Path(folder)
    needed = [folder / "validation.csv", folder / "manifest.json"]
    missing = [
        f"{path}: no such file; the folder of a validation run holds it" for path in needed if not path.is_file()
    ]
    if missing:
        raise InputError(missing)
    tables = {name: read_table(folder / f"{name}.csv", columns) for name, columns in TABLES.items()}
    table = tables.pop("validation")
    faults = _faulty_rows(table, needed[0])
    if faults:
        raise InputError(faults)
    return Run(folder, table.set_index("id"), _manifest(needed[1]), **tables)


def read_table(path: Path, columns: Columns) -> pd.DataFrame | None:
    """Read one table and check its cells; None where there is none.

    Parameters
    ----------
    path : Path
    columns : Columns

    Raises
    ------
    InputError
        With one line for every fault.
    """
    import pandas as pd

    if not path.is_file():
        return None
    try:  # "none" and "NA" are fine names
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError, OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as a table: {fault_line(error)}") from None
    lacking = [name for name in (*columns.text, *columns.numbers) if name not in frame.columns]
    if lacking:
        needed = ", ".join((*columns.text, *columns.numbers))
        raise InputError(
            f"{path}: lacks {'column' if len(lacking) == 1 else 'columns'} {', '.join(lacking)}; needed: {needed}"
        )
    if frame.empty:
        raise InputError(f"{path}: holds no row; at least one is needed")
    frame = frame.apply(lambda column: column.str.strip())
    faults = _empty_or_doubled(frame, path, columns)
    for name in columns.numbers:
        numbers = pd.to_numeric(frame[name].where(frame[name] != "", "nan"), errors="coerce").astype(float)
        wrong = frame[name][(frame[name] != "") & ~numbers.abs().lt(math.inf)]
        faults += [
            f"{path}: line {row + 2}: column {name}: {text!r}; a finite number or nothing is allowed"
            for row, text in wrong.head(MOST_SHOWN).items()
        ]
        frame[name] = numbers
    if faults:
        raise InputError(faults)
    return frame


def _empty_or_doubled(frame: pd.DataFrame, path: Path, columns: Columns) -> list[str]:
    faults = []
    for name in columns.filled:
        empty = frame.index[frame[name] == ""]
        faults += [f"{path}: line {row + 2}: column {name}: empty; needed in every row" for row in empty[:MOST_SHOWN]]
    doubled = frame[frame.duplicated(list(columns.key))]
    for row, entry in doubled.head(MOST_SHOWN).iterrows():
        words = ", ".join(f"{name} {entry[name]}" for name in columns.key)
        faults.append(f"{path}: line {row + 2}: {words}: stands twice; one row is allowed")
    return faults


def _faulty_rows(table: pd.DataFrame, path: Path) -> list[str]:
    """Every verdict is one of the four and follows from the numbers of its row."""
    faults = []
    for row in table.itertuples():
        where = f"{path}: line {row.Index + 2} ({row.id})"
        known = not math.isnan(row.model)
        if row.verdict not in VERDICTS:
            faults.append(f"{where}: column verdict: {row.verdict!r}; allowed: {', '.join(VERDICTS)}")
        elif row.low > row.high:
            faults.append(f"{where}: column low: {row.low:g} is above high, {row.high:g}; at most high is allowed")
        elif row.se < 0:
            faults.append(f"{where}: column se: {row.se:g}; at least 0 or nothing is allowed")
        elif row.verdict == MISSING and (known or not math.isnan(row.se)):
            faults.append(f"{where}: columns model, se: filled; must be empty where the verdict is {MISSING}")
        elif row.verdict == MISSING and not row.why_not:
            faults.append(f"{where}: column why_not: empty; must say why a finding is {MISSING}")
        elif row.verdict in (INSIDE, OUTSIDE):
            faults += [f"{where}: {fault}" for fault in _contradictions(row, known)]
    return faults


def _contradictions(row, known: bool) -> list[str]:
    if not known:
        return [f"column model: empty; a number is needed where the verdict is {row.verdict}"]
    if math.isnan(row.low) and math.isnan(row.high):
        return [f"columns low, high: both empty; a bound is needed where the verdict is {row.verdict}"]
    slack = ROUNDING * max(abs(row.model), 1e-9)
    beyond = max(row.low - row.model if row.low == row.low else -math.inf,
                 row.model - row.high if row.high == row.high else -math.inf)  # fmt: skip
    is_wrong = beyond > slack if row.verdict == INSIDE else beyond < -slack
    return [f"column verdict: {row.verdict}, which model, low and high contradict"] if is_wrong else []


def _manifest(path: Path) -> dict:
    manifest = read_manifest(path)
    faults = [f"{path}: lacks key {key}; needed: {', '.join(MANIFEST)}" for key in MANIFEST if key not in manifest]
    faults += [
        f"{path}: {key}: {type(manifest[key]).__name__} found, {kind.__name__} needed"
        for key, kind in MANIFEST.items()
        if key in manifest and not isinstance(manifest[key], kind)
    ]
    if faults:
        raise InputError(faults)
    for key in ("targets", "parameters"):
        faults += [
            f"{path}: {key}.{name}: {type(entry).__name__} found, dict needed"
            for name, entry in manifest[key].items()
            if not isinstance(entry, dict)
        ]
    faults += [
        f"{path}: unpinned[{k}]: lacks name; needed: name, share"
        for k, entry in enumerate(manifest["unpinned"])
        if not isinstance(entry, dict) or "name" not in entry
    ]
    groups = manifest.get("must_match", {})
    if not isinstance(groups, dict) or not all(isinstance(ids, list) for ids in groups.values()):
        faults.append(f"{path}: must_match: names of groups with lists of ids are needed")
    if faults:
        raise InputError(faults)
    return manifest

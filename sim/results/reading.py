"""A results folder, read back and checked: summary.csv, effects.parquet, manifest.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import InputError
from sim.results.comparison import PARTS, Results

if TYPE_CHECKING:
    import pandas as pd

FILES = ("summary.csv", "effects.parquet", "manifest.json")
SUMMARY_TEXT = ("allocation",)
SUMMARY_NUMBERS = (
    "public_yuan", "net_yuan", "net_per_yuan", "se", "ci_low", "ci_high", "gross_per_yuan", "additionality",
    "leverage", "unspent_share", "n_replicates",
)  # fmt: skip
EFFECTS_TEXT = ("allocation", "measure", "dimension", "city", "sector", "direction", "group")
EFFECTS_NUMBERS = ("quintile", "week", "replicate", "value", "se", "ci_low", "ci_high")
MANIFEST = {
    "version": str, "code_version": str, "command": str, "created_utc": str, "seed": int, "replicates": int,
    "wall_seconds": (int, float), "cities": list, "allocations": list, "configs": dict, "data_sha256": dict,
    "versions": dict, "calendar": dict, "parameters": list, "envelope_yuan": (int, float),
}  # fmt: skip
# What is read here itself; whatever else a folder holds, its manifest says (``measures``, since version 0.5).
NEEDED = {"total": ("gross_yuan", "net_per_yuan", *PARTS), "replicate": ("net_yuan", "public_yuan")}
# The parts are sums of the same numbers in another order: only rounding may separate them.
ADDS_UP = 1e-6


def read_results(folder: Path) -> Results:
    """Read a results folder.

    Parameters
    ----------
    folder : Path
        With summary.csv, effects.parquet and manifest.json.

    Raises
    ------
    InputError
        Naming each file that is missing or damaged, and what is wrong with it.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder of results")
    paths = [folder / name for name in FILES]
    missing = [f"{path}: no such file; a results folder holds it" for path in paths if not path.is_file()]
    if missing:
        raise InputError(missing)
    results = Results(folder, _summary(paths[0]), _effects(paths[1]), _manifest(paths[2]))
    _agree(results, *paths)
    return results


def _checked(frame: pd.DataFrame, path: Path, text: tuple, numbers: tuple) -> pd.DataFrame:
    """Columns are there, text is text and numbers are finite numbers or empty."""
    import numpy as np
    import pandas as pd

    lacking = [name for name in (*text, *numbers) if name not in frame.columns]
    if lacking:
        raise InputError(f"{path}: lacks {'column' if len(lacking) == 1 else 'columns'} {', '.join(lacking)}")
    frame = frame.assign(**{name: frame[name].astype(object) for name in text})
    for name in numbers:
        try:
            column = pd.to_numeric(frame[name]).astype(float)
        except (TypeError, ValueError) as error:
            raise InputError(f"{path}: column {name}: not a number: {error}") from None
        if np.isinf(column).any():
            raise InputError(f"{path}: column {name}: infinite; a finite number or nothing is allowed")
        frame[name] = column
    return frame


def _summary(path: Path) -> pd.DataFrame:
    import pandas as pd

    try:  # "none" and "NA" are fine names for an allocation
        frame = pd.read_csv(path, dtype={"allocation": str}, keep_default_na=False, na_values=[""])
    except (
        pd.errors.ParserError,
        pd.errors.EmptyDataError,
        UnicodeDecodeError,
        OSError,
        ValueError,
    ) as error:
        raise InputError(f"{path}: cannot be read as a table: {fault_line(error)}") from None
    frame = _checked(frame, path, SUMMARY_TEXT, SUMMARY_NUMBERS)
    problems = []
    if frame.empty:
        problems.append(f"{path}: holds no allocation")
    if frame.allocation.isna().any() or frame.allocation.duplicated().any():
        problems.append(f"{path}: column allocation: every row needs a name of its own")
    problems += [
        f"{path}: column {name}: empty; a number is needed in every row"
        for name in ("public_yuan", "net_yuan", "n_replicates")
        if frame[name].isna().any()
    ]
    if problems:
        raise InputError(problems)
    return frame.set_index("allocation")


def _effects(path: Path) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa

    try:
        frame = pd.read_parquet(path)
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        raise InputError(f"{path}: cannot be read as parquet: {fault_line(error)}") from None
    if "group" not in frame.columns:  # older results have no such cells
        frame = frame.assign(group=None)
    frame = _checked(frame, path, EFFECTS_TEXT, EFFECTS_NUMBERS)
    cells = [name for name in (*EFFECTS_TEXT, *EFFECTS_NUMBERS[:3]) if name in frame.columns]
    twice = frame[frame.duplicated(cells)]
    if len(twice):
        row = twice.iloc[0]
        raise InputError(f"{path}: two rows for {row.allocation}, {row.dimension} {row.measure}; one is allowed")
    return frame


def _manifest(path: Path) -> dict:
    manifest = read_manifest(path)
    problems = [f"{path}: lacks key {key}" for key in MANIFEST if key not in manifest]
    problems += [
        f"{path}: {key}: {type(manifest[key]).__name__} found, {getattr(kind, '__name__', 'number')} needed"
        for key, kind in MANIFEST.items()
        if key in manifest and not isinstance(manifest[key], kind)
    ]
    if problems:
        raise InputError(problems)
    for key, needed in (("cities", ("id", "name", "listed")), ("parameters", ("name", "value", "grade"))):
        for k, entry in enumerate(manifest[key]):
            lacking = [n for n in needed if not isinstance(entry, dict) or n not in entry]
            if lacking:
                raise InputError(f"{path}: {key}[{k}]: lacks {', '.join(lacking)}")
    for key in ("measures", "vocabulary"):
        if not _is_table_of_lists(manifest.get(key, {})):
            raise InputError(f"{path}: {key}: lists by name are needed")
    lacking = [n for n in ("start_date", "weeks_pilot", "weeks_after") if n not in manifest["calendar"]]
    if lacking:
        raise InputError(f"{path}: calendar: lacks {', '.join(lacking)}")
    return manifest


def _is_table_of_lists(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, list) for one in value.values())


def _agree(results: Results, summary: Path, effects: Path, manifest: Path) -> None:
    """The three files speak of the same allocations, and the parts of the gross add up."""
    problems = []
    if list(results.manifest["allocations"]) != results.labels:
        problems.append(f"{manifest}: allocations: not those of {summary.name}: {', '.join(results.labels)}")
    have = set(zip(*(results.effects[c] for c in ("allocation", "dimension", "measure")), strict=True))
    said = results.manifest.get("measures", {})
    needed = dict.fromkeys((d, m) for table in (NEEDED, said) for d, measures in table.items() for m in measures)
    for label in results.active:
        lacking = [f"{d} {m}" for d, m in needed if (label, d, m) not in have]
        if lacking:
            problems.append(f"{effects}: no rows for {label}: {', '.join(lacking)}")
        if label in results.funded and results.summary.net_per_yuan.isna()[label]:
            problems.append(f"{summary}: net_per_yuan of {label}: empty; {label} spends money")
    if problems:
        raise InputError(problems)
    for label in results.active:
        gross, *parts = (results.total(label, measure) for measure in ("gross_yuan", *PARTS))
        if not abs(gross - sum(parts)) <= ADDS_UP * max(*map(abs, (gross, *parts)), 1.0):
            problems.append(
                f"{effects}: parts of the gross of {label} sum to {sum(parts):.10g} yuan, not to {gross:.10g}"
            )
    if problems:
        raise InputError(problems)


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

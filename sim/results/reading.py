"""A results folder, read back and checked: summary.csv, effects.parquet, manifest.json."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from sim.errors import Fault, InputError, fault
from sim.results.comparison import PARTS, Results
from sim.results.files import parsed, read_manifest, refuse_missing

if TYPE_CHECKING:
    import pandas as pd

Names: TypeAlias = "tuple[str, ...]"
FILES = ("summary.csv", "effects.parquet", "manifest.json")
SUMMARY_TEXT = ("allocation",)
SUMMARY_NUMBERS = (
    "public_yuan", "net_yuan", "net_per_yuan", "se", "ci_low", "ci_high", "gross_per_yuan", "additionality",
    "leverage", "unspent_share", "n_replicates",
)  # fmt: skip
ONLINE_PART = "displaced_online_yuan"
EFFECTS_TEXT = ("allocation", "measure", "dimension", "city", "sector", "direction", "group")
EFFECTS_PLACES = ("quintile", "week", "replicate")
EFFECTS_NUMBERS = (*EFFECTS_PLACES, "value", "se", "ci_low", "ci_high")
Kinds: TypeAlias = "dict[str, type | tuple[type, ...]]"  # of the values of a manifest, by key
MANIFEST: Kinds = {
    "version": str, "code_version": str, "command": str, "created_utc": str, "seed": int, "replicates": int,
    "wall_seconds": (int, float), "cities": list, "allocations": list, "configs": dict, "data_sha256": dict,
    "versions": dict, "calendar": dict, "parameters": list, "envelope_yuan": (int, float),
}  # fmt: skip
NEWER: Kinds = {  # since version 0.5
    "without_effect": list, "origins": dict, "pays_by_score": list, "stopping": dict, "failed": list,
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
        raise InputError("results-no-folder", folder=folder)
    paths = summary, effects, manifest = [folder / name for name in FILES]
    refuse_missing(paths, "comparison")
    results = Results(folder, _summary(summary), _effects(effects), _manifest(manifest))
    _agree(results, *paths)
    return results


def _checked(frame: pd.DataFrame, path: Path, text: Names, numbers: Names) -> pd.DataFrame:
    """Columns are there, text is text and numbers are finite numbers or empty."""
    import numpy as np
    import pandas as pd

    lacking = [name for name in (*text, *numbers) if name not in frame.columns]
    if lacking:
        raise InputError("results-lacks-columns", path=path, n=len(lacking), columns=", ".join(lacking))
    frame = frame.assign(**{name: frame[name].astype(object) for name in text})
    for name in numbers:
        try:
            column = pd.to_numeric(frame[name]).astype(float)
        except (TypeError, ValueError):
            raise InputError("results-no-numbers", path=path, column=name) from None
        if np.isinf(column).any():
            raise InputError("results-infinite", path=path, column=name)
        frame[name] = column
    return frame


def _summary(path: Path) -> pd.DataFrame:
    import pandas as pd

    def read(content: bytes) -> pd.DataFrame:  # "none" and "NA" are fine names for an allocation
        return pd.read_csv(io.BytesIO(content), dtype={"allocation": str}, keep_default_na=False, na_values=[""])

    frame = parsed(path, "results-no-table", read)
    frame = _checked(frame, path, SUMMARY_TEXT, SUMMARY_NUMBERS)
    problems = []
    if frame.empty:
        problems.append(fault("results-no-allocation", path=path))
    if frame.allocation.isna().any() or frame.allocation.duplicated().any():
        problems.append(fault("results-own-names", path=path))
    problems += [
        fault("results-empty-number", path=path, column=name)
        for name in ("public_yuan", "net_yuan", "n_replicates")
        if frame[name].isna().any()
    ]
    if problems:
        raise InputError(problems)
    return frame.set_index("allocation")


def _effects(path: Path) -> pd.DataFrame:
    import pandas as pd

    frame = parsed(path, "results-no-parquet", lambda content: pd.read_parquet(io.BytesIO(content)))
    if "group" not in frame.columns:  # older results have no such cells
        frame = frame.assign(group=None)
    frame = _checked(frame, path, EFFECTS_TEXT, EFFECTS_NUMBERS)
    cells = [name for name in (*EFFECTS_TEXT, *EFFECTS_PLACES) if name in frame.columns]
    twice = frame[frame.duplicated(cells)]
    if len(twice):
        row = twice.iloc[0]
        said = {name: row[name] for name in ("allocation", "dimension", "measure")}
        raise InputError("results-two-rows", path=path, **said)
    return _with_online(frame)


def _with_online(frame: pd.DataFrame) -> pd.DataFrame:
    """Older results know of no online sales: nothing was taken from them."""
    import pandas as pd

    if (frame.measure == ONLINE_PART).any():
        return frame
    beside = frame[(frame.dimension == "total") & (frame.measure == PARTS[1])]
    none = beside.assign(measure=ONLINE_PART, **dict.fromkeys(("value", "se", "ci_low", "ci_high"), 0.0))
    return pd.concat([frame, none], ignore_index=True)


def wrong_types(manifest: dict[str, Any], kinds: Kinds, path: Path) -> list[Fault]:
    """Values of a manifest that are there and not of the kind that they must be."""
    return [
        fault(
            "results-wrong-type", path=path, key=key,
            needed=kind.__name__ if isinstance(kind, type) else "number",
        )
        for key, kind in kinds.items()
        if key in manifest and not isinstance(manifest[key], kind)
    ]  # fmt: skip


def manifest_of(path: Path, kinds: Kinds) -> dict[str, Any]:
    """Read the manifest of a study, which must hold every key with a value of its kind.

    Raises
    ------
    InputError
        With one line for every key that it lacks.
    """
    manifest = read_manifest(path)
    if wrong := [key for key, kind in kinds.items() if not isinstance(manifest.get(key), kind)]:
        raise InputError([fault("results-lacking", path=path, key=key) for key in wrong])
    return manifest


def check_fields(manifest: Mapping[str, Any], key: str, needed: Names, path: Path) -> None:
    """Check that every entry of a list in a manifest has some fields.

    Raises
    ------
    InputError
        About the first entry that has not.
    """
    for k, entry in enumerate(manifest[key]):
        if lacking := [name for name in needed if not isinstance(entry, dict) or name not in entry]:
            raise InputError("results-lacks-fields", path=path, key=f"{key}[{k}]", fields=", ".join(lacking))


def _manifest(path: Path) -> dict[str, Any]:
    manifest = read_manifest(path)
    problems = [fault("results-lacks-key", path=path, key=key) for key in MANIFEST if key not in manifest]
    problems += wrong_types(manifest, MANIFEST | NEWER, path)
    if problems:
        raise InputError(problems)
    for key, needed in (("cities", ("id", "name", "listed")), ("parameters", ("name", "value", "grade"))):
        check_fields(manifest, key, needed, path)
    for key in ("measures", "vocabulary"):
        if not _is_table_of_lists(manifest.get(key, {})):
            raise InputError("results-lists", path=path, key=key)
    lacking = [n for n in ("start_date", "weeks_pilot", "weeks_after") if n not in manifest["calendar"]]
    if lacking:
        raise InputError("results-lacks-fields", path=path, key="calendar", fields=", ".join(lacking))
    return manifest


def _is_table_of_lists(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, list) for one in value.values())


def _agree(results: Results, summary: Path, effects: Path, manifest: Path) -> None:
    """The three files speak of the same allocations, and the parts of the gross add up."""
    problems = []
    if list(results.manifest["allocations"]) != results.labels:
        labels = ", ".join(results.labels)
        problems.append(fault("results-other-allocations", path=manifest, summary=summary.name, allocations=labels))
    have = set(zip(*(results.effects[c] for c in ("allocation", "dimension", "measure")), strict=True))
    said = results.manifest.get("measures", {})
    needed = dict.fromkeys((d, m) for table in (NEEDED, said) for d, measures in table.items() for m in measures)
    for label in results.active:
        lacking = [f"{d} {m}" for d, m in needed if (label, d, m) not in have]
        if lacking:
            problems.append(
                fault("results-lacks-measures", path=effects, allocation=label, measures=", ".join(lacking))
            )
        if label in results.funded and math.isnan(results.of_summary(label, "net_per_yuan")):
            problems.append(fault("results-spends", path=summary, allocation=label))
    if problems:
        raise InputError(problems)
    for label in results.active:
        gross, *parts = (results.total(label, measure) for measure in ("gross_yuan", *PARTS))
        if not abs(gross - sum(parts)) <= ADDS_UP * max(*map(abs, (gross, *parts)), 1.0):
            said = {"sum": f"{sum(parts):.10g}", "gross": f"{gross:.10g}"}
            problems.append(fault("results-parts", path=effects, allocation=label, **said))
    if problems:
        raise InputError(problems)

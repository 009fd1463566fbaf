"""The folder of a validation run, read back and checked: validation.csv, manifest.json, tables beside them."""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.errors import Fault, InputError, fault
from sim.results.files import parsed, read_manifest, refuse_missing
from sim.results.reading import Kinds, wrong_types
from sim.results.validation import INSIDE, MISSING, OUTSIDE, VERDICTS, Run

if TYPE_CHECKING:
    import pandas as pd

MANIFEST: Kinds = {
    "version": str, "seed": int, "replicates": int, "configs": dict, "data_sha256": dict, "targets": dict,
    "parameters": list, "unpinned": list,
}  # fmt: skip
MOST_SHOWN = 3  # faulty rows of one column that are named
ROUNDING = 1e-9  # of a value written to a file and read back


class Columns(NamedTuple):
    """Columns of a table: text, numbers, which must be filled, and which together are unlike in every row."""

    text: tuple[str, ...]
    numbers: tuple[str, ...]
    filled: tuple[str, ...]
    key: tuple[str, ...]


FINDINGS = Columns(
    ("id", "statistic", "verdict", "experiment", "why_not"),
    ("published", "low", "high", "model", "se"),
    ("id", "verdict"),
    ("id",),
)
TABLES = {  # all but the first only where they were made
    "validation": FINDINGS,
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
    findings, manifest = folder / "validation.csv", folder / "manifest.json"
    refuse_missing((findings, manifest), "validation")
    table = read_table(findings, FINDINGS)
    tables = {
        name: read_table(path, columns)
        for name, columns in TABLES.items()
        if name != "validation"
        if (path := folder / f"{name}.csv").is_file()
    }
    faults = _faulty_rows(table, findings)
    if faults:
        raise InputError(faults)
    return Run(folder, table.set_index("id"), _manifest(manifest), **tables)


def read_table(path: Path, columns: Columns) -> pd.DataFrame:
    """Read one table and check its cells.

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

    def read(content: bytes) -> pd.DataFrame:  # "none" and "NA" are fine names
        return pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)

    frame = parsed(path, "results-no-table", read)
    needed = (*columns.text, *columns.numbers)
    lacking = [name for name in needed if name not in frame.columns]
    if lacking:
        said = {"columns": ", ".join(lacking), "needed": ", ".join(needed)}
        raise InputError("results-lacks-columns-needed", path=path, n=len(lacking), **said)
    if frame.empty:
        raise InputError("results-no-row", path=path)
    frame = frame.assign(**{str(name): frame[name].str.strip() for name in frame})
    faults = _empty_or_doubled(frame, path, columns)
    for name in columns.numbers:
        numbers = pd.to_numeric(frame[name].where(frame[name] != "", "nan"), errors="coerce").astype(float)
        wrong = (frame[name] != "") & ~numbers.abs().lt(math.inf)
        faults += [
            fault("results-bad-number", path=path, line=row + 2, column=name, text=repr(frame[name].iloc[row]))
            for row in _first(wrong)
        ]
        frame[name] = numbers
    if faults:
        raise InputError(faults)
    return frame


def _first(wrong: pd.Series[bool]) -> list[int]:
    """Positions of the first rows that are wrong."""
    return [int(row) for row in wrong.to_numpy().nonzero()[0][:MOST_SHOWN]]


def _empty_or_doubled(frame: pd.DataFrame, path: Path, columns: Columns) -> list[Fault]:
    faults = []
    for name in columns.filled:
        empty = _first(frame[name] == "")
        faults += [fault("results-empty-cell", path=path, line=row + 2, column=name) for row in empty]
    for row in _first(frame.duplicated(list(columns.key))):
        words = ", ".join(f"{name} {frame[name].iloc[row]}" for name in columns.key)
        faults.append(fault("results-row-twice", path=path, line=row + 2, row=words))
    return faults


class _Finding(NamedTuple):
    """What of a row of validation.csv must agree."""

    id: str
    verdict: str
    why_not: str
    low: float
    high: float
    model: float
    se: float

    @property
    def fault(self) -> tuple[str, dict[str, str]] | None:
        """Key and values of what is wrong with it; None if all is well."""
        known, said = not math.isnan(self.model), {"verdict": self.verdict}
        if self.verdict not in VERDICTS:
            return "results-verdict-unknown", {"verdict": repr(self.verdict), "allowed": ", ".join(VERDICTS)}
        if self.low > self.high:
            return "results-verdict-range", {"low": f"{self.low:g}", "high": f"{self.high:g}"}
        if self.se < 0:
            return "results-verdict-se", {"se": f"{self.se:g}"}
        if self.verdict == MISSING and (known or not math.isnan(self.se)):
            return "results-verdict-filled", said
        if self.verdict == MISSING and not self.why_not:
            return "results-verdict-why", said
        if self.verdict not in (INSIDE, OUTSIDE):
            return None
        if not known:
            return "results-verdict-model", said
        if math.isnan(self.low) and math.isnan(self.high):
            return "results-verdict-bounds", said
        return ("results-verdict-contradicted", said) if self._is_contradicted else None

    @property
    def _is_contradicted(self) -> bool:
        slack = ROUNDING * max(abs(self.model), 1e-9)
        beyond = [end for end in (self.low - self.model, self.model - self.high) if not math.isnan(end)]
        return max(beyond) > slack if self.verdict == INSIDE else max(beyond) < -slack


def _faulty_rows(table: pd.DataFrame, path: Path) -> list[Fault]:
    """Every verdict is one of the four and follows from the numbers of its row."""
    rows = (_Finding(*row) for row in zip(*(table[name] for name in _Finding._fields), strict=True))
    found = ((line, row.id, *row.fault) for line, row in enumerate(rows, start=2) if row.fault)
    return [fault(key, path=path, line=line, id=id_, **values) for line, id_, key, values in found]


def _manifest(path: Path) -> dict[str, Any]:
    manifest = read_manifest(path)
    if "settings" in manifest and "configs" not in manifest:  # until 0.4 its keys were not those of other manifests
        raise InputError("results-old-validation", path=path, version=manifest.get("version", ""))
    needed = ", ".join(MANIFEST)
    faults = [
        fault("results-lacks-key-needed", path=path, key=key, needed=needed) for key in MANIFEST if key not in manifest
    ]
    faults += wrong_types(manifest, MANIFEST, path)
    if faults:
        raise InputError(faults)
    for key in ("targets", "configs"):
        entries = {f"{key}.{name}": entry for name, entry in manifest[key].items()}
        faults += wrong_types(entries, dict.fromkeys(entries, dict), path)
    faults += [
        fault("results-lacks-fields", path=path, key=f"{key}[{k}]", fields="name")
        for key in ("parameters", "unpinned")
        for k, entry in enumerate(manifest[key])
        if not isinstance(entry, dict) or "name" not in entry
    ]
    groups = manifest.get("must_match", {})
    if not isinstance(groups, dict) or not all(isinstance(ids, list) for ids in groups.values()):
        faults.append(fault("results-must-match", path=path))
    if faults:
        raise InputError(faults)
    return manifest

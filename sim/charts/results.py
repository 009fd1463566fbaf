"""A stored comparison, read back and checked: the three files of a results folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sim.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

SUMMARY_TEXT = ("allocation",)
SUMMARY_NUMBERS = (
    "public_yuan", "net_yuan", "net_per_yuan", "se", "ci_low", "ci_high", "gross_per_yuan", "additionality",
    "leverage", "n_replicates",
)  # fmt: skip
EFFECTS_TEXT = ("allocation", "measure", "dimension", "city", "sector", "direction")
EFFECTS_NUMBERS = ("quintile", "week", "replicate", "value", "se", "ci_low", "ci_high")
MANIFEST = {
    "version": str, "code_version": str, "command": str, "created_utc": str, "seed": int, "replicates": int,
    "wall_seconds": (int, float), "cities": list, "allocations": list, "configs": dict, "data_sha256": dict,
    "versions": dict, "calendar": dict, "parameters": list, "envelope_yuan": (int, float),
}  # fmt: skip
# Parts of the gross, in the order in which they are shown: what would have been sold anyway first, what is new last.
PARTS = ("windfall_yuan", "displaced_city_yuan", "displaced_intercity_yuan", "brought_forward_yuan", "net_yuan")
NEEDED = {
    "total": ("gross_yuan", "net_per_yuan", "additionality", "leverage", *PARTS),
    "replicate": ("net_yuan", "public_yuan"),
    "city": ("net_yuan", "net_per_yuan", "public_yuan"),
    "sector": ("net_yuan",),
    "quintile": ("net_yuan",),
    "week": ("net_yuan", "gross_yuan"),
    "direction": ("gross_yuan", "windfall_yuan", "paid_yuan", "additionality"),
}
CONFIDENCE = 0.95
# The parts are sums of the same numbers in another order: only rounding may separate them.
ADDS_UP = 1e-6


class Difference(NamedTuple):
    """Net effect per yuan of one allocation less that of another, paired over replicates."""

    value: float
    low: float
    high: float
    n: int

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out 0; False without an interval."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Results:
    """What a results folder holds.

    Attributes
    ----------
    folder : Path
    summary : pandas.DataFrame
        Index: allocation.
    effects : pandas.DataFrame
    manifest : dict
    """

    folder: Path
    summary: pd.DataFrame
    effects: pd.DataFrame
    manifest: dict

    @property
    def labels(self) -> list[str]:
        """Allocations in the order of the comparison."""
        return list(self.summary.index)

    @cached_property
    def funded(self) -> list[str]:
        """Allocations that spend money; the others have no effect by construction."""
        return [a for a in self.labels if self.summary.public_yuan[a] > 0]

    @cached_property
    def ranked(self) -> list[str]:
        """Funded allocations, highest net effect per yuan first."""
        return sorted(self.funded, key=lambda a: -self.summary.net_per_yuan[a])

    @cached_property
    def reference(self) -> str:
        """The official allocation where there is one, else the first with money."""
        official = [a for a in self.funded if self.between(a) in ("official", "by_class")]
        return official[0] if official else self.funded[0]

    @property
    def contrasted(self) -> list[str]:
        """At most two allocations worth setting side by side: the best, and the reference (or the next best)."""
        other = self.reference if self.reference != self.ranked[0] else (self.ranked[1:2] or [""])[0]
        return [a for a in (self.ranked[0], other) if a]

    @property
    def has_intervals(self) -> bool:
        """Whether every funded allocation was replicated."""
        return bool(self.summary.loc[self.funded, ["ci_low", "ci_high"]].notna().all(axis=None))

    @cached_property
    def cities(self) -> dict[str, dict]:
        """Cities of the comparison by id, in the order of the manifest; one it does not name has its id only."""
        known = {city["id"]: city for city in self.manifest["cities"]}
        seen = dict.fromkeys(self.effects.city[self.effects.dimension == "city"].dropna())
        return known | {name: {"id": name, "name": name, "listed": "unknown"} for name in seen if name not in known}

    def between(self, label: str) -> str:
        """How an allocation divides the envelope between cities, as the settings call it."""
        return str(self.manifest["configs"].get(label, {}).get("allocation", {}).get("between", label))

    def wide(self, dimension: str, measure: str, column: str, value: str = "value") -> pd.DataFrame:
        """One measure as a table: a row for each cell, a column for each funded allocation."""
        own = self.effects[(self.effects.dimension == dimension) & (self.effects.measure == measure)]
        return own.pivot(index=column, columns="allocation", values=value).reindex(columns=self.funded)

    def total(self, label: str, measure: str, value: str = "value") -> float:
        """Total of one allocation."""
        e = self.effects
        return float(e.loc[(e.dimension == "total") & (e.measure == measure) & (e.allocation == label), value].iloc[0])

    def difference(self, a: str, b: str, comparisons: int = 1) -> Difference:
        """Net effect per yuan of ``a`` less that of ``b`` with a t interval over replicates.

        Parameters
        ----------
        a, b : str
        comparisons : int
            The interval holds for that many differences at once (Bonferroni), at 95 %.
        """
        from scipy.special import stdtrit

        net = self.wide("replicate", "net_yuan", "replicate") / self.wide("replicate", "public_yuan", "replicate")
        sample = (net[a] - net[b]).dropna()
        n, mean = len(sample), float(sample.mean()) if len(sample) else float("nan")
        if n < 2:
            return Difference(mean, float("nan"), float("nan"), n)
        half = float(stdtrit(n - 1, 1 - (1 - CONFIDENCE) / 2 / comparisons) * sample.std(ddof=1) / n**0.5)
        return Difference(mean, mean - half, mean + half, n)


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
    paths = [folder / name for name in ("summary.csv", "effects.parquet", "manifest.json")]
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
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError, OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as a table: {_line(error)}") from None
    frame = _checked(frame, path, SUMMARY_TEXT, SUMMARY_NUMBERS)
    problems = []
    if frame.empty:
        problems.append(f"{path}: holds no allocation")
    if frame.allocation.isna().any() or frame.allocation.duplicated().any():
        problems.append(f"{path}: column allocation: every row needs a name of its own")
    for name in ("public_yuan", "net_yuan", "n_replicates"):
        if frame[name].isna().any():
            problems.append(f"{path}: column {name}: empty; a number is needed in every row")
    if problems:
        raise InputError(problems)
    return frame.set_index("allocation")


def _effects(path: Path) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa

    try:
        frame = pd.read_parquet(path)
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        raise InputError(f"{path}: cannot be read as parquet: {_line(error)}") from None
    frame = _checked(frame, path, EFFECTS_TEXT, EFFECTS_NUMBERS)
    cells = [name for name in (*EFFECTS_TEXT, *EFFECTS_NUMBERS[:3]) if name in frame.columns]
    twice = frame[frame.duplicated(cells)]
    if len(twice):
        row = twice.iloc[0]
        raise InputError(f"{path}: two rows for {row.allocation}, {row.dimension} {row.measure}; one is allowed")
    return frame


def _manifest(path: Path) -> dict:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError, RecursionError) as error:
        raise InputError(f"{path}: cannot be read as JSON: {_line(error)}") from None
    if not isinstance(manifest, dict):
        raise InputError(f"{path}: holds no table of keys")
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
    lacking = [n for n in ("start_date", "weeks_pilot", "weeks_after") if n not in manifest["calendar"]]
    if lacking:
        raise InputError(f"{path}: calendar: lacks {', '.join(lacking)}")
    return manifest


def _agree(results: Results, summary: Path, effects: Path, manifest: Path) -> None:
    """The three files speak of the same allocations, and the parts of the gross add up."""
    problems = []
    if list(results.manifest["allocations"]) != results.labels:
        problems.append(f"{manifest}: allocations: not those of {summary.name}: {', '.join(results.labels)}")
    have = set(zip(*(results.effects[c] for c in ("allocation", "dimension", "measure")), strict=True))
    for label in results.funded:
        lacking = [f"{d} {m}" for d, ms in NEEDED.items() for m in ms if (label, d, m) not in have]
        if lacking:
            problems.append(f"{effects}: no rows for {label}: {', '.join(lacking)}")
        if results.summary.net_per_yuan.isna()[label]:
            problems.append(f"{summary}: net_per_yuan of {label}: empty; {label} spends money")
    if problems:
        raise InputError(problems)
    for label in results.funded:
        gross, parts = results.total(label, "gross_yuan"), sum(results.total(label, part) for part in PARTS)
        if not abs(gross - parts) <= ADDS_UP * max(abs(gross), 1.0):
            problems.append(f"{effects}: parts of the gross of {label} sum to {parts:.10g} yuan, not to {gross:.10g}")
    if problems:
        raise InputError(problems)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__

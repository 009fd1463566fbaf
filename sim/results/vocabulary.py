"""Names of groups in a stored folder, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

WEEKS_PER_YEAR, WEEKS_PER_QUARTER = 52, 13  # in folders of version 0.4.0 and before, which do not say it
NET = " net"  # after the id of a gross claim, for the row beside it
WHOLE_RUN = "all"  # beside the parts in the seconds of a manifest


class Vocabulary(NamedTuple):
    """Names of groups, in order; nothing where the folder has no such groups."""

    quintiles: tuple[int, ...] = ()
    directions: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    pots: tuple[str, ...] = ()


def vocabulary_of(manifest: Mapping[str, Any]) -> Vocabulary:
    """Return what a manifest says; see :func:`vocabulary_in` for folders that were written before it did."""
    said = manifest.get("vocabulary", {})
    return Vocabulary(**{f"{name}s": tuple(names) for name, names in said.items() if f"{name}s" in Vocabulary._fields})


def vocabulary_in(effects: pd.DataFrame) -> Vocabulary:
    """Return the names that the rows of effects.parquet have, in their order."""
    found: dict[str, tuple[Any, ...]] = {}
    for dimension, rows in effects.groupby("dimension", sort=False):
        if (plural := f"{dimension}s") in Vocabulary._fields:
            names = rows[column_of(str(dimension), effects)].dropna().unique()
            found[plural] = tuple(int(n) if dimension == "quintile" else str(n) for n in names)
    return Vocabulary(**found)


def column_of(dimension: str, effects: pd.DataFrame) -> str:
    """Column of effects.parquet that names the cells of a dimension: its own where it has one, else ``group``."""
    return dimension if dimension in effects.columns else "group"


def weeks_per_quarter(manifest: Mapping[str, Any]) -> int:
    """Weeks of a quarter: quarter q of the pilot begins in week (q - 1) times these."""
    return int(manifest.get("calendar", {}).get("weeks_per_quarter", WEEKS_PER_QUARTER))


def weeks_per_year(manifest: Mapping[str, Any]) -> float:
    """Weeks of a year."""
    return float(manifest.get("calendar", {}).get("weeks_per_year", WEEKS_PER_YEAR))

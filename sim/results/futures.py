"""The folder of a study of futures, read back and checked: the tables of TABLES, and manifest.json."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from sim.errors import Fault, InputError, fault
from sim.results.files import refuse_missing
from sim.results.reading import Kinds, manifest_of
from sim.results.reading_validation import Columns, read_table

if TYPE_CHECKING:
    import pandas as pd

# What became of the search for a rule: found, no better than chance, too few cases to look, or never lost.
HOLDS, CHANCE, FEW, NEVER = "holds", "chance", "few", "never"
REGRET = Columns(
    ("choice",),
    (
        "mean_value", "mean", "mean_se", "mean_checked", "p90", "p90_checked", "worst", "worst_checked",
        "worst_future", "best_share", "clear_share", "minus_first", "minus_first_se",
    ),
    ("choice", "mean_value", "mean", "p90", "worst", "worst_future", "best_share", "minus_first"),
    ("choice",),
)  # fmt: skip
FLIPS = Columns(
    ("choice", "against", "verdict", "where"),
    ("lost_share", "coverage", "density", "coverage_checked", "density_checked", "chance"),
    ("choice", "against", "verdict", "lost_share"),
    ("choice", "against"),
)
OUTCOMES = Columns(
    ("choice",), ("future", "replicate", "value"), ("choice", "future", "replicate"), ("choice", "future", "replicate")
)
FUTURES = Columns(
    ("assumption", "value"), ("future",), ("assumption", "value", "future"), ("assumption", "future")
)  # fmt: skip
TABLES = {"regret": REGRET, "flips": FLIPS, "outcomes": OUTCOMES, "futures": FUTURES}
MANIFEST: Kinds = {
    "version": str, "code_version": str, "command": str, "created_utc": str, "seed": int, "replicates": int,
    "of": str, "unit": str, "better": str, "n_futures": int, "left_out": list, "axes": list, "factors": dict,
    "sampled": list, "labels": list, "cities": list, "configs": dict, "data_sha256": dict, "versions": dict,
    "wall_seconds": (int, float),
}  # fmt: skip
CHECKED = "_checked"  # end of columns: by draws that chose neither the best nor the future
AND, OR, IS = " and ", " or ", " is "
CONDITION = re.compile(r"(?P<name>.+) (?P<sign>>|<=) (?P<threshold>\S+)")


class Condition(NamedTuple):
    """One side of a threshold.

    Attributes
    ----------
    name : str
        Of an assumption; of one that has a value or not, ``key is value``.
    is_above : bool
        Whether above it, or at most at it.
    threshold : float
    """

    name: str
    is_above: bool
    threshold: float


def written(boxes: Sequence[Sequence[Condition]]) -> str:
    """Write boxes as the column ``where`` holds them."""
    return OR.join(AND.join(f"{c.name} {'>' if c.is_above else '<='} {c.threshold:.12g}" for c in box) for box in boxes)


def read_boxes(text: str) -> list[list[Condition]]:
    """Read what :func:`written` wrote.

    >>> read_boxes("a > 0.5 and b <= 2 or c is x > 0.5")[0]
    [Condition(name='a', is_above=True, threshold=0.5), Condition(name='b', is_above=False, threshold=2.0)]

    Raises
    ------
    ValueError
        If it is anything else.
    """
    return [[_condition(part) for part in box.split(AND)] for box in text.split(OR)] if text else []


def _condition(text: str) -> Condition:
    found = CONDITION.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return Condition(found["name"], found["sign"] == ">", float(found["threshold"]))


@dataclass(frozen=True)
class Futures:
    """A stored study of futures.

    Attributes
    ----------
    folder : Path
    regret : pandas.DataFrame
        One row per choice, the one with the smallest mean regret first.
    flips : pandas.DataFrame
        One row per two choices, the one that is better on average first.
    outcomes, futures : pandas.DataFrame
        As in the files.
    manifest : dict
    """

    folder: Path
    regret: pd.DataFrame
    flips: pd.DataFrame
    outcomes: pd.DataFrame
    futures: pd.DataFrame
    manifest: dict[str, Any]

    @property
    def first(self) -> str:
        """Choice with the smallest mean regret."""
        return str(self.regret.choice.iloc[0])

    @cached_property
    def shown(self) -> pd.DataFrame:
        """Regret as it is shown: a checked figure below 0 is 0, since no true regret is below it."""
        own = [name for name in self.regret if str(name).endswith(CHECKED)]
        return self.regret.assign(**self.regret[own].clip(lower=0.0))

    @cached_property
    def means(self) -> pd.DataFrame:
        """Mean over replicates: a row per future, a column per choice; without futures in which one has no value."""
        wide = self.outcomes.pivot_table(index="future", columns="choice", values="value", dropna=False)
        return wide[list(self.regret.choice)].dropna()

    @cached_property
    def regrets(self) -> pd.DataFrame:
        """Regret: a row per future, a column per choice."""
        means = self.means if self.manifest["better"] == "more" else -self.means
        return -means.sub(means.max(axis=1), axis=0)

    def assumed(self, name: str) -> pd.Series[float]:
        """What an assumption is in each future that counts."""
        import pandas as pd

        own = self.futures[self.futures.assumption == name].set_index("future").value
        return cast("pd.Series[float]", pd.to_numeric(own).reindex(self.means.index))


def read_futures(folder: Path) -> Futures:
    """Read the folder of a study of futures.

    Parameters
    ----------
    folder : Path
        With the files of :data:`TABLES` and manifest.json.

    Raises
    ------
    InputError
        Naming each file that is missing or damaged, and what is wrong with it.
    """
    folder = Path(folder)
    path = folder / "manifest.json"
    files = {name: folder / f"{name}.csv" for name in TABLES}
    refuse_missing((*files.values(), path), "futures")
    manifest = manifest_of(path, MANIFEST)
    tables = {name: read_table(p, TABLES[name]) for name, p in files.items()}
    found = Futures(folder, **tables, manifest=manifest)
    if faults := [*_faults(found, files)]:
        raise InputError(faults)
    return found


def _faults(found: Futures, files: dict[str, Path]) -> list[Fault]:
    """Every choice has outcomes, and every rule can be read."""
    lacking = set(found.regret.choice) - set(found.outcomes.choice)
    faults = [fault("results-no-outcome", path=files["outcomes"], choice=choice) for choice in sorted(lacking)]
    for _, row in found.flips.iterrows():
        try:
            read_boxes(row["where"])
        except ValueError:
            faults.append(fault("results-no-rule", path=files["flips"], where=row["where"]))
    return faults

"""Four small runs whose numbers are kept: a sweep, a validation, an attribution and a trace."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sim.cli.main import main

FOLDER = Path(__file__).parent
# Relative. Last bits differ between processors and library versions; anything larger is a change of the model.
TOLERANCE = 1e-9
# Below this share of the largest number of its kind, a number is what rounding left of a sum that is zero.
NOTHING = 1e-12

SMALL = (
    "population.consumers_per_city=60", "horizon.weeks_warmup=8", "horizon.weeks_pilot=40", "horizon.weeks_after=12",
    "replicates=2", "threads=1", "seed=7",
)  # fmt: skip
FINDINGS = ("CN06", "PE01", "US04")  # of the small validation: a coupon, prices, cash

# Stored table -> command without output=, the file that it writes, and the columns that name a row.
RUNS: dict[str, tuple[tuple[str, ...], str, tuple[str, ...]]] = {
    "effects.csv": (
        (
            "sweep", "city=[suzhou,xining,haikou]", "allocation=official,per_head,none", "instrument=threshold_coupon",
            *SMALL,
        ),
        "effects.parquet",
        (
            "allocation", "measure", "unit", "dimension", "city", "sector", "quintile", "direction", "group", "week",
            "replicate",
        ),
    ),
    "validation.csv": (("validate", "replicates=2", "seed=7"), "validation.csv", ("id", "verdict")),
    "attribution.csv": (
        ("attribute", "city=[xining,haikou]", *SMALL), "attribution.csv", ("block", "measure", "players"),
    ),
    "trace.csv": (("trace", "project=3", "city=xining", *SMALL), "trace.csv", ("week", "world", "quantity", "unit")),
}  # fmt: skip


def stored(name: str) -> pd.DataFrame:
    """Return a table as it is kept in this folder."""
    return _read(FOLDER / name, name)


def ran(name: str, folder: Path) -> pd.DataFrame:
    """Run the command of a table and return what it found.

    Parameters
    ----------
    name : str
        Of :data:`RUNS`.
    folder : Path
        An empty one to work in.
    """
    command, file, _ = RUNS[name]
    more = [f"targets={_some_findings(folder)}"] if command[0] == "validate" else []
    code = main([*command, *more, f"output={folder / 'out'}"])
    if code != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {code}")
    return _read(folder / "out" / file, name)


def _some_findings(folder: Path) -> Path:
    """Write a table of targets with :data:`FINDINGS` only."""
    every = (FOLDER.parent.parent / "sim" / "data" / "evidence" / "calibration_targets.csv").read_text("utf-8")
    head, *lines = every.splitlines()
    path = folder / "targets.csv"
    path.write_text("\n".join([head, *(x for x in lines if x.split(",")[0] in FINDINGS)]) + "\n", "utf-8")
    return path


def _read(path: Path, name: str) -> pd.DataFrame:
    keys = list(RUNS[name][2])
    table = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, keep_default_na=False)
    numbers = [c for c in ("value", "se", "model") if c in table]
    table = table[[*keys, *numbers]].astype(dict.fromkeys(keys, "string"))
    table[keys] = table[keys].fillna("")
    return table.assign(**{c: pd.to_numeric(table[c], errors="coerce") for c in numbers})


def in_order(name: str, new: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    """Put rows in the order in which they are stored, what is not stored after them."""
    keys = list(RUNS[name][2])
    places = {key: k for k, key in enumerate(old[keys].itertuples(index=False, name=None))}
    place = [places.get(key, len(places)) for key in new[keys].itertuples(index=False, name=None)]
    return new.iloc[np.argsort(place, kind="stable")]


def differences(name: str, new: pd.DataFrame, old: pd.DataFrame) -> list[str]:
    """Say in a line each what differs between two tables by more than :data:`TOLERANCE`."""
    keys = list(RUNS[name][2])
    numbers = [c for c in old if c not in keys]
    if list(new) != list(old):
        return [f"columns {list(new)} instead of {list(old)}"]
    one, other = (t.set_index(keys) for t in (new, old))
    found = [f"new row {' '.join(filter(None, row))}" for row in one.index.difference(other.index)]
    found += [f"no row {' '.join(filter(None, row))}" for row in other.index.difference(one.index)]
    both = other.index.intersection(one.index)
    for column in numbers:
        a, b = one.loc[both, column].to_numpy(), other.loc[both, column].to_numpy()
        floor = NOTHING * other.groupby("measure")[column].transform(lambda x: x.abs().max()).loc[both].to_numpy() if (
            "measure" in keys
        ) else NOTHING  # fmt: skip
        gap = abs(a - b) > TOLERANCE * abs(b) + floor
        for k in (gap | ((a != a) ^ (b != b))).nonzero()[0]:
            where = " ".join(filter(None, both[k]))
            found.append(f"{where}: {column} {a[k]!r} instead of {b[k]!r}")
    return found

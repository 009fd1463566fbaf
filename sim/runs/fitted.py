"""What the calibration found about each parameter, as the tables beside the posterior sample say."""

from __future__ import annotations

import csv

from sim.data import read
from sim.data.table import FOLDER as TABLES
from sim.inputs.paths import CONFIGS

FOLDER = CONFIGS / "parameters"


def _table(name: str) -> dict[str, dict[str, str]]:
    """One of the tables beside the posterior sample, by parameter; empty where there is none."""
    path = FOLDER / name
    if not path.is_file():
        return {}
    return {row["parameter"]: row for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())}


def fitted_parameters(values: dict[str, float]) -> list[dict[str, object]]:
    """Every parameter with its prior range, fitted interval and evidence where it was estimated.

    Parameters
    ----------
    values : dict of str to float
        Of the run.
    """
    fitted, out = _table("intervals.csv"), []
    evidence = {row["parameter"]: row["evidence"].split(";") for row in _priors()}
    for p in read.read_parameters():
        row = fitted.get(p.name, {})
        low, high = (float(row[f"prior_{end}"]) if row else getattr(p, end) for end in ("low", "high"))
        more = {
            "value": values[p.name], "low": low, "high": high, "evidence": evidence.get(p.name, []),
            "fitted_low": float(row["low"]) if row else None, "fitted_high": float(row["high"]) if row else None,
        }  # fmt: skip
        out.append(p._asdict() | more)
    return out


def _priors() -> list[dict[str, str]]:
    text = (TABLES / "priors.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def unpinned_parameters() -> list[dict[str, object]]:
    """Parameters that no finding pins, with their share of the variance of the net effect where it is known.

    Those of the prior whose fitted interval is hardly narrower than it, and all others that are assumed.
    """
    fitted, shares = _table("intervals.csv"), _table("variance.csv")
    free = {row["parameter"] for row in _priors()}
    names = [
        p.name
        for p in read.read_parameters()
        if (p.name in free and fitted.get(p.name, {}).get("is_pinned") == "False")
        or (p.name not in free and p.grade == "assumed")
    ]
    found = [(n, float(shares[n]["share"]) if n in shares else None) for n in names]
    return [{"name": name, "share": share} for name, share in sorted(found, key=lambda one: -(one[1] or 0.0))]

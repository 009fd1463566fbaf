"""Effects of all replicates as tidy tables with standard errors and intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.measures.catalogue import CELLS, unit_of
from sim.measures.effects import targets_reached
from sim.measures.statistics import interval, score_accuracy, uncertainty

COLUMNS = [
    "allocation", "measure", "unit", "dimension", "city", "sector", "quintile", "direction", "group", "week",
    "replicate", "value", "se", "ci_low", "ci_high", "n_replicates",
]  # fmt: skip
SHARES = ("displaced_city", "displaced_intercity", "brought_forward", "windfall")
SUMMARY = [
    "allocation", "public_yuan", "net_yuan", "net_per_yuan", "se", "ci_low", "ci_high", "gross_per_yuan",
    "additionality", *SHARES[:3], "leverage", "windfall", "unspent_share", "n_replicates",
]  # fmt: skip


def _ratio(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.divide(a, b, out=np.full(np.broadcast_shapes(a.shape, b.shape), np.nan), where=b != 0)


def add_ratios(sample: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Measures per yuan and shares, replicate by replicate; NaN where there is no money.

    Parameters
    ----------
    sample : dict of str to (n_replicates, ...) float64
        Keys ``dimension.measure``.
    """
    t = {name.split(".", 1)[1]: value for name, value in sample.items() if name.startswith("total.")}
    more = {
        "total.net_per_yuan": _ratio(t["net_yuan"], t["public_yuan"]),
        "total.gross_per_yuan": _ratio(t["gross_yuan"], t["public_yuan"]),
        "total.additionality": _ratio(t["n_additional"], t["n_awarded"]),
        "total.leverage": _ratio(t["private_yuan"], t["public_yuan"]),
        "total.leverage_additional": _ratio(t["private_additional_yuan"], t["public_yuan"]),
        "total.surplus_per_yuan": _ratio(t["surplus_yuan"], t["public_yuan"]),
        "quintile.surplus_per_head_yuan": _ratio(sample["quintile.surplus_yuan"], sample["quintile.n_residents"]),
        "area.surplus_per_head_yuan": _ratio(sample["area.surplus_yuan"], sample["area.n_residents"]),
        "district.surplus_per_head_yuan": _ratio(sample["district.surplus_yuan"], sample["district.n_residents"]),
        "size.sales_share": _ratio(sample["size.sales_yuan"], sample["size.sales_twin_yuan"]),
        "size.shops_share": _ratio(sample["size.n_shops"], sample["size.n_shops_twin"]),
        "total.unspent_share": _ratio(t["unspent_yuan"], t["public_yuan"]),
        "city.net_per_yuan": _ratio(sample["city.net_yuan"], sample["city.public_yuan"]),
        "quintile.net_share_of_spending": _ratio(sample["quintile.net_yuan"], sample["quintile.spent_twin_yuan"]),
        "direction.additionality": _ratio(sample["direction.n_additional"], sample["direction.n_awarded"]),
        "department.weeks_per_case": _ratio(sample["department.waited_weeks"], sample["department.n_cases"]),
        "department.weeks_per_case_twin": _ratio(
            sample["department.waited_twin_weeks"], sample["department.n_cases_twin"]
        ),
    }
    more |= {f"total.{name}": value for name, value in accounts(t).items()}
    more |= score_accuracy(sample["city.score"], more["city.net_per_yuan"], sample["city.public_yuan"])
    gross = np.full_like(t["gross_yuan"], t["gross_yuan"].mean())  # so that shares and net over gross sum to 1
    for part in SHARES:
        more[f"total.{part}"] = _ratio(t[f"{part}_yuan"], gross)
    return sample | more


def accounts(t: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """What became of the public money: what is kept, beside, due, returned and left adds up to it, to the fen.

    Only what instruments hold for coupons and vouchers that are not used by the end is missing in the sum.

    Parameters
    ----------
    t : dict of str to (n_replicates,) float64
        Totals, yuan.

    Returns
    -------
    dict
        project_paid: parts of awards that were paid. kept: of these what was not recovered. beside: publicity and
        instruments. left: never committed, or free again, and still with the cities at the end.
    """
    paid = t["committed_yuan"] - t["due_yuan"] - t["cancelled_yuan"]
    return {
        "project_paid_yuan": paid,
        "kept_yuan": paid - t["recovered_yuan"],
        "beside_yuan": t["paid_yuan"] - paid,
        "left_yuan": t["unspent_yuan"] - t["returned_yuan"] - t["due_yuan"],
    }


def tidy(labels: list[str], settings: list, parts: list[list[dict]]) -> pd.DataFrame:
    """Return one row per allocation, measure and cell.

    Parameters
    ----------
    labels : list of str
    settings : list of Settings
    parts : list of list of dict
        For each setting, for each replicate, what ``measures.effects`` returned.
    """
    parts_of_frame = []
    samples = [add_ratios({name: np.stack([r[name] for r in runs]) for name in runs[0]}) for runs in parts]
    for label, setting, sample in zip(labels, settings, samples, strict=True):
        sample |= targets_reached(setting.plan.targets, sample)
        together = setting.replicates_per_set
        cells = {dimension: names(setting) for dimension, names in CELLS.items()}
        there = sample["district.n_residents"][0] > 0  # cities have fewer districts than columns
        cells["district"] = {name: np.array(x)[there] for name, x in cells["district"].items()}
        for name, values in sample.items():
            dimension, measure = name.split(".", 1)
            values = values[:, there] if dimension == "district" else values
            rows = {"measure": measure, "unit": unit_of(measure), "dimension": dimension}
            rows |= interval(values, together) | cells.get(dimension, {})
            parts_of_frame.append(_columns(label, rows, len(values)))
        for measure in ("net_yuan", "gross_yuan", "public_yuan", "net_per_yuan"):
            values = sample[f"total.{measure}"]
            rows = {"measure": measure, "unit": unit_of(measure), "dimension": "replicate", "value": values}
            parts_of_frame.append(_columns(label, rows | {"replicate": range(1, len(values) + 1)}, len(values)))
        if together > 1:
            values = sample["total.net_per_yuan"]
            for part, share in uncertainty(values, together).items():
                rows = {"measure": f"net_per_yuan_share_{part}", "unit": "share", "dimension": "uncertainty"}
                parts_of_frame.append(_columns(label, rows | {"value": share}, len(values)))
    parts_of_frame += _pairs(labels, samples, [setting.replicates_per_set for setting in settings])
    frame = pd.DataFrame({name: [x for part in parts_of_frame for x in part[name]] for name in COLUMNS})
    return frame.astype({name: _dtype(name) for name in COLUMNS})


def _dtype(column: str) -> str:
    if column in ("value", "se", "ci_low", "ci_high"):
        return "float64"
    return "Int64" if column in ("quintile", "week", "replicate", "n_replicates") else "string"


def _columns(label: str, rows: dict, n: int) -> dict[str, list]:
    """Cells of some rows by column, None where there is nothing; columns of one cell are repeated."""
    given = {name: [x] if isinstance(x, str) or np.ndim(x) == 0 else list(x) for name, x in rows.items()}
    given |= {"allocation": [label], "n_replicates": [n]}
    size = max(map(len, given.values()))
    return {name: cells * (size if len(cells) == 1 else 1) for name in COLUMNS for cells in [given.get(name, [None])]}


def _pairs(labels: list[str], samples: list[dict], together: list[int]) -> list[dict[str, list]]:
    """Differences to the first funded allocation, paired by replicate: common draws make them precise."""
    funded = [k for k, sample in enumerate(samples) if (sample["total.public_yuan"] > 0).all()]
    parts = []
    for k in funded[1:]:
        first, other = (samples[j]["total.net_per_yuan"] for j in (funded[0], k))
        if first.size == other.size:
            rows = {"measure": "net_per_yuan_minus_first", "unit": "yuan per yuan", "dimension": "pair"}
            found = interval(other - first, max(together[funded[0]], together[k]))
            parts.append(_columns(labels[k], rows | found, first.size))
    return parts


def summarise(labels: list[str], frame: pd.DataFrame) -> pd.DataFrame:
    """One row per allocation, columns :data:`SUMMARY`; se and interval belong to ``net_per_yuan``."""
    total = frame[frame.dimension == "total"].set_index(["allocation", "measure"])
    rows = []
    for label in labels:
        own = total.loc[label]
        row = {name: own.loc[name, "value"] for name in SUMMARY if name in own.index}
        row |= {name: own.loc["net_per_yuan", name] for name in ("se", "ci_low", "ci_high")}
        rows.append(row | {"allocation": label, "n_replicates": int(own.n_replicates.iloc[0])})
    return pd.DataFrame(rows)[SUMMARY]

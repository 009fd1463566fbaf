"""Effects of all replicates as tidy tables with standard errors and intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.measures import measure
from sim.measures.catalogue import MEASURES
from sim.measures.effects import Targets, add_ratios, targets_reached
from sim.measures.listing import entries
from sim.measures.measure import DIMENSIONS, Formula, OfTotal
from sim.measures.statistics import best_shares, interval, uncertainty
from sim.results.columns import NAMES, typed
from sim.results.differences import CONFIDENCE, Sample, against_best

Array = NDArray[np.float64]

SUMMARY = [
    "allocation", "public_yuan", "net_yuan", "net_per_yuan", "se", "ci_low", "ci_high", "gross_per_yuan",
    "additionality", "displaced_city", "displaced_intercity", "displaced_online", "brought_forward", "leverage",
    "windfall", "unspent_share", "minus_best", "minus_best_low", "minus_best_high", "bootstrap_best_share",
    "n_replicates",
]  # fmt: skip

MINUS_BEST = {"minus_best": "value", "minus_best_low": "ci_low", "minus_best_high": "ci_high"}  # columns of the summary


class Plan(Protocol):
    """What each city promises."""

    @property
    def targets(self) -> Targets:
        """Numbers to be reached at the end."""


class Settings(measure.Settings, Protocol):
    """What of the settings of a run tables need."""

    @property
    def plan(self) -> Plan:
        """Plan of every city."""

    @property
    def replicates_per_set(self) -> int:
        """Neighbouring replicates that share their parameters."""

    def world_digest(self) -> str:
        """Hash of everything that the world without policy depends on."""


def tidy(
    labels: list[str], settings: Sequence[Settings], parts: list[list[dict[str, Array]]], comparison: str = "",
    confidence: float = CONFIDENCE,
) -> pd.DataFrame:  # fmt: skip
    """Return one row per allocation, measure and cell.

    Parameters
    ----------
    labels : list of str
    settings : list of Settings
    parts : list of list of dict
        For each setting, for each replicate, what ``measures.effects`` returned.
    comparison : str
        Name of the comparison, in every row.
    confidence : float
        Of every interval; more than is claimed where a rule stopped the replicates (:mod:`sim.measures.stopping`).
    """
    samples = [add_ratios({name: np.stack([r[name] for r in runs]) for name in runs[0]}) for runs in parts]
    blocks = []
    for label, setting, sample in zip(labels, settings, samples, strict=True):
        sample |= targets_reached(setting.plan.targets, sample)
        there = sample["district.n_residents"][0] > 0  # cities have fewer districts than columns
        for dimension, name, formula in entries():
            rows = _of_total(dimension, formula, sample, setting.replicates_per_set)
            if (values := sample.get(f"{dimension}.{name}")) is not None:
                cells = DIMENSIONS[dimension].cells(setting)
                if dimension == "district":
                    values, cells = values[:, there], {column: np.array(x)[there] for column, x in cells.items()}
                rows = dict(interval(values, setting.replicates_per_set, MEASURES[name].kind, confidence)) | cells
            if rows:
                blocks.append(_columns(label, dimension, name, rows, len(sample["total.net_yuan"])))
    blocks += _pairs(labels, settings, samples, confidence)
    frame = pd.DataFrame({name: [x for block in blocks for x in block[name]] for name in NAMES})
    return typed(frame.assign(comparison=comparison))


def _of_total(dimension: str, formula: Formula, sample: dict[str, Array], together: int) -> dict[str, Any]:
    """Columns of a total in each replicate, or of a part of its variance; nothing for all else."""
    if isinstance(formula, OfTotal) and dimension == "replicate":
        values = sample[f"total.{formula.measure}"]
        return {"value": values, "replicate": range(1, len(values) + 1)}
    if isinstance(formula, OfTotal) and dimension == "uncertainty" and together > 1:
        return {"value": uncertainty(sample[f"total.{formula.measure}"], together)[formula.part]}
    return {}


def _columns(label: str, dimension: str, measure: str, rows: dict[str, Any], n: int) -> dict[str, list[Any]]:
    """Cells of some rows by column, None where there is nothing; columns of one cell are repeated."""
    given = {name: [x] if np.ndim(x) == 0 else list(x) for name, x in rows.items()}
    given |= {"allocation": [label], "dimension": [dimension], "measure": [measure], "n_replicates": [n]}
    given["unit"] = [MEASURES[measure].unit]
    size = max(map(len, given.values()))
    return {name: cells * (size if len(cells) == 1 else 1) for name in NAMES for cells in [given.get(name, [None])]}


def _pairs(
    labels: list[str], settings: Sequence[Settings], samples: list[dict[str, Array]], confidence: float
) -> list[dict[str, list[Any]]]:
    """Funded allocations set against each other: the only place where that is computed for files."""
    funded = [k for k, sample in enumerate(samples) if (sample["total.public_yuan"] > 0).all()]
    if len(funded) < 2:
        return []
    worlds, together = (
        {k: getattr(settings[k], name) for k in funded} for name in ("world_digest", "replicates_per_set")
    )
    blocks = []
    for dimension, name, formula in entries():
        if dimension != "pair" or not isinstance(formula, OfTotal):
            continue
        runs = [Sample(samples[k][f"total.{formula.measure}"], worlds[k](), together[k]) for k in funded]
        for k, run, rows in zip(funded, runs, PAIRS[formula.part](runs, confidence), strict=True):
            blocks.append(_columns(labels[k], dimension, name, rows, len(run.values)))
    return blocks


def _minus_best(runs: list[Sample], confidence: float) -> list[dict[str, float]]:
    found = against_best(runs, confidence)
    return [{"value": d.value, "se": d.se, "ci_low": d.low, "ci_high": d.high} for d in found]


def _best_share(runs: list[Sample], confidence: float) -> list[dict[str, float]]:
    return [{"value": share} for share in best_shares(runs)]


# What is found of funded allocations together, by the part that a measure asks for.
PAIRS: dict[str, Callable[[list[Sample], float], list[dict[str, float]]]] = {
    "": _minus_best,
    "best_share": _best_share,
}


def summarise(labels: list[str], frame: pd.DataFrame) -> pd.DataFrame:
    """One row per allocation, columns :data:`SUMMARY`; se and interval belong to ``net_per_yuan``."""
    told = frame[frame.dimension.isin(["total", "pair"])].set_index(["allocation", "measure"])
    rows = []
    for label in labels:
        own = told.loc[label]
        row = {name: own.loc[name, "value"] for name in SUMMARY if name in own.index}
        row |= {name: own.loc["net_per_yuan", name] for name in ("se", "ci_low", "ci_high")}
        if "net_per_yuan_minus_best" in own.index:
            row |= {column: own.loc["net_per_yuan_minus_best", cell] for column, cell in MINUS_BEST.items()}
        rows.append(row | {"allocation": label, "n_replicates": int(own.n_replicates.iloc[0])})
    return pd.DataFrame(rows).reindex(columns=SUMMARY)

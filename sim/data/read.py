"""Readers of the data tables: arrays for the model, imputation by stated rules, every fault at once."""

from __future__ import annotations

import datetime
import hashlib
import math
from pathlib import Path
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from sim import extend
from sim.data.cities import Cities, read_cities
from sim.data.held import made_once
from sim.data.kinds import Departments, Kinds, Levels, read_departments, read_kinds, read_levels
from sim.data.seasons import season_index
from sim.data.table import FOLDER, TOLERANCE, Row, Tables, numbers, sector_keys, texts
from sim.errors import fault

__all__ = [
    "START_DATE", "Cities", "Departments", "Kinds", "Levels", "Parameter", "Quintiles", "Sectors", "data_hashes",
    "income_sigma", "item_parts", "read_cities", "read_departments", "read_income_quintiles", "read_kinds",
    "read_levels", "read_parameters", "read_sectors", "season_index", "sector_shares",
]  # fmt: skip

START_DATE = datetime.date(2025, 10, 1)  # first day after the notice of 30 September 2025
LEAST_COUNT = 5
CONSUMPTION_YEAR, QUINTILE_YEAR = "2024", "2023"  # latest ones that are reported, not recalled


class Sectors(NamedTuple):
    """Sectors in file order; arrays (n_sectors,) float64, units in ``columns.csv``."""

    sector: tuple[str, ...]
    name: tuple[str, ...]
    name_zh: tuple[str, ...]
    occasions_per_week: np.ndarray
    income_elasticity: np.ndarray
    need_decay_per_week: np.ndarray
    travel_decay_per_km: np.ndarray
    variable_cost_share: np.ndarray
    labour_share: np.ndarray
    rent_share: np.ndarray
    shops_per_10k_residents: np.ndarray
    sales_sigma: np.ndarray
    visitor_bundle_share: np.ndarray
    spring_festival_index: np.ndarray
    visits_per_purchase: np.ndarray
    semidurable_share: np.ndarray
    goods_share: np.ndarray
    plan_stages: np.ndarray


class Parameter(NamedTuple):
    """One row of ``parameters.csv``."""

    name: str
    symbol: str
    value: float
    unit: str
    low: float
    high: float
    grade: str
    source: str
    meaning: str

    @property
    def is_count(self) -> bool:
        """Whether it counts things: whole, and large enough to stay whole when it is changed by a fifth."""
        return self.value == round(self.value) and self.value >= LEAST_COUNT


class Quintiles(NamedTuple):
    """Income of the five income groups, lowest first; (5,) float64."""

    relative_income: np.ndarray  # over the mean of the five
    share: np.ndarray  # of all income


def _check_sum(tables: Tables, table: str, rows: list[Row], column: str) -> None:
    values = [r[column] for r in rows]
    if None not in values and values and abs(sum(values) - 1) > TOLERANCE:
        tables.say(table, fault("data-sum", column=column, sum=f"{sum(values):.9g}"))


def _check_stages(tables: Tables, rows: list[Row]) -> None:
    """A stage takes a week at least: in a week, residents come nearer to their purchase by one stage at most."""
    busiest: dict[str, float] = {}
    for week in tables.rows("seasons"):
        if week["sector"] is not None and week["index"] is not None:
            busiest[week["sector"]] = max(week["index"], busiest.get(week["sector"], 0.0))
    for row in rows:
        stages, occasions, festival = (row[c] for c in ("plan_stages", "occasions_per_week", "spring_festival_index"))
        if None in (stages, occasions, festival):
            continue
        most = int(1 / (occasions * max(festival, busiest.get(row["sector"], 0.0))))
        if stages > most:
            tables.fault("sectors", row, "plan_stages", f"{stages:g}", fault("data-must-stages", most=most))


@made_once
def read_sectors(folder: Path | None = None) -> Sectors:
    """Read ``sectors.csv``."""
    tables = Tables(folder)
    rows = tables.rows("sectors")
    _check_sum(tables, "sectors", rows, "visitor_bundle_share")
    for row in rows:
        costs = [row[c] for c in ("variable_cost_share", "labour_share", "rent_share")]
        if None not in costs and sum(costs) >= 1:
            column = "variable_cost_share + labour_share + rent_share"
            tables.fault("sectors", row, column, f"{sum(costs):.9g}", fault("data-must-below-one"))
    _check_stages(tables, rows)
    tables.raise_faults()
    labels = ("sector", "name", "name_zh")
    return Sectors._make(texts(rows, c) if c in labels else numbers(rows, c) for c in Sectors._fields)


@made_once
def read_parameters(folder: Path | None = None) -> list[Parameter]:
    """Read ``parameters.csv``."""
    tables = Tables(folder)
    rows = tables.rows("parameters")
    for row in rows:
        value, low, high = row["value"], row["low"], row["high"]
        if None not in (value, low, high) and not low <= value <= high:
            must_be = fault("data-must-in-range", low=f"{low:g}", high=f"{high:g}")
            tables.fault("parameters", row, "value", f"{value:g}", must_be)
    tables.raise_faults()
    return [Parameter(**{c: row[c] for c in Parameter._fields}) for row in rows]


def _figures(tables: Tables, table: str, year: str) -> dict[str, float]:
    """National figures of ``household_expenditure.csv`` for all residents, by item."""
    wanted = (table, "all", year)
    rows = tables.rows("household_expenditure")
    return {r["item"]: r["value_yuan_per_capita"] for r in rows if (r["table"], r["population"], r["year"]) == wanted}


def read_income_quintiles(folder: Path | None = None) -> Quintiles:
    """Disposable income of the national income quintiles, 2023, the latest reported ones."""
    tables = Tables(folder)
    found = _figures(tables, "disposable_income_quintile", QUINTILE_YEAR)
    values = [found[name] for name in ("q1", "q2", "q3", "q4", "q5") if found.get(name) is not None]
    if len(values) < 5 or values != sorted(values):
        tables.say("household_expenditure", fault("data-quintiles", year=QUINTILE_YEAR))
    tables.raise_faults()
    income = np.array(values, dtype=np.float64)
    return Quintiles(relative_income=income / income.mean(), share=income / income.sum())


def income_sigma(folder: Path | None = None) -> float:
    r"""Standard deviation of ln income of a lognormal with the Lorenz curve of the quintile table.

    .. math:: L(p) = \Phi(\Phi^{-1}(p) - \sigma) \ \Rightarrow\ \sigma_k = \Phi^{-1}(p_k) - \Phi^{-1}(L_k)

    Mean over the four inner points. Source: Aitchison & Brown (1957), ch. 11. National, so it also holds
    differences between cities and villages: an upper bound for one city.

    >>> 0.7 < income_sigma() < 0.9
    True
    """
    lorenz = np.cumsum(read_income_quintiles(folder).share)[:-1]
    normal = NormalDist()
    return math.fsum(normal.inv_cdf((k + 1) / 5) - normal.inv_cdf(float(x)) for k, x in enumerate(lorenz)) / lorenz.size


def sector_shares(folder: Path | None = None) -> np.ndarray:
    """Share of each sector in residents' consumption, 2024; what is left is the fixed commitment.

    Returns
    -------
    (n_sectors,) float64
        Sums to less than 1.
    """
    tables = Tables(folder)
    sectors = sector_keys(tables)
    items = _figures(tables, "consumption_expenditure", CONSUMPTION_YEAR)
    total = items.pop("total", None)
    if total is None or None in items.values():
        tables.say("household_expenditure", fault("data-items", year=CONSUMPTION_YEAR))
    used: dict[str, float] = dict.fromkeys(items, 0.0)
    out = np.zeros(len(sectors))
    for row in tables.rows("sector_items"):
        item, sector, share = row["item"], row["sector"], row["share_of_item"]
        if None in (item, sector, share):
            continue
        if item not in items:
            tables.fault("sector_items", row, "item", item, fault("data-must-one-of", allowed=", ".join(items)))
        elif sector not in sectors:
            tables.fault("sector_items", row, "sector", sector, fault("data-must-one-of", allowed=", ".join(sectors)))
        elif total and items[item] is not None:
            used[item] += share
            out[sectors.index(sector)] += share * items[item] / total
    for item, share in used.items():
        if share > 1 + TOLERANCE:
            tables.say("sector_items", fault("data-item-sum", item=item, sum=f"{share:.9g}"))
    tables.raise_faults()
    return out


def item_parts(item: str, folder: Path | None = None) -> tuple[np.ndarray, float]:
    """Where one item of household consumption is found among the sectors.

    Parameters
    ----------
    item : str
        Of ``household_expenditure.csv``.

    Returns
    -------
    (n_sectors,) float64
        Part of each sector's spending that is this item.
    float
        Part of the item that the sectors hold; the rest is a fixed commitment.
    """
    tables = Tables(folder)
    sectors, items = sector_keys(tables), _figures(tables, "consumption_expenditure", CONSUMPTION_YEAR)
    tables.raise_faults()
    held, simulated = np.zeros(len(sectors)), 0.0
    for row in tables.rows("sector_items"):
        if row["item"] == item:
            held[sectors.index(row["sector"])] += row["share_of_item"] * items[item] / items["total"]
            simulated += row["share_of_item"]
    return held / sector_shares(folder), simulated


def data_hashes(folder: Path | None = None) -> dict[str, str]:
    """SHA-256 of every table and of the evidence, by file name; of the package: of all files of extensions, too."""
    here = FOLDER if folder is None else Path(folder)
    files = sorted([*here.glob("*.csv"), *here.glob("evidence/*")])
    own = {file.relative_to(here).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    return own | (extend.hashes() if folder is None else {})

"""The pilot cities: reader of ``cities.csv`` and imputation of what it lacks."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.data.held import made_once
from sim.data.table import Row, Tables, numbers, texts
from sim.errors import fault
from sim.kernel.columns import WEEKS_PER_YEAR

FEN_PER_MILLION_YUAN = 100 * 10**6
INCOME, CONSUMPTION = "disposable_income_all_filled_yuan", "consumption_expenditure_all_filled_yuan"
RETAIL, RETAIL_REVISED = "retail_sales_billion_yuan", "retail_sales_2024_revised_billion_yuan"
URBAN = "urban_resident_population_10k"
RESIDENTS, VISITS, SCOPE = "resident_population_10k", "domestic_visits_million", "visits_scope"
PRINTED = ("reported", "derived")  # methods that fill no gap
RETAIL_2024 = ("published_2024", "published_2024_revised", "back_calculated_2024_revised")


class Cities(NamedTuple):
    """Pilot cities in file order, then those of extensions; tuples and arrays (n_cities,)."""

    id: tuple[str, ...]
    name_en: tuple[str, ...]
    name_zh: tuple[str, ...]
    province: tuple[str, ...]
    lon: np.ndarray  # degrees
    lat: np.ndarray
    residents: np.ndarray  # persons
    income_yuan_per_week: np.ndarray  # per resident
    consumption_yuan_per_week: np.ndarray  # per resident
    retail_yuan_per_year: np.ndarray
    visits: np.ndarray  # trips per year, imputed where missing
    size_class_official: tuple[str, ...]
    quota_fen: np.ndarray  # int64
    listed: tuple[str, ...]  # confirmed, presumed
    imputed: tuple[tuple[str, ...], ...]  # columns read here that no source prints
    derived: tuple[tuple[str, ...], ...]  # those of them computed from a published level and change
    extension: tuple[str, ...]  # package that adds the city; empty for the pilot's own
    key: np.ndarray  # int64, what draws know the city by; depends on no other city of an extension

    @property
    def notified(self) -> tuple[str, ...]:
        """The pilot's own cities."""
        return tuple(name for name, extension in zip(self.id, self.extension, strict=True) if not extension)

    def present(self, named: Collection[str]) -> Cities:
        """Return the cities that there are in a run: the pilot's own, and those of extensions that it names."""
        return self.take([k for k, name in enumerate(self.id) if not self.extension[k] or name in named])

    def rows(self, names: Sequence[str]) -> np.ndarray:
        """Rows of cities by their ids, (n,) int64.

        Raises
        ------
        ValueError
            If there is no such city.
        """
        return np.array([self.id.index(name) for name in names], dtype=np.int64)

    def take(self, rows: Sequence[int] | np.ndarray) -> Cities:
        """Return the cities of these rows, in this order."""
        return Cities._make(v[rows] if isinstance(v, np.ndarray) else tuple(v[int(r)] for r in rows) for v in self)


def _check_quotas(tables: Tables, rows: list[Row], every: list[Row]) -> None:
    facts = {r["name"]: r["value"] for r in tables.rows("pilot")}
    needed = ("n_cities", "envelope", "quota_super_mega", "quota_large", "quota_other")
    for name in needed:
        if facts.get(name) is None:
            tables.say("pilot", fault("data-pilot-missing", name=name))
            return
    if len(rows) != facts["n_cities"]:
        tables.say("cities", fault("data-pilot-rows", n=len(rows), wanted=f"{facts['n_cities']:g}"))
    for row in every:
        quota, size = row["quota_million_yuan"], row["size_class_official"]
        due = facts.get(f"quota_{size}")
        if row["quota_basis"] == "by_size_class" and None not in (quota, due) and quota != due:
            must_be = fault("data-must-quota", quota=f"{due:g}", size=size)
            tables.fault("cities", row, "quota_million_yuan", quota, must_be)
    for row in rows:
        if row["listed"] == "candidate":
            tables.fault("cities", row, "listed", "candidate", fault("data-must-listed"))
    quotas = [r["quota_million_yuan"] for r in rows]
    if None not in quotas and round(sum(quotas), 6) != facts["envelope"]:
        found, wanted = f"{sum(quotas):,.6g}", f"{facts['envelope']:,.6g}"
        tables.say("cities", fault("data-quota-sum", sum=found, wanted=wanted))


# Figures of one city that go together: a column over others, which give the same unit with a factor, and the range of
# the ratio. The cities of the notice keep well inside.
TOGETHER = (
    (URBAN, (RESIDENTS,), 1.0, 0.0, 1.0),
    (CONSUMPTION, (INCOME,), 1.0, 0.2, 1.5),
    (RETAIL, (CONSUMPTION, RESIDENTS), 1e-5, 0.1, 10.0),
    (RETAIL_REVISED, (RETAIL,), 1.0, 0.5, 2.0),
    (RETAIL, ("gdp_billion_yuan",), 1.0, 0.02, 1.5),
    (VISITS, (RESIDENTS,), 0.01, 0.01, 1000.0),
)
# A filled figure, and what it was filled from: the column, the scope and the method that make the two the same.
FILLED = (
    (INCOME, "disposable_income_per_capita_yuan", "income_scope", "income_filled_method"),
    (CONSUMPTION, "consumption_expenditure_per_capita_yuan", "consumption_scope", "consumption_filled_method"),
)


def _check_figures(tables: Tables, row: Row) -> None:
    """Note figures of a city that contradict each other."""
    for column, others, factor, low, high in TOGETHER:
        figures = [row[name] for name in (column, *others)]
        if None not in figures and not low <= (ratio := figures[0] / (factor * math.prod(figures[1:]))) <= high:
            said = {"low": f"{low:g}", "high": f"{high:g}", "other": " times ".join(others), "ratio": f"{ratio:.3g}"}
            tables.fault("cities", row, column, figures[0], fault("data-must-ratio", **said))
    for column, printed, scope, method in FILLED:
        is_same = row[scope] == "all" and row[method] == "reported"
        if is_same and None not in (row[column], row[printed]) and row[column] != row[printed]:
            tables.fault(
                "cities", row, column, row[column], fault("data-must-same", value=f"{row[printed]:g}", column=printed)
            )


def _imputed(row: Row) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Columns read here that no source prints, and those of them that are derived."""
    retail = RETAIL if row[RETAIL_REVISED] is None else RETAIL_REVISED
    filled = {
        INCOME: row["income_filled_method"] not in PRINTED,
        CONSUMPTION: row["consumption_filled_method"] not in PRINTED,
        retail: retail == RETAIL and row["retail_basis"] not in RETAIL_2024,
        VISITS: row[VISITS] is None or row[SCOPE] != "domestic",
        RESIDENTS: False,
    }
    estimated, derived = row["estimated_fields"].split(";"), row["derived_fields"].split(";")
    marked = tuple(name for name, is_filled in filled.items() if is_filled or name in estimated)
    return marked, tuple(name for name in marked if name in derived and not filled[name])


def _key(position: int, row: Row) -> int:
    """Row number of the pilot's own cities; for others a hash of their name, above all row numbers."""
    if not row.extension:
        return position
    return (1 << 30) + int.from_bytes(hashlib.sha256(str(row["city_id"]).encode()).digest()[:4]) % (1 << 30)


def impute_visits(residents: np.ndarray, visits: np.ndarray, scope: tuple[str, ...], n_fitted: int) -> np.ndarray:
    r"""Domestic trips to every city.

    .. math:: \ln v = a + b \ln n

    Printed domestic trips stay. Totals with inbound trips stay too: those are about 2 % of all in China.
    Missing figures and overnight trips take the line fitted by least squares to the printed domestic ones of the
    first ``n_fitted`` cities.
    Source: own; of retail sales, product and residents n, residents fit best.

    Parameters
    ----------
    residents, visits : (n_cities,) float64
        Persons; trips per year, NaN where missing.
    scope : tuple of str
    n_fitted : int

    Returns
    -------
    (n_cities,) float64
    """
    known = np.array([s == "domestic" for s in scope]) & np.isfinite(visits)
    usable = known | (np.array([s == "total_domestic_and_inbound" for s in scope]) & np.isfinite(visits))
    known[n_fitted:] = False
    slope, level = np.polyfit(np.log(residents[known]), np.log(visits[known]), 1)
    return np.where(usable, visits, np.exp(level + slope * np.log(residents)))


@made_once
def no_pilot_cities(folder: Path | None = None) -> dict[str, Row]:
    """Rows of tables of others that say that their city is no pilot city, by its id."""
    return {r["city_id"]: r for r in Tables(folder).rows("cities") if r.extension and r["pilot"] != "yes"}


@made_once
def read_cities(folder: Path | None = None) -> Cities:
    """Read the pilot cities of ``cities.csv``, and those of extensions.

    Retail sales are those of 2024 on the census basis; where they are missing, the latest printed ones.
    """
    tables = Tables(folder)
    names = set(tables.rows("cities")[0]) if tables.rows("cities") else set()
    rows = [r for r in tables.rows("cities") if r["pilot"] == "yes"]
    for row in rows:
        for column in ("estimated_fields", "derived_fields"):
            unknown = [n for n in (row[column] or "").split(";") if n and n not in names]
            if unknown:
                tables.fault("cities", row, column, unknown[0], fault("data-must-column"))
        if row[VISITS] is not None and not row[SCOPE]:
            tables.fault("cities", row, SCOPE, "", fault("data-must-scope", column=VISITS))
        _check_figures(tables, row)
    own = [r for r in rows if not r.extension]
    _check_quotas(tables, own, rows)
    if len({r[RESIDENTS] for r in own if r[SCOPE] == "domestic" and r[VISITS] is not None}) < 2:
        tables.say("cities", fault("data-few-visits", column=VISITS))
    tables.raise_faults()
    residents = numbers(rows, RESIDENTS) * 10_000
    revised = numbers(rows, RETAIL_REVISED)
    retail = np.where(np.isfinite(revised), revised, numbers(rows, RETAIL))
    imputed, derived = zip(*(_imputed(r) for r in rows), strict=True)
    return Cities(
        id=texts(rows, "city_id"), name_en=texts(rows, "name_en"), name_zh=texts(rows, "name_zh"),
        province=texts(rows, "province_en"), lon=numbers(rows, "lon"), lat=numbers(rows, "lat"),
        residents=residents,
        income_yuan_per_week=numbers(rows, INCOME) / WEEKS_PER_YEAR,
        consumption_yuan_per_week=numbers(rows, CONSUMPTION) / WEEKS_PER_YEAR,
        retail_yuan_per_year=retail * 10**9,
        visits=impute_visits(residents, numbers(rows, VISITS) * 10**6, texts(rows, SCOPE), len(own)),
        size_class_official=texts(rows, "size_class_official"),
        quota_fen=np.rint(numbers(rows, "quota_million_yuan") * FEN_PER_MILLION_YUAN).astype(np.int64),
        listed=texts(rows, "listed"), imputed=imputed, derived=derived,
        extension=tuple(r.extension for r in rows),
        key=np.array([_key(k, r) for k, r in enumerate(rows)], dtype=np.int64),
    )  # fmt: skip

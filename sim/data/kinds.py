"""Readers of what projects can be: kinds, levels of stores, and the departments that handle them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.data.held import made_once
from sim.data.table import TOLERANCE, Row, Tables, numbers, sector_keys, texts
from sim.errors import fault

ROLES = ("approval", "applications", "payments")


class Kinds(NamedTuple):
    """Project kinds in file order; arrays (n_kinds,) float64, units in ``columns.csv``."""

    kind: tuple[str, ...]
    name: tuple[str, ...]
    name_zh: tuple[str, ...]
    direction: tuple[str, ...]
    homogeneity_group: tuple[str, ...]
    use: tuple[str, ...]
    arrival_weight: np.ndarray
    investment_median_yuan: np.ndarray
    investment_sigma: np.ndarray
    build_weeks_median: np.ndarray
    build_sigma: np.ndarray
    life_weeks: np.ndarray
    sales_per_investment: np.ndarray
    novelty_initial: np.ndarray
    quality_uplift: np.ndarray
    failure_hazard_per_year: np.ndarray
    publicity_share: np.ndarray
    sector_share: np.ndarray  # (n_kinds, n_sectors), rows sum to 1
    group: np.ndarray  # int64, number of the homogeneity group
    has_levels: np.ndarray  # bool
    needs: np.ndarray  # (n_kinds, n_departments) bool, approvals


class Levels(NamedTuple):
    """Levels of stores in file order, common ones first; arrays (n_levels,) float64."""

    level: tuple[str, ...]
    name: tuple[str, ...]
    name_zh: tuple[str, ...]
    share: np.ndarray
    quality: np.ndarray
    novelty: np.ndarray
    cities: np.ndarray  # int64


class Departments(NamedTuple):
    """Departments in file order; arrays (n_departments,) float64."""

    department: tuple[str, ...]
    name: tuple[str, ...]
    name_zh: tuple[str, ...]
    role: tuple[str, ...]
    weeks: np.ndarray
    cases_per_week: np.ndarray


_TEXTS = ("kind", "name", "name_zh", "direction", "homogeneity_group", "use", "level", "department", "role")


def _plain(rows: list[Row], columns: Iterable[str]) -> dict[str, Any]:
    """Columns as they stand in the file: texts or numbers."""
    return {c: texts(rows, c) if c in _TEXTS else numbers(rows, c) for c in columns}


def _sector_share(tables: Tables, row: Row, sectors: tuple[str, ...]) -> np.ndarray:
    """Shares of one kind's sectors, (n_sectors,)."""
    out = np.zeros(len(sectors))
    if row["sectors"] is None:
        return out
    for part in row["sectors"].split(";"):
        sector, _, text = part.partition(":")
        number = re.fullmatch(r"[01]?\.?\d+", text, re.ASCII)
        if sector not in sectors:
            tables.fault("kinds", row, "sectors", part, fault("data-must-sector-share", sectors=", ".join(sectors)))
            return out
        if not number or not 0 < float(text) <= 1 or out[sectors.index(sector)]:
            tables.fault("kinds", row, "sectors", part, fault("data-must-share-once"))
            return out
        out[sectors.index(sector)] = float(text)
    if abs(out.sum() - 1) > TOLERANCE:
        tables.fault("kinds", row, "sectors", row["sectors"], fault("data-must-shares-sum", sum=f"{out.sum():.9g}"))
    return out


def _needs(tables: Tables, row: Row, departments: list[str]) -> np.ndarray:
    """Departments that have to approve a kind, (n_departments,) bool."""
    named = [name for name in (row["approvals"] or "").split(";") if name]
    for name in named:
        if name not in departments:
            tables.fault(
                "kinds", row, "approvals", name, fault("data-must-department", departments=", ".join(departments))
            )
    return np.array([name in named for name in departments])


@made_once
def read_kinds(folder: Path | None = None) -> Kinds:
    """Read ``kinds.csv``."""
    tables = Tables(folder)
    rows, sectors = tables.rows("kinds"), sector_keys(tables)
    offices = [r["department"] for r in tables.rows("departments") if r["role"] == "approval"]
    share = np.array([_sector_share(tables, row, sectors) for row in rows])
    needs = np.array([_needs(tables, row, offices) for row in rows])
    if rows and not any(r["arrival_weight"] for r in rows):
        tables.say("kinds", fault("data-no-arrivals"))
    tables.raise_faults()
    names = texts(rows, "homogeneity_group")
    first = list(dict.fromkeys(names))
    made = ("sector_share", "group", "has_levels", "needs")
    return Kinds(
        **_plain(rows, (c for c in Kinds._fields if c not in made)),
        sector_share=share,
        group=np.array([first.index(name) for name in names], dtype=np.int64),
        has_levels=np.array([r["has_levels"] == "yes" for r in rows]),
        needs=needs,
    )


@made_once
def read_levels(folder: Path | None = None) -> Levels:
    """Read ``levels.csv``."""
    tables = Tables(folder)
    rows = tables.rows("levels")
    shares = [r["share"] for r in rows]
    if None not in shares and abs(sum(shares) - 1) > TOLERANCE:
        tables.say("levels", fault("data-sum", column="share", sum=f"{sum(shares):.9g}"))
    tables.raise_faults()
    cities = np.array([r["cities"] for r in rows], dtype=np.int64)
    return Levels(**_plain(rows, (c for c in Levels._fields if c != "cities")), cities=cities)


@made_once
def read_departments(folder: Path | None = None) -> Departments:
    """Read ``departments.csv``: those that approve first, then the one for applications and the one for payments."""
    tables = Tables(folder)
    rows = tables.rows("departments")
    for role in ROLES[1:]:
        n = sum(r["role"] == role for r in rows)
        if n != 1:
            tables.say("departments", fault("data-roles", n=n, role=role))
    tables.raise_faults()
    return Departments(**_plain(sorted(rows, key=lambda r: ROLES.index(r["role"])), Departments._fields))

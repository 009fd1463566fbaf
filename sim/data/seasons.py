"""Seasons: how spending of a week compares with the average week of the year."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np

from sim.data.table import Tables, sector_keys
from sim.errors import InputError, fault

SEASON_WEEKS = 52  # of the table
DAYS_PER_WEEK = 7
FEBRUARY_29 = 60  # day of a leap year
MEAN_TOLERANCE = 1e-6
_DAY = datetime.timedelta(days=1)


def week_of_year(day: datetime.date) -> int:
    """Week of the year from 0; the last one also holds 31 December, 29 February counts as the 28th.

    >>> week_of_year(datetime.date(2026, 1, 7)), week_of_year(datetime.date(2026, 12, 31))
    (0, 51)
    """
    number = day.timetuple().tm_yday
    is_leap = datetime.date(day.year, 12, 31).timetuple().tm_yday > 365
    number -= is_leap and number >= FEBRUARY_29
    return min(SEASON_WEEKS - 1, (number - 1) // DAYS_PER_WEEK)


def festival_days(first_of_lunar_year: datetime.date) -> list[datetime.date]:
    """Seven days from the eve, as counted by SF11."""
    return [first_of_lunar_year + k * _DAY for k in range(-1, DAYS_PER_WEEK - 1)]


def _base(tables: Tables, sectors: tuple[str, ...]) -> np.ndarray:
    """Index of the weeks of a year without Spring Festival, (SEASON_WEEKS, n_sectors)."""
    base = np.full((SEASON_WEEKS, len(sectors)), np.nan)
    for row in tables.rows("seasons"):
        if None in (row["sector"], row["week_of_year"], row["index"]):
            continue
        if row["sector"] not in sectors:
            tables.fault("seasons", row, "sector", row["sector"], fault("data-must-one-of", allowed=", ".join(sectors)))
        else:
            base[row["week_of_year"] - 1, sectors.index(row["sector"])] = row["index"]
    for g, sector in enumerate(sectors):
        missing = [str(k + 1) for k in np.flatnonzero(np.isnan(base[:, g]))]
        mean = base[:, g].mean()
        if missing:
            weeks = ", ".join(missing)
            tables.say("seasons", fault("data-season-weeks", sector=sector, weeks=weeks, last=SEASON_WEEKS))
        elif abs(mean - 1) > MEAN_TOLERANCE:
            tables.say("seasons", fault("data-season-mean", sector=sector, mean=f"{mean:.6g}"))
    return base


def _festivals(tables: Tables) -> dict[int, datetime.date]:
    """Date of the festival by year."""
    out = {}
    for row in tables.rows("spring_festival"):
        if row["year"] is None or row["date"] is None:
            continue
        if row["date"].year != row["year"]:
            tables.fault(
                "spring_festival", row, "date", row["date"].isoformat(), fault("data-must-year", year=row["year"])
            )
        out[row["year"]] = row["date"]
    return out


def season_index(start: datetime.date, weeks_before: int, n_weeks: int, folder: Path | None = None) -> np.ndarray:
    r"""Spending of each week relative to the average week, by sector.

    .. math:: s_w = \tfrac17 \sum_{d \in w} (f \text{ in Spring Festival, else } c_y b_{d}), \quad
        c_y = \frac{364 - 7 f}{364 - 7 \bar b_y}

    b is the base of ``seasons.csv``, f the festival's index of ``sectors.csv`` and :math:`\bar b_y` the base
    on the festival's days. So the days of the festival replace ordinary ones, the others give way, and
    52 weeks with one festival average 1. Source: own; SF11, SF12.

    Parameters
    ----------
    start : date
        First day of the pilot.
    weeks_before : int
        Weeks before it with which the result begins.
    n_weeks : int
    folder : Path or None

    Returns
    -------
    (n_weeks, n_sectors) float64

    Raises
    ------
    InputError
        If a table is faulty or the weeks leave the years of ``spring_festival.csv``.
    """
    tables = Tables(folder)
    rows = tables.rows("sectors")
    base, festivals = _base(tables, sector_keys(tables)), _festivals(tables)
    tables.raise_faults()
    in_festival = np.array([r["spring_festival_index"] for r in rows])
    try:
        first = start - weeks_before * DAYS_PER_WEEK * _DAY
        last = first + (n_weeks * DAYS_PER_WEEK - 1) * _DAY
    except OverflowError:
        raise InputError("data-horizon-calendar", before=weeks_before, weeks=n_weeks) from None
    outside = [y for y in (first.year, last.year) if y not in festivals]
    if outside:
        raise InputError("data-horizon-years", year=outside[0], first=min(festivals), last=max(festivals))
    level: dict[int, np.ndarray] = {}
    festive: set[datetime.date] = set()
    for year in range(first.year, last.year + 1):
        days = festival_days(festivals[year])
        ordinary = base[[week_of_year(d) for d in days]].sum(axis=0)
        year_days = SEASON_WEEKS * DAYS_PER_WEEK
        scale = (year_days - DAYS_PER_WEEK * in_festival) / (year_days - ordinary)
        level[year] = scale * base
        festive.update(days)
    out = np.zeros((n_weeks * DAYS_PER_WEEK, len(rows)))
    for k in range(n_weeks * DAYS_PER_WEEK):
        day = first + k * _DAY
        out[k] = in_festival if day in festive else level[day.year][week_of_year(day)]
    weekly: np.ndarray = out.reshape(n_weeks, DAYS_PER_WEEK, len(rows)).mean(axis=1)
    return weekly

"""Tables as the tests read and spoil them."""

import csv
import datetime

import pytest

from sim.data import read
from sim.data.online import read_online
from sim.data.table import FOLDER, KEYS
from sim.errors import InputError
from sim.studies.searching.prior import read_priors

TABLES = sorted(KEYS)
GRADES = {"measured", "borrowed", "assumed"}
START = datetime.date(2025, 10, 1)
READERS = {
    "cities": read.read_cities,
    "household_expenditure": read.sector_shares,
    "sectors": read.read_sectors,
    "online": read_online,
    "sector_items": read.sector_shares,
    "seasons": lambda folder: read.season_index(START, 0, 52, folder),
    "spring_festival": lambda folder: read.season_index(START, 0, 52, folder),
    "kinds": read.read_kinds,
    "levels": read.read_levels,
    "departments": read.read_departments,
    "pilot": read.read_cities,
    "parameters": read.read_parameters,
    "priors": read_priors,
    "columns": read.read_sectors,
}


def table(name, folder=FOLDER):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def column(name, wanted):
    rows = table(name)
    return [row[rows[0].index(wanted)] for row in rows[1:]]


def rewrite(folder, name, rows):
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def spoil(folder, name, key, changed, value):
    """Put a value into the first row whose cells include the key; return its row number."""
    rows = table(name, folder)
    number = next(k for k, row in enumerate(rows) if key in row)
    rows[number][rows[0].index(changed)] = value
    rewrite(folder, name, rows)
    return number + 1


def faults(reader, folder):
    with pytest.raises(InputError) as caught:
        reader(folder)
    lines = [str(problem) for problem in caught.value.problems]
    assert all("\n" not in line for line in lines)
    return [line.removeprefix(f"{folder.as_posix()}/") for line in lines]

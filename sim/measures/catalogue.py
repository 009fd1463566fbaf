"""Cells and units of the tidy table."""

from __future__ import annotations

from sim.data import read
from sim.kernel.columns import AREAS, DIRECTIONS, PARTNERS, POTS, QUINTILES, SIZE_CLASSES

# Columns of the tidy table that name the cells of a dimension, and the names.
CELLS = {
    "city": lambda s: {"city": s.city},
    "district": lambda s: _districts(s.city, int(s.parameters["districts_most"])),
    "sector": lambda s: {"sector": read.read_sectors().sector},
    "quintile": lambda s: {"quintile": range(1, QUINTILES + 1)},
    "direction": lambda s: {"direction": DIRECTIONS},
    "area": lambda s: {"group": AREAS},
    "kind": lambda s: {"group": read.read_kinds().kind},
    "size": lambda s: {"group": SIZE_CLASSES},
    "department": lambda s: {"group": read.read_departments().department},
    "partner": lambda s: {"group": PARTNERS},
    "week": lambda s: {"week": range(s.horizon.weeks_pilot + s.horizon.weeks_after)},
}
UNITS = {
    "near": "venues", "near_twin": "venues", "jobs": "person-years", "leverage": "yuan per yuan",
    "leverage_additional": "yuan per yuan", "score_rank_correlation": "1", "score": "1",
}  # fmt: skip


def vocabulary() -> dict[str, list]:
    """Names of the groups that results speak of, in order; the manifest holds them for charts and report."""
    return {
        "quintile": list(range(1, QUINTILES + 1)),
        "direction": list(DIRECTIONS),
        "area": list(AREAS),
        "size": list(SIZE_CLASSES),
        "partner": list(PARTNERS),
        "department": list(read.read_departments().department),
        "kind": list(read.read_kinds().kind),
        "sector": list(read.read_sectors().sector),
        "pot": list(POTS),
    }


def _districts(cities: tuple[str, ...], most: int) -> dict[str, list]:
    return {
        "city": [city for city in cities for _ in range(most)],
        "group": [str(z) for z in range(most)] * len(cities),
    }


def unit_of(measure: str) -> str:
    """Unit of a measure, from its name."""
    if measure.endswith(("_per_yuan", "_minus_first")):
        return "yuan per yuan"
    if measure.endswith("yuan"):
        return "yuan"
    if measure.endswith("_weeks"):
        return "project-weeks"
    if "_per_case" in measure:
        return "weeks"
    if measure.startswith("n_"):
        nouns = {"residents": "persons", "shops": "shops", "closed": "shops", "cases": "cases", "debut": "stores"}
        return next((noun for word, noun in nouns.items() if word in measure), "projects")
    return UNITS.get(measure, "share")

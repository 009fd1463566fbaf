"""What residents of each district gain from the policy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.report.blocks import Block, Content, Details, Paragraph, Table
from sim.report.comparison.tables import spread
from sim.results.words import plain
from sim.texts import say

if TYPE_CHECKING:
    from sim.results.comparison import Results

MOST_CITIES = 3  # whose districts a report still shows
MISSING = [math.nan] * 3  # a run that does not simulate the city
# Measure, its text, and its unit.
MEASURES = (
    ("surplus_per_head_yuan", "residents-district-surplus", 1.0),
    ("near_any", "residents-district-near", 0.01),
)


def districts(results: Results) -> list[Block]:
    """Surplus and access by district; nothing for many cities, or for results that do not hold them."""
    known = results.effects[results.effects.dimension == "district"]
    if known.empty or len(results.cities) > MOST_CITIES:
        return []
    columns = (known[name] for name in ("measure", "city", "group", "allocation", "value", "ci_low", "ci_high"))
    cells = {(m, c, z, a): ends for m, c, z, a, *ends in zip(*columns, strict=True)}
    rows: list[list[Content]] = []
    for measure, key, unit in MEASURES:
        for city, entry in results.cities.items():
            groups = sorted({group for m, c, group, _ in cells if (m, c) == (measure, city)}, key=int)
            rows += [
                [say(key, city=entry["name"], district=str(z)),
                 *(_cell(cells.get((measure, city, z, a), MISSING), unit) for a in results.ordered)]
                for z in groups
            ]  # fmt: skip
    table = Table([say("tables-difference"), *map(plain, results.ordered)], rows)
    return [Details(say("residents-districts"), [table, Paragraph(say("residents-district-numbers"), "small")])]


def _cell(ends: list[float], unit: float) -> str:
    """Value and interval in a unit."""
    value, low, high = (end / unit for end in ends)
    return spread(value, low, high)

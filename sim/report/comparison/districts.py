"""What residents of each district have of the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.comparison.tables import spread
from sim.report.markup import Html, details, element, table
from sim.results.words import plain

if TYPE_CHECKING:
    from sim.results.comparison import Results

MOST_CITIES = 3  # whose districts a report still shows
# Measure, its words, and its unit.
MEASURES = (
    ("surplus_per_head_yuan", "surplus per head (yuan)", 1.0),
    ("near_any", "residents with a venue within a quarter of an hour (percentage points)", 0.01),
)
WHERE = "District 0 is the centre, the others are numbered outwards. Results of runs with more cities have them, too."


def districts(results: Results) -> list[Html]:
    """Surplus and access by district; nothing for many cities, or for results that do not hold them."""
    known = results.effects[results.effects.dimension == "district"]
    if known.empty or len(results.cities) > MOST_CITIES:
        return []
    cells = known.set_index(["measure", "city", "group", "allocation"])[["value", "ci_low", "ci_high"]].sort_index()
    rows = []
    for measure, words, unit in MEASURES:
        for city, entry in results.cities.items():
            groups = sorted({group for m, c, group, _ in cells.index if (m, c) == (measure, city)}, key=int)
            rows += [
                [f"{words}, {entry['name']}, district {z}",
                 *(spread(*(cells.loc[(measure, city, z, a)] / unit)) for a in results.active)]
                for z in groups
            ]  # fmt: skip
    heads = ["with the policy less without it (95 % interval)", *map(plain, results.active)]
    return [details("Residents by district", table(heads, rows), element("p", WHERE, class_="small"))]

"""Charts of livelihood: what residents have of the offer, and who wins and loses among established merchants."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.charts.comparison.groups import QUINTILE_NAMES, QUINTILES, points
from sim.charts.style import figure, legend, legend_height
from sim.results.words import quoted, ranged, signed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.results.comparison import Results

AREAS = {"core": "core", "inner": "inner", "outer": "outer"}
SIZES = {"small": "small", "large": "large"}
TEN_THOUSAND = 1e-4  # the unit in which changes of the merchants' figures are readable
QUARTER = "within a quarter of an hour"


def has_livelihood(results: Results) -> bool:
    """Whether surplus and access of residents are known."""
    known = results.has("area", "surplus_per_head_yuan", "near_any", "near")
    return bool(results.active) and known and results.has("quintile", "surplus_per_head_yuan")


def has_merchants(results: Results) -> bool:
    """Whether sales and shops of merchants are known by size."""
    return bool(results.active) and results.has("size", "sales_share", "shops_share")


def residents(results: Results) -> Figure:
    """Draw surplus per head by income and area, and novel venues within reach by area."""
    labels = results.active
    title = "Residents: what the policy is worth to them, and novel venues near them"
    fig, axes = figure(6.6 + legend_height(results), title, 2, 2)
    panels = (
        (axes[0, 0], "quintile", "surplus_per_head_yuan", QUINTILES, QUINTILE_NAMES, 1.0),
        (axes[0, 1], "area", "surplus_per_head_yuan", AREAS, list(AREAS.values()), 1.0),
        (axes[1, 0], "area", "near_any", AREAS, list(AREAS.values()), 0.01),
        (axes[1, 1], "area", "near", AREAS, list(AREAS.values()), 1.0),
    )
    for ax, dimension, measure, groups, names, unit in panels:
        points(ax, results, labels, results.cells(dimension, measure, groups, unit), names)
    axes[0, 0].set_title("surplus by income quintile\n(yuan per head, all weeks)")
    axes[0, 1].set_title("surplus by area of the city\n(yuan per head, all weeks)")
    axes[1, 0].set_title(f"residents with a novel venue\n{QUARTER} (percentage points)")
    axes[1, 1].set_title(f"novel venues {QUARTER}\n(number, mean over residents)")
    legend(fig, results, labels, "point")
    return fig


def merchants(results: Results) -> Figure:
    """Draw the change of sales and of the number of shops of established merchants, by size."""
    labels = results.active
    title = "Established merchants: winners and losers by size"
    fig, axes = figure(4.0 + legend_height(results), title, columns=2)
    for ax, measure in zip(axes.flat, ("sales_share", "shops_share"), strict=True):
        points(ax, results, labels, results.cells("size", measure, SIZES, TEN_THOUSAND), list(SIZES.values()))
        ax.set_xlabel("size of the shops")
    axes[0, 0].set_title("sales, change per 10,000 yuan (yuan)")
    axes[0, 1].set_title("shops at the end, change per 10,000 shops")
    legend(fig, results, labels, "point")
    return fig


def residents_shows(results: Results) -> str:
    """Say what the surplus is by income and area, how access changes, and the jobs."""
    label = results.main
    quintile = results.cells("quintile", "surplus_per_head_yuan", QUINTILES)
    area = results.cells("area", "surplus_per_head_yuan", AREAS)
    poor, rich = (ranged(*(part.loc[q, label] for part in quintile)) for q in (QUINTILES[0], QUINTILES[-1]))
    text = f"With {quoted(label)}, surplus over all weeks is {poor} yuan per head in the poorest fifth and {rich} in "
    text += f"the richest; in the core {_of(area, 'core', label)}, inner {_of(area, 'inner', label)} and outer areas "
    text += f"{_of(area, 'outer', label)}."
    near = results.interval(label, "near_any", 0.01)
    text += f" The share of residents with a novel venue {QUARTER} changes by {ranged(*near)} percentage points on "
    text += f"{signed(100 * results.total(label, 'near_any_twin'), 0)} %."
    return text + f" Jobs in shops and venues change by {ranged(*results.interval(label, 'jobs'), 0)} person-years."


def _of(cells, group: str, label: str) -> str:
    return signed(cells.value.loc[group, label])


def merchants_shows(results: Results) -> str:
    """Say plainly who loses among established merchants, in sales and in shops."""
    label = results.main
    return f"With {quoted(label)}, " + "; ".join(_fate(results, label, size) for size in SIZES) + "."


def _fate(results: Results, label: str, size: str) -> str:
    """Fate of the shops of one size in a clause."""
    sales, shops = (
        tuple(part.loc[size, label] for part in results.cells("size", m, SIZES, TEN_THOUSAND))
        for m in ("sales_share", "shops_share")
    )
    number, twin = (results.wide("size", m, "group").loc[size, label] for m in ("n_shops", "n_shops_twin"))
    word = "lose" if sales[0] < 0 else "gain"
    text = f"{SIZES[size]} established shops {word} {ranged(*_lost(sales))} yuan of every 10,000 yuan they sell"
    text += f" and are {signed(abs(number), 0)} {'fewer' if number < 0 else 'more'} of {signed(twin, 0)} at the end"
    unsure = [name for name, (_, low, high) in (("sales", sales), ("shops", shops)) if low <= 0 <= high]
    return text + (f" ({' and '.join(unsure)}: cannot be told from no change)" if unsure else "")


def _lost(numbers: tuple[float, float, float]) -> tuple[float, float, float]:
    """Turn a loss into a positive number, its interval with it."""
    value, low, high = numbers
    return numbers if value >= 0 or math.isnan(value) else (-value, -high, -low)

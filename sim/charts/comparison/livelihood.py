"""Charts of livelihood: what residents gain, and who wins and loses among established merchants."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.charts.chart import slug
from sim.charts.comparison.groups import points, quintile_names
from sim.charts.style import figure, legend, legend_height
from sim.results.words import plain, quoted, ranged, signed
from sim.texts import named, say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.results.comparison import Cells, Results

TEN_THOUSAND = 1e-4  # the unit in which changes of the merchants' figures are readable


def area_name(area: str) -> str:
    """What a part of the cities is called."""
    return named(f"axes-area-{slug(area)}", plain(area))


def size_name(size: str) -> str:
    """What shops of a size are called."""
    return named(f"axes-size-{slug(size)}", plain(size))


def has_livelihood(results: Results) -> bool:
    """Whether surplus and access of residents are known."""
    known = results.has("area", "surplus_per_head_yuan", "near_any", "near")
    return bool(results.active) and known and results.has("quintile", "surplus_per_head_yuan")


def has_merchants(results: Results) -> bool:
    """Whether sales and shops of merchants are known by size."""
    return bool(results.active) and results.has("size", "sales_share", "shops_share")


def residents(results: Results) -> Figure:
    """Draw surplus per head by income and area, and novel venues within reach by area."""
    labels = results.ordered
    fig, axes = figure(6.6 + legend_height(results), say("axes-residents-title"), 2, 2)
    by_income = results.cells("quintile", "surplus_per_head_yuan", results.vocabulary.quintiles)
    points(axes[0, 0], results, labels, by_income, quintile_names(results))
    areas = results.vocabulary.areas
    panels = ((axes[0, 1], "surplus_per_head_yuan", 1.0), (axes[1, 0], "near_any", 0.01), (axes[1, 1], "near", 1.0))
    for ax, measure, unit in panels:
        points(ax, results, labels, results.cells("area", measure, areas, unit), list(map(area_name, areas)))
    axes[0, 0].set_title(say("axes-residents-by-income"))
    axes[0, 1].set_title(say("axes-residents-by-area"))
    axes[1, 0].set_title(say("axes-residents-near-any"))
    axes[1, 1].set_title(say("axes-residents-near"))
    legend(fig, results, labels, "point")
    return fig


def merchants(results: Results) -> Figure:
    """Draw the change of sales and of the number of shops of established merchants, by size."""
    labels = results.ordered
    fig, axes = figure(4.0 + legend_height(results), say("axes-merchants-title"), columns=2)
    sizes = results.vocabulary.sizes
    for ax, measure in zip(axes.flat, ("sales_share", "shops_share"), strict=True):
        points(ax, results, labels, results.cells("size", measure, sizes, TEN_THOUSAND), list(map(size_name, sizes)))
        ax.set_xlabel(say("axes-merchants-x"))
    axes[0, 0].set_title(say("axes-merchants-sales"))
    axes[0, 1].set_title(say("axes-merchants-shops"))
    legend(fig, results, labels, "point")
    return fig


def residents_shows(results: Results) -> str:
    """Say what the surplus is by income and area, how access changes, and the jobs."""
    label = results.main
    fifths, areas = results.vocabulary.quintiles, results.vocabulary.areas
    quintile = results.cells("quintile", "surplus_per_head_yuan", fifths)
    area = results.cells("area", "surplus_per_head_yuan", areas)
    poor, rich = (ranged(*_with_ends(quintile, q, label)) for q in (fifths[0], fifths[-1]))
    by_area = ", ".join(f"{area_name(name)} {signed(_number(area.value, name, label))}" for name in areas)
    surplus = say("shows-residents-surplus", policy=quoted(label), poorest=poor, richest=rich, areas=by_area)
    near = ranged(*results.interval(label, "near_any", 0.01))
    access = say("shows-residents-near", change=near, twin=signed(100 * results.total(label, "near_any_twin"), 0))
    jobs = say("shows-residents-jobs", change=ranged(*results.interval(label, "jobs"), 0))
    return f"{surplus} {access} {jobs}"


def _number(table: pd.DataFrame, group: str | int, label: str) -> float:
    return float(table[label][group])


def _with_ends(cells: Cells, group: str | int, label: str) -> tuple[float, float, float]:
    """Value of a cell and the ends of its interval."""
    return _number(cells.value, group, label), _number(cells.ci_low, group, label), _number(cells.ci_high, group, label)


def merchants_shows(results: Results) -> str:
    """Say plainly who loses among established merchants, in sales and in shops."""
    label = results.main
    fates = (_fate(results, label, size) for size in results.vocabulary.sizes)
    return say("shows-merchants", policy=quoted(label), fates="; ".join(fates))


def _fate(results: Results, label: str, size: str) -> str:
    """Fate of the shops of one size in a clause."""
    sales, shops = (
        _with_ends(results.cells("size", m, [size], TEN_THOUSAND), size, label) for m in ("sales_share", "shops_share")
    )
    number, twin = (_number(results.wide("size", m, "group"), size, label) for m in ("n_shops", "n_shops_twin"))
    unsure = [name for name, (_, low, high) in (("sales", sales), ("shops", shops)) if low <= 0 <= high]
    fate = "lose" if sales[0] < 0 else "gain"
    return say(
        "shows-merchants-fate", size=size_name(size), fate=fate, yuan=ranged(*_lost(sales)),
        change="fewer" if number < 0 else "more", shops=signed(abs(number), 0), twin=signed(twin, 0),
        unsure="-".join(unsure) or "nothing",
    )  # fmt: skip


def _lost(numbers: tuple[float, float, float]) -> tuple[float, float, float]:
    """Turn a loss into a positive number, its interval with it."""
    value, low, high = numbers
    return numbers if value >= 0 or math.isnan(value) else (-value, -high, -low)

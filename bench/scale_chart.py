"""Chart of cost against size."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl

from bench.stored import ROOT
from sim.charts.style import COLOURS, FAINT, figure, save, settled, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CHART = ROOT / "docs" / "images" / "scale_cost.png"
TITLE = "CPU against size, one thread (dashed: in proportion)"
# What is made larger -> what stands under the axis, and what the seconds are those of.
AXES = {
    "consumers": ("consumers, in 50 cities", "a week"),
    "cities": ("cities of 500 consumers", "a week"),
    "allocations": ("allocations, 3 cities, 1 replicate", "a comparison"),
}
THOUSANDS = ((1_000_000, " M"), (1_000, " k"), (1, ""))
SECONDS = ((1.0, " s"), (1e-3, " ms"), (1e-6, " µs"))


def draw(points: Mapping[str, Mapping[int, float]], path: Path = CHART) -> None:
    """Write the chart of some points, as ``chart`` takes them."""
    with mpl.rc_context(style()):
        save(settled(chart(points)), path)


def chart(points: Mapping[str, Mapping[int, float]]) -> Figure:
    """Cost against size, a panel for each thing that is made larger.

    Parameters
    ----------
    points : dict of str to dict of int to float
        For each of ``AXES``, seconds of CPU by size.
    """
    fig, axes = figure(2.9, TITLE, 1, len(AXES))
    for ax, colour, axis in zip(axes[0], COLOURS, AXES, strict=False):
        _line(ax, points[axis], colour)
        below, of = AXES[axis]
        ax.set_xlabel(below)
        ax.set_title(f"CPU of {of}")
    return fig


def _line(ax: Axes, line: Mapping[int, float], colour: str) -> None:
    sizes, seconds = [*line], [*line.values()]
    low, high = math.floor(math.log10(min(seconds))), math.ceil(math.log10(max(seconds)))
    decades = [10.0**k for k in range(low, high + 1)]
    ax.loglog(sizes, [seconds[-1] * n / sizes[-1] for n in sizes], color=FAINT, linestyle=(0, (4, 3)))
    ax.loglog(sizes, seconds, color=colour, marker="o", markersize=4)
    ax.set_ylim(decades[0], decades[-1])
    ax.set_yticks(decades, [rounded(y, SECONDS) for y in decades])
    ax.set_xticks(sizes, [rounded(x, THOUSANDS) for x in sizes])
    ax.minorticks_off()
    ax.grid()


def rounded(value: float, units: tuple[tuple[float, str], ...]) -> str:
    """Value in the largest unit that is not above it.

    >>> rounded(5_000_000, THOUSANDS), rounded(25, THOUSANDS), rounded(0.01, SECONDS), rounded(10.0, SECONDS)
    ('5 M', '25', '10 ms', '10 s')
    """
    size, name = next((unit for unit in units if value >= unit[0] * (1 - 1e-9)), units[-1])
    return f"{value / size:g}{name}"

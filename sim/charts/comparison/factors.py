"""Chart of a sweep over several keys that cross: net effect of every combination."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np

from sim.charts.style import GRID, INK, drawable, figure
from sim.results.factors import departures, pivot
from sim.results.words import digits, quoted, signed
from sim.texts import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.collections import QuadMesh
    from matplotlib.figure import Figure

    from sim.results.comparison import Results

MOST_ROWS, MOST_COLUMNS = 40, 10  # that a page can hold with a number in each cell
NAME = {"rows": 26, "columns": 14}  # signs in a line of a name
DARK = 0.45  # luminance below which numbers are white


def has_factors(results: Results) -> bool:
    """Whether the runs are all combinations of several factors, few enough to be read."""
    if not results.factors:
        return False
    shape = pivot(results)
    return len(shape.rows) <= MOST_ROWS and len(shape.columns) <= MOST_COLUMNS


def by_factor(results: Results) -> Figure:
    """Heat map of the net effect per yuan, its numbers in the cells."""
    shape, *below, beside = pivot(results), *results.factors
    names = [_name(text, "rows", say("axes-level", n=k)) for k, text in enumerate(shape.rows, 1)]
    heads = [_name(text, "columns", say("axes-level", n=k)) for k, text in enumerate(shape.columns, 1)]
    lines = [max(name.count("\n") + 1, 2) for name in names]
    height = 1.5 + 0.17 * max(head.count("\n") + 1 for head in heads) + 0.17 * sum(lines)
    fig, axes = figure(height, say("axes-factors-title"))
    ax = axes[0, 0]
    mesh = _cells(ax, [[results.summary.net_per_yuan[a] for a in row] for row in shape.labels], results)
    ax.set_xticks([k + 0.5 for k in range(len(heads))], heads)
    ax.set_yticks([k + 0.5 for k in range(len(names))], names)
    ax.tick_params(length=0)
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.set_xlabel(_name(beside.name, "rows", "?"))
    ax.set_ylabel(_name(", ".join(factor.name for factor in below), "rows", "?"))
    ax.invert_yaxis()
    ax.spines[:].set_visible(False)
    bar = fig.colorbar(mesh, ax=ax, shrink=0.9, aspect=24, pad=0.02)
    bar.set_label(say("axes-factors-unit"))
    bar.outline.set_visible(False)
    return fig


def _name(text: str, side: str, instead: str) -> str:
    return "\n".join(textwrap.wrap(drawable(text, instead), NAME[side], max_lines=3, placeholder=" …"))


def _cells(ax: Axes, values: Sequence[Sequence[float]], results: Results) -> QuadMesh:
    """Draw coloured cells; colours diverge from 0 only where signs differ."""
    low, high = min(map(min, values)), max(map(max, values))
    edge = max(abs(low), abs(high)) or 1.0
    scale = ("RdBu", -edge, edge) if low < 0 < high else ("Blues", low, high) if low >= 0 else ("Reds_r", low, high)
    name, first, last = scale
    mesh = ax.pcolormesh(values, cmap=name, vmin=first, vmax=last if last > first else first + 1, edgecolor=GRID)
    mesh.set_linewidth(0.6)
    spans = (results.interval(a, "net_per_yuan")[1:] for a in results.funded)
    places = max((digits(*span) for span in spans), default=2) if results.has_intervals else 2
    for y, row in enumerate(values):
        for x, value in enumerate(row):
            red, green, blue, _ = mesh.to_rgba(np.array([value]))[0]
            ink = "white" if 0.3 * red + 0.59 * green + 0.11 * blue < DARK else INK
            ax.text(x + 0.5, y + 0.5, signed(value, places), ha="center", va="center", color=ink)
    return mesh


def by_factor_shows(results: Results) -> str:
    """The highest and the lowest run, and whether effects add up."""
    highest, lowest = results.ranked[0], results.ranked[-1]
    value = results.summary.net_per_yuan
    text = say(
        "shows-factors", highest=quoted(highest), most=signed(value[highest], 3), lowest=quoted(lowest),
        least=signed(value[lowest], 3),
    )  # fmt: skip
    found = departures(results)
    adds = "" if not found or not results.has_intervals else "no" if any(d.apart.is_clear for d in found) else "yes"
    return f"{text} {say('shows-factors-add', adds=adds)}" if adds else text

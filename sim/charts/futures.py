"""Charts of a stored study of futures: regret of every choice, and where the ranking turns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.charts.chart import Chart
from sim.charts.style import COLOURS, FAINT, GRID, INK, drawable, figure, zero_line
from sim.results.futures import HOLDS, IS, Condition, Futures, read_boxes
from sim.results.words import plain, short
from sim.texts import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW = 0.62  # inches of a choice
SPREAD = 0.26  # of the points of a choice, about its line
GOLDEN = (5**0.5 - 1) / 2  # multiples of the golden section, less whole numbers: neighbours lie far apart
# Columns of the table that are marked, with marker and look.
MARKS: dict[str, tuple[str, dict[str, Any]]] = {
    "mean": ("D", {"color": INK, "markersize": 6}),
    "mean_checked": ("D", {"color": INK, "markersize": 6, "markerfacecolor": "white"}),
    "p90": ("|", {"color": COLOURS[1], "markersize": 16, "markeredgewidth": 2.2}),
    "worst": ("x", {"color": COLOURS[1], "markersize": 7, "markeredgewidth": 1.8}),
}


def charts_of(found: Futures) -> list[Chart[Futures]]:
    """Charts of a study of futures: those that have something to draw."""
    return [chart for chart in CHARTS if chart.has_data(found)]


def regrets(found: Futures) -> Figure:
    """Regret of every choice: a point for each future, mean, 90th percentile and worst."""
    rows = found.shown
    fig, axes = figure(1.6 + ROW * len(rows), say("charts-regrets-question"))
    ax = axes[0, 0]
    for y, (_, row) in enumerate(rows.iterrows()):
        regret = np.sort(found.regrets[row.choice].to_numpy())
        about = SPREAD * (2 * (np.arange(regret.size) * GOLDEN % 1) - 1)
        ax.plot(regret, y + about, "o", color=COLOURS[0], markersize=3, alpha=0.35, markeredgewidth=0)
        for name, (marker, look) in MARKS.items():
            label = say(f"axes-regret-{name.replace('_', '-')}") if y == 0 else None
            ax.plot(row[name], y, marker, zorder=4, label=label, **look)
        text = say("axes-regret-best", share=f"{100 * row.best_share:.0f}")
        ax.text(1.01, y, text, transform=ax.get_yaxis_transform(), va="center", fontsize=8.5)
    ax.set_yticks(range(len(rows)), [_name(choice) for choice in rows.choice])
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    zero_line(ax, "x")
    ax.set_xlabel(say("axes-regret-x", unit=found.manifest["unit"]))
    fig.legend(loc="outside lower left", ncols=4)
    return fig


def _name(choice: object) -> str:
    return drawable(plain(choice), "?")


def drawn(found: Futures) -> tuple[str, str, Condition] | None:
    """Two choices and the first condition on a number of the rule that says most of where their ranking turns.

    The first choice's own rules go before those of others; of these the one that finds the largest part of the lost
    futures that were left out.
    """
    rows = found.flips[found.flips.verdict == HOLDS]
    rows = rows.assign(own=rows.choice == found.first)
    for _, row in rows.sort_values(["own", "coverage_checked"], ascending=False, kind="stable").iterrows():
        numbers = [c for box in read_boxes(row["where"]) for c in box if IS not in c.name]
        if numbers:
            return str(row.choice), str(row.against), numbers[0]
    return None


def flip(found: Futures) -> Figure:
    """Difference of two choices over an assumption: a point for each future."""
    what = drawn(found)
    assert what is not None  # has_data asked
    choice, against, condition = what
    turn = 1 if found.manifest["better"] == "more" else -1
    difference = turn * (found.means[choice] - found.means[against])
    at = found.assumed(condition.name)
    fig, axes = figure(3.6, say("charts-flip-question"))
    ax = axes[0, 0]
    for is_lost, colour, key in ((False, COLOURS[0], "axes-flip-wins"), (True, COLOURS[1], "axes-flip-loses")):
        own = (difference < 0) == is_lost
        label = say(key, choice=_name(choice), against=_name(against))
        ax.plot(at[own], difference[own], "x" if is_lost else "o", color=colour, markersize=5, label=label)
    low, high = float(at.min()), float(at.max())
    ends = (condition.threshold, high) if condition.is_above else (low, condition.threshold)
    ax.axvspan(*ends, color=GRID, alpha=0.6, linewidth=0, zorder=0, label=say("axes-flip-where"))
    ax.axvline(condition.threshold, color=FAINT, linewidth=1)
    zero_line(ax, "y")
    ax.set_title(say("axes-flip-title", name=drawable(plain(condition.name), "?"), value=short(condition.threshold)))
    ax.set_xlabel(drawable(plain(condition.name), "?"))
    ax.set_ylabel(say("axes-flip-y", unit=found.manifest["unit"]))
    fig.legend(loc="outside lower left", ncols=3)
    return fig


def _has_rule(found: Futures) -> bool:
    return drawn(found) is not None


CHARTS = (
    Chart("regrets", regrets),
    Chart("flip", flip, _has_rule),
)

"""Charts of for whom and by what: income quintiles and support directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.charts.style import FAINT, INK, figure, legend, legend_height, look, zero_line
from sim.results.comparison import Cells
from sim.results.words import quoted, scale, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.results.comparison import Results

QUINTILES = (1, 2, 3, 4, 5)
QUINTILE_NAMES = ("1\npoorest", "2", "3", "4", "5\nrichest")
DIRECTIONS = {
    "debut": "debut economy\n(first stores,\nlaunches)",
    "scene": "new service-\nconsumption\nscenes",
    "ip": "brand and IP\ncollaborations",
}
IN_WORDS = {d: " ".join(text.replace("-\n", "-").split()) for d, text in DIRECTIONS.items()}
GROUP_WIDTH = 0.82


def places(labels: list[str], n_groups: int) -> dict[str, list[float]]:
    """Middle of every allocation's bar in every group."""
    n = len(labels)
    return {a: [g + GROUP_WIDTH * ((k + 0.5) / n - 0.5) for g in range(n_groups)] for k, a in enumerate(labels)}


def points(ax: Axes, results: Results, labels: list[str], cells: Cells, names: Sequence[str]) -> None:
    """Draw every group's allocations side by side as points with intervals."""
    for label, x in places(labels, len(names)).items():
        own = look(results, label)
        ax.vlines(x, cells.ci_low[label], cells.ci_high[label], color=own.colour, linewidth=1.6)
        ax.plot(
            x,
            cells.value[label],
            own.marker,
            color=own.colour,
            markersize=6,
            markeredgecolor="white",
            markeredgewidth=0.5,
        )
    ax.set_xlim(-0.55, len(names) - 0.45)
    ax.set_xticks(range(len(names)), names, color=INK)
    ax.tick_params(axis="x", length=0)
    for g in range(1, len(names)):
        ax.axvline(g - 0.5, color="#EEEEEE", linewidth=0.8, zorder=0)
    zero_line(ax, "y")


def by_quintile(results: Results) -> Figure:
    """Net effect by income quintile: yuan, and share of the whole."""
    title = "Who consumes more: net effect by income quintile of residents"
    fig, axes = figure(4.0 + legend_height(results), title, columns=2)
    unit, word = scale(results.wide("quintile", "net_yuan", "quintile").abs().max(axis=None))
    cells = results.cells("quintile", "net_yuan", QUINTILES, unit)
    points(axes[0, 0], results, results.active, cells, QUINTILE_NAMES)
    axes[0, 0].set_title(f"net effect ({word} yuan)")
    share = axes[0, 1]
    whole = cells.value.sum()
    shares = 100 * cells.value / whole
    shares.loc[:, (cells.value < 0).any() | (whole <= 0)] = float("nan")
    blank = shares * float("nan")
    points(share, results, results.active, Cells(shares, blank, blank), QUINTILE_NAMES)
    share.set_title("share of the whole net effect (%)")
    if shares.notna().any(axis=None):
        share.axhline(20, color=FAINT, linewidth=0.9, linestyle=(0, (3, 2)))
        share.text(-0.5, 20, "equal shares", fontsize=8, color=FAINT, va="bottom")
    else:
        share.set_yticks([])
    mixed = [a for a in results.active if shares[a].isna().all()]
    if mixed:
        text = "not shown where a quintile\nloses: shares have no meaning"
        share.text(0.98, 0.97, text, transform=share.transAxes, ha="right", va="top", fontsize=8, color=FAINT)
    for ax in axes.flat:
        ax.set_xlabel("income quintile")
    legend(fig, results, results.active, "point")
    return fig


def by_direction(results: Results) -> Figure:
    """Gross, its windfall, and additionality for each support direction."""
    title = "Supported projects by support direction: sales and additionality"
    labels = results.funded
    fig, axes = figure(4.4 + legend_height(results, labels), title, columns=2)
    unit, word = scale(results.wide("direction", "gross_yuan", "direction").abs().max(axis=None))
    gross, windfall, extra = (
        results.cells("direction", m, DIRECTIONS, u)
        for m, u in (("gross_yuan", unit), ("windfall_yuan", unit), ("additionality", 0.01))
    )
    ax, width = axes[0, 0], 0.9 * GROUP_WIDTH / len(labels)
    for label, x in places(labels, len(DIRECTIONS)).items():
        own = look(results, label)
        ax.bar(x, gross.value[label], width, color=own.colour, hatch=own.hatch, edgecolor="white", linewidth=0)
        ax.bar(x, windfall.value[label], width, color="white", alpha=0.68, linewidth=0)
        ax.bar(x, gross.value[label], width, color="none", edgecolor=own.colour, linewidth=0.8)
    ax.set_title(f"gross sales ({word} yuan); pale: windfall")
    ax.set_xlim(-0.55, len(DIRECTIONS) - 0.45)
    ax.set_xticks(range(len(DIRECTIONS)), DIRECTIONS.values(), color=INK)
    ax.tick_params(axis="x", length=0)
    zero_line(ax, "y")
    points(axes[0, 1], results, labels, extra, list(DIRECTIONS.values()))
    axes[0, 1].set_title("projects that only the money made possible (%)")
    axes[0, 1].set_ylim(bottom=min(0, axes[0, 1].get_ylim()[0]))
    legend(fig, results, labels, "bar")
    return fig


def by_quintile_shows(results: Results) -> str:
    """Say what the poorest and the richest fifth get."""
    label = results.ordered[0]
    net = results.wide("quintile", "net_yuan", "quintile")[label].reindex(list(QUINTILES))
    if not (net >= 0).all() or net.sum() <= 0:
        losers = int((net < 0).sum())
        return f"With {quoted(label)}, {losers} of the 5 fifths of residents consume less than without the policy."
    poorest, richest = (100 * net[q] / net.sum() for q in (1, 5))
    return (
        f"With {quoted(label)}, {poorest:.0f} % of the net effect is consumed by the poorest fifth of "
        "residents "
        f"and {richest:.0f} % by the richest."
    )


def by_direction_shows(results: Results) -> str:
    """Say which direction sells most and which tips most projects."""
    label = results.ranked[0]
    measures = ("gross_yuan", "windfall_yuan", "additionality")
    gross, windfall, extra = (
        results.wide("direction", m, "direction")[label].reindex(list(DIRECTIONS)) for m in measures
    )
    if not (gross > 0).any():
        return f"With {quoted(label)}, no project was supported."
    top = gross.idxmax()
    unit, word = scale(gross[top])
    text = (
        f"With {quoted(label)}, most sales come from {IN_WORDS[top]}: {signed(gross[top] / unit, 1)} {word} "
        "yuan, "
        f"{100 * windfall[top] / gross[top]:.0f} % of it windfall."
    )
    if extra.notna().any():
        most = extra.idxmax()
        text += (
            f" Additionality is highest for {IN_WORDS[most]}: {100 * extra[most]:.0f} % of its projects need the money"
        )
        cells = results.cells("direction", "additionality", DIRECTIONS)
        rest = [d for d in DIRECTIONS if d != most and cells.ci_high[label][d] >= cells.ci_low[label][most]]
        text += "; the interval of another direction overlaps." if rest else "."
    return text

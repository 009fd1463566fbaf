"""Charts of for whom and by what: income quintiles and support directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.charts.chart import slug
from sim.charts.style import FAINT, INK, figure, largest, legend, legend_height, look, zero_line
from sim.results.comparison import Cells
from sim.results.words import plain, quoted, scale, signed
from sim.texts import named, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.results.comparison import Results

GROUP_WIDTH = 0.82


def quintile_names(results: Results) -> list[str]:
    """Fifths of the residents by income, below an axis."""
    fifths = results.vocabulary.quintiles
    ends = {fifths[0]: "poorest", fifths[-1]: "richest"}
    return [say("axes-quintile", q=q, end=ends.get(q, "none")) for q in fifths]


def direction_name(direction: str) -> str:
    """Support direction in a sentence; one that has no words yet is written as its key."""
    return named(f"shows-direction-{slug(direction)}", plain(direction))


def _direction_labels(results: Results) -> list[str]:
    return [named(f"axes-direction-{slug(d)}", plain(d)) for d in results.vocabulary.directions]


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
    title = say("axes-quintiles-title")
    fig, axes = figure(4.0 + legend_height(results), title, columns=2)
    unit, word = scale(largest(results.wide("quintile", "net_yuan", "quintile")))
    cells = results.cells("quintile", "net_yuan", results.vocabulary.quintiles, unit)
    points(axes[0, 0], results, results.ordered, cells, quintile_names(results))
    axes[0, 0].set_title(say("axes-quintiles-net", scale=word))
    share = axes[0, 1]
    whole = cells.value.sum()
    shares = 100 * cells.value / whole
    shares.loc[:, (cells.value < 0).any() | (whole <= 0)] = float("nan")
    blank = shares * float("nan")
    points(share, results, results.ordered, Cells(shares, blank, blank), quintile_names(results))
    share.set_title(say("axes-quintiles-share"))
    if shares.notna().any(axis=None):
        share.axhline(20, color=FAINT, linewidth=0.9, linestyle=(0, (3, 2)))
        share.text(-0.5, 20, say("axes-quintiles-equal"), fontsize=8, color=FAINT, va="bottom")
    else:
        share.set_yticks([])
    mixed = [a for a in results.ordered if shares[a].isna().all()]
    if mixed:
        text = say("axes-quintiles-mixed")
        share.text(0.98, 0.97, text, transform=share.transAxes, ha="right", va="top", fontsize=8, color=FAINT)
    for ax in axes.flat:
        ax.set_xlabel(say("axes-quintiles-x"))
    legend(fig, results, results.ordered, "point")
    return fig


def by_direction(results: Results) -> Figure:
    """Gross, its windfall, and additionality for each support direction."""
    title = say("axes-directions-title")
    labels, directions = results.ranked, results.vocabulary.directions
    fig, axes = figure(4.4 + legend_height(results, labels), title, columns=2)
    unit, word = scale(largest(results.wide("direction", "gross_yuan", "direction")))
    gross, windfall, extra = (
        results.cells("direction", m, directions, u)
        for m, u in (("gross_yuan", unit), ("windfall_yuan", unit), ("additionality", 0.01))
    )
    ax, width = axes[0, 0], 0.9 * GROUP_WIDTH / len(labels)
    for label, x in places(labels, len(directions)).items():
        own = look(results, label)
        ax.bar(x, gross.value[label], width, color=own.colour, hatch=own.hatch, edgecolor="white", linewidth=0)
        ax.bar(x, windfall.value[label], width, color="white", alpha=0.68, linewidth=0)
        ax.bar(x, gross.value[label], width, color="none", edgecolor=own.colour, linewidth=0.8)
    ax.set_title(say("axes-directions-gross", scale=word))
    ax.set_xlim(-0.55, len(directions) - 0.45)
    ax.set_xticks(range(len(directions)), _direction_labels(results), color=INK)
    ax.tick_params(axis="x", length=0)
    zero_line(ax, "y")
    points(axes[0, 1], results, labels, extra, _direction_labels(results))
    axes[0, 1].set_title(say("axes-directions-additionality"))
    axes[0, 1].set_ylim(bottom=min(0, axes[0, 1].get_ylim()[0]))
    legend(fig, results, labels, "bar")
    return fig


def by_quintile_shows(results: Results) -> str:
    """Say what the poorest and the richest fifth get."""
    label = results.ordered[0]
    fifths = results.vocabulary.quintiles
    net = results.wide("quintile", "net_yuan", "quintile")[label].reindex(list(fifths))
    if not (net >= 0).all() or net.sum() <= 0:
        return say("shows-quintiles-lose", policy=quoted(label), n=int((net < 0).sum()), of=len(fifths))
    poorest, richest = (f"{100 * net[q] / net.sum():.0f}" for q in (fifths[0], fifths[-1]))
    return say("shows-quintiles", policy=quoted(label), poorest=poorest, richest=richest)


def by_direction_shows(results: Results) -> str:
    """Say which direction sells most and which tips most projects."""
    label, directions = results.ranked[0], results.vocabulary.directions
    measures = ("gross_yuan", "windfall_yuan", "additionality")
    gross, windfall, extra = (
        results.wide("direction", m, "direction")[label].reindex(list(directions)) for m in measures
    )
    if not (gross > 0).any():
        return say("shows-directions-nothing", policy=quoted(label))
    top = str(gross.idxmax())
    unit, word = scale(gross[top])
    amount, part = signed(gross[top] / unit, 1), f"{100 * windfall[top] / gross[top]:.0f}"
    sales = {"direction": direction_name(top), "amount": amount, "scale": word, "windfall": part}
    text = say("shows-directions", policy=quoted(label), **sales)
    if extra.isna().all():
        return text
    most = str(extra.idxmax())
    cells = results.cells("direction", "additionality", directions)
    rest = [d for d in directions if d != most and cells.ci_high[label][d] >= cells.ci_low[label][most]]
    needed = {"direction": direction_name(most), "share": f"{100 * extra[most]:.0f}", "overlapping": len(rest)}
    return text + " " + say("shows-directions-additionality", **needed)

"""Charts of a stored sensitivity: what each assumption moves, and how much of what is not known comes from it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.charts.chart import Chart
from sim.charts.style import COLOURS, FAINT, INK, Dash, drawable, figure, zero_line
from sim.results.sensitivity import CONTRAST, LEVEL, Sensitivity
from sim.results.words import plain, quantity, short
from sim.texts import say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

ROW, HEAD = 0.24, 0.75  # inches of a row and of what stands above and below the rows of a panel
ROWS, LEVELS, CONTRASTS = 10, 3, 3  # that are drawn: assumptions of an output, runs, and contrasts
LOW, HIGH = COLOURS[5], COLOURS[1]  # of the ends of a range
ZERO: Dash = (0, (3, 2))  # where a ranking turns


def charts_of(found: Sensitivity) -> list[Chart[Sensitivity]]:
    """Charts of a sensitivity: those that have something to draw."""
    return [chart for chart in CHARTS if chart.has_data(found)]


def drawn(found: Sensitivity, means_anything: Callable[[str], bool]) -> list[str]:
    """Outputs that are drawn: the levels of the first runs, and the contrasts that are closest to turn."""
    levels, contrasts = ([o for o in found.named(kind) if means_anything(o)] for kind in (LEVEL, CONTRAST))
    return [*levels[:LEVELS], *contrasts[:CONTRASTS]]


def _has_surface(found: Sensitivity) -> bool:
    return bool(drawn(found, found.has_surface))


def _has_indices(found: Sensitivity) -> bool:
    return bool(drawn(found, found.has_indices))


def _panels(found: Sensitivity, title: str, rows: dict[str, pd.DataFrame]) -> tuple[Figure, NDArray]:  # type: ignore[type-arg]
    sizes = [len(own) for own in rows.values()]
    size = 0.8 + len(sizes) * HEAD + ROW * sum(sizes)
    return figure(size, title, len(sizes), height_ratios=sizes)


def tornado(found: Sensitivity) -> Figure:
    """What each assumption makes of an output at the ends of its range, all others as they are."""
    rows = {output: found.ranked(output) for output in drawn(found, found.has_surface)}
    rows = {output: own.loc[_swing(own).sort_values(ascending=False).index][:ROWS] for output, own in rows.items()}
    fig, axes = _panels(found, say("charts-tornado-question"), rows)
    for ax, (output, own) in zip(axes[:, 0], rows.items(), strict=True):
        sign, start = _upright(found, output)
        for y, (name, row) in enumerate(own.iterrows()):
            ends = [(sign * row.at_low - start, LOW), (sign * row.at_high - start, HIGH)]
            for width, colour in sorted(ends, key=lambda end: -abs(end[0])):  # both may lie on one side
                ax.barh(y, width, left=start, height=0.6, color=colour, linewidth=0)
            _ends(ax, y, found.assumptions[str(name)])
        ax.axvline(start, color=INK, linewidth=0.9)
        if found.output(output).kind == CONTRAST:
            ax.axvline(0, color=INK, linewidth=0.9, linestyle=ZERO)
        _named(ax, own, _title(found, output))
    axes[-1, 0].set_xlabel(say("axes-sensitivity-tornado", unit=found.manifest["unit"]))
    _legend(fig, any(found.output(output).kind == CONTRAST for output in rows))
    return fig


def _legend(fig: Figure, has_contrast: bool) -> None:
    """Name the two ends of a range, and the lines, below the chart."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    ends = {"low": LOW, "high": HIGH}
    handles: list[Artist] = [Patch(facecolor=c, label=say(f"axes-sensitivity-{end}")) for end, c in ends.items()]
    lines: list[tuple[str, Dash]] = [("now", "-"), *([("same", ZERO)] if has_contrast else [])]
    handles += [
        Line2D([], [], color=INK, linewidth=0.9, linestyle=dash, label=say(f"axes-sensitivity-{line}"))
        for line, dash in lines
    ]
    fig.legend(handles=handles, loc="outside lower left", ncols=len(handles))


def _upright(found: Sensitivity, output: str) -> tuple[float, float]:
    """Sign with which an output is drawn, and its value now."""
    sign = found.sign(output)
    return sign, sign * float(found.output(output).start)


def _swing(rows: pd.DataFrame) -> pd.Series[float]:
    return (rows.at_high - rows.at_low).abs()


def _ends(ax: Axes, y: float, assumption: dict[str, float]) -> None:
    text = say("words-range", low=short(assumption["low"]), high=short(assumption["high"]))
    ax.text(1.01, y, text, transform=ax.get_yaxis_transform(), va="center", fontsize=8)


def _named(ax: Axes, rows: pd.DataFrame, title: str) -> None:
    ax.set_yticks(range(len(rows)), [drawable(plain(name), "?") for name in rows.index])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    ax.set_title(title)


def _title(found: Sensitivity, output: str) -> str:
    start = quantity(_upright(found, output)[1], found.manifest["unit"], named=False)
    if found.output(output).kind == CONTRAST:
        above, below = (drawable(plain(label), "?") for label in found.runs(output))
        return say("axes-sensitivity-contrast", above=above, below=below, value=start)
    return say("axes-sensitivity-level", output=drawable(plain(output), "?"), value=start)


def total_order(found: Sensitivity) -> Figure:
    """Index of every assumption with its interval, the strongest first."""
    rows = {output: found.ranked(output)[:ROWS] for output in drawn(found, found.has_indices)}
    fig, axes = _panels(found, say("charts-total-order-question"), rows)
    for ax, (output, own) in zip(axes[:, 0], rows.items(), strict=True):
        for y, (_, row) in enumerate(own.iterrows()):
            value, half = float(row[found.index]), float(row[f"{found.index}_half"])
            most = 1.0 if found.index == "total" else math.inf
            ax.barh(y, value, height=0.6, color=COLOURS[0], alpha=0.75, linewidth=0)
            if "first" in row and not math.isnan(row["first"]):
                ax.plot(row["first"], y, "|", color=FAINT, markersize=9, markeredgewidth=2)
            if not math.isnan(half):
                ax.plot(
                    [max(0.0, value - half), min(most, value + half)],
                    [y, y],
                    color=INK,
                    linewidth=1.4,
                    solid_capstyle="butt",
                )
        _named(ax, own, _title(found, output))
        zero_line(ax, "x")
        if found.index == "total":
            ax.set_xlim(0, 1.02)
    unit = found.manifest["unit"]
    text = say("axes-sensitivity-mu-star", unit=unit) if found.index == "mu_star" else say("axes-sensitivity-total")
    axes[-1, 0].set_xlabel(text)
    return fig


CHARTS = (
    Chart("tornado", tornado, _has_surface),
    Chart("total_order", total_order, _has_indices),
)

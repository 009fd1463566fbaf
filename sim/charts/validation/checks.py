"""Charts of how far to trust the fit: what pins a parameter, what is recovered, what depends on the scale."""

from __future__ import annotations

import math
import textwrap
from itertools import pairwise
from typing import TYPE_CHECKING

from sim.charts.style import COLOURS, FAINT, GRID, INK, drawable, figure, zero_line
from sim.charts.validation.forest import MARKS, Z, fitted
from sim.results.validation import INSIDE, MISSING, OUTSIDE, Run
from sim.results.words import plain, short
from sim.texts import say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ACROSS = 48  # findings beside each other that can still be read
ROW = 0.165  # inches
NAME_POINTS = 138
DOTTED, DARK = 0.5, 1.0  # of sensitivity: falls are marked, and marks are white, from there on
STEPS = (0.25, DOTTED, DARK, 2.0)  # a new shade begins
SHADES = ("#FFFFFF", "#D9E6F2", "#9DC0DE", "#4A8BBF", "#0B3C66")  # light to dark, in grey too
UNKNOWN = "#F3EDE2"
PANELS = 3  # panels beside each other


def identification(run: Run) -> Figure:
    """How far each finding moves when a parameter crosses its allowed range."""
    wide = _sensitivities(run)
    keys = list(wide.columns)
    n_panels = math.ceil(len(keys) / ACROSS)
    across = math.ceil(len(keys) / n_panels)
    height = 1.7 + n_panels * (ROW * len(wide) + 0.75)
    fig, axes = figure(height, say("charts-identification-question"), n_panels)
    for k, ax in enumerate(axes[:, 0]):
        _heat(ax, run, wide[keys[k * across : (k + 1) * across]], across)
    _shades_legend(fig, bool(set(run.unpinned) & set(wide.index)))
    return fig


def _there(table: pd.DataFrame | None) -> pd.DataFrame:
    """Return a table that the chart's ``has_data`` has asked for."""
    if table is None:
        raise ValueError("a chart is drawn whose data are not there")
    return table


def _sensitivities(run: Run) -> pd.DataFrame:
    """Parameters by findings: those that a finding pins first, as the manifest orders them."""
    wide = _there(run.identification).pivot(index="parameter", columns="id", values="sensitivity")
    known = [name for name in run.parameters if name in wide.index]
    names = [*known, *(name for name in wide.index if name not in known)]
    order = [key for key in run.of(INSIDE, OUTSIDE, MISSING) if key in wide.columns]
    order += [key for key in wide.columns if key not in order]
    return wide.reindex(index=sorted(names, key=lambda name: name in run.unpinned), columns=order)


def _heat(ax: Axes, run: Run, part: pd.DataFrame, across: int) -> None:
    import numpy as np
    from matplotlib.colors import BoundaryNorm, ListedColormap

    size = part.abs().to_numpy()
    colours = ListedColormap(SHADES).with_extremes(bad=UNKNOWN)
    edges = np.arange(part.shape[1] + 1) - 0.5, np.arange(part.shape[0] + 1) - 0.5
    norm = BoundaryNorm((0, *STEPS, 2 * STEPS[-1]), len(SHADES))
    shades = np.ma.masked_invalid(np.minimum(size, 1.5 * STEPS[-1]))
    ax.pcolormesh(*edges, shades, cmap=colours, norm=norm, edgecolor=GRID, linewidth=0.4)
    for y, x in zip(*np.nonzero((part < 0).to_numpy() & (size >= DOTTED)), strict=True):
        ink = "white" if size[y, x] >= DARK else INK
        ax.text(x, y, "−", ha="center", va="center", fontsize=8, color=ink)
    ax.set_xlim(-0.5, across - 0.5)
    ax.set_ylim(part.shape[0] - 0.5, -0.5)
    ax.set_xticks(range(part.shape[1]), [fitted(drawable(k, "?"), 40) for k in part.columns], rotation=90, fontsize=8)
    ax.set_yticks(range(part.shape[0]), [parameter_name(run, name) for name in part.index], fontsize=8)
    for label, name in zip(ax.get_yticklabels(), part.index, strict=True):
        if name in run.unpinned:
            label.set(color=COLOURS[1], fontweight="bold")
    ax.tick_params(length=0, pad=2)
    for spine in ax.spines.values():
        spine.set_visible(False)


def parameter_name(run: Run, name: str) -> str:
    """Name of a parameter for an axis, marked if no finding pins it."""
    text = drawable(plain(name), say("axes-parameter"))
    return fitted(f"○ {text}" if name in run.unpinned else text, NAME_POINTS)


def _shades_legend(fig: Figure, is_marked: bool) -> None:
    from matplotlib.patches import Patch

    ends = [say("axes-shades-below", high=f"{STEPS[0]:g}")]
    ends += [say("axes-shades-between", low=f"{low:g}", high=f"{high:g}") for low, high in pairwise(STEPS)]
    ends.append(say("axes-shades-above", low=f"{STEPS[-1]:g}"))
    handles = [Patch(facecolor=c, edgecolor=FAINT, linewidth=0.5, label=t) for c, t in zip(SHADES, ends, strict=True)]
    note = say("axes-shades-note", marked="some" if is_marked else "none")
    box = fig.legend(handles=handles, loc="outside lower left", ncols=len(SHADES), title=note, title_fontsize=8)
    box.set_alignment("left")


def recovery(run: Run) -> Figure:
    """Estimates from made-up data beside the values that made them, one panel per set."""
    frame = _there(run.recovery)
    sets, names = list(dict.fromkeys(frame["set"])), list(dict.fromkeys(frame.parameter))
    columns = min(PANELS, len(sets))
    rows = math.ceil(len(sets) / columns)
    height = 1.55 + rows * (0.21 * len(names) + 0.45)
    fig, axes = figure(height, say("charts-recovery-question"), rows, columns, sharex=True, sharey=True)
    for ax in axes.flat[len(sets) :]:
        ax.axis("off")
    for ax, label in zip(axes.flat, sets, strict=False):
        own = frame[frame["set"] == label].set_index("parameter").reindex(names)
        _recovered(ax, own)
        hit = int(_covered(own).sum())
        counts = {"hit": hit, "n": int(own.true.notna().sum())}
        ax.set_title(fitted(say("axes-recovery-set", set=drawable(label, "?"), **counts), 120, 9.5))
    first = axes[0, 0]
    texts = [fitted(drawable(plain(name), say("axes-parameter")), NAME_POINTS) for name in names]
    first.set_yticks(range(len(names)), texts, fontsize=8)
    first.set_ylim(len(names) - 0.4, -0.6)
    first.set_xlim(-0.06, 1.06)
    first.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes[-1, columns // 2].set_xlabel(say("axes-recovery-x"))
    _recovery_legend(fig)
    return fig


def _covered(own: pd.DataFrame) -> pd.Series[bool]:
    return (own.low <= own.true) & (own.true <= own.high)


def _recovered(ax: Axes, own: pd.DataFrame) -> None:
    ax.grid(True, axis="x")
    ax.tick_params(axis="y", length=0)
    rows = zip(own.low, own.high, own.estimate, own.true, _covered(own), strict=True)
    for y, (low, high, estimate, true, is_covered) in enumerate(rows):
        mark = MARKS[INSIDE if is_covered else OUTSIDE]
        ax.plot([low, high], [y, y], color=mark.colour, linewidth=1.5, solid_capstyle="butt")
        ax.plot(estimate, y, mark.marker, zorder=3, **mark.look())
        ax.plot(true, y, "|", color=INK, markersize=10, markeredgewidth=2, zorder=4)


def _recovery_legend(fig: Figure) -> None:
    from matplotlib.lines import Line2D

    true = say("axes-recovery-true")
    handles = [Line2D([], [], linestyle="", marker="|", color=INK, markersize=10, markeredgewidth=2, label=true)]
    for verdict, mark in MARKS.items():
        handles.append(
            Line2D([], [], marker=mark.marker, linewidth=1.5, label=say(f"axes-recovery-{verdict}"), **mark.look())
        )
    fig.legend(handles=handles, loc="outside lower left", ncols=3)


def scale(run: Run) -> Figure:
    """Reported effects by how many people a simulated consumer stands for."""
    frame = _there(run.scale)
    measures, weights = list(dict.fromkeys(frame.measure)), sorted(set(frame.weight))
    columns = min(PANELS, len(measures))
    rows = math.ceil(len(measures) / columns)
    fig, axes = figure(1.2 + 1.75 * rows, say("charts-scale-question"), rows, columns)
    for ax in axes.flat[len(measures) :]:
        ax.axis("off")
    for ax, measure in zip(axes.flat, measures, strict=False):
        own = frame[frame.measure == measure].set_index("weight").reindex(weights)
        x = range(len(weights))
        ax.errorbar(x, own.value, Z * own.se.fillna(0), fmt="o", color=COLOURS[0], markersize=5, linewidth=1.4)
        ax.set_xticks(list(x), [short(w) for w in weights])
        ax.set_xlim(-0.5, len(weights) - 0.5)
        ax.margins(y=0.2)
        zero_line(ax, "y")
        ax.locator_params(axis="y", nbins=4)
        text = textwrap.wrap(drawable(plain(measure), say("axes-measure")), 30, max_lines=2, placeholder=" …")
        ax.set_title("\n".join(text), fontsize=8.5)
    fig.supxlabel(say("axes-scale-x"), fontsize=9)
    return fig

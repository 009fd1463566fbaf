"""Chart of what the model says beside what was published, one row per finding."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.charts.style import COLOURS, FAINT, GRID, INK, PAD, drawable, figure, message
from sim.results.validation import INSIDE, OUTSIDE, Run, short_study
from sim.results.words import extent, figures_beside, short
from sim.texts import say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

EDGE, ARROW, LIMIT = 4.0, 4.22, 4.45  # in half-widths of the accepted range: last value, arrow, end of the chart
QUARTER = 0.25  # accepted about a bound that stands alone
Z = 1.96  # standard errors that hold 95 %
ROW = 0.19  # inches
WIDTHS = (2.65, 3.35, 1.6)  # of the columns: finding, chart, numbers
ID_SHARE = 0.2  # of the left column
THIN = 0.1  # least width of a band
NUMBER_POINTS = 100  # of width, unless bold
BAND = "#D3D3D3"


class Mark(NamedTuple):
    """Colour and shape of a verdict: distinguished without colour too."""

    colour: str
    marker: str
    face: str
    size: float

    def look(self) -> dict[str, Any]:
        """Return how matplotlib is told."""
        return {
            "color": self.colour, "markerfacecolor": self.face, "markersize": self.size, "markeredgewidth": 1.4
        }  # fmt: skip


MARKS = {INSIDE: Mark(COLOURS[0], "o", COLOURS[0], 5.5), OUTSIDE: Mark(COLOURS[1], "D", "white", 5.5)}


def ruler(low: float, high: float, published: float, model: float) -> tuple[float, float]:
    """Value that is drawn at 0 and width that is drawn as 1, so that the accepted range is -1 to 1.

    A range open at one end begins at -1 or ends at 1. Where a single value is accepted, a model value off it is
    drawn at 2 or -2.

    >>> ruler(3.0, 5.0, 4.0, 0.0), ruler(2.0, float("nan"), 3.0, 0.0), ruler(0.0, 0.0, 0.0, 0.5)
    ((4.0, 1.0), (3.0, 1.0), (0.0, 0.25))
    """
    if math.isnan(low) or math.isnan(high):
        bound, side = (high, -1) if math.isnan(low) else (low, 1)
        distance = side * (published - bound)
        width = distance if distance > 0 else QUARTER * abs(bound) or 1.0
        return bound + side * width, width
    middle, width = (low + high) / 2, (high - low) / 2
    return middle, width or abs(model - middle) / 2 or 1.0


def forest(run: Run) -> Figure:
    """Accepted range, published value and model value of every finding that is represented, by theme."""
    groups = run.by_theme(run.of(INSIDE, OUTSIDE))
    if not groups:
        return message(say("charts-forest-question"), say("axes-forest-nothing"))
    height = 2.05 + ROW * sum(len(keys) + 1.6 for keys in groups.values())
    fig, axes = figure(height, say("charts-forest-question"), columns=3, sharey=True, width_ratios=WIDTHS)
    fig.set_layout_engine("constrained", w_pad=PAD, h_pad=PAD, wspace=0.02)
    left, ax, right = axes[0]
    ax.patch.set_visible(False)  # a heading may reach into it
    left.axis("off")
    right.axis("off")
    y = 0.0
    for theme, keys in groups.items():
        counts = run.counts(keys)
        title = say("axes-forest-theme", theme=say(theme), inside=counts.inside, n=counts.represented)
        _text(left, 0, y, title, weight="bold", fontsize=8.5)
        for key in keys:
            y += 1
            _labels(left, right, run, key, y)
            _finding(ax, _row(run, key), y)
        y += 1.6
    left.set_ylim(y - 0.9, -1.6)
    _text(left, 0, -1.2, say("axes-forest-finding"), color=FAINT)
    _text(right, 0, -1.2, say("axes-forest-numbers"), color=FAINT)
    _axis(ax)
    _legend(fig)
    return fig


def _text(ax: Axes, x: float, y: float, text: str, **look: Any) -> None:
    """Write a text that starts at a share of the width of an axis; it does not move the axes."""
    usual: dict[str, Any] = {"fontsize": 8, "va": "center", "ha": "left", "transform": ax.get_yaxis_transform()}
    ax.text(x, y, text, **(usual | look)).set_in_layout(False)


def fitted(text: str, points: float, size: float = 8.0) -> str:
    """``text``, or as much of it as takes at most that many points of width."""
    from matplotlib import rcParams
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    prop = FontProperties(family=rcParams["font.family"], size=size)

    def fits(words: str) -> bool:
        return text_to_path.get_text_width_height_descent(words, prop, ismath=False)[0] <= points

    if fits(text):
        return text
    return next((cut for n in range(min(len(text), 80), 0, -1) if fits(cut := f"{text[:n].rstrip(' ,;&(')} …")), "…")


def _row(run: Run, key: str) -> pd.Series:
    return run.table.loc[key]  # type: ignore[return-value]  # ids are unique: one row


def _labels(left: Axes, right: Axes, run: Run, key: str, y: float) -> None:
    row = _row(run, key)
    _text(left, 0.02, y, fitted(drawable(key, say("axes-forest-finding")), 34), color=FAINT)
    study = short_study(run.target(key, "study"))
    beside = drawable(study.split("(")[0], say("axes-forest-study"))  # what is in brackets may be Chinese
    study = drawable(study, beside)
    _text(left, ID_SHARE, y, fitted(study, 140))
    weight = "bold" if row.verdict == OUTSIDE else "normal"
    _text(right, 0, y, _numbers(row), weight=weight)


def _numbers(row: pd.Series) -> str:
    """Published and model value, with as many figures as there is room for."""
    for figures in (3, 2):
        published = extent(row.low, row.high, figures) if math.isnan(row.published) else short(row.published, figures)
        text = f"{published} → {short(row.model, figures_beside(row.model, row.low, row.high, figures))}"
        if fitted(text, NUMBER_POINTS) == text:
            return text
    return f"… → {short(row.model)}"


def _finding(ax: Axes, row: pd.Series, y: float) -> None:
    """Draw one row: band, published tick, model value with its interval."""
    middle, width = ruler(row.low, row.high, row.published, row.model)

    def at(value: float) -> float:
        return (value - middle) / width

    low = -LIMIT if math.isnan(row.low) else at(row.low)
    high = LIMIT if math.isnan(row.high) else at(row.high)
    if high - low < THIN:
        low, high = low - THIN / 2, high + THIN / 2
    ax.barh(y, high - low, left=low, height=0.66, color=BAND, zorder=1)
    if abs(at(row.published)) <= EDGE:
        ax.plot(at(row.published), y, "|", color=INK, markersize=8, markeredgewidth=1.6, zorder=2)
    mark, model = MARKS[row.verdict], at(row.model)
    if row.se > 0:
        ends = [min(max(model + k * Z * row.se / width, -LIMIT), LIMIT) for k in (-1, 1)]
        ax.plot(ends, [y, y], color=mark.colour, linewidth=1.3, solid_capstyle="butt", zorder=3)
    beyond = abs(model) > EDGE
    shape = (">" if model > 0 else "<") if beyond else mark.marker
    place = math.copysign(ARROW, model) if beyond else model
    ax.plot(place, y, shape, zorder=4, **mark.look())


def _axis(ax: Axes) -> None:
    names = {-1: say("axes-forest-lower"), 1: say("axes-forest-upper")}
    ticks = range(-int(EDGE), int(EDGE) + 1)
    ax.set_xticks(list(ticks), [names.get(k, short(k)) for k in ticks])
    ax.set_xlim(-LIMIT, LIMIT)
    ax.tick_params(axis="x", labeltop=True, length=0, labelsize=8)
    ax.tick_params(axis="y", left=False, labelleft=False)
    ax.spines["left"].set_visible(False)
    for x in (-1, 1):
        ax.axvline(x, color=GRID, linewidth=0.7, zorder=0)
    ax.set_xlabel(say("axes-forest-x"), fontsize=8.5)


def _legend(fig: Figure) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Artist] = [
        Patch(facecolor=BAND, label=say("axes-forest-accepted")),
        Line2D([], [], linestyle="", marker="|", color=INK, markersize=8, markeredgewidth=1.6,
               label=say("axes-forest-published")),
    ]  # fmt: skip
    for verdict, mark in MARKS.items():
        handles.append(
            Line2D([], [], marker=mark.marker, linewidth=1.3, label=say(f"axes-forest-{verdict}"), **mark.look())
        )
    mark = MARKS[OUTSIDE]
    beyond = say("axes-forest-beyond", edge=int(EDGE))
    handles.append(Line2D([], [], linestyle="", marker=">", label=beyond, **mark.look()))
    fig.legend(handles=handles, loc="outside lower left", ncols=3)

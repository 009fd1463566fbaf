"""What all charts share: colours, sizes, safe text, files with the same bytes every time."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sim.results.words import plain
from sim.results.writing import write_whole
from sim.texts import say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.typing import RcKeyType
    from numpy.typing import NDArray

    from sim.results.comparison import Results

# Okabe & Ito (2008), "Color universal design": distinguished by people with any form of colour blindness.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
# Beyond the seventh allocation colours come again, with another marker, line and hatch.
Kind = Literal["line", "point", "bar"]  # of marks in a legend
Dash = Literal["-", ""] | tuple[float, Sequence[float]]
MARKERS, HATCHES = ("o", "s", "^"), ("", "///", "...")
DASHES: tuple[Dash, ...] = ("-", (0, (4, 1.5)), (0, (1, 1)))
INK, FAINT, GRID = "#222222", "#666666", "#DDDDDD"
FONT = "DejaVu Sans"  # comes with matplotlib
CHINESE_FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei",
    "Microsoft YaHei", "SimHei", "PingFang SC", "Hiragino Sans GB", "Arial Unicode MS",
)  # fmt: skip
NAME_WIDTH, NAME_LINES = 18, 2
WIDTH = 8.0  # inches, of every chart
PAD = 0.08  # inches, about axes
PLACES = 7  # after the point, of where axes are in their figure


class Look(NamedTuple):
    """How one allocation looks in every chart."""

    colour: str
    marker: str
    dash: Dash
    hatch: str


def look(results: Results, label: str) -> Look:
    """Colour and marks of a policy, by its place in the comparison."""
    k = results.active.index(label)
    turn = k // len(COLOURS) % len(MARKERS)
    return Look(COLOURS[k % len(COLOURS)], MARKERS[turn], DASHES[turn], HATCHES[turn])


@cache
def fonts() -> tuple[str, ...]:
    """Fonts for text: matplotlib's own, and a Chinese one if this machine has it."""
    from matplotlib.font_manager import fontManager

    installed = {font.name for font in fontManager.ttflist}
    return (FONT, *[name for name in CHINESE_FONTS if name in installed][:1])


@cache
def _glyphs() -> frozenset[int]:
    from matplotlib.font_manager import findfont, get_font

    return frozenset().union(*(get_font(findfont(name)).get_charmap() for name in fonts()))


def drawable(text: str, instead: str) -> str:
    """``text`` on one line, or ``instead`` if a character of it is in no font."""
    text = " ".join(str(text).split())
    return text if text and all(ord(c) in _glyphs() for c in text) else instead


def name(results: Results, label: str, lines: int = NAME_LINES) -> str:
    """Name of an allocation for an axis (two lines), a legend or a title (one line)."""
    text = drawable(_distinct(results, label), say("axes-allocation", n=results.labels.index(label) + 1))
    if lines == 1:
        return textwrap.shorten(text, NAME_LINES * NAME_WIDTH, placeholder=" …")
    return "\n".join(textwrap.wrap(text, NAME_WIDTH, max_lines=lines, placeholder=" …"))


def _distinct(results: Results, label: str) -> str:
    """Label without the words that all policies begin with: what is left distinguishes them in little room."""
    words = [plain(a).split() for a in results.active]
    shared = sum(1 for _ in takewhile(lambda beside: len(set(beside)) == 1, zip(*words, strict=False)))
    if len(words) < 2 or label not in results.active or any(len(other) == shared for other in words):
        shared = 0
    return " ".join(plain(label).split()[shared:])


def by_run(results: Results) -> str:
    """What a chart with a row or a map for each run is by: runs at points of assumptions are no allocations."""
    return say("axes-runs", of="points" if results.points else "allocations")


def city_name(results: Results, city: str) -> str:
    """Name of a city, with a star if it is not confirmed to be a pilot city."""
    entry = results.cities[city]
    text = drawable(entry["name"], drawable(city, "?"))
    text = text if len(text) <= NAME_WIDTH else text[: NAME_WIDTH - 1] + "…"
    return text + ("" if entry["listed"] == "confirmed" else " *")


def style() -> dict[RcKeyType, Any]:
    """Return matplotlib settings of every chart, for ``matplotlib.rc_context``."""
    return {
        "font.family": list(fonts()), "font.size": 9, "text.color": INK, "text.parse_math": False,
        "axes.edgecolor": FAINT, "axes.labelcolor": INK, "axes.labelsize": 9, "axes.titlesize": 9.5,
        "axes.titlelocation": "left", "axes.spines.top": False, "axes.spines.right": False,
        "axes.linewidth": 0.8, "axes.axisbelow": True, "grid.color": GRID, "grid.linewidth": 0.7,
        "xtick.labelsize": 8.5, "ytick.labelsize": 8.5, "xtick.color": INK, "ytick.color": INK,
        "legend.frameon": False, "legend.fontsize": 8.5, "figure.facecolor": "white",
        "savefig.facecolor": "white",
        "axes.unicode_minus": True, "svg.hashsalt": "sanxin", "svg.fonttype": "path", "hatch.linewidth": 0.5,
    }  # fmt: skip


def figure(height: float, title: str, rows: int = 1, columns: int = 1, **subplots: Any) -> tuple[Figure, NDArray[Any]]:
    """Return an empty figure with its title, and its axes as a (rows, columns) array."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    fig = Figure(figsize=(WIDTH, height))
    FigureCanvasAgg(fig)
    fig.set_layout_engine("constrained", w_pad=PAD, h_pad=PAD)
    text = "\n".join(textwrap.wrap(title, 84))
    fig.suptitle(text, x=0.012, ha="left", fontsize=12, fontweight="bold")
    return fig, fig.subplots(rows, columns, squeeze=False, **subplots)


def message(title: str, text: str) -> Figure:
    """Return a chart that says why there is nothing to draw."""
    fig, axes = figure(1.6, title)
    axes[0, 0].axis("off")
    axes[0, 0].text(0, 0.6, text, transform=axes[0, 0].transAxes, fontsize=10, color=FAINT)
    return fig


def largest(table: pd.DataFrame) -> float:
    """Largest absolute value of a table; NaN where there is none."""
    return float(table.abs().max().max())


def zero_line(ax: Axes, axis: Literal["x", "y"]) -> None:
    """Draw the line of no effect: the world without the policy."""
    draw = ax.axvline if axis == "x" else ax.axhline
    draw(0, color=INK, linewidth=0.9, zorder=1.5)
    ax.grid(axis=axis)


def legend_columns(results: Results, labels: list[str]) -> int:
    """Names that fit beside each other."""
    longest = max((len(name(results, a, 1)) for a in labels), default=1)
    return max(1, min(len(labels), 96 // (longest + 6)))


def legend_height(results: Results, labels: list[str] | None = None) -> float:
    """Inches that the names of allocations take below a chart, beyond a first line; None: of all policies."""
    labels = results.active if labels is None else labels
    return 0.19 * (math.ceil(len(labels) / legend_columns(results, labels)) - 1)


def legend(fig: Figure, results: Results, labels: list[str], kind: Kind = "line", note: str = "") -> None:
    """Name the allocations below the chart; ``note`` goes below them."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Artist] = []
    for label in labels:
        own, text = look(results, label), name(results, label, 1)
        if kind == "bar":
            handles.append(Patch(facecolor=own.colour, hatch=own.hatch, edgecolor="white", label=text))
        else:
            line: Dash = own.dash if kind == "line" else ""
            marker = own.marker if kind == "point" else None
            handles.append(Line2D([], [], color=own.colour, linestyle=line, marker=marker, linewidth=1.8, label=text))
    columns = legend_columns(results, labels)
    box = fig.legend(handles=handles, loc="outside lower left", ncols=columns, title=note or None, title_fontsize=8.5)
    box.set_alignment("left")


def settled(fig: Figure) -> Figure:
    """Lay a figure out, once for all its files.

    The solver behind the layout works through its terms in the order of their addresses in memory, so that the last
    digits of a place differ between two layouts of the same figure. Rounded, they are the same.
    """
    engine = fig.get_layout_engine()
    if engine is not None:
        engine.execute(fig)
    fig.set_layout_engine("none")
    for ax in fig.axes:
        left, bottom, width, height = (round(x, PLACES) for x in ax.get_position(original=True).bounds)
        ax.set_position((left, bottom, width, height))
    return fig


def save(fig: Figure, path: Path) -> Path:
    """Write a figure as the ending of ``path`` says; the same figure gives the same bytes."""
    kind = path.suffix[1:]
    metadata = {"svg": {"Date": None, "Creator": "sanxin"}, "png": {"Software": None}}[kind]
    return write_whole(path, lambda file: fig.savefig(file, format=kind, dpi=160, metadata=metadata))

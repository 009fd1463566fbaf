"""Charts of where: cities side by side and on the map."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import sim.charts.style as st
from sim.charts.style import FAINT, INK, by_run, city_name, figure, largest, look, name, zero_line
from sim.results.elsewhere import in_no_city
from sim.results.points import contrasted
from sim.results.words import MILLION, quoted, scale, signed
from sim.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.collections import PathCollection
    from matplotlib.colors import Normalize
    from matplotlib.figure import Figure

    from sim.results.comparison import Results

MAP_COLUMNS = 2
FEW = 3  # cities whose intervals are shown whole
LABELS_EACH_END = 3  # best and worst cities named on each map
LARGEST_BUBBLE = 240.0  # points squared
PANEL_WIDTH = {1: 7.0, 2: 3.4}  # inches, by number of columns
STRETCH = 1 / math.cos(math.radians(33))  # of a degree of latitude over one of longitude amid the pilot cities
# Where a name may stand about its city; the first is preferred.
SPOTS = (
    (1, 0, "left"), (-1, 0, "right"), (0, 1, "center"), (0, -1, "center"),
    (1, 1, "left"), (-1, -1, "right"), (1, -1, "left"), (-1, 1, "right"),
)  # fmt: skip
# The scale ends where 95 % of the cities lie, or one small city would bleach all others.
SCALE_QUANTILE = 0.95


def by_city(results: Results) -> Figure:
    """Net effect of every city, in yuan and per public yuan, for the allocations worth contrasting."""
    labels = contrasted(results)
    net = results.wide("city", "net_yuan", "city")
    order = list(net[labels[0]].sort_values(kind="stable").index)
    one, other = [*(name(results, a, 1) for a in labels), ""][:2]
    title = say("axes-cities-title", n=len(labels), one=one, other=other)
    ratios = (1.25, 1) if results.funded else (1,)
    height = 1.9 + 0.178 * max(4, len(order))
    fig, axes = figure(height, title, columns=len(ratios), sharey=True, width_ratios=ratios)
    unit, word = scale(largest(net[labels]) / 10)
    _dots(axes[0, 0], results, labels, order, "net_yuan", unit)
    axes[0, 0].set_xlabel(say("axes-cities-x", scale=word))
    if results.funded:
        _dots(axes[0, 1], results, labels, order, "net_per_yuan", 1.0)
        axes[0, 1].set_xlabel(say("axes-cities-x-per-yuan"))
    axes[0, 0].set_yticks(range(len(order)), [city_name(results, c) for c in order])
    axes[0, 0].set_ylim(-0.8, len(order) - 0.2)
    for ax in axes.flat:
        ax.tick_params(axis="y", length=0)
        ax.locator_params(axis="x", nbins=6)
        for y in range(0, len(order), 5):
            ax.axhline(y - 0.5, color=st.GRID, linewidth=0.5, zorder=0.5)
    presumed = any(city["listed"] != "confirmed" for city in results.cities.values())
    st.legend(fig, results, labels, "point", say("axes-cities-presumed") if presumed else "")
    return fig


def _dots(ax: Axes, results: Results, labels: list[str], order: list[str], measure: str, unit: float) -> None:
    value, low, high = (
        results.wide("city", measure, "city", v).reindex(order) / unit for v in ("value", "ci_low", "ci_high")
    )
    shift = 0.18 if len(labels) > 1 else 0.0
    for k, label in enumerate(labels):
        own, y = look(results, label), [i + shift * (1 - 2 * k) for i in range(len(order))]
        ax.hlines(y, low[label], high[label], color=own.colour, linewidth=1, alpha=0.55)
        ax.plot(
            value[label],
            y,
            own.marker,
            color=own.colour,
            markersize=4,
            markeredgecolor="white",
            markeredgewidth=0.4,
        )
    zero_line(ax, "x")
    tables = (value, low, high) if len(order) <= FEW else (value,)
    extent = [x for table in tables for x in table[labels].to_numpy().ravel() if not math.isnan(x)]
    if extent:  # among many cities wide intervals of small ones may leave the chart, values may not
        lowest, highest = min(0.0, *extent), max(0.0, *extent)
        room = 0.12 * (highest - lowest) or 1.0
        ax.set_xlim(lowest - room, highest + room)


class Place(NamedTuple):
    """Position of a city, degrees."""

    lon: float
    lat: float


def _placed(results: Results) -> dict[str, Place]:
    """Cities whose position is known."""
    at = {c: (e.get("lon"), e.get("lat")) for c, e in results.cities.items()}
    number = int | float
    return {c: Place(x, y) for c, (x, y) in at.items() if isinstance(x, number) and isinstance(y, number)}


def _limits(degrees: Iterable[float]) -> tuple[float, float]:
    """Western and eastern, or southern and northern end of the map, with room for names."""
    at = list(degrees) or [0.0]
    room = 0.09 * (max(at) - min(at)) + 2.5
    return min(at) - room, max(at) + room


def on_the_map(results: Results) -> Figure:
    """One map per allocation: public money as size, net effect per yuan as colour."""
    import numpy as np
    from matplotlib.colors import TwoSlopeNorm
    from matplotlib.ticker import MaxNLocator

    labels = results.ranked
    columns = min(MAP_COLUMNS, len(labels))
    rows = math.ceil(len(labels) / columns)
    placed = _placed(results)
    (west, east), (south, north) = (_limits(p[k] for p in placed.values()) for k in range(2))
    height = min(5.4, PANEL_WIDTH[columns] * STRETCH * (north - south) / (east - west) + 0.35)
    title = say("axes-map-title", runs=by_run(results))
    fig, axes = figure(1.9 + height * rows, title, rows, columns, sharex=True, sharey=True)
    fig.set_layout_engine("compressed")
    public, net = (results.wide("city", m, "city")[labels] for m in ("public_yuan", "net_per_yuan"))
    limit = float(np.nanquantile(net.abs(), SCALE_QUANTILE)) if net.notna().to_numpy().any() else 1.0
    norm = TwoSlopeNorm(0, -(limit or 1.0), limit or 1.0)
    scale = LARGEST_BUBBLE / (largest(public) or 1.0) / (1 + 0.35 * (columns - 1))
    for k, ax in enumerate(axes.flat[len(labels) :], len(labels)):
        ax.axis("off")
        axes.flat[k - columns].tick_params(labelbottom=True)
    points = None
    for ax, label in zip(axes.flat, labels, strict=False):
        points = _map(ax, placed, public[label], net[label], scale, norm) or points
        ax.set_title(name(results, label, 1), color=INK)
        _names(ax, results, placed, net[label])
    if points is not None:
        bar = fig.colorbar(points, ax=axes, location="bottom", shrink=0.5, aspect=36, pad=0.02, extend="both")
        bar.locator = MaxNLocator(5)
        bar.update_ticks()
        bar.set_label(say("axes-map-colours"), fontsize=9)
    _sizes(fig, public, scale)
    return fig


def _map(
    ax: Axes, placed: dict[str, Place], public: pd.Series, net: pd.Series, scale: float, norm: Normalize
) -> PathCollection | None:
    """Draw bubbles, the largest first, so that none hides another; cities without money as a cross."""
    ax.set_aspect(STRETCH)
    ax.grid(True)
    ax.tick_params(length=0, labelsize=8, labelcolor=FAINT)
    ax.locator_params(nbins=6, integer=True)
    ax.xaxis.set_major_formatter(lambda x, _: say("axes-map-east", degrees=f"{x:.0f}"))
    ax.yaxis.set_major_formatter(lambda y, _: say("axes-map-north", degrees=f"{y:.0f}"))
    ax.set(xlim=_limits(p.lon for p in placed.values()), ylim=_limits(p.lat for p in placed.values()))
    for spine in ax.spines.values():
        spine.set_visible(False)
    paid = [c for c in public.sort_values(ascending=False, kind="stable").index if c in placed and public[c] > 0]
    unpaid = [c for c in placed if c in public.index and not public[c] > 0]
    if unpaid:
        ax.scatter(
            [placed[c].lon for c in unpaid],
            [placed[c].lat for c in unpaid],
            s=14,
            marker="x",
            color=FAINT,
            linewidth=0.8,
        )
    if not paid:
        return None
    at = [placed[c].lon for c in paid], [placed[c].lat for c in paid]
    return ax.scatter(
        *at,
        s=public[paid] * scale,
        c=net[paid],
        cmap="RdBu",
        norm=norm,
        edgecolor=INK,
        linewidth=0.5,
        alpha=0.92,
    )


def _names(ax: Axes, results: Results, placed: dict[str, Place], net: pd.Series) -> None:
    """Name the cities at both ends, away from their neighbours on the map."""
    from matplotlib.patheffects import withStroke

    order = [c for c in net.dropna().sort_values(kind="stable").index if c in placed]
    few = order if len(order) <= 2 * LABELS_EACH_END else order[:LABELS_EACH_END] + order[-LABELS_EACH_END:]
    taken: list[tuple[float, float, float]] = []
    west, east = ax.get_xlim()
    step = (east - west) / (50 if len(results.funded) > 1 else 80)
    for city in few:
        lon, lat = placed[city]
        text, up, aside = city_name(results, city), 2 * step, 1.5 * step
        width = 1.1 * step * len(text)
        spots = [(lon + dx * ring * aside, lat + dy * ring * up, side) for ring in (1, 1.9) for dx, dy, side in SPOTS]
        x, y, side = min(spots, key=lambda spot: _crowd(spot, width, step, taken, placed, (west, east)))
        start = {"left": x, "right": x - width, "center": x - width / 2}[side]
        taken.append((start, start + width, y))
        line = {"arrowstyle": "-", "linewidth": 0.7, "color": INK, "shrinkA": 0, "shrinkB": 0}
        halo = [withStroke(linewidth=2.2, foreground="white")]
        at: dict[str, Any] = {"xy": (lon, lat), "xytext": (x, y), "ha": side, "va": "center"}
        ax.annotate(text, **at, fontsize=8, arrowprops=line, path_effects=halo)


def _crowd(
    spot: tuple[float, float, str],
    width: float,
    step: float,
    taken: list[tuple[float, float, float]],
    placed: dict[str, Place],
    limits: tuple[float, float],
) -> int:
    """How many names and cities a name at ``spot`` would cover; names weigh more."""
    x, y, side = spot
    start = {"left": x, "right": x - width, "center": x - width / 2}[side]
    names = sum(start < high and low < start + width and abs(y - at) < 2.2 * step for low, high, at in taken)
    cities = sum(start < at.lon < start + width and abs(y - at.lat) < 1.2 * step for at in placed.values())
    west, east = limits
    outside = start < west or start + width > east
    return 10 * names + cities + 20 * outside


def _sizes(fig: Figure, public: pd.DataFrame, scale: float) -> None:
    from matplotlib.lines import Line2D

    most = largest(public) or 1.0
    step = 10 ** math.floor(math.log10(most))
    sizes = sorted({step * k for k in (0.25, 0.5, 1, 2, 4) if 0.1 * most < step * k <= 1.05 * most})[-3:]
    handles = [
        Line2D(
            [],
            [],
            linestyle="",
            marker="o",
            color="white",
            markeredgecolor=INK,
            markersize=math.sqrt(s * scale),
            label=f"{s / MILLION:,.4g}",
        )
        for s in sizes
    ]
    if (public <= 0).to_numpy().any():
        handles.append(
            Line2D([], [], linestyle="", marker="x", color=FAINT, markersize=4, label=say("axes-map-no-money"))
        )
    fig.legend(
        handles=handles,
        loc="outside lower left",
        ncols=len(handles),
        title=say("axes-map-sizes"),
        title_fontsize=8.5,
        alignment="left",
        borderpad=0.6,
        handletextpad=0.9,
        columnspacing=2.2,
    )


def by_city_shows(results: Results) -> str:
    """Say who gains and who loses in one sentence."""
    net, (label, *beside) = results.wide("city", "net_yuan", "city"), contrasted(results)
    column, this = net[label].sort_values(ascending=False, kind="stable"), quoted(label)
    n, losers = len(column), int((column < 0).sum())
    city, gain = results.cities[column.index[0]]["name"], signed(column.iloc[0] / MILLION, 0)
    text = say("shows-cities", policy=this, city=city, gain=gain, n=n, losers=losers)
    if beside and n > 1:
        other = beside[0]
        better = int((net[label] > net[other]).sum())
        text += " " + say("shows-cities-better", n=n, better=better, policy=this, other=quoted(other))
    return " ".join(part for part in (text, in_no_city(results, label)) if part)


def on_the_map_shows(results: Results) -> str:
    """Say between which cities the effect per yuan ranges."""
    label = results.ranked[0]
    net = results.wide("city", "net_per_yuan", "city")[label].dropna().sort_values(kind="stable")
    if net.empty:
        return say("shows-map-nothing")
    low, high = (
        say("shows-map-end", net=signed(net[city]), city=results.cities[city]["name"])
        for city in (net.index[0], net.index[-1])
    )
    away = sum("lon" not in city for city in results.cities.values())
    text = say("shows-map", policy=quoted(label), n=len(net), low=low, high=high)
    more = say("shows-map-away", n=away) if away else ""
    return " ".join(part for part in (text, more, in_no_city(results, label)) if part)

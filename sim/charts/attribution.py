"""Charts of a stored attribution: shares with intervals, interactions, what one more yuan is worth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.charts.chart import Chart, slug
from sim.charts.style import COLOURS, FAINT, INK, drawable, figure, zero_line
from sim.results.attribution import AND, AWARDS, EVERYBODY, NOBODY, ONE_MORE, PUBLICITY, Attributed
from sim.results.words import plain, signed
from sim.texts import named, say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, HEAD = 0.36, 0.75  # inches of a row and of what stands above and below the rows of a panel
BESIDE = {AWARDS: COLOURS[0], PUBLICITY: COLOURS[1]}  # of the chart of one more yuan
DARK = 0.6  # of the scale: darker cells have white numbers
SHORT = 0.15  # of the bars of none of the parts and of all: shorter ones have a scale of their own
# What is said in place of a bar.
ASIDE = {"va": "center", "fontsize": 8.5, "color": FAINT, "bbox": {"facecolor": "white", "linewidth": 0, "pad": 1}}
SMALL = 0.05  # of net per yuan: below it one more digit is written


def charts_of(found: Attributed) -> list[Chart[Attributed]]:
    """Charts of an attribution: all of them."""
    return list(CHARTS)


def player_name(player: str) -> str:
    """Name of a player for an axis."""
    return drawable(_player(player), "?")


def _player(player: str) -> str:
    return named(f"axes-player-{slug(player)}", plain(player))


def shares(found: Attributed) -> Figure:
    """Share of every direction and lever in the net effect, with interval; joining first and joining last."""
    blocks = {block: [*found.players(block), NOBODY, EVERYBODY] for block in found.blocks}
    rows = [len(names) for names in blocks.values()]
    size = 0.9 + len(rows) * HEAD + ROW * sum(rows)
    small = [block for block in blocks if _is_small(found, block)]
    fig, axes = figure(size, say("charts-attribution-question"), len(rows), sharex=not small, height_ratios=rows)
    alike = [ax for ax, block in zip(axes[:, 0], blocks, strict=True) if block not in small]
    for ax in alike[1:] if small else ():
        ax.sharex(alike[0])
    places = _places(max(abs(found.row(block, EVERYBODY, "net_per_yuan").value) for block in blocks))
    for ax, (block, names) in zip(axes[:, 0], blocks.items(), strict=True):
        for y, name in enumerate(names):
            is_player = name not in (NOBODY, EVERYBODY)
            row = found.row(block, name, "share_per_yuan" if is_player else "net_per_yuan")
            if is_player or block not in small:
                _bar(ax, y, row, COLOURS[0] if is_player else FAINT)
            else:
                ax.text(0.02, y, say("axes-attribution-beyond"), transform=ax.get_yaxis_transform(), **ASIDE)
            _numbers(ax, y, row, places + (block in small))
            for measure, marker in (("first", ">"), ("last", "<")) if is_player else ():
                value = found.row(block, name, f"{measure}_per_yuan").value
                ax.plot(value, y + 0.3, marker, color=INK, markersize=4, markerfacecolor="white", zorder=4)
        labels = {NOBODY: say("axes-attribution-none"), EVERYBODY: say("axes-attribution-all")}
        ax.set_yticks(range(len(names)), [labels.get(n, player_name(n)) for n in names])
        ax.set_ylim(len(names) - 0.4, -0.6)
        ax.tick_params(axis="y", length=0)
        ax.set_title(named(f"axes-attribution-{slug(block)}", plain(block)))
        zero_line(ax, "x")
    axes[-1, 0].set_xlabel(say("axes-attribution-x", interval=_interval(found)))
    return fig


def _is_small(found: Attributed, block: str) -> bool:
    """Whether bars of the parts would be too short to be read beside those of none of them and of all."""
    parts = max(found.of(block, f"{of}_per_yuan").value.abs().max() for of in ("share", "first", "last"))
    whole = max(abs(found.row(block, name, "net_per_yuan").value) for name in (NOBODY, EVERYBODY))
    return bool(0 < parts < SHORT * whole)


def _interval(found: Attributed) -> str:
    return say("axes-attribution-interval" if found.has_intervals else "axes-attribution-few")


def _bar(ax: Axes, y: float, row: pd.Series, colour: str) -> None:
    """A bar from 0 with its interval."""
    ax.barh(y, row.value, height=0.5, color=colour, alpha=0.75, linewidth=0)
    _line(ax, y, row, INK)


def _places(largest: float) -> int:
    """Digits after the point of values up to the largest: three that say something, 3 or 4."""
    return 3 if largest >= SMALL else 4


def _line(ax: Axes, y: float, row: pd.Series, colour: str) -> None:
    if not math.isnan(row.ci_low):
        ax.plot([row.ci_low, row.ci_high], [y, y], color=colour, linewidth=1.6, solid_capstyle="butt", zorder=3)


def _numbers(ax: Axes, y: float, row: pd.Series, places: int = 3) -> None:
    text = say("axes-attribution-unspent") if math.isnan(row.value) else signed(row.value, places)
    if not math.isnan(row.ci_low):
        low, high = signed(row.ci_low, places), signed(row.ci_high, places)
        text = say("axes-value-interval", value=text, low=low, high=high)
    ax.text(1.01, y, text, transform=ax.get_yaxis_transform(), va="center", fontsize=8.5)


def matrices(found: Attributed) -> Figure:
    """Interaction of every pair, with its standard error."""
    sizes = [len(found.players(block)) for block in found.blocks]
    fig, axes = figure(
        1.4 + 0.5 * max(sizes), say("charts-interactions-question"), columns=len(sizes), width_ratios=sizes
    )
    for ax, block in zip(axes[0], found.blocks, strict=True):
        _matrix(ax, found, block)
    fig.supxlabel(say("axes-interactions-x"), fontsize=9)
    return fig


def _matrix(ax: Axes, found: Attributed, block: str) -> None:
    """A cell for each pair, below the diagonal; blue adds, red takes away."""
    from matplotlib.colors import Normalize
    from matplotlib.patches import Rectangle

    players = found.players(block)
    cells = {}
    for i, one in enumerate(players):
        for j, other in enumerate(players[i + 1 :], start=i + 1):
            cells[j, i] = found.row(block, AND.join((one, other)), "interaction_per_yuan")
    widest = max([abs(row.value) for row in cells.values()], default=0.0) or 1.0
    norm = Normalize(-widest, widest)
    for (y, x), row in cells.items():
        ax.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=_colour(norm(row.value)), edgecolor="white"))
        text = signed(row.value, 4) + ("" if math.isnan(row.se) else f"\n± {signed(row.se, 4)}")
        ink = "white" if abs(row.value) > DARK * widest else INK
        ax.text(x, y, text, ha="center", va="center", fontsize=7.5, color=ink)
    last = len(players) - 1
    ax.set_xlim(-0.5, max(last, 1) - 0.5)
    ax.set_ylim(last + 0.5, 0.5)
    names = [player_name(p).replace(" ", "\n") for p in players]
    ax.set_xticks(range(last), names[:-1])
    ax.set_yticks(range(1, last + 1), names[1:])
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_title(named(f"axes-interactions-{slug(block)}", plain(block).capitalize()))


def _colour(share: float) -> tuple[float, float, float, float]:
    """Colour of a value between the ends of the scale, 0 to 1."""
    from matplotlib import colormaps

    return colormaps["RdBu"](0.1 + 0.8 * share)


def one_more(found: Attributed) -> Figure:
    """Net effect of one more yuan, by what it pays for."""
    rows = found.of(ONE_MORE, "net_per_extra_yuan")
    fig, axes = figure(1.5 + ROW * len(rows), say("charts-one-more-yuan-question"))
    ax = axes[0, 0]
    for y, (name, row) in enumerate(rows.iterrows()):
        colour = BESIDE.get(str(name).split()[0], COLOURS[2])
        _line(ax, y, row, colour)
        ax.plot(row.value, y, "o", color=colour, markersize=7, markeredgecolor="white", zorder=4)
        _numbers(ax, y, row)
    ax.set_yticks(range(len(rows)), [_more_name(name) for name in rows.index])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    zero_line(ax, "x")
    ax.set_xlabel(say("axes-one-more-x", interval=_interval(found)))
    return fig


def _more_name(name: str) -> str:
    kind, _, of = name.partition(" ")
    return drawable(say("axes-one-more-of", kind=_player(kind), of=_player(of)), "?")


CHARTS = (
    Chart("attribution", shares),
    Chart("interactions", matrices),
    Chart("one_more_yuan", one_more),
)

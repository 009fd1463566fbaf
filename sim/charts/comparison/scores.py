"""Chart of the second tranche: what the ministry's score sees beside the true effect."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.charts.chart import slug
from sim.charts.style import FAINT, INK, city_name, figure, look, name, zero_line
from sim.results.words import plain, quoted, ranged
from sim.texts import named, say

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from sim.results.comparison import Results


class Spot(NamedTuple):
    """Where a name may stand about its city, points, and which of its sides is there."""

    right: float
    up: float
    side: str
    end: str


class Place(NamedTuple):
    """A point of the chart, pixels."""

    x: float
    y: float


class Box(NamedTuple):
    """A part of the chart, pixels."""

    left: float
    bottom: float
    right: float
    top: float


# The first is preferred.
SPOTS = (
    Spot(6, 4, "left", "bottom"), Spot(-6, 4, "right", "bottom"), Spot(6, -4, "left", "top"),
    Spot(-6, -4, "right", "top"), Spot(0, 8, "center", "bottom"), Spot(0, -8, "center", "top"),
    Spot(14, 14, "left", "bottom"), Spot(-14, 14, "right", "bottom"), Spot(14, -14, "left", "top"),
    Spot(-14, -14, "right", "top"),
)  # fmt: skip
NAMED_EACH_END = 2  # cities named at either end of the score and of the effect
MANY = 12  # cities whose intervals would hide the points
FEWEST = 4  # cities that a rank correlation is for


def rule_says(results: Results, label: str) -> str:
    """How the rule of an allocation shares out the second half of the grant, in a clause."""
    rule = str(results.group(label, "authority").get("second_tranche_rule", say("shows-rule-unknown")))
    if rule != "unconditional" and not results.pays_by_score(label):
        return say("shows-rule-idle", rule=plain(rule))
    return named(f"shows-rule-{slug(rule)}", say("shows-rule-other", rule=plain(rule)))


def scored(results: Results, label: str) -> list[str]:
    """Cities of which both the ministry's score and the effect per yuan are known."""
    if not results.has("city", "score", "net_per_yuan"):
        return []
    score, effect = (results.wide("city", m, "city")[label].dropna() for m in ("score", "net_per_yuan"))
    return sorted({str(city) for city in score.index if city in effect.index})


def scored_allocations(results: Results) -> list[str]:
    """Allocations to be shown: the best under which cities were scored, and the reference or the next best."""
    known = [a for a in results.ranked if len(scored(results, a)) >= FEWEST]
    other = results.reference if results.funded and results.reference in known[1:] else None
    return [*known[:1], *([other] if other else known[1:2])]


def has_scores(results: Results) -> bool:
    """Whether the ministry has scored enough cities to compare them."""
    return bool(scored_allocations(results))


def second_tranche(results: Results) -> Figure:
    """Draw the ministry's score against the true effect per yuan of every city."""
    labels = scored_allocations(results)
    title = say("axes-scores-title")
    fig, axes = figure(4.4, title, columns=len(labels), sharey=True, sharex=True)
    for ax, label in zip(axes.flat, labels, strict=True):
        own, cities = look(results, label), scored(results, label)
        score, effect = (results.cells("city", m, cities) for m in ("score", "net_per_yuan"))
        light = {"color": own.colour, "linewidth": 0.9, "alpha": 0.4 if len(cities) <= MANY else 0.13}
        ax.hlines(effect.value[label], score.ci_low[label], score.ci_high[label], **light)
        ax.vlines(score.value[label], effect.ci_low[label], effect.ci_high[label], **light)
        ax.plot(score.value[label], effect.value[label], own.marker, color=own.colour, markersize=5.5, linestyle="",
                markeredgecolor="white")  # fmt: skip
        rank = results.interval(label, "score_rank_correlation")
        text = "" if math.isnan(rank[0]) else "\n" + say("axes-scores-rank", rank=ranged(*rank))
        ax.set_title(name(results, label, 1) + text)
        ax.set_xlabel(say("axes-scores-x"))
        ax.grid(axis="x")
    axes[0, 0].set_ylabel(say("axes-scores-y"))
    for measure, place in (("score", axes[0, 0].set_xlim), ("net_per_yuan", axes[0, 0].set_ylim)):
        place(*_limits(results.wide("city", measure, "city")[labels].to_numpy()))
    fig.draw_without_rendering()  # so that the axes have their place
    for ax, label in zip(axes.flat, labels, strict=True):
        zero_line(ax, "y")
        _name_extremes(ax, results, label)
    return fig


def _limits(values: NDArray[np.float64]) -> tuple[float, float]:
    """Room for the values and names; wide intervals may leave the chart."""
    import numpy as np

    least, most = float(np.nanmin(values)), float(np.nanmax(values))
    room = 0.2 * (most - least) or 0.1
    return least - room, most + room


def _name_extremes(ax: Axes, results: Results, label: str) -> None:
    """Name the cities at the ends, where the names cover neither each other nor many points."""
    from matplotlib.patheffects import withStroke

    cities = scored(results, label)
    score, effect = (results.cells("city", measure, cities).value[label] for measure in ("score", "net_per_yuan"))
    at = {c: (score[c], effect[c]) for c in cities}
    orders = (sorted(cities, key=lambda c: at[c][k]) for k in (1, 0))
    few = dict.fromkeys(c for order in orders for c in (*order[-NAMED_EACH_END:], *order[:NAMED_EACH_END]))
    places = {c: Place(*ax.transData.transform(at[c])) for c in cities}
    points, taken = list(places.values()), list[Box]()
    unit, frame = ax.figure.dpi / 72, Box(*ax.get_window_extent().extents)
    for city in few:
        text = city_name(results, city)
        boxes = {spot: _box(places[city], spot, text, unit) for spot in SPOTS}
        spot = min(SPOTS, key=lambda s: _crowd(boxes[s], taken, points, frame))
        taken.append(boxes[spot])
        where: dict[str, Any] = {"xytext": (spot.right, spot.up), "textcoords": "offset points"}
        where |= {"ha": spot.side, "va": spot.end}
        line = {"arrowstyle": "-", "linewidth": 0.6, "color": FAINT, "shrinkA": 0, "shrinkB": 2}
        halo = [withStroke(linewidth=2.2, foreground="white")]
        ax.annotate(text, at[city], fontsize=8, color=INK, arrowprops=line, path_effects=halo, **where)


def _box(place: Place, spot: Spot, text: str, unit: float) -> Box:
    """Where a name would be."""
    width, height = 5.3 * unit * len(text), 11 * unit
    left = place.x + spot.right * unit - {"left": 0, "right": width, "center": width / 2}[spot.side]
    low = place.y + spot.up * unit - (0 if spot.end == "bottom" else height)
    return Box(left, low, left + width, low + height)


def _crowd(box: Box, taken: list[Box], points: list[Place], frame: Box) -> int:
    """How many names and cities a name would cover; names and leaving the chart weigh more."""
    left, low, right, top = box
    names = sum(left < b.right and b.left < right and low < b.top and b.bottom < top for b in taken)
    dots = sum(left - 3 < x < right + 3 and low - 3 < y < top + 3 for x, y in points)
    outside = left < frame.left or low < frame.bottom or right > frame.right or top > frame.top
    return 10 * names + dots + 30 * outside


def second_tranche_shows(results: Results) -> str:
    """Say how well the score ranks cities, and what it costs where it ranks them wrongly."""
    labels, texts, before = scored_allocations(results), [], ""
    for label in labels:
        how = rule_says(results, label)
        texts += [say("shows-scores-rule", policy=quoted(label), rule=how)] if how != before else []
        texts.append(_says(results, label))
        before = how
    return " ".join(texts)


def _says(results: Results, label: str) -> str:
    n, rank = len(scored(results, label)), results.interval(label, "score_rank_correlation")
    if math.isnan(rank[0]):
        return say("shows-scores-incomplete", policy=quoted(label))
    text = say("shows-scores-rank", policy=quoted(label), n=n, rank=ranged(*rank), sign=_sign(*rank))
    cost = results.interval(label, "score_cost_per_yuan")
    if math.isnan(cost[0]):
        return text + " " + say("shows-scores-alone")
    return text + " " + say("shows-scores-cost", cost=ranged(*cost), sign=_sign(*cost))


def _sign(value: float, low: float, high: float) -> str:
    """Say whether an interval lies below 0, above it or about it; above where there is none."""
    return "unclear" if low <= 0 <= high else "negative" if high < 0 else "positive"

"""Charts of the whole: what a yuan of public money adds, and where supported sales come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sim.charts.chart import slug
from sim.charts.style import FAINT, GRID, INK, by_run, figure, look, name, zero_line
from sim.results.supported import supported
from sim.results.words import named_runs, quoted, scale, signed
from sim.texts import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.results.comparison import Results

# Below this share of the axis the line at one yuan would only squeeze the results together.
ONE_YUAN_IN_SIGHT = 1 / 3
# Narrower pieces of a bar, in percent of the gross, hold no number.
NARROW = 5.0


class Part(NamedTuple):
    """How one part of a bar looks: its colour, and the colour of numbers on it."""

    colour: str
    ink: str


# Light to dark, so that they differ in print too; black for the part that counts.
PART_LOOKS = {
    "windfall_yuan": Part("#E3E3E3", INK),
    "displaced_city_yuan": Part("#DCC49A", INK),
    "displaced_intercity_yuan": Part("#B18A4A", "white"),
    "displaced_online_yuan": Part("#8F6A2E", "white"),
    "brought_forward_yuan": Part("#5F4517", "white"),
    "net_yuan": Part("#000000", "white"),
}


def net_per_yuan(results: Results) -> Figure:
    """Net effect per public yuan of every allocation, with its interval and its replicates."""
    order, per_yuan = results.ordered[::-1], bool(results.funded)
    kind = "per-yuan" if per_yuan else "in-yuan"
    fig, axes = figure(1.5 + 0.44 * len(order), say(f"axes-net-{kind}-title", runs=by_run(results)))
    ax = axes[0, 0]
    unit, word = scale(max((abs(results.total(a, "net_yuan")) for a in results.unfunded), default=0.0))
    for y, label in enumerate(order):
        if label in results.unfunded and per_yuan:
            net = _in_words(results, results.interval(label, "net_yuan", unit))
            text = say("axes-net-no-public-money", net=net, scale=word)
            box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
            ax.text(0.02, y, text, transform=ax.get_yaxis_transform(), va="center", fontsize=8.5, bbox=box)
            continue
        measure = "net_per_yuan" if per_yuan else "net_yuan"
        value, low, high = results.interval(label, measure, 1.0 if per_yuan else unit)
        own, single = look(results, label), results.replicates(measure)[label] / (1.0 if per_yuan else unit)
        ax.plot(single, [y - 0.2] * len(single), "|", color=own.colour, alpha=0.6, markersize=5)
        ax.plot([low, high], [y, y], color=own.colour, linewidth=2.4, solid_capstyle="butt")
        ax.plot(value, y, own.marker, color=own.colour, markersize=8, markeredgecolor="white")
        text = _in_words(results, (value, low, high))
        ax.text(1.01, y, text, transform=ax.get_yaxis_transform(), va="center", fontsize=8.5)
    zero_line(ax, "x")
    if per_yuan:
        _one_yuan(ax)
    ax.set_yticks(range(len(order)), [name(results, a) for a in order])
    ax.set_ylim(-0.6, len(order) - 0.4)
    ax.tick_params(axis="y", length=0)
    interval = say("axes-net-interval" if results.has_intervals else "axes-net-one-replicate")
    ax.set_xlabel(say("axes-net-x", kind=kind, scale=word, interval=interval))
    return fig


def _in_words(results: Results, numbers: tuple[float, float, float]) -> str:
    value, low, high = (signed(x) for x in numbers)
    if results.has_intervals:
        return say("axes-value-interval", value=value, low=low, high=high)
    return say("axes-value-alone", value=value)


def _one_yuan(ax: Axes) -> None:
    low, high = ax.get_xlim()
    high = max(high, 0.0)
    if high > ONE_YUAN_IN_SIGHT:
        high = max(high, 1.06)
        ax.axvline(1, color=FAINT, linewidth=0.9, linestyle=(0, (2, 2)), zorder=1.5)
        ax.text(
            1,
            1.0,
            say("axes-one-yuan") + " ",
            transform=ax.get_xaxis_transform(),
            ha="right",
            va="top",
            fontsize=8,
            color=FAINT,
        )
    ax.set_xlim(min(low, -0.03 * high), high)


def has_gross(results: Results) -> bool:
    """Whether anything that the money supports was sold."""
    return any(results.total(a, "gross_yuan") > 0 for a in results.funded)


def has_projects(results: Results) -> bool:
    """Whether supported projects sold anything."""
    return has_gross(results) and supported(results, *results.funded) != "bills"


def shares_of_gross(results: Results, label: str) -> dict[str, float]:
    """Parts of the gross of an allocation in percent; empty if nothing was sold."""
    gross = results.total(label, "gross_yuan")
    return {part: 100 * results.total(label, part) / gross for part in PART_LOOKS} if gross > 0 else {}


def where_gross_goes(results: Results) -> Figure:
    """Draw the parts of the gross for every allocation; negative ones to the left of 0."""
    order = results.ranked[::-1]
    kind = supported(results, *order)
    fig, axes = figure(1.9 + 0.44 * len(order), say("axes-gross-title", kind=kind, runs=by_run(results)))
    ax = axes[0, 0]
    for y, label in enumerate(order):
        right = left = 0.0
        for part, share in shares_of_gross(results, label).items():
            start = right if share >= 0 else left
            _piece(ax, y, start, share, PART_LOOKS[part])
            right, left = right + max(share, 0), left + min(share, 0)
        gross = results.total(label, "gross_yuan")
        unit, word = scale(gross)
        amount = say("axes-yuan", amount=f"{gross / unit:,.3g}", scale=word)
        text = amount if gross > 0 else say("axes-gross-no-sales")
        ax.text(1.01, y, text, transform=ax.get_yaxis_transform(), va="center", fontsize=8.5)
    ax.axvline(0, color=INK, linewidth=0.9)
    ax.axvline(100, color=GRID, linewidth=0.9, zorder=0.5)
    ax.set_yticks(range(len(order)), [name(results, a) for a in order])
    ax.set_ylim(-0.6, len(order) - 0.4)
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(say("axes-gross-x", kind=kind))
    ax.margins(x=0.01)
    _part_legend(fig)
    return fig


def _piece(ax: Axes, y: int, start: float, share: float, part: Part) -> None:
    ax.barh(y, share, left=start, height=0.62, color=part.colour, edgecolor="white", linewidth=0.8)
    if abs(share) >= NARROW:
        ax.text(start + share / 2, y, signed(share, 0), ha="center", va="center", fontsize=8.5, color=part.ink)


def part_name(part: str) -> str:
    """What a part of the gross is called."""
    return say(f"axes-part-{slug(part)}")


def _part_legend(fig: Figure) -> None:
    from matplotlib.patches import Patch

    handles = [Patch(facecolor=part.colour, label=part_name(name)) for name, part in PART_LOOKS.items()]
    fig.legend(handles=handles, loc="outside lower left", ncols=3)


def net_per_yuan_shows(results: Results) -> str:
    """Say the range of the allocations, and what those without money change."""
    s, texts = results.summary, []
    if results.ranked:
        best, worst = named_runs(results.best), results.ranked[-1]
        low, high = (signed(s.net_per_yuan[a]) for a in (worst, results.ranked[0]))
        one = say("shows-net-one", n=len(results.best), policy=best, net=high)
        several = say("shows-net-range", low=low, worst=quoted(worst), high=high, best=best)
        texts.append(several if results.rivals else one)
    for label in results.unfunded:
        unit, word = scale(s.net_yuan[label])
        net = signed(s.net_yuan[label] / unit)
        texts.append(say("shows-net-unfunded", policy=quoted(label), net=net, scale=word))
    return " ".join(texts)


def where_gross_goes_shows(results: Results) -> str:
    """Say how much of the gross is new in one sentence."""
    shares = {a: shares_of_gross(results, a) for a in results.ranked}
    shares = {a: parts for a, parts in shares.items() if parts}
    if not shares:
        return say("shows-gross-nothing")
    best = next(iter(shares))
    net = [parts["net_yuan"] for parts in shares.values()]
    windfall = shares[best]["windfall_yuan"]
    negative = sorted({part_name(p) for parts in shares.values() for p, v in parts.items() if v < -0.05})
    ends = {"low": signed(min(net), 1), "high": signed(max(net), 1), "n": len(net)}
    own = {"kind": supported(results, best)}
    own |= {"policy": quoted(best), "windfall": f"{windfall:.0f}", "net": signed(shares[best]["net_yuan"], 1)}
    text = say("shows-gross", **own, **ends)
    return text + (" " + say("shows-gross-negative", parts="; ".join(negative)) if negative else "")

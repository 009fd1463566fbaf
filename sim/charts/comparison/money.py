"""Charts of money: where the public money went, and what private money came with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.charts.chart import slug
from sim.charts.comparison.groups import points
from sim.charts.comparison.totals import NARROW, Part
from sim.charts.style import GRID, INK, by_run, figure, largest, legend, legend_height, name
from sim.results.words import MILLION, fine, plain, quoted, scale, signed
from sim.texts import named, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.results.comparison import Results

# What became of the public money; the parts add up to it.
USES = {
    "kept_yuan": Part("#1B4F72", "white"),
    "beside_yuan": Part("#2E86C1", "white"),
    "due_yuan": Part("#AED6F1", INK),
    "returned_yuan": Part("#E3E3E3", INK),
    "left_yuan": Part("#B9B9B9", INK),
}
# Awards that went wrong: marker and colour.
LEAKS = {"cancelled_yuan": ("o", "#D55E00"), "recovered_yuan": ("s", "#009E73"), "overpaid_yuan": ("^", "#000000")}
LEVERAGE = ("leverage", "leverage_additional")


def partner_name(partner: str) -> str:
    """Private partner in a sentence or table."""
    return " ".join(_partner_label(partner).split())


def _partner_label(partner: str) -> str:
    return named(f"axes-partner-{slug(partner)}", plain(partner))


def has_money(results: Results) -> bool:
    """Whether it is known what became of public money."""
    return bool(results.funded) and results.has("total", *USES, *LEAKS, "committed_yuan")


def has_leverage(results: Results) -> bool:
    """Whether projects were supported, and who else paid for them is known."""
    awarded = any(results.total(a, "n_awarded") > 0 for a in results.funded)
    return awarded and results.has("total", *LEVERAGE) and results.has("partner", "yuan")


def where_money_went(results: Results) -> Figure:
    """Draw the parts of the public money, and of awards that were not paid or not rightly paid."""
    order = results.ranked[::-1]
    title = say("axes-money-title", runs=by_run(results))
    fig, axes = figure(2.5 + 0.5 * len(order), title, columns=2, sharey=True, width_ratios=(1.5, 1))
    numbered = {use for use in USES if any(_share(results, a, use) >= NARROW for a in order)}
    for y, label in enumerate(order):
        _uses(axes[0, 0], results, label, y, numbered)
        _leaks(axes[0, 1], results, label, y)
    left, right = axes[0]
    left.axvline(0, color=INK, linewidth=0.9)
    left.axvline(100, color=GRID, linewidth=0.9, zorder=0.5)
    left.set_yticks(range(len(order)), [name(results, a) for a in order])
    left.set_ylim(-0.6, len(order) - 0.4)
    left.set_xlim(-1, 101)
    left.set_title(say("axes-money-uses"))
    left.set_xlabel(say("axes-money-uses-x"))
    right.set_title(say("axes-money-leaks"))
    right.set_xlabel(say("axes-money-leaks-x"))
    right.set_xlim(left=-0.03 * right.get_xlim()[1])
    right.locator_params(axis="x", nbins=5)
    right.grid(axis="x")
    for ax in axes.flat:
        ax.tick_params(axis="y", length=0)
    _legends(fig, [m for m in USES if any(results.total(a, m) >= 1 for a in order)])
    return fig


def _share(results: Results, label: str, use: str) -> float:
    """Percent of the public money."""
    return 100 * results.total(label, use) / results.total(label, "public_yuan")


def _uses(ax: Axes, results: Results, label: str, y: int, numbered: set[str]) -> None:
    """Draw the uses; one that is wide enough for its number in one row has it in all where a figure fits."""
    start = 0.0
    for measure, part in USES.items():
        share = _share(results, label, measure)
        ax.barh(y, share, left=start, height=0.62, color=part.colour, edgecolor="white", linewidth=0.8)
        if measure in numbered and share >= NARROW / 2:
            ax.text(start + share / 2, y, signed(share, 0), ha="center", va="center", fontsize=8.5, color=part.ink)
        start += share
    value, high, low = (100 * (1 - share) for share in results.interval(label, "unspent_share"))
    ax.plot([max(low, 0.0), min(high, 100.0)], [y + 0.38, y + 0.38], color=INK, linewidth=1.6, solid_capstyle="butt")
    ax.plot(value, y + 0.38, "|", color=INK, markersize=6)


def _leaks(ax: Axes, results: Results, label: str, y: int) -> None:
    for k, (measure, (marker, colour)) in enumerate(LEAKS.items()):
        value, low, high = results.interval(label, measure, MILLION)
        at = y + 0.22 * (1 - k)
        ax.plot([max(0.0, low), high], [at, at], color=colour, linewidth=1.6, solid_capstyle="butt")
        ax.plot(value, at, marker, color=colour, markersize=6, markeredgecolor="white", clip_on=False)


def _legends(fig: Figure, uses: list[str]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    parts = [Patch(facecolor=USES[use].colour, label=say(f"axes-money-use-{slug(use)}")) for use in uses]
    leaks = [
        Line2D([], [], linestyle="", marker=marker, color=colour, label=say(f"axes-money-leak-{slug(leak)}"))
        for leak, (marker, colour) in LEAKS.items()
    ]
    fig.legend(handles=parts, loc="outside lower left", ncols=2)
    fig.legend(handles=leaks, loc="outside lower right")


def leverage(results: Results) -> Figure:
    """Draw private money per yuan of public money, and what partners of the cities brought."""
    labels = results.ranked
    title = say("axes-leverage-title")
    fig, axes = figure(4.2 + legend_height(results, labels), title, columns=2, width_ratios=(1, 1.35))
    private = [say(f"axes-leverage-of-{slug(measure)}") for measure in LEVERAGE]
    points(axes[0, 0], results, labels, results.totals(LEVERAGE).positive(), private)
    axes[0, 0].set_title(say("axes-leverage-per-yuan"))
    unit, word = scale(largest(results.wide("partner", "yuan", "group")[labels]))
    partners = results.vocabulary.partners
    brought = results.cells("partner", "yuan", partners, unit).positive()
    points(axes[0, 1], results, labels, brought, list(map(_partner_label, partners)))
    axes[0, 1].set_title(say("axes-leverage-partners", scale=word))
    legend(fig, results, labels, "point")
    return fig


def where_money_went_shows(results: Results) -> str:
    """Say what part was kept by projects and what came back."""
    label = results.main
    public = results.total(label, "public_yuan")
    shares = {m.removesuffix("_yuan"): signed(100 * results.total(label, m) / public, 0) for m in USES}
    text = say("shows-money", policy=quoted(label), **shares)
    committed = results.total(label, "committed_yuan")
    if committed > 0:
        cancelled, overpaid = results.total(label, "cancelled_yuan"), results.total(label, "overpaid_yuan")
        share, kind = f"{100 * cancelled / committed:.0f}", "some" if overpaid > 0 else "nothing"
        wrong = {"cancelled": share, "undetected": kind, "overpaid": _millions(overpaid)}
        text += " " + say("shows-money-awards", awarded=_millions(committed), **wrong)
    return text


def _millions(yuan: float) -> str:
    return say("axes-yuan", amount=signed(yuan / MILLION, fine(yuan / MILLION)), scale=say("words-million"))


def leverage_shows(results: Results) -> str:
    """Say how much private money comes with a public yuan, and how much of it is additional."""
    label = results.main
    whole, extra = (results.total(label, m) for m in LEVERAGE)
    partners = results.wide("partner", "yuan", "group")[label].reindex(list(results.vocabulary.partners))
    text = say("shows-leverage", policy=quoted(label), private=signed(whole), additional=signed(extra))
    if not partners.max() > 0:
        return text + " " + say("shows-leverage-alone")
    first = partner_name(str(partners.idxmax()))
    return text + " " + say("shows-leverage-partners", brought=_millions(partners.sum()), first=first)

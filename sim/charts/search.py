"""Charts of a stored search: how it went on, what has to be given up for what, and what the best plans state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.charts.chart import Chart
from sim.charts.style import COLOURS, FAINT, drawable, figure
from sim.results.search import FEASIBLE, FRESH, INFEASIBLE, NO, RANDOM, SEARCH, SEARCHED, VALUE, YES, Searched
from sim.results.words import BILLION, MILLION, plain, short
from sim.texts import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, PANEL = 0.3, 2.9  # inches of a key, and of a panel
MARGIN = 0.12  # of what an axis shows, on either side
OURS, OTHER, NOW = COLOURS[0], COLOURS[4], COLOURS[1]


def charts_of(found: Searched) -> list[Chart[Searched]]:
    """Charts of a search: those that have something to draw."""
    return [chart for chart in CHARTS if chart.has_data(found)]


def _has_front(found: Searched) -> bool:
    return len(found.objectives) > 1


def _has_numbers(found: Searched) -> bool:
    return bool(found.manifest["ranges"])


def readable(found: Searched, objective: str) -> tuple[float, str]:
    """Divisor with which an objective is easy to read, and its name with the unit."""
    unit, name = found.objectives[objective]["unit"], objective_name(objective)
    largest = float(found.trials[f"{VALUE}{objective}"].abs().max())
    if unit != "yuan" or not largest >= MILLION:
        return 1.0, say("axes-search-objective", name=name, unit=unit)
    scale, word = (BILLION, "words-billion") if largest >= BILLION else (MILLION, "words-million")
    return scale, say("axes-search-objective", name=name, unit=say("words-amount", value="", unit=say(word)).strip())


def objective_name(objective: str) -> str:
    """Name of an objective, as people write it; a measure with its way to be judged."""
    return drawable(say("search-objective-name", name=plain(objective)), "?")


def now_name(found: Searched, stages: Sequence[str] = FRESH) -> str:
    """Name of the settings as they are, which says so where they do not keep the constraints."""
    return say("axes-search-now-missed" if found.missed(0, stages) else "axes-search-now")


def progress(found: Searched) -> Figure:
    """Best value so far of each objective over the trials."""
    names = list(found.objectives)
    fig, axes = figure(0.8 + PANEL * len(names), say("charts-search-progress-question"), len(names), sharex=True)
    for ax, name in zip(axes[:, 0], names, strict=True):
        scale, label = readable(found, name)
        for way, colour in ((RANDOM, OTHER), (SEARCH, OURS)):
            own = found.of(way)
            if own.empty:
                continue
            kept = own[own.verdict == FEASIBLE]
            ax.plot(kept.trial, kept[f"{VALUE}{name}"] / scale, ".", color=colour, alpha=0.35, markersize=5)
            best = [value / scale for value in found.best_so_far(way, name)]
            ax.step(own.trial, best, where="post", color=colour, linewidth=1.8, label=say(f"axes-search-{way}"))
        now = found.row(0, name).searched / scale
        ax.axhline(now, color=NOW, linestyle=(0, (4, 1.5)), label=now_name(found, (SEARCHED,)))
        if trial := found.trial_of(found.best):
            taken = found.row(found.best, name).searched / scale
            ax.plot(trial, taken, "o", color=OURS, mfc="none", markersize=11, label=say("axes-search-taken"))
        ax.set_title(label)
        ax.grid(axis="y")
    axes[-1, 0].set_xlabel(say("axes-search-trial"))
    fig.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside lower left", ncols=3)
    return fig


def front(found: Searched) -> Figure:
    """The first objective against each of the others, beyond the settings as they are in the same worlds."""
    first, *others = found.objectives
    fig, axes = figure(0.9 + (PANEL + 0.5) * len(others), say("charts-search-front-question"), len(others))
    for ax, other in zip(axes[:, 0], others, strict=True):
        scales = (readable(found, first)[0], readable(found, other)[0])
        places = [*_trials(ax, found, (first, other), scales), *_plans(ax, found, (first, other), scales), (0.0, 0.0)]
        ax.plot(0, 0, "D", color=NOW, markersize=8, label=now_name(found))
        for limit, values in zip((ax.set_xlim, ax.set_ylim), zip(*places, strict=True), strict=True):
            limit(*_around(values))
        ax.set_title(say("axes-search-beyond", objective=readable(found, other)[1]))
        ax.set_xlabel(say("axes-search-beyond", objective=readable(found, first)[1]))
        ax.grid()
    fig.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside lower left", ncols=4)
    return fig


def _around(values: Sequence[float]) -> tuple[float, float]:
    """Ends of an axis that shows all values; intervals may run out of it."""
    margin = MARGIN * (max(values) - min(values)) or 1.0
    return min(values) - margin, max(values) + margin


def _trials(
    ax: Axes, found: Searched, names: tuple[str, str], scales: tuple[float, float]
) -> list[tuple[float, float]]:
    """Draw every trial in the worlds of the search; returns where they are."""
    places: list[tuple[float, float]] = []
    for verdict, marker in ((FEASIBLE, "o"), (INFEASIBLE, "x")):
        rows = found.of(SEARCH)[found.of(SEARCH).verdict == verdict]
        columns = [
            (rows[f"{VALUE}{name}"] - float(found.row(0, name).searched)) / scale
            for name, scale in zip(names, scales, strict=True)
        ]
        if len(rows):
            ax.plot(*columns, marker, color=FAINT, alpha=0.4, markersize=4, label=say(f"axes-search-{verdict}"))
        places += zip(*columns, strict=True)
    return places


def _plans(ax: Axes, found: Searched, names: tuple[str, str], scales: tuple[float, float]) -> list[tuple[float, float]]:
    """Draw the plans that were run again, with the Pareto front among them joined; returns where they are."""
    places, corners = [], []
    for number in found.numbers:
        rows = [found.row(number, name) for name in names]
        x, y = (float(row.gain) / scale for row, scale in zip(rows, scales, strict=True))
        ends = [[row.gain_low / scale, row.gain_high / scale] for row, scale in zip(rows, scales, strict=True)]
        for line in ((ends[0], [y, y]), ([x, x], ends[1])):  # without an interval there is no line
            ax.plot(*line, color=OURS, linewidth=0.8, alpha=0.45, zorder=1.5)
        is_good = rows[0].dominated == NO and rows[0].feasible == YES
        label = say("axes-search-again") if number == found.numbers[0] else None
        ax.plot(x, y, "o", color=OURS, markersize=7, mfc=OURS if is_good else "white", label=label)
        weight = "bold" if number == found.best else "normal"
        ax.annotate(str(number), (x, y), (6, 5), textcoords="offset points", fontsize=9, weight=weight)
        places.append((x, y))
        corners += [(x, y)] if is_good else []
    if corners:
        ax.plot(*zip(*sorted(corners), strict=True), color=OURS, linewidth=1.2, zorder=1.6)
    return places


def stated(found: Searched) -> Figure:
    """Where the best plans lie in the range of every number that was searched."""
    ranges = found.manifest["ranges"]
    fig, axes = figure(1.0 + ROW * len(ranges), say("charts-search-stated-question"))
    ax, marks = axes[0, 0], [(n, "o", FAINT, 5, 0.6) for n in found.numbers if n != found.best]
    for y, (key, (low, high)) in enumerate(ranges.items()):
        ax.plot([0, 1], [y, y], color=FAINT, linewidth=0.8, zorder=1)
        for number, marker, colour, size, alpha in (*marks, (0, "D", NOW, 6, 1.0), (found.best, "o", OURS, 9, 1.0)):
            value = found.values(number).get(key)
            if value is not None and low <= value <= high:
                ax.plot((value - low) / (high - low), y, marker, color=colour, markersize=size, alpha=alpha)
        best = found.values(found.best)[key]
        for x, value, side in ((-0.02, low, "right"), (1.02, high, "left")):
            ax.text(x, y, short(value), ha=side, va="center", fontsize=8, color=FAINT)
        ax.text(1.14, y, short(best, 4), ha="left", va="center", fontsize=8.5, color=OURS, weight="bold")
    ax.set_yticks(range(len(ranges)), [drawable(plain(key.replace(".", " ")), "?") for key in ranges])
    ax.tick_params(axis="y", length=0, pad=30)
    ax.set_xlim(-0.03, 1.03)
    ax.set_ylim(len(ranges) - 0.4, -0.6)
    ax.set_xticks([])
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    _stated_legend(fig, now_name(found))
    return fig


def _stated_legend(fig: Figure, now: str) -> None:
    from matplotlib.lines import Line2D

    looks = (
        (say("axes-search-best"), "o", OURS, 9), (say("axes-search-fresh"), "o", FAINT, 5), (now, "D", NOW, 6),
    )  # fmt: skip
    handles = [
        Line2D([], [], linestyle="", marker=marker, color=colour, markersize=size, label=name)
        for name, marker, colour, size in looks
    ]
    fig.legend(handles=handles, loc="outside lower left", ncols=3)


CHARTS = (
    Chart("search_front", front, _has_front),
    Chart("search_stated", stated, _has_numbers),
    Chart("search_progress", progress),
)

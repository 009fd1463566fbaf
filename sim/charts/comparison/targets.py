"""Chart of what a plan promised and what was reached."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, NamedTuple

from sim.charts.chart import slug
from sim.charts.style import INK, city_name, figure, legend, legend_height, look
from sim.results.words import quoted, ranged
from sim.texts import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.results.comparison import Results

MOST_ROWS = 60  # of policies times cities in a chart


class Target(NamedTuple):
    """The measure that says what was reached, and the key of the promise in the plan."""

    reached: str
    promised: str


# By the measure that says which share of the target was reached.
TARGETS = {
    "target_debut_stores": Target("n_debut_stores", "debut_stores"),
    "target_private": Target("private_yuan", "private_yuan"),
    "target_sales": Target("project_sales_yuan", "sales_yuan"),
}


def target_name(measure: str) -> str:
    """What a target counts, in words."""
    return say(f"axes-{slug(measure)}")


def times_reached(results: Results, measure: str, city: str, label: str) -> str:
    """In how many replicates a city reached a target, in words; nothing for results that do not hold it."""
    table = results.wide("city", measure.replace("target_", "chance_"), "city").reindex([city])
    share = table[label].iloc[0] if label in table else float("nan")
    n = results.n_replicates(label)
    return "" if share != share else say("shows-targets-times", times=round(share * n), n=n)


def promised(results: Results) -> list[str]:
    """Targets that any plan of the comparison has."""
    return [measure for measure in TARGETS if results.has("city", measure)]


def promising(results: Results) -> list[str]:
    """Policies whose plan has targets."""
    tables = [results.wide("city", measure, "city") for measure in promised(results)]
    return [a for a in results.active if any(table[a].notna().any() for table in tables)]


def _shown(results: Results) -> list[str]:
    """Policies with targets, the first ones only where all would not fit in a chart."""
    return promising(results)[: max(1, MOST_ROWS // len(results.cities))]


def has_targets(results: Results) -> bool:
    """Whether a plan promises anything."""
    return bool(results.active) and bool(promised(results))


def targets(results: Results) -> Figure:
    """Draw what each city reached of each target of its plan, in percent of what was promised."""
    measures, labels = promised(results), _shown(results)
    cities = list(results.wide("city", measures[0], "city").index)[::-1]
    height = 2.3 + (0.22 + 0.12 * len(labels)) * max(2, len(cities)) + legend_height(results, labels)
    title, n = say("axes-targets-title"), len(promising(results))
    if len(labels) < n:
        title += " " + say("axes-targets-cut", shown=len(labels), n=n)
    fig, axes = figure(height, title, columns=len(measures), sharey=True)
    step = 0.8 / len(labels)
    for ax, measure in zip(axes.flat, measures, strict=True):
        cells = results.cells("city", measure, cities, 0.01).positive()
        for k, label in enumerate(labels):
            own, y = look(results, label), [j + 0.4 - step * (k + 0.5) for j in range(len(cities))]
            ax.hlines(y, cells.ci_low[label], cells.ci_high[label], color=own.colour, linewidth=1.8)
            ax.plot(cells.value[label], y, own.marker, color=own.colour, markersize=6.5, markeredgecolor="white",
                    linestyle="")  # fmt: skip
        ax.axvline(100, color=INK, linewidth=1.1, linestyle=(0, (3, 2)))
        ax.set_xlim(0, max(120.0, 1.05 * ax.get_xlim()[1]))
        ax.set_title("\n".join(textwrap.wrap(target_name(measure), 24)))
        ax.set_xlabel(say("axes-targets-x"))
        ax.tick_params(axis="y", length=0)
        ax.locator_params(axis="x", nbins=4)
        ax.grid(axis="x")
    axes[0, 0].set_yticks(range(len(cities)), [city_name(results, c) for c in cities])
    axes[0, 0].set_ylim(-0.6, len(cities) - 0.4)
    legend(fig, results, labels, "point", say("axes-targets-note"))
    return fig


def targets_shows(results: Results) -> str:
    """Say for every plan how many cities reached each target, and by how much one city did."""
    texts = []
    for label in promising(results):
        parts = []
        for measure in promised(results):
            table = results.wide("city", measure, "city")[label].dropna()
            if len(table) == 1:
                cells = results.cells("city", measure, table.index, 0.01)
                value, low, high = (float(part[label].iloc[0]) for part in cells)
                times, share = times_reached(results, measure, str(table.index[0]), label), ranged(value, low, high, 0)
                known = "some" if times else "none"
                reached = say("shows-targets-share", share=share, known=known, times=times)
            else:
                reached = say("shows-targets-cities", reached=int((table >= 1).sum()), n=len(table))
            if len(table):
                parts.append(say("shows-targets-part", target=target_name(measure), reached=reached))
        texts.append(say("shows-targets", policy=quoted(label), parts="; ".join(parts)))
    return " ".join(texts)

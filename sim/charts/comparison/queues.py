"""Chart of bottlenecks: weeks that projects wait at departments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.charts.chart import slug
from sim.charts.style import FAINT, GRID, drawable, figure, legend, legend_height, look, zero_line
from sim.results.words import plain, quoted, ranged, signed
from sim.texts import named, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.results.comparison import Results

OFFICES = ("commerce", "finance")  # they handle awards: without grants they have no cases
PANELS = {"all": ("waited_weeks", "waited_twin_weeks"), "case": ("weeks_per_case", "weeks_per_case_twin")}


def department(key: str) -> str:
    """Name of a department."""
    return named(f"axes-department-{slug(key)}", plain(key))


def has_queues(results: Results) -> bool:
    """Whether anybody waited, with a policy or without."""
    known = bool(results.active) and results.has("department", "n_cases", *(m for p in PANELS.values() for m in p))
    return known and bool((results.wide("department", "waited_weeks", "group") > 0).any(axis=None))


def by_waiting(results: Results) -> list[str]:
    """Departments with any cases, the one with most waiting under the main policy first."""
    policy, twin = (results.wide("department", m, "group").max(axis="columns") for m in ("n_cases", "n_cases_twin"))
    waited = results.wide("department", "waited_weeks", "group")[results.main][(policy > 0) | (twin > 0)]
    return list(waited.sort_values(ascending=False, kind="stable").index)


def bottlenecks(results: Results) -> Figure:
    """Draw weeks that projects waited at every department, in all and per case, with the policy and without."""
    labels, order = results.ordered, by_waiting(results)[::-1]
    height = 2.0 + (0.26 + min(1.25, 0.13 * (len(labels) + 1))) * len(order) + legend_height(results)
    title = say("axes-queues-title")
    fig, axes = figure(height, title, columns=2, sharey=True)
    for ax, (kind, measures) in zip(axes.flat, PANELS.items(), strict=True):
        _waits(ax, results, order, *measures)
        ax.set_title(say(f"axes-queues-per-{kind}"))
    names = [drawable(department(d), "?").replace(" (", "\n(") for d in order]
    axes[0, 0].set_yticks(range(len(order)), names)
    axes[0, 0].set_ylim(-0.6, len(order) - 0.4)
    legend(fig, results, labels, "point", say("axes-queues-note"))
    return fig


def _waits(ax: Axes, results: Results, order: list[str], measure: str, twin: str) -> None:
    """Draw one row for each department: the policies from above, below them the world without."""
    labels = results.ordered
    with_, without = (results.cells("department", m, order).positive() for m in (measure, twin))
    rows = [(with_, label, look(results, label).marker, look(results, label).colour) for label in labels]
    if results.share_worlds():
        rows.append((without, results.active[0], "D", FAINT))  # all have the same twin
    else:
        rows += [(without, label, "D", FAINT) for label in labels]
    step = 0.8 / len(rows)
    for k, (cells, label, marker, colour) in enumerate(rows):
        y = [j + 0.4 - step * (k + 0.5) for j in range(len(order))]
        face = "white" if cells is without else colour
        edge = FAINT if cells is without else "white"
        ax.hlines(y, cells.ci_low[label], cells.ci_high[label], color=colour, linewidth=1.5)
        ax.plot(cells.value[label], y, marker, color=face, markeredgecolor=edge, markersize=5.5, linestyle="",
                clip_on=False, zorder=3)  # fmt: skip
    zero_line(ax, "x")
    ax.set_xlim(left=0)
    ax.tick_params(axis="y", length=0)
    ax.locator_params(axis="x", nbins=6)
    for k in range(1, len(order)):
        ax.axhline(k - 0.5, color=GRID, linewidth=0.6, zorder=0)


def bottlenecks_shows(results: Results) -> str:
    """Say which department binds, in all and among those that approve projects."""
    label, order = results.main, by_waiting(results)
    texts = [say("shows-queues", policy=quoted(label), longest=_at(results, label, order[0]))]
    approving = [d for d in order if d not in OFFICES]
    if order[0] in OFFICES and approving:
        texts.append(say("shows-queues-approving", longest=_at(results, label, approving[0])))
    firsts = {a: _first(results, a) for a in results.ordered}
    for key in dict.fromkeys(first for first in firsts.values() if first not in ("", order[0])):
        names = [quoted(a) for a, first in firsts.items() if first == key]
        texts.append(say("shows-queues-others", department=department(key), policies=", ".join(names)))
    return " ".join(texts)


def _first(results: Results, label: str) -> str:
    """Department with most waiting; empty where nobody waits."""
    waited = results.wide("department", "waited_weeks", "group")[label]
    return str(waited.idxmax()) if waited.max() > 0 else ""


def _at(results: Results, label: str, key: str) -> str:
    """Name a department, its waiting with an interval, and what it was without the policy."""
    value = {m: results.cells("department", m, [key]).positive() for pair in PANELS.values() for m in pair}
    one = {m: float(cells.value[label][key]) for m, cells in value.items()}
    all_weeks = value["waited_weeks"]
    low, high = (float(part[label][key]) for part in (all_weeks.ci_low, all_weeks.ci_high))
    total, each, twin = ranged(one["waited_weeks"], low, high, 0), one["weeks_per_case"], one["waited_twin_weeks"]
    return say(
        "shows-queues-at", department=department(key), weeks=total,
        cases="some" if each >= 0 else "none", each=signed(each, 1),
        before="some" if twin > 0 else "none", twin=signed(twin, 0),
    )  # fmt: skip

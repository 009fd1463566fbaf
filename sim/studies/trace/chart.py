"""The chart of a story: a few panels, policy world against twin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.charts.comparison.weeks import mark_acts, mark_dates
from sim.charts.style import COLOURS, GRID, INK, figure, style, zero_line
from sim.studies.trace.telling import POLICY, TWIN, Panel, Story, world_name
from sim.studies.trace.watch import Quantity, Watch
from sim.texts import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANEL_INCHES, FRAME_INCHES = 1.75, 1.2
POLICY_COLOUR = COLOURS[0]
WORLDS = {POLICY: (POLICY_COLOUR, "-"), TWIN: (COLOURS[1], (0, (4, 1.5)))}
STAGE_COLOURS = {  # a stage without a colour of its own is light blue
    "idea": "#EEEEEE", "waiting": "#E69F00", "approval": "#F0E442", "building": "#CC79A7", "open": "#009E73",
    "closed": "#999999", "stalled": "#D55E00", "stopped": "#7A2E00", "dropped": "#555555",
}  # fmt: skip


def draw_trace(story: Story, policy: Watch, twin: Watch, calendar: dict[str, Any]) -> Figure:
    """Draw a story.

    Parameters
    ----------
    story : Story
    policy, twin : Watch
    calendar : dict
        As in the manifest.
    """
    import matplotlib as mpl

    with mpl.rc_context(style()):
        n = len(story.panels)
        fig, axes = figure(FRAME_INCHES + PANEL_INCHES * n, say("trace-chart-title", story=story.title), n, sharex=True)
        last = len(policy.weeks) - 1
        for ax, panel in zip(axes[:, 0], story.panels, strict=True):
            draw = {"stages": _stages, "policy": _lines, "worlds": _lines}.get(panel.kind, _difference)
            draw(ax, panel, {POLICY: policy, TWIN: twin})
            ax.set_title(panel.title)
            ax.set_xlim(-0.5, last + 0.5)
        mark_acts(axes[:, 0], calendar, last)
        mark_dates(axes[-1, 0], calendar, last)
        return fig


def values(panel: Panel, watch: Watch, quantity: Quantity) -> tuple[np.ndarray, np.ndarray]:
    """Weeks in which a quantity was written down, and what it was, in the panel's unit and averaged as it says."""
    found = [(week, seen[quantity]) for week, seen in enumerate(watch.weeks) if quantity in seen]
    week, value = np.array(found, dtype=float).reshape(-1, 2).T
    k = min(panel.mean_weeks, max(1, value.size))
    summed = np.cumsum(np.concatenate([[0.0], value / panel.divisor]))
    return week[k - 1 :], (summed[k:] - summed[:-k]) / k


def _lines(ax: Axes, panel: Panel, worlds: dict[str, Watch]) -> None:
    """A line for each world, or for each quantity of the policy world."""
    many = len(panel.quantities) > 1
    for world, watch in worlds.items():
        if world == TWIN and panel.kind == "policy":
            continue
        for k, (quantity, text) in enumerate(panel.quantities.items()):
            colour, dash = WORLDS[world]
            colour = COLOURS[k] if many else colour
            label = ", ".join(filter(None, (text, world_name(world) if panel.kind == "worlds" else "")))
            ax.plot(*values(panel, watch, quantity), color=colour, linestyle=dash, linewidth=1.5, label=label)
    if not any(np.any(line.get_ydata()) for line in ax.lines):
        ax.set_ylim(0, 1)
        _note(ax, say("trace-chart-nothing"))
    ax.grid(axis="y")
    _plain_axis(ax)
    if many or panel.kind == "worlds":
        _legend(ax)


def _difference(ax: Axes, panel: Panel, worlds: dict[str, Watch]) -> None:
    """Policy world minus twin, in the quantity's unit or in percent of the twin."""
    for quantity in panel.quantities:
        week, a = values(panel, worlds[POLICY], quantity)
        _, b = values(panel, worlds[TWIN], quantity)
        gap = 100 * (a - b) / np.where(b == 0, 1.0, b) if panel.kind == "percent" else a - b
        ax.fill_between(week, gap, color=POLICY_COLOUR, alpha=0.15, linewidth=0)
        ax.plot(week, gap, color=POLICY_COLOUR, linewidth=1.4)
        if not gap.any():
            _note(ax, say("trace-chart-no-difference"))
    zero_line(ax, "y")
    _plain_axis(ax)


def _note(ax: Axes, text: str) -> None:
    ax.text(0.5, 0.6, text, transform=ax.transAxes, ha="center", color=INK)


def _plain_axis(ax: Axes) -> None:
    """Write numbers out: an offset beside the axis is not read."""
    ax.ticklabel_format(axis="y", useOffset=False, style="plain")
    ax.locator_params(axis="y", nbins=5)


def _stages(ax: Axes, panel: Panel, worlds: dict[str, Watch]) -> None:
    """A bar for each world, coloured by what the number stands for."""
    (quantity,) = panel.quantities
    seen: set[int] = set()
    for row, watch in enumerate(worlds.values()):
        week, code = values(panel, watch, quantity)
        starts = np.flatnonzero(np.diff(code, prepend=-1.0))
        for a, b in zip(starts, [*starts[1:], code.size], strict=True):
            stage = int(code[a])
            seen.add(stage)
            ax.barh(row, b - a, left=week[a] - 0.5, height=0.6, color=_colour(panel, stage), linewidth=0)
    ax.set_yticks(range(len(worlds)), [world_name(world) for world in worlds])
    ax.set_ylim(len(worlds) - 0.4, -0.6)
    from matplotlib.patches import Patch

    _legend(
        ax,
        [
            Patch(facecolor=_colour(panel, k), edgecolor=GRID, label=say(f"trace-status-{panel.names[k]}"))
            for k in sorted(seen)
        ],
    )


def _colour(panel: Panel, stage: int) -> str:
    return STAGE_COLOURS.get(panel.names[stage], COLOURS[5])


def _legend(ax: Axes, handles: list[Any] | None = None) -> None:
    """Name what is drawn, beside the panel's title."""
    handles = handles or ax.get_legend_handles_labels()[0]
    legend = ax.legend(
        handles=handles, loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=len(handles), borderpad=0,
        handlelength=1.6, columnspacing=1.2,
    )  # fmt: skip
    legend.set_in_layout(False)  # a long one must not squeeze the panels

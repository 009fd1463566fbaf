"""Chart of when: the weekly effect with the acts of the ministry and the cities."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from sim.charts.chart import slug
from sim.charts.style import FAINT, GRID, INK, figure, largest, legend, legend_height, look, zero_line
from sim.results.supported import supported
from sim.results.words import quoted, scale, signed
from sim.texts import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from sim.results.comparison import Results

MEAN_WEEKS = 4
TICK_WEEKS = 26
MOST_BANDS = 6  # more intervals on one another cannot be distinguished
MANY_ENDS = {"many_ends": True}  # of pilots of different lengths
NO_GRANTS: dict[str, list[int]] = {"tranche_weeks": [], "call_weeks": []}  # of a calendar of policies without grants


def month(number: int) -> str:
    """Short name of a month, 1 to 12; the locale of a machine must not change a chart."""
    return say("axes-month", number=number)


def over_the_weeks(results: Results) -> Figure:
    """Net effect and gross sales per week, four-week means, with tranches, calls and the end of the pilot."""
    has_gross = bool(results.wide("week", "gross_yuan", "week").to_numpy().any())
    measures = ("net_yuan", "gross_yuan") if has_gross else ("net_yuan",)
    height = 2.4 + 1.8 * len(measures) + legend_height(results)
    kind = supported(results, *results.funded)
    fig, axes = figure(height, say("axes-weeks-title", panels=len(measures), kind=kind), len(measures), sharex=True)
    calendar, last = results.manifest["calendar"], 0
    if not results.is_same("horizon", "weeks_pilot"):  # no line stands for the ends of all
        calendar = calendar | MANY_ENDS
    for ax, measure in zip(axes[:, 0], measures, strict=True):
        mean, low, high = (
            results.wide("week", measure, "week", v).sort_index().rolling(MEAN_WEEKS, min_periods=1).mean()
            for v in ("value", "ci_low", "ci_high")
        )
        unit, word = scale(largest(mean))
        for label in results.ordered:
            own = look(results, label)
            ax.plot(mean.index, mean[label] / unit, color=own.colour, linestyle=own.dash, linewidth=1.5)
            if measure == "net_yuan" and len(results.active) <= MOST_BANDS:
                ax.fill_between(
                    mean.index,
                    low[label] / unit,
                    high[label] / unit,
                    color=own.colour,
                    alpha=0.13,
                    linewidth=0,
                )
        zero_line(ax, "y")
        ax.set_title(say(f"axes-weeks-{slug(measure)}", scale=word, kind=kind))
        ax.margins(x=0.01)
        last = int(mean.index.max())
    mark_acts(axes[:, 0], calendar if results.granted else calendar | NO_GRANTS, last)
    mark_dates(axes[-1, 0], calendar if results.granted else calendar | NO_GRANTS, last)
    legend(fig, results, results.ordered)
    return fig


def mark_acts(axes: Sequence[Axes] | NDArray[Any], calendar: Mapping[str, Any], last: int) -> None:
    """Draw lines where the ministry pays and the pilot ends, and ticks where cities call for projects."""
    tranches = list(calendar.get("tranche_weeks", []))
    lines = [(week, say("axes-weeks-tranche", k=k)) for k, week in enumerate(tranches, 1)]
    if last >= calendar["weeks_pilot"] and "many_ends" not in calendar:
        lines.append((calendar["weeks_pilot"], say("axes-weeks-end")))
    for ax in axes:
        for week, _ in lines:
            ax.axvline(week, color=FAINT, linewidth=0.9, linestyle=(0, (3, 2)), zorder=1)
        if last > calendar["weeks_pilot"] and "many_ends" not in calendar:
            ax.axvspan(calendar["weeks_pilot"], last, color=GRID, alpha=0.35, linewidth=0, zorder=0)
        low, high = ax.get_ylim()
        ax.set_ylim(low, high + 0.16 * (high - low))
    top = axes[0]
    merged: dict[int, str] = {}
    for week, text in lines:
        merged[week] = f"{merged[week]}, {text}" if week in merged else text
    for week, text in merged.items():
        near_end = week > 0.8 * last
        text, side = (f"{text} ", "right") if near_end else (f" {text}", "left")
        place = top.get_xaxis_transform()
        top.text(week, 0.99, text, transform=place, va="top", ha=side, fontsize=8, color=FAINT)
    calls = list(calendar.get("call_weeks", []))
    for ax in axes if calls else ():  # an empty line outside the axes would take all room
        ax.plot(
            calls,
            [0.0] * len(calls),
            "^",
            transform=ax.get_xaxis_transform(),
            color=INK,
            markersize=5,
            clip_on=False,
            zorder=3,
        )


def mark_dates(ax: Axes, calendar: Mapping[str, Any], last: int) -> None:
    """Count weeks, and give the month of every half-year."""
    step = TICK_WEEKS if last >= TICK_WEEKS else max(1, last // 4)
    weeks = range(0, last + 2, step)
    try:
        start = datetime.date.fromisoformat(str(calendar["start_date"]))
        days = [start + datetime.timedelta(weeks=week) for week in weeks]
        texts = [f"{week}\n{month(day.month)} {day.year}" for week, day in zip(weeks, days, strict=True)]
    except (ValueError, OverflowError):
        texts = [str(week) for week in weeks]
    ax.set_xticks(list(weeks), texts)
    ax.set_xlabel(say("axes-weeks-x", calls=len(calendar.get("call_weeks", []))))


def over_the_weeks_shows(results: Results) -> str:
    """Say how much of the effect falls after the pilot."""
    label = results.ordered[0]
    pilot = results.weeks(label, "weeks_pilot")
    net = results.wide("week", "net_yuan", "week")[label].dropna().sort_index()
    before, after = net[net.index < pilot].sum(), net[net.index >= pilot]
    unit, word = scale(max(abs(before), abs(after.sum())))
    amounts = {"before": signed(before / unit), "after": signed(after.sum() / unit), "scale": word}
    return say("shows-weeks", policy=quoted(label), **amounts, pilot=pilot, n=len(after))

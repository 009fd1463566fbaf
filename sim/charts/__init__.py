"""Charts of a stored comparison: one function per figure, drawn from the results folder alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sim.charts import cities, groups, totals, weeks
from sim.charts.reading import read_results
from sim.charts.results import Results
from sim.charts.style import message, save, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ENDINGS = (".svg", ".png")
NO_MONEY = "No allocation of this comparison spends money: there is no effect to show."


class Chart(NamedTuple):
    """One figure of the report.

    Attributes
    ----------
    name : str
        Of its files.
    question : str
        Of the planner, which it answers.
    draw : callable
        Results to Figure.
    reading : str
        How to read it.
    shows : callable
        Results to a sentence with numbers.
    """

    name: str
    question: str
    draw: Callable[[Results], Figure]
    reading: str
    shows: Callable[[Results], str]


def draw(chart: Chart, results: Results) -> Figure:
    """Draw one chart; call within ``matplotlib.rc_context(style())``."""
    return chart.draw(results) if results.funded else message(chart.question, NO_MONEY)


def draw_all(folder: Path) -> list[Path]:
    """Draw every chart of a results folder as SVG and PNG into its folder ``charts``.

    Parameters
    ----------
    folder : Path
        With summary.csv, effects.parquet and manifest.json.

    Returns
    -------
    list of Path
        The files, which have the same bytes whenever the results are the same.

    Raises
    ------
    InputError
        Naming a file that is missing or damaged.
    """
    import matplotlib as mpl

    results = read_results(folder)
    charts = results.folder / "charts"
    charts.mkdir(exist_ok=True)
    paths = []
    with mpl.rc_context(style()):
        for chart in CHARTS:
            figure = draw(chart, results)
            paths += [save(figure, charts / f"{chart.name}{ending}") for ending in ENDINGS]
    return paths


CHARTS = (
    Chart(
        "net_per_yuan",
        "How much consumption does a yuan of public money add?",
        totals.net_per_yuan,
        "Point: mean over the replicates. Bar: 95 % interval of that mean. Small ticks: the single "
        "replicates. "
        "Right of 0, people consume more than they would have without the policy.",
        totals.net_per_yuan_shows,
    ),
    Chart(
        "where_gross_goes",
        "How much of what supported projects sell is new?",
        totals.where_gross_goes,
        "Each bar is all that supported projects sell, 100 %. Only the black part is new consumption. A part "
        "left of 0 is "
        "negative: there the policy gave something back, and the parts right of 0 add up to more than 100 %.",
        totals.where_gross_goes_shows,
    ),
    Chart(
        "by_city",
        "Which cities gain?",
        cities.by_city,
        "Each row is a city, counted where the sale takes place; thin lines are 95 % intervals, cut off at "
        "the edge of the "
        "chart. A city that gets little or no money can lose customers to its neighbours.",
        cities.by_city_shows,
    ),
    Chart(
        "on_the_map",
        "Where is the money well placed?",
        cities.on_the_map,
        "Each circle is a city at its longitude and latitude. Its size is the public money it gets, its "
        "colour the net "
        "effect per yuan: blue adds, red loses, white is 0. The ends of the scale are named.",
        cities.on_the_map_shows,
    ),
    Chart(
        "over_the_weeks",
        "When does it work, and does it last?",
        weeks.over_the_weeks,
        "Mean of the week and the three before it. The shaded part lies after the pilot. A net effect below "
        "0 is spending "
        "that had been brought forward.",
        weeks.over_the_weeks_shows,
    ),
    Chart(
        "by_quintile",
        "Who consumes more?",
        groups.by_quintile,
        "Residents are divided into fifths by income. Left: yuan, with 95 % intervals. Right: each fifth's "
        "share of the "
        "whole; above the dashed line it is more than an equal share.",
        groups.by_quintile_shows,
    ),
    Chart(
        "by_direction",
        "What do the three support directions buy?",
        groups.by_direction,
        "Left: sales of supported projects; the pale part would have been sold without the money too. Right: "
        "the share of "
        "supported projects that would not exist without it, with 95 % intervals.",
        groups.by_direction_shows,
    ),
)

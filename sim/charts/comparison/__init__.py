"""Charts of a stored comparison: one function per figure, drawn from the results folder alone."""

from __future__ import annotations

from pathlib import Path

from sim.charts.chart import Chart, draw_charts, has_places
from sim.charts.comparison import cities, groups, livelihood, money, queues, scores, targets, totals, weeks
from sim.results.comparison import Results
from sim.results.reading import read_results

NO_POLICY = "No allocation of this comparison spends money or changes anything else: there is no effect to show."


def charts_of(results: Results) -> list[Chart]:
    """Charts for which a comparison has data."""
    return [chart for chart in CHARTS if chart.has_data(results)]


def draw_all(folder: Path) -> list[Path]:
    """Draw every chart that a results folder has data for, as SVG and PNG into its folder ``charts``.

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
    results = read_results(folder)
    return draw_charts(results.folder, charts_of(results), results)


CHARTS = (
    Chart(
        "net_per_yuan",
        "How much consumption does it add?",
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
        totals.has_gross,
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
        has_places,
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
        totals.has_gross,
    ),
    Chart(
        "where_money_went",
        "Where did the money go?",
        money.where_money_went,
        "Left: each bar is the public money that came in, 100 %; the line above it is the 95 % interval of the share "
        "that was spent. Right: awards that were cancelled, money that was paid and taken back, and money paid on "
        "investment that was overstated and not found out: the simulation knows the last, the city does not.",
        money.where_money_went_shows,
        money.has_money,
    ),
    Chart(
        "bottlenecks",
        "Where do projects wait?",
        queues.bottlenecks,
        "Left: weeks that projects spent in a queue before a case was taken up, added up; handling times come on top. "
        "Right: the same for each case. Filled: with the policy, with 95 % intervals; hollow: without it.",
        queues.bottlenecks_shows,
        queues.has_queues,
    ),
    Chart(
        "second_tranche",
        "Does the second tranche go to the cities where money works best?",
        scores.second_tranche,
        "Each point is a city: how the ministry scores it before the second tranche, and what its money truly adds by "
        "the end. If the score were right the points would rise from left to right, and the rank correlation would be "
        "1; where score and effect have nothing to do with each other it is 0. Thin lines: 95 % intervals, cut off at "
        "the edge.",
        scores.second_tranche_shows,
        scores.has_scores,
    ),
    Chart(
        "residents",
        "What do residents have of it?",
        livelihood.residents,
        "Policy world less the world without the policy, with 95 % intervals. Surplus is what the larger choice is "
        "worth in yuan, beyond what is paid for it. Core, inner and outer areas hold a third of the residents each.",
        livelihood.residents_shows,
        livelihood.has_livelihood,
    ),
    Chart(
        "merchants",
        "Who wins and who loses among established merchants?",
        livelihood.merchants,
        "Shops that were there or opened on their own, without supported projects. Below 0 they sell less, or fewer "
        "are open at the end, than without the policy. Bars: 95 % intervals.",
        livelihood.merchants_shows,
        livelihood.has_merchants,
    ),
    Chart(
        "leverage",
        "What private money comes with it?",
        money.leverage,
        "Left: private investment in supported projects that opened, per yuan of public money, and the part of it in "
        "projects that do not exist without the policy. Right: what private partners bring. Bars: 95 % intervals.",
        money.leverage_shows,
        money.has_leverage,
    ),
    Chart(
        "targets",
        "Does the plan reach its targets?",
        targets.targets,
        "Mean over the replicates with 95 % intervals; right of the dashed line more was reached than was promised. "
        "A target counts what the supported projects do, also what would have been done without the money.",
        targets.targets_shows,
        targets.has_targets,
    ),
)

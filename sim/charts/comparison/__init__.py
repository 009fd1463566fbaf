"""Charts of a stored comparison: one function per figure, drawn from the results folder alone."""

from __future__ import annotations

from sim.charts.chart import Chart, has_places, has_policy
from sim.charts.comparison import cities, factors, groups, livelihood, money, queues, scores, targets, totals, weeks
from sim.results.comparison import Results

MOST_RUNS = 40  # of which a row, bar or line for each can be told from the others


def charts_of(results: Results) -> list[Chart[Results]]:
    """Charts for which a comparison has data; of many runs, those that can be read however many there are."""
    few = len(results.active) <= MOST_RUNS
    return [chart for chart in CHARTS if chart.has_data(results) and (few or chart.of_any_number)]


CHARTS = (
    Chart("by_factor", factors.by_factor, factors.has_factors, factors.by_factor_shows, of_any_number=True),
    Chart("net_per_yuan", totals.net_per_yuan, has_policy, totals.net_per_yuan_shows),
    Chart("where_gross_goes", totals.where_gross_goes, totals.has_gross, totals.where_gross_goes_shows),
    Chart("by_city", cities.by_city, has_policy, cities.by_city_shows, of_any_number=True),
    Chart("on_the_map", cities.on_the_map, has_places, cities.on_the_map_shows),
    Chart("over_the_weeks", weeks.over_the_weeks, has_policy, weeks.over_the_weeks_shows),
    Chart("by_quintile", groups.by_quintile, has_policy, groups.by_quintile_shows),
    Chart("by_direction", groups.by_direction, totals.has_projects, groups.by_direction_shows),
    Chart("where_money_went", money.where_money_went, money.has_money, money.where_money_went_shows),
    Chart("bottlenecks", queues.bottlenecks, queues.has_queues, queues.bottlenecks_shows),
    Chart("second_tranche", scores.second_tranche, scores.has_scores, scores.second_tranche_shows),
    Chart("residents", livelihood.residents, livelihood.has_livelihood, livelihood.residents_shows),
    Chart("merchants", livelihood.merchants, livelihood.has_merchants, livelihood.merchants_shows),
    Chart("leverage", money.leverage, money.has_leverage, money.leverage_shows),
    Chart("targets", targets.targets, targets.has_targets, targets.targets_shows),
)

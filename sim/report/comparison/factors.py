"""What each choice of a sweep over several keys does by itself, and whether such effects add up."""

from __future__ import annotations

from collections.abc import Mapping

from sim.charts.comparison import charts_of
from sim.report.blocks import Block, Content, Heading, Paragraph, Section, Table
from sim.report.comparison import sections
from sim.report.comparison.tables import VERDICTS, between, heads, number
from sim.results.comparison import Results
from sim.results.factors import Factor, Level, departures, main_effects, pivot
from sim.results.words import listed, plain, quoted, with_interval
from sim.texts import say

LEVELS = ("factors-level", "factors-mean", "tables-interval", "tables-less-best", "tables-interval", "tables-is-best")


def crossed(results: Results, images: Mapping[str, bytes]) -> list[Block]:
    """Section of a sweep whose runs are all combinations of several factors; nothing of any other comparison."""
    if not results.factors:
        return []
    charts = [chart for chart in charts_of(results) if chart.name == sections.CROSSED]
    figures = [part for chart in charts for part in sections.shown(results, chart, images[chart.name])]
    names = listed([factor.name for factor in results.factors])
    about = say("factors-about", n=len(results.funded), names=names)
    effects: list[Block] = [
        part
        for factor in results.factors
        for part in (Heading(_title(factor)), _levels(main_effects(results)[factor.key]))
    ]
    return [
        Section(
            say("factors-title"),
            [
                Paragraph(about),
                *figures,
                _pivot(results),
                Paragraph(say("factors-main")),
                *effects,
                *_additivity(results),
            ],
        )
    ]


def _title(factor: Factor) -> str:
    return say("factors-of", name=factor.name, n=len(factor.levels))


def _pivot(results: Results) -> Table:
    """Net effect per yuan with its interval: a column for each level of the last factor."""
    shape, *below, _ = pivot(results), *results.factors
    rows: list[list[Content]] = [
        [plain(name), *(with_interval(*results.interval(a, "net_per_yuan"), named=False) for a in labels)]
        for name, labels in zip(shape.rows, shape.labels, strict=True)
    ]
    return Table([", ".join(factor.name for factor in below), *shape.columns], rows)


def _levels(levels: list[Level]) -> Table:
    rows: list[list[Content]] = []
    for level in sorted(levels, key=lambda one: -one.mean.value):
        mean, apart = level.mean, level.apart
        verdict = say(VERDICTS[(apart.low > 0) - (apart.high < 0)]) if apart.low == apart.low else number(None)
        rows.append([
            level.name, number(mean.value, 3), between(mean.low, mean.high),
            number(apart.value, 3), between(apart.low, apart.high), verdict,
        ])  # fmt: skip
    return Table(heads(*LEVELS), rows)


def _additivity(results: Results) -> list[Block]:
    """Whether the sum of what levels do by themselves gives what every combination does."""
    found = departures(results)
    if not found or not results.has_intervals:
        return []
    clear = [d for d in found if d.apart.is_clear]
    first = (clear or found)[0]
    d = first.apart
    amount = with_interval(d.value, d.low, d.high)
    text = say("factors-add-not" if clear else "factors-add", label=quoted(first.label), amount=amount, n=len(clear))
    return [Paragraph(text, lead=say("factors-together"))]

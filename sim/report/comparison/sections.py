"""Sections of the report, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.charts.chart import Chart
from sim.charts.comparison import MOST_RUNS, charts_of
from sim.report.blocks import Block, Details, Facts, Figure, Head, Heading, Items, Listing, Paragraph, Section
from sim.report.comparison import tables
from sim.report.comparison.choices import rule_tables
from sim.report.comparison.compared import flat, other_differences
from sim.report.comparison.findings import dominating, finding, more_findings
from sim.report.comparison.pilot import TOPICS
from sim.report.provenance import distinct, origin
from sim.results.comparison import Results
from sim.results.differences import BOOTSTRAP_SAMPLES
from sim.results.elsewhere import in_no_city
from sim.results.equal import equal_runs
from sim.results.failed import lacking
from sim.results.words import listed, named_runs, plain, quoted
from sim.texts import say

TERMS = ("twins", "gross", "windfall", "rivals", "cities", "online", "forward", "net", "interval")
CROSSED = "by_factor"  # chart of a sweep over several keys, which has a section of its own
MOST_NAMED = 10  # parameters that no finding pins
OFFICIAL = "by_class"  # division of the envelope that the calibration finds shares of the variance for


def head(results: Results) -> Head:
    """Title and finding."""
    m = results.manifest
    seeds = distinct(m, "seed")
    made = say(
        "report-made", day=str(m["created_utc"])[:10], version=m["code_version"], seeds=len(seeds), seed=listed(seeds)
    )
    small = Paragraph(made, "small", link=("limits", say("limits-title")))
    failed = [Paragraph(f"{said}.", "warn")] if (said := lacking(results.manifest)) else []
    parts = [Paragraph(" ".join(more_findings(results))), *failed, *_without_effect(results), small]
    return Head(say("report-comparison-title"), say("report-comparison-subtitle"), finding(results), parts)


def _without_effect(results: Results) -> list[Block]:
    """What was asked for and can have no effect, as it was told before the run."""
    lines = [str(line) for line in results.manifest.get("without_effect") or ()]
    lines += [say("report-equal-runs", labels=named_runs(same)) for same in equal_runs(results.effects)]
    return [Paragraph(say("report-without-effect"), "warn"), Items(lines)] if lines else []


def glance(results: Results) -> Section:
    """Summary table, and which policy is the best."""
    parts: list[Block] = [tables.allocations(results)]
    if len(results.funded) > 1 and not results.points:
        parts += [Paragraph(_pairs(results)), tables.against_best(results)]
    if not results.has_intervals and results.active:
        parts.append(Paragraph(say("report-one-replicate"), "warn"))
    if results.factors or results.points:  # told above
        parts = [Details(say("report-every-run", n=len(results.labels)), parts)]
    return Section(say("report-results"), [*parts, *_not_known(results)])


def _pairs(results: Results) -> str:
    """How runs are set against each other, and what an interval says that ends at 0."""
    said = say("report-pairs" if results.share_worlds(*results.funded) else "report-pairs-worlds", n=BOOTSTRAP_SAMPLES)
    is_cut = any(d.high == 0 for d in results.against_best.values())
    return f"{said} {say('report-pairs-cut')}" if is_cut else said


def _not_known(results: Results) -> list[Block]:
    """What the interval leaves out, or which uncertainty it is made of."""
    dominant = dominating(results)
    lines: list[Block] = [Paragraph(dominant)] if dominant else []
    unpinned = results.manifest.get("unpinned") or []
    if unpinned:
        parts = [*_unpinned(results, unpinned), *([say("report-unpinned-asks")] if results.active else [])]
        lines.append(Paragraph(" ".join(parts), lead=say("report-assumed")))
    return lines


def _unpinned(results: Results, unpinned: list[dict[str, Any]]) -> list[str]:
    """Sentences about parameters that no finding pins; their shares only where the report is of what these are of."""
    shares = {one["name"]: one.get("share") for one in unpinned}
    names = list(shares)
    if not _is_of_official(results):
        places = {one["name"]: k for k, one in enumerate(results.manifest["parameters"])}
        names, shares = sorted(names, key=lambda name: places.get(name, len(places))), dict.fromkeys(names)
    said = ", ".join(_with_share(name, shares[name]) for name in names[:MOST_NAMED])
    rest, of = len(names) - MOST_NAMED, len(results.manifest["parameters"])
    key = "report-unpinned-more" if rest > 0 else "report-unpinned"
    known = [share for share in shares.values() if share is not None]
    total = [say("report-unpinned-shares", total=f"{100 * sum(known):.0f}")] if known else []
    return [say(key, n=len(names), of=of, names=said, rest=max(rest, 0)), *total]


def _is_of_official(results: Results) -> bool:
    """Whether the report speaks first of the official grants alone: the calibration knows shares of no other effect."""
    return bool(results.active) and results.between(results.main) == OFFICIAL and not results.instruments(results.main)


def _with_share(name: str, share: float | None) -> str:
    """Name of a parameter with its share of the variance, where it is known."""
    if share is None:
        return plain(name)
    if share < 0.01:
        return say("report-small-share", name=plain(name))
    return say("report-share", name=plain(name), share=f"{100 * share:.0f}")


def charts(results: Results, images: Mapping[str, bytes]) -> Section:
    """Charts that belong to no topic, each with the question it answers and how to read it."""
    elsewhere = {CROSSED, *(name for topic in TOPICS for name in topic.charts)}
    own = [chart for chart in charts_of(results) if chart.name not in elsewhere]
    figures = [part for chart in own for part in shown(results, chart, images[chart.name])]
    if len(results.active) > MOST_RUNS:
        figures.append(Paragraph(say("charts-too-many", n=len(results.active), most=MOST_RUNS)))
    return Section(say("report-charts"), figures or [Paragraph(say("charts-no-policy"))])


def shown(results: Results, chart: Chart[Results], image: bytes) -> list[Block]:
    """One chart with its question, what it shows and how to read it."""
    number, shows = say("report-chart", n=charts_of(results).index(chart) + 1), chart.shows(results)
    return [Heading(chart.question), Figure(image, f"{chart.question} {shows}", chart.reading, number, shows)]


def made_up(results: Results) -> Section:
    """From gross to net, with every term in a sentence."""
    parts: list[Block] = []
    if results.funded:
        parts += [Paragraph(say("terms-funded")), tables.parts(results, results.ranked, per_yuan=True)]
    if results.unfunded:
        parts += [Paragraph(say("terms-unfunded")), tables.parts(results, results.unfunded, per_yuan=False)]
    terms = Facts([(say(f"terms-{term}-name"), say(f"terms-{term}-meaning")) for term in TERMS])
    return Section(say("terms-title"), [*parts, terms])


def limits(results: Results) -> Section:
    """What the numbers cannot say."""
    m = results.manifest
    drawn = results.of_runs("sample")
    sampled = "" if not drawn else "sampled" if set(results.active) <= set(drawn) else "some"
    labels = named_runs([*drawn])
    varied = any(key.startswith("parameters.") for key in other_differences(results))
    parameters = (
        "limits-sampled-some"
        if sampled == "some"
        else "limits-sampled"
        if sampled
        else "limits-varied"
        if varied
        else "limits-not-varied"
    )
    count = len(m["cities"])
    unspent = [
        say("limits-unspent-of", label=quoted(a), share=f"{100 * results.summary.unspent_share[a]:.0f}")
        for a in results.ranked
    ]
    points = [
        _intervals(sampled, labels),
        say(
            "limits-parameters",
            grades=tables.grades(results),
            varied=say(parameters, **({"labels": labels} if sampled == "some" else {})),
        ),
        say("limits-presumed", n=sum(city["listed"] == "presumed" for city in m["cities"]), of=count),
        say("limits-imputed", n=sum(bool(city.get("imputed")) for city in m["cities"]), of=count),
        _not_counted(results),
        say("limits-grant-spent", unspent=listed(unspent)) if unspent else say("limits-grant"),
        *(say(key) for key in ("limits-award-money", "limits-building", "limits-place-of-sale")),
    ]
    if len(results.funded) > 2 and not results.points:
        points.append(say("limits-best", n=len(results.funded)))
    return Section(say("limits-title"), [Items(points)], "limits")


def _intervals(sampled: str, labels: str) -> str:
    """What intervals cover, where parameters were drawn from the sample in all runs, in some of them, or in none."""
    if sampled == "some":
        return say("limits-intervals-some", labels=labels)
    return say("limits-intervals-sampled" if sampled else "limits-intervals")


def _not_counted(results: Results) -> str:
    """How long after the pilot counting ends."""
    weeks = {a: results.weeks(a, "weeks_after") for a in results.labels}
    if len(set(weeks.values())) < 2:
        return say("limits-horizon", weeks=str(weeks[results.labels[0]]))
    each = [say("limits-weeks", weeks=n, label=quoted(a)) for a, n in weeks.items()]
    return say("limits-horizon-by-run", weeks=listed(each))


def appendix(results: Results) -> Section:
    """Tables behind the report and where it comes from."""
    m = results.manifest
    first = plain(results.labels[0])
    parameters = say("report-parameters-graded", n=len(m["parameters"]), grades=tables.grades(results))
    parts: list[Block] = [
        Details(parameters, [tables.parameters(results)]),
        Details(say("report-origin-details"), [origin(m)]),
        Details(say("report-settings-of", label=first), [Listing(_settings(results.labels, m["configs"]))]),
    ]
    if results.active:
        parts = [
            Details(say("report-cities", n=len(results.cities)), [tables.cities(results), *_elsewhere(results)]),
            Details(say("report-sectors"), [tables.sectors(results)]),
            *rule_tables(results),
            *parts,
        ]
    return Section(say("report-appendix"), parts)


def _elsewhere(results: Results) -> list[Block]:
    """What of the effect is in no city, beside the table of cities."""
    text = in_no_city(results, results.ordered[0])
    return [Paragraph(text, "small")] if text else []


def _settings(labels: list[str], configs: Mapping[str, Any]) -> list[str]:
    """Settings of the first run, and what differs in the others."""
    first, *others = [{k: v for k, v in flat(configs.get(label, {})).items() if _is_setting(k)} for label in labels]
    lines = [f"{key} = {value}" for key, value in first.items()]
    for label, config in zip(labels[1:], others, strict=True):
        changed = [f"{key} = {value}" for key, value in config.items() if first.get(key) != value]
        lines += ["", say("report-differs", label=label), *changed]
    return lines


def _is_setting(key: str) -> bool:
    return not key.startswith("parameters.")  # these have a table of their own

"""Sections of the report, in the order in which they are read."""

from __future__ import annotations

import base64

from sim.charts.chart import Chart
from sim.charts.comparison import charts_of
from sim.report.comparison import tables
from sim.report.comparison.choices import rule_tables
from sim.report.comparison.compared import flat, other_differences
from sim.report.comparison.findings import dominating, finding, more_findings
from sim.report.comparison.pilot import TOPICS
from sim.report.markup import Html, details, element, facts, section
from sim.results.comparison import Results
from sim.results.words import listed, plain, quoted
from sim.texts import say

SUBTITLE = "Funding allocations for the pilot on new consumption formats, models and scenarios, compared by simulation"
TERMS = (
    (
        "Twin worlds",
        "Every simulated world exists twice, with and without the policy. Both have the same people, shops, "
        "project ideas and chance events; only the policy differs. Every effect is their difference.",
    ),
    (
        "Gross",
        "All sales of the supported projects from their award on. This is what project reports would show.",
    ),
    (
        "Windfall",
        "Sales that the same projects make in the world without the policy, where they open anyway.",
    ),
    (
        "Taken from rivals in the city",
        "Sales that other merchants of the same city lose to the supported projects.",
    ),
    (
        "Taken from other cities",
        "Sales that move from one city to another because people travel to the supported projects.",
    ),
    (
        "Brought forward",
        "Spending that only comes earlier: what residents of a city save later on what they spent before, "
        "within the weeks simulated.",
    ),
    (
        "Net",
        "What remains: the change of all consumption in all cities over all weeks. This is the effect.",
    ),
    (
        "Interval",
        "The simulation was repeated with other chance events (replicates). The 95 % interval says how far "
        "the mean over all such repetitions may be from the one shown.",
    ),
)


def head(results: Results) -> Html:
    """Title and finding."""
    m = results.manifest
    made = f"Made {str(m['created_utc'])[:10]} with Sanxin {m['code_version']}, seed {m['seed']}."
    text = [
        element("p", finding(results), class_="finding"),
        element("p", *(f"{s} " for s in more_findings(results))),
    ]
    limit = element("a", "What this does not show", href="#limits")
    title = [element("h1", "Where public money adds consumption"), element("p", SUBTITLE, class_="sub")]
    small = element("p", made, " A simulation, not a forecast: ", limit, ".", class_="small")
    return element("header", title, text, small)


def glance(results: Results) -> Html:
    """Summary table and paired differences."""
    parts: list[object] = [tables.allocations(results)]
    if len(results.funded) > 1:
        text = (
            "The same replicates serve every allocation, so the difference of two is known more precisely "
            "than each. "
            f"Here against {quoted(results.funded[0])}, the first of the comparison; “told apart” means that "
            "the interval, "
            "taken for one pair alone, leaves out 0."
        )
        parts += [element("p", text), tables.pairs(results)]
    if not results.has_intervals and results.active:
        parts.append(
            element(
                "p",
                "There is one replicate only: no standard errors and no intervals. Repeat with more.",
                class_="warn",
            )
        )
    return section("Results at a glance", *parts, *_not_known(results))


MOST_NAMED = 10  # parameters that no finding pins
SHARES_OF = (
    "In brackets: their share of the variance that all parameters add to the net effect per yuan of the official "
    "grants, in six cities. What coupons, cash or other instruments bring may hang on others of them; move those "
    "before relying on it."
)


def _not_known(results: Results) -> list[Html]:
    """What the interval leaves out, or which uncertainty it is made of."""
    unpinned = results.manifest.get("unpinned") or []
    lines = []
    dominant = dominating(results)
    if dominant:
        lines.append(element("p", dominant))
    if unpinned:
        known = [one for one in unpinned if one.get("share") is not None]
        total = sum(one["share"] for one in known)
        named = [f"{plain(one['name'])}{_percent(one.get('share'))}" for one in unpinned[:MOST_NAMED]]
        rest = len(unpinned) - len(named)
        more = f" and {rest} more, listed below" if rest > 0 else ""
        weight = f" {SHARES_OF} Together they make up {100 * total:.0f} % of it." if known else ""
        lines.append(
            element(
                "p",
                element("b", "Assumed: "),
                f"no published finding pins {len(unpinned)} of the {len(results.manifest['parameters'])} parameters: "
                f"{', '.join(named)}{more}.{weight}",
            )
        )
    return lines


def _percent(share: float | None) -> str:
    return "" if share is None else f" ({'below 1' if share < 0.01 else f'{100 * share:.0f}'} %)"


def charts(results: Results, images: dict[str, bytes]) -> Html:
    """Charts that belong to no topic, each with the question it answers and how to read it."""
    elsewhere = {name for topic in TOPICS for name in topic.charts}
    own = [chart for chart in charts_of(results) if chart.name not in elsewhere]
    figures = [part for chart in own for part in shown(results, chart, images[chart.name])]
    return section("Charts", *(figures or [element("p", say("charts-no-policy"))]))


def shown(results: Results, chart: Chart, image: bytes) -> list[Html]:
    """One chart with its question, what it shows and how to read it."""
    k, shows = charts_of(results).index(chart) + 1, chart.shows(results)
    source = "data:image/svg+xml;base64," + base64.b64encode(image).decode("ascii")
    picture = element("img", src=source, alt=f"{chart.question} {shows}")
    box = element("div", picture, class_="scroll picture", tabindex="0")
    how = [element("i", "How to read it: "), chart.reading]
    caption = element("figcaption", element("b", f"Chart {k}. "), shows, " ", *how)
    return [element("h3", chart.question), element("figure", box, caption)]


def made_up(results: Results) -> Html:
    """From gross to net, with every term in a sentence."""
    parts: list[object] = []
    if results.funded:
        text = "A project's sales are not the effect of the money. Four things have to be taken off before any is new:"
        parts += [element("p", text), tables.parts(results, results.ranked, per_yuan=True)]
    if results.unfunded:
        text = (
            "Without public money no project and no bill is supported, so there are no gross sales to take anything "
            "off: the effect shows in net alone, and “taken from rivals in the city” is what is left over."
        )
        parts += [element("p", text), tables.parts(results, results.unfunded, per_yuan=False)]
    return section("How the number is made up", *parts, facts(TERMS))


def limits(results: Results) -> Html:
    """What the numbers cannot say."""
    m = results.manifest
    presumed = sum(city["listed"] == "presumed" for city in m["cities"])
    imputed = sum(bool(city.get("imputed")) for city in m["cities"])
    varied = any(key.startswith("parameters.") for key in other_differences(results))
    varied = "Some differ between the allocations here." if varied else "None was varied here."
    beside = "only (Monte Carlo error)"
    if any("sample" in config for config in m["configs"].values()):
        varied = "Fitted ones were drawn from the calibrated sample."
        beside = "and, where parameters were drawn from the sample, what is not known about the fitted ones"
    after, n = m["calendar"]["weeks_after"], len(results.funded)
    points = [
        f"Intervals cover chance within the simulation {beside}. They do not cover wrong assumptions, wrong data or a "
        "wrong model; the true uncertainty is larger.",
        f"Parameters: {tables.grades(results)}. “Assumed” means set by judgement, not measured. {varied} "
        "All are listed below with the range allowed.",
        f"{presumed} of {len(m['cities'])} cities are presumed to be in the pilot, because the official list "
        "could not be read "
        "whole. The envelope follows from the list.",
        f"For {imputed} of {len(m['cities'])} cities at least one quantity was not published and was imputed by a "
        "rule; the table of cities names them.",
        f"Effects more than {after} weeks after the pilot are not counted, neither lasting ones nor spending "
        "brought forward "
        "from later on.",
        "The grant counts in the denominator in full, also what no project earned and what went back to the treasury"
        f"{_unspent(results)}.",
        "Award money that a project did not need stays with its owners, who do not spend it in the simulation.",
        "Wages paid on the building sites of additional projects are part of the net effect, as residents spend "
        "them; they end when the sites close.",
        "Where a city's effect is counted by place of sale, a gain of one city can be a loss of another; the "
        "net of all cities "
        "is what counts for the country.",
    ]
    if n > 2:
        points.append(
            f"The best of {n} allocations is picked after seeing the results; its value is likely to be a "
            "little too high."
        )
    return section("What this does not show", element("ul", [element("li", p) for p in points]), id_="limits")


def _unspent(results: Results) -> str:
    """How much of the public money was not spent."""
    shares = [f"{100 * results.summary.unspent_share[a]:.0f} % with {quoted(a)}" for a in results.ranked]
    return f": {listed(shares)}" if shares else ""


def appendix(results: Results) -> Html:
    """Tables behind the report and where it comes from."""
    m = results.manifest
    first, *others = [(label, m["configs"].get(label, {})) for label in results.labels]
    base = flat(first[1])
    settings = [f"{key} = {value}" for key, value in base.items() if not key.startswith("parameters.")]
    for label, config in others:
        changed = [
            f"{k} = {v}" for k, v in flat(config).items() if base.get(k) != v and not k.startswith("parameters.")
        ]
        settings += ["", f"{label}, where it differs:", *changed]
    hashes = [element("li", f"{name}: ", element("code", digest)) for name, digest in m["data_sha256"].items()]
    origin = facts([
        ("Command", m["command"]), ("Made", m["created_utc"]), ("Code", m["code_version"]),
        ("Seed", m["seed"]),
        ("Time taken", f"{m['wall_seconds']:.0f} seconds" + _by_part(m)),
        ("Versions", ", ".join(f"{k} {v}" for k, v in m["versions"].items())),
        ("Data (SHA-256)", element("ul", hashes)),
    ])  # fmt: skip
    parts = [
        details(f"Parameters ({len(m['parameters'])}): {tables.grades(results)}", tables.parameters(results)),
        details("Where it comes from: seed, code, data, versions", origin),
        details(
            f"Settings of {plain(first[0])}, and what differs in others",
            element("pre", "\n".join(settings), tabindex="0"),
        ),
    ]
    if results.active:
        parts = [
            details(f"Cities ({len(results.cities)})", tables.cities(results)),
            details("Sectors", tables.sectors(results)),
            *rule_tables(results),
            *parts,
        ]
    return section("Tables and provenance", *parts)


def _by_part(manifest: dict) -> str:
    parts = [
        f"{plain(k)} {v:.0f}" for k, v in manifest.get("seconds_by_part", {}).items() if isinstance(v, int | float)
    ]
    return f" ({', '.join(parts)})" if parts else ""

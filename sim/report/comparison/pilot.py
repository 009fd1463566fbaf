"""Sections about the pilot itself: its money, its queues, its second tranche, its residents, partners and targets."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import NamedTuple

from sim.charts.chart import Chart
from sim.charts.comparison import charts_of
from sim.charts.comparison.livelihood import TEN_THOUSAND
from sim.charts.comparison.money import partner_name
from sim.charts.comparison.queues import by_waiting, department
from sim.charts.comparison.scores import scored, scored_allocations
from sim.charts.comparison.targets import TARGETS, promised, promising, target_name, times_reached
from sim.report.blocks import DASH, Block, Bold, Content, Details, Paragraph, Section, Table
from sim.report.comparison.awards import awards
from sim.report.comparison.districts import districts
from sim.report.comparison.tables import heads, number, spread
from sim.results.comparison import Cells, Results
from sim.results.words import MILLION, plain, signed
from sim.texts import say

MANY = 12  # rows beyond which a table opens on a click
FEN = 0.01
ACCOUNTS = (
    "public", "cancelled", "recovered", "committed", "beside", "returned", "left", "project_paid", "due", "kept",
    "overpaid",
)  # fmt: skip
# Rows of the table of money: text and account. What begins with "total" is a sum of the rows above it.
MONEY = (
    ("accounts-received", "public"), ("accounts-cancelled-back", "cancelled"), ("accounts-recovered-back", "recovered"),
    ("accounts-total-at-hand", "hand"),
    ("accounts-committed", "committed"), ("accounts-beside", "beside"), ("accounts-returned", "returned"),
    ("accounts-left", "left"), ("accounts-held", "held"), ("accounts-total-used", "used"),
    ("accounts-paid", "project_paid"), ("accounts-due", "due"), ("accounts-cancelled", "cancelled"),
    ("accounts-total-awarded", "awards"),
    ("accounts-paid", "project_paid"), ("accounts-recovered", "recovered"), ("accounts-total-kept", "kept"),
    ("accounts-overpaid", "overpaid"),
)  # fmt: skip
# Measures of a queue and the places that each is written with, with the policy and without.
WAITING, WAITING_TWIN = (
    {"waited_weeks": 0, "n_cases": 0, "weeks_per_case": 1},
    {"waited_twin_weeks": 0, "n_cases_twin": 0, "weeks_per_case_twin": 1},
)
LEVERAGE = (
    ("pilot-private", "private_yuan", MILLION),
    ("pilot-private-additional", "private_additional_yuan", MILLION),
    ("pilot-leverage", "leverage", 1.0),
    ("pilot-leverage-additional", "leverage_additional", 1.0),
)
OVERALL = (
    ("residents-surplus", "surplus_yuan", MILLION),
    ("residents-surplus-per-yuan", "surplus_per_yuan", 1.0),
    ("residents-work", "jobs", 1.0),
)
# Text, dimension, measure and unit of figures about residents and merchants.
GROUPS = (
    ("residents-surplus-of-fifth", "quintile", "surplus_per_head_yuan", 1.0),
    ("residents-surplus-of-area", "area", "surplus_per_head_yuan", 1.0),
    ("residents-near", "area", "near_any", 0.01),
    ("residents-near-twin", "area", "near_any_twin", 0.01),
    ("residents-shop-sales", "size", "sales_share", TEN_THOUSAND),
    ("residents-shops-share", "size", "shops_share", TEN_THOUSAND),
    ("residents-shops", "size", "n_shops", 1.0),
    ("residents-shops-closed", "size", "n_closed", 1.0),
)


class Topic(NamedTuple):
    """A section with its charts.

    Attributes
    ----------
    title : str
        Key of its text.
    words : str
        Key of the text on how to take the numbers.
    charts : tuple of str
        Names; the section is there if one of them has data.
    tables : callable
        Results to parts of the section.
    """

    title: str
    words: str
    charts: tuple[str, ...]
    tables: Callable[[Results], list[Block]]


def topics(results: Results, show: Callable[[Chart[Results]], list[Block]]) -> list[Block]:
    """Return every section for which there are data.

    Parameters
    ----------
    results : Results
    show : callable
        Chart to its figure.
    """
    there = {chart.name: chart for chart in charts_of(results)}
    sections: list[Block] = []
    for topic in TOPICS:
        own = [there[name] for name in topic.charts if name in there]
        if own:
            figures = [part for chart in own for part in show(chart)]
            parts = [Paragraph(say(topic.words)), *figures, *topic.tables(results)]
            sections.append(Section(say(topic.title), parts))
    return sections


def _cell(cells: Cells, row: str | int, label: str, places: int | None = None) -> str:
    value, low, high = (part[label][row] for part in cells)
    return spread(value, low, high, places)


# ---------------------------------------------------------------- where the money went


def _money(results: Results) -> list[Block]:
    """What was at hand and what became of it; every block adds up."""
    labels, of = results.ranked, {a: _accounts(results, a) for a in results.ranked}
    held = any(t["held"] > 1 and results.instruments(a) for a, t in of.items())
    body: list[list[Content]] = []
    for text, key in MONEY:
        if key != "held" or held:
            of_uses = "hand" if key == "used" and held else key
            name = Bold(say(text)) if text.startswith("accounts-total") else say(text)
            body.append([name, *(number(of[a][of_uses], 2, MILLION) for a in labels)])
    count = {a: [signed(results.total(a, m), 1) for m in ("n_overstated", "n_awarded")] for a in labels}
    body.append([say("accounts-overstated"), *(say("accounts-n-of", n=n, of=total) for n, total in count.values())])
    gap = 0.0 if held else max(abs(t["held"]) for t in of.values())
    note = say("accounts-exact") if gap < FEN else say("accounts-gap", gap=signed(gap))
    table = Table([say("tables-million-yuan"), *map(plain, labels)], body)
    return [table, Paragraph(note, "small"), *awards(results)]


def _accounts(results: Results, label: str) -> dict[str, float]:
    """Yuan of every account of an allocation, and sums of them."""
    t = {name: results.total(label, f"{name}_yuan") for name in ACCOUNTS}
    t["hand"] = t["public"] + t["cancelled"] + t["recovered"]
    t["used"] = t["committed"] + t["beside"] + t["returned"] + t["left"]
    t["held"] = t["hand"] - t["used"]
    return t | {"awards": t["project_paid"] + t["due"] + t["cancelled"]}


# ---------------------------------------------------------------- bottlenecks


def _queues(results: Results) -> list[Block]:
    """Waiting by department, with the policy and without."""
    labels, order = results.ordered, by_waiting(results)
    of = {m: results.cells("department", m, order).positive() for m in (*WAITING, *WAITING_TWIN)}
    worlds = [*((plain(a), a, WAITING) for a in labels)]
    if results.share_worlds():
        worlds.append((say("pilot-no-policy"), labels[0], WAITING_TWIN))
    else:  # each has a twin of its own
        worlds += [(say("pilot-no-policy-of", label=plain(a)), a, WAITING_TWIN) for a in labels]
    rows = [
        [department(d), name, *(_cell(of[m], d, a, places) for m, places in measures.items())]
        for d in order
        for name, a, measures in worlds
    ]
    texts = heads("pilot-department", "pilot-world", "pilot-project-weeks", "pilot-cases", "pilot-weeks-per-case")
    return [Details(say("pilot-waiting-numbers"), [Table(texts, rows, texts=2)])]


# ---------------------------------------------------------------- second tranche


def _scores(results: Results) -> list[Block]:
    """Score, effect and money of every city."""
    parts: list[Block] = []
    texts = heads("tables-city", "pilot-score", "pilot-net-per-yuan", "pilot-second-tranche")
    for label in scored_allocations(results):
        cities = scored(results, label)
        of = {m: results.cells("city", m, cities) for m in ("score", "net_per_yuan", "second_yuan")}
        cities.sort(key=lambda c: -of["score"].value[label][c])
        rows = [
            [results.cities[c]["name"], _cell(of["score"], c, label, 3), _cell(of["net_per_yuan"], c, label, 3),
             number(of["second_yuan"].value[label][c], 1, MILLION)]
            for c in cities
        ]  # fmt: skip
        parts.append(Details(say("pilot-scores", label=plain(label), n=len(cities)), [Table(texts, rows)]))
    return parts


# ---------------------------------------------------------------- residents and merchants


def _livelihood(results: Results) -> list[Block]:
    """Surplus, access, jobs, merchants: one row for each figure."""
    labels = results.ordered
    rows: list[list[Content]] = []
    known: dict[str, tuple[int, ...] | tuple[str, ...]] = {
        "quintile": results.vocabulary.quintiles, "area": results.vocabulary.areas, "size": results.vocabulary.sizes,
    }  # fmt: skip
    for text, dimension, measure, unit in GROUPS:
        if results.has(dimension, measure):
            cells = results.cells(dimension, measure, known[dimension], unit)
            for name in known[dimension]:
                of = name if dimension == "quintile" else say(f"axes-{dimension}-{name}")
                rows.append([say(text, of=of), *(_cell(cells, name, a) for a in labels)])
    rows += _totals(results, OVERALL, labels)
    table = Table([say("tables-difference"), *map(plain, labels)], rows)
    return [Paragraph(say("residents-losers")), Details(say("residents-numbers"), [table]), *districts(results)]


def _totals(results: Results, lines: Iterable[tuple[str, str, float]], labels: list[str]) -> list[list[Content]]:
    return [[say(text), *(spread(*results.interval(a, m, unit)) for a in labels)] for text, m, unit in lines]


# ---------------------------------------------------------------- partners, targets


def _leverage(results: Results) -> list[Block]:
    """Private money and that of partners."""
    labels = results.ranked
    rows = _totals(results, LEVERAGE, labels)
    partners = results.cells("partner", "yuan", results.vocabulary.partners, MILLION).positive()
    for p in results.vocabulary.partners:
        rows.append([say("pilot-in-millions", text=partner_name(p)), *(_cell(partners, p, a) for a in labels)])
    return [Table([say("tables-mean"), *map(plain, labels)], rows)]


def _targets(results: Results) -> list[Block]:
    """What was promised and what was reached, by city."""
    rows: list[list[Content]] = []
    for label in promising(results):
        wanted = results.group(label, "plan").get("targets") or {}
        for measure in promised(results):
            text, (reached, key) = target_name(measure), TARGETS[measure]
            unit = MILLION if reached.endswith("_yuan") else 1.0
            share = results.cells("city", measure, results.cities, 0.01)
            amount = results.cells("city", reached, results.cities, unit)
            text = say("pilot-in-millions", text=text) if unit > 1 else text
            rows += [
                [plain(label), results.cities[c]["name"], text, number((wanted.get(key) or math.nan) / unit, 0),
                 _cell(amount, c, label), _cell(share, c, label, 0), times_reached(results, measure, c, label) or DASH]
                for c in results.cities if not math.isnan(share.value[label][c])
            ]  # fmt: skip
    texts = heads("tables-allocation", "tables-city", "pilot-target", "pilot-promised", "pilot-reached",
                  "pilot-reached-share", "pilot-times-reached")  # fmt: skip
    table = Table(texts, rows, texts=3)
    return [Details(say("pilot-all-targets", n=len(rows)), [table]) if len(rows) > MANY else table]


TOPICS = (
    Topic("accounts-title", "accounts-words", ("where_money_went",), _money),
    Topic("pilot-waiting-title", "pilot-waiting-words", ("bottlenecks",), _queues),
    Topic("pilot-tranche-title", "pilot-tranche-words", ("second_tranche",), _scores),
    Topic("residents-title", "residents-words", ("residents", "merchants"), _livelihood),
    Topic("pilot-partners-title", "pilot-partners-words", ("leverage",), _leverage),
    Topic("pilot-targets-title", "pilot-targets-words", ("targets",), _targets),
)

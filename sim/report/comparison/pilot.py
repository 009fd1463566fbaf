"""Sections about the pilot itself: its money, its queues, its second tranche, its residents, partners and targets."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from sim.charts.chart import Chart
from sim.charts.comparison import charts_of
from sim.charts.comparison.groups import QUINTILES
from sim.charts.comparison.livelihood import AREAS, SIZES, TEN_THOUSAND
from sim.charts.comparison.money import PARTNERS, partner_name
from sim.charts.comparison.queues import by_waiting, department
from sim.charts.comparison.scores import scored, scored_allocations
from sim.charts.comparison.targets import TARGETS, promised, promising, target_name, times_reached
from sim.report.comparison.awards import awards
from sim.report.comparison.districts import districts
from sim.report.comparison.tables import number, spread
from sim.report.markup import Html, details, element, section, table
from sim.results.comparison import Cells, Results
from sim.results.words import MILLION, plain, signed

MANY = 12  # rows beyond which a table opens on a click
FEN = 0.01
ACCOUNTS = (
    "public", "cancelled", "recovered", "committed", "beside", "returned", "left", "project_paid", "due", "kept",
    "overpaid",
)  # fmt: skip
QUEUES = (
    "waited_weeks", "n_cases", "weeks_per_case", "waited_twin_weeks", "n_cases_twin", "weeks_per_case_twin",
)  # fmt: skip
ON_TOP = (
    "Waiting is counted when a case is taken up, in both worlds from the weeks before the pilot on; cases that still "
    "wait at the end are not in it, and handling times come on top. A call is decided as a whole, so each of its "
    "applications waits for the review of all."
)
SEES = (
    "The score sees observable figures only: the share of awarded projects that have opened, the share of the grant "
    "that is paid out, the private share of the investment as reported, and the growth of sales. It does not see what "
    "would have happened anyway. What the money of a city truly adds is known in a simulation alone, and there with "
    "chance of its own, which pulls the correlation towards 0."
)
WORTH = (
    "Surplus is what residents would pay for the larger and closer choice beyond what they do pay, over all weeks. "
    "It is no money in anybody's hand, and it rests on how strongly residents are assumed to answer to prices."
)
LOSE = (
    "Established merchants are all shops but supported projects and other novel venues. Where they lose, novel venues "
    "win: that is the other side of the sales that are taken from rivals."
)
PRIVATE = (
    "Private money is the investment in supported projects that opened, less what they keep of the awards. Only the "
    "additional part can be put down to the policy: the rest is invested in the world without it too. What partners "
    "bring is counted at the award."
)
ANYWAY = (
    "Targets are figures that a report can show. They count supported projects in full, also those that would have "
    "opened without the money, so that a target may be reached with little or no effect. Intervals are of the mean; "
    "the part of the replicates that reached a target is its chance of being reached."
)


class Topic(NamedTuple):
    """A section with its charts.

    Attributes
    ----------
    title : str
    charts : tuple of str
        Names; the section is there if one of them has data.
    words : str
        How to take the numbers.
    tables : callable
        Results to parts of the section.
    """

    title: str
    charts: tuple[str, ...]
    words: str
    tables: Callable[[Results], list[Html]]


def topics(results: Results, show: Callable[[Chart], list[Html]]) -> Html:
    """Return every section for which there are data.

    Parameters
    ----------
    results : Results
    show : callable
        Chart to its figure.
    """
    there = {chart.name: chart for chart in charts_of(results)}
    parts = []
    for topic in TOPICS:
        own = [there[name] for name in topic.charts if name in there]
        if own:
            figures = [part for chart in own for part in show(chart)]
            parts.append(section(topic.title, element("p", topic.words), *figures, *topic.tables(results)))
    return Html("\n".join(parts))


def _cell(cells: Cells, row: object, label: str, places: int | None = None) -> str:
    return spread(*(part.loc[row, label] for part in cells), places)


# ---------------------------------------------------------------- where the money went


def _money(results: Results) -> list[Html]:
    """What was at hand and what became of it; every block adds up."""
    labels, of = results.ranked, {a: _accounts(results, a) for a in results.ranked}
    held = any(t["held"] > 1 and results.instruments(a) for a, t in of.items())
    rows = [
        ("public money received", "public"),
        ("+ awards cancelled, back with the cities", "cancelled"),
        ("+ recovered from projects, back with the cities", "recovered"),
        ("= at hand", "hand"),
        ("awarded to projects", "committed"),
        ("+ publicity and instruments", "beside"),
        ("+ never committed: returned to the treasury", "returned"),
        ("+ never committed: left with the cities", "left"),
        *([("+ set aside for instruments, not used by the end", "held")] if held else []),
        ("= all uses", "hand" if held else "used"),
        ("paid to projects", "project_paid"),
        ("+ still due at the end", "due"),
        ("+ cancelled", "cancelled"),
        ("= awarded to projects", "awards"),
        ("paid to projects", "project_paid"),
        ("− recovered", "recovered"),
        ("= kept by projects", "kept"),
        ("of it paid on overstated investment, which the city does not know", "overpaid"),
    ]
    body: list[list[object]] = [
        [element("b", text) if text[0] == "=" else text, *(number(of[a][key], 2, MILLION) for a in labels)]
        for text, key in rows
    ]
    count = {a: [signed(results.total(a, m), 1) for m in ("n_overstated", "n_awarded")] for a in labels}
    body.append(["projects awarded on overstated investment", *(" of ".join(two) for two in count.values())])
    gap = 0.0 if held else max(abs(t["held"]) for t in of.values())
    exact = "to the fen" if gap < FEN else f"up to {signed(gap)} yuan, which is a fault of the simulation"
    text = f"Means over the replicates, rounded to 10,000 yuan. Before rounding every sum is right {exact}."
    accounts = table(["million yuan", *map(plain, labels)], body)
    return [accounts, element("p", text, class_="small"), *awards(results)]


def _accounts(results: Results, label: str) -> dict[str, float]:
    """Yuan of every account of an allocation, and sums of them."""
    t = {name: results.total(label, f"{name}_yuan") for name in ACCOUNTS}
    t["hand"] = t["public"] + t["cancelled"] + t["recovered"]
    t["used"] = t["committed"] + t["beside"] + t["returned"] + t["left"]
    t["held"] = t["hand"] - t["used"]
    return t | {"awards": t["project_paid"] + t["due"] + t["cancelled"]}


# ---------------------------------------------------------------- bottlenecks


def _queues(results: Results) -> list[Html]:
    """Waiting by department, with the policy and without."""
    labels, order = results.ordered, by_waiting(results)
    of = {m: results.cells("department", m, order).positive() for m in QUEUES}
    worlds = [*((plain(a), a, QUEUES[:3]) for a in labels), ("without the policy", labels[0], QUEUES[3:])]
    rows = [
        [department(d), name, *(_cell(of[m], d, a, k) for m, k in zip(measures, (0, 0, 1), strict=True))]
        for d in order
        for name, a, measures in worlds
    ]
    heads = ["department", "world", "project-weeks (95 % interval)", "cases (95 % interval)", "weeks a case (95 %)"]
    return [details("Waiting in numbers", table(heads, rows, texts=2))]


# ---------------------------------------------------------------- second tranche


def _scores(results: Results) -> list[Html]:
    """Score, effect and money of every city."""
    parts = []
    for label in scored_allocations(results):
        cities = scored(results, label)
        of = {m: results.cells("city", m, cities) for m in ("score", "net_per_yuan", "second_yuan")}
        cities.sort(key=lambda c: -of["score"].value.loc[c, label])
        rows = [
            [results.cities[c]["name"], _cell(of["score"], c, label, 3), _cell(of["net_per_yuan"], c, label, 3),
             number(of["second_yuan"].value.loc[c, label], 1, MILLION)]
            for c in cities
        ]  # fmt: skip
        heads = [
            "city",
            "score (95 % interval)",
            "net per public yuan (95 % interval)",
            "second tranche (million yuan)",
        ]
        parts.append(details(f"Scores with {plain(label)} ({len(cities)} cities)", table(heads, rows)))
    return parts


# ---------------------------------------------------------------- residents and merchants


def _livelihood(results: Results) -> list[Html]:
    """Surplus, access, jobs, merchants: one row for each figure."""
    near = "residents with a venue within a quarter of an hour"
    lines = [
        *((f"surplus per head, {_fifth(q)} (yuan)", "quintile", "surplus_per_head_yuan", q, 1.0) for q in QUINTILES),
        *((f"surplus per head, {a} areas (yuan)", "area", "surplus_per_head_yuan", a, 1.0) for a in AREAS),
        *((f"{near}, {a} (percentage points)", "area", "near_any", a, 0.01) for a in AREAS),
        *((f"the same without the policy, {a} areas (%)", "area", "near_any_twin", a, 0.01) for a in AREAS),
        *((f"sales of {s} established shops (yuan per 10,000)", "size", "sales_share", s, TEN_THOUSAND) for s in SIZES),
        *((f"{s} established shops at the end (per 10,000)", "size", "shops_share", s, TEN_THOUSAND) for s in SIZES),
        *((f"{s} established shops at the end (shops)", "size", "n_shops", s, 1.0) for s in SIZES),
        *((f"{s} established shops that close (shops)", "size", "n_closed", s, 1.0) for s in SIZES),
    ]  # fmt: skip
    labels, rows = results.ordered, []
    for text, dimension, measure, cell, unit in lines:
        if results.has(dimension, measure):
            cells = results.cells(dimension, measure, [cell], unit)
            rows.append([text, *(_cell(cells, cell, a) for a in labels)])
    for text, measure, unit in (("surplus, all residents (million yuan)", "surplus_yuan", MILLION),
                                ("surplus per public yuan (yuan)", "surplus_per_yuan", 1.0),
                                ("work (person-years)", "jobs", 1.0)):  # fmt: skip
        rows.append([text, *(spread(*results.interval(a, measure, unit)) for a in labels)])
    heads = ["with the policy less without it (95 % interval)", *map(plain, labels)]
    return [element("p", LOSE), details("Residents and merchants in numbers", table(heads, rows)),
            *districts(results)]  # fmt: skip


def _fifth(q: int) -> str:
    return f"fifth {q}" + {QUINTILES[0]: ", the poorest", QUINTILES[-1]: ", the richest"}.get(q, "")


# ---------------------------------------------------------------- partners, targets


def _leverage(results: Results) -> list[Html]:
    """Private money and that of partners."""
    labels = results.ranked
    lines = (
        ("private money in supported projects (million yuan)", "private_yuan", MILLION),
        ("of it additional (million yuan)", "private_additional_yuan", MILLION),
        ("private money per public yuan (yuan)", "leverage", 1.0),
        ("of it additional (yuan)", "leverage_additional", 1.0),
    )
    rows = [[text, *(spread(*results.interval(a, m, unit)) for a in labels)] for text, m, unit in lines]
    partners = results.cells("partner", "yuan", PARTNERS, MILLION).positive()
    rows += [[f"{partner_name(p)} (million yuan)", *(_cell(partners, p, a) for a in labels)] for p in PARTNERS]
    return [table(["mean (95 % interval)", *map(plain, labels)], rows)]


def _targets(results: Results) -> list[Html]:
    """What was promised and what was reached, by city."""
    rows: list[list[object]] = []
    for label in promising(results):
        wanted = results.group(label, "plan").get("targets") or {}
        for measure in promised(results):
            text, (reached, key) = target_name(measure), TARGETS[measure]
            unit = MILLION if reached.endswith("_yuan") else 1.0
            share = results.cells("city", measure, results.cities, 0.01)
            amount = results.cells("city", reached, results.cities, unit)
            text += " (million yuan)" if unit > 1 else ""
            rows += [
                [plain(label), results.cities[c]["name"], text, number((wanted.get(key) or math.nan) / unit, 0),
                 _cell(amount, c, label), _cell(share, c, label, 0), times_reached(results, measure, c, label) or "–"]
                for c in results.cities if not math.isnan(share.value.loc[c, label])
            ]  # fmt: skip
    heads = ["allocation", "city", "target", "promised", "reached (95 % interval)", "in % of it (95 % interval)",
             "replicates that reached it"]  # fmt: skip
    inner = table(heads, rows, texts=3)
    return [details(f"All targets ({len(rows)})", inner) if len(rows) > MANY else inner]


TOPICS = (
    Topic("Where the money went", ("where_money_went",), "Public money is followed from the treasury to where it ends. "
          "An award is cancelled as far as a project misses its results, stalls, is long overdue or is found to have "
          "overstated its investment. All of the public money counts in the net effect per yuan, also what was "
          "returned.", _money),
    Topic("Bottlenecks", ("bottlenecks",), ON_TOP, _queues),
    Topic("The second tranche", ("second_tranche",), SEES, _scores),
    Topic("Residents and small merchants", ("residents", "merchants"), WORTH, _livelihood),
    Topic("Partners and private money", ("leverage",), PRIVATE, _leverage),
    Topic("Targets of the plan", ("targets",), ANYWAY, _targets),
)  # fmt: skip

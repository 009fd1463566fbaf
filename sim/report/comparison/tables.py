"""Tables of the report."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.report.comparison.findings import apart
from sim.report.markup import Html, table
from sim.results.comparison import PARTS, Results
from sim.results.words import MILLION, digits, fine, listed, plain, signed

if TYPE_CHECKING:
    import pandas as pd

DASH = "–"
ROUNDING = 1e-6  # of sums over many cells, relative
# Columns of the table of cities in words; another one is shown by its name.
QUANTITIES = {
    "resident_population_10k": "residents",
    "urban_resident_population_10k": "urban residents",
    "disposable_income_all_filled_yuan": "income",
    "consumption_expenditure_all_filled_yuan": "consumption",
    "retail_sales_billion_yuan": "retail sales",
    "retail_sales_2024_revised_billion_yuan": "retail sales",
    "domestic_visits_million": "tourist visits",
}
PART_NAMES = {
    "windfall_yuan": "windfall",
    "displaced_city_yuan": "taken from rivals in the city",
    "displaced_intercity_yuan": "taken from other cities",
    "brought_forward_yuan": "brought forward in time",
    "net_yuan": "net: new consumption",
}


def number(value: float, places: int = 2, unit: float = 1.0) -> str:
    """Return a cell; a dash where there is no number."""
    return DASH if value is None or math.isnan(value) else signed(value / unit, places)


def between(low: float, high: float) -> str:
    """Return an interval; a dash where there is none."""
    if math.isnan(low) or math.isnan(high):
        return DASH
    places = digits(low, high)
    return f"{signed(low, places)} to {signed(high, places)}"


def allocations(results: Results) -> Html:
    """Allocations, best first, those without money last."""
    heads = [
        "allocation", "public money (million yuan)", "net effect (million yuan)", "net per public yuan",
        "95 % interval", "standard error", "gross per public yuan", "projects that needed the money (%)",
        "private per public yuan", "not spent (%)", "replicates",
    ]  # fmt: skip
    rows = []
    places = fine(results.summary.net_yuan.abs().max() / MILLION)
    for label in [*results.ordered, *(a for a in results.labels if a not in results.active)]:
        r = results.summary.loc[label]
        rows.append([
            plain(label), number(r.public_yuan, 0, MILLION), _net(results, label, places),
            number(r.net_per_yuan), between(r.ci_low, r.ci_high), number(r.se, 3), number(r.gross_per_yuan),
            number(r.additionality, 0, 0.01), number(r.leverage),
            number(r.unspent_share, 0, 0.01), f"{r.n_replicates:.0f}",
        ])  # fmt: skip
    return table(heads, rows)


def _net(results: Results, label: str, places: int) -> str:
    """Net effect in million yuan; with its interval where there is no public money to divide it by."""
    value, low, high = results.interval(label, "net_yuan", MILLION)
    if label not in results.unfunded or math.isnan(low):
        return number(value, places)
    return f"{number(value)} ({number(low)} to {number(high)})"


def pairs(results: Results) -> Html:
    """Paired differences of net per yuan to the first allocation with money."""
    first, rows = results.funded[0], []
    for label in results.funded[1:]:
        d = apart(results, label, first)
        verdict = DASH if math.isnan(d.low) else "yes" if d.is_clear else "no"
        rows.append([plain(label), number(d.value, 3), between(d.low, d.high), verdict])
    heads = [
        "allocation",
        f"net per public yuan, less that of {plain(first)}",
        "95 % interval",
        "told apart?",
    ]
    return table(heads, rows)


def parts(results: Results, labels: list[str], per_yuan: bool) -> Html:
    """Gross and its parts, in yuan per public yuan or in million yuan; the parts add up."""
    unit = {a: results.summary.public_yuan[a] if per_yuan else MILLION for a in labels}
    of = {a: {p: results.total(a, p) / unit[a] for p in PARTS} for a in labels}
    rows = [[PART_NAMES[p], *(number(of[a][p], 3) for a in labels)] for p in PARTS]
    rows.append(["sum of the parts", *(number(sum(of[a].values()), 3) for a in labels)])
    gross = [results.total(a, "gross_yuan") / unit[a] for a in labels]
    rows.append(["gross, as counted at the projects", *(number(g, 3) for g in gross)])
    return table(["yuan per yuan of public money" if per_yuan else "million yuan", *map(plain, labels)], rows)


def cities(results: Results) -> Html:
    """Cities: how sure it is that they take part, what was imputed, and their effect."""
    net, yuan = (results.wide("city", m, "city") for m in ("net_per_yuan", "net_yuan"))
    rows = []
    for key, city in results.cities.items():
        imputed = [str(column) for column in city.get("imputed") or []]
        effects = [number(net[a].get(key, math.nan)) for a in results.ranked]
        effects += [number(yuan[a].get(key, math.nan), 2, MILLION) for a in results.unfunded]
        quota = number(city.get("quota_yuan", math.nan), 0, MILLION)
        words = ", ".join(dict.fromkeys(QUANTITIES.get(column, plain(column)) for column in imputed))
        rows.append([city["name"], city["listed"], words or DASH, quota, *effects])
    heads = ["city", "on the list", "imputed quantities", "quota by size class (million yuan)"]
    heads += [f"net per yuan: {plain(a)}" for a in results.ranked]
    heads += [f"net in million yuan: {plain(a)}" for a in results.unfunded]
    return table(heads, rows, texts=3)


def sectors(results: Results) -> Html:
    """Net effect by sector of sale, and what it does not hold of the whole."""
    net = results.wide("sector", "net_yuan", "sector")
    places = fine(net.abs().max(axis=None) / MILLION)
    rows = [[plain(s), *(number(net[a][s], places, MILLION) for a in results.ordered)] for s in net.index]
    rows.append(["all sales here", *(number(net[a].sum(), places, MILLION) for a in results.ordered)])
    rows.append(["bought elsewhere", *(number(_elsewhere(results, a, net), places, MILLION) for a in results.ordered)])
    return table(["net effect on sales, million yuan", *(plain(a) for a in results.ordered)], rows)


def _elsewhere(results: Results, label: str, net: pd.DataFrame) -> float:
    """What residents buy more of on trips to cities that are not simulated: in the net effect, in no sector here."""
    away = results.total(label, "net_yuan") - net[label].sum()
    return 0.0 if abs(away) < ROUNDING * net[label].abs().sum() else away


def parameters(results: Results) -> Html:
    """Parameters, those that are assumed first."""
    texts = ("name", "meaning", "grade", "source", "unit")
    ordered = sorted(results.manifest["parameters"], key=lambda p: p["grade"] != "assumed")
    rows = [[*(p.get(k, "") for k in texts), _short(p["value"]), span(p)] for p in ordered]
    return table(["parameter", "meaning", "grade", "source", "unit", "value", "allowed"], rows, texts=5)


def span(parameter: dict) -> str:
    """Allowed values of a parameter."""
    low, high = (parameter.get(key) for key in ("low", "high"))
    return DASH if low is None or high is None else f"{_short(low)} to {_short(high)}"


def _short(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def grades(results: Results) -> str:
    """Say how many parameters have which grade."""
    found: dict[str, int] = {}
    for p in results.manifest["parameters"]:
        found[str(p["grade"])] = found.get(str(p["grade"]), 0) + 1
    return listed([f"{n} {grade}" for grade, n in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))])


def spread(value: float, low: float, high: float, places: int | None = None) -> str:
    """Return a number with its interval as a cell.

    >>> spread(0.5, 0.45, 0.55), spread(12.0, float("nan"), float("nan"), 0)
    ('0.50 (0.45 to 0.55)', '12')
    """
    if math.isnan(value):
        return DASH
    places = fine(max(abs(value), abs(low) if low == low else 0.0)) if places is None else places
    text = signed(value, places)
    return text if math.isnan(low) or math.isnan(high) else f"{text} ({signed(low, places)} to {signed(high, places)})"

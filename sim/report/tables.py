"""Tables of the report."""

from __future__ import annotations

import math

from sim.charts.results import PARTS, Results
from sim.charts.style import MILLION, plain, signed
from sim.report.markup import Html, table
from sim.report.words import apart, digits, listed

DASH = "–"
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
    for label in [*results.ranked, *(a for a in results.labels if a not in results.funded)]:
        r = results.summary.loc[label]
        rows.append([
            plain(label), number(r.public_yuan, 0, MILLION), number(r.net_yuan, 0, MILLION),
            number(r.net_per_yuan), between(r.ci_low, r.ci_high), number(r.se, 3), number(r.gross_per_yuan),
            number(r.additionality, 0, 0.01), number(r.leverage),
            number(r.unspent_share, 0, 0.01), f"{r.n_replicates:.0f}",
        ])  # fmt: skip
    return table(heads, rows)


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


def parts(results: Results) -> Html:
    """Gross and its parts in yuan per public yuan; the parts add up."""
    per_yuan = {a: {p: results.total(a, p) / results.summary.public_yuan[a] for p in PARTS} for a in results.ranked}
    rows = [[PART_NAMES[p], *(number(per_yuan[a][p], 3) for a in results.ranked)] for p in PARTS]
    rows.append(["sum of the parts", *(number(sum(per_yuan[a].values()), 3) for a in results.ranked)])
    gross = [results.total(a, "gross_yuan") / results.summary.public_yuan[a] for a in results.ranked]
    rows.append(["gross, as counted at the projects", *(number(g, 3) for g in gross)])
    return table(["yuan per yuan of public money", *(plain(a) for a in results.ranked)], rows)


def cities(results: Results) -> Html:
    """Cities: how sure it is that they take part, what was imputed, and their effect."""
    net = results.wide("city", "net_per_yuan", "city")
    rows = []
    for key, city in results.cities.items():
        imputed = [str(column) for column in city.get("imputed") or []]
        effects = [number(net[a].get(key, math.nan)) for a in results.ranked]
        quota = number(city.get("quota_yuan", math.nan), 0, MILLION)
        words = ", ".join(dict.fromkeys(QUANTITIES.get(column, plain(column)) for column in imputed))
        rows.append([city["name"], city["listed"], words or DASH, quota, *effects])
    heads = ["city", "on the list", "imputed quantities", "quota by size class (million yuan)"]
    return table([*heads, *(f"net per yuan: {plain(a)}" for a in results.ranked)], rows, texts=3)


def sectors(results: Results) -> Html:
    """Net effect by sector of sale."""
    net = results.wide("sector", "net_yuan", "sector")
    rows = [[plain(sector), *(number(net[a][sector], 0, MILLION) for a in results.ranked)] for sector in net.index]
    return table(["net effect on sales, million yuan", *(plain(a) for a in results.ranked)], rows)


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

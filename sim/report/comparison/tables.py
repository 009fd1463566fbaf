"""Tables of the report."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

from sim.report.blocks import DASH, Content, Table
from sim.results.comparison import PARTS, Results
from sim.results.elsewhere import elsewhere
from sim.results.words import MILLION, digits, fine, listed, plain, short, signed
from sim.texts import say

if TYPE_CHECKING:
    import pandas as pd

# Columns of the table of cities that have a text; another one is shown by its name.
QUANTITIES = {
    "resident_population_10k": "tables-residents",
    "urban_resident_population_10k": "tables-urban-residents",
    "disposable_income_all_filled_yuan": "tables-income",
    "consumption_expenditure_all_filled_yuan": "tables-consumption",
    "retail_sales_billion_yuan": "tables-retail-sales",
    "retail_sales_2024_revised_billion_yuan": "tables-retail-sales",
    "domestic_visits_million": "tables-tourist-visits",
}
PART_NAMES = {
    "windfall_yuan": "tables-windfall",
    "displaced_city_yuan": "tables-displaced-city",
    "displaced_intercity_yuan": "tables-displaced-intercity",
    "displaced_online_yuan": "tables-displaced-online",
    "brought_forward_yuan": "tables-brought-forward",
    "net_yuan": "tables-new-consumption",
}
ALLOCATIONS = (
    "tables-allocation", "tables-public-money", "tables-net-effect", "tables-net-per-yuan", "tables-interval",
    "tables-standard-error", "tables-gross-per-yuan", "tables-additionality", "tables-leverage", "tables-not-spent",
    "tables-replicates",
)  # fmt: skip
AGAINST_BEST = (
    "tables-allocation", "tables-less-best", "tables-interval", "tables-is-best", "tables-bootstrap-best",
)  # fmt: skip
VERDICTS = {1: "tables-best", 0: "tables-may-be-best", -1: "tables-not-best"}  # by the side of 0 of an interval
PARAMETERS = (
    "tables-parameter", "tables-meaning", "tables-grade", "tables-source", "tables-unit", "tables-value",
    "tables-allowed",
)  # fmt: skip
LISTED = ("confirmed", "presumed", "candidate", "unknown")  # whether a city takes part
GRADES = ("measured", "borrowed", "assumed")  # of parameters; another one is shown by its name


def heads(*keys: str) -> list[str]:
    """Return the texts of some keys."""
    return [say(key) for key in keys]


def number(value: float | None, places: int = 2, unit: float = 1.0) -> str:
    """Return a cell; a dash where there is no number."""
    return DASH if value is None or math.isnan(value) else signed(value / unit, places)


def shortened(value: float) -> str:
    """Return a cell with a few significant figures; a dash where there is no number."""
    return DASH if math.isnan(value) else short(value)


def percent(share: float) -> str:
    """Return a cell with a share in whole percent; a dash where there is none."""
    return DASH if math.isnan(share) else f"{100 * share:.0f}"


def between(low: float, high: float) -> str:
    """Return an interval; a dash where there is none."""
    if math.isnan(low) or math.isnan(high):
        return DASH
    places = digits(low, high)
    return say("words-range", low=signed(low, places), high=signed(high, places))


def allocations(results: Results) -> Table:
    """Allocations, best first, those without money last."""
    places = fine(results.summary.net_yuan.abs().max() / MILLION)
    order = [*results.ordered, *(a for a in results.labels if a not in results.active)]
    return Table(heads(*ALLOCATIONS), [_allocation(results, label, places) for label in order])


def _allocation(results: Results, label: str, places: int) -> list[Content]:
    r = row(results.summary, label)
    return [
        plain(label), number(r["public_yuan"], 0, MILLION), _net(results, label, places),
        number(r["net_per_yuan"]), between(r["ci_low"], r["ci_high"]), number(r["se"], 3), number(r["gross_per_yuan"]),
        number(r["additionality"], 0, 0.01), number(r["leverage"]),
        number(r["unspent_share"], 0, 0.01), f"{r['n_replicates']:.0f}",
    ]  # fmt: skip


def row(table: pd.DataFrame, key: str) -> dict[Hashable, Any]:
    """Return a row of a table by its name."""
    return table.loc[key].to_dict()


def _net(results: Results, label: str, places: int) -> str:
    """Net effect in million yuan; with its interval where there is no public money to divide it by."""
    value, low, high = results.interval(label, "net_yuan", MILLION)
    if label not in results.unfunded or math.isnan(low):
        return number(value, places)
    return say("words-spread", value=number(value), low=number(low), high=number(high))


def against_best(results: Results) -> Table:
    """Each policy less the best of the others, whether it is the best, and how often it is in resampled replicates."""
    rows: list[list[Content]] = []
    for label in results.ranked:
        d = results.against_best[label]
        verdict = DASH if math.isnan(d.low) else say(VERDICTS[(d.low > 0) - (d.high < 0)])
        share = number(results.of_pair(label, "bootstrap_best_share"), 0, 0.01)
        rows.append([plain(label), number(d.value, 3), between(d.low, d.high), verdict, share])
    return Table(heads(*AGAINST_BEST), rows)


def parts(results: Results, labels: list[str], per_yuan: bool) -> Table:
    """Gross and its parts, in yuan per public yuan or in million yuan; the parts add up."""
    unit = {a: results.summary.public_yuan[a] if per_yuan else MILLION for a in labels}
    of = {a: {p: results.total(a, p) / unit[a] for p in PARTS} for a in labels}
    rows = [[say(PART_NAMES[p]), *(number(of[a][p], 3) for a in labels)] for p in PARTS]
    rows.append([say("tables-sum"), *(number(sum(of[a].values()), 3) for a in labels)])
    gross = [results.total(a, "gross_yuan") / unit[a] for a in labels]
    rows.append([say("tables-gross"), *(number(g, 3) for g in gross)])
    return Table([say("tables-yuan-per-yuan" if per_yuan else "tables-million-yuan"), *map(plain, labels)], rows)


def cities(results: Results) -> Table:
    """Cities: how sure it is that they take part, what was imputed, their money where it is no quota, and effect."""
    net, yuan, public = (results.wide("city", m, "city") for m in ("net_per_yuan", "net_yuan", "public_yuan"))
    quotas = {key: city.get("quota_yuan", math.nan) for key, city in results.cities.items()}
    other = [a for a in results.ranked if _differs(public[a].to_dict(), quotas)]
    rows: list[list[Content]] = []
    for key, city in results.cities.items():
        imputed = [str(column) for column in city.get("imputed") or []]
        effects = [number(public[a].get(key, math.nan), 0, MILLION) for a in other]
        effects += [number(net[a].get(key, math.nan)) for a in results.ranked]
        effects += [number(yuan[a].get(key, math.nan), 2, MILLION) for a in results.unfunded]
        quota = number(quotas[key], 0, MILLION)
        names = [say(QUANTITIES[column]) if column in QUANTITIES else plain(column) for column in imputed]
        rows.append([city["name"], listing(city["listed"]), ", ".join(dict.fromkeys(names)) or DASH, quota, *effects])
    texts = heads("tables-city", "tables-listed", "tables-imputed", "tables-quota")
    texts += [say("tables-public-of", label=plain(a)) for a in other]
    texts += [say("tables-net-per-yuan-of", label=plain(a)) for a in results.ranked]
    texts += [say("tables-net-of", label=plain(a)) for a in results.unfunded]
    return Table(texts, rows, texts=3)


def _differs(public: Mapping[Hashable, float], quotas: Mapping[str, float]) -> bool:
    """Whether the money of any city is not its quota, as far as the table can show."""
    return any(
        not math.isnan(yuan) and number(yuan, 0, MILLION) != number(quotas.get(str(key)), 0, MILLION)
        for key, yuan in public.items()
    )


def listing(word: str) -> str:
    """Return how sure it is that a city takes part."""
    return say(f"tables-listed-{word}") if word in LISTED else str(word)


def sectors(results: Results) -> Table:
    """Net effect by sector of sale, and what it does not hold of the whole."""
    net = results.wide("sector", "net_yuan", "sector")
    places = fine(float(net.abs().to_numpy().max()) / MILLION)
    rows = [[plain(s), *(number(net[a][s], places, MILLION) for a in results.ordered)] for s in net.index]
    rows.append([say("tables-all-sales"), *(number(net[a].sum(), places, MILLION) for a in results.ordered)])
    away = [number(elsewhere(results, a, "sector"), places, MILLION) for a in results.ordered]
    rows.append([say("tables-elsewhere"), *away])
    return Table([say("tables-net-on-sales"), *(plain(a) for a in results.ordered)], rows)


def parameters(results: Results) -> Table:
    """Parameters, those that are assumed first."""
    ordered = sorted(results.manifest["parameters"], key=lambda p: p["grade"] != "assumed")
    rows = [
        [p.get("name", ""), p.get("meaning", ""), grade(p.get("grade", "")), p.get("source", ""), p.get("unit", ""),
         _values(results, p), span(p)]
        for p in ordered
    ]  # fmt: skip
    return Table(heads(*PARAMETERS), rows, texts=5)


def _values(results: Results, parameter: Mapping[str, Any]) -> str:
    """Value of a parameter; several, in the order of the runs, where it is not the same in all."""
    own = dict.fromkeys(_short(value) for value in results.of_runs("parameters", parameter["name"]).values())
    return " / ".join(own) if len(own) > 1 else _short(parameter["value"])


def grade(word: object) -> str:
    """Return how well a parameter is known."""
    return say(f"tables-grade-{word}") if word in GRADES else str(word)


def span(parameter: Mapping[str, object]) -> str:
    """Allowed values of a parameter."""
    low, high = (parameter.get(key) for key in ("low", "high"))
    return DASH if low is None or high is None else say("words-range", low=_short(low), high=_short(high))


def _short(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def grades(results: Results) -> str:
    """Say how many parameters have which grade."""
    found: dict[str, int] = {}
    for p in results.manifest["parameters"]:
        found[str(p["grade"])] = found.get(str(p["grade"]), 0) + 1
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return listed([say("tables-count-of-grade", n=n, grade=grade(g)) for g, n in ordered])


def spread(value: float, low: float, high: float, places: int | None = None) -> str:
    """Return a number with its interval as a cell.

    >>> spread(0.5, 0.45, 0.55), spread(12.0, float("nan"), float("nan"), 0)
    ('0.50 (0.45 to 0.55)', '12')
    """
    if math.isnan(value):
        return DASH
    places = fine(max(abs(value), abs(low) if low == low else 0.0)) if places is None else places
    text = signed(value, places)
    if math.isnan(low) or math.isnan(high):
        return text
    return say("words-spread", value=text, low=signed(low, places), high=signed(high, places))

"""The report of a study of futures: which choice is regretted least, and when the ranking turns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.charts.futures import charts_of
from sim.report.blocks import DASH, Block, Content, Details, Head, Items, Paragraph, Section, Table
from sim.report.charted import charted
from sim.report.comparison.tables import heads, percent, shortened
from sim.report.page import Page
from sim.report.provenance import first_settings, origin
from sim.results.futures import HOLDS, IS, Condition, Futures, read_boxes
from sim.results.words import listed, named_runs, plain, quoted, short
from sim.texts import say

if TYPE_CHECKING:
    import pandas as pd

CLEARLY = 2.0  # standard errors
REGRETS = (
    "regrets-choice", "regrets-value", "regrets-mean", "regrets-se", "regrets-mean-checked", "regrets-p90",
    "regrets-p90-checked", "regrets-worst", "regrets-worst-checked", "regrets-worst-future", "regrets-best",
    "regrets-clear",
)  # fmt: skip
FLIPS = (
    "regrets-choice", "regrets-against", "regrets-where", "regrets-lost", "regrets-coverage", "regrets-density",
    "regrets-coverage-checked", "regrets-density-checked", "regrets-chance",
)  # fmt: skip
AXES = ("regrets-assumption", "tables-meaning", "regrets-low", "regrets-high")
POINTS = ("regrets-points-weights", "regrets-points-optimism", "regrets-points-rules", "regrets-points-cities")


def page(found: Futures, images: Mapping[str, bytes]) -> Page:
    """Report of a study of futures, with its charts as SVG by name."""
    charts = {chart.name: charted(images, chart) for chart in charts_of(found)}
    return Page(say("regrets-page"), [_head(found), _regrets(found, charts), _flips(found, charts), _end(found)])


# ---------------------------------------------------------------- sentences


def finding(found: Futures) -> str:
    """Return which choice is regretted least, and whether that is clear."""
    row = found.shown.iloc[0]
    said = say(
        "regrets-first", n=len(found.means), first=quoted(row.choice), mean=_between(row.mean_checked, row["mean"]),
        worst=_between(row.worst_checked, row.worst), unit=found.manifest["unit"],
        best=f"{100 * row.best_share:.0f}",
    )  # fmt: skip
    others = found.regret[1:]
    near = others[~(others.minus_first < -CLEARLY * others.minus_first_se)]
    if near.empty:
        return said
    return f"{said} {say('regrets-near', n=len(near), names=named_runs(near.choice.tolist()))}"


def _between(checked: float, seen: float) -> str:
    """Regret from the checked figure to the one that noise makes too large; that alone without the other."""
    low, high = short(checked, 2), short(seen, 2)
    return high if math.isnan(checked) or low == high else say("words-range", low=low, high=high)


def optimism(found: Futures) -> str:
    """Return how much of the regret may be noise."""
    row = found.regret.iloc[0]
    if math.isnan(row.mean_checked):
        return say("regrets-one-replicate")
    said = [say("regrets-optimism")]
    said += [say("regrets-beyond-chance")] if min(row.mean_checked, row.worst_checked) <= 0 else []
    return " ".join(said)


def turns(found: Futures, row: pd.Series[Any]) -> str:
    """Return where a choice loses to another, in words."""
    said = {
        "choice": quoted(row.choice), "against": quoted(row.against), "lost": percent(row.lost_share),
        "n": round(row.lost_share * len(found.means)), "of": len(found.means),
    }  # fmt: skip
    if row.verdict != HOLDS:
        return say("regrets-no-rule", verdict=str(row.verdict), **said)
    return say(
        "regrets-rule", where=where(str(row["where"])), density=percent(row.density),
        coverage=percent(row.coverage), checked=percent(row.density_checked),
        found=percent(row.coverage_checked), **said,
    )  # fmt: skip


def where(text: str) -> str:
    """Return the conditions of a rule in words.

    >>> where("own_funds_median > 0.72 and screening is first_come <= 0.5")
    'own funds median is above 0.72 and screening is not first come'
    """
    boxes = [listed([_condition(one) for one in box]) for box in read_boxes(text)]
    return f" {say('regrets-or')} ".join(boxes)


def _condition(one: Condition) -> str:
    key, is_word, level = one.name.partition(IS)
    above = "yes" if one.is_above else "no"
    if is_word:
        return say("regrets-word", key=key_name(key), level=plain(level), above=above)
    return say("regrets-number", name=key_name(one.name), threshold=short(one.threshold, 4), above=above)


def key_name(key: str) -> str:
    """Name of what is assumed: of a parameter in plain words, any other key as it is written.

    >>> key_name("own_funds_median"), key_name("authority.second_tranche_rule")
    ('own funds median', 'authority.second_tranche_rule')
    """
    return key if "." in key else plain(key)


def drawn_from(found: Futures) -> str:
    """Return what the futures are drawn from."""
    m = found.manifest
    parts = [say("regrets-factor", key=key_name(key), values=listed(levels)) for key, levels in m["factors"].items()]
    if m["axes"]:
        parts.append(say("regrets-ranges", n=len(m["axes"])))
    if m["sampled"]:
        parts.append(say("regrets-sets", n=len(m["sampled"]), sets=m.get("n_sets", DASH)))
    return say("regrets-drawn", parts="; ".join(parts))


# ---------------------------------------------------------------- sections


def _head(found: Futures) -> Head:
    m = found.manifest
    made = say(
        "regrets-made", day=m["created_utc"][:10], version=m["code_version"], cities=len(m["cities"]),
        seed=str(m["seed"]), replicates=m["replicates"],
    )  # fmt: skip
    parts: list[Block] = [Paragraph(optimism(found)), Paragraph(drawn_from(found))]
    if m["left_out"]:
        parts.append(Paragraph(say("regrets-left-out", n=len(m["left_out"]), of=plain(m["of"])), "warn"))
    title = say("regrets-title", of=plain(m["of"]))
    return Head(title, say("regrets-subtitle"), finding(found), [*parts, Paragraph(made, "small")])


def _regrets(found: Futures, charts: Mapping[str, Section]) -> Section:
    columns = (
        "mean_value", "mean", "mean_se", "mean_checked", "p90", "p90_checked", "worst", "worst_checked",
    )  # fmt: skip
    rows: list[list[Content]] = [
        [
            plain(row.choice), *(shortened(row[name]) for name in columns), f"{row.worst_future:.0f}",
            percent(row.best_share), percent(row.clear_share),
        ]
        for _, row in found.shown.iterrows()
    ]  # fmt: skip
    section = charts["regrets"]
    return Section(section.title, [*section.parts, Paragraph(say("regrets-words")), Table(heads(*REGRETS), rows)])


def _flips(found: Futures, charts: Mapping[str, Section]) -> Section:
    own, rest = (found.flips[(found.flips.choice == found.first) == is_first] for is_first in (True, False))
    parts: list[Block] = [Items([turns(found, row) for _, row in own.iterrows()])]
    parts += charts["flip"].parts if "flip" in charts else []
    rows: list[list[Content]] = [
        [
            plain(row.choice), plain(row.against), where(row["where"]) if row.verdict == HOLDS else DASH,
            *(percent(row[c]) for c in ("lost_share", "coverage", "density", "coverage_checked", "density_checked")),
            DASH if math.isnan(row.chance) else f"{row.chance:.2g}",
        ]
        for _, row in found.flips.iterrows()
    ]  # fmt: skip
    others = [Items([turns(found, row) for _, row in rest.iterrows()])] if len(rest) else []
    table = Details(say("regrets-all-pairs", n=len(found.flips)), [*others, Table(heads(*FLIPS), rows, texts=3)])
    return Section(say("regrets-flips"), [Paragraph(say("regrets-flips-words")), *parts, table])


def _end(found: Futures) -> Section:
    m = found.manifest
    rows: list[list[Content]] = [
        [key_name(one["name"]), str(one.get("meaning", DASH)), short(one["low"]), short(one["high"])]
        for one in m["axes"]
    ]
    parts: list[Block] = [Items([say(point) for point in POINTS])]
    parts += [Details(say("regrets-axes", n=len(rows)), [Table(heads(*AXES), rows, texts=2)])] if rows else []
    parts += [Details(say("shares-origin"), [origin(m)]), first_settings(m)]
    return Section(say("shares-end"), parts)

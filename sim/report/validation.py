"""The report of a validation run: how far the model reproduces published findings, for people who know no code."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from sim.charts.validation import charts_of
from sim.report.blocks import (
    DASH,
    Block,
    Bold,
    Content,
    Figure,
    Head,
    Heading,
    Lines,
    Paragraph,
    Section,
    Table,
)
from sim.report.charted import picture
from sim.report.comparison.tables import grade, heads, row, span
from sim.report.page import Page
from sim.report.provenance import first_settings, origin
from sim.results.validation import BESIDE, INSIDE, MISSING, OUTSIDE, Run
from sim.results.vocabulary import NET
from sim.results.words import extent, is_number, listed, plain, quoted, short
from sim.texts import say

FIGURES = 4
VERDICTS = {INSIDE: "evidence-inside", MISSING: "evidence-missing", BESIDE: "evidence-beside"}
FINDINGS = ("evidence-finding", "evidence-verdict", "evidence-published", "evidence-accepted", "evidence-model")
THEMES = ("evidence-about", "evidence-inside", "evidence-outside", "evidence-missing")
GROSS = ("evidence-claim", "evidence-published-gross", "evidence-model-gross", "evidence-model-net", "evidence-share")
PARAMETERS = (
    "evidence-symbol", "tables-parameter", "tables-unit", "evidence-evidence", "evidence-grade-and-source",
    "tables-value", "evidence-allowed", "evidence-fitted",
)  # fmt: skip


def page(run: Run, images: Mapping[str, bytes]) -> Page:
    """Report of a validation, with its charts as SVG by name."""
    return Page(say("evidence-page"), [
        _head(run), _glance(run), _forest(run, images), _findings(run), _missing(run), *_gross(run), _parameters(run),
        *_checks(run, images), _origin(run.manifest),
    ])  # fmt: skip


# ---------------------------------------------------------------- first page


def finding(run: Run) -> str:
    """Return the sentence on top: how many findings the model shows, and how many it cannot."""
    c = run.counts()
    total = c.represented + c.missing
    if not c.represented:
        return say("evidence-none", total=total)
    share = f"{100 * c.inside / c.represented:.0f}"
    return say(
        "evidence-found", n=c.represented, inside=c.inside, share=share, outside=c.outside, missing=c.missing,
        total=total,
    )  # fmt: skip


def must_match(run: Run) -> str:
    """Return a sentence on the groups of findings that must match; empty where the run states none."""
    groups = run.must_match
    failing = {group: run.fails(keys) for group, keys in groups.items() if run.fails(keys)}
    if not groups:
        return ""
    if not failing:
        return say("evidence-all-match", n=len(groups))
    names = [
        say("evidence-group", name=quoted(group), members=", ".join(keys)) for group, keys in failing.items()
    ]  # fmt: skip
    return say("evidence-fail", n=len(groups), failing=len(failing), names=listed(names))


def _head(run: Run) -> Head:
    m, text = run.manifest, must_match(run)
    failing = any(run.fails(keys) for keys in run.must_match.values())
    parts = [Paragraph(text, "warn" if failing else "small")] if text else []
    made = say("evidence-made", version=m["version"], seed=str(m["seed"]), n=m["replicates"])
    parts.append(Paragraph(made, "small"))
    return Head(say("evidence-title"), say("evidence-subtitle"), finding(run), parts)


def _glance(run: Run) -> Section:
    """Verdicts by theme, and what no finding pins down."""
    rows: list[list[Content]] = []
    for theme, keys in run.by_theme(run.of(INSIDE, OUTSIDE, MISSING)).items():
        rows.append([say(theme), *run.counts(keys)])
    counts = Table(heads(*THEMES), rows)
    return Section(say("evidence-glance"), [*_assumed(run), Heading(say("evidence-by-theme")), counts])


def _assumed(run: Run) -> list[Block]:
    """Parameters that no finding pins down, the most important first."""
    title = Heading(say("evidence-assumed"))
    if not run.unpinned:
        return [title, Paragraph(say("evidence-all-pinned"))]
    known = any(not math.isnan(share) for share in run.unpinned.values())
    text = say("evidence-unpinned-shares" if known else "evidence-unpinned", n=len(run.unpinned))
    names = [_with_share(run, name, share) for name, share in run.unpinned.items()]
    return [title, Paragraph(text), Paragraph("; ".join(names) + ".")]


def _with_share(run: Run, name: str, share: float) -> str:
    """Name of a parameter with its symbol and share."""
    symbol = str(run.parameters.get(name, {}).get("symbol") or "")
    percent = "" if math.isnan(share) else _percent(share)
    inner = ", ".join(word for word in (symbol, percent) if word)
    return say("evidence-parameter", name=plain(name), more=inner) if inner else plain(name)


def _percent(share: float) -> str:
    return say("evidence-below-one") if share < 0.01 else say("evidence-percent", n=f"{100 * share:.0f}")


# ---------------------------------------------------------------- findings


def _forest(run: Run, images: Mapping[str, bytes]) -> Section:
    chart = charts_of(run)[0]
    figure = Figure(images[chart.name], f"{chart.question} {finding(run)}", chart.reading)
    return Section(say("evidence-forest"), [figure])


def _name(run: Run, key: str, *small: str) -> Lines:
    """Study, what it measured, and remarks."""
    place = ", ".join(part for part in (run.target(key, "place"), run.target(key, "horizon")) if part)
    study = run.target(key, "study")
    rest = say("evidence-study", study=study, place=place) if place else study
    return Lines(key, rest, [str(run.table.statistic[key])], small)


def _verdict(verdict: str, model: float, low: float) -> Content:
    """Return a verdict in words."""
    if verdict != OUTSIDE:
        return say(VERDICTS[verdict])
    return Bold(say("evidence-below" if model < low else "evidence-above"))


def _number(value: float, se: float = math.nan) -> str:
    if math.isnan(value):
        return DASH
    return f"{short(value, FIGURES)} ± {short(se, 2)}" if se > 0 else short(value, FIGURES)


def _findings(run: Run) -> Section:
    """Every row of the table, by theme."""
    parts: list[Block] = [Paragraph(say("evidence-ranges"))]
    for theme, keys in run.by_theme(run.table.index).items():
        rows = [_finding(run, key) for key in keys]
        parts += [Heading(say(theme)), Table(heads(*FINDINGS), rows, texts=2)]
    return Section(say("evidence-findings", n=len(run.of(INSIDE, OUTSIDE, MISSING))), parts)


def _finding(run: Run, key: str) -> list[Content]:
    """Row of the table."""
    cells = row(run.table, key)
    small = [say("evidence-experiment", name=plain(cells["experiment"]))] if cells["experiment"] else []
    small += [say("evidence-remark", text=cells["why_not"])] if cells["why_not"] else []
    return [
        _name(run, key, *small), _verdict(cells["verdict"], cells["model"], cells["low"]), _number(cells["published"]),
        extent(cells["low"], cells["high"], FIGURES) or DASH, _number(cells["model"], cells["se"]),
    ]  # fmt: skip


def _missing(run: Run) -> Section:
    keys, title = run.of(MISSING), say("evidence-not-represented")
    if not keys:
        return Section(title, [Paragraph(say("evidence-all-represented"))])
    rows: list[list[Content]] = [[_name(run, key), str(run.table.why_not[key])] for key in keys]
    table = Table(heads("evidence-finding", "evidence-why"), rows, texts=2)
    return Section(title, [Paragraph(say("evidence-no-experiment", n=len(keys))), table])


def _gross(run: Run) -> list[Section]:
    """Claims of gross sales, each beside the net effect of the same experiment."""
    rows: list[list[Content]] = []
    for key in run.gross_claims:
        cells = row(run.table, key)
        net, net_se = (float(run.table[column].get(key + NET, math.nan)) for column in ("model", "se"))
        share = DASH
        model = _number(cells["model"], cells["se"])
        if cells["model"] > 0 and not math.isnan(net):
            share = say("evidence-percent", n=f"{100 * net / cells['model']:.0f}")
        rows.append([_name(run, key), _number(cells["published"]), model, _number(net, net_se), share])
    if not rows:
        return []
    return [Section(say("evidence-gross"), [Paragraph(say("evidence-gross-words")), Table(heads(*GROSS), rows)])]


# ---------------------------------------------------------------- parameters, checks, origin


def _parameters(run: Run) -> Section:
    """All parameters, those that no finding pins down first."""
    entries = sorted(run.parameters.items(), key=lambda pair: pair[0] not in run.unpinned)
    rows: list[list[Content]] = []
    for name, p in entries:
        evidence = p.get("evidence") or []
        ids = ", ".join(map(str, evidence)) if isinstance(evidence, list) else str(evidence)
        pinned = say("evidence-no-finding") if name in run.unpinned else ids or DASH
        about = Lines(plain(name), "", [str(p.get("meaning") or "")])
        low, high = (float(p[k]) if is_number(p.get(k)) else math.nan for k in ("fitted_low", "fitted_high"))
        value = _number(float(p["value"])) if is_number(p.get("value")) else str(p.get("value", DASH))
        source = ": ".join([*([grade(p["grade"])] if p.get("grade") else []), *_text(p, "source")])
        texts = [p.get("symbol") or DASH, about, p.get("unit") or DASH, pinned, source or DASH]
        rows.append([*texts, value, span(p), extent(low, high, FIGURES) or DASH])
    return Section(say("evidence-parameters", n=len(rows)), [Table(heads(*PARAMETERS), rows, texts=5)])


def _text(entry: Mapping[str, object], key: str) -> list[str]:
    return [str(entry[key])] if entry.get(key) else []


def _checks(run: Run, images: Mapping[str, bytes]) -> list[Section]:
    """Charts that only some runs have."""
    parts: list[Block] = []
    for chart in charts_of(run)[1:]:
        parts += [Heading(chart.question), picture(images, chart)]
    return [Section(say("evidence-checks"), parts)] if parts else []


def _origin(manifest: Mapping[str, Any]) -> Section:
    return Section(say("report-origin"), [origin(manifest), first_settings(manifest)])

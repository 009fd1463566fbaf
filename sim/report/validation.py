"""The report of a validation run: how far the model reproduces published findings, for people who know no code."""

from __future__ import annotations

import math
from pathlib import Path

from sim.charts.validation import charts_of, draw_validation, read_run
from sim.report.comparison.tables import DASH, span
from sim.report.markup import Html, details, element, facts, join, picture, section, table
from sim.report.page import pictures, write_page
from sim.results.reading_validation import TABLES
from sim.results.validation import BESIDE, INSIDE, MISSING, NET, OUTSIDE, Run
from sim.results.words import extent, is_number, listed, plain, quoted, short

TITLE = "Does the model show what studies found?"
SUBTITLE = "Published findings on consumption policy, each repeated as an experiment inside the simulation"
FIGURES = 4
WORDS = {INSIDE: "inside", MISSING: "not represented", BESIDE: "shown beside"}


def write_validation_report(folder: Path) -> Path:
    """Write ``report.html`` of a validation run; charts that are missing or older are drawn first.

    Parameters
    ----------
    folder : Path
        With validation.csv and manifest.json.

    Returns
    -------
    Path

    Raises
    ------
    InputError
        Naming a file that is missing or damaged.
    """
    run = read_run(folder)
    sources = ("manifest.json", *(f"{name}.csv" for name in TABLES))
    images = pictures(run.folder, charts_of(run), sources, draw_validation)
    body = [
        _head(run), _glance(run), _forest(run, images), _findings(run), _missing(run), _gross(run), _parameters(run),
        _checks(run, images), _origin(run),
    ]  # fmt: skip
    return write_page(run.folder, "Sanxin: the model beside published findings", join(part for part in body if part))


# ---------------------------------------------------------------- first page


def finding(run: Run) -> str:
    """Return the sentence on top: how many findings the model shows, and how many it cannot."""
    c = run.counts()
    total = c.represented + c.missing
    if not c.represented:
        return f"None of the {total} published findings can be represented by the model: nothing is validated."
    share = f" ({100 * c.inside / c.represented:.0f} %)" if c.represented > 1 else ""
    return (
        f"Of the {c.represented} published findings that the model can represent, {c.inside}{share} lie inside the "
        f"accepted range and {c.outside} outside; {c.missing} more of the {total} cannot be represented."
    )


def must_match(run: Run) -> str:
    """Return a sentence on the groups of findings that must match; empty where the run states none."""
    groups = run.must_match
    failing = {group: run.fails(keys) for group, keys in groups.items() if run.fails(keys)}
    if not groups:
        return ""
    if not failing:
        return f"All {len(groups)} groups of findings that must match do so."
    names = listed([f"{quoted(group)} ({', '.join(keys)})" for group, keys in failing.items()])
    return f"Of {len(groups)} groups of findings that must match, {len(failing)} fail: {names}."


def _head(run: Run) -> Html:
    m, text = run.manifest, must_match(run)
    failing = any(run.fails(keys) for keys in run.must_match.values())
    parts = [
        element("h1", TITLE),
        element("p", SUBTITLE, class_="sub"),
        element("p", finding(run), class_="finding"),
        element("p", text, class_="warn" if failing else "small") if text else "",
        element(
            "p",
            f"Made with Sanxin {m['version']}, seed {m['seed']}, {m['replicates']} replicates. A finding from "
            "another country, time or instrument may lie outside for good reason, and one inside is no proof.",
            class_="small",
        ),
    ]
    return element("header", parts)


def _glance(run: Run) -> Html:
    """Verdicts by theme, and what no finding pins."""
    rows = []
    for theme, keys in run.by_theme(run.of(INSIDE, OUTSIDE, MISSING)).items():
        c = run.counts(keys)
        rows.append([theme, *(f"{n}" for n in (c.inside, c.outside, c.missing))])
    counts = table(["findings about", "inside", "outside", "not represented"], rows)
    return section("At a glance", *_assumed(run), element("h3", "Findings by theme"), counts)


def _assumed(run: Run) -> list[Html]:
    """Parameters that no finding pins, the most important first."""
    title = element("h3", "Assumed: parameters that no finding pins")
    if not run.unpinned:
        return [title, element("p", "None: every parameter that was examined moves some finding.")]
    known = any(not math.isnan(share) for share in run.unpinned.values())
    shares = (
        "the share of the variance that all parameters add to the net effect per yuan of the official grants, in six "
        "cities, is given where it is known"
        if known
        else "their share is not known"
    )
    text = f"Nothing published here says what these {len(run.unpinned)} should be; {shares}."
    names = [_with_share(run, name, share) for name, share in run.unpinned.items()]
    return [title, element("p", text), element("p", "; ".join(names) + ".")]


def _with_share(run: Run, name: str, share: float) -> str:
    """Name of a parameter with its symbol and share."""
    percent = "below 1 %" if share < 0.01 else "" if math.isnan(share) else f"{100 * share:.0f} %"
    symbol = str(run.manifest["parameters"].get(name, {}).get("symbol") or "")
    inner = [word for word in (symbol, percent) if word]
    return f"{plain(name)} ({', '.join(inner)})" if inner else plain(name)


# ---------------------------------------------------------------- findings


def _forest(run: Run, images: dict[str, bytes]) -> Html:
    chart = charts_of(run)[0]
    shown = picture(images[chart.name], f"{chart.question} {finding(run)}", chart.reading)
    return section("The model beside the findings", shown)


def _name(run: Run, key: str, *more: tuple[str, str]) -> Html:
    """Study, what it measured, and named remarks that are not empty."""
    place = ", ".join(part for part in (run.target(key, "place"), run.target(key, "horizon")) if part)
    head = [element("b", key), f" {run.target(key, 'study')}", f" ({place})" if place else ""]
    lines = [element("div", head), element("div", run.table.statistic[key])]
    lines += [element("div", f"{name}: {text}", class_="small") for name, text in more if text]
    return join(lines)


def verdict(row) -> str:
    """Return a verdict in words."""
    if row.verdict != OUTSIDE:
        return WORDS[row.verdict]
    return "outside: below" if row.model < row.low else "outside: above"


def _number(value: float, se: float = math.nan) -> str:
    if math.isnan(value):
        return DASH
    return f"{short(value, FIGURES)} ± {short(se, 2)}" if se > 0 else short(value, FIGURES)


def _findings(run: Run) -> Html:
    """Every row of the table, by theme."""
    parts: list[Html] = [
        element(
            "p",
            "Accepted is the published range, or 25 % about a published point, unless a remark says otherwise. The "
            "model value is the mean over the replicates ± its standard error.",
        )
    ]
    heads = ["finding", "verdict", "published", "accepted", "model"]
    for theme, keys in run.by_theme(run.table.index).items():
        rows = []
        for key in keys:
            row = run.table.loc[key]
            numbers = [_number(row.published), extent(row.low, row.high, FIGURES) or DASH, _number(row.model, row.se)]
            words = element("b", verdict(row)) if row.verdict == OUTSIDE else verdict(row)
            about = _name(run, key, ("Experiment", plain(row.experiment)), ("Remark", row.why_not))
            rows.append([about, words, *numbers])
        parts += [element("h3", theme), table(heads, rows, texts=2)]
    return section(f"All findings ({len(run.of(INSIDE, OUTSIDE, MISSING))})", *parts)


def _missing(run: Run) -> Html:
    keys = run.of(MISSING)
    if not keys:
        return section("Findings not represented", element("p", "None: every finding has its experiment."))
    text = element("p", f"{len(keys)} findings have no experiment; they count neither for nor against the model.")
    rows = [[_name(run, key), run.table.why_not[key]] for key in keys]
    return section("Findings not represented", text, table(["finding", "why"], rows, texts=2))


def _gross(run: Run) -> Html:
    """Claims of gross sales, each beside the net effect of the same experiment."""
    rows = []
    for key in run.gross_claims:
        row = run.table.loc[key]
        net = run.table.model.get(key + NET, math.nan)
        share = f"{100 * net / row.model:.0f} %" if row.model > 0 and not math.isnan(net) else DASH
        net_se = run.table.se.get(key + NET, math.nan)
        numbers = [_number(row.published), _number(row.model, row.se), _number(net, net_se), share]
        rows.append([_name(run, key), *numbers])
    if not rows:
        return Html("")
    text = (
        "These publications count all sales on which public money was used. Most of them would have been made "
        "anyway. The net effect of the same experiment stands beside each claim."
    )
    heads = ["claim", "published gross", "model, gross", "model, net", "net share of gross"]
    return section("Gross claims beside net effects", element("p", text), table(heads, rows))


# ---------------------------------------------------------------- parameters, checks, origin


def _parameters(run: Run) -> Html:
    """All parameters, those that no finding pins first."""
    heads = ["symbol", "parameter", "unit", "evidence", "grade and source", "value", "allowed range", "fitted interval"]
    entries = sorted(run.manifest["parameters"].items(), key=lambda pair: pair[0] not in run.unpinned)
    rows = []
    for name, p in entries:
        evidence = p.get("evidence") or []
        ids = ", ".join(map(str, evidence)) if isinstance(evidence, list) else str(evidence)
        pinned = "no finding pins it" if name in run.unpinned else ids or DASH
        about = join([element("b", plain(name)), element("div", p.get("meaning") or "")])
        ends = [float(p[k]) if is_number(p.get(k)) else math.nan for k in ("fitted_low", "fitted_high")]
        value = _number(float(p["value"])) if is_number(p.get("value")) else str(p.get("value", DASH))
        origin = ": ".join(str(p[k]) for k in ("grade", "source") if p.get(k))
        texts = [p.get("symbol") or DASH, about, p.get("unit") or DASH, pinned, origin or DASH]
        rows.append([*texts, value, span(p), extent(*ends, FIGURES) or DASH])
    return section(f"Parameters ({len(rows)})", table(heads, rows, texts=5))


def _checks(run: Run, images: dict[str, bytes]) -> Html:
    """Charts that only some runs have."""
    parts: list[Html] = []
    for chart in charts_of(run)[1:]:
        shown = picture(images[chart.name], f"{chart.question} {chart.reading}", chart.reading)
        parts += [element("h3", chart.question), shown]
    return section("How far to trust the fit", *parts) if parts else Html("")


def _origin(run: Run) -> Html:
    m = run.manifest
    hashes = [element("li", f"{name}: ", element("code", digest)) for name, digest in m["data"].items()]
    seconds = m.get("seconds_by_part")
    seconds = seconds if isinstance(seconds, dict) else {}
    parts = [f"{plain(k)} {v:.0f} s" for k, v in seconds.items() if is_number(v)]
    versions = m.get("versions") or m.get("interpreter") or DASH
    if isinstance(versions, dict):
        versions = ", ".join(f"{k} {v}" for k, v in versions.items())
    pairs = [
        ("Code", m.get("code_version") or m["version"]), ("Seed", m["seed"]), ("Replicates", m["replicates"]),
        ("Made", m.get("created_utc", DASH)), ("Time taken", listed(parts) or DASH), ("Versions", versions),
        ("Data (SHA-256)", element("ul", hashes) if hashes else DASH),
    ]  # fmt: skip
    settings = element("pre", "\n".join(f"{k} = {v}" for k, v in m["settings"].items()), tabindex="0")
    return section("Where it comes from", facts(pairs), details("Settings", settings))

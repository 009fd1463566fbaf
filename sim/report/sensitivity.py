"""The report of a sensitivity: what moves a level, what moves a ranking, and how little turns it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sim.charts.sensitivity import CONTRASTS, LEVELS, charts_of, drawn
from sim.report.blocks import DASH, Block, Content, Details, Head, Heading, Items, Paragraph, Section, Table
from sim.report.charted import charted
from sim.report.comparison.tables import grade, heads, percent, shortened
from sim.report.page import Page
from sim.report.provenance import first_settings, origin
from sim.results.sensitivity import AND, CONTRAST, LEVEL, OPEN, STANDS, TURNS, Sensitivity
from sim.results.words import listed, plain, quantity, quoted, short
from sim.texts import say

if TYPE_CHECKING:
    import pandas as pd

MOST_NAMED = 3  # assumptions, or outputs, that a sentence names
RANGE_FIGURES = 4  # of what assumptions are
LEAST_SHARE = 0.01  # of the variance, from which it names them
OUTPUTS = (
    "moves-output", "moves-now", "moves-se", "moves-mean", "moves-sd", "moves-noise", "moves-explained",
    "moves-turned",
)  # fmt: skip
FLIPS = ("moves-ranking", "moves-difference", "moves-change", "moves-share", "moves-before", "moves-behind")
EVIDENCE = ("tables-parameter", "tables-meaning", "tables-unit", "tables-grade", "tables-source", "moves-evidence")
ASSUMPTIONS = ("moves-assumption", "moves-low", "moves-value", "moves-high", "tables-unit", "tables-grade")
MEANS = {"tornado": Sensitivity.has_surface, "total_order": Sensitivity.has_indices}  # what a chart draws, by its name
POINTS = ("moves-points-ranges", "moves-points-seeds", "moves-points-flips")


def page(found: Sensitivity, images: Mapping[str, bytes]) -> Page:
    """Report of a sensitivity, with its charts as SVG by name."""
    charts = [charted(images, chart, *_undrawn(found, MEANS[chart.name])) for chart in charts_of(found)]
    flips = [_flips(found)] if len(found.flips) else []
    return Page(say("moves-page"), [_head(found), *flips, *charts, _tables(found), _end(found)])


# ---------------------------------------------------------------- sentences


def finding(found: Sensitivity) -> str:
    """Return what moves each output most."""
    return " ".join(moved_by(found, output) for output in found.outputs.output[found.outputs.varies == "yes"])


def moved_by(found: Sensitivity, output: str) -> str:
    """Return which assumptions move an output most."""
    said = {"output": _said(found, output), "contrast": "yes" if found.output(output).kind == CONTRAST else "no"}
    if not found.has_indices(output):
        row, noisy = found.output(output), found.is_noise(output)
        share = float(row.seed_share) if noisy else max(0.0, float(row.explained))
        return say("moves-unsure", share=f"{100 * share:.0f}", noisy="yes" if noisy else "no", **said)
    rows = found.ranked(output)
    least = LEAST_SHARE if found.index == "total" else 0
    sure = (rows[found.index] > least) & (rows[found.index] > rows[f"{found.index}_half"].fillna(0))
    shares = [_with_index(found, str(name), row) for name, row in rows[sure][:MOST_NAMED].iterrows()]
    return say("moves-most", names=listed(shares), **said) if shares else say("moves-nothing", **said)


def _said(found: Sensitivity, output: str) -> str:
    """Name of an output in a sentence."""
    if found.output(output).kind == CONTRAST:
        above, below = (quoted(label) for label in found.runs(output))
        return say("moves-pair", above=above, below=below)
    return quoted(output)


def _with_index(found: Sensitivity, name: str, row: pd.Series[float]) -> str:
    value = float(row[found.index])
    if found.index == "mu_star":
        return say("moves-with-effect", name=plain(name), value=quantity(value, found.manifest["unit"], 2))
    return say("moves-with-share", name=plain(name), share=f"{100 * value:.0f}")


def constant(found: Sensitivity) -> list[str]:
    """Sentences about outputs that do not vary, or have no value everywhere: these have no indices."""
    rows = found.outputs[found.outputs.varies != "yes"]
    same, without = (list(rows.output[rows.varies == word]) for word in ("no", "no value"))
    said = {"same": listed([_said(found, o) for o in same]), "without": listed([_said(found, o) for o in without])}
    sentences = [say("moves-constant", n=len(same), outputs=said["same"])] if same else []
    return sentences + ([say("moves-no-value", outputs=said["without"])] if without else [])


def ranking(found: Sensitivity, contrast: str) -> str:
    """Return which of two runs is above, and whether that is more than chance."""
    row, sign, clear = found.output(contrast), found.sign(contrast), found.is_clear(contrast)
    above, below = (quoted(label) for label in found.runs(contrast))
    if row.start == 0:
        return say("moves-same-now", above=above, below=below)
    low, high = sorted((sign * float(row.low), sign * float(row.high)))
    sizes = [quantity(x, found.manifest["unit"], named=False) for x in (abs(float(row.start)), low, high)]
    difference, *ends = sizes if clear is not None else (sizes[0], DASH, DASH)
    more = found.replicates_to_tell(contrast) if clear is False else 0
    word = {True: "yes", False: "no", None: "unknown"}[clear]
    said = {"difference": difference, "low": ends[0], "high": ends[1], "clear": word, "more": more}
    return say("moves-ranking-now", above=above, below=below, **said)


def turned(found: Sensitivity, output: str, together: int) -> str:
    """Return the smallest change of so many assumptions that turns a ranking, or that none was found."""
    rows = found.flips[(found.flips.output == output) & (found.flips.together == together)]
    if rows.empty:
        return ""
    row = rows.iloc[0]
    if row.verdict == TURNS:
        if not _is_sooner(found, row):
            return say("moves-no-sooner")
        return say("moves-turns", n=together, change=change(row), share=short(100 * row.distance, 2))
    return say({STANDS: "moves-stands", OPEN: "moves-open"}[str(row.verdict)], n=together)


def _is_sooner(found: Sensitivity, row: pd.Series[Any]) -> bool:
    """Whether a turn is nearer than that of fewer assumptions."""
    fewer = found.flips[(found.flips.output == row.output) & (found.flips.together < row.together)]
    return not bool((fewer.distance <= row.distance).any())


def change(row: pd.Series[Any]) -> str:
    """Return what is changed, from where to where."""
    parts = zip(*(str(row[name]).split(AND) for name in ("assumptions", "start", "end")), strict=True)
    return listed([say("moves-from-to", name=plain(name), start=a, end=b) for name, a, b in parts])


# ---------------------------------------------------------------- sections


def _head(found: Sensitivity) -> Head:
    m = found.manifest
    levels, contrasts = found.named(LEVEL), found.named(CONTRAST)
    first = [*levels[:1], *contrasts[:1]]
    said = [moved_by(found, output) for output in (*first, *levels[1:], *contrasts[1:])]
    finding, rest = " ".join(said[: len(first)] or constant(found)), said[len(first) :]
    made = say(
        "moves-made", day=m["created_utc"][:10], version=m["code_version"], design=m["design"],
        points=int(found.outputs.n_points.iloc[0]), n=len(found.assumptions), seed=str(m["seed"]),
        replicates=m["replicates"], cities=len(m["cities"]),
    )  # fmt: skip
    parts: list[Block] = [Items(rest)] if rest else []
    parts += [Paragraph(text, "warn") for text in (constant(found) if said else [])]
    title = say("moves-title", of=plain(m["of"]))
    return Head(title, say("moves-subtitle"), finding, [*parts, Paragraph(made, "small")])


def _undrawn(found: Sensitivity, means_anything: Callable[[Sensitivity, str], bool]) -> list[Block]:
    """Say which outputs that vary a chart leaves out, and why."""
    every = [*found.named(LEVEL), *found.named(CONTRAST)]
    unsure = [output for output in every if not means_anything(found, output)]
    n_more = len(every) - len(unsure) - len(drawn(found, lambda output: means_anything(found, output)))
    said = []
    if unsure:
        names = listed([_said(found, output) for output in unsure[:MOST_NAMED]])
        said.append(say("moves-undrawn-unsure", outputs=names, n=len(unsure), more=max(0, len(unsure) - MOST_NAMED)))
    if n_more:
        said.append(say("moves-undrawn-more", n=n_more, levels=LEVELS, contrasts=CONTRASTS))
    return [Paragraph(" ".join(said))] if said else []


def _flips(found: Sensitivity) -> Section:
    sentences, rows, ends = [], [], dict[str, list[str]]()
    for output in found.named(CONTRAST):
        parts = [ranking(found, output), *(turned(found, output, together) for together in (1, 2))]
        sentences.append(" ".join(part for part in parts if part))
    for _, row in found.flips.iterrows():
        rows.append(_flip(found, row))
        if row.verdict == TURNS and _is_sooner(found, row) and found.is_clear(row.output) is not False:
            for name, end in zip(str(row.assumptions).split(AND), str(row.end).split(AND), strict=True):
                ends.setdefault(name, []).append(end)
    parts_: list[Block] = [Paragraph(say("moves-flips-words")), Items(sentences), Table(heads(*FLIPS), rows, texts=1)]
    known = found.assumptions
    evidence = [_evidence(known[name], list(dict.fromkeys(of))) for name, of in ends.items() if name in known]
    if evidence:
        parts_ += [Heading(say("moves-settle")), Table(heads(*EVIDENCE), evidence, texts=6)]
    return Section(say("moves-flips"), parts_)


def _flip(found: Sensitivity, row: pd.Series[Any]) -> list[Content]:
    name, sign = _said(found, str(row.output)), found.sign(str(row.output))
    if row.verdict != TURNS:
        text = say({STANDS: "moves-none", OPEN: "moves-given-up"}[str(row.verdict)], n=int(row.together))
        return [name, shortened(sign * row.difference), text, DASH, DASH, DASH]
    if not _is_sooner(found, row):
        return [name, shortened(sign * row.difference), say("moves-two-no-sooner"), DASH, DASH, DASH]
    share = short(100 * row.distance, 2)
    numbers = [shortened(sign * x) for x in (row.before, row.behind)]
    return [name, shortened(sign * row.difference), change(row), share, *numbers]


def _evidence(one: Mapping[str, Any], ends: list[str]) -> list[Content]:
    """What is known of an assumption that turns a ranking, and what would have to be measured."""
    known = {key: str(one.get(key, DASH)) for key in ("meaning", "unit", "source")}
    said = say("moves-measure", value=short(one["value"], RANGE_FIGURES), ends=listed(ends))
    graded = grade(one["grade"]) if "grade" in one else DASH
    return [plain(one["name"]), known["meaning"], known["unit"], graded, known["source"], said]


def _tables(found: Sensitivity) -> Section:
    rows: list[list[Content]] = [
        [
            _said(found, str(row.output)),
            *(shortened(value) for value in (sign * row.start, row.se, sign * row["mean"], row.sd)),
            percent(row.seed_share), percent(row.explained), percent(row.turned_share),
        ]
        for _, row in found.outputs.iterrows()
        for sign in [found.sign(str(row.output))]
    ]  # fmt: skip
    details = [_indices(found, str(output)) for output in found.outputs.output[found.outputs.varies == "yes"]]
    ranges = [_range(one) for one in found.assumptions.values()]
    assumed = Details(say("moves-ranges"), [Table(heads(*ASSUMPTIONS), ranges)])
    return Section(say("moves-tables"), [Table(heads(*OUTPUTS), rows), assumed, *details])


def _range(one: Mapping[str, Any]) -> list[Content]:
    """Where an assumption is, and from where to where it is moved."""
    graded = grade(one["grade"]) if "grade" in one else DASH
    values = (short(one[name], RANGE_FIGURES) for name in ("low", "value", "high"))
    return [plain(one["name"]), *values, str(one.get("unit", DASH)), graded]


def _indices(found: Sensitivity, output: str) -> Details:
    columns = ("mu", "mu_star", "mu_star_half", "sigma")
    if found.index == "total":
        columns = ("first", "first_half", "total", "total_half")
    names = [say(f"moves-{name.replace('_', '-')}") for name in ("at_low", "at_high", *columns)]
    signed = {"at_low", "at_high", "mu"} if found.sign(output) < 0 else set()
    rows: list[list[Content]] = [
        [plain(name), *(shortened(-row[c] if c in signed else row[c]) for c in ("at_low", "at_high", *columns))]
        for name, row in found.ranked(output).iterrows()
    ]
    return Details(say("moves-indices", output=_said(found, output)), [Table([say("tables-parameter"), *names], rows)])


def _end(found: Sensitivity) -> Section:
    unread = found.manifest["unread"]
    points = [say(point) for point in POINTS]
    if unread:
        points.append(say("moves-unread", names=listed([plain(name) for name in unread])))
    parts = [Items(points), Details(say("shares-origin"), [origin(found.manifest)]), first_settings(found.manifest)]
    return Section(say("shares-end"), parts)

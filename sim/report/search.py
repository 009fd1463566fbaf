"""The report of a search: the best plan, what it brings on fresh seeds, and how much of the promise was luck."""

from __future__ import annotations

import math
import shlex
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.charts.search import charts_of, objective_name
from sim.report.blocks import (
    DASH,
    Block,
    Content,
    Details,
    Facts,
    Head,
    Heading,
    Items,
    Paragraph,
    Section,
    Table,
)
from sim.report.charted import charted
from sim.report.comparison.tables import heads
from sim.report.page import Page
from sim.report.provenance import first_settings, origin
from sim.results.financing import with_payer
from sim.results.search import (
    BEST_FILE,
    CHOSEN,
    FEASIBLE,
    INFEASIBLE,
    KEY,
    NO_VALUE,
    RANDOM,
    SEARCH,
    SEARCHED,
    STAGES,
    YES,
    Searched,
)
from sim.results.words import listed, plain, scale, short
from sim.texts import say

if TYPE_CHECKING:
    import pandas as pd

PLANS = (
    "search-head-plan", "search-head-objective", "search-head-searched", "search-head-chosen", "search-head-value",
    "search-head-interval", "search-head-gain", "search-head-gain-interval", "search-head-optimism", "search-head-note",
)  # fmt: skip
LIMITS = (
    "search-head-plan", "search-head-constraint", "search-head-searched", "search-head-chosen", "search-head-judged",
)  # fmt: skip
POINTS = ("search-point-noise", "search-point-best", "search-point-interval")


def page(found: Searched, images: Mapping[str, bytes]) -> Page:
    """Report of a search, with its charts as SVG by name."""
    charts = [charted(images, chart) for chart in charts_of(found)]
    return Page(say("search-page"), [_head(found), _plans(found), *charts, _states(found), _trials(found), _end(found)])


# ---------------------------------------------------------------- sentences


def amount(value: float, unit: str, low: float = math.nan, high: float = math.nan) -> str:
    """Write a value of an objective with its unit, yuan in a readable one; and its interval, if there is one.

    >>> amount(4.2e7, "yuan", -1e6, 9e7), amount(0.031, "share"), amount(12, "yuan per resident")
    ('42 (95 % interval −1 to 90) million yuan', '3.1 %', '12 yuan per resident')
    """
    ends = [] if math.isnan(low) else [low, high]
    divisor, word = scale(max(map(abs, (value, *ends)))) if unit == "yuan" else (1.0, unit)
    divisor, word = (0.01, "%") if unit == "share" else (divisor, word)
    text = short(value / divisor)
    if ends:
        text = say("words-interval", value=text, low=short(low / divisor), high=short(high / divisor))
    return say("words-amount", value=text, unit=word) if unit == "yuan" else f"{text} {word}"


def findings(found: Searched) -> list[str]:
    """What the best plan brings by each objective, beyond the settings as they are; which of them miss a constraint."""
    return [*_brought(found), *_missed(found)]


def _is_start(found: Searched) -> bool:
    """Whether the plan that was taken is the settings as they are."""
    return found.values(found.best) == dict(found.manifest["start"])


def _brought(found: Searched) -> list[str]:
    if _is_start(found):
        return [say("search-found-same")]
    lines: list[str] = []
    unclear: list[str] = []
    for objective in found.objectives:
        row, unit = found.row(found.best, objective), found.objectives[objective]["unit"]
        said = {
            "objective": objective_name(objective), "value": amount(row.value, unit),
            "gain": amount(row.gain, unit, row.gain_low, row.gain_high),
        }  # fmt: skip
        whose = {"plan": _which(found), "kept": _kept(found, found.best), "now": _kept(found, 0)}
        lines.append(say("search-found-beside", **said) if lines else say("search-found", **said, **whose))
        if row.gain_low <= 0 <= row.gain_high:
            unclear.append(objective_name(objective))
    return lines + ([say("search-found-unclear", objectives=listed(unclear))] if unclear else [])


def _which(found: Searched) -> str:
    """As what the plan was taken: where none kept the constraints, as the one that comes nearest."""
    if found.missed(found.best, (CHOSEN,)):
        return "nearest"
    return "best" if len(found.objectives) == 1 else "compromise"


def _kept(found: Searched, plan: int) -> str:
    return "no" if found.missed(plan) else YES


def _missed(found: Searched) -> list[str]:
    """Constraints that the settings as they are, or the plan that was taken, do not keep."""
    lines: list[str] = []
    if (missed := found.missed(0, STAGES)) and not _is_start(found):
        could = "no" if found.missed(0, (SEARCHED, CHOSEN)) else YES
        lines.append(say("search-now-missed", could=could, missed=_came(found, 0, missed)))
    if missed := found.missed(found.best):
        others = [str(n) for n in found.numbers if n != found.best and not found.missed(n)]
        own = {"plan": _which(found), "missed": _came(found, found.best, missed)}
        lines.append(say("search-best-missed", n=len(others), others=listed(others), **own))
    return lines


def _came(found: Searched, plan: int, constraints: Sequence[str]) -> str:
    """Constraints with what they came to in every set of replicates."""
    return listed([
        say("search-came", constraint=text, **{stage: _number(found.limit(plan, text, stage)[0]) for stage in STAGES})
        for text in constraints
    ])  # fmt: skip


def _number(value: float) -> str:
    return say("search-no-number") if math.isnan(value) else short(value, 4)


def optimism(found: Searched) -> str:
    """How much more the search promised than fresh seeds keep, by the first objective."""
    objective = next(iter(found.objectives))
    row, unit = found.row(found.best, objective), found.objectives[objective]["unit"]
    more, lucky = "more" if row.optimism >= 0 else "less", found.sign(objective) * row.optimism >= 0
    said = {"amount": amount(abs(row.optimism), unit), "objective": objective_name(objective)}
    return say("search-optimism", more=more, lucky=YES if lucky else "no", **said)


def beside_random(found: Searched) -> str:
    """What plain random search found at the same cost; empty if none was made."""
    if found.of(RANDOM).empty:
        return ""
    objective = next(iter(found.objectives))
    unit = found.objectives[objective]["unit"]
    ends = {way: found.best_so_far(way, objective)[-1] for way in (SEARCH, RANDOM)}
    said = {way: DASH if math.isnan(value) else amount(value, unit) for way, value in ends.items()}
    return say("search-random-beside", objective=objective_name(objective), **said)


def states(found: Searched, plan: int) -> str:
    """What a plan states, key by key."""
    return listed([f"{key}={_value(value)}" for key, value in found.values(plan).items()])


def _value(value: object) -> str:
    return short(value, 5) if isinstance(value, int | float) else str(value)


def command(found: Searched, path: str = BEST_FILE) -> str:
    """The command that runs the best plan, whose file lies at a path; without one, in the folder of the report."""
    return f"sanxin run scenario={shlex.quote(path)} seed={found.manifest['seed']}"


def told(found: Searched) -> list[str]:
    """Every sentence about the best plan, in order."""
    lines = findings(found)
    if len(found.objectives) > 1:
        good = found.plans[(found.plans.plan > 0) & (found.plans.dominated != YES)].plan.nunique()
        lines.append(say("search-compromise", n=good, plan=found.best))
    lines += [say("search-states", values=states(found, found.best)), optimism(found)]
    return [line for line in (*lines, beside_random(found)) if line]


# ---------------------------------------------------------------- sections


def _head(found: Searched) -> Head:
    m, (first, *rest) = found.manifest, told(found)
    n = {"trials": len(found.of(SEARCH)), "top": len(found.numbers), "cities": len(m["cities"])}
    made = say(
        "search-made", day=m["created_utc"][:10], version=m["code_version"], replicates=m["replicates"],
        fresh=m["fresh"], seed=str(m["seed"]), **n,
    )  # fmt: skip
    parts: list[Block] = [*map(Paragraph, rest), Paragraph(say("search-run-here", command=command(found)))]
    first = with_payer(first, m["configs"])
    return Head(say("search-title"), say("search-subtitle"), first, [*parts, Paragraph(made, "small")])


def _plans(found: Searched) -> Section:
    rows = [_plan(found, row) for _, row in found.plans.iterrows()]
    words = [say("search-plans-words"), *([say("search-front-words")] if len(found.objectives) > 1 else [])]
    parts: list[Block] = [Paragraph(" ".join(words)), Table(heads(*PLANS), rows, texts=2)]
    return Section(say("search-plans"), [*parts, *_limits(found)])


def _limits(found: Searched) -> list[Block]:
    """What every constraint came to, plan by plan; nothing where there is none."""
    rows: list[list[Content]] = [
        [_name(plan), text, *(_limit(found, plan, text, stage) for stage in STAGES)]
        for text in found.manifest["constraints"]
        for plan in (0, *found.numbers)
    ]
    table = Table(heads(*LIMITS), rows, texts=2)
    return [Heading(say("search-limits")), Paragraph(say("search-limits-words")), table] if rows else []


def _limit(found: Searched, plan: int, text: str, stage: str) -> str:
    """What a constraint came to, and by how much it is missed."""
    came, missed = found.limit(plan, text, stage)
    if math.isnan(missed):
        return _number(came)
    if missed <= 0:
        return say("search-limit-kept", came=_number(came))
    bound = float(found.manifest["bounds"][text])
    share = f"{100 * missed:.2g}" if bound else "none"
    return say("search-limit-missed", came=_number(came), by=short(abs(came - bound), 2), share=share)


def _name(plan: int) -> str:
    return say("search-plan", n=plan) if plan else say("search-now")


def _plan(found: Searched, row: pd.Series[Any]) -> list[Content]:
    unit, number = found.objectives[row.objective]["unit"], int(row.plan)
    gain = [amount(row.gain, unit), _between(row.gain_low, row.gain_high, unit), amount(row.optimism, unit)]
    return [
        _name(number), objective_name(row.objective), amount(row.searched, unit), amount(row.chosen, unit),
        amount(row.value, unit), _between(row.ci_low, row.ci_high, unit), *(gain if number else [DASH] * 3),
        _note(found, row),
    ]  # fmt: skip


def _between(low: float, high: float, unit: str) -> str:
    return DASH if math.isnan(low) else say("words-range", low=amount(low, unit), high=amount(high, unit))


def _note(found: Searched, row: pd.Series[Any]) -> str:
    several = YES if len(found.objectives) > 1 else "no"
    notes = [say("search-note-best", several=several)] if int(row.plan) == found.best else []
    notes += [say("search-note-dominated")] if row.dominated == YES and several == YES else []
    notes += [say("search-note-infeasible")] if row.feasible != YES else []
    return listed(notes)


def _states(found: Searched) -> Section:
    m, plans = found.manifest, (0, *found.numbers)
    names = [_name(n) for n in plans]
    allowed = {key: say("words-range", low=short(a), high=short(b)) for key, (a, b) in m["ranges"].items()}
    allowed |= {key: listed(values) for key, values in m["choices"].items()}
    known = [found.values(n) for n in plans]
    rows: list[list[Content]] = [
        [key, text, *(_value(own[key]) if key in own else DASH for own in known)] for key, text in allowed.items()
    ]
    table = Table([*heads("search-head-key", "search-head-range"), *names], rows, texts=2)
    constraints: Block = Items(m["constraints"]) if m["constraints"] else Paragraph(say("search-constraints-none"))
    return Section(say("search-states-table"), [table, Details(say("search-constraints"), [constraints])])


def _trials(found: Searched) -> Section:
    own = found.of(SEARCH)
    n = {verdict: int((own.verdict == verdict).sum()) for verdict in (FEASIBLE, INFEASIBLE, NO_VALUE)}
    distinct = len(own[[c for c in own if str(c).startswith(KEY)]].drop_duplicates())
    text = say(
        "search-trials-words", n=len(own), feasible=n[FEASIBLE], infeasible=n[INFEASIBLE], none=n[NO_VALUE],
        distinct=distinct,
    )  # fmt: skip
    about: list[tuple[str, Content]] = [
        (
            objective_name(name),
            say("search-objective-about", name=plain(name), unit=one["unit"], direction=one["direction"]),
        )
        for name, one in found.objectives.items()
    ]
    return Section(say("search-trials"), [Paragraph(text), Heading(say("search-objectives")), Facts(about)])


def _end(found: Searched) -> Section:
    parts = [
        Items([say(point) for point in POINTS]),
        Details(say("search-origin"), [origin(found.manifest)]),
        first_settings(found.manifest),
    ]
    return Section(say("search-end"), parts)

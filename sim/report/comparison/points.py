"""Choices compared at the same points of assumptions, and the effect against the assumptions; points are not ranked."""

from __future__ import annotations

import math

from sim.report.blocks import DASH, Block, Content, Paragraph, Section, Table
from sim.report.comparison.tables import VERDICTS, between, heads, number
from sim.results.comparison import Results
from sim.results.differences import difference
from sim.results.looks import confidence_of
from sim.results.points import Choice, Points, choices
from sim.results.words import is_number, listed, plain, quoted, short, signed, with_interval
from sim.texts import say

CHOICES = (
    "factors-level", "factors-mean", "tables-interval", "tables-less-best", "tables-interval", "tables-is-best",
    "points-highest",
)  # fmt: skip


def finding(results: Results, points: Points) -> str:
    """The one sentence on top: what the choices do over all points, or what the one does at them."""
    found = choices(results, points)
    first, *others = found
    said = {
        "n": len(points.values), "names": listed(points.names), "best": quoted(first.name),
        "net": with_interval(*first.mean[:3]), "zero": "yes" if first.mean.low <= 0 <= first.mean.high else "no",
    }  # fmt: skip
    if not others or first.apart is None:
        net = results.summary.net_per_yuan
        labels = sorted(points.choices[first.name], key=lambda a: float(net[a]))
        low, high = (_at(results, points, a) for a in (labels[0], labels[-1]))
        return say("points-one", low=low, high=high, **said)
    lead = with_interval(*first.apart[:3], named=False)
    known = _known(first, others[0])
    tied = [quoted(c.name) for c in others if c.apart is None or not c.apart.is_clear]
    rivals = listed(tied if known in ("no", "same") and tied else [quoted(others[0].name)])
    return say("points-several", lead=lead, known=known, rivals=rivals, highest=first.highest, **said)


def _known(first: Choice, second: Choice) -> str:
    """Whether the first choice is known to be the best; one with a twin has no lead, and an interval that ends at 0."""
    if first.apart is None or math.isnan(first.apart.low):
        return "none"
    if first.mean.value == second.mean.value:
        return "same"
    return "yes" if first.apart.low > 0 else "no"


def _at(results: Results, points: Points, label: str) -> str:
    """Net effect of a run, and where its point is."""
    (row,) = (
        point
        for own in points.choices.values()
        for point, a in zip(points.values, own, strict=True)
        if a == label
    )  # fmt: skip
    where = listed([f"{name} {_value(value)}" for name, value in zip(points.names, row, strict=True)])
    return say("points-at", net=signed(results.of_summary(label, "net_per_yuan")), where=where)


def _value(value: object) -> str:
    return short(float(value)) if is_number(value) else plain(value)


def section(results: Results) -> list[Block]:
    """Section of runs at points of assumptions; nothing of any other comparison."""
    points = results.points
    if points is None:
        return []
    found = choices(results, points)
    about = say("points-about", n=len(points.values), choices=len(found), names=listed(points.names))
    parts: list[Block] = [Paragraph(about)]
    if len(found) > 1:
        parts += [Paragraph(say("points-choices")), Table(heads(*CHOICES), [_row(one, points) for one in found])]
    parts += [Paragraph(say("points-effect")), _effect(results, points, found)]
    return [Section(say("points-title"), parts)]


def _row(one: Choice, points: Points) -> list[Content]:
    mean, apart = one.mean, one.apart
    if apart is None or math.isnan(apart.low):
        verdict = DASH
    else:
        verdict = say(VERDICTS[(apart.low > 0) - (apart.high < 0)])
    less = (DASH, DASH) if apart is None else (number(apart.value, 3), between(apart.low, apart.high))
    highest = say("points-of", n=one.highest, of=len(points.values))
    return [plain(one.name), number(mean.value, 3), between(mean.low, mean.high), *less, verdict, highest]


def _effect(results: Results, points: Points, found: list[Choice]) -> Table:
    """Net effect per yuan at every point, in the order of the first key, and the first choice less each other there."""
    first, *others = (one.name for one in found)
    confidence = confidence_of(results.manifest)
    rows: list[list[Content]] = []
    for k, point in enumerate(points.values):
        at = {name: points.choices[name][k] for name in (first, *others)}
        nets = [with_interval(*results.interval(a, "net_per_yuan"), named=False) for a in at.values()]
        apart = [difference(results.sample(at[first]), results.sample(at[o]), confidence=confidence) for o in others]
        rows.append([*map(_value, point), *nets, *(with_interval(*d[:3], named=False) for d in apart)])
    names = [plain(first), *map(plain, others)]
    less = [say("points-less", one=plain(first), other=plain(o)) for o in others]
    return Table([*points.names, *names, *less], rows, texts=1)

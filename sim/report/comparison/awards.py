"""Who got awards, beside what the plan allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.charts.comparison.groups import direction_name
from sim.report.blocks import Block, Content, Details, Paragraph, Table
from sim.report.comparison.choices import area, limits
from sim.results.words import MILLION, fine, listed, plain, signed
from sim.texts import say

if TYPE_CHECKING:
    from sim.results.comparison import Results

# Dimension of the effects and group of the plan.
GROUPS = (("direction", "directions"), ("area", "areas"), ("kind", "kinds"))


def awards(results: Results) -> list[Block]:
    """Awards by direction, area and kind with their money; nothing for results that do not hold them."""
    labels = results.ranked
    rows: list[list[Content]] = []
    for dimension, group in GROUPS:
        if not results.has(dimension, "n_awarded", "awarded_yuan"):
            return []
        column = "direction" if dimension == "direction" else "group"
        count, yuan = (results.wide(dimension, m, column) for m in ("n_awarded", "awarded_yuan"))
        for name in count.index:
            most = {a: _most(results, a, group, name) for a in labels}
            if count.loc[name, labels].any() or any(most.values()):
                cells = [_said(count[a][name], yuan[a][name], most[a]) for a in labels]
                words = area(name) if group == "areas" else direction_name(name)
                rows.append([words, *cells])
    table = Table([say("accounts-awards-head"), *map(plain, labels)], rows)
    note = [Paragraph(say("accounts-limits"), "small")] if any(_limits_money(results, a) for a in labels) else []
    return [Details(say("accounts-awards"), [table, *note])]


def _limits_money(results: Results, label: str) -> bool:
    plan = results.group(label, "plan")
    planned = (terms for _, group in GROUPS for terms in (plan.get(group) or {}).values())
    return any(terms.get("money") is not None for terms in planned)


def _most(results: Results, label: str, group: str, name: str) -> str:
    """What the plan allows at most in each city, in words."""
    return listed(limits((results.group(label, "plan").get(group) or {}).get(name) or {}, group))


def _said(count: float, yuan: float, most: str) -> str:
    yuan /= MILLION
    text = say("accounts-awarded", n=signed(count, 1), yuan=signed(yuan, fine(yuan)))
    return say("accounts-at-most", text=text, most=most) if most else text

"""Who got awards, beside what the plan allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.charts.comparison.groups import direction_name
from sim.report.markup import Html, details, table
from sim.results.words import MILLION, fine, plain, signed

if TYPE_CHECKING:
    from sim.results.comparison import Results

# Dimension of the effects, group of the plan, and how a row is called.
GROUPS = (("direction", "directions", "{}"), ("area", "areas", "{} areas"), ("kind", "kinds", "{}"))


def awards(results: Results) -> list[Html]:
    """Awards by direction, area and kind with their money; nothing for results that do not hold them."""
    labels, rows = results.ranked, []
    for dimension, group, words in GROUPS:
        if not results.has(dimension, "n_awarded", "awarded_yuan"):
            return []
        column = "direction" if dimension == "direction" else "group"
        count, yuan = (results.wide(dimension, m, column) for m in ("n_awarded", "awarded_yuan"))
        for name in count.index:
            most = {a: _most(results, a, group, name) for a in labels}
            if count.loc[name, labels].any() or any(most.values()):
                cells = [_said(count.loc[name, a], yuan.loc[name, a], most[a]) for a in labels]
                rows.append([words.format(direction_name(name)), *cells])
    inner = table(["projects and million yuan awarded, means", *map(plain, labels)], rows)
    return [details("Awards by direction, area and kind, beside what the plan allows", inner)]


def _most(results: Results, label: str, group: str, name: str) -> str:
    """What the plan allows at most in each city, in words."""
    terms = (results.group(label, "plan").get(group) or {}).get(name) or {}
    projects, money = terms.get("projects"), terms.get("money")
    limits = [f"{projects} projects"] if projects is not None else []
    if money is not None:
        limits.append(f"{100 * money:.0f} % of {'a call' if group == 'areas' else 'the grant'}")
    return " and ".join(limits)


def _said(count: float, yuan: float, most: str) -> str:
    text = f"{signed(count, 1)}; {signed(yuan / MILLION, fine(yuan / MILLION))}"
    return f"{text} (at most {most} in each city)" if most else text

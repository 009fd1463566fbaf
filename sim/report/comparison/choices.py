"""What each run of a comparison was told to do: scenario, award rules, plan, screening, partners, second tranche."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, TypeVar

from sim.charts.comparison.livelihood import area_name
from sim.charts.comparison.scores import rule_says
from sim.errors import InputError
from sim.report.blocks import Block, Content, Details, Items, Table
from sim.report.comparison.tables import grade
from sim.results.comparison import Results
from sim.results.files import telling
from sim.results.words import MILLION, listed, plain, quoted, signed
from sim.texts import say

T = TypeVar("T")
Group: TypeAlias = Mapping[str, Any]  # settings as a manifest holds them
GROUPS = ("rules", "plan", "screening", "participation")  # each of them has a name
# How cities rank applications; another rule is shown by its name.
SCREENING = {
    "score": "choices-by-score",
    "model_assisted": "choices-by-model",
    "perfect_foresight": "choices-by-foresight",
    "first_come": "choices-first-come",
    "random": "choices-by-lot",
}
TARGETS = {
    "debut_stores": ("choices-target-stores", 1.0),
    "private_yuan": ("choices-target-private", MILLION),
    "sales_yuan": ("choices-target-sales", MILLION),
}
TERMS = (
    "choices-kind", "tables-grade", "tables-source", "choices-paid", "choices-rate", "choices-fixed", "choices-cap",
    "choices-least",
)  # fmt: skip


def choices(results: Results) -> list[tuple[str, Content]]:
    """Named facts: what is the same in all runs once, what differs run by run."""
    pairs = [(say("choices-scenario"), by_run(results.labels, lambda a: _scenario(results, a)))]
    for title, key, told in (
        ("choices-rules", "rules", _rules),
        ("choices-screening", "screening", _screening),
        ("choices-partners", "participation", _partners),
    ):
        texts = by_run(results.granted, lambda a, k=key, s=told: _told(results, a, k, s))  # type: ignore[misc]
        pairs.append((say(title), texts))
    plan = by_run(results.granted, lambda a: _told(results, a, "plan", lambda group: _plan(group, results, a)))
    pairs.insert(2, (say("choices-plan"), plan))
    second = by_run(results.granted, lambda a: _told(results, a, "authority", lambda s: _second(s, results, a)))
    pairs.append((say("choices-second"), second))
    return [(title, text) for title, text in pairs if text]


def _told(results: Results, label: str, key: str, told: Callable[[Group], T]) -> T:
    """What is said of a group of the settings, which may have been changed by hand since.

    Raises
    ------
    InputError
        If a value in it is not of the kind that Sanxin writes.
    """
    where = f"{results.folder / 'manifest.json'}: configs.{label}.{key}"
    with telling(results.folder, lambda: InputError("choices-foreign", where=where)):
        return told(results.group(label, key))


def by_run(labels: list[str], told: Callable[[str], str]) -> Content:
    """Return what is said of runs: once where it is the same of all, else run by run."""
    texts = {label: text for label in labels if (text := told(label))}
    if len(set(texts.values())) == 1 and len(texts) == len(labels):
        return next(iter(texts.values()))
    items = [say("choices-of-run", label=quoted(label), text=text) for label, text in texts.items()]
    return Items(items) if items else ""


def _scenario(results: Results, label: str) -> str:
    known = results.manifest.get("scenarios")
    texts = known.get(label) if isinstance(known, dict) else None
    if not isinstance(texts, dict):
        return ""
    name, title = texts.get("name", ""), texts.get("title", "")
    said = [str(texts[key]) for key in ("question", "description") if texts.get(key)]
    return f"{title or name}{f' ({name})' if title else ''}{': ' if said else ''}{' '.join(said)}"


def _rules(rules: Group) -> str:
    if not rules.get("name"):
        return ""
    forbidden = [plain(str(use)) for use in rules.get("forbidden") or ()]
    source = rules.get("source") or say("choices-no-source")
    sentences = [say("choices-rules-of", name=plain(rules["name"]), title=rules.get("title", ""), source=source)]
    sentences += [say("choices-forbidden", uses=listed(forbidden))] if forbidden else []
    sentences += [say("choices-pro-rata")] if rules.get("oversubscribed") == "pro_rata" else []
    return " ".join(sentences)


def _plan(plan: Group, results: Results, label: str) -> str:
    if not plan.get("name"):
        return ""
    parts = []
    calls = plan.get("calls") or ()
    if calls:
        quarters = [say("choices-call", quarter=str(c.get("quarter")), money=f"{c.get('money'):g}") for c in calls]
        parts.append(say("choices-calls", n=len(calls), quarters=listed(quarters)))
        late = [str(c["quarter"]) for c in calls if results.begins_late(c["quarter"], label)]
        parts += [say("choices-late-calls", n=len(late), quarters=listed(late))] if late else []
    for group in ("directions", "kinds", "areas"):
        for name, terms in (plan.get(group) or {}).items():
            of = area(name) if group == "areas" else plain(name)
            said = [say("choices-at-most", most=limit) for limit in limits(terms, group)]
            if terms.get("priority"):
                said.append(say("choices-priority", value=signed(terms["priority"], 1)))
            parts += [say("choices-limits", of=of, limits=", ".join(said))] if said else []
    promises = [
        say(text, n=signed(plan["targets"][key] / unit, 0))
        for key, (text, unit) in TARGETS.items()
        if (plan.get("targets") or {}).get(key)
    ]
    parts += [say("choices-promises", targets=listed(promises))] if promises else []
    return say("choices-plan-of", name=plain(plan["name"]), plan="; ".join(parts) or say("choices-empty-plan"))


def area(name: str) -> str:
    """Return the name of a third of the districts."""
    return say("residents-areas", of=area_name(name))


def limits(terms: Group, group: str) -> list[str]:
    """Return what a plan allows at most of a direction, a kind or an area.

    Parameters
    ----------
    terms : mapping
        Of the plan.
    group : str
        Of the plan: directions, kinds or areas; a limit of money is of the grant, in areas of a call.
    """
    said = [say("choices-projects", n=terms["projects"])] if terms.get("projects") is not None else []
    if terms.get("money") is not None:
        key = "choices-share-of-call" if group == "areas" else "choices-share-of-grant"
        said.append(say(key, share=f"{100 * terms['money']:.0f}"))
    return said


def _screening(screening: Group) -> str:
    if not screening.get("name"):
        return ""
    rule, favour = str(screening.get("rule", "")), screening.get("large_favour") or 0
    how = say(SCREENING[rule]) if rule in SCREENING else plain(rule)
    if favour:
        return say("choices-screening-favour", name=plain(screening["name"]), how=how, favour=f"{favour:g}")
    return say("choices-screening-of", name=plain(screening["name"]), how=how)


def _partners(join: Group) -> str:
    if not join.get("name"):
        return ""
    brands, venues, banks = (
        f"{100 * (join.get(key) or 0):g}" for key in ("brands_share", "venues_share", "banks_share")
    )
    match = f"{join.get('platforms_match') or 0:g}"
    return say("choices-partners-of", name=plain(join["name"]), brands=brands, venues=venues, banks=banks, match=match)


def _second(authority: Group, results: Results, label: str) -> str:
    rule = authority.get("second_tranche_rule")
    return say("choices-second-of", name=plain(rule), how=rule_says(results, label)) if rule else ""


def differing(results: Results, configs: list[dict[str, str]], keys: list[str]) -> list[str]:
    """Keys that differ, those of a group whose names differ left out: the group is shown above, run by run."""
    named = set()
    for key in GROUPS:
        names = {str(results.group(label, key).get("name")) for label in results.granted}
        named |= {key} if len(names) > 1 or len(results.granted) < 2 else set()
    return [key for key in keys if key.split(".")[0] not in named and len({config.get(key) for config in configs}) > 1]


def rule_tables(results: Results) -> list[Block]:
    """Award terms by kind of every set of rules that was used."""
    sets: dict[str, dict[str, str]] = {}  # runs by name and content: a run may have changed the terms of a set
    for a in results.granted:
        rules = results.group(a, "rules")
        sets.setdefault(str(rules.get("name")), {}).setdefault(repr(rules), a)
    tables: list[Block] = []
    for name, label in ((name, a) for name, same in sets.items() for a in same.values()):
        rows = _told(results, label, "rules", _rows)
        if rows:
            of = plain(name) if len(sets[name]) < 2 else f"{plain(name)}, {quoted(label)}"
            title = say("choices-terms", name=of)
            tables.append(Details(title, [Table([say(key) for key in TERMS], rows, texts=3)]))
    return tables


def _rows(rules: Group) -> list[list[Content]]:
    return [_row(plain(kind), k) for kind, k in (rules.get("kinds") or {}).items() if isinstance(k, dict)]


def _row(kind: str, k: Group) -> list[Content]:
    paid = " / ".join(f"{100 * (k.get(part) or 0):.0f}" for part in ("upfront", "completion", "results"))
    caps = [_millions(k.get("cap_yuan"))]
    if k.get("large_cap_yuan"):
        large, start = _millions(k["large_cap_yuan"]), _millions(k.get("large_from_yuan"))
        caps.append(say("choices-large-cap", cap=large, start=start))
    caps += [f"{level} {_millions(yuan)}" for level, yuan in (k.get("cap_by_level") or {}).items()]
    fixed = signed(k.get("fixed_yuan") or 0, 0)
    return [
        kind, grade(k.get("grade", "")), k.get("source", ""), paid, f"{100 * (k.get('rate') or 0):g}", fixed,
        "; ".join(caps), _millions(k.get("min_investment_yuan")),
    ]  # fmt: skip


def _millions(yuan: float | None) -> str:
    return f"{(yuan or 0) / MILLION:g}"

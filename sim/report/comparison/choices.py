"""What each run of a comparison was told to do: scenario, award rules, plan, screening, partners, second tranche."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sim.charts.comparison.scores import rule_says
from sim.errors import InputError
from sim.report.markup import Html, details, element, table
from sim.results.comparison import Results
from sim.results.reading import fault_line
from sim.results.words import MILLION, listed, plain, quoted, signed

T = TypeVar("T")
GROUPS = ("rules", "plan", "screening", "participation")  # each of them has a name
# How cities rank applications; another rule is shown by its name.
SCREENING = {
    "score": "a jury's weighted score, seen with an error that falls with the city's capability",
    "model_assisted": "new consumption per yuan as this model predicts it from the applications",
    "perfect_foresight": "by what will become of the projects: a bound that no city can reach",
    "first_come": "who was ready first",
    "random": "by lot",
}
PAID = "paid upfront / on completion / on results (%)"
CAP = "cap (million yuan), for large investments, by level of store"
TARGETS = {
    "debut_stores": ("{} first, flagship and headquarters stores opened", 1.0),
    "private_yuan": ("{} million yuan of private investment", MILLION),
    "sales_yuan": ("{} million yuan of gross sales", MILLION),
}


def choices(results: Results) -> list[tuple[str, object]]:
    """Named facts: what is the same in all runs once, what differs run by run."""
    pairs = [("Scenario", _by_run(results.labels, lambda a: _scenario(results, a)))]
    for title, key, say in (
        ("Award rules", "rules", _rules),
        ("Plan of the cities", "plan", lambda plan: _plan(plan, results)),
        ("Screening", "screening", _screening),
        ("Partners", "participation", _partners),
        ("Second tranche", "authority", _second),
    ):
        pairs.append((title, _by_run(results.granted, lambda a, k=key, s=say: _told(results, a, k, s))))
    return [(title, text) for title, text in pairs if text]


def _told(results: Results, label: str, key: str, say: Callable[[dict], T]) -> T:
    """What is said of a group of the settings, which may have been changed by hand since.

    Raises
    ------
    InputError
        If a value in it is not of the kind that Sanxin writes.
    """
    try:
        return say(results.group(label, key))
    except (TypeError, ValueError, AttributeError, LookupError) as fault:
        where = f"{results.folder / 'manifest.json'}: configs.{label}.{key}"
        raise InputError(f"{where}: holds what no run writes there: {fault_line(fault)}") from None


def _by_run(labels: list[str], say: Callable[[str], str]) -> object:
    texts = {label: text for label in labels if (text := say(label))}
    if len(set(texts.values())) == 1 and len(texts) == len(labels):
        return next(iter(texts.values()))
    items = [element("li", f"{quoted(label)}: {text}") for label, text in texts.items()]
    return element("ul", items) if items else ""


def _scenario(results: Results, label: str) -> str:
    known = results.manifest.get("scenarios")
    texts = known.get(label) if isinstance(known, dict) else None
    if not isinstance(texts, dict):
        return ""
    name, title = texts.get("name", ""), texts.get("title", "")
    said = [str(texts[key]) for key in ("question", "description") if texts.get(key)]
    return f"{title or name}{f' ({name})' if title else ''}{': ' if said else ''}{' '.join(said)}"


def _rules(rules: dict) -> str:
    if not rules.get("name"):
        return ""
    forbidden = [plain(str(use)) for use in rules.get("forbidden") or ()]
    text = f"{plain(rules['name'])}: {rules.get('title', '')}. Source: {rules.get('source', 'none given')}."
    text += f" The money may not be used for {listed(forbidden)}." if forbidden else ""
    pro_rata = " Where applications exceed the money, all are scaled down."
    return text + (pro_rata if rules.get("oversubscribed") == "pro_rata" else "")


def _plan(plan: dict, results: Results) -> str:
    if not plan.get("name"):
        return ""
    parts = []
    calls = plan.get("calls") or ()
    if calls:
        quarters = [f"{c.get('quarter')} (money {c.get('money'):g})" for c in calls]
        parts.append(f"calls in the quarters {listed(quarters)}")
        late = [str(c["quarter"]) for c in calls if results.begins_late(c["quarter"])]
        parts += [f"the pilot ends before quarter {listed(late)}, so that nothing is called for then"] if late else []
    for key, words in (("directions", "{}"), ("kinds", "{}"), ("areas", "{} areas")):
        limits = {words.format(plain(name)): _limits(terms, key) for name, terms in (plan.get(key) or {}).items()}
        parts += [f"{name}: {said}" for name, said in limits.items() if said]
    promises = [
        text.format(signed(plan["targets"][key] / unit, 0))
        for key, (text, unit) in TARGETS.items()
        if (plan.get("targets") or {}).get(key)
    ]
    parts += [f"each city promises {listed(promises)}"] if promises else []
    return f"{plain(plan['name'])}: {'; '.join(parts) or 'no planned numbers, areas or targets'}"


def _limits(terms: dict, group: str) -> str:
    limits = []
    if terms.get("projects") is not None:
        limits.append(f"at most {terms['projects']} projects")
    if terms.get("money") is not None:
        limits.append(f"at most {100 * terms['money']:.0f} % of {'a call' if group == 'areas' else 'the grant'}")
    if terms.get("priority"):
        limits.append(f"{signed(terms['priority'], 1)} standard deviations of the score more")
    return ", ".join(limits)


def _screening(screening: dict) -> str:
    if not screening.get("name"):
        return ""
    rule, favour = str(screening.get("rule", "")), screening.get("large_favour") or 0
    text = f"{plain(screening['name'])}: {SCREENING.get(rule, plain(rule))}"
    return text + (f"; large applicants get {favour:g} standard deviations more" if favour else "")


def _partners(join: dict) -> str:
    if not join.get("name"):
        return ""
    brands, venues, banks = (100 * (join.get(key) or 0) for key in ("brands_share", "venues_share", "banks_share"))
    return (
        f"{plain(join['name'])}: of the investment of a project that an award makes possible, brands bear {brands:g} % "
        f"and owners of places {venues:g} %, banks lend {banks:g} % more; platforms add "
        f"{join.get('platforms_match') or 0:g} yuan to a yuan of the cities' publicity"
    )


def _second(authority: dict) -> str:
    rule = authority.get("second_tranche_rule")
    return f"{plain(rule)}: {rule_says(rule)}" if rule else ""


def differing(results: Results, configs: list[dict[str, str]], keys: list[str]) -> list[str]:
    """Keys that differ, those of a group whose names differ left out: the group is shown above, run by run."""
    named = set()
    for key in GROUPS:
        names = {str(results.group(label, key).get("name")) for label in results.granted}
        named |= {key} if len(names) > 1 or len(results.granted) < 2 else set()
    return [key for key in keys if key.split(".")[0] not in named and len({config.get(key) for config in configs}) > 1]


def rule_tables(results: Results) -> list[Html]:
    """Award terms by kind of every set of rules that was used."""
    sets = {str(results.group(a, "rules").get("name")): a for a in results.granted}
    heads = ["kind", "grade", "source", PAID, "rate (%)", "fixed sum (yuan)", CAP, "least investment (million yuan)"]
    tables = []
    for name, label in sets.items():
        rows = _told(results, label, "rules", _rows)
        if rows:
            tables.append(details(f"Award rules of {plain(name)}: terms by kind", table(heads, rows, texts=3)))
    return tables


def _rows(rules: dict) -> list[list[object]]:
    return [_row(plain(kind), k) for kind, k in (rules.get("kinds") or {}).items() if isinstance(k, dict)]


def _row(kind: str, k: dict) -> list[object]:
    paid = " / ".join(f"{100 * (k.get(part) or 0):.0f}" for part in ("upfront", "completion", "results"))
    cap = _millions(k.get("cap_yuan"))
    if k.get("large_cap_yuan"):
        cap += f"; {_millions(k['large_cap_yuan'])} from {_millions(k.get('large_from_yuan'))}"
    cap += "".join(f"; {level} {_millions(yuan)}" for level, yuan in (k.get("cap_by_level") or {}).items())
    fixed = signed(k.get("fixed_yuan") or 0, 0)
    return [
        kind, k.get("grade", ""), k.get("source", ""), paid, f"{100 * (k.get('rate') or 0):g}", fixed, cap,
        _millions(k.get("min_investment_yuan")),
    ]  # fmt: skip


def _millions(yuan: float | None) -> str:
    return f"{(yuan or 0) / MILLION:g}"

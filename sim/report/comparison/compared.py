"""What was compared with what: money, cities, time, allocations."""

from __future__ import annotations

import datetime
import json

from sim.charts.comparison.groups import direction_name
from sim.charts.comparison.weeks import month
from sim.report.comparison.choices import choices, differing
from sim.report.markup import Html, element, facts, section
from sim.results.comparison import Results
from sim.results.words import listed, money, plain, quoted

# How an allocation divides the envelope between cities; another one is shown by its name.
BETWEEN = {
    "by_class": "400, 300 or 200 million yuan by size class, as in the notice",
    "official": "400, 300 or 200 million yuan by size class, as in the notice",
    "equal": "the same for every city",
    "per_head": "in proportion to residents",
    "by_retail": "in proportion to retail sales",
    "by_need": "per resident, more where incomes are low",
    "shares": "shares given by the planner",
    "yuan": "amounts given by the planner",
    "none": "no public money: the world without the policy",
}


OF_WORLD = ("city", "seed", "horizon", "population", "parameters")  # settings that make another world
APART = (
    " Runs with other cities, weeks, seeds, residents or parameters share no twin: their difference is that of two "
    "worlds, not only of two policies."
)


def compared(results: Results) -> Html:
    """What was compared with what."""
    m = results.manifest
    c, end = m["calendar"], _day(m["calendar"], m["calendar"]["weeks_pilot"])
    pairs = [
        ("Public money", _public_money(results)),
        ("Cities", _cities(m["cities"])),
        (
            "Time",
            f"pilot of {c['weeks_pilot']} weeks, {_day(c, 0)} to {end}, and {c['weeks_after']} weeks after it",
        ),
        ("Tranches", _tranches(results, c)),
        ("Compared with", "the same world without the policy (its twin)"),
        ("Replicates", f"{_replicates(results)} per allocation, seed {m['seed']}"),
        ("Allocations", element("ul", [element("li", text) for text in _allocations(results)])),
    ]
    splits = {_split(results, label) for label in results.granted}
    if len(splits) == 1 and any(splits):
        pairs.append(("Within a city", f"the same in every allocation: {splits.pop()}"))
    pairs += choices(results)
    other = other_differences(results)
    if other:
        text = f"These settings differ between allocations, so not only the money does: {listed(other)}."
        pairs.append(("Also different", text + (APART if any(key.startswith(OF_WORLD) for key in other) else "")))
    return section("What was compared", facts(pairs))


def _cities(cities: list[dict]) -> str:
    """How many, and how sure it is that they take part; a candidate is the city of an extension."""
    presumed, others = ([c["name"] for c in cities if c["listed"] == word] for word in ("presumed", "candidate"))
    confirmed = len(cities) - len(presumed) - len(others)
    text = f"{len(cities)} simulated; confirmed as pilot cities: {confirmed}, presumed: {len(presumed)}"
    return (
        text
        + (f" ({listed(presumed)})" if presumed else "")
        + (f", not in the pilot: {len(others)} ({listed(others)})" if others else "")
    )


def _replicates(results: Results) -> str:
    counts = results.summary.n_replicates
    return f"{counts.min():.0f}" if counts.min() == counts.max() else f"{counts.min():.0f} to {counts.max():.0f}"


def _tranches(results: Results, calendar: dict) -> str:
    if not results.granted:
        return "none"
    return listed([_day(calendar, week) for week in calendar.get("tranche_weeks", [])]) or "not at the same time in all"


def _day(calendar: dict, week: float) -> str:
    try:
        day = datetime.date.fromisoformat(str(calendar["start_date"])) + datetime.timedelta(weeks=float(week))
    except (ValueError, TypeError, OverflowError):
        return f"week {week}"
    return f"{day.day} {month(day.month)} {day.year}"


def _public_money(results: Results) -> str:
    envelope = money(float(results.manifest["envelope_yuan"]))
    got = results.summary.public_yuan[results.funded]
    if got.empty:
        return f"an envelope of {envelope}, of which nothing is spent here"
    if got.max() - got.min() < 1:
        return f"an envelope of {envelope}; under every funded allocation cities receive {money(got.iloc[0])}"
    return (
        f"an envelope of {envelope} for grants; with what the treasury pays for instruments, public money is "
        f"{money(got.min())} to {money(got.max())}"
    )


def _split(results: Results, label: str) -> str:
    """How an allocation divides a city's money over support directions."""
    split = results.manifest["configs"].get(label, {}).get("split", {})
    given = {k: v for k, v in split.items() if isinstance(v, int | float) and v}
    shares = [f"{direction_name(k)} {100 * v:.0f} %" for k, v in given.items()]
    return listed(shares)


def _allocations(results: Results) -> list[str]:
    splits = {label: _split(results, label) for label in results.granted}
    lines = []
    for label in results.labels:
        how = BETWEEN.get(results.between(label), results.between(label))
        how = "no grants to the cities" if label in results.active and label not in results.granted else how
        within = f"; within a city: {splits[label]}" if splits.get(label) and len(set(splits.values())) > 1 else ""
        lines.append(f"{quoted(label)}: {how}{within}{_instruments(results, label)}")
    return lines


def _instruments(results: Results, label: str) -> str:
    """Instruments beside the awards, by name."""
    names = [plain(str(k.get("name") or k["kind"])) for k in results.instruments(label)]
    return f"; with {listed(names)}" if names else ""


def flat(config: object, prefix: str = "") -> dict[str, str]:
    """Return settings with dotted keys, their values as JSON."""
    if isinstance(config, dict):
        return {k: v for key, value in config.items() for k, v in flat(value, f"{prefix}{key}.").items()}
    return {prefix.rstrip("."): json.dumps(config, ensure_ascii=False, sort_keys=True)}


def other_differences(results: Results) -> list[str]:
    """Keys that differ between allocations although they are not part of one."""
    configs = [flat(results.manifest["configs"].get(label, {})) for label in results.labels]
    keys = dict.fromkeys(key for config in configs for key in config)
    own = ("allocation.", "split.", "instrument", "output", "threads", "scenario")
    return differing(results, configs, [key for key in keys if not key.startswith(own)])

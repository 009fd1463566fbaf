"""What was compared with what: money, cities, time, allocations."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any

from sim.charts.comparison.groups import direction_name
from sim.charts.comparison.weeks import month
from sim.report.blocks import Content, Facts, Items, Section
from sim.report.comparison.choices import by_run, choices, differing
from sim.results import settings
from sim.results.comparison import OF_WORLD, Results
from sim.results.looks import numbers_of, outcome, stopping_of
from sim.results.words import listed, money, plain, quoted
from sim.texts import say

# How an allocation divides the envelope between cities; another one is shown by its name.
BETWEEN = {
    "by_class": "compared-by-class",
    "official": "compared-by-class",
    "equal": "compared-equal",
    "per_head": "compared-per-head",
    "by_retail": "compared-by-retail",
    "by_need": "compared-by-need",
    "shares": "compared-shares",
    "yuan": "compared-yuan",
    "none": "compared-none",
}


def compared(results: Results) -> Section:
    """What was compared with what."""
    m = results.manifest
    c = m["calendar"]
    pairs: list[tuple[str, Content]] = [
        (say("compared-money"), _public_money(results)),
        (say("compared-cities"), by_run(results.labels, lambda a: _cities(_simulated(results, a)))),
        (say("compared-time"), by_run(results.labels, lambda a: _weeks(results, a))),
        (say("compared-tranches"), _tranches(results, c)),
        (say("compared-with"), say("compared-twin")),
        (say("report-replicates"), by_run(results.labels, lambda a: _replicates(results, a))),
        (say("compared-allocations"), Items(_allocations(results))),
    ]
    splits = {_split(results, label) for label in results.granted}
    if len(splits) == 1 and any(splits):
        pairs.append((say("compared-within"), say("compared-same-split", split=splits.pop())))
    pairs += choices(results)
    other = other_differences(results)
    if other:
        key = "compared-other-worlds" if any(key.startswith(OF_WORLD) for key in other) else "compared-other-settings"
        pairs.append((say("compared-also-different"), say(key, settings=listed(other))))
    return Section(say("compared-title"), [Facts(pairs)])


def _cities(cities: list[dict[str, str]]) -> str:
    """How many, and how sure it is that they take part; a candidate is the city of an extension."""
    presumed, others = ([c["name"] for c in cities if c["listed"] == word] for word in ("presumed", "candidate"))
    confirmed = len(cities) - len(presumed) - len(others)
    text = say("compared-simulated", n=len(cities), confirmed=confirmed, presumed=_named(presumed))
    return say("compared-outside", text=text, others=_named(others)) if others else text


def _named(names: list[str]) -> str:
    return say("compared-named", n=len(names), names=listed(names)) if names else "0"


def _simulated(results: Results, label: str) -> list[dict[str, Any]]:
    """Cities of a run; all of the folder where the manifest does not hold its settings."""
    own = results.of_runs("city").get(label)
    return [city for city in results.manifest["cities"] if own is None or city["id"] in own]


def _weeks(results: Results, label: str) -> str:
    """When the pilot of a run begins and ends, and how long is counted after it."""
    c, pilot = results.manifest["calendar"], results.weeks(label, "weeks_pilot")
    after = str(results.weeks(label, "weeks_after"))
    return say("compared-pilot", weeks=str(pilot), start=_day(c, 0), end=_day(c, pilot, -1), after=after)


def _replicates(results: Results, label: str) -> str:
    seed = results.of_runs("seed").get(label, results.manifest["seed"])
    said = say("compared-replicates", n=str(results.n_replicates(label)), seed=str(seed))
    if not (stopping := stopping_of(results.manifest)):
        return said
    looks = listed([numbers_of(look) for look in stopping["looks"]])
    each = f"{100 * stopping['confidence']:.3g}"
    return say("compared-stopped", said=said, outcome=outcome(stopping), looks=looks, each=each)


def _tranches(results: Results, calendar: Mapping[str, list[float]]) -> str:
    if not results.granted:
        return say("compared-no-tranches")
    days = [_day(calendar, week) for week in calendar.get("tranche_weeks", [])]
    return listed(days) or say("compared-tranches-differ")


def _day(calendar: Mapping[str, object], week: float, days: int = 0) -> str:
    """Return the first day of a week, or one so many days later."""
    try:
        start = datetime.date.fromisoformat(str(calendar["start_date"]))
        day = start + datetime.timedelta(weeks=float(week), days=days)
    except (ValueError, TypeError, OverflowError):
        return say("compared-week", week=str(week))
    return say("compared-day", day=day.day, month=month(day.month), year=day.year)


def _public_money(results: Results) -> Content:
    if not results.is_same("city"):  # each has an envelope of its own
        return by_run(results.labels, lambda a: _money_of(results, a))
    envelope = money(float(results.manifest["envelope_yuan"]))
    got = results.summary.public_yuan[results.funded]
    if got.empty:
        return say("compared-nothing-spent", envelope=envelope)
    low, high = float(got.min()), float(got.max())
    if high - low < 1:
        return say("compared-received", envelope=envelope, received=money(float(got.iloc[0])))
    return say("compared-spent", envelope=envelope, low=money(low), high=money(high))


def _money_of(results: Results, label: str) -> str:
    """Envelope and public money of one run."""
    envelope = sum(float(city["quota_yuan"]) for city in _simulated(results, label))
    return say(
        "compared-money-of-run", envelope=money(envelope), public=money(results.of_summary(label, "public_yuan"))
    )


def _split(results: Results, label: str) -> str:
    """How an allocation divides a city's money over support directions."""
    split = results.manifest["configs"].get(label, {}).get("split", {})
    given = {k: v for k, v in split.items() if isinstance(v, int | float) and v}
    return listed([
        say("compared-split", name=direction_name(k), share=f"{100 * v:.0f}") for k, v in given.items()
    ])  # fmt: skip


def _allocations(results: Results) -> list[str]:
    splits = {label: _split(results, label) for label in results.granted}
    lines = []
    for label in results.labels:
        between = results.between(label)
        how = say(BETWEEN[between]) if between in BETWEEN else between
        if label in results.active and label not in results.granted:
            how = say("compared-no-grants")
        text = say("compared-allocation", label=quoted(label), how=how)
        if splits.get(label) and len(set(splits.values())) > 1:
            text = say("compared-allocation-within", text=text, split=splits[label])
        names = [plain(str(k.get("name") or k["kind"])) for k in results.instruments(label)]
        lines.append(say("compared-allocation-instruments", text=text, names=listed(names)) if names else text)
    return lines


def flat(config: object) -> dict[str, str]:
    """Return settings with dotted keys, their values as JSON."""
    return {key: json.dumps(value, ensure_ascii=False, sort_keys=True) for key, value in settings.flat(config).items()}


def other_differences(results: Results) -> list[str]:
    """Keys that differ between allocations although they are not part of one."""
    configs = [flat(results.manifest["configs"].get(label, {})) for label in results.labels]
    keys = dict.fromkeys(key for config in configs for key in config)
    how = ("output", "threads", "workers", "launcher", "cluster.", "retry", "scenario")
    own = ("allocation.", "split.", "instrument", *how)
    return differing(results, configs, [key for key in keys if not key.startswith(own)])

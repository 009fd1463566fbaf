"""Settings that nothing reads in a run, whatever they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import translate
from functools import lru_cache
from typing import TypeAlias

from sim.data import read
from sim.errors import Fault, fault
from sim.inputs.idle.facts import Facts
from sim.inputs.idle.needs import NEEDS
from sim.inputs.settings import Settings
from sim.kernel.columns import AREAS, DIRECTIONS
from sim.policy.idle import why_idle, why_unheard
from sim.policy.plan import NumberPlan

Reason: TypeAlias = tuple[tuple[str, ...], Fault]  # patterns of keys, and why nothing reads them


def idle(settings: Settings) -> dict[str, Fault]:
    """Every setting that nothing reads in a run, whatever its value: its key with dots, and why.

    Parameters
    ----------
    settings : Settings
    """
    return idle_in(Facts(settings))


def idle_in(facts: Facts) -> dict[str, Fault]:
    """As :func:`idle`, of facts that are known already."""
    found: dict[str, Fault] = {}
    reasons = [(need.keys, fault(need.lacks)) for need in NEEDS if not need.met(facts)]
    reasons += [*_limits(facts), *_instrument(facts)]
    keys = tuple(facts.values)
    for patterns, why in reasons:
        for key in _meant(patterns, keys):
            found.setdefault(key, why)
    return {key: found[key] for key in keys if key in found}


@lru_cache(maxsize=256)
def _meant(patterns: tuple[str, ...], keys: tuple[str, ...]) -> tuple[str, ...]:
    """Keys that patterns mean; runs of a sweep have the same ones."""
    pattern = re.compile("|".join(map(translate, patterns)))
    return tuple(key for key in keys if patterns and pattern.match(key))


def _instrument(facts: Facts) -> Iterator[Reason]:
    """Terms of ``instrument``; those of the list have no key of their own."""
    k = facts.settings.instrument
    if k in facts.settings.programme:
        why = why_idle(k, facts.stage)
        if why is not None:
            yield ("instrument.*",), why
            return
        if (unheard := why_unheard(k)) is not None:
            yield ("instrument.announce_week",), unheard
        if k.pays != "grant":
            yield ("instrument.grant_share",), fault("idle-treasury")
        if k.cities != "all" and set(k.cities) >= set(facts.settings.city):
            yield ("instrument.cities",), fault("idle-all-cities")
        if k.recorded_from is None:
            yield ("instrument.record_weeks",), fault("idle-not-recorded")
        if k.common_terms.holders_share == 1 and k.common_terms.budget_yuan is None:
            yield ("instrument.allotment", "instrument.record_weeks"), fault("idle-everybody")


def _limits(facts: Facts) -> Iterator[Reason]:
    """Limits of a plan that nothing can reach."""
    plan, rules, known = facts.plan, facts.settings.rules, read.read_kinds()
    for name in rules.kinds:
        if name not in facts.kinds:
            yield (f"rules.kinds.{name}.*",), fault("idle-kind-unknown")
    for name in DIRECTIONS:
        if not facts.has_kind(name):
            yield (f"plan.directions.{name}.*",), fault("idle-kind-unpaid")
    for name, kind in plan.kinds.items():
        key = f"plan.kinds.{name}"
        if name not in facts.kinds:
            yield (f"{key}.*",), fault("idle-kind-unpaid")
        elif kind.money is not None and _cannot_bind(facts, known.direction[known.kind.index(name)], kind.money):
            yield (f"{key}.money",), fault("idle-above-split")
    if plan.areas:
        missing = [name for name in AREAS if name not in facts.areas]
        yield tuple(f"plan.areas.{name}.*" for name in missing), fault("idle-no-area")
        full = [name for name, area in plan.areas.items() if area.money == 1]
        yield tuple(f"plan.areas.{name}.money" for name in full), fault("idle-whole-call")
    numbers = {f"{group}.{name}": p.projects for group, name, p in _planned(facts.settings)}
    high = [key for key, most in numbers.items() if most is not None and most >= facts.proposals]
    yield tuple(f"{key}.projects" for key in high), fault("idle-above-proposals")
    if not any(known.has_levels[known.kind.index(name)] for name in facts.kinds):
        yield ("plan.targets.debut_stores",), fault("idle-no-stores")


def _cannot_bind(facts: Facts, direction: str, money: float) -> bool:
    """Whether a direction has less than the share of the grant that one of its kinds may take."""
    shares = facts.settings.split.model_dump()
    as_planned = not facts.top_ups and not facts.authority.pays_by_score
    return as_planned and (money == 1 or money > shares[direction])


def _planned(settings: Settings) -> Iterator[tuple[str, str, NumberPlan]]:
    plan = settings.plan
    for group, table in (("directions", plan.directions), ("kinds", plan.kinds), ("areas", plan.areas)):
        for name, planned in table.items():
            yield f"plan.{group}", name, planned

"""What one settings object cannot know, checked before the engine is loaded."""

from __future__ import annotations

from collections import Counter

from sim import extend
from sim.data import read
from sim.data.online import read_online
from sim.errors import Fault, InputError, Problem, fault
from sim.inputs.faults import by_run, line, together
from sim.inputs.overrides import by_caller
from sim.inputs.sections import HorizonSettings
from sim.inputs.settings import Settings
from sim.policy.allocations import ALLOCATIONS, quotas
from sim.policy.schema import suggestion


def check_together(settings: list[Settings], labels: list[str]) -> None:
    """Check what one settings object cannot know: allocation rules, envelopes, and that jobs differ.

    Raises
    ------
    InputError
    """
    cities = read_tables(settings)
    faults = by_run([_of_allocation(s, cities) for s in settings], lambda some: [", ".join(labels[k] for k in some)])
    doubled = sorted(label for label, n in Counter(labels).items() if n > 1)
    faults += [by_caller(fault("runs-doubled", label=label)) for label in doubled]
    if len({s.output for s in settings}) > 1:
        faults.append(by_caller(fault("runs-output-swept")))
    if faults:
        raise InputError(list(dict.fromkeys(faults)))


def _of_allocation(s: Settings, cities: read.Cities) -> list[Problem]:
    """What is wrong with the split of the envelope over the cities of a run."""
    rule = s.allocation.between
    if rule not in ALLOCATIONS:
        unknown = fault("inputs-unknown", hint=suggestion(rule, ALLOCATIONS))
        return [line(s.origins.of(("allocation", "between")), "allocation.between", rule, unknown)]
    try:
        quotas(s, cities.take(cities.rows(s.city)))
    except InputError as error:
        table = s.origins.of(("allocation", rule if rule in ("shares", "yuan") else "between"))
        return [fault("inputs-in", source=table, problem=problem) for problem in error.problems]
    return []


def read_tables(settings: list[Settings]) -> read.Cities:
    """Read every table once, so that a faulty or too short one is told before anything is written.

    Raises
    ------
    InputError
    """
    faults: list[str | Fault] = []
    readers = (read.read_parameters, read.read_sectors, read.read_kinds, read.income_sigma, read.sector_shares)
    for reader in (*readers, read_online):
        try:
            reader()
        except InputError as error:
            faults += error.problems
    if extend.extensions():  # measures of ours need no check, and their libraries take long to load
        from sim.measures.listing import check

        check()
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    for h, s in {s.horizon: s for s in settings}.items():
        try:
            read.season_index(read.START_DATE, h.weeks_warmup, h.weeks_warmup + h.weeks_pilot + h.weeks_after)
        except InputError as error:
            keys = [("horizon", name) for name in HorizonSettings.model_fields]
            told = [together(("horizon",), keys, s.model_dump(), s.origins, problem) for problem in error.problems]
            raise InputError(told) from None
    return read.read_cities()

"""What can have no effect in a run, in lines: settings that nothing reads, instruments, money, calls and meetings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import zip_longest

from sim.data import read
from sim.errors import Fault, fault
from sim.extend import shadowed
from sim.inputs.faults import written
from sim.inputs.given import file_shown
from sim.inputs.idle.facts import Facts
from sim.inputs.idle.found import idle_in
from sim.inputs.idle.usual import Flat, Value, flat, of_files, usual
from sim.inputs.settings import Settings
from sim.kernel.columns import CHANNELS, ONLINE, WEEKS_PER_QUARTER
from sim.policy.allotments import goes_by
from sim.policy.idle import why_idle, why_unheard
from sim.policy.instrument import Instrument
from sim.results.words import few

TEXTS = ("name", "title", "source", "grade", "kind", "forbidden")  # are only shown, or only refuse runs
# Told as a whole.
GROUPS = ("allocation", "split", "rules", "plan", "screening", "participation", "publicity", "financing")


def told(settings: Sequence[Settings], labels: Sequence[str]) -> list[Fault]:
    """What can have no effect in runs that are compared, a line each, with those that it is about.

    Parameters
    ----------
    settings : sequence of Settings
    labels : sequence of str
        Names of the runs.
    """
    known = [Facts(s) for s in settings]
    flats = [facts.values for facts in known]
    keys = {key for values in flats for key in values}
    swept = {key for key in keys if any(values.get(key) != flats[0].get(key) for values in flats)}
    unread: dict[tuple[str, Fault], list[str]] = {}
    others: dict[Fault, list[str]] = {}
    for facts, s, label in zip(known, settings, labels, strict=True):
        beside = len(settings) > 1 and not s.is_funded  # what others are told is not for it
        for pair in _settings(facts, swept if beside else None):
            unread.setdefault(pair, []).append(label)
        for line in (*_shadowed(s), *_instruments(facts), *_acts(facts)):
            if label not in (of := others.setdefault(line, [])):  # of two instruments that are alike
                of.append(label)
    alike: dict[tuple[Fault, tuple[str, ...]], list[str]] = {}
    for (what, why), of in unread.items():
        alike.setdefault((why, tuple(of)), []).append(what)
    lines = [(fault("idle-line", what=", ".join(keys), why=why), of) for (why, of), keys in alike.items()]
    lines += [(line, tuple(of)) for line, of in others.items()]
    everywhere = tuple(labels)
    of_some = {of: ", ".join(few(of)) for _, of in lines}
    return [line if of == everywhere else fault("idle-line-of", line=line, labels=of_some[of]) for line, of in lines]


def notes(settings: Settings) -> list[Fault]:
    """What can have no effect in one run, a line each: of the settings those that are not as they come.

    Parameters
    ----------
    settings : Settings
    """
    return told([settings], [settings.label])


def replaced(settings: Settings, patterns: Sequence[str], why: Fault) -> list[Fault]:
    """Settings that a study puts its own in the place of, in a line, where they are not as they come.

    Parameters
    ----------
    settings : Settings
    patterns : sequence of str
        Their keys.
    why : Fault
    """
    values, file = flat(settings), of_files(settings)
    meant = [key for key in values if any(fnmatchcase(key, pattern) for pattern in patterns)]
    own = dict.fromkeys(meant, why)
    found = list(dict.fromkeys(_written(key, values, own) for key in meant if _is_asked(key, values[key], file)))
    if "city" in patterns and settings.city != read.read_cities().notified:
        found.append(f"city={written(settings.city)}")
    if "instruments" in patterns:
        found += [f"instrument {k.label}" for k in settings.programme]
    return [fault("idle-line", what=", ".join(found), why=why)] if found else []


def _settings(facts: Facts, among: Collection[str] | None) -> Iterator[tuple[str, Fault]]:
    """Settings that nothing reads, as they are written, and why."""
    found = idle_in(facts)
    if not found:
        return
    values, file = facts.values, of_files(facts.settings)
    unasked = {f"parameters.{name}" for name in facts.sampled}
    pairs: dict[tuple[str, Fault], None] = {}
    for key, why in found.items():
        skipped = key in unasked or key.startswith("instrument.") or (among is not None and key not in among)
        if not skipped and _is_asked(key, values[key], file):
            pairs[_written(key, values, found), why] = None
    yield from pairs


def _is_asked(key: str, value: Value, file: Flat) -> bool:
    """Whether a setting is not as it comes; what our files leave out, or a config says is zero, was not asked for."""
    if key.rpartition(".")[2] in TEXTS:
        return False
    as_it_comes = usual()
    differs = value != as_it_comes[key] if key in as_it_comes else bool(value)
    return differs and bool(value or value != file.get(key, as_it_comes.get(key)))


def _written(key: str, values: Flat, found: Mapping[str, Fault]) -> str:
    """A setting as it is written, or the config that it belongs to where nothing of that is read."""
    group = key.partition(".")[0]
    own = [k for k in values if k.startswith(f"{group}.") and k.rpartition(".")[2] not in TEXTS]
    if group in GROUPS and f"{group}.name" in values and all(k in found for k in own):
        return f"{group}={values[f'{group}.name']}"
    return f"{key}={written(values[key])}"


def _shadowed(s: Settings) -> Iterator[Fault]:
    """One of our scenarios, where the user has another one by its name."""
    own = shadowed(s.scenario) if isinstance(s.scenario, str) else None
    if own is not None:
        yield fault("idle-scenario", name=s.scenario, own=file_shown(own))


def _instruments(facts: Facts) -> Iterator[Fault]:
    """Instruments that do nothing, and what of others does."""
    for k in facts.settings.programme:
        why = why_idle(k, facts.stage)
        if why is not None:
            yield fault("idle-instrument", name=k.label, why=why)
            continue
        stands = k.price_shift() or k.coordination_gain()  # until it is revoked: that it outlasts a run is no loss
        if k.end_week >= facts.end and not stands:
            yield fault("idle-outlasts", name=k.label, first=facts.end, end=k.end_week, last=facts.end - 1)
        if k.cities != "all":
            away = [name for name in k.cities if name not in facts.settings.city]
            if away:
                yield fault("idle-cities", name=k.label, cities=", ".join(away), n=len(away))
        if k.grant_share is not None and k.pays != "grant":
            yield fault("idle-line", what=f"grant_share={k.grant_share:g} ({k.label})", why=fault("idle-treasury"))
        if (unheard := why_unheard(k)) is not None:
            yield fault("idle-line", what=f"announce_week={k.announce_week} ({k.label})", why=unheard)
        yield from _receivers(k, facts.settings.programme)
        yield from _online(facts, k)
        yield from _districts(facts, k)


def _receivers(k: Instrument, programme: Sequence[Instrument]) -> Iterator[Fault]:
    """What an instrument says of who receives it and nobody reads."""
    terms, usual = k.common_terms, type(k).model_fields
    everybody = terms.holders_share == 1 and terms.budget_yuan is None
    first = goes_by(terms.allotment) == "used" and not any(_hands_out_before(other, k) for other in programme)
    unread = {"allotment": everybody or first, "record_weeks": everybody or k.recorded_from is None}
    for name, is_unread in unread.items():
        value = getattr(terms, name)
        if is_unread and name in usual and value != usual[name].default:
            why = "idle-used-nothing" if name == "allotment" else "idle-not-recorded"
            told = fault("idle-everybody" if everybody else why)
            yield fault("idle-line", what=f"{name}={value} ({k.label})", why=told)


def _hands_out_before(other: Instrument, k: Instrument) -> bool:
    hands_out = other.coupons() or other.voucher_yuan() or other.cash_yuan_per_week()
    return bool(hands_out) and other.start_week < k.start_week


def _online(facts: Facts, k: Instrument) -> Iterator[Fault]:
    """Sectors of an instrument that holds where they sell nothing."""
    terms = k.common_terms
    empty = [name for name in terms.sectors if name not in facts.online]
    if terms.channel == CHANNELS[ONLINE] and empty:
        yield fault("idle-online", name=k.label, sectors=", ".join(empty))


def _districts(facts: Facts, k: Instrument) -> Iterator[Fault]:
    """Districts that an instrument names and a city lacks."""
    change, event, shift = k.shop_change(), k.event(), k.price_shift()
    named = [*(shift.districts if shift else ()), *(one.district for one in (change, event) if one)]
    if not any(named):  # district 0 is everywhere
        return
    counts = dict(zip(facts.settings.city, facts.geography.n_districts.tolist(), strict=True))
    short = [name for name, n in counts.items() if max(named) >= n and (k.cities == "all" or name in k.cities)]
    if short:
        most = counts[short[0]] - 1
        key = "idle-districts" if shift else "idle-district-last"
        yield fault(key, name=k.label, district=max(named), city=short[0], most=most, others=len(short) - 1)


def _acts(facts: Facts) -> Iterator[Fault]:
    """Money that nothing uses, and calls and meetings without effect."""
    s, c = facts.settings, facts.calendar
    if facts.granted:
        if "instruments" in s.split.pays and not any(k.pays == "grant" for k in facts.running):
            yield fault("idle-instruments-pot", share=f"{s.split.instruments:g}")
        if "publicity" in s.split.pays and not facts.awards:
            yield fault("idle-publicity-pot", share=f"{s.split.publicity:g}")
        empty = [name for name in s.split.withheld if not s.split.model_dump()[name]]
        if empty:
            yield fault("idle-line", what=f"split.withheld={written(empty)}", why=fault("idle-holds-nothing"))
        outside = [w for w in s.authority.exchange_weeks or () if not c.money_from <= w < facts.end]
        if outside and s.authority.exchange == "meetings":
            weeks = ", ".join(map(str, outside))
            yield fault("idle-meetings", weeks=weeks, n=len(outside), first=c.money_from, last=facts.end - 1)
        last = max(c.calls, default=facts.end)
        if s.authority.first_tranche_share < 1 and c.second_tranche > last and facts.can_award:
            yield fault("idle-second-late", week=c.second_tranche, last=last)
    if facts.can_award:
        yield from _calls(facts)


def _calls(facts: Facts) -> Iterator[Fault]:
    """Calls that are not held, that are one with others, or whose decision comes after the run."""
    s, c = facts.settings, facts.calendar
    late = [str(q.quarter) for q in s.plan.calls or () if (q.quarter - 1) * WEEKS_PER_QUARTER >= s.horizon.weeks_pilot]
    if late:
        yield fault("idle-quarters", quarters=", ".join(late), n=len(late), weeks=s.horizon.weeks_pilot)
    planned = s.authority.calls if s.plan.calls is None else len(s.plan.calls) - len(late)
    if not c.calls:
        if planned:  # in quarters before any money
            yield fault("idle-no-call", week=c.first_tranche, weeks=s.horizon.weeks_pilot)
        return
    least = facts.review[0]
    held = _held(c.calls, facts.first_decision - least, least)
    if planned > len(held):
        yield fault("idle-calls-merge", planned=planned, merged=planned - len(held), weeks=least)
    undecided = [str(week) for week in c.calls if week + least >= facts.end]
    if undecided and not facts.awards:
        yield fault("idle-nothing-awarded", weeks=least, last=facts.end - 1)
    elif undecided:
        yield fault("idle-undecided", calls=", ".join(undecided), n=len(undecided), weeks=least, last=facts.end - 1)


def _held(calls: Sequence[int], money_from: int, least: int) -> list[int]:
    """Weeks in which calls are held if every review takes the least time: one that waits gives way to the next."""
    held: list[int] = []
    for week, after in zip_longest(calls, calls[1:]):
        earliest = max(week, money_from, held[-1] + least if held else 0)
        if after is None or earliest < after:
            held.append(earliest)
    return held

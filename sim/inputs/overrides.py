"""Overrides of the command line: what each sets, and what it may not."""

from __future__ import annotations

import difflib
import itertools
import math
from collections.abc import Iterator
from decimal import Decimal

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Glob, IntervalSweep, Override, QuotedString, RangeSweep, Sweep
from hydra.errors import HydraException

from sim.data import read
from sim.errors import Fault, Problem, Wrong, fault
from sim.inputs.design import number_type
from sim.inputs.faults import written
from sim.inputs.keys import known_keys
from sim.inputs.origins import caller
from sim.inputs.paths import GROUPS, choices
from sim.inputs.settings import WITHOUT_EFFECT
from sim.inputs.typed import spelt
from sim.policy.schema import EXACT, suggestion

TABLES = ("allocation.shares", "allocation.yuan")  # their keys are cities
MOST_RUNS = 1000  # of a sweep
NO_ASSUMPTIONS = (*WITHOUT_EFFECT, "seed", "replicates")  # sections and keys that no design moves
LONGEST = 100  # of an override that is quoted in a message


def first_line(error: Exception) -> str:
    """Return the first line of a library's error; the rest of Hydra's is advice that does not hold here."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__


def not_there(group: str, name: str) -> Fault:
    """Say that a config group has no such name, and what is allowed."""
    known = choices(group)
    if group == "rules" and name in read.read_cities().id:  # not the nearest name: that is another city
        return fault("inputs-no-rules", names=", ".join(known))
    return fault("inputs-unknown", hint=suggestion(name, known))


def by_caller(problem: Problem) -> Fault:
    """Say that something is wrong with what the command line or a call states."""
    return fault("inputs-in", source=caller(), problem=problem)


def parse(overrides: list[str], sweep: bool = False, ranges: bool = False) -> tuple[list[Override], list[Fault]]:
    """Parse overrides and tell those that may be used from the faults of the others.

    Parameters
    ----------
    overrides : list of str
        ``key=value`` in Hydra's grammar.
    sweep : bool
        Whether a key may have several values.
    ranges : bool
        Whether it may have an interval, over which a design takes its points.

    Returns
    -------
    (list of Override, list of Fault)
    """
    good: list[Override] = []
    faults: list[Fault] = []
    stated: set[str] = set()
    known, grammar = known_keys(), OverridesParser.create()
    for text in overrides:
        shown = repr(text if len(text) <= LONGEST else text[: LONGEST - 3] + "...")
        found = _refusals(text, shown)
        if not found:
            try:
                override = grammar.parse_override(spelt(text))
                found = _faults(override, shown, sweep, ranges, known) or _twice(override, stated)
            except Wrong as wrong:
                found = [wrong.fault]
            except (HydraException, RecursionError):  # what they say is about their grammar
                found = [fault("inputs-cannot-be-read" if "=" in text else "inputs-no-equals", override=shown)]
        faults += [by_caller(problem) for problem in found]
        if not found:
            good.append(override)
    return good, list(dict.fromkeys(faults))


def _twice(override: Override, stated: set[str]) -> list[Fault]:
    """Keys that an override states and one before it has stated, where the last would win in silence; notes its own."""
    own = dict.fromkeys([override.key_or_group, *leaves(override.key_or_group, override.value())])
    found = [fault("inputs-given-twice", key=key) for key in own if key in stated]
    stated.update(own)
    return found[:1]


def _refusals(text: str, shown: str) -> list[Fault]:
    if "${" in text:
        return [fault("inputs-reference", override=shown)]
    return [fault("inputs-option", override=shown)] if text.startswith("-") else []


def _faults(override: Override, shown: str, sweep: bool, ranges: bool, known: list[str]) -> list[Fault]:
    """What an override would do beyond setting known keys to values they may have."""
    key = override.key_or_group
    if override.is_add() or override.is_force_add() or override.is_delete():
        return [fault("inputs-add", override=shown)]
    if override.package is not None:
        return [fault("inputs-package", override=shown)]
    if key.split("/")[0].split(".")[0] == "hydra":
        return [fault("inputs-hydra", override=shown)]
    if override.is_sweep_override() and not sweep:
        is_path = key in ("scenario", "output")
        return [fault("inputs-one-path" if is_path else "inputs-one-value", override=shown, key=key)]
    if override.is_interval_sweep():
        return _interval(override, shown, known) if ranges else [fault("inputs-interval", override=shown)]
    try:
        values = values_of(override)
    except (ValueError, HydraException):
        return [fault("inputs-no-list", override=shown)]
    if any(isinstance(one, Sweep) for value in values for one in (value if isinstance(value, list) else [value])):
        return [fault("inputs-nested", override=shown)]
    if not values:
        return [fault("inputs-no-value", override=shown)]
    if override.is_sweep_override() and len({repr(as_whole(v)) for v in values}) < len(values):
        return [fault("inputs-value-twice", override=shown)]
    return _unknown(key, values, known)


def _interval(override: Override, shown: str, known: list[str]) -> list[Fault]:
    """What is wrong with a range for a design: it is of a number that is an assumption, and goes upwards."""
    key, value = override.key_or_group, override.value()
    assert isinstance(value, IntervalSweep)
    if key not in (*GROUPS, "parameters") and (unknown := _unknown(key, [0.0], known)):
        return unknown
    if number_type(key) is None or key.partition(".")[0] in NO_ASSUMPTIONS:
        return [fault("inputs-interval-key", override=shown, key=key)]
    low, high = range_of(value)
    if not -math.inf < low < high < math.inf:
        return [fault("inputs-interval-order", override=shown)]
    allowed = {f"parameters.{p.name}": p for p in read.read_parameters()}.get(key)
    if allowed and not allowed.low <= low < high <= allowed.high:
        within = fault("inputs-range", low=f"{allowed.low:g}", high=f"{allowed.high:g}", unit=allowed.unit)
        return [fault("inputs-interval-range", override=shown, problem=within)]
    return []


def range_of(value: IntervalSweep) -> tuple[float, float]:
    """Ends of an interval."""
    return float(value.start or 0.0), float(value.end or 0.0)


def _unknown(key: str, values: list[object], known: list[str]) -> list[Fault]:
    """Keys and names of configs that do not exist."""
    is_group = key in (*GROUPS, "parameters")
    found: list[Fault] = []
    for value in values:
        if is_group and not isinstance(value, dict):
            if value not in choices(key):
                name = written(value)
                found.append(fault("inputs-choice", group=key, name=name, problem=not_there(key, name)))
        else:
            wrong = [leaf for leaf in leaves(key, value) if leaf not in known]
            found += [fault("inputs-unknown-key", key=repr(leaf), hint=_nearest_key(leaf, known)) for leaf in wrong]
    return found


def values_of(override: Override) -> list[object]:
    """Every value that an override gives its key, at most one more than a sweep may have runs."""
    value = override.value()
    if isinstance(value, Glob):
        return list(value.filter(choices(override.key_or_group)))
    if isinstance(value, RangeSweep):
        return list(itertools.islice(_range(value), MOST_RUNS + 1))
    if not override.is_sweep_override():
        return [value]
    return [_plain(v) for v in itertools.islice(override.sweep_iterator(), MOST_RUNS + 1)]


def _range(sweep: RangeSweep) -> Iterator[float]:
    """Numbers of a range as they are written: three steps of 0.1 are 0.3. The stop is not among them."""
    start, stop, step = (Decimal(str(number)) for number in (sweep.start, sweep.stop, sweep.step))
    if not step or not all(number.is_finite() for number in (start, stop, step)):
        raise ValueError
    as_written = float if {type(sweep.start), type(sweep.stop), type(sweep.step)} - {int} else int
    for k in itertools.count():
        number = start + k * step
        if (number - stop) * step >= 0:
            return
        yield as_written(number)


def _plain(value: object) -> object:
    """Return a parsed value without its quotes."""
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {_plain(k): _plain(v) for k, v in value.items()}
    return value.text if isinstance(value, QuotedString) else value


def as_whole(value: object) -> object:
    """Return a value with its whole numbers as such: 1e3 is 1000."""
    if isinstance(value, list):
        return [as_whole(v) for v in value]
    if isinstance(value, dict):
        return {key: as_whole(v) for key, v in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < EXACT else value


def cells(overrides: list[Override]) -> list[list[str]]:
    """Every combination of the values that overrides give, as Hydra's sweeper makes them: the last key turns first."""
    lines: list[list[str]] = []
    for override in overrides:
        key, value = override.get_key_element(), override.value()
        if isinstance(value, Glob):
            values = value.filter(choices(override.key_or_group))
        elif isinstance(value, RangeSweep):
            values = [str(number) for number in _range(value)]
        elif override.is_sweep_override():
            values = list(override.sweep_string_iterator())
        else:
            values = [override.get_value_element_as_str()]
        lines.append([f"{key}={text}" for text in values])
    return [list(cell) for cell in itertools.product(*lines)]


def leaves(key: str, value: object) -> list[str]:
    """Keys that an override states, with dots; a table as value states those in it, an empty one itself."""
    if not isinstance(value, dict) or not value or key in TABLES:
        return [key]
    return [leaf for inner, v in value.items() for leaf in leaves(f"{key}.{inner}", v)]


def _nearest_key(wrong: str, known: list[str]) -> object:
    """Key that was meant: one beside it, else the same key elsewhere, else one that looks like it."""
    parts = wrong.split(".")
    for depth in range(len(parts) - 1, 0, -1):
        table = ".".join(parts[:depth]) + "."
        names = list(dict.fromkeys(key[len(table) :].split(".")[0] for key in known if key.startswith(table)))
        if names:
            near = difflib.get_close_matches(parts[depth], names, n=1, cutoff=0.6)
            deeper = [] if near == parts[depth : depth + 1] else parts[depth + 1 :]  # a value has no keys
            whole = ".".join([table + near[0], *deeper]) if near else ""
            return suggestion(whole, [whole]) if near else suggestion("", [table + name for name in names])
    elsewhere = [key for key in known if key.rpartition(".")[2] == parts[-1]]
    near = elsewhere or difflib.get_close_matches(wrong, known, n=1, cutoff=0.6)
    return suggestion(near[0], near[:1]) if near else suggestion("", [key for key in known if "." not in key])

"""What a search may choose, as the command line writes it: ranges, shares that move together, and choices."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from hydra.core.override_parser.types import Override

from sim.data import read
from sim.errors import InputError, Problem, fault
from sim.inputs.design import Axis
from sim.inputs.overrides import by_caller, cells, parse
from sim.inputs.sections import unknown_city
from sim.inputs.settings import Settings
from sim.inputs.sweep import with_ranges
from sim.kernel.columns import POTS
from sim.policy.plan import PublicitySettings
from sim.policy.schema import suggestion
from sim.studies.search.plans import Plans, found
from sim.studies.search.space import GRID, Choice, Shares, Space

# What a planner decides; the rest is the world, the same for every plan.
CHOSEN = (
    "allocation", "split", "rules", "plan", "screening", "participation", "publicity", "instrument", "instruments",
    "authority",
)  # fmt: skip
CITIES = "allocation.shares"
GROUPS = ("split", "publicity", CITIES)  # tables whose shares sum to 1
RANGE = re.compile(r"\s*interval\(\s*([^,()]+)\s*,\s*([^,()]+)\s*\)\s*")
LISTED = re.compile(r"instruments\.\d+\.\w+")


class Range(NamedTuple):
    """Range of one key, or of all keys of a table, that no override can state by itself."""

    key: str
    low: float
    high: float
    text: str

    @property
    def group(self) -> str:
        """Table of shares that the key belongs to or is; empty if none."""
        return group_of(self.key)


def group_of(key: str) -> str:
    """Table of shares that a key belongs to or is; empty if none."""
    return next((group for group in GROUPS if key == group or key.startswith(f"{group}.")), "")


def plans(overrides: Sequence[str]) -> tuple[Plans, Settings]:
    """Plans of the space that overrides span, and the settings where nothing is searched.

    Parameters
    ----------
    overrides : sequence of str
        Settings; several values of a key by commas, ranges by ``interval(low,high)``.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    ranges, rest = _apart(overrides)
    given, wrong = parse(rest, sweep=True, ranges=True)
    axes, given = with_ranges(given)
    choices = tuple(Choice(o.key_or_group, _values(o)) for o in given if o.is_sweep_override())
    fixed = [str(o.input_line) for o in given if not o.is_sweep_override()]
    keys = [*(axis.key for axis in axes), *(choice.key for choice in choices)]
    outside = [by_caller(fault("search-key", key=key)) for key in keys if key.split(".")[0] not in CHOSEN]
    if faults := [*wrong, *outside]:
        raise InputError(faults)
    base = Plans(Space(choices=choices), fixed, {}).base(*(choice.values[0] for choice in choices))
    weights = _weights(base) if any(one.group == CITIES for one in ranges) else {}
    return Plans(_space(base, weights, ranges, axes, choices), fixed, weights), base


def _apart(overrides: Sequence[str]) -> tuple[list[Range], list[str]]:
    """Ranges of shares and of listed instruments; and the other overrides.

    Raises
    ------
    InputError
    """
    ranges: list[Range] = []
    rest: list[str] = []
    faults: list[Problem] = []
    for text in overrides:
        key, _, value = text.partition("=")
        shape = RANGE.fullmatch(value)
        if not shape or not (group_of(key) or LISTED.fullmatch(key)):
            rest.append(text)
            continue
        low, high = map(_number, shape.groups())
        if not 0 <= low < high < math.inf:
            faults.append(by_caller(fault("inputs-interval-order", override=repr(text))))
        if any(one.key == key for one in ranges):
            faults.append(by_caller(fault("inputs-given-twice", key=key)))
        ranges.append(Range(key, low, high, text))
    if faults:
        raise InputError(faults)
    return ranges, rest


def _number(text: str) -> float:
    """Number that a text stands for; NaN if none."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def _values(override: Override) -> tuple[str, ...]:
    """Values of a choice, as the command line writes them."""
    return tuple(text.partition("=")[2] for (text,) in cells([override]))


def _space(
    base: Settings,
    weights: dict[str, float],
    ranges: Sequence[Range],
    axes: Sequence[Axis],
    choices: tuple[Choice, ...],
) -> Space:
    """What is searched.

    Raises
    ------
    InputError
    """
    faults: list[Problem] = []
    shares: list[Shares] = []
    listed: list[Axis] = []
    names = dict(zip(GROUPS, (POTS, tuple(PublicitySettings.model_fields), base.city), strict=True))
    data = base.model_dump() | {"allocation": {"shares": weights}}
    for group in dict.fromkeys(one.group for one in ranges if one.group):
        now = {name: found(data, f"{group}.{name}") or 0.0 for name in names[group]}
        try:
            shares.append(_shares(group, [one for one in ranges if one.group == group], now))
        except InputError as error:
            faults += error.problems
    for one in ranges:
        if not one.group:
            try:
                listed.append(_listed(one, base))
            except InputError as error:
                faults += error.problems
    space = Space((*axes, *listed), tuple(shares), choices)
    if not space.keys and not faults:
        faults.append(by_caller(fault("search-nothing")))
    if faults:
        raise InputError(faults)
    return space


def _weights(base: Settings) -> dict[str, float]:
    """Shares of the cities in the envelope as the settings allocate it."""
    from sim.policy.allocations import quotas
    from sim.runs.checks import check_together

    check_together([base], [base.label])
    cities = read.read_cities()
    fen = quotas(base, cities.take(cities.rows(base.city)))
    total = int(fen.sum())
    return {name: int(own) / total if total else 0.0 for name, own in zip(base.city, fen.tolist(), strict=True)}


def _shares(group: str, ranges: Sequence[Range], now: dict[str, float]) -> Shares:
    """Shares that move together; the others of their table stay as they are.

    Raises
    ------
    InputError
    """
    own: dict[str, tuple[float, float]] = {}
    for one in sorted(ranges, key=lambda one: one.key != group):  # that of the whole table first
        if one.key == group:  # of all that have money, and of every city
            own |= {name: (one.low, one.high) for name, share in now.items() if share or group == CITIES}
        else:
            own[_share_of(one, [*now])] = (one.low, one.high)
    names = [name for name in now if name in own]
    if len(names) < 2:
        raise InputError(by_caller(fault("search-alone", key=f"{group}.{names[0]}", group=group)))
    total = round(1 - sum(share for name, share in now.items() if name not in own), 12)
    lows, highs = (tuple(own[name][end] for name in names) for end in (0, 1))
    made = Shares(group, tuple(names), lows, highs, total)
    if not made.is_possible:
        said = {"low": f"{sum(lows):g}", "high": f"{sum(highs):g}", "total": f"{math.floor(total * GRID) / GRID:g}"}
        raise InputError(by_caller(fault("search-impossible", keys=", ".join(made.keys), **said)))
    return made


def _share_of(one: Range, names: list[str]) -> str:
    """Name of the share that a range is of.

    Raises
    ------
    InputError
    """
    name = one.key.removeprefix(f"{one.group}.")
    if name in names:
        return name
    hint = unknown_city(name, names) if one.group == CITIES else fault("inputs-unknown", hint=suggestion(name, names))
    raise InputError(by_caller(fault("search-share", override=repr(one.text), problem=hint)))


def _listed(one: Range, base: Settings) -> Axis:
    """Range of a term of one of several instruments.

    Raises
    ------
    InputError
    """
    _, number, name = one.key.split(".")
    terms = base.instruments[int(number)] if int(number) < len(base.instruments) else None
    if name not in type(terms).model_fields if terms else True:
        raise InputError(by_caller(fault("search-instrument", override=repr(one.text), n=len(base.instruments))))
    value = getattr(terms, name)
    if isinstance(value, bool) or not isinstance(value, int | float | None):
        raise InputError(by_caller(fault("inputs-interval-key", override=repr(one.text), key=one.key)))
    return Axis(one.key, one.low, one.high, isinstance(value, int))

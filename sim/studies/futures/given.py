"""What of a command line is to be chosen, what is not known of the future, and what is fixed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hydra.core.override_parser.types import Override

from sim.errors import InputError, fault
from sim.inputs.design import Axis
from sim.inputs.overrides import by_caller, cells, leaves, parse, values_of
from sim.inputs.scenario import read_scenario
from sim.inputs.sweep import with_ranges

CHOICES = {"allocation": "allocation=official,equal,per_head,by_retail,by_need"}  # where none are given
POSTERIOR, TABLE = "posterior", "table"
# What is not known of the future, where nothing is said of a key. Nominal growth of disposable income per head was
# between 4.7 % and 9.1 % a year from 2020 to 2024 (National Bureau of Statistics); a slower decade is not excluded.
GROWTH = "parameters.income_growth=interval(0.02,0.08)"
CITIES = ("authority.strategic=false,true", "screening=score,first_come")  # how authorities behave
TRANCHE = "authority.second_tranche_rule=unconditional,proportional,threshold"
OF_SEVERAL = (*CITIES[:1], TRANCHE)  # mean nothing where there is one city


class Given(NamedTuple):
    """Overrides by what they are for."""

    choices: list[Override]
    factors: list[Override]
    axes: list[Axis]
    fixed: list[Override]


def parameters_from(given: list[Override]) -> tuple[str, list[Override]]:
    """Where parameter sets come from, and the other overrides.

    Raises
    ------
    InputError
    """
    own = [o for o in given if o.key_or_group == "parameters" and not isinstance(o.value(), dict)]
    named = [str(value) for o in own for value in values_of(o)] or [POSTERIOR]
    if len(named) > 1:
        raise InputError(by_caller(fault("futures-parameters")))
    return named[0], [o for o in given if o not in own]


def stated_keys(given: Sequence[Override]) -> set[str]:
    """Keys that the command line or a scenario states, with dots."""
    found = {
        leaf for o in given if not o.is_interval_sweep() for v in values_of(o) for leaf in leaves(o.key_or_group, v)
    }
    found |= {o.key_or_group for o in given}
    names = [v for o in given if o.key_or_group == "scenario" for v in values_of(o) if isinstance(v, str)]
    for name in names:
        found |= {leaf for key, value in read_scenario(name).items() for leaf in leaves(key, value)}
    return found


def own_parameters(stated: set[str]) -> set[str]:
    """Names of the parameters among some keys."""
    return {key.removeprefix("parameters.") for key in stated if key.startswith("parameters.")}


def usual(given: Sequence[Override], stated: set[str], choose: Sequence[str]) -> list[Override]:
    """Choices and assumptions of ours about keys of which nothing is said.

    Raises
    ------
    InputError
        If a key is to be chosen and has no values.
    """
    keys = {o.key_or_group for o in given}
    lines = [CHOICES[key] for key in choose if key in CHOICES and key not in stated]
    if missing := [key for key in choose if key not in keys and key not in CHOICES]:
        raise InputError([by_caller(fault("futures-not-given", key=key)) for key in missing])
    tops = {key.split(".")[0] for key in stated}
    for line in (GROWTH, *CITIES, TRANCHE):
        key = line.split("=")[0]
        if key not in stated and key not in choose and (key.count(".") or key not in tops):
            lines.append(line)
    return parse(lines, sweep=True, ranges=True)[0]


def split_up(given: list[Override], choose: Sequence[str]) -> Given:
    """Overrides by what they are for."""
    axes, rest = with_ranges(given)
    chosen = [o for o in rest if o.key_or_group in choose]
    others = [o for o in rest if o not in chosen]
    return Given(
        chosen, [o for o in others if len(values_of(o)) > 1], axes, [o for o in others if len(values_of(o)) == 1]
    )  # fmt: skip


def lines_of(given: Sequence[Override]) -> list[str]:
    """Overrides with one value, as they are written."""
    return [line for (line,) in zip(*cells(list(given)), strict=True)] if given else []


def levels_of(override: Override) -> list[str]:
    """Values of a key as they are written."""
    words = (cell[0].partition("=")[2] for cell in cells([override]))
    pairs = zip(values_of(override), words, strict=True)
    return [word.lower() if isinstance(value, bool) else word for value, word in pairs]

"""Faults of settings: one line each, with where it is, what stands there and what is allowed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sim.errors import Fault, Problem, Wrong, fault
from sim.policy.instruments import INSTRUMENTS
from sim.policy.schema import MANY, Faults, suggestion

Place: TypeAlias = tuple[int | str, ...]  # keys and positions, from the settings inwards

_ALLOWED = {
    "missing": "inputs-missing",
    "finite_number": "inputs-finite",
    "int_type": "inputs-whole",
    "int_from_float": "inputs-whole",
    "float_type": "inputs-number",
    "bool_type": "inputs-true-false",
    "tuple_type": "inputs-list",
    "dict_type": "inputs-names-numbers",
    "model_type": "inputs-keys",
    "string_type": "inputs-text",
    "string_too_short": "inputs-empty",
    "string_pattern_mismatch": "inputs-name",
}


def keys_of(model: type[BaseModel], location: Place) -> list[str]:
    """Keys of the section at a location in the settings ``model``; none if there is no section."""
    for part in location:
        if part == "instrument":
            return list(dict.fromkeys(key for kind in INSTRUMENTS.values() for key in kind.model_fields))
        annotation = model.model_fields[str(part)].annotation if part in model.model_fields else None
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            return []
        model = annotation
    return list(model.model_fields)


def lines_of(
    error: ValidationError, model: type[BaseModel], where: Callable[[Place], str], sums: bool = True
) -> list[Fault]:
    """One line for every fault that pydantic found.

    Parameters
    ----------
    error : pydantic.ValidationError
    model : type
        Of the settings; knows the keys that are allowed.
    where : callable
        Names the file, or ``command line``, for a location such as ``("split", "debut")``.
    sums : bool
        Whether to judge a section as a whole too.
    """
    return [line for found in error.errors() for line in _lines(found, model, where, sums)]


def _lines(found: ErrorDetails, model: type[BaseModel], where: Callable[[Place], str], sums: bool) -> list[Fault]:
    place, kind, value = _place(found["loc"]), found["type"], found["input"]
    key, source = ".".join(map(str, place)) or "settings", where(place)
    if kind == "value_error":
        error = found["ctx"]["error"]
        if isinstance(error, Faults):
            return [_line(where((*place, k)), f"{key}.{k}", dict(value)[k], text) for k, text in error.found]
        said = error.fault if isinstance(error, Wrong) else str(error)
        if isinstance(value, dict):
            return [fault("inputs-in-key", source=source, key=key, problem=said)] if sums else []
        return [_line(source, key, value, said)]
    if kind == "extra_forbidden":
        hint = suggestion(str(place[-1]), _keys_at(model, found["loc"]))
        unknown = fault("inputs-unknown-key", key=repr(key), hint=hint)
        return [fault("inputs-in", source=source, problem=unknown)]
    if kind.startswith("union_tag"):
        given = value.get("kind") if isinstance(value, dict) else value
        return [_line(source, f"{key}.kind", given, suggestion(str(given), ["none", *INSTRUMENTS]))]
    if kind == "missing":
        return [fault("inputs-in", source=source, problem=fault("inputs-key-missing", key=key))]
    if kind == "literal_error":
        return [_line(source, key, value, suggestion(str(value), re.findall("'([^']*)'", found["ctx"]["expected"])))]
    return [_line(source, key, value, _allowed(kind, found["msg"]))]


def _allowed(kind: str, said: str) -> Problem:
    """What may stand there: in our words where there are some, else in those of pydantic."""
    if kind in _ALLOWED:
        return fault(_ALLOWED[kind])
    said = said.replace("Input should be", "must be").replace("greater than or equal to", "at least")
    return said.replace("less than or equal to", "at most").replace("less than", "below")


def _line(source: str, key: str, value: object, problem: Problem) -> Fault:
    words = {type(None): "null", bool: str(value).lower()}
    shown = words.get(type(value), str(value))
    shown = shown if len(shown) <= MANY else shown[: MANY - 3] + "..."
    return fault("inputs-value", source=source, key=key, value=shown, problem=problem)


def _keys_at(model: type[BaseModel], location: Place) -> list[str]:
    """Keys allowed beside an unknown one."""
    named = [str(part) for part in location if part in INSTRUMENTS]
    return list(INSTRUMENTS[named[0]].model_fields) if named else keys_of(model, location[:-1])


def _place(location: Place) -> Place:
    """Where a fault is, as users write it: without the names of instruments that pydantic puts in."""
    return tuple(
        part
        for k, part in enumerate(location)
        if not (part in INSTRUMENTS and str(location[0]).startswith("instrument") and k)
    )

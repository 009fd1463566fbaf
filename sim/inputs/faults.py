"""Faults of settings in words: one line each, with where it is, what stands there and what is allowed."""

from __future__ import annotations

import re
from collections.abc import Callable

from pydantic import BaseModel, ValidationError

from sim.policy.instruments import INSTRUMENTS
from sim.policy.schema import MANY, Faults, suggestion

_ALLOWED = {
    "missing": "is missing",
    "finite_number": "must be a finite number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list",
    "dict_type": "must be a table of names and numbers",
    "model_type": "must be a table of keys",
    "string_type": "must be a text",
    "string_too_short": "must not be empty",
    "string_pattern_mismatch": "must be 1 to 60 letters, digits, spaces or any of _ . ( ) -",
}


def keys_of(model: type[BaseModel], location: tuple) -> list[str]:
    """Keys of the section at a location in the settings ``model``; none if there is no section."""
    for part in location:
        if part == "instrument":
            return list(dict.fromkeys(key for kind in INSTRUMENTS.values() for key in kind.model_fields))
        annotation = model.model_fields[part].annotation if part in model.model_fields else None
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            return []
        model = annotation
    return list(model.model_fields)


def lines_of(
    error: ValidationError, model: type[BaseModel], where: Callable[[tuple], str], sums: bool = True
) -> list[str]:
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
    return [line for fault in error.errors() for line in _lines(fault, model, where, sums)]


def _lines(fault: dict, model: type[BaseModel], where: Callable[[tuple], str], sums: bool) -> list[str]:
    place, kind, value = _place(fault["loc"]), fault["type"], fault["input"]
    key, source = ".".join(map(str, place)) or "settings", where(place)
    if kind == "value_error":
        error = fault["ctx"]["error"]
        if isinstance(error, Faults):
            return [_line(where((*place, k)), f"{key}.{k}", dict(value)[k], text) for k, text in error.found]
        if isinstance(value, dict):
            return [f"{source}: {key}: {error}"] if sums else []
        return [_line(source, key, value, str(error))]
    if kind == "extra_forbidden":
        return [f"{source}: unknown key {key!r}; {suggestion(str(place[-1]), _keys_at(model, fault['loc']))}"]
    if kind.startswith("union_tag"):
        given = value.get("kind") if isinstance(value, dict) else value
        return [_line(source, f"{key}.kind", given, suggestion(str(given), ["none", *INSTRUMENTS]))]
    if kind == "missing":
        return [f"{source}: {key} is missing"]
    if kind == "literal_error":
        return [_line(source, key, value, suggestion(str(value), re.findall("'([^']*)'", fault["ctx"]["expected"])))]
    text = _ALLOWED.get(kind, fault["msg"].replace("Input should be", "must be"))
    text = text.replace("greater than or equal to", "at least").replace("less than or equal to", "at most")
    return [_line(source, key, value, text.replace("less than", "below"))]


def _line(source: str, key: str, value: object, text: str) -> str:
    words = {type(None): "null", bool: str(value).lower()}
    shown = words.get(type(value), str(value))
    return f"{source}: {key}={shown if len(shown) <= MANY else shown[: MANY - 3] + '...'}: {text}"


def _keys_at(model: type[BaseModel], location: tuple) -> list[str]:
    """Keys allowed beside an unknown one."""
    named = [part for part in location if part in INSTRUMENTS]
    return list(INSTRUMENTS[named[0]].model_fields) if named else keys_of(model, location[:-1])


def _place(location: tuple) -> tuple:
    """Where a fault is, as users write it: without the names of instruments that pydantic puts in."""
    return tuple(
        part
        for k, part in enumerate(location)
        if not (part in INSTRUMENTS and str(location[0]).startswith("instrument") and k)
    )

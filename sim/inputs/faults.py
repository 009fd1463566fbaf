"""Faults of settings: one line each, with where it is, what stands there and what is allowed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sim.errors import Fault, Problem, Wrong, fault
from sim.inputs.origins import Origins, Place, at, has, inner, one_source
from sim.inputs.paths import configs
from sim.policy.instruments import INSTRUMENTS
from sim.policy.schema import MANY, Faults, suggestion

_ALLOWED = {
    "missing": "inputs-missing",
    "finite_number": "inputs-finite",
    "int_type": "inputs-whole",
    "int_from_float": "inputs-whole",
    "float_type": "inputs-number",
    "bool_type": "inputs-true-false",
    "tuple_type": "inputs-list",
    "dict_type": "inputs-table",
    "model_type": "inputs-keys",
    "string_type": "inputs-text",
    "string_too_short": "inputs-empty",
    "string_pattern_mismatch": "inputs-name",
}
# The same with a limit, by the name that pydantic gives it.
_LIMITED = {
    "greater_than": ("inputs-above", "gt"),
    "greater_than_equal": ("inputs-at-least", "ge"),
    "less_than": ("inputs-below", "lt"),
    "less_than_equal": ("inputs-at-most", "le"),
    "multiple_of": ("inputs-multiple", "multiple_of"),
    "string_too_long": ("inputs-longest", "max_length"),
    "too_long": ("inputs-most-items", "max_length"),
    "too_short": ("inputs-least-items", "min_length"),
}


LIKE_PERCENT = 5  # from here on a number that must be a share is taken to be one in per cent


def keys_of(model: type[BaseModel], location: Place) -> list[str]:
    """Keys of the section at a location in the settings ``model``; none if there is no section."""
    is_name = False
    for part in location:
        if part == "instrument":
            return list(dict.fromkeys(key for kind in INSTRUMENTS.values() for key in kind.model_fields))
        if is_name:  # of a table in a table, or its place in a list
            is_name = False
            continue
        annotation = model.model_fields[str(part)].annotation if part in model.model_fields else None
        table, is_name = _table_in(annotation)
        if table is None:
            return []
        model = table
    return [] if is_name else list(model.model_fields)


def _table_in(annotation: object) -> tuple[type[BaseModel] | None, bool]:
    """Table that an annotation holds; and whether there are several of them, by name or in a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, False
    for one in get_args(annotation):
        found, several = _table_in(one)
        if found is not None:
            return found, several or get_origin(annotation) in (dict, tuple)
    return None, False


def lines_of(
    error: ValidationError, model: type[BaseModel], origins: str | Origins, data: object, sums: bool = True
) -> list[Fault]:
    """One line for every fault that pydantic found.

    Parameters
    ----------
    error : pydantic.ValidationError
    model : type
        Of the settings; knows the keys that are allowed.
    origins : str or Origins
        Of the values; or the one place that all come from, as messages name it.
    data
        What was checked, as it was stated.
    sums : bool
        Whether to judge a section as a whole too.
    """
    origins = one_source(origins, data) if isinstance(origins, str) else origins
    lines: dict[Fault, None] = {}
    several: set[Place] = set()  # values that may be of several types: one line for all of them
    for found in error.errors():
        place, is_one_of = _place(found, data)
        if is_one_of and place in several:
            continue
        several |= {place} if is_one_of else set()
        lines |= dict.fromkeys(_lines(found, place, model, origins, data, sums))
    return list(lines)


def _lines(
    found: ErrorDetails, place: Place, model: type[BaseModel], origins: Origins, data: object, sums: bool
) -> list[Fault]:
    kind, value = found["type"], at(data, place)
    key, source = dotted(place) or "settings", origins.of(place, isinstance(value, dict))
    if kind == "value_error":
        error = found["ctx"]["error"]
        if isinstance(error, Faults):
            inside = [
                ((*place, *name) if isinstance(name, tuple) else (*place, name), said) for name, said in error.found
            ]
            return [line(origins.of(one), dotted(one), at(data, one), said) for one, said in inside]
        if isinstance(error, Wrong) and error.keys:
            keys = [(*place, *name.split(".")) for name in error.keys]
            return [together(place, keys, data, origins, error.fault)] if sums else []
        said = error.fault if isinstance(error, Wrong) else str(error)
        if isinstance(value, dict) and value:
            return [fault("inputs-in-key", source=source, key=key, problem=said)] if sums else []
        return [line(source, key, origins.word(place, value), said)]
    if kind == "extra_forbidden":
        return [_extra(place, value, _keys_at(model, found["loc"]), data, source)]
    if kind.startswith("union_tag"):
        known = suggestion(str(value.get("kind") if isinstance(value, dict) else value), ["none", *INSTRUMENTS])
        named = (*place, "kind")
        if has(data, named):
            return [line(origins.of(named), dotted(named), at(data, named), known)]
        return [fault("inputs-in", source=source, problem=fault("inputs-kind-missing", key=dotted(named), hint=known))]
    if kind == "missing":
        missing = fault("inputs-key-missing", key=key)
        return [fault("inputs-in", source=origins.of_missing(place), problem=missing)]
    if kind == "literal_error":
        known = suggestion(str(value), re.findall("'([^']*)'", found["ctx"]["expected"]))
        return [line(source, key, value, known)]
    if kind == "model_attributes_type":
        return [
            line(source, key, value, fault("inputs-instruments" if key == "instruments" else "inputs-one-instrument"))
        ]
    limits = found.get("ctx", {})
    return [line(source, key, origins.word(place, value), _percent(kind, value, limits) or _allowed(kind, limits))]


def _percent(kind: str, value: object, limits: dict[str, Any]) -> Fault | None:
    """How a share is written that was given in per cent; None if it was not."""
    number = str(value).strip().removesuffix("%").removesuffix("％").rstrip()
    is_share = (
        kind == "less_than_equal" and limits["le"] == 1 and isinstance(value, int | float) and value >= LIKE_PERCENT
    )
    if (
        not re.fullmatch(r"\d{1,3}(\.\d+)?", number)
        or not (is_share or (kind == "float_type" and "%" in str(value)))
        or float(number) > 100
    ):
        return None
    return fault("inputs-percent", problem=_allowed(kind, limits), share=f"{float(number) / 100:g}", percent=number)


def _extra(place: Place, value: object, known: Sequence[str], data: object, source: Problem) -> Fault:
    """What is wrong with a key that its table does not have."""
    key, table = dotted(place), place[:-1]
    if str(place[0]).startswith("instrument") and at(data, (*table, "kind")) in ("none", None):
        names = ", ".join(name for name in configs("instrument") if name != "none")
        nothing = fault("inputs-no-instrument", key=dotted(table), names=names)
        return line(source, key, value, nothing)
    hint = suggestion(str(place[-1]), known, within=dotted(table))
    return fault("inputs-in", source=source, problem=fault("inputs-unknown-key", key=repr(key), hint=hint))


def together(place: Place, keys: Sequence[Place], data: object, origins: Origins, problem: Problem) -> Fault:
    """One line for values that do not go together, each with where it comes from.

    Parameters
    ----------
    place : tuple
        Of the table that all are in.
    keys : sequence of tuple
        Places of the values; those that nobody states are not named.
    data
        Settings as they were stated.
    origins : Origins
    problem : str or Fault
    """
    stated = [key for key in keys if has(data, key)]
    if len(stated) == 1 and len(keys) == 1:
        return line(origins.of(stated[0]), dotted(stated[0]), at(data, stated[0]), problem)
    ranked = sorted(stated, key=lambda key: origins.layers.index(origins.layer(key)[0]))
    by_source: dict[Problem, list[Place]] = {}
    for key in ranked:
        by_source.setdefault(origins.file(key), []).append(key)
    main = origins.of(ranked[0]) if ranked else origins.of(place)
    said = []
    for members in by_source.values():
        values = ", ".join(_stated(dotted(key[len(place) :]), at(data, key)) for key in members)
        source = origins.of(members[0]) if len(members) == 1 else origins.file(members[0])
        said.append(
            values if members[0] == ranked[0] else str(fault("inputs-values-from", values=values, source=source))
        )
    whole = fault("inputs-together", problem=problem, values="; ".join(said)) if said else problem
    if place:
        return fault("inputs-in-key", source=main, key=dotted(place), problem=whole)
    return fault("inputs-in", source=main, problem=whole)


def _stated(key: str, value: object) -> str:
    return key if isinstance(value, dict) else f"{key}={written(value)}"


def _allowed(kind: str, limits: dict[str, Any]) -> Fault:
    """What may stand there."""
    if kind in _LIMITED:
        key, name = _LIMITED[kind]
        limit = limits[name]
        return fault(key, limit=int(limit) if limit == int(limit) else f"{limit:g}")
    return fault(_ALLOWED.get(kind, "inputs-not-allowed"))


def line(source: Problem, key: str, value: object, problem: Problem) -> Fault:
    """Return the fault of one value: where it is, its key, what stands there, and what is wrong with it."""
    return fault("inputs-value", source=source, key=key, value=written(value), problem=problem)


def by_run(found: Sequence[Sequence[Problem]], names: Callable[[Collection[int]], Sequence[str]]) -> list[Problem]:
    """Faults of runs that are compared, each once; those of some runs only with what these are called.

    Parameters
    ----------
    found : sequence of sequence of str or Fault
        Of each run.
    names : callable
        Gives the names of some runs, by their positions. A fault that holds them all needs no more.
    """
    having: dict[Problem, dict[int, None]] = {}
    for k, problems in enumerate(found):
        for problem in problems:
            having.setdefault(problem, {})[k] = None
    out: list[Problem] = []
    for problem, some in having.items():
        called = names(some) if len(some) < len(found) else ()
        known = all(name in str(problem) for name in called)
        out.append(problem if known else fault("inputs-of-runs", problem=problem, runs=" ".join(called)))
    return out


def written(value: object, most: int = MANY) -> str:
    """A value as one types it, cut where it is long.

    >>> written({"a": [1, None, True], "b": 0.1 + 0.2})
    '{a:[1,null,true],b:0.3}'
    """
    if isinstance(value, dict):
        text = "{" + ",".join(f"{key}:{written(one)}" for key, one in value.items()) + "}"
    elif isinstance(value, list | tuple):
        text = "[" + ",".join(map(written, value)) + "]"
    elif isinstance(value, float):
        text = f"{value:.15g}"
    else:
        text = {type(None): "null", bool: str(value).lower()}.get(type(value), str(value))
    return text if len(text) <= most else text[: most - 3] + "..."


def dotted(place: Place) -> str:
    """A place as one types it."""
    return ".".join(map(str, place))


def _keys_at(model: type[BaseModel], location: Place) -> list[str]:
    """Keys allowed beside an unknown one."""
    named = [str(part) for part in location if part in INSTRUMENTS]
    return list(INSTRUMENTS[named[0]].model_fields) if named else keys_of(model, location[:-1])


def _place(found: ErrorDetails, data: object) -> tuple[Place, bool]:
    """Where a fault is, as users write it, and whether the value there may be of several types.

    pydantic puts in names of kinds and types, and positions in what was made a list of: whatever is not in the data.
    """
    parts, several = list(found["loc"]), False
    if parts and str(parts[0]).startswith("instrument"):  # after the instrument, the name of its kind
        kind = 1 if parts[0] == "instrument" else 2
        del parts[kind : kind + 1]
    place: Place = ()
    for k, part in enumerate(parts):
        there, below = inner(data, part)
        if there:
            place, data = (*place, part), below
        elif found["type"] == "missing" and k == len(parts) - 1:
            place = (*place, part)
        else:
            several = several or isinstance(part, str)
    return place, several

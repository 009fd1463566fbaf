"""Move a lever: the settings before and after."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple, overload

from sim.errors import InputError
from sim.inputs.compose import compose
from sim.inputs.settings import Settings, settings_from
from sim.studies.levers import known
from sim.studies.levers.find import EACH, Lever, options

UP, DOWN, START = 1.2, 0.8, 0.2  # a number is moved by a fifth, from 0 to a fifth
WHOLE_FROM = 4  # whole numbers above this stay whole
Value = Any  # of a setting, whatever its type
Step = Callable[[Value], Value]
Data = dict[str, Any]  # settings as plain data
Node = Data | tuple[Any, ...] | list[Any]


class Move(NamedTuple):
    """One lever, moved once; all else is as before."""

    lever: Lever
    old: str
    new: str
    before: Settings
    after: Settings
    inert: str = ""  # why it must not change results
    ours: tuple[Settings, Settings] | None = None  # before and after in the world of the check, where this is another


def moves(lever: Lever, overrides: dict[str, str]) -> list[Move]:
    """Every move of a lever: one, or one for each other choice.

    Parameters
    ----------
    lever : Lever
    overrides : dict of str to str
        The small world.

    Raises
    ------
    InputError
        If there is no way to move it.
    """
    special, inert = known.special(lever.name), known.reason("inert", lever.name)
    given = {**lever.given, **special.given}
    before = stated(overrides, given)
    if lever.kind == "config":
        after = stated(overrides, given | {lever.place[0]: lever.place[1]})
        return [Move(lever, "", lever.place[1], before, after, inert)]
    if lever.kind == "column":
        return [Move(lever, "", "", before, before, inert)]
    data = before.model_dump()
    old = list(_values(data, lever.place))
    if lever.kind == "entry":
        del _parent(data, lever.place)[lever.place[-1]]
        return [Move(lever, "", "left out", before, _checked(data, lever, before), inert)]
    tries = [[_constant(to)] for to in special.to] or list(_usual(old, lever.type))
    if not tries:
        raise InputError("levers-no-usual-move", lever=lever.name, file=known.FILE.name)
    found = [_first(data, lever, steps, special, before) for steps in tries]
    return [Move(lever, _shown(old), _shown(list(_values(d, lever.place))), before, s, inert) for s, d in found]


def lay_first(data: Data, place: tuple[str, ...], lever: Lever) -> None:
    """Move what stands at a place by the last step that its lever may take, the smaller one; modifies ``data``.

    Parameters
    ----------
    data : dict
        Settings.
    place : tuple of str
        One of those that the lever means.
    lever : Lever
    """
    special, old = known.special(lever.name), list(_values(data, place))
    steps = [_constant(special.to[0])] if special.to else next(_usual(old, lever.type), [])
    if steps:
        _lay(data, place, steps[-1], special.rest, special.same)


def stated(overrides: dict[str, str], given: dict[str, object]) -> Settings:
    """Settings of the first replicate of a run that states overrides, and what is given for a lever to be at work.

    Parameters
    ----------
    overrides : dict of str to str
        As on the command line.
    given : dict
        Keys without a dot name configs; those with dots are places, ``*`` for every item of a table.
    """
    chosen = {key: str(value) for key, value in given.items() if "." not in key}
    settings = _composed(tuple((overrides | chosen).items()))
    places = {key: value for key, value in given.items() if key not in chosen}
    if not places:
        return settings
    data = settings.model_dump()
    for key, value in places.items():
        _lay(data, tuple(key.split(".")), _constant(value))
    return settings_from(data, f"levers {', '.join(places)}", model=type(settings))


@lru_cache(maxsize=256)
def _composed(stated: tuple[tuple[str, str], ...]) -> Settings:
    small = known.read()["small"]
    told = {key: f"sim/studies/levers/{known.FILE.name}" for key, value in stated if small.get(key) == value}
    return compose([f"{key}={value}" for key, value in stated], told).of_replicate(0)


def _constant(value: Value) -> Step:
    """Step to a value, whatever was there."""
    return lambda _: value


def _usual(old: list[Value], annotation: object) -> Iterator[list[Step]]:
    """Moves by the type of a value; for each, what can be tried in turn."""
    value = next((v for v in old if v is not None), None)
    if isinstance(value, bool):
        yield [lambda v: not v]
    elif options(annotation):
        yield from ([_constant(to)] for to in options(annotation) if to != value)
    elif isinstance(value, int):
        yield [lambda v: v if v is None else v + 1, lambda v: v if v is None else v - 1]
    elif isinstance(value, float):
        yield [lambda v: scaled(v, UP), lambda v: scaled(v, DOWN)] if any(old) else [lambda v: START]
    elif isinstance(value, tuple) and len(value) > 1:
        yield [lambda v: v[:1]]
    elif isinstance(value, str):
        yield [lambda v: f"{v} moved"]


@overload
def scaled(value: float, factor: float) -> float: ...
@overload
def scaled(value: None, factor: float) -> None: ...
def scaled(value: float | None, factor: float) -> float | None:
    """A number times a factor; whole numbers stay whole unless they are small.

    >>> scaled(8.0, 1.2), scaled(0.5, 1.2), scaled(None, 1.2)
    (10.0, 0.6, None)
    """
    if value is None:
        return None
    is_whole = value == round(value) and abs(value) >= WHOLE_FROM
    return float(round(value * factor)) if is_whole else value * factor


def _first(
    data: Data, lever: Lever, steps: list[Step], special: known.Special, before: Settings
) -> tuple[Settings, Data]:
    """Settings after the first step that they allow."""
    for k, step in enumerate(steps):
        moved = copy.deepcopy(data)
        _lay(moved, lever.place, step, special.rest, special.same)
        if moved == data:
            raise InputError("levers-moves-nothing", lever=lever.name, file=known.FILE.name)
        try:
            return _checked(moved, lever, before), moved
        except InputError:
            if k == len(steps) - 1:
                raise
    raise AssertionError("a move has steps")


def _checked(data: Data, lever: Lever, before: Settings) -> Settings:
    return settings_from(data, f"lever {lever.name}", model=type(before))


def _children(node: Node, name: str) -> list[Any]:
    """Items of a table or list that a part of a place means."""
    if isinstance(node, dict):
        return list(node.values()) if name == EACH else [node[name]]
    return list(node or ())


def _parents(data: Data, place: tuple[str, ...]) -> list[Data]:
    nodes: list[Data] = [data]
    for name in place[:-1]:
        nodes = [child for node in nodes for child in _children(node, name)]
    return nodes


def _parent(data: Data, place: tuple[str, ...]) -> Data:
    return _parents(data, place)[0]


def _values(data: Data, place: tuple[str, ...]) -> Iterator[Value]:
    return (parent[place[-1]] for parent in _parents(data, place))


def _lay(data: Data, place: tuple[str, ...], step: Step, rest: str = "", same: str = "") -> None:
    for parent in _parents(data, place):
        old, new = parent[place[-1]], step(parent[place[-1]])
        parent[place[-1]] = new
        if rest:
            parent[rest] += old - new
        if same:
            parent[same] = new


def _shown(values: list[Value]) -> str:
    """The first of some values, with dots if others differ."""
    first = values[0] if values else None
    text = f"{first:g}" if isinstance(first, float) else str(first)
    return text if all(v == first for v in values) else f"{text} ..."

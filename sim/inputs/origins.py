"""Where each value of the settings comes from: every layer is kept, and every message asks here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import yaml

from sim.errors import Problem, fault
from sim.inputs.paths import configs, shown

Place: TypeAlias = tuple[int | str, ...]  # keys and positions, from the settings inwards

_CALLER: ContextVar[str] = ContextVar("caller", default="")


def caller() -> Problem:
    """Who states the overrides, as messages name it: the command line, or the function that was called."""
    return _CALLER.get() or fault("inputs-command-line")


def is_called() -> bool:
    """Whether it is a call from Python that states the overrides."""
    return bool(_CALLER.get())


@contextmanager
def called(name: str) -> Iterator[None]:
    """Overrides come from a call of this function."""
    token = _CALLER.set(name)
    try:
        yield
    finally:
        _CALLER.reset(token)


class Layer(NamedTuple):
    """What one place states.

    Attributes
    ----------
    data
        Plain data; a name of a config states nothing of what is in that config.
    source : str or Fault
        As messages name it.
    inside : tuple
        Where in the settings the data are.
    path : Path, optional
        YAML file that holds the data; its lines are looked up when they are asked for.
    typed : str
        The data as they were typed, where that is one word.
    """

    data: object
    source: Problem
    inside: Place = ()
    path: Path | None = None
    typed: str = ""

    def states(self, place: Place) -> bool:
        """Whether it states a value at a place, or any inside it."""
        if len(place) <= len(self.inside):
            return place == self.inside[: len(place)]
        return place[: len(self.inside)] == self.inside and has(self.data, place[len(self.inside) :])

    def at(self, place: Place) -> Problem:
        """Source of a place, with the line where it is known."""
        file, line = self.written(place)
        return fault("inputs-line", file=file, line=line) if line else file

    def written(self, place: Place) -> tuple[Problem, int]:
        """Source of a place, and the line; 0 where it is not known."""
        path, line = self._written(place)
        return self.shown(path), line

    def _written(self, place: Place) -> tuple[Path | None, int]:
        """File that states a place, and the line in it; a config may take what it leaves out from others."""
        inner = place[len(self.inside) :]
        if self.path is None:
            return None, 0
        for path in _files(self.path) if self.inside else [self.path]:
            line, whole = _line(path, inner)
            if whole:
                return path, line
        return self.path, _line(self.path, inner)[0]

    def shown(self, path: Path | None) -> Problem:
        """Name of one of its files."""
        return self.source if path == self.path or path is None else shown(path.parent.name, path.stem)


class Origins:
    """Layers that settings were composed of, the strongest first.

    All are equal to each other: two settings with the same values are the same settings.
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.layers = tuple(layers)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Origins)

    __hash__ = None  # type: ignore[assignment]  # as of anything that is equal by its kind only

    def layer(self, place: Place, is_table: bool = True) -> tuple[Layer, Place]:
        """Layer that a value comes from, and the place nearest to the value that it states.

        Parameters
        ----------
        place : tuple
        is_table : bool
            Whether the value may be a table, of which layers state parts.
        """
        for end in range(len(place), -1, -1):
            for layer in self.layers:
                if layer.states(place[:end]) and (is_table or end < len(place) or len(layer.inside) <= end):
                    return layer, place[:end]
        return self.layers[-1], ()

    def of(self, place: Place, is_table: bool = True) -> Problem:
        """Where the value at a place comes from."""
        layer, near = self.layer(place, is_table)
        return layer.at(near)

    def word(self, place: Place, value: object) -> object:
        """A number as it was typed, which may be another one than a float holds; any other value as it is."""
        layer, near = self.layer(place, is_table=False)
        return layer.typed if isinstance(value, float) and near == place == layer.inside and layer.typed else value

    def file(self, place: Place) -> Problem:
        """Where the value at a place comes from, without the line."""
        layer, near = self.layer(place)
        return layer.written(near)[0]

    def chosen(self, group: str) -> tuple[str, Layer] | None:
        """Config that somebody chooses in a group, and the layer that does; None if it is the usual one."""
        for layer in self.layers:
            if len(layer.inside) <= 1 and layer.states((group,)):
                name = at(layer.data, (group,)[len(layer.inside) :])
                if isinstance(name, str):
                    return name, layer
        return None

    def files(self) -> list[Problem]:
        """Files that state anything, and configs that they take values from."""
        found: dict[Problem, None] = {}
        for layer in self.layers:
            for path in _files(layer.path) if layer.path and layer.inside else [layer.path] if layer.path else []:
                found[layer.shown(path)] = None
        return list(found)

    def of_missing(self, place: Place) -> Problem:
        """Where a value should be that is nowhere: with the kind of its table, or where that table begins."""
        table = place[:-1]
        seen = self._seen(table)
        chosen = [layer for layer in seen if table and layer.states((*table, "kind"))]
        begun = chosen[:1] or [layer for layer in seen if layer.states(table)][-1:] or [self.layer(place)[0]]
        return begun[0].at(table)

    def _seen(self, table: Place) -> list[Layer]:
        """Layers down to the one that replaces a table, or one around it, by something that is none."""
        seen = []
        for layer in self.layers:
            seen.append(layer)
            around = [table[:end] for end in range(len(layer.inside), len(table) + 1) if layer.states(table[:end])]
            stated = [at(layer.data, place[len(layer.inside) :]) for place in around]
            if any(not isinstance(value, dict | str) for value in stated):
                break
        return seen


def one_source(source: Problem, data: object) -> Origins:
    """Origins of settings that all come from one place."""
    return Origins([Layer(data, source)])


def inner(data: object, part: int | str) -> tuple[bool, object]:
    """Whether plain data have a key or position, and what is there."""
    if isinstance(data, Mapping) and part in data:
        return True, data[part]
    if isinstance(data, list | tuple) and isinstance(part, int) and part < len(data):
        return True, data[part]
    return False, None


def has(data: object, place: Place) -> bool:
    """Whether plain data have a value at a place."""
    for part in place:
        there, data = inner(data, part)
        if not there:
            return False
    return True


def at(data: object, place: Place) -> Any:
    """Value of plain data at a place; None if there is none."""
    for part in place:
        data = inner(data, part)[1]
    return data


def _line(path: Path, place: Place) -> tuple[int, bool]:
    """Line of a YAML file, from 1, in which the key or item at a place begins, and whether it is there.

    Where it is not, the line is that of the nearest table around it; 0 if there is none.
    """
    node, line = _nodes(path), 0
    for part in place:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == str(part)]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            found = [(value, value) for value in node.value[part : part + 1]]
        else:
            found = []
        if not found:
            return line, False
        line, node = found[-1][0].start_mark.line + 1, found[-1][1]
    return line, True


def _files(path: Path) -> Iterator[Path]:
    """A config and those that its list of defaults names, the one whose values win first."""
    node = _nodes(path)
    lists = (
        [value for key, value in node.value if key.value == "defaults"] if isinstance(node, yaml.MappingNode) else []
    )
    names = [item.value for one in lists for item in one.value if isinstance(item, yaml.ScalarNode)]
    for name in reversed(names if "_self_" in names else ["_self_", *names]):
        if name == "_self_":
            yield path
        elif name in (known := configs(path.parent.name)):
            yield from _files(known[name])


def _nodes(path: Path) -> yaml.Node | None:
    try:
        return _parsed(path, path.stat().st_mtime_ns)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):  # moved or changed since it was read
        return None


@lru_cache(maxsize=64)
def _parsed(path: Path, changed: int) -> yaml.Node | None:
    return yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)

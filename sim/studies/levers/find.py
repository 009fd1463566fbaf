"""Find every lever: keys of settings, named configs, terms of instruments, parameters, columns of data tables."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple, Union, get_args, get_origin

from sim.data import read
from sim.data.table import Tables
from sim.inputs.paths import GROUPS, choices, configs
from sim.inputs.scenario import config_of
from sim.inputs.settings import WITHOUT_EFFECT, Settings
from sim.policy.instruments import INSTRUMENTS
from sim.policy.schema import Section

EACH = "*"  # stands for every item of a table or list
RUN, DATA = "run", "data"  # groups of the keys that are in no section, and of the columns of data tables


class Lever(NamedTuple):
    """Something that can be moved by itself."""

    group: str
    name: str
    kind: str  # key of the settings, entry of a table in them, config or column of a data table
    place: tuple[str, ...]  # in the settings; of configs and columns: group and name, table and column
    type: object = None  # of a key, as its class declares it; of a column, a word of columns.csv
    given: Mapping[str, str] = MappingProxyType({})  # what a run must state for it to be there


def groups() -> list[str]:
    """Names of the groups of levers, which a run need not be composed for."""
    sections = (n for n, field in Settings.model_fields.items() if _inner(field.annotation) and n not in WITHOUT_EFFECT)
    return [*dict.fromkeys((*GROUPS, "parameters", RUN, *sections, DATA))]


def find(base: Settings) -> list[Lever]:
    """Every lever there is.

    Parameters
    ----------
    base : Settings
        Says which entries of tables there are, and which configs are chosen already.
    """
    found = [*_configs(base), *_keys(type(base), (), RUN)]
    return [*found, *_entries(base.rules.kinds, ("rules", "kinds")), *_columns()]


def _configs(base: Settings) -> Iterator[Lever]:
    for group in (*GROUPS, "parameters"):
        section = getattr(base, group)
        chosen = "table" if group == "parameters" else getattr(section, "name", getattr(section, "kind", ""))
        for name in choices(group):
            if name != chosen:
                yield Lever(group, f"{group}={name}", "config", (group, name))


def _keys(model: type[Section], place: tuple[str, ...], group: str) -> Iterator[Lever]:
    """Keys of a section and of the sections in it."""
    for name, field in model.model_fields.items():
        here, inner = (*place, name), _inner(field.annotation)
        if here == ("instrument",):
            yield from _terms()
        elif here == ("parameters",):
            yield from (_key((*here, p.name), float, "parameters") for p in read.read_parameters())
        elif inner is not None and name in WITHOUT_EFFECT and not place:
            continue  # says where runs are done
        elif inner is not None:
            section, many = inner
            yield from _keys(section, (*here, EACH) if many else here, group if place else name)
        elif not _is_fixed(field.annotation):
            yield _key(here, field.annotation, group)


def _is_fixed(annotation: object) -> bool:
    """Whether there is one value only."""
    parts = _parts(annotation)
    return parts == (type(None),) or (len(parts) == 1 and len(options(annotation)) == 1)


def _key(place: tuple[str, ...], annotation: object, group: str) -> Lever:
    return Lever(group, ".".join(place), "key", place, annotation)


def _terms() -> Iterator[Lever]:
    """Terms of every class of instruments, in a run with a config of that class."""
    named: dict[str, str] = {}
    for name, path in configs("instrument").items():
        named.setdefault(_kind_in(path), name)
    for kind, model in INSTRUMENTS.items():
        for lever in _keys(model, ("instrument",), "instrument"):
            name = f"instrument.{kind}.{lever.place[-1]}"
            yield lever._replace(name=name, given={"instrument": named.get(kind, kind)})


@cache
def _kind_in(path: Path) -> str:
    return str(config_of(path).get("kind", ""))


def _entries(table: Mapping[str, object], place: tuple[str, ...]) -> Iterator[Lever]:
    """Entries of a table that can be left out."""
    for name in table:
        yield Lever(place[0], ".".join((*place, name)), "entry", (*place, name))


def _columns() -> Iterator[Lever]:
    for row in Tables().rows("columns"):
        place = (row["table"], row["column"])
        yield Lever(DATA, ".".join((DATA, *place)), "column", place, row["kind"])


def _parts(annotation: object) -> tuple[object, ...]:
    """Types that an annotation allows, without what says more about them."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(part for one in get_args(annotation) for part in _parts(one))
    return (annotation,)


def _inner(annotation: object) -> tuple[type[Section], bool] | None:
    """Section that a field holds, and whether it holds many."""
    for part in _parts(annotation):
        of = [a for a in get_args(part) if a not in (str, Ellipsis)] if get_origin(part) in (dict, tuple) else [part]
        found = [c for a in of for c in _parts(a) if isinstance(c, type) and issubclass(c, Section)]
        if len(found) == 1:
            return found[0], get_origin(part) in (dict, tuple)
    return None


def options(annotation: object) -> tuple[object, ...]:
    """Values that a field may have where they are listed.

    >>> options(Literal["rank", "pro_rata"] | None)
    ('rank', 'pro_rata')
    """
    return tuple(v for part in _parts(annotation) if get_origin(part) is Literal for v in get_args(part))

"""From points to settings, and from settings to a scenario that ``sanxin run`` takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from sim.errors import InputError
from sim.inputs.compose import compose
from sim.inputs.design import put
from sim.inputs.origins import caller
from sim.inputs.paths import GROUPS
from sim.inputs.scenario import SECTIONS
from sim.inputs.settings import Settings, settings_from
from sim.studies.search.space import Point, Space

SEARCHED = "searched"  # name of a split or allocation that a search made
Table = dict[str, Any]


class Plans:
    """Settings of the points of a space.

    Parameters
    ----------
    space : Space
    fixed : list of str
        Overrides that all plans share.
    rest : dict of str to float
        Shares of the envelope by city, of which those that are searched are replaced; empty where none is.
    """

    def __init__(self, space: Space, fixed: Sequence[str], rest: dict[str, float]) -> None:
        self.space, self.fixed, self.rest = space, list(fixed), rest
        self._bases: dict[tuple[str, ...], Settings] = {}
        self._made: dict[frozenset[tuple[str, float | str]], Settings] = {}

    def base(self, *values: str) -> Settings:
        """Settings with a value for each choice, before anything else of a point is set.

        Raises
        ------
        InputError
        """
        if values not in self._bases:
            self._bases[values] = compose([*self.fixed, *self._chosen(values)])
        return self._bases[values]

    def check(self, *values: str) -> None:
        """Check the settings with a value for each choice, and that every key with a range can have a value there.

        Raises
        ------
        InputError
        """
        data = self.base(*values).model_dump()
        for axis in self.space.axes:
            if found(data, axis.key) is None:
                compose([*self.fixed, *self._chosen(values), f"{axis.key}={axis.value(0.0):g}"])

    def _chosen(self, values: Sequence[str]) -> list[str]:
        return [f"{c.key}={value}" for c, value in zip(self.space.choices, values, strict=True)]

    def settings(self, point: Point) -> Settings:
        """Settings of a point, checked as any are.

        Raises
        ------
        InputError
            If no run can have them, as tranches that are out of order.
        """
        known = frozenset(point.items())
        if known not in self._made:
            self._made[known] = self._make(point)
        return self._made[known]

    def _make(self, point: Point) -> Settings:
        base = self.base(*(str(point[c.key]) for c in self.space.choices))
        data = base.model_dump() | ({"sample": base.sample} if hasattr(base, "sample") else {})
        if any(one.group == "allocation.shares" for one in self.space.shares):
            data["allocation"] = {"name": SEARCHED, "between": "shares", "shares": dict(self.rest)}
        for one in self.space.shares:
            if one.group == "split":
                data["split"]["name"] = SEARCHED
        for key in self.space.numbers:
            put(data, key, float(point[key]))
        return settings_from(data, str(caller()), model=type(base))

    def allowed(self, point: Point) -> bool:
        """Whether a run can have the settings of a point."""
        try:
            self.settings(point)
        except InputError:
            return False
        return True

    def values(self, base: Settings) -> Point:
        """What settings that are no point of the space state of its keys, as far as they do."""
        point: Point = {c.key: c.values[0] for c in self.space.choices}
        data = base.model_dump() | {"allocation": {"shares": self.rest}}
        known = {key: found(data, key) for key in self.space.numbers}
        return point | {key: value for key, value in known.items() if value is not None}

    def where(self, base: Settings) -> Point | None:
        """Point that some settings are nearest to; None where they lie outside of a range."""
        point = self.values(base)
        is_within = len(point) == len(self.space.keys) and self.space.holds(point)
        return self.space.settled({key: point[key] for key in self.space.keys}) if is_within else None


def found(data: Table, key: str) -> float | None:
    """Number at a key of nested tables and lists; None where there is none."""
    table: Any = data
    for name in key.split("."):
        if isinstance(table, list | tuple):
            table = table[int(name)] if name.isdecimal() and int(name) < len(table) else None
        else:
            table = table.get(name) if isinstance(table, dict) else None
    return float(table) if isinstance(table, int | float) and not isinstance(table, bool) else None


# ---------------------------------------------------------------- a plan as a scenario


def scenario(settings: Settings, title: str, description: str) -> str:
    """Text of a scenario file that stands for some settings: what differs from the defaults, and nothing else."""
    data: Table = {"title": title, "description": description}
    usual, own = (s.model_dump(mode="json") for s in (compose([]), settings))
    own["parameters"] |= {name: usual["parameters"][name] for name in _drawn(settings)}
    for section in SECTIONS:
        if section in usual and own[section] != usual[section]:
            data[section] = _stated(section, own[section], usual[section])
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)


def _drawn(settings: Settings) -> Iterator[str]:
    """Parameters that every replicate draws for itself: they are no part of a plan."""
    yield from getattr(getattr(settings, "sample", None), "free", ())


def _stated(section: str, own: object, usual: object) -> object:
    """What a scenario says of a section: the name of a config where one is the same, else all or what differs."""
    if section in GROUPS and isinstance(own, dict):
        name = own.get("name") if section != "instrument" else None
        if name and _is_config(section, name, own):
            return name
    if section in ("allocation", "instrument") or not isinstance(own, dict) or not isinstance(usual, dict):
        return _without_nothing(own)
    return _differing(own, usual)


def _is_config(section: str, name: str, own: Table) -> bool:
    """Whether a section is that of a config of its name."""
    try:
        return bool(compose([f"{section}={name}"]).model_dump(mode="json")[section] == own)
    except InputError:
        return False


def _differing(own: Table, usual: Table) -> Table:
    changed: Table = {}
    for key, value in own.items():
        if key not in usual or usual[key] != value:
            inner = isinstance(value, dict) and isinstance(usual.get(key), dict)
            changed[key] = _differing(value, usual[key]) if inner else value
    return changed


def _without_nothing(value: object) -> object:
    """A table without its keys that hold nothing."""
    return {k: v for k, v in value.items() if v is not None} if isinstance(value, dict) else value

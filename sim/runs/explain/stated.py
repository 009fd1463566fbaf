"""Settings that are not as they come, by the place that states them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sim.errors import Problem
from sim.inputs.compose import compose
from sim.inputs.faults import dotted, written
from sim.inputs.origins import Origins, Place, caller
from sim.inputs.paths import GROUPS
from sim.inputs.sample import SampledSettings
from sim.inputs.settings import Settings
from sim.texts import say

WIDTH = 100
LONGEST_USUAL = 24  # characters of a default


class Stated(NamedTuple):
    """One setting that is not as it comes."""

    source: Problem
    line: int  # of the file; 0 where there is none
    key: str
    value: str
    usual: str  # empty: it is only there because of another one


def stated(settings: Sequence[Settings]) -> list[list[Stated]]:
    """Settings of each run that differ from those of a run without any, in the order of the settings."""
    usual = dict(_leaves(compose([]).model_dump(mode="json", exclude={"sample"}), ()))
    return [_stated(s, usual) for s in settings]


def as_plain(found: Sequence[Stated]) -> list[dict[str, object]]:
    """What a manifest says of settings that are not as they come."""
    return [one._asdict() | {"source": str(one.source)} for one in found]


def _stated(settings: Settings, usual: dict[Place, object]) -> list[Stated]:
    drawn = settings.sample.free if isinstance(settings, SampledSettings) else ()
    found = [_choice(settings.origins, group) for group in (*GROUPS, "parameters")]
    for place, value in _leaves(settings.model_dump(mode="json", exclude={"sample"}), ()):
        own = place[0] == "parameters" and place[-1] in drawn
        if own or place not in usual or usual[place] != value:
            before = "all" if place == ("city",) else written(usual[place]) if place in usual else ""
            found.append(_one(settings.origins, place, say("explain-drawn") if own else written(value), before))
    return [one for one in found if one is not None]


def _one(origins: Origins, place: Place, value: str, usual: str) -> Stated:
    layer, near = origins.layer(place)
    return Stated(*layer.written(near), dotted(place), value, usual)


def _choice(origins: Origins, group: str) -> Stated | None:
    """Config that a run chooses in a group, where one is chosen."""
    chosen = origins.chosen(group)
    return Stated(*chosen[1].written((group,)), group, chosen[0], "") if chosen else None


def _leaves(value: object, place: Place) -> Iterator[tuple[Place, object]]:
    """Values of nested tables, and of lists of tables; an empty table is a value."""
    if isinstance(value, dict) and value:
        for key, one in value.items():
            yield from _leaves(one, (*place, key))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for k, one in enumerate(value):
            yield from _leaves(one, (*place, k))
    else:
        yield place, value


def of_verb(own: Mapping[str, object], usual: Mapping[str, object]) -> list[Stated]:
    """Keys of a verb that are not as they come: they are no settings, and only who calls it states them.

    Parameters
    ----------
    own, usual : mapping of str to plain data
        Values by key; what is only there because of another one has no usual value.
    """
    changed = {key: value for key, value in own.items() if value != usual.get(key)}
    return [Stated(caller(), 0, key, str(value), str(usual.get(key, ""))) for key, value in changed.items()]


def table(settings: Sequence[Settings], own: Sequence[Stated] = ()) -> list[str]:
    """Lines of all runs: what every one states, with keys of the verb, and then what some do."""
    each = stated(settings)
    count: dict[Stated, int] = {}
    for one in (one for run in each for one in run):
        count[one] = count.get(one, 0) + 1
    shared = {one: "" for one, n in count.items() if n == len(each)} | dict.fromkeys(own, "")
    lines = [say("explain-stated"), *(_by_source(shared) or [f"  {say('explain-as-it-comes')}"])]
    rest = {one: say("explain-in-runs", n=n, of=len(each)) for one, n in count.items() if n < len(each)}
    return [*lines, "", say("explain-differ"), *_by_source(rest)] if rest else lines


def _by_source(found: dict[Stated, str]) -> list[str]:
    """Settings under the place that states them, the command line first; with what is said of each."""
    sources = sorted(dict.fromkeys(one.source for one in found), key=lambda source: source != caller())
    lines = []
    for source in sources:
        members = {one: said for one, said in found.items() if one.source == source}
        width = max(len(one.key) for one in members)
        lines += [f"  {source}", *(_line(one, said, width) for one, said in members.items())]
    return lines


def _line(one: Stated, said: str, width: int) -> str:
    """Line of a setting: its line in the file, key, value and default."""
    number = say("explain-line", line=one.line) if one.line else ""
    begin = f"  {number:>8s}  {one.key:{width}s}  "
    room = WIDTH - len(begin) - (len(said) + 2 if said else 0)
    of_usual = min(LONGEST_USUAL, (room - len(f"  ({say('explain-usual', value='')})")) // 2)
    usual = f"  ({say('explain-usual', value=_cut(one.usual, of_usual))})" if one.usual else ""
    return begin + _cut(one.value, room - len(usual)) + usual + (f"  {said}" if said else "")


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: max(0, most - 3)] + "..."

"""Levers that a run says are without effect: in worlds of their own they are moved together, and nothing may change."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from sim.errors import InputError
from sim.inputs.idle.found import idle
from sim.inputs.settings import Settings, settings_from
from sim.studies.levers import known
from sim.studies.levers.find import Lever
from sim.studies.levers.move import Data, Move, lay_first, stated

NOT_OF_WORLDS = ("instrument.", "plan.targets.")  # have lines of their own, or are only measured by
Found: TypeAlias = list[tuple[Lever, str]]  # levers, and where each of them is


def idle_moves(levers: Iterable[Lever], small: dict[str, str]) -> Iterator[Move]:
    """One move for each world of ``levers.yaml`` in which levers are without effect: all of these at once.

    Parameters
    ----------
    levers : iterable of Lever
    small : dict of str to str
        The small world.
    """
    free = [k for k in levers if k.kind == "key" and not k.name.startswith(NOT_OF_WORLDS)]
    free = [k for k in free if not known.reason("inert", k.name) and not known.reason("left_out", k.name)]
    for world in known.read()[known.IDLE]:
        before = stated(small, world)
        keys = [(k, key) for key in idle(before) for k in free if known.matches(key, k.name)]
        after, moved = _together(before, keys, ())
        name = " ".join(f"{key}={value}" for key, value in world.items())
        told = Lever(known.IDLE, f"{known.IDLE}: {name}", "together", moved)
        yield Move(told, "", f"{len(moved)} moved", before, after, "without effect in this world")


def _together(before: Settings, keys: Found, moved: tuple[str, ...]) -> tuple[Settings, tuple[str, ...]]:
    """Move levers on top of those that were moved; those that cannot be, or would take effect, are left."""
    if not keys:
        return before, moved
    after = _moved(before, keys)
    names = (*moved, *(key for _, key in keys))
    if after is not None and idle(after).keys() >= set(names):
        return after, names
    if len(keys) == 1:
        return before, moved
    middle = len(keys) // 2
    after, moved = _together(before, keys[:middle], moved)
    return _together(after, keys[middle:], moved)


def _moved(before: Settings, keys: Found) -> Settings | None:
    """Settings with levers moved; None if that is not allowed."""
    data: Data = copy.deepcopy(before.model_dump())
    for lever, key in keys:
        lay_first(data, tuple(key.split(".")), lever)
    try:
        return settings_from(data, f"levers {', '.join(key for _, key in keys)}", model=type(before))
    except InputError:
        return None

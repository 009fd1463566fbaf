"""What ``levers.yaml`` and ``signs.yaml`` say.

The small world, moves of their own, what must not move results; and which way levers pull.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from sim.inputs.scenario import config_of

FILE, SIGNS = (Path(__file__).with_name(name) for name in ("levers.yaml", "signs.yaml"))
IDLE = "idle"  # group of levers that a run says are without effect


class Special(NamedTuple):
    """How a lever is moved if not by the usual rule."""

    to: Sequence[object] = ()  # values; none: by the usual rule
    given: Mapping[str, object] = MappingProxyType({})  # the setting in which it is at work
    rest: str = ""  # key beside it that takes up the change, so that a sum stays
    same: str = ""  # key beside it that takes the same value


class Pull(NamedTuple):
    """Which way a lever is to pull."""

    measure: str  # of the effects; one cell of it by its number in brackets, else the sum of all
    sign: int  # 1: rises with the value or the choice, -1: falls, 0: no direction is to be expected
    why: str


@cache
def read() -> dict[str, Any]:
    """Everything in ``levers.yaml``."""
    return config_of(FILE)


@cache
def pulls() -> tuple[tuple[str, Pull], ...]:
    """Everything in ``signs.yaml``, by patterns of names."""
    said = config_of(SIGNS)
    signed = [(lever, Pull(measure, {"+": 1, "-": -1}[sign], why)) for lever, measure, sign, why in said["signs"]]
    return (*signed, *((lever, Pull("", 0, why)) for levers, why in said["open"] for lever in levers))


def pull(name: str) -> Pull | None:
    """Which way a lever is to pull; what stands first in the file wins; None if the file does not say."""
    return next((found for pattern, found in pulls() if matches(name, pattern)), None)


def matches(name: str, pattern: str) -> bool:
    """Whether a lever is meant by a name in the file; ``*`` stands for anything, for itself too.

    >>> matches("plan.kinds.*.money", "plan.kinds.*"), matches("plan.name", "plan.n")
    (True, False)
    """
    return fnmatchcase(name, pattern)


def special(name: str) -> Special:
    """All that the file says about moving a lever; what stands later wins."""
    found = Special()
    for item in read()["special"]:
        if any(matches(name, pattern) for pattern in item["levers"]):
            stated = {key: value for key, value in item.items() if key in Special._fields}
            found = found._replace(**stated | {"given": {**found.given, **item.get("given", {})}})
    return found


def reason(kind: str, name: str) -> str:
    """Why a lever is ``inert`` or ``left_out``; empty if it is not."""
    return next((why for pattern, why in read()[kind].items() if matches(name, pattern)), "")

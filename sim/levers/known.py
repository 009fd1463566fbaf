"""What ``levers.yaml`` says: the small world, moves of their own, and what must not move results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import yaml

FILE = Path(__file__).with_name("levers.yaml")


class Special(NamedTuple):
    """How a lever is moved if not by the usual rule."""

    to: Sequence = ()  # values; none: by the usual rule
    given: Mapping[str, object] = MappingProxyType({})  # the setting in which it is at work
    rest: str = ""  # key beside it that takes up the change, so that a sum stays
    same: str = ""  # key beside it that takes the same value


@cache
def read() -> dict:
    """The whole file."""
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


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

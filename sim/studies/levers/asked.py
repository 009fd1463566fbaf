"""Which moves of levers are asked for, checked."""

from __future__ import annotations

from sim.errors import InputError, fault
from sim.policy.schema import suggestion
from sim.runs.request import Request, requested
from sim.studies.levers import known
from sim.studies.levers.find import find
from sim.studies.levers.move import Move, moves, stated


class Keys(Request):
    """Keys of the verb."""

    group: str = ""


def plan(arguments: list[str]) -> list[Move]:
    """Every move that was asked for, checked.

    Parameters
    ----------
    arguments : list of str
        ``group=NAME`` or ``group=NAME,NAME``, and any settings of the small world.

    Raises
    ------
    InputError
    """
    with requested(Keys, arguments) as (own, rest, faults):
        wanted = own.group.split(",") if own.group else []
        faults += [fault("levers-unreadable", text=repr(text)) for text in rest if "=" not in text]
    small = {**known.read()["small"], **dict(a.split("=", 1) for a in rest)}
    levers = find(stated(small, {}))
    groups = list(dict.fromkeys(lever.group for lever in levers))
    for name in wanted:
        if name not in groups:
            raise InputError("levers-unknown-group", name=name, hint=suggestion(name, groups))
    asked = [lever for lever in levers if not wanted or lever.group in wanted]
    return [move for lever in asked if not known.reason("left_out", lever.name) for move in moves(lever, small)]

"""Which moves of levers are asked for, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sim.errors import Fault, InputError, fault
from sim.inputs.overrides import leaves, parse
from sim.inputs.typed import divided
from sim.policy.schema import suggestion
from sim.runs.checks import check_together
from sim.runs.request import Request, requested
from sim.studies.levers import known
from sim.studies.levers.find import Lever, find, groups
from sim.studies.levers.move import Move, moves, stated

if TYPE_CHECKING:
    from sim.runs.footprint import Need


class Keys(Request):
    """Keys of the verb."""

    group: str = ""


class Plan(NamedTuple):
    """What a check of levers is asked to do.

    Attributes
    ----------
    moves : list of Move
    idle : list of Fault
        What can have no effect in the world of the user, and levers that cannot be moved there, a line each.
    needs : Need, optional
        Of memory; None without a move.
    """

    moves: list[Move]
    idle: list[Fault]
    needs: Need | None


def plan(arguments: list[str]) -> Plan:
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
        there = [*groups(), known.IDLE]
        faults += [
            fault("levers-unknown-group", name=name, hint=suggestion(name, there))
            for name in wanted
            if name not in there
        ]
        good, wrong = parse(rest)
        faults += [fault("levers-unreadable", text=repr(text)) for text in rest if "=" not in text] or wrong
    theirs = {leaf for one in good for leaf in leaves(one.key_or_group, one.value())}
    ours = known.read()["small"]
    small = {key: value for key, value in ours.items() if key not in theirs}
    small |= {key: value for key, _, value in map(divided, rest)}
    base = stated(small, {})
    levers = find(base)
    check_together([base], [base.label])
    from sim.inputs.idle.told import notes  # once the input is sound
    from sim.studies.levers.idle import idle_moves

    asked = [k for k in levers if (not wanted or k.group in wanted) and not known.reason("left_out", k.name)]
    found: list[Move] = []
    impossible: list[Fault] = []
    for lever in asked:
        try:
            moved = _possible(moves(lever, small))
            found += _beside_ours(moved, lever, ours) if rest else moved
        except InputError as error:
            if not rest:  # our own world has room for every lever
                raise
            impossible.append(fault("levers-impossible", lever=lever.name, why=error.problems[0]))
    if known.IDLE in wanted or not (wanted or rest):  # its worlds are ours
        found += idle_moves(levers, known.read()["small"])
    from sim.runs import memory  # loads the engine
    from sim.runs.footprint import of_laboratory

    kept = {move.before.world_digest(): move.before for move in found}
    needs = memory.check(list(kept.values()), lambda some: of_laboratory(some, draws=False)) if kept else None
    return Plan(found, [*(notes(base) if rest else ()), *impossible], needs)


def _beside_ours(own: list[Move], lever: Lever, ours: dict[str, str]) -> list[Move]:
    """Moves with the same ones in the world of the check, or others of the same lever; without where it has none."""
    try:
        there = moves(lever, ours)
    except InputError:
        return own
    known_there = {move.new: move for move in there}
    beside = [known_there.get(move.new, there[min(k, len(there) - 1)]) for k, move in enumerate(own)]
    return [move._replace(ours=(other.before, other.after)) for move, other in zip(own, beside, strict=True)]


def _possible(found: list[Move]) -> list[Move]:
    """Moves whose settings can be run, which they cannot know of tables by city; raises InputError."""
    for move in found:
        for settings in (move.before, move.after):
            if settings.allocation.shares or settings.allocation.yuan:
                check_together([settings], [settings.label])
    return found

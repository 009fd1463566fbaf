"""Move every lever by itself and see whether any result moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from sim.errors import InputError
from sim.levers import known
from sim.levers.find import find
from sim.levers.move import Move, moves, stated
from sim.levers.tables import WAYS, moved_column
from sim.levers.worlds import Measures, Worlds
from sim.overrides import COMMAND_LINE
from sim.schema import suggestion

OWN_KEY = "group"
DEAD, MOVES, FINE = "DEAD", "MOVES", ""
NET = "total.net_yuan"


class Row(NamedTuple):
    """What became of one move."""

    group: str
    lever: str
    old: str
    new: str
    n_moved: int  # measures that are not the same
    net_change: float  # of the net effect, relative
    verdict: str  # DEAD: nothing moved; MOVES: moved what it must not


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
    stated_groups = [a.partition("=")[2].split(",") for a in arguments if a.startswith(f"{OWN_KEY}=")]
    wanted = [name for names in stated_groups for name in names]
    rest = [a for a in arguments if not a.startswith(f"{OWN_KEY}=")]
    strange = [a for a in rest if "=" not in a]
    if strange:
        raise InputError(f"{COMMAND_LINE}: {strange[0]!r} cannot be read; write key=value")
    small = {**known.read()["small"], **dict(a.split("=", 1) for a in rest)}
    levers = find(stated(small, {}))
    groups = list(dict.fromkeys(lever.group for lever in levers))
    for name in wanted:
        if name not in groups:
            raise InputError(f"{COMMAND_LINE}: {OWN_KEY}={name}: unknown; {suggestion(name, groups)}")
    asked = [lever for lever in levers if not wanted or lever.group in wanted]
    return [move for lever in asked if not known.reason("left_out", lever.name) for move in moves(lever, small)]


def run(asked: Iterable[Move], progress: Callable[[int, int, str], None] = lambda *_: None) -> list[Row]:
    """Run every move.

    Parameters
    ----------
    asked : iterable of Move
    progress : callable
        Called with moves done, moves in all, and the lever.
    """
    asked, worlds, rows = list(asked), Worlds(), []
    for k, move in enumerate(asked):
        progress(k, len(asked), move.lever.name)
        rows.append(judge(move, worlds))
    return rows


def judge(move: Move, worlds: Worlds) -> Row:
    """Run one move and compare every measure, to the bit."""
    before = worlds.before(move.before)
    after, new = _other_tables(move, worlds) if move.lever.kind == "column" else (worlds.after(move.after), move.new)
    moved = [name for name in before.keys() | after.keys() if not _same(before.get(name), after.get(name))]
    if move.inert:
        verdict = MOVES if moved else FINE
    else:
        verdict = FINE if moved else DEAD
    old_net, new_net = float(before[NET]), float(after[NET])
    change = abs(new_net - old_net) / abs(old_net) if old_net else float(new_net != 0)
    return Row(move.lever.group, move.lever.name, move.old, new, len(moved), change, verdict)


def _same(one: np.ndarray | None, other: np.ndarray | None) -> bool:
    return one is not None and other is not None and np.array_equal(one, other, equal_nan=True)


def _other_tables(move: Move, worlds: Worlds) -> tuple[Measures, str]:
    """Measures with a column of a data table moved in the first way that the readers allow."""
    table, column = move.lever.place
    for way in known.special(move.lever.name).to or WAYS:
        with moved_column(table, column, move.lever.type, way) as folder:
            try:
                if folder is not None:
                    return worlds.after(move.before, folder), way
            except InputError:
                continue
    return worlds.before(move.before), "-"  # no way is allowed: reported as dead


def report(rows: list[Row]) -> str:
    """Rows as text, those at fault last, and how many there are of each group."""
    width = max(len(row.lever) for row in rows)
    lines = [f"{'lever':{width}s}  {'from':24s}  {'to':24s}  measures  net effect"]
    for row in sorted(rows, key=lambda row: bool(row.verdict)):
        change = row.verdict or f"{row.net_change:.2g}"
        lines.append(f"{row.lever:{width}s}  {row.old[:24]:24s}  {row.new[:24]:24s}  {row.n_moved:8d}  {change}")
    n = {group: sum(row.group == group for row in rows) for group in dict.fromkeys(row.group for row in rows)}
    lines.append("moves: " + ", ".join(f"{group} {count}" for group, count in n.items()))
    dead, moving = (sum(row.verdict == verdict for row in rows) for verdict in (DEAD, MOVES))
    lines.append(f"{len(rows)} moves: {dead} changed nothing, {moving} changed what they must not")
    return "\n".join(lines)

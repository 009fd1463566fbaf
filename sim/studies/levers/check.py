"""Move every lever by itself and see whether any result moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from sim.errors import Fault, InputError
from sim.inputs.idle.found import idle
from sim.inputs.idle.told import TEXTS
from sim.inputs.idle.usual import flat
from sim.studies.levers import known
from sim.studies.levers.move import Move
from sim.studies.levers.tables import SHRUNK, WAYS, moved_column
from sim.studies.levers.worlds import Measures, Worlds
from sim.texts import say

DEAD, MOVES, AGAINST, FINE = "DEAD", "MOVES", "AGAINST", ""
NET = "total.net_yuan"


class Row(NamedTuple):
    """What became of one move."""

    group: str
    lever: str
    old: str
    new: str
    n_moved: int  # measures that are not the same
    net_change: float  # of the net effect, relative
    pull: str  # which measure it is to move first, which way, and by how much it did
    verdict: str  # DEAD: nothing moved; MOVES: moved what it must not; AGAINST: moved the other way than expected


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
        rows.append(_beside_ours(judge(move, worlds), move, worlds))
    return rows


def _beside_ours(row: Row, move: Move, worlds: Worlds) -> Row:
    """Row of a move that is at fault only if it is in the world of the check, too, which has room for every lever.

    What a world of somebody's own is too small or too short for is no fault of the model.
    """
    if row.verdict not in (DEAD, AGAINST) or move.ours is None:
        return row
    before, after = move.ours
    other = judge(move._replace(before=before, after=after, ours=None), worlds)
    if other.verdict in (DEAD, AGAINST):
        return row
    said = "levers-small-dead" if row.verdict == DEAD else "levers-small-against"
    return row._replace(pull=say(said, pull=row.pull), verdict=FINE)


def judge(move: Move, worlds: Worlds) -> Row:
    """Run one move and compare every measure, to the bit."""
    before = worlds.before(move.before)
    after, new = _other_tables(move, worlds) if move.lever.kind == "column" else (worlds.after(move.after), move.new)
    moved = [name for name in before.keys() | after.keys() if not _same(before.get(name), after.get(name))]
    if move.inert:
        verdict = MOVES if moved else FINE
    else:
        verdict = FINE if moved else DEAD
    if verdict == DEAD and (why := _told(move)):
        return Row(move.lever.group, move.lever.name, move.old, new, 0, 0.0, say("levers-told", why=str(why)), FINE)
    said, is_against = _pull(move.lever.name, _direction(move.old, new), before, after)
    if not move.inert and is_against:
        verdict = verdict or AGAINST
    old_net, new_net = float(before[NET]), float(after[NET])
    change = abs(new_net - old_net) / abs(old_net) if old_net else float(new_net != 0)
    return Row(
        move.lever.group, move.lever.name, move.old, new, len(moved), change, "" if move.inert else said, verdict
    )


def _told(move: Move) -> Fault | None:
    """Why a run says that what was moved has no effect; None if it says so not of all of it."""
    before, after = flat(move.before), flat(move.after)
    changed = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    changed = [key for key in changed if key.rpartition(".")[2] not in TEXTS]
    found = idle(move.before) | idle(move.after)
    return found[changed[0]] if changed and all(key in found for key in changed) else None


def _direction(old: str, new: str) -> int:
    """1 if a value rises or a choice is made, -1 if a value falls."""
    if new in WAYS:
        return -1 if new == SHRUNK else 1
    known = {"True": 1.0, "False": 0.0}
    try:
        start, end = (known[text] if text in known else float(text.split()[0]) for text in (old, new))
    except (ValueError, IndexError):
        return 1
    return 1 if end > start else -1


def _pull(name: str, direction: int, before: Measures, after: Measures) -> tuple[str, bool]:
    """What the lever did to the measure that it acts on first, and whether that is against expectation."""
    expected = known.pull(name)
    if expected is None:
        return say("levers-no-direction"), True
    if expected.sign == 0:
        return "", False
    old, new = (measured(found, expected.measure) for found in (before, after))
    change = direction * (new - old)
    sign = "+" if expected.sign > 0 else "-"
    relative = f"{100 * change / abs(old):+.2g} %" if old else f"{change:+.2g}"
    return f"{expected.measure} {sign}: {relative}", expected.sign * change <= 0


def measured(found: Measures, measure: str) -> float:
    """A measure: the sum of its cells, or one cell by its number in brackets.

    >>> import numpy as np
    >>> measured({"a.b": np.array([1.0, 2.0])}, "a.b"), measured({"a.b": np.array([1.0, 2.0])}, "a.b[1]")
    (3.0, 2.0)
    """
    name, _, cell = measure.partition("[")
    return float(np.sum(found[name])) if not cell else float(found[name][int(cell.rstrip("]"))])


def _same(one: np.ndarray | None, other: np.ndarray | None) -> bool:
    return one is not None and other is not None and np.array_equal(one, other, equal_nan=True)


def _other_tables(move: Move, worlds: Worlds) -> tuple[Measures, str]:
    """Measures with a column of a data table moved in the first way that the readers allow."""
    table, column = move.lever.place
    for way in known.special(move.lever.name).to or WAYS:
        with moved_column(table, column, str(move.lever.type), str(way)) as folder:
            try:
                if folder is not None:
                    return worlds.after(move.before, folder), str(way)
            except InputError:
                continue
    return worlds.before(move.before), "-"  # no way is allowed: reported as dead


def report(rows: list[Row]) -> str:
    """Rows as text, those at fault last, and how many there are of each group."""
    width = max(len(row.lever) for row in rows)
    head = f"{say('levers-lever'):{width}s}  {say('levers-from'):24s}  {say('levers-to'):24s}"
    lines = [f"{head}  {say('levers-rest')}"]
    for row in sorted(rows, key=lambda row: bool(row.verdict)):
        change = row.verdict or f"{row.net_change:.2g}"
        moved = (
            f"{row.lever:{width}s}  {row.old[:24]:24s}  {row.new[:24]:24s}  {row.n_moved:8d}  {change:10s}  {row.pull}"
        )
        lines.append(moved.rstrip())
    n = {group: sum(row.group == group for row in rows) for group in dict.fromkeys(row.group for row in rows)}
    lines.append(say("levers-moves", groups=", ".join(f"{group} {count}" for group, count in n.items())))
    dead, moving, against = (sum(row.verdict == verdict for row in rows) for verdict in (DEAD, MOVES, AGAINST))
    lines.append(say("levers-summary", moves=len(rows), dead=dead, moving=moving, against=against))
    return "\n".join(lines)

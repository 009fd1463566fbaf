"""What a verb does, one step after the other; apart from the table of verbs, since help does without it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from pathlib import Path

    from sim.cli.progress import Progress
    from sim.errors import Fault

Asked = TypeVar("Asked")
Found = TypeVar("Found")


def _none(_: object) -> None:
    """Name no folder, and refuse none."""


class Steps(NamedTuple, Generic[Asked, Found]):
    """What a verb does, one step after the other.

    Attributes
    ----------
    plan : callable
        Reads and checks the arguments, once; raises InputError before anything is written.
    run : callable
        Does what was asked for, and reports how far it is.
    show : callable
        Prints what was found; returns the exit code.
    folder : callable
        Results folder of what was asked for, of which is said what it holds when something ends the verb.
    notes : callable
        What of it can have no effect, a line each; told before it is done.
    check : callable
        Raises InputError if the results folder holds anything else, before anything is told.
    """

    plan: Callable[[list[str]], Asked]
    run: Callable[[Asked, Progress], Found]
    show: Callable[[Asked, Found], int]
    folder: Callable[[Asked], Path | None] = _none
    notes: Callable[[Asked], Sequence[Fault]] = lambda _: ()
    check: Callable[[Asked], None] = _none

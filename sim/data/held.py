"""Files that are read once for a whole run: what is changed while it goes on counts for the next one."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
Read = TypeVar("Read")
Held = dict[tuple[str, Path], Any]  # what was read, by what it is and the file
_HELD: ContextVar[Held | None] = ContextVar("held", default=None)
_MADE: ContextVar[dict[object, Any] | None] = ContextVar("made", default=None)  # of what was read


@contextmanager
def held(read: Held | None = None) -> Iterator[None]:
    """Read inside, what :func:`once` reads, at most once, and make of it what :func:`made_once` makes.

    Of two inside each other the outer one counts.

    Parameters
    ----------
    read : dict, optional
        What another process has :func:`known` of the same run.
    """
    if _HELD.get() is not None:
        yield
        return
    token, made = _HELD.set({} if read is None else read), _MADE.set({})
    try:
        yield
    finally:
        _HELD.reset(token)
        _MADE.reset(made)


def known() -> Held:
    """What was read in this run so far, for a process that works for it."""
    return dict(_HELD.get() or {})


def content(path: Path) -> bytes:
    """Content of a file, as it was when it was first asked for in the same run.

    Raises
    ------
    OSError
    """
    return once("content", path, path.read_bytes)


def once(what: str, path: Path, read: Callable[[], Read]) -> Read:
    """What is read of a file: now, or what was read of it before in the same run.

    Parameters
    ----------
    what : str
        Name of what is read.
    path : Path
    read : callable
        What it raises is not kept.
    """
    known = _HELD.get()
    if known is None:
        return read()
    if (what, path) not in known:
        known[what, path] = read()
    found: Read = known[what, path]
    return found


def made_once(make: Callable[P, Read]) -> Callable[P, Read]:
    """Have a function that depends on nothing but its arguments and files give the same object again in the same run.

    Parameters
    ----------
    make : callable
        Of positional arguments that can be hashed. Nobody changes what it returns; what it raises is not kept.
    """

    @functools.wraps(make)
    def once_made(*arguments: P.args, **named: P.kwargs) -> Read:
        known = _MADE.get()
        if known is None or named:
            return make(*arguments, **named)
        key = make, arguments
        if key not in known:
            known[key] = make(*arguments, **named)
        found: Read = known[key]
        return found

    return once_made

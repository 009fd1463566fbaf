"""Files that are read once for a whole run: what is changed while it goes on counts for the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

Read = TypeVar("Read")
_HELD: ContextVar[dict[tuple[str, Path], Any] | None] = ContextVar("held", default=None)


@contextmanager
def held() -> Iterator[None]:
    """Read inside, what :func:`once` reads, at most once; of two inside each other the outer one counts."""
    if _HELD.get() is not None:
        yield
        return
    token = _HELD.set({})
    try:
        yield
    finally:
        _HELD.reset(token)


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

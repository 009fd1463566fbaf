"""Who is told that something is being compiled; apart from what compiles, which takes long to load."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_HEARING: list[Callable[[], None]] = []


def announce() -> None:
    """Tell that something is being compiled, by this process or by one that works for it."""
    for hear in _HEARING:
        hear()


@contextmanager
def hearing(hear: Callable[[], None]) -> Iterator[None]:
    """Have a function called inside whenever something is compiled, and not loaded from the cache.

    Parameters
    ----------
    hear : callable
    """
    _HEARING.append(hear)
    try:
        yield
    finally:
        _HEARING.remove(hear)

"""Who is told that something is being compiled; apart from what compiles, which takes long to load."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_HEARING: list[tuple[Callable[[], None], Callable[[str], None]]] = []


def announce(holder: str = "") -> None:
    """Tell that something is being compiled, by this process or by one that works for it.

    Parameters
    ----------
    holder : str
        Process that is waited for meanwhile, since its turn it is.
    """
    for hear, wait in _HEARING:
        if holder:
            wait(holder)
        else:
            hear()


@contextmanager
def hearing(hear: Callable[[], None], wait: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Have a function called inside whenever something is compiled, and not loaded from the cache.

    Parameters
    ----------
    hear : callable
    wait : callable
        Called with another process where that has long had the turn to compile.
    """
    both = hear, wait
    _HEARING.append(both)
    try:
        yield
    finally:
        _HEARING.remove(both)

"""Runs of the model block by block: what is common to studies that repeat runs with other settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

AT_ONCE = 64  # worlds whose effects are held together


def blocks(n: int, worlds: int) -> Iterator[range]:
    """Points that are run together.

    Parameters
    ----------
    n : int
        Points in all.
    worlds : int
        Policy worlds of each.
    """
    size = max(1, AT_ONCE // worlds)
    return (range(start, min(start + size, n)) for start in range(0, n, size))


def add_seconds(seconds: dict[str, float], more: Mapping[str, float]) -> None:
    """Add what a block took, part by part; modifies ``seconds``."""
    for part, taken in more.items():
        seconds[part] = seconds.get(part, 0.0) + taken

"""Whether a job can have the memory that it needs, and what to change where it cannot; before any of it is taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sim.errors import Fault, InputError, fault
from sim.inputs.settings import Settings
from sim.runs.footprint import MIB, Need, processes
from sim.runs.machine import Limit, limits
from sim.texts import say

GIB = 1024 * MIB
LEAST = 10  # consumers of a city, as settings ask for


def check(settings: Sequence[Settings], need_of: Callable[[Sequence[Settings]], Need], has_cities: bool = True) -> Need:
    """Refuse a job that cannot have the memory that it needs; return what it needs.

    Parameters
    ----------
    settings : sequence of Settings
        Of the job.
    need_of : callable
        What the job needs with some settings.
    has_cities : bool
        Whether it has as many consumers in a city as the settings say.

    Raises
    ------
    InputError
        Naming what is needed, what can be had, and what would fit.
    """
    need = need_of(settings)
    for limit in limits():
        if _demand(need, limit) > limit.n_bytes:
            raise InputError(
                "memory-refused", need=written(_demand(need, limit)), have=written(limit.n_bytes), limit=limit.name,
                remedy=_remedy(need, limit, settings, need_of if has_cities else None),
            )  # fmt: skip
    return need


def shared_out(
    settings: Sequence[Settings],
    workers: int,
    need_of: Callable[[Sequence[Settings], int], Need],
    has_cities: bool = True,
) -> Need:
    """Return what a job needs in several processes: fewer where there is no memory for them, unless they are stated.

    Parameters
    ----------
    settings : sequence of Settings
    workers : int
        Processes that run worlds.
    need_of : callable
        What the job needs with some settings, in some processes.
    has_cities : bool
        As of :func:`check`.

    Raises
    ------
    InputError
        As :func:`check`.
    """
    there = limits()
    while workers > 1 and not settings[0].workers:
        need = need_of(settings, workers)
        if all(_demand(need, limit) <= limit.n_bytes for limit in there):
            break
        workers -= 1
    return check(settings, lambda some: need_of(some, workers), has_cities)


def _demand(need: Need, limit: Limit) -> int:
    return need.addresses if limit.is_of_process else need.total


def _remedy(
    need: Need, limit: Limit, settings: Sequence[Settings], again: Callable[[Sequence[Settings]], Need] | None
) -> Fault:
    """What would fit."""
    if need.processes > 1 and not need.is_away and not limit.is_of_process:
        fit = max(1, (limit.n_bytes - need.beside) // need.of_worker)
        if need._replace(processes=processes(fit)).total <= limit.n_bytes:
            return fault("memory-workers", workers=fit)
    if again is None:
        return fault("memory-smaller")
    low, high = 0, min(s.population.consumers_per_city for s in settings)
    while high - low > 1:
        middle = (low + high) // 2
        fits = _demand(again([_with_consumers(s, middle) for s in settings]), limit) <= limit.n_bytes
        low, high = (middle, high) if fits else (low, middle)
    return fault("memory-consumers", n=_rounded(low)) if low >= LEAST else fault("memory-smaller")


def _with_consumers(s: Settings, n: int) -> Settings:
    population = s.population.model_copy(update={"consumers_per_city": min(n, s.population.consumers_per_city)})
    return s.model_copy(update={"population": population})


def _rounded(n: int) -> int:
    """Two leading figures of a number, so that what is advised fits a moment later, too.

    >>> _rounded(7291), _rounded(38)
    (7200, 38)
    """
    unit: int = 10 ** max(0, len(str(n)) - 2)
    return n // unit * unit


def written(n_bytes: int) -> str:
    """Return an amount of memory as people write it.

    >>> written(1_503_238_553), written(419_430_400)
    ('1.4 GiB', '400 MiB')
    """
    return f"{n_bytes / GIB:,.1f} GiB" if n_bytes >= GIB else f"{n_bytes / MIB:.0f} MiB"


def told(need: Need) -> str:
    """Return what is needed and what can be had, in a line."""
    worlds, of = (0, 1) if need.is_away else (need.worlds, need.processes)
    parts = {"libraries": need.libraries, "worlds": worlds, "rest": need.tables + need.drawing}
    words = {name: written(n_bytes) for name, n_bytes in parts.items()}
    limit = min(limits(), key=lambda one: one.n_bytes, default=Limit("unknown", 0))
    return say(
        "memory-told", need=written(need.total), have=written(limit.n_bytes), limit=limit.name,
        processes=of, workers=need.workers, **words,
    )  # fmt: skip

"""How much memory this process can have: of the machine, of its control group, and under its own limits."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PROC, GROUPS = Path("/proc"), Path("/sys/fs/cgroup")
KIB = 1024
UNLIMITED = 2**60  # more than any machine has; version 1 of the control groups writes such a number for no limit


class Limit(NamedTuple):
    """What one limit leaves to this process.

    Attributes
    ----------
    name : str
        ``machine``, ``group`` (control group), ``address`` or ``data`` (the limits of ``ulimit -v`` and ``-d``).
    n_bytes : int
        That the process can come to hold, what it holds now included.
    """

    name: str
    n_bytes: int

    @property
    def is_of_process(self) -> bool:
        """Whether every process has as much for itself."""
        return self.name in ("address", "data")


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def held() -> int:
    """Bytes of memory that this process holds now; the most that it ever held where the system does not say."""
    try:
        return _table(PROC / "self" / "status")["VmRSS"] * KIB
    except (OSError, KeyError):
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if os.uname().sysname == "Darwin" else most * KIB


def limits() -> list[Limit]:
    """Every limit that there is; those that the system does not tell are left out."""
    return [*_machine(), *_group(), *_process()]


def _table(path: Path) -> dict[str, int]:
    """Whole numbers of a file of lines such as ``VmRSS:  1234 kB`` or ``file 1234``."""
    words = (line.replace(":", " ").split() for line in path.read_text(encoding="utf-8").splitlines())
    return {w[0]: int(w[1]) for w in words if len(w) > 1 and w[1].isdigit()}


def _machine() -> Iterator[Limit]:
    try:
        yield Limit("machine", _table(PROC / "meminfo")["MemAvailable"] * KIB + held())
    except (OSError, KeyError):
        if "SC_PHYS_PAGES" in os.sysconf_names:
            yield Limit("machine", os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))


def _group() -> Iterator[Limit]:
    """Limits of the control group and of those that it is in; memory that only caches files can be had."""
    for folder in _group_folders():
        for most, now, caches in (
            ("memory.max", "memory.current", ("file", "shmem")),
            ("memory.limit_in_bytes", "memory.usage_in_bytes", ("total_cache", "total_shmem")),
        ):
            try:
                limit, used = (int((folder / name).read_text(encoding="utf-8")) for name in (most, now))
                stated = _table(folder / "memory.stat")
            except (OSError, ValueError):  # no such file, or the word max
                continue
            cached = stated.get(caches[0], 0) - stated.get(caches[1], 0)
            if limit < UNLIMITED:
                yield Limit("group", max(0, limit - used + cached) + held())


def _group_folders() -> Iterator[Path]:
    """Folders of the control groups that this process is in, of version 2 or 1, inner ones first."""
    try:
        lines = (PROC / "self" / "cgroup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers not in ("", "memory"):
            continue
        root = GROUPS / controllers
        inner = root / path.lstrip("/")
        yield from (folder for folder in (inner, *inner.parents) if folder.is_relative_to(root))


def _process() -> Iterator[Limit]:
    """Limits of the process on addresses, whether they hold anything or not: what is left of them can be held."""
    try:
        now = _table(PROC / "self" / "status")
    except OSError:
        return
    for name, limited, taken in (
        ("address", resource.RLIMIT_AS, "VmSize"),
        ("data", resource.RLIMIT_DATA, "VmData"),
    ):
        most = resource.getrlimit(limited)[0]
        if most != resource.RLIM_INFINITY:
            yield Limit(name, max(0, most - now[taken] * KIB) + held())

"""One door to numba: every compiled rule and loop takes ``njit`` from here.

numba's on-disk cache keeps an old rule when only a file that the loop imports was edited, so the cache
folder is named after a hash of every source that compiled code can come from: an edit starts a fresh cache.
The import rules of the repository hold loops and rules to these sources.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import stat
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_KERNEL = Path(__file__).parent


def _source_hash() -> str:
    digest = hashlib.sha256()
    for path in sorted(_KERNEL.rglob("*.py")):
        digest.update(path.relative_to(_KERNEL).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder() -> Path:
    home = os.environ.get("XDG_CACHE_HOME")
    for base in ((Path(home) if home else Path.home() / ".cache") / "sanxin", _own_temporary()):
        if base is None:
            continue
        folder = base / f"numba-{_source_hash()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    raise OSError("no writable folder for compiled rules; set XDG_CACHE_HOME to one")


def _own_temporary() -> Path | None:
    """Folder for temporary files that nobody else can have put anything into: what numba finds in a cache is run."""
    if sys.platform == "win32":  # has one for each user
        return Path(tempfile.gettempdir()) / "sanxin"
    base = Path(tempfile.gettempdir()) / f"sanxin-{os.getuid()}"
    try:
        base.mkdir(mode=0o700, exist_ok=True)
        found = base.lstat()
    except OSError:
        return None
    return base if stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022 else None


os.environ.setdefault("NUMBA_CACHE_DIR", str(_cache_folder()))

import numba  # noqa: E402  (the cache folder must be set before numba is imported)

_KNOWN: list[Any] = []  # every compiled function


def njit(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a rule or loop: cached on disk, without the interpreter lock, without fastmath (results would vary).

    Division by zero gives inf or nan, as in NumPy: a check in every division would stop vectorising.
    """
    compiled: Callable[P, R] = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    _KNOWN.append(compiled)
    return compiled


def is_compiled(name: str) -> Literal["", "cached", "loaded"]:
    """Whether a loop has been loaded by this process, or at least compiled before on this machine.

    Parameters
    ----------
    name : str
        Of the function.
    """
    if any(function.__name__ == name and function.signatures for function in _KNOWN):
        return "loaded"
    return "cached" if any(Path(os.environ["NUMBA_CACHE_DIR"]).rglob(f"*.{name}-*.nbi")) else ""


def share_out(
    loop: Callable[Concatenate[int, int, P], None], n_cities: int, threads: int, *arguments: P.args, **named: P.kwargs
) -> None:
    """Run a compiled ``loop(start, stop, *arguments)`` over all cities, shared out to threads.

    numba's own parallel loops are not used: they drop writes to columns of a named tuple (numba 0.68).

    Parameters
    ----------
    loop : compiled function
    n_cities : int
    threads : int
        1 runs the loop in the calling thread.
    """
    edges = [n_cities * k // threads for k in range(threads + 1)]
    ranges = [(a, b) for a, b in itertools.pairwise(edges) if b > a]
    if len(ranges) == 1:
        loop(*ranges[0], *arguments, **named)
        return
    with ThreadPoolExecutor(len(ranges)) as pool:
        for done in [pool.submit(loop, a, b, *arguments, **named) for a, b in ranges]:
            done.result()

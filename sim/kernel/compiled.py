"""One door to numba: every compiled rule and loop takes ``njit`` from here.

numba's on-disk cache keeps an old rule when only a file that the loop imports was edited, so the cache
folder is named after a hash of every source that compiled code can come from: an edit starts a fresh cache.
The import rules of the repository hold loops and rules to these sources.

Of several processes one compiles at a time, and the others take from the cache what it has compiled.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import os
import socket
import stat
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

PATIENCE_SECONDS, EVERY_SECONDS = 5.0, 0.05  # of waiting for the turn to compile, until it is told; between looks
HOLDER_BYTES = 200
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
from numba.core import event  # noqa: E402
from numba.core.caching import FunctionCache  # noqa: E402

from sim.kernel.compiling import announce  # noqa: E402

_KNOWN: list[Any] = []  # every compiled function


class _Turn(event.Listener):
    """The right to compile, which one process of the machine has at a time; where files have no locks, all have it."""

    def __init__(self) -> None:
        self._depth, self._file = 0, -1  # functions being compiled, each for the one before; the locked file

    def on_start(self, _: object) -> None:
        """Tell that a function is not in the cache."""
        self._depth += 1
        announce()

    def on_end(self, _: object) -> None:
        """Take note that it has been compiled, or cannot be."""
        self._depth -= 1

    @property
    def is_over(self) -> bool:
        """Whether nothing is being compiled any more."""
        return self._depth == 0

    def take(self) -> bool:
        """Wait for the turn; returns whether this process did not have it already."""
        if self._file >= 0:
            return False
        folder = os.environ["NUMBA_CACHE_DIR"]
        os.makedirs(folder, exist_ok=True)
        self._file = os.open(os.path.join(folder, "compiling.lock"), os.O_RDWR | os.O_CREAT, 0o666)
        if sys.platform != "win32":
            with suppress(OSError):
                self._lock()
        return True

    def _lock(self) -> None:
        """Wait for the lock, whose file says who has it; tell once who it is, if that takes long: it may be stopped."""
        import fcntl

        patience = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > patience:
                    patience = math.inf
                    announce(os.pread(self._file, HOLDER_BYTES, 0).decode(errors="replace") or "?")
                time.sleep(EVERY_SECONDS)
            else:
                os.ftruncate(self._file, 0)
                os.pwrite(self._file, f"{os.getpid()} on {socket.gethostname()}".encode(), 0)
                return

    def give_back(self) -> None:
        """Let another process compile."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


_TURN = _Turn()
event.register("numba:compile", _TURN)  # type: ignore[no-untyped-call]


class _Cache(FunctionCache):
    """Cache of a function, which is compiled by one process at a time; numba asks for it, compiles, and saves."""

    def load_overload(self, sig: object, target_context: object) -> Any:
        """Load the function; None where it is this process's turn to compile it."""
        if _TURN.is_over:  # what could not be compiled was never saved
            _TURN.give_back()
        load = super().load_overload
        found = load(sig, target_context)  # type: ignore[no-untyped-call]
        if found is None and _TURN.take():
            # Another process may have compiled it in the meantime.
            found = load(sig, target_context)  # type: ignore[no-untyped-call]
            if found is not None:
                _TURN.give_back()
        return found

    def save_overload(self, sig: object, data: object) -> None:
        """Save the function; once those that it was compiled for are, too, it is the turn of another process."""
        super().save_overload(sig, data)  # type: ignore[no-untyped-call]
        if _TURN.is_over:
            _TURN.give_back()


def njit(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a rule or loop: cached on disk, without the interpreter lock, without fastmath (results would vary).

    Division by zero gives inf or nan, as in NumPy: a check in every division would stop vectorising.
    """
    compiled: Any = numba.njit(nogil=True, error_model="numpy")(function)
    if hasattr(compiled, "_cache"):  # nothing is compiled where NUMBA_DISABLE_JIT is set
        compiled._cache = _Cache(function)  # type: ignore[no-untyped-call]  # as cache=True sets one of numba's own
    _KNOWN.append(compiled)
    return compiled  # type: ignore[no-any-return]


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

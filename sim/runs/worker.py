"""A process that does one piece of work after the other, for the one that started it; see :mod:`sim.runs.workers`."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import time
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing import connection
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from typing import Any, NamedTuple

from sim.data.held import Held, held
from sim.errors import InputError
from sim.kernel.compiling import hearing
from sim.runs.stopped import InWorker, told, where

Tell = Callable[[Any], None]
EVERY_SECONDS = 0.1  # what a piece tells is handed over


class Compiling(NamedTuple):
    """Something is being compiled, or the process ``holder`` is waited for, whose turn it is."""

    holder: str = ""


class Done(NamedTuple):
    """What became of a piece of work."""

    result: Any
    error: InputError | tuple[Any, ...] | None
    warned: list[tuple[str, type[Warning], str, int]]

    def taken(self) -> Any:
        """Return the result, or raise what was raised; warnings are told here, under the rules that hold here."""
        for text, category, file, line in self.warned:
            warnings.warn_explicit(text, category, file, line, registry=_WARNED)
        if self.error is not None:
            raise self.error if isinstance(self.error, InputError) else InWorker(*self.error)
        return self.result


_WARNED: dict[Any, Any] = {}  # by several processes, told once


class _Line:
    """Hands over what is told, some of it together."""

    def __init__(self, pipe: Connection) -> None:
        self.pipe, self.waiting, self.last = pipe, list[Any](), 0.0

    def tell(self, what: object) -> None:
        self.waiting.append(what)
        if time.monotonic() - self.last > EVERY_SECONDS or isinstance(what, Compiling | Done):
            self.pipe.send(self.waiting)
            self.waiting, self.last = [], time.monotonic()


def serve(pipe: Connection, read: Held) -> None:
    """Do one piece of work after the other, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()  # what starting up makes is kept
    line = _Line(pipe)
    with (
        held(read),
        hearing(lambda: line.tell(Compiling()), lambda one: line.tell(Compiling(one))),
        suppress(EOFError, ConnectionError),
    ):
        while True:
            line.tell(answer(partial(_loaded, pipe.recv_bytes(), line.tell)))


def _end_with_parent() -> None:
    """End where whoever gave the work has gone, killed perhaps, and nobody waits for it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _loaded(work: bytes, tell: Tell) -> Any:
    """Do a piece of work that came as bytes; loads the modules that its function is of."""
    function, piece = ForkingPickler.loads(work)
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
    return function(piece, tell)


def answer(work: Callable[[], Any]) -> Done:
    """Do a piece of work, whatever comes of it.

    Parameters
    ----------
    work : callable
        Returns its result.
    """
    result: Any = None
    error: InputError | tuple[Any, ...] | None = None
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        try:
            result = work()
        except InputError as wrong:
            error = wrong
        except Exception as failed:  # noqa: BLE001  (is told by whoever gave the work)
            error = type(failed).__name__, told(failed), where(failed), "".join(traceback.format_exception(failed))
    return Done(result, error, [(str(w.message), w.category, w.filename, w.lineno) for w in caught])

"""Work shared out to processes: the same results in the same order, whatever their number.

Every process is a fresh interpreter, since threads do not survive a fork, and takes one piece of work after the other
through a pipe of its own. What a piece finds on its way arrives at once, and of a process that is ended only the piece
that it was at is lost; `concurrent.futures` hands over whole results only, and loses those of all when one is ended.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing import connection, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any, NamedTuple, TypeVar

from sim.data.held import known
from sim.inputs.origins import is_called
from sim.inputs.settings import Settings
from sim.kernel.compiling import announce
from sim.runs.machine import cores
from sim.runs.stopped import WorkerEnded
from sim.runs.worker import Compiling, Done, Tell, serve

Piece = TypeVar("Piece")
Result = TypeVar("Result")

PATIENCE_SECONDS = 5.0  # of waiting for a process to end by itself
WORTH_SECONDS = 3.0  # of work, twice what a process takes to start
_SPAWN = multiprocessing.get_context("spawn")


# ---------------------------------------------------------------- how many


def number(settings: Settings, pieces: int, seconds: float) -> int:
    """How many processes are asked for: those stated, else as many as there are cores and their start is repaid.

    A call from Python starts none unasked.

    Parameters
    ----------
    settings : Settings
    pieces : int
        Of work; more processes than these have nothing to do.
    seconds : float
        That all of it takes on one core, roughly.
    """
    if multiprocessing.current_process().daemon:  # a process of a pool of the user may start none
        return 1
    if settings.workers:
        return max(1, min(settings.workers, pieces))
    most = 1 if is_called() else min(cores(), pieces)
    return max(1, min(most, int(seconds / WORTH_SECONDS)))


def in_one_of(n: int, settings: Settings) -> Settings:
    """Settings of work in one of several processes: cores are shared out, unless threads are stated."""
    if n == 1 or settings.threads:
        return settings
    return settings.model_copy(update={"threads": max(1, cores() // n)})


# ---------------------------------------------------------------- the processes


class _Worker(NamedTuple):
    """One process, and our end of its pipe."""

    process: BaseProcess
    pipe: Connection


class Pool:
    """Some processes; they are started when there is work for them, and end with :func:`pool`.

    Parameters
    ----------
    n : int
        At most; 1 does all work here.
    """

    def __init__(self, n: int = 1) -> None:
        self.n = n
        self._workers: list[_Worker] = []

    def map(
        self,
        function: Callable[[Piece, Tell], Result],
        pieces: Iterable[Piece],
        hear: Callable[[int, Any], None] = lambda k, told: None,
    ) -> Iterator[Result]:
        """Results of a function for each piece of work, in order.

        Parameters
        ----------
        function : callable
            Of a piece, and of a function that it may tell something on its way; importable by name.
        pieces : iterable
            Can be pickled.
        hear : callable
            Called with the position of a piece and what was told; in the process that asks for the results.

        Raises
        ------
        InputError
        InWorker
            Anything else that was raised in another process.
        WorkerEnded
        """
        if self.n == 1:
            return (function(piece, partial(hear, k)) for k, piece in enumerate(pieces))
        return self._shared_out(function, pieces, hear)

    def _shared_out(
        self, function: Callable[[Piece, Tell], Result], pieces: Iterable[Piece], hear: Callable[[int, Any], None]
    ) -> Iterator[Result]:
        waiting, done, turn = enumerate(pieces), dict[int, Result](), 0
        idle, busy = list(self._workers), dict[int, _Worker]()  # the latter by the piece that they are at
        try:
            while True:
                while (idle or len(self._workers) < self.n) and (one := next(waiting, None)) is not None:
                    busy[one[0]] = worker = idle.pop() if idle else self._start()
                    with _noticed(worker):
                        worker.pipe.send((function, one[1]))
                while turn in done:
                    yield done.pop(turn)
                    turn += 1
                if not busy:
                    return
                ready = connection.wait([worker.pipe for worker in busy.values()])
                for k in [k for k, worker in busy.items() if worker.pipe in ready]:
                    for told in _heard(busy[k]):
                        if isinstance(told, Done):
                            done[k] = told.taken()
                            idle.append(busy.pop(k))
                        else:
                            hear(k, told)
        finally:
            if busy:  # nobody waits for what they do
                self.end()

    def _start(self) -> _Worker:
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=serve, args=(theirs, known()), daemon=True)
        with _alone():
            process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours))
        return self._workers[-1]

    def end(self, at_once: bool = True) -> None:
        """End the processes: those that have nothing to do end by themselves when their pipe is closed."""
        workers, self._workers = self._workers, []
        for process, pipe in workers:
            if at_once:
                process.terminate()
            pipe.close()
        for process, _ in workers:
            process.join(PATIENCE_SECONDS)
            if process.is_alive():
                process.kill()
                process.join()


@contextmanager
def pool(n: int) -> Iterator[Pool]:
    """Processes for work that follows; none is left behind, however it ends.

    Parameters
    ----------
    n : int
        At most; 1 does all work here.
    """
    some = Pool(n)
    try:
        yield some
    except BaseException:
        some.end()
        raise
    some.end(at_once=False)


def _heard(worker: _Worker) -> Iterator[Any]:
    """What a process tells of the piece that it is at; that it compiles is passed on."""
    with _noticed(worker):
        told = worker.pipe.recv()
    for one in told:
        if isinstance(one, Compiling):
            announce()
        else:
            yield one


@contextmanager
def _noticed(worker: _Worker) -> Iterator[None]:
    """Say of a process that has gone how it ended."""
    try:
        yield
    except (EOFError, ConnectionError):
        worker.process.join(PATIENCE_SECONDS)
        raise WorkerEnded(worker.process.exitcode) from None


@contextmanager
def _alone() -> Iterator[None]:
    """Start a process without the script that was started by the user, and deaf to Ctrl-C: we tell it when to end.

    It needs nothing of the script, and would run it again, with all that it does.
    """
    main = sys.modules["__main__"]
    resource_tracker.ensure_running()  # when it starts, it sets signals by itself
    has_masks = hasattr(signal, "pthread_sigmask")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if has_masks else set()
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        if has_masks:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

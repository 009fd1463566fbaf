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
from sim.runs import launchers
from sim.runs.launchers import blocks
from sim.runs.launchers.blocks import Launcher
from sim.runs.machine import cores
from sim.runs.stopped import WorkerEnded
from sim.runs.worker import Compiling, Done, Tell, serve

Piece = TypeVar("Piece")
Result = TypeVar("Result")

PATIENCE_SECONDS = 5.0  # of waiting for a process to end by itself
WORTH_SECONDS = 3.0  # of work, twice what a process takes to start
MOST_AWAY = (
    1024  # blocks at a time on a cluster, whose engine queues what it has no place for; as many as workers= allows
)
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
    launchers.check(settings)
    usual = settings.launcher == "processes"
    # A process of a pool of the user may start none.
    if settings.launcher == "local" or (usual and multiprocessing.current_process().daemon):
        return 1
    if settings.workers:
        return max(1, min(settings.workers, pieces))
    most = MOST_AWAY if launchers.is_away(settings) else 1 if usual and is_called() else cores()
    return max(1, min(most, pieces, int(seconds / launchers.worth_seconds(settings, WORTH_SECONDS))))


def in_one_of(n: int, settings: Settings) -> Settings:
    """Settings of work in one of several processes: cores are shared out, unless threads are stated."""
    if settings.threads or (n == 1 and settings.launcher in launchers.HERE):
        return settings
    threads = max(1, cores() // n) if settings.launcher in launchers.HERE else launchers.THREADS
    return settings.model_copy(update={"threads": threads})


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
    launcher : Launcher, optional
        Does the work instead, ``n`` blocks at a time.
    """

    def __init__(self, n: int = 1, launcher: Launcher | None = None) -> None:
        self.n, self.launcher = n, launcher
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
        WorkLost
            As a process that has ended, on a cluster.
        """
        if self.launcher is not None:
            return blocks.results(self.launcher, self.n, function, pieces, hear)
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
        if self.launcher is not None:
            self.launcher.end()
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
def pool(n: int, settings: Settings | None = None) -> Iterator[Pool]:
    """Processes for work that follows; none is left behind, however it ends.

    Parameters
    ----------
    n : int
        At most; 1 does all work here.
    settings : Settings, optional
        Say what does it; by default processes do.
    """
    some = Pool(n, launchers.begin(settings, n) if settings else None)
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
            announce(one.holder)
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

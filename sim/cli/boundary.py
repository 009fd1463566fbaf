"""The boundary of the command: whatever ends a verb becomes a line that says what is kept and what to do next.

The system speaks in OSError, MemoryError and signals; a library that cannot go on is told in its own words. Only a
fault of ours shows where it was raised; ``--traceback`` shows it for everything.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, TextIO

from sim.cli.terminal import warn, whisper
from sim.errors import InputError
from sim.texts import say

if TYPE_CHECKING:
    from sim.runs.failure import Started

FAILED, MISTAKE = 1, 2
SOON_SECONDS = 0.01  # by when a finaliser is over
SIGNALLED = 128  # added to the number of a signal, as shells do
# What asks a process to end, by what is said of it; some systems lack some of them.
ENDING = {"SIGINT": "cli-interrupted", "SIGTERM": "cli-terminated", "SIGHUP": "cli-hung-up", "SIGXCPU": "cli-time-up"}


class Ended(KeyboardInterrupt):
    """A signal asked the process to end; ends what KeyboardInterrupt ends."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def guarded(work: Callable[[Started], int], with_traceback: bool) -> int:
    """Do the work of a command; returns the exit code.

    Parameters
    ----------
    work : callable
        Says in what it is given how far it is; returns the exit code.
    with_traceback : bool
        Show where a fault was raised, whoever is to blame.

    Returns
    -------
    int
        Of the work; 2 after a mistake in the input, 1 where the machine or a library failed and after a fault of ours,
        128 and the number of the signal that ended it.

    Raises
    ------
    BrokenPipeError
        Nobody reads the output.
    """
    from sim.runs.failure import Started

    started = Started()  # what is known of it while it runs
    with _signals() as ignore, _lost_signals(), _warnings():
        try:
            return work(started)
        except InputError as error:
            _trace(error, with_traceback)
            for problem in error.problems:
                warn(str(problem))
            return MISTAKE
        except KeyboardInterrupt as error:
            ignore()  # who is impatient asks twice
            _trace(error, with_traceback)
            number = error.number if isinstance(error, Ended) else signal.SIGINT
            whisper(_interrupted(signal.Signals(number).name, started.folder))
            return SIGNALLED + number
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001  (the one place where everything ends, told or shown)
            return _failed(error, started.folder, with_traceback)


def _interrupted(name: str, folder: Path | None) -> str:
    """What ended a command, what it has kept, and how to go on."""
    from sim.runs.failure import kept

    left = kept(folder) or ("" if folder and folder.exists() else say("cli-nothing-kept"))
    return "; ".join(filter(None, (say(ENDING[name]), left))) + "\n"


def _failed(error: Exception, folder: Path | None, with_traceback: bool) -> int:
    from sim.runs.failure import kept
    from sim.runs.stopped import name_of, told, where

    known = told(error)
    said = str(known)
    if known is None:
        from importlib.metadata import version

        said = say("cli-bug", error=name_of(error), where=where(error), version=version("sanxin"))
    _trace(error, with_traceback or known is None)
    traceback.clear_frames(error.__traceback__)  # lets go of the memory that was wanting
    warn("; ".join(filter(None, (said, kept(folder, failed=True)))))
    return FAILED


def _trace(error: BaseException, is_shown: bool) -> None:
    if is_shown:
        whisper("".join(traceback.format_exception(error)))


@contextmanager
def _signals() -> Iterator[Callable[[], None]]:
    """Raise :class:`Ended` where a signal asks the process to end; gives a function that has them ignored."""
    main_thread = threading.current_thread() is threading.main_thread()
    asked = [one for one in signal.Signals if one.name in ENDING and main_thread]
    # What is ignored stays so, as with nohup.
    before = {number: held for number in asked if (held := signal.getsignal(number)) not in (signal.SIG_IGN, None)}

    def end(number: int, _: FrameType | None) -> None:
        raise Ended(number)

    def ignore() -> None:
        for number in before:
            signal.signal(number, signal.SIG_IGN)

    for number in before:
        signal.signal(number, end)
    try:
        yield ignore
    finally:
        for number, held in before.items():
            signal.signal(number, held)


@contextmanager
def _lost_signals() -> Iterator[None]:
    """Send a signal anew that came where Python drops exceptions, as where a library tidies up an object."""
    before, waiting = sys.unraisablehook, []

    def again(lost: sys.UnraisableHookArgs) -> None:
        if not isinstance(lost.exc_value, Ended):
            before(lost)
            return
        waiting.append(threading.Timer(SOON_SECONDS, os.kill, (os.getpid(), lost.exc_value.number)))
        waiting[-1].start()

    sys.unraisablehook = again
    try:
        yield
    finally:
        sys.unraisablehook = before
        for timer in waiting:
            timer.cancel()


@contextmanager
def _warnings() -> Iterator[None]:
    """Tell a warning of ours in a line."""
    before = warnings.showwarning

    def show(
        message: Warning | str, category: type[Warning], filename: str, lineno: int, file: TextIO | None = None,
        line: str | None = None,
    ) -> None:  # fmt: skip
        if category is UserWarning:
            warn(str(message))
        else:
            before(message, category, filename, lineno, file, line)

    warnings.showwarning = show
    try:
        yield
    finally:
        warnings.showwarning = before

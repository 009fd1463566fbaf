"""What stopped a run: the machine, a library, or a fault of ours, in this process or in one that works for it."""

from __future__ import annotations

import errno
import sys
import traceback
from collections.abc import Sequence
from types import FrameType

from sim.errors import Fault, fault
from sim.results.failed import Failure, causes

OURS = __name__.partition(".")[0]
LONGEST = 200  # of a library's error that is quoted in a message
# What Python raises where a program is wrong, whosever code it surfaces in: a library that was called wrongly, too.
PROGRAMMING = (
    AssertionError, AttributeError, NameError, TypeError, LookupError, ArithmeticError, NotImplementedError,
    RecursionError, SyntaxError,
)  # fmt: skip
# What helps, by the word of the system; anything else speaks for itself.
REMEDIES = {
    errno.ENOSPC: "runs-remedy-room", errno.EDQUOT: "runs-remedy-room", errno.EFBIG: "runs-remedy-size",
    errno.EACCES: "runs-remedy-rights", errno.EPERM: "runs-remedy-rights", errno.EROFS: "runs-remedy-rights",
    errno.EMFILE: "runs-remedy-files", errno.ENFILE: "runs-remedy-files", errno.ENOMEM: "runs-remedy-memory",
}  # fmt: skip


class InWorker(Exception):
    """What was raised in a process that did a part of the work, as that process told of it.

    Parameters
    ----------
    name : str
        Of the error.
    said : Fault, optional
        What :func:`told` said of it there.
    place : str
        What :func:`where` said.
    trace : str
        Its traceback.
    """

    def __init__(self, name: str, said: Fault | None, place: str, trace: str) -> None:
        super().__init__(trace)
        self.name, self.said, self.place = name, said, place


class WorkerEnded(Exception):
    """A process that did a part of the work has gone, by nobody's error; perhaps the system took it for its memory."""

    def __init__(self, exitcode: int | None) -> None:
        super().__init__(exitcode)
        self.signal = -exitcode if exitcode and exitcode < 0 else 0


class WorkLost(Exception):
    """Work was lost on a cluster, and again each time that it was given out anew.

    Parameters
    ----------
    launcher : str
    times : int
        That it was given out.
    what : str
        What the engine said.
    """

    def __init__(self, launcher: str, times: int, what: str) -> None:
        super().__init__(what)
        self.launcher, self.times, self.what = launcher, times, what


class CellsFailed(Exception):
    """Cells failed, each by itself; those that were run beside them are stored.

    Parameters
    ----------
    failures : sequence of Failure
    """

    def __init__(self, failures: Sequence[Failure]) -> None:
        super().__init__(len(failures))
        self.failures = list(failures)


def cause(error: Exception) -> str:
    """Why a cell failed, in a line; and below it, where it was raised."""
    known = told(error)
    if known is None:
        what = _one_line(error) if str(error).strip() else "nothing"
        known = fault("runs-cause", error=name_of(error), what=what, where=where(error))
    return "\n".join([str(known), *traceback.format_exception(error)])


def told(error: Exception) -> Fault | None:
    """What the machine or a library says, and what helps; None if the fault is ours.

    The system speaks in OSError and MemoryError. What Python raises where a program is wrong is ours, wherever it
    surfaces. Any other error is told in the words of the library that raised it, if one did.

    Parameters
    ----------
    error : Exception
    """
    if isinstance(error, InWorker):
        return error.said
    if isinstance(error, WorkerEnded):
        return fault("runs-failed", what=_of_worker(error), remedy=fault("runs-remedy-workers"))
    if isinstance(error, WorkLost):
        lost = fault("launchers-lost", launcher=error.launcher, times=error.times, what=_one_line(error))
        return fault("runs-failed", what=lost, remedy=fault("launchers-remedy-lost"))
    if isinstance(error, CellsFailed):
        failed = fault("results-failed", n=len(error.failures), causes=causes(error.failures))
        return fault("runs-failed", what=failed, remedy=fault("runs-remedy-retry"))
    if isinstance(error, MemoryError):
        return fault("runs-failed", what=fault("runs-no-memory"), remedy=fault("runs-remedy-memory"))
    if isinstance(error, OSError):
        what = error.strerror or _one_line(error)
        path = error.filename2 or error.filename
        said = fault("runs-file-failed", path=path, what=what) if path else fault("runs-stopped", what=what)
        remedy = REMEDIES.get(error.errno or 0)
        return fault("runs-failed", what=said, remedy=fault(remedy)) if remedy else said
    if isinstance(error, RuntimeError) and _last(error) == "threading":  # the one place where Python says it in words
        return fault("runs-failed", what=_one_line(error), remedy=fault("runs-remedy-threads"))
    library = error.name if isinstance(error, ImportError) and error.name else _raised_by(error)
    if isinstance(error, PROGRAMMING) or library == OURS:
        return None
    return fault("runs-library", library=library, error=type(error).__name__, what=_one_line(error))


def _of_worker(error: WorkerEnded) -> Fault:
    return fault("runs-worker-killed", signal=error.signal) if error.signal else fault("runs-worker-ended")


def name_of(error: Exception) -> str:
    """Kind of an error, wherever it was raised."""
    return error.name if isinstance(error, InWorker) else type(error).__name__


def _one_line(error: Exception) -> str:
    """Error of a library in one line."""
    return " ".join(str(error).split())[:LONGEST] or type(error).__name__


def _raised_by(error: BaseException) -> str:
    """Package whose code raised an error; that of Python itself only passes it on."""
    names = (_package(frame) for frame, _ in traceback.walk_tb(error.__traceback__))
    return [OURS, *(name for name in names if name not in sys.stdlib_module_names)][-1]


def _last(error: BaseException) -> str:
    """Package in which an error was raised, be it of Python itself."""
    return [_package(frame) for frame, _ in traceback.walk_tb(error.__traceback__)][-1]


def _package(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]


def where(error: BaseException) -> str:
    """Last line of ours that an error went through."""
    if isinstance(error, InWorker):
        return error.place
    own = [(f, line) for f, line in traceback.walk_tb(error.__traceback__) if _package(f) == OURS]
    if not own:
        return OURS
    frame, line = own[-1]
    return f"{frame.f_globals['__name__']} line {line}"

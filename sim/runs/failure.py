"""What stopped a run: the machine, a library, or a fault of ours; and what is kept of the run."""

from __future__ import annotations

import errno
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from sim.errors import Fault, InputError, RunError, fault
from sim.texts import say

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


def told(error: Exception) -> Fault | None:
    """What the machine or a library says, and what helps; None if the fault is ours.

    The system speaks in OSError and MemoryError. What Python raises where a program is wrong is ours, wherever it
    surfaces. Any other error is told in the words of the library that raised it, if one did.

    Parameters
    ----------
    error : Exception
    """
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
    own = [(f, line) for f, line in traceback.walk_tb(error.__traceback__) if _package(f) == OURS]
    if not own:
        return OURS
    frame, line = own[-1]
    return f"{frame.f_globals['__name__']} line {line}"


def kept(folder: Path | None, failed: bool = False) -> str:
    """What a run that did not end has left in its folder, and how to go on; empty if there is nothing."""
    if folder is None:
        return ""
    from sim.inputs.asked import folder_at, output_at
    from sim.runs.folder import UNFINISHED
    from sim.runs.kinds import is_stored

    try:
        if is_stored(folder):
            return say("runs-kept-results", folder=folder_at(folder), after="failure" if failed else "end")
        if (folder / UNFINISHED).is_file():
            n_parts = len(list((folder / UNFINISHED).parent.glob("*.npz")))
            return say("runs-kept-parts", n=n_parts, folder=output_at(folder))
        return say("runs-kept-trials", folder=output_at(folder)) if (folder / "trials.csv").is_file() else ""
    except OSError:  # the machine lacks so much that even this cannot be seen
        return ""


class Started:
    """What is known of a run while it goes on.

    Attributes
    ----------
    folder : Path or None
        Its results folder, once that is known.
    """

    folder: Path | None = None


@contextmanager
def one_kind() -> Iterator[Started]:
    """Raise what the machine or a library says as RunError, with what is kept; for calls from Python.

    Raises
    ------
    RunError
    """
    started = Started()
    try:
        yield started
    except InputError:
        raise
    except Exception as error:  # of what kind it is, and whose, is asked of the error itself
        said = told(error)
        if said is None:
            raise
        raise RunError("; ".join(filter(None, (str(said), kept(started.folder))))) from error

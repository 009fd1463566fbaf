"""What is kept of a run that was stopped, and how it is told to Python."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.errors import InputError, RunError
from sim.runs.stopped import told
from sim.texts import say


def kept(folder: Path | None, failed: bool = False) -> str:
    """What a run that did not end has left in its folder, and how to go on; empty if there is nothing."""
    if folder is None:
        return ""
    from sim.inputs.asked import folder_at, output_at
    from sim.runs.folder import UNFINISHED
    from sim.runs.kinds import is_stored
    from sim.runs.store import left

    try:
        if is_stored(folder):
            return say("runs-kept-results", folder=folder_at(folder), after="failure" if failed else "end")
        if (folder / UNFINISHED).is_file():
            parts, n, _ = left(folder)
            if n:
                return say("runs-kept-replicates", n=n, folder=output_at(folder))
            return say("runs-kept-parts", n=parts, folder=output_at(folder))
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

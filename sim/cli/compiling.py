"""Why a command takes longer the first time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sim.cli.progress import Progress
from sim.cli.terminal import warn
from sim.kernel.compiling import hearing
from sim.texts import say


@contextmanager
def compiling_told(progress: Progress) -> Iterator[None]:
    """Say once that the program is being compiled, if it is, and keep that out of the time that is left.

    Where it is another process's turn to compile and that takes long, it is said which one that is.

    Parameters
    ----------
    progress : Progress
        Whose line makes room, and whose rate begins anew.
    """
    told: list[str] = []

    def hear() -> None:
        progress.compiling()
        if not told:
            told.append(say("cli-compiling"))
            progress.close()
            warn(told[0])

    def wait(holder: str) -> None:
        progress.close()
        warn(say("cli-compiling-waits", holder=holder))

    with hearing(hear, wait):
        yield

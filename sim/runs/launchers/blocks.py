"""Blocks of neighbouring pieces of work: packed here, done elsewhere, heard and put in order here.

A block goes and comes back as bytes, so that no engine can change what is in it (Ray makes arrays read-only, and a
compiled function that is sent loses its cache): where it is done, functions are found by their name, and what they
compile comes from the cache of that machine.
"""

from __future__ import annotations

import functools
import socket
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.reduction import ForkingPickler
from typing import Any, Protocol, TypeVar

from sim.data.held import held, known
from sim.errors import InputError
from sim.kernel.compiling import announce, hearing
from sim.runs.folder import program_digest
from sim.runs.worker import Compiling, Done, Tell, answer

Piece = TypeVar("Piece")
Result = TypeVar("Result")
Answers = list[tuple[list[Any], Done]]  # for each piece, what was told on its way, and what became of it

FOR_EACH = 4  # blocks for each of those that work, so that none is idle for long at the end
LARGEST = 64  # pieces of a block: what they find is held at once
loads = ForkingPickler.loads  # of what we packed ourselves


class Launcher(Protocol):
    """What has blocks of work done."""

    def answers(self, blocks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
        """Position and answer of each block, as they are done; a block that is lost on the way is done again.

        Parameters
        ----------
        blocks : iterable of bytes
            What :func:`do` is to be called with.

        Raises
        ------
        InputError
            If the cluster cannot be reached.
        WorkLost
            If a block is lost again and again.
        """
        ...

    def end(self) -> None:
        """Let go of everything, also of what is not done yet."""
        ...


def _dumps(what: object) -> bytes:
    return bytes(ForkingPickler.dumps(what))


# ---------------------------------------------------------------- where it is done


@functools.cache
def _program() -> str:
    return program_digest()


def do(block: bytes) -> bytes:
    """Do the pieces of a block, up to the first that fails.

    Parameters
    ----------
    block : bytes
        Of :func:`_packed`.

    Returns
    -------
    bytes
        Of :data:`Answers`.
    """
    program, read, work = loads(block)
    if program != _program():
        other = InputError("launchers-other-program", node=socket.gethostname())
        return _dumps([([], Done(None, other, []))])
    found: Answers = []
    with held(loads(read)):
        function, pieces = loads(work)
        for piece in pieces:
            told: list[Any] = []
            with hearing(functools.partial(told.append, Compiling())):
                found.append((told, answer(functools.partial(function, piece, told.append))))
            if found[-1][1].error is not None:
                break
    return _dumps(found)


# ---------------------------------------------------------------- where it was asked for


def _packed(function: Callable[[Piece, Tell], Result], pieces: list[Piece], read: bytes) -> bytes:
    work = _dumps((function, pieces))
    return _dumps((_program(), read, work))


def results(
    launcher: Launcher,
    n: int,
    function: Callable[[Piece, Tell], Result],
    pieces: Iterable[Piece],
    hear: Callable[[int, Any], None],
) -> Iterator[Result]:
    """Results of a function for each piece of work, in order; parameters and errors as of ``workers.Pool.map``.

    Parameters
    ----------
    launcher : Launcher
    n : int
        Blocks that are done at a time.
    function, pieces, hear
    """
    waiting = list(pieces)
    if not waiting:
        return
    size = min(LARGEST, -(-len(waiting) // (FOR_EACH * n)))
    read = _dumps(known())
    blocks = (_packed(function, waiting[at : at + size], read) for at in range(0, len(waiting), size))
    done, turn = dict[int, Result](), 0
    for block, answered in launcher.answers(blocks):
        found: Answers = loads(answered)
        for k, (told, one) in enumerate(found, block * size):
            for said in told:
                announce() if isinstance(said, Compiling) else hear(k, said)
            done[k] = one.taken()
        while turn in done:
            yield done.pop(turn)
            turn += 1

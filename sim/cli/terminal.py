"""The way of every text to the terminal: what a terminal would act on is spelt out."""

from __future__ import annotations

import sys
from contextlib import suppress

from sim.texts.spelt import one_line, spelt

TYPE_CHECKING = False  # true for a type checker; help does without typing, whose import is a tenth of its time
if TYPE_CHECKING:
    from typing import TextIO


def tell(text: str, end: str = "\n") -> None:
    """Print a text on standard output.

    Raises
    ------
    OSError
        At once, if it cannot be written.
    """
    _write(text + end, sys.stdout)


def warn(text: str) -> None:
    """Print a line for whoever started the command."""
    whisper(f"sanxin: {one_line(text)}\n")


def whisper(text: str) -> None:
    """Print a text on standard error, if that can be written."""
    with suppress(OSError):
        _write(text, sys.stderr)


def _write(text: str, stream: TextIO) -> None:
    shown = spelt(text)
    encoding = stream.encoding or "utf-8"
    stream.write(shown.encode(encoding, errors="backslashreplace").decode(encoding))
    stream.flush()

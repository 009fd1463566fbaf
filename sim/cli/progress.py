"""Progress of a long run: one live line on a terminal, a plain line now and then in a pipe."""

from __future__ import annotations

import sys
import time

from sim.texts import say
from sim.texts.spelt import one_line

TYPE_CHECKING = False  # true for a type checker; help does without typing, whose import is a tenth of its time
if TYPE_CHECKING:
    from typing import TextIO

LIVE_EVERY_SECONDS, PLAIN_EVERY_SECONDS = 0.2, 10.0
TRUSTED_AFTER_SHARE = 0.05


def clock(seconds: float) -> str:
    """Seconds as m:ss.

    >>> clock(75.2)
    '1:15'
    """
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


class Progress:
    """Writes how much is done and how long the rest will take; call it as often as you like.

    Parameters
    ----------
    stream : text stream
        Default: standard error.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.live = self.stream.isatty()
        self.started = time.monotonic()
        self.counts, self.before, self.since = False, 0, self.started  # of the rate: whether it is begun, and where
        self.last = self.started if not self.live else -1e9
        self.wrote = False

    def compiling(self) -> None:
        """Take note that something is compiled: how long a unit takes is measured anew from the next report on."""
        self.counts = False

    def __call__(self, done: int, total: int, text: str) -> None:
        """Report that ``done`` of ``total`` units are finished; ``text`` says what is running."""
        now = time.monotonic()
        if not self.counts:  # what was done so far took time to load or to compile, too
            self.counts, self.before, self.since = True, done, now
        if now - self.last < (LIVE_EVERY_SECONDS if self.live else PLAIN_EVERY_SECONDS):
            return
        self.last, self.wrote = now, True
        gone = now - self.started
        new = done - self.before
        known = new > TRUSTED_AFTER_SHARE * (total - self.before)
        said = {"share": f"{done / max(1, total):4.0%}", "gone": clock(gone), "text": text}
        left = clock((now - self.since) / new * (total - done)) if known else ""
        line = say("cli-progress-left", left=left, **said) if known else say("cli-progress", **said)
        if self.live:
            import shutil  # loads archivers that help does without

            width = shutil.get_terminal_size().columns - 1  # a line that wraps cannot be overwritten
            self._write(f"\r\x1b[2K{one_line(line)[:width]}")
        else:
            self._write(one_line(line.strip()) + "\n")

    def close(self) -> None:
        """Clear the live line."""
        if self.live and self.wrote:
            self._write("\r\x1b[2K")

    def _write(self, text: str) -> None:
        """Write what is spelt out already; nothing fails for want of room for it."""
        try:
            self.stream.write(text)
            self.stream.flush()
        except BrokenPipeError:
            raise
        except OSError:
            self.live = False


class Lines(Progress):
    """A line for every report, for what reports seldom."""

    def __call__(self, done: int, total: int, text: str) -> None:
        """Report that ``done`` of ``total`` trials are finished; ``text`` says what was last done."""
        gone = clock(time.monotonic() - self.started)
        line = say("cli-progress-trials", done=done, total=total, gone=gone, text=text)
        self._write(one_line(line) + "\n")

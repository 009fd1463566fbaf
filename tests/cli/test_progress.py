"""One live line on a terminal, few plain ones in a pipe."""

import io

import pytest

from sim.cli import progress as module
from sim.cli.progress import Progress, clock


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def clock_at(monkeypatch):
    """Set the time."""
    now = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return lambda seconds: now.__setitem__(0, seconds)


def test_a_pipe_gets_a_plain_line_every_ten_seconds(clock_at):
    stream = io.StringIO()
    progress = Progress(stream)
    for second in range(1, 31):
        clock_at(float(second))
        progress(second, 60, "twin")
    progress.close()
    assert stream.getvalue() == "".join(
        f"{p}%  0:{s} gone, about 0:{60 - s} left  twin\n" for p, s in ((17, 10), (33, 20), (50, 30))
    )


def test_a_short_run_in_a_pipe_says_nothing(clock_at):
    stream = io.StringIO()
    progress = Progress(stream)
    clock_at(9.0)
    progress(99, 100, "twin")
    progress.close()
    assert stream.getvalue() == ""


def test_a_terminal_gets_one_line_that_is_overwritten_and_cleared(clock_at, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    stream = Terminal()
    progress = Progress(stream)
    progress(1, 100, "warm-up")
    clock_at(0.1)
    progress(2, 100, "too soon")
    clock_at(30.0)
    progress(50, 100, "a name that is longer than the terminal")
    progress.close()
    lines = stream.getvalue().split("\r\x1b[2K")
    assert lines == ["", "  1%  0:00 gone, warm-up", " 50%  0:30 gone, about 0:30 left  a nam", ""]
    assert "\n" not in stream.getvalue()


def test_minutes_and_seconds():
    assert [clock(s) for s in (0, 59.9, 60, 3725)] == ["0:00", "0:59", "1:00", "62:05"]

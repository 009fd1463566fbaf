"""One live line on a terminal, few plain ones in a pipe."""

import io
import re

import pytest

from sim.cli import progress as module
from sim.cli.compiling import compiling_told
from sim.cli.progress import Progress, clock
from sim.kernel.compiling import announce


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


def test_which_process_compiling_waits_for_is_one_line(capsys):
    with compiling_told(Progress(io.StringIO())):
        announce("12 on a")
    assert capsys.readouterr().err == (
        "sanxin: waiting for process 12 on a, whose turn it is to compile the program; "
        "if it is stopped, let it go on, or end it\n"
    )


def test_minutes_and_seconds():
    assert [clock(s) for s in (0, 59.9, 60, 3725)] == ["0:00", "0:59", "1:00", "62:05"]


def lines_with_compiling(clock_at, stream) -> None:
    """A week a second, but 100 seconds of compiling before the first one and before the twentieth."""
    progress, now = Progress(stream), 0
    with compiling_told(progress):
        for week in range(1, 101):
            now += 1
            if week in (1, 20):
                announce()
                now += 100
            clock_at(float(now))
            progress(week, 100, "twin")
    progress.close()


def test_the_time_left_is_that_of_the_weeks_without_what_was_compiled_between_them(clock_at, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    stream = Terminal()
    lines_with_compiling(clock_at, stream)
    lines = stream.getvalue().split("\r\x1b[2K")
    shown = [re.search(r"(\d+)%  (\S+) gone(?:, about (\S+) left)?", line) for line in lines]
    left = {int(found[1]): found[3] for found in shown if found}
    assert (left[2], left[19], left[20]) == (None, "1:21", None)  # nothing is known right after compiling
    assert (left[30], left[50], left[99]) == ("1:10", "0:50", "0:01")


def test_a_run_that_compiles_late_still_says_what_is_left(clock_at, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    stream = Terminal()
    progress = Progress(stream)
    for second, done in ((1, 1), (2, 97), (60, 98), (61, 99)):
        if done == 98:
            progress.compiling()
        clock_at(float(second))
        progress(done, 100, "twin")
    assert "99%  1:01 gone, about 0:01 left" in stream.getvalue()

"""Whatever ends a command is one line with its exit code; only a fault of ours shows where it was raised."""

import errno
import io
import os
import signal
import sys
import threading
import time
import warnings
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import yaml
from matplotlib.figure import Figure

import sim
from sim.cli import main as command
from sim.cli.progress import Lines, Progress
from sim.cli.steps import Steps
from sim.cli.terminal import tell, warn
from sim.cli.verbs import VERBS, Verb
from sim.errors import InputError, RunError
from sim.runs.job import Plan
from sim.texts import say
from sim.world.ledger import LedgerError
from tests.runs.sweeps import held


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a verb that does what it is given; return its exit code and what it said."""

    def run(does, *arguments, folder=None):
        steps = Steps(lambda texts: texts, lambda asked, progress: does(), lambda asked, found: 0, lambda _: folder)
        monkeypatch.setitem(VERBS, "stub", Verb("stub", lambda: steps))
        code = command.main(["stub", *arguments])
        return code, capsys.readouterr().err

    return run


def raising(error):
    def does():
        raise error

    return does


def damaged_archive():
    np.load(io.BytesIO(b"PK\x03\x04"))


def no_thread():
    usual = threading.stack_size(1 << 46)  # more than there is
    try:
        threading.Thread(target=print).start()
    finally:
        threading.stack_size(usual)


def no_figure():
    Figure(figsize=(1e6, 1e6)).savefig(io.BytesIO(), format="png", dpi=1000)


RESOURCES = {
    "disk": (
        raising(OSError(errno.ENOSPC, "No space left on device", "a/b")),
        "a/b: No space left on device: make room there",
    ),
    "quota": (raising(OSError(errno.EDQUOT, "Disk quota exceeded")), "Disk quota exceeded: make room"),
    "file size": (raising(OSError(errno.EFBIG, "File too large", "a")), "a: File too large: raise the limit of file"),
    "read only": (raising(OSError(errno.EROFS, "Read-only file system", "a")), "a: Read-only file system: see to it"),
    "rights": (raising(PermissionError(errno.EACCES, "Permission denied", "a")), "a: Permission denied: see to it"),
    "open files": (raising(OSError(errno.EMFILE, "Too many open files")), "Too many open files: raise the limit"),
    "disk fault": (raising(OSError(errno.EIO, "Input/output error", "a")), "a: Input/output error"),
    "memory": (raising(MemoryError()), "out of memory: choose fewer"),
    "memory of arrays": (lambda: np.zeros(10**17), "out of memory: choose fewer"),
    "threads": (no_thread, "can't start new thread: choose fewer threads="),
    "no archive": (damaged_archive, "numpy cannot go on (BadZipFile: File is not a zip file)"),
    "no table": (lambda: pa.ipc.open_file(io.BytesIO(b"x")), "pyarrow cannot go on (ArrowInvalid: "),
    "no settings": (lambda: yaml.safe_load("{"), "yaml cannot go on (ParserError: while parsing"),
    "no picture": (no_figure, "matplotlib cannot go on (ValueError: Image size of"),
    "no library": (raising(ModuleNotFoundError("No x", name="x")), "x cannot go on (ModuleNotFoundError: No x)"),
}  # fmt: skip


@pytest.mark.parametrize("case", RESOURCES)
def test_what_the_machine_or_a_library_lacks_is_one_line(case, run):
    does, said = RESOURCES[case]
    code, err = run(does)
    assert code == 1
    assert err.startswith(f"sanxin: {said}") and err.count("\n") == 1


FAULTS = (AssertionError(), KeyError("x"), TypeError("x"), ZeroDivisionError(), RecursionError(), LedgerError("x"))


@pytest.mark.parametrize("error", FAULTS, ids=lambda error: type(error).__name__)
def test_a_fault_of_ours_shows_where_and_asks_for_a_report(error, run):
    def inside():
        raise error

    code, err = run(inside)
    assert code == 1
    assert err.startswith("Traceback (most recent call last):") and "in inside" in err
    last = err.splitlines()[-1]
    assert last.startswith(f"sanxin: {type(error).__name__}: a fault of sanxin ")
    assert "please report the lines above and the command" in last


def test_a_value_that_our_code_refuses_is_a_fault_of_ours(run):
    code, err = run(lambda: say("texts-example"))
    assert code == 1 and "(sim.texts line " in err.splitlines()[-1]


@pytest.mark.parametrize(
    "does", [RESOURCES["disk"][0], raising(InputError("cli-report-one")), raising(KeyboardInterrupt)]
)
@pytest.mark.parametrize("arguments", [["--traceback"], ["a=1", "--traceback", "b=2"]], ids=len)
def test_the_traceback_is_shown_where_it_is_asked_for(does, arguments, run):
    err = run(does, *arguments)[1]
    assert err.startswith("Traceback") and err.splitlines()[-1].startswith(("sanxin: ", "interrupted"))


@pytest.mark.parametrize(
    ("number", "word"),
    [(signal.SIGINT, "interrupted"), (signal.SIGTERM, "terminated"), (signal.SIGHUP, "the terminal is gone")],
)
@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
def test_a_signal_is_one_line_and_its_exit_code(number, word, times, run, tmp_path):
    def ended():
        try:
            os.kill(os.getpid(), number)
        finally:
            for _ in range(times - 1):
                os.kill(os.getpid(), number)

    before = signal.getsignal(number)
    code, err = run(ended, folder=tmp_path / "none")
    assert (code, err) == (128 + number, f"{word}; nothing was kept\n")
    assert signal.getsignal(number) is before


def test_a_signal_that_comes_where_python_drops_exceptions_ends_the_command_all_the_same(run, tmp_path):
    class Closing:
        def __del__(self):
            os.kill(os.getpid(), signal.SIGTERM)
            for _ in range(1000):  # the handler is run between two steps of this
                pass

    def ended():
        Closing()
        for _ in range(500):  # a verb that goes on
            time.sleep(0.01)

    assert run(ended, folder=tmp_path / "none") == (128 + signal.SIGTERM, "terminated; nothing was kept\n")


def test_an_ignored_signal_stays_ignored(run, monkeypatch):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    try:
        assert run(lambda: os.kill(os.getpid(), signal.SIGHUP)) == (0, "")
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize(
    ("n", "said"), [(0, "no part was finished"), (1, "1 finished part is kept"), (3, "3 finished parts are kept")]
)
def test_what_is_kept_is_said_with_the_way_to_go_on(n, said, run, tmp_path):
    folder = tmp_path / "my out"
    store = held(folder, {"kind": "a"})
    for k in range(n):
        store.put(f"{k}", {})
    for does, code, what in (
        (raising(KeyboardInterrupt), 130, "interrupted"),
        (raising(MemoryError()), 1, f"sanxin: out of memory: {say('runs-remedy-memory')}"),
        (raising(OSError(errno.EIO, "Input/output error")), 1, "sanxin: Input/output error"),
    ):  # fmt: skip
        assert run(does, folder=folder) == (
            code, f"{what}; {said}: go on with the same command and output='{folder}'\n",
        )  # fmt: skip


def test_stored_results_are_named_when_their_report_cannot_be_written(run, tmp_path):
    (tmp_path / "manifest.json").write_text('{"kind": "comparison"}')
    code, err = run(RESOURCES["read only"][0], folder=tmp_path)
    assert code == 1
    assert err.endswith(f"; results are stored; when that is mended, draw them with: sanxin report {tmp_path}\n")


def test_a_warning_of_ours_is_a_line(run, monkeypatch):
    def does():
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn("told", stacklevel=1)

    assert run(does) == (0, "sanxin: told\n")


def test_control_characters_of_any_text_are_spelt_out(capsys):
    text = "Su\x1b[2Jzhou\u202e\x07\x9b 苏州\u3000é"
    tell(text + "\nline")
    warn(text + "\nline")
    for progress in (Lines(), Progress()):
        progress.last = -1e9
        progress(1, 2, text + "\nline")
    out, err = capsys.readouterr()
    shown = r"Su\x1b[2Jzhou\u202e\x07\x9b" + " 苏州\u3000é"
    assert out == f"{shown}\nline\n"
    assert err.splitlines()[0] == f"sanxin: {shown}\\nline"
    assert len(err.splitlines()) == 3 and err.count(f"{shown}\\nline") == 3


def test_nothing_is_printed_but_through_what_spells_it_out():
    folder = Path(sim.__file__).parent
    printing = [p.name for p in folder.rglob("*.py") if " print(" in p.read_text("utf-8")]
    assert printing == []


@pytest.mark.parametrize(
    "arguments", [["--help"], ["run", "--help"], ["--version"], ["help", "measures"]], ids=" ".join
)
def test_output_that_cannot_be_written_is_one_line(arguments, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["sanxin", *arguments])
    with open("/dev/full", "w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        with pytest.raises(SystemExit, match="1"):
            command.entry()
    assert capsys.readouterr().err.startswith("sanxin: No space left on device")


def test_a_terminal_that_lacks_letters_gets_their_numbers(monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    tell("苏州")
    assert stream.buffer.getvalue() == b"\\u82cf\\u5dde\n"


def test_bytes_that_are_no_text_are_refused_before_anything_runs(capsys):
    assert command.main(["run", "output=\udcff"]) == 2
    assert r"output=\udcff: holds bytes that are no text" in capsys.readouterr().err


def test_python_gets_one_kind_of_error_with_what_is_kept(monkeypatch, tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "about.json").touch()
    monkeypatch.setattr("sim.runs.job.plan", lambda settings, labels, sure: Plan(settings, labels, tmp_path, sure))
    monkeypatch.setattr("sim.runs.job.run", lambda asked, progress: RESOURCES["disk"][0]())
    with pytest.raises(RunError) as caught:
        sim.simulate(["city=suzhou"])
    assert str(caught.value) == (
        "a/b: No space left on device: make room there; no part was finished: "
        f"go on with the same command and output={tmp_path}"
    )
    assert isinstance(caught.value.__cause__, OSError)
    monkeypatch.setattr("sim.runs.job.run", lambda asked, progress: {}["ours"])
    with pytest.raises(KeyError):
        sim.simulate(["city=suzhou"])

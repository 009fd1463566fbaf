"""A function is compiled once on a machine, however many processes ask for it, and that it is compiled is told."""

import fcntl
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import sim
from sim.kernel import compiled
from sim.kernel.compiling import hearing

ROOT = Path(sim.__file__).parent.parent
RULES = """
from sim.kernel.compiled import njit

@njit
def inner(x):
    return x + 1.0

@njit
def outer(x):
    total = 0.0
    for k in range(10):
        total += inner(x) * k
    return total

@njit
def other(x):
    return outer(x) ** 2
"""
ASK = """
import sys, time
from pathlib import Path
from sim.kernel.compiling import hearing
import some_rules
Path(sys.argv[1]).touch()
while len(list(Path().glob("ready_*"))) < int(sys.argv[2]):
    time.sleep(0.001)
told = []
with hearing(lambda: told.append(1)):
    print(some_rules.other(2.0), len(told))
"""


def ask(folder, names):
    (folder / "some_rules.py").write_text(RULES)
    environment = os.environ | {"NUMBA_CACHE_DIR": str(folder / "cache"), "PYTHONPATH": f"{ROOT}:{folder}"}
    asking = [
        subprocess.Popen(
            [sys.executable, "-c", ASK, f"ready_{name}", str(len(names))], cwd=folder, env=environment,
            stdout=subprocess.PIPE, text=True,
        )
        for name in names
    ]  # fmt: skip
    said = [one.communicate(timeout=100)[0].split() for one in asking]
    for path in folder.glob("ready_*"):
        path.unlink()
    return said


def test_of_processes_side_by_side_one_compiles_and_the_others_wait_for_it(tmp_path):
    said = ask(tmp_path, "abc")
    assert {value for value, _ in said} == {"18225.0"}
    assert sum(int(n) for _, n in said) == 3  # functions
    assert ask(tmp_path, "d") == [["18225.0", "0"]]  # and what is compiled is loaded


def test_what_cannot_be_compiled_keeps_nobody_waiting(tmp_path):
    code = RULES + "\n@njit\ndef wrong(x):\n    return inner(x) + no_such_name\n"
    (tmp_path / "more_rules.py").write_text(code)
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path / "cache"), "PYTHONPATH": f"{ROOT}:{tmp_path}"}
    program = (
        "import fcntl, os, more_rules\n"
        "try:\n    more_rules.wrong(1.0)\nexcept Exception as error:\n    print(type(error).__name__)\n"
        "print(more_rules.outer(2.0))\n"  # compiled the first time, then loaded
        "file = open(os.environ['NUMBA_CACHE_DIR'] + '/compiling.lock')\n"
        "fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)\n"
    )
    for _ in range(2):
        run = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True, timeout=100
        )
        assert run.stdout.split() == ["TypingError", "135.0"]


def test_a_process_that_has_the_turn_for_long_is_named_once_to_those_that_wait(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(compiled, "PATIENCE_SECONDS", 0.2)
    first, second, told = compiled._Turn(), compiled._Turn(), []
    first.take()
    threading.Timer(0.6, first.give_back).start()
    with hearing(lambda: told.append("compiles"), told.append):
        second.take()
    assert told == [f"{os.getpid()} on {compiled.socket.gethostname()}"]
    with (tmp_path / "compiling.lock").open() as file, pytest.raises(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # it has the turn now
    second.give_back()

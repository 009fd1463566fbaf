"""Work in several processes is the work of one: same results, same errors, same warnings, and nobody left behind."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

import pytest

import sim
from sim.cli.boundary import guarded
from sim.cli.main import main
from sim.errors import InputError
from sim.inputs.compose import compose
from sim.inputs.origins import called
from sim.runs import memory, worker, workers
from sim.runs.footprint import MIB, Need
from sim.runs.machine import Limit
from sim.runs.stopped import InWorker, WorkerEnded, told, where
from sim.runs.workers import Pool, in_one_of, number, pool
from sim.runs.worlds import work
from tests.helpers import TINY
from tests.runs import pieces
from tests.runs.sweeps import held, parts

ROOT = Path(sim.__file__).parent.parent
SHORT = [*TINY, "horizon.weeks_pilot=28", "horizon.weeks_after=2", "population.consumers_per_city=20"]
KEYS = {text.partition("=")[0]: text for text in SHORT} | {"replicates": "replicates=3"}
SWEEP = ["allocation=official,equal,none", *KEYS.values()]


def everything(function, n, of=4):
    """Results, and what was told of each piece."""
    heard = {k: [] for k in range(of)}
    with pool(n) as some:
        return list(some.map(function, range(of), lambda k, one: heard[k].append(one))), heard


@pytest.mark.parametrize("n", [1, 2, 3])
def test_results_keep_their_order_and_what_is_told_its_piece(n):
    assert everything(pieces.squared, n) == ([0, 1, 4, 9], {k: [k] for k in range(4)})


def test_work_is_shared_by_as_many_processes_as_asked_for_and_they_serve_again():
    with pool(2) as some:
        first, again = (set(some.map(pieces.where, range(4))) for _ in range(2))
    assert first == again and len(first) == 2 and os.getpid() not in first
    assert everything(pieces.where, 1)[0] == [os.getpid()] * 4


def test_a_refusal_is_the_refusal_of_one_process():
    said = []
    for n in (1, 2):
        with pytest.raises(InputError) as caught:
            everything(pieces.refused, n)
        said.append(str(caught.value))
    assert said[0] == said[1] != ""


def test_a_fault_of_ours_is_told_as_in_one_process_with_its_traceback(capsys):
    with pytest.raises(InWorker) as caught:
        everything(pieces.faulty, 2)
    assert told(caught.value) is None and where(caught.value).startswith("sim.runs.worker line ")
    assert guarded(lambda _: everything(pieces.faulty, 2), with_traceback=False) == 1
    err = capsys.readouterr().err
    assert 'return {}["missing"]' in err and err.splitlines()[-1].startswith("sanxin: KeyError: a fault of sanxin ")


def test_what_the_machine_lacks_is_told_as_in_one_process(capsys):
    lines = []
    for n in (1, 2):
        assert guarded(lambda _, n=n: everything(pieces.library, n), with_traceback=False) == 1
        lines.append(capsys.readouterr().err)
    assert lines[0] == lines[1] and lines[0].startswith("sanxin: out of memory: ") and lines[0].count("\n") == 1


@pytest.mark.parametrize("n", [1, 2])
def test_warnings_are_told_by_whoever_asked_once_for_each_place(n, monkeypatch):
    monkeypatch.setattr(worker, "_WARNED", {})
    vars(pieces).pop("__warningregistry__", None)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        assert everything(pieces.warning, n)[0] == [0, 1, 2, 3]
    assert sorted(str(w.message) for w in caught) == ["heard 0", "heard 1"]
    assert {Path(w.filename).name for w in caught} == {"pieces.py"}


def test_warnings_obey_the_rules_of_whoever_asked(monkeypatch):
    monkeypatch.setattr(worker, "_WARNED", {})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UserWarning, match="heard 0"):
            everything(pieces.warning, 2)


@pytest.mark.parametrize(
    ("function", "what"),
    [(pieces.killed, "a worker process was ended by signal 9, perhaps for want of memory"),
     (pieces.ended, "a worker process has ended")],
)  # fmt: skip
def test_a_process_that_is_gone_is_one_line_and_what_others_told_is_kept(function, what, capsys, tmp_path):
    held(tmp_path, {"kind": "a"}).put("a", {})
    heard = []

    def does(started):
        started.folder = tmp_path
        with pool(2) as some:
            list(some.map(function, range(4), lambda k, one: heard.append(one)))

    assert guarded(does, with_traceback=False) == 1
    assert capsys.readouterr().err == (
        f"sanxin: {what}: choose fewer workers=, such as workers=1; 1 finished part is kept: "
        f"go on with the same command and output={tmp_path}\n"
    )
    assert 0 in heard or function is pieces.ended
    with pytest.raises(WorkerEnded):
        everything(function, 2)


# ---------------------------------------------------------------- whole runs


def test_any_number_of_processes_gives_the_same_bytes(tmp_path, quick_charts):
    written = []
    for n in (1, 2):
        folder = tmp_path / str(n)
        assert main(["sweep", *SWEEP, f"workers={n}", f"output={folder}"]) == 0
        written.append([(folder / name).read_bytes() for name in ("summary.csv", "effects.parquet")])
        assert json.loads((folder / "manifest.json").read_text())["configs"]["none"]["workers"] == n
    assert written[0] == written[1]


SCRIPT = """
import os
import sim
with open("begun", "a") as file:
    file.write("x")
found = sim.compare({overrides!r}, progress=lambda done, total, text: None)
print(found.summary.net_yuan.tolist())
"""


@pytest.mark.full
def test_a_script_without_a_guard_may_ask_for_processes_and_is_run_once(tmp_path):
    said = []
    for n in (1, 2):
        (tmp_path / "script.py").write_text(SCRIPT.format(overrides=[*SWEEP, f"workers={n}"]))
        (tmp_path / "begun").unlink(missing_ok=True)
        run = subprocess.run(
            [sys.executable, "script.py"], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert (tmp_path / "begun").read_text() == "x" and "Error" not in run.stderr
        said.append(run.stdout)
    assert said[0] == said[1]


def alive(pid):
    """Whether a process is there, and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children(pid):
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def within(seconds, is_so):
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
@pytest.mark.parametrize(
    ("number", "whole_group", "code"),
    [
        pytest.param(signal.SIGINT, True, 130, id="Ctrl-C", marks=pytest.mark.long),
        pytest.param(signal.SIGINT, False, 130, id="interrupted", marks=pytest.mark.full),
        pytest.param(signal.SIGTERM, False, 143, id="terminated", marks=pytest.mark.full),
        pytest.param(signal.SIGKILL, False, -9, id="killed"),
    ],
)  # fmt: skip
def test_a_run_that_is_ended_keeps_what_was_finished_and_leaves_no_process(number, whole_group, code, tmp_path):
    out = tmp_path / "out"
    keys = KEYS | {"replicates": "replicates=60", "horizon.weeks_pilot": "horizon.weeks_pilot=100"}
    command = ["-m", "sim.cli.main", "run", *keys.values(), "workers=2", f"output={out}"]
    run = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    within(120, lambda: len(parts(out)) > 2)
    helpers = children(run.pid)
    assert len(helpers) >= 2
    (os.killpg if whole_group else os.kill)(run.pid, number)
    err = run.communicate(timeout=30)[1]
    assert run.returncode == code
    within(10, lambda: not any(map(alive, helpers)))
    kept = {int(name.rpartition("_")[2]) for name in parts(out)}
    assert 2 < len(kept) < 60
    if code > 0:
        kept_for = r"; (\d+) replicates? (?:is|are) finished and kept: .*, or with replicates=\1 and output="
        done = re.search(kept_for, err)
        assert done and set(range(int(done[1]))) <= kept  # the other process may have been ahead
        assert not set(range(int(done[1]) + 2)) <= kept
        assert "Traceback" not in err


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_a_process_that_tells_nothing_goes_when_whoever_gave_it_work_was_killed(tmp_path):
    program = (
        "import sys\nfrom sim.runs.workers import pool\nfrom tests.runs import pieces\n"
        "with pool(2) as some:\n    list(some.map(pieces.asleep, sys.argv[1:]))"
    )
    files = [tmp_path / "one", tmp_path / "two"]
    run = subprocess.Popen([sys.executable, "-c", program, *files], cwd=ROOT)
    within(60, lambda: all(path.is_file() and path.read_text() for path in files))
    asleep = [int(path.read_text()) for path in files]
    assert all(map(alive, asleep))
    run.kill()
    run.wait()
    within(10, lambda: not any(map(alive, asleep)))


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="needs masks of signals")
def test_a_process_that_is_starting_does_not_hear_ctrl_c(monkeypatch, capfd):
    start = Pool._start

    def interrupted(self):
        worker = start(self)
        os.kill(worker.process.pid, signal.SIGINT)
        return worker

    monkeypatch.setattr(Pool, "_start", interrupted)
    assert everything(pieces.squared, 2)[0] == [0, 1, 4, 9]
    assert capfd.readouterr().err == ""


# ---------------------------------------------------------------- how many


def test_as_many_as_there_are_cores_if_their_start_is_repaid(monkeypatch):
    monkeypatch.setattr(workers, "cores", lambda: 16)
    s = compose([])
    assert number(s, *work([s])) == s.replicates == 8  # no more than there is work for
    assert [number(s, 100, seconds) for seconds in (1, 5.9, 6.1, 1000)] == [1, 1, 2, 16]
    assert [number(compose(["workers=3"]), n, 0.1) for n in (1, 2, 100)] == [1, 2, 3]
    with called("sim.compare"):  # Python starts none unasked
        assert number(s, *work([s])) == 1 and number(compose(["workers=3"]), *work([s])) == 3


def test_a_process_of_a_pool_of_the_user_starts_none(monkeypatch):
    monkeypatch.setattr(workers.multiprocessing, "current_process", lambda: type("Daemon", (), {"daemon": True}))
    assert number(compose(["workers=3"]), 8, 100) == 1


def test_cores_are_shared_out_to_processes_unless_threads_are_stated(monkeypatch):
    monkeypatch.setattr(workers, "cores", lambda: 8)
    s = compose([])
    assert [in_one_of(n, s).threads for n in (1, 2, 3, 16)] == [None, 4, 2, 1]
    assert in_one_of(2, compose(["threads=3"])).threads == 3


def test_where_memory_is_short_fewer_processes_run_unless_their_number_is_stated(monkeypatch):
    def need_of(some, n):
        return Need(300 * MIB, 100 * MIB, processes=n + 1 if n > 1 else 1)

    for free, fit in ((2000, 4), (1500, 3), (1200, 2), (1000, 1)):
        monkeypatch.setattr(memory, "limits", lambda free=free: [Limit("machine", free * MIB)])
        assert memory.shared_out([compose([])], 4, need_of).workers == fit
        stated = [compose(["workers=4"])]
        if fit < 4:
            with pytest.raises(InputError, match=f"workers={fit} would fit"):
                memory.shared_out(stated, 4, need_of)
        else:
            assert memory.shared_out(stated, 4, need_of).workers == 4


def test_explain_says_how_many(capsys):
    assert main(["run", "workers=3", "--explain"]) == 0
    out = capsys.readouterr().out
    assert "Processes      3 that share the replicates, beside this one (workers=3)" in out
    assert "in 4 processes" in out
    assert main(["run", "workers=1", "--explain"]) == 0
    assert "Processes      this one" in capsys.readouterr().out


def test_one_process_is_the_default_of_a_pool():
    assert list(Pool().map(pieces.where, [0])) == [os.getpid()]

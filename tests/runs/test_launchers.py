"""How work is sent out in blocks, how many, and what is refused before anything is sent."""

import shutil
import socket
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

import sim
from sim.cli.main import main
from sim.errors import InputError
from sim.inputs.compose import compose
from sim.inputs.origins import called
from sim.inputs.sections import OF_CLUSTER, ClusterSettings
from sim.kernel.compiling import hearing
from sim.runs import launchers, memory, workers
from sim.runs.footprint import of_runs
from sim.runs.launchers import blocks
from sim.runs.launchers.slurm import EVERY_SECONDS, SELDOM_SECONDS, OnSlurm
from sim.runs.stopped import InWorker
from sim.runs.workers import Pool, in_one_of, number, pool
from tests.runs import pieces
from tests.runs.sweeps import free_port

ROOT = Path(sim.__file__).parent.parent


class Backwards:
    """A cluster in this process, whose blocks are done last one first."""

    ended = 0

    def answers(self, some):
        self.given = list(some)
        yield from reversed([(k, blocks.do(one)) for k, one in enumerate(self.given)])

    def end(self):
        self.ended += 1


def everything(function, n=1, of=12):
    heard = []
    cluster = Backwards()
    with_it = Pool(n, cluster)
    found = list(with_it.map(function, range(of), lambda k, one: heard.append((k, one))))
    return found, heard, cluster


# ---------------------------------------------------------------- blocks


@pytest.mark.parametrize(("n", "size"), [(1, 3), (2, 2), (3, 1), (100, 1)])
def test_results_keep_their_order_and_go_out_in_blocks(n, size):
    found, heard, cluster = everything(pieces.quick, n)
    assert found == [k**2 for k in range(12)] and sorted(heard) == [(k, k) for k in range(12)]
    assert heard != sorted(heard) or len(cluster.given) == 1  # the last block was heard first
    assert len(cluster.given) == 12 // size


def test_a_block_holds_no_more_than_can_be_held():
    assert len(everything(pieces.quick, 1, of=1000)[2].given) == -(-1000 // blocks.LARGEST)


def test_where_there_is_no_work_nothing_is_started():
    cluster = SimpleNamespace(answers=None)
    assert list(Pool(2, cluster).map(pieces.quick, [])) == []


def test_what_a_block_found_before_it_failed_is_heard_and_the_failure_is_that_of_one_process():
    heard = []
    with pytest.raises(InputError) as caught:
        list(Pool(1, Backwards()).map(pieces.refuses_three, range(8), lambda k, one: heard.append(one)))
    assert heard == [6, 7, 4, 5, 2, 3] and "x" in str(caught.value)
    with pytest.raises(InWorker):
        list(Pool(1, Backwards()).map(pieces.faulty, range(4)))


def test_a_node_with_another_program_is_named(monkeypatch):
    packed = blocks._packed(pieces.quick, [1], blocks._dumps({}))
    monkeypatch.setattr(blocks, "_program", lambda: "other")
    (_, done), *none = blocks.loads(blocks.do(packed))
    assert not none
    with pytest.raises(InputError, match=f"node {socket.gethostname()} has other code, data or libraries"):
        done.taken()


def test_that_something_is_compiled_there_is_told_here():
    told = []
    with hearing(lambda: told.append(1)):
        assert everything(pieces.compiles, of=1)[0] == [0]
    assert told


def test_a_pool_lets_go_of_its_cluster_however_it_ends(monkeypatch):
    cluster = Backwards()
    monkeypatch.setattr(launchers, "begin", lambda settings, n: cluster)
    with pool(2, compose([])) as some:
        assert list(some.map(pieces.quick, range(3))) == [0, 1, 4]
    assert cluster.ended == 1
    with pytest.raises(InWorker), pool(2, compose([])) as some:
        list(some.map(pieces.faulty, range(3)))
    assert cluster.ended == 2


@pytest.mark.parametrize(("address", "slowest"), [(None, SELDOM_SECONDS), ("local", EVERY_SECONDS)])
def test_a_queue_in_which_nothing_ends_is_asked_more_and_more_seldom(address, slowest, monkeypatch):
    cluster, pauses, asked = OnSlurm(ClusterSettings(address=address), 1, 1), [], count()
    monkeypatch.setattr(cluster, "_begun", object)
    monkeypatch.setattr(cluster, "_submit", cluster._out.update)
    monkeypatch.setattr(cluster, "_answer", lambda job, tries: job)
    monkeypatch.setattr(cluster, "_ended", lambda: [*cluster._out] if next(asked) in (20, 26) else [])
    monkeypatch.setattr("sim.runs.launchers.slurm.time.sleep", pauses.append)
    monkeypatch.setattr("sim.runs.launchers.slurm.QUEUED", 1)
    assert list(cluster.answers([b"one", b"two"])) == [(0, b"one"), (1, b"two")]
    assert max(pauses) == slowest and pauses == sorted(pauses[:20]) + sorted(pauses[20:])
    assert pauses[0] == pauses[20] == EVERY_SECONDS and len(pauses) == 25


# ---------------------------------------------------------------- how many, and what is needed


@pytest.fixture
def there(monkeypatch):
    """Every library is installed, and every address answers."""
    monkeypatch.setattr(launchers.importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr(socket, "create_connection", lambda *_: SimpleNamespace(close=lambda: None))
    monkeypatch.setattr(shutil, "which", lambda name: name)


def test_as_many_blocks_as_are_stated_else_as_repay_their_start(there, monkeypatch):
    monkeypatch.setattr(workers, "cores", lambda: 4)
    asked = {
        "launcher=local": 1, "launcher=ray": 4, "launcher=ray cluster.address=a:1": 100, "launcher=slurm": 2,
        "launcher=slurm workers=3": 3, "launcher=ray workers=200": 100,
    }  # fmt: skip
    for overrides, n in asked.items():
        s = compose(overrides.split())
        assert number(s, 100, 600.0) == n, overrides
        with called("sim.compare"):  # what is stated counts in Python, too
            assert number(s, 100, 600.0) == n


def test_a_block_of_a_cluster_has_one_thread_unless_more_are_stated(there):
    assert in_one_of(1, compose(["launcher=ray"])).threads == 1
    assert in_one_of(1, compose(["launcher=slurm", "threads=3"])).threads == 3
    assert in_one_of(1, compose(["launcher=local"])).threads is None


def test_worlds_of_a_cluster_take_no_memory_of_this_machine(there):
    here, away = (of_runs([compose([f"launcher={launcher}"])], workers=64) for launcher in ("processes", "slurm"))
    assert away.total == away.each == away.beside < here.total / 32 and away.workers == 64
    assert "in 64 of them" not in memory.told(away)
    rehearsed = compose(["launcher=slurm", "cluster.address=local"])
    assert not of_runs([rehearsed], workers=64).is_away


# ---------------------------------------------------------------- faults


@pytest.mark.parametrize(
    ("overrides", "line"),
    [
        ("launcher=dask", "command line: launcher=dask: allowed: local, processes, ray, slurm"),
        ("launcher=local workers=3", "command line: launcher=local works in one process; leave out workers=3, "),
        ("cluster.minutes=5", "command line: cluster.minutes=5: launcher=processes does not read it; "),
        ("launcher=ray cluster.account=a", "command line: cluster.account=a: launcher=ray does not read it; leave it "
         "out, or choose launcher=slurm"),
        ("launcher=ray cluster.address=here", "command line: cluster.address=here: must be auto, or where the cluster"),
        ("launcher=slurm cluster.address=a:1", "command line: cluster.address=a:1: must be local, which rehearses "),
        ("launcher=slurm cluster.partition=a;b", "command line: cluster.partition=a;b: must be 1 to 100 letters"),
        ("launcher=slurm cluster.memory_gb=0", "command line: cluster.memory_gb=0: must be at least 1"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line(overrides, line, capsys, tmp_path):
    assert main(["run", *overrides.split(), f"output={tmp_path / 'out'}"]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"sanxin: {line}") and err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_every_key_of_a_cluster_is_read_by_a_launcher():
    assert OF_CLUSTER.keys() == ClusterSettings.model_fields.keys()


@pytest.mark.parametrize(("launcher", "library"), [("ray", "ray"), ("slurm", "submitit")])
def test_an_extra_that_is_not_installed_is_one_line_before_anything_is_made(
    launcher, library, capsys, tmp_path, monkeypatch
):
    monkeypatch.setattr(launchers.importlib.util, "find_spec", lambda name: None)
    for more in ([f"output={tmp_path / 'out'}"], ["--explain"]):
        assert main(["run", f"launcher={launcher}", *more]) == 2
        assert capsys.readouterr().err == (
            f"sanxin: launcher={launcher} needs the package {library}, which is not installed: "
            f"pip install 'sanxin[{launcher}]'\n"
        )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("scheme", ["", "ray://"])
def test_a_cluster_that_does_not_answer_is_one_line_before_anything_is_made(scheme, capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(launchers.importlib.util, "find_spec", lambda name: object())
    address = f"{scheme}127.0.0.1:{free_port()}"
    assert main(["run", "launcher=ray", f"cluster.address={address}", f"output={tmp_path / 'out'}"]) == 2
    assert capsys.readouterr().err == (
        f"sanxin: launcher=ray: the cluster at {address} cannot be reached (Connection refused)\n"
    )
    assert not (tmp_path / "out").exists()


def test_a_machine_without_slurm_is_one_line(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(launchers.importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert main(["run", "launcher=slurm", f"output={tmp_path / 'out'}"]) == 2
    assert capsys.readouterr().err == (
        "sanxin: launcher=slurm: the cluster cannot be reached (there is no sbatch on this machine; "
        "start where Slurm takes jobs, or rehearse with cluster.address=local)\n"
    )


def test_explain_says_where_the_work_is_done(there, capsys):
    for overrides, said in {
        "launcher=ray cluster.address=a:1 workers=5": "Processes      of Ray, at a:1: 5 blocks of replicates at a time",
        "launcher=ray workers=1": "Processes      of Ray, started on this machine: 1 block of replicates at a time",
        "launcher=slurm workers=5": "Processes      of Slurm: 5 jobs of replicates at a time",
        "launcher=slurm cluster.address=local workers=2": "Processes      of submitit on this machine: 2 jobs",
        "launcher=local": "Processes      this one",
    }.items():
        assert main(["run", *overrides.split(), "--explain"]) == 0
        assert said in capsys.readouterr().out

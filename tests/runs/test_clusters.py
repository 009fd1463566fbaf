"""Work on a cluster is the work of one process: same bytes, whoever is lost on the way; and every fault is one line."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.cli.boundary import guarded
from sim.cli.main import main
from sim.inputs.compose import compose
from sim.kernel.compiling import hearing
from sim.runs import launchers
from sim.runs.stopped import WorkLost
from sim.runs.store import Store
from sim.runs.workers import pool
from tests.runs import pieces
from tests.runs.sweeps import SWEEP, damage_one, free_port, parts, tables
from tests.runs.test_workers import within

ROOT = Path(sim.__file__).parent.parent


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """Tables of the sweep, made in one process."""
    folder = tmp_path_factory.mktemp("expected") / "out"
    assert main([*SWEEP, "launcher=local", f"output={folder}"]) == 0
    return tables(folder)


# ---------------------------------------------------------------- submitit

ON_SUBMITIT = ["launcher=slurm", "cluster.address=local", "workers=2"]
needs_submitit = pytest.mark.skipif(
    launchers.importlib.util.find_spec("submitit") is None, reason="needs submitit (pip install 'sanxin[slurm]')"
)


@pytest.fixture
def jobs(tmp_path, monkeypatch):
    """Where jobs write, and no long wait for what a job that was killed will never write."""
    folder = tmp_path / "cache"
    monkeypatch.setattr("sim.runs.launchers.slurm.shared", lambda: folder)
    monkeypatch.setattr("submitit.core.core.Job._results_timeout_s", 0.5)
    return folder


@needs_submitit
@pytest.mark.full
def test_jobs_give_the_bytes_of_one_process_and_leave_nothing(expected, jobs, tmp_path, quick_charts):
    assert main([*SWEEP, *ON_SUBMITIT, f"output={tmp_path / 'out'}"]) == 0
    assert tables(tmp_path / "out") == expected and list(jobs.iterdir()) == []


@needs_submitit
@pytest.mark.long
def test_work_that_comes_in_turns_leaves_nothing_either(jobs):
    with pool(1, compose(ON_SUBMITIT)) as some:
        assert [list(some.map(pieces.quick, [n])) for n in (2, 3)] == [[4], [9]]
        assert len(list(jobs.iterdir())) == 1
    assert list(jobs.iterdir()) == []


@needs_submitit
@pytest.mark.long
def test_a_job_that_is_lost_once_is_done_again(jobs, tmp_path):
    done = []
    with pool(2, compose(ON_SUBMITIT)) as some:
        work = [str(tmp_path / f"{k}") for k in range(3)]
        done = list(some.map(pieces.lost_once, work))
    assert done == work and all(Path(one).is_file() for one in work)


@needs_submitit
@pytest.mark.long
def test_a_job_that_is_lost_again_and_again_is_one_line_with_its_log(jobs, capsys):
    def does(_):
        with pool(1, compose(ON_SUBMITIT)) as some:
            list(some.map(pieces.ended, [0]))

    assert guarded(does, with_traceback=False) == 1
    err = capsys.readouterr().err
    assert err.startswith("sanxin: slurm lost the same work 4 times (job ") and err.count("\n") == 1
    assert err.endswith("): perhaps it needs more memory or time than it may have there\n")
    assert Path(err.partition("its log is ")[2].partition(")")[0]).is_file()


@needs_submitit
@pytest.mark.long
def test_a_job_that_is_cancelled_says_nothing(jobs, capfd):
    with pool(2, compose(ON_SUBMITIT)) as some:
        assert next(some.map(pieces.late_but_the_first, range(2))) == 0
    assert capfd.readouterr().err == "" and list(jobs.iterdir()) == []


@needs_submitit
@pytest.mark.full
def test_a_disk_that_is_full_keeps_what_was_stored_and_the_run_goes_on(
    expected, jobs, tmp_path, capsys, monkeypatch, quick_charts
):
    put, out = Store.put, tmp_path / "out"

    def full(self, key, arrays):
        if len(parts(out)) == 5:
            raise OSError(28, "No space left on device", "x.npz")
        put(self, key, arrays)

    monkeypatch.setattr(Store, "put", full)
    assert main([*SWEEP, *ON_SUBMITIT, f"output={out}"]) == 1
    err = capsys.readouterr().err.splitlines()[-1]
    assert err.startswith("sanxin: x.npz: No space left on device: make room there; 1 replicate is finished and kept: ")
    monkeypatch.setattr(Store, "put", put)
    assert main([*SWEEP, *ON_SUBMITIT, f"output={out}"]) == 0
    assert tables(out) == expected


def killed_in_the_middle(out, *launcher):
    """Have a sweep killed when it has stored a few parts; returns how many."""
    command = [sys.executable, "-m", "sim.cli.main", *SWEEP, *launcher, f"output={out}"]
    run = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True)
    within(300, lambda: len(parts(out)) > 2 or run.poll() is not None)
    run.kill()
    assert run.wait() == -signal.SIGKILL
    return len(parts(out))


def goes_on(out, *launcher):
    """Damage a part and go on: it alone of those that were stored is made again."""
    damaged, *kept = parts(out)
    damage_one(out)
    stored, put = [], Store.put
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "put", lambda self, key, arrays: (stored.append(key), put(self, key, arrays)))
        assert main([*SWEEP, *launcher, f"output={out}"]) == 0
    assert damaged in stored and not {*kept} & {*stored}


@needs_submitit
@pytest.mark.full
def test_a_run_whose_driver_is_killed_goes_on_anywhere_and_a_damaged_part_is_made_again(
    expected, tmp_path, quick_charts
):
    assert 2 < killed_in_the_middle(tmp_path / "out", *ON_SUBMITIT) < 18
    goes_on(tmp_path / "out", "launcher=local")
    assert tables(tmp_path / "out") == expected


@needs_submitit
def test_a_slurm_that_takes_no_job_is_one_line_with_what_to_try_and_leaves_no_folder(
    jobs, tmp_path, monkeypatch, capfd
):
    sbatch = tmp_path / "sbatch"
    sbatch.write_text("#!/bin/sh\necho 'sbatch: error: Unable to contact slurm controller' >&2\nexit 1\n")
    sbatch.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert main([*SWEEP, "launcher=slurm", "workers=2", f"output={tmp_path / 'results' / 'out'}"]) == 2
    *notes, last = capfd.readouterr().err.splitlines()
    assert last == (
        "sanxin: launcher=slurm: the job was refused (sbatch: error: Unable to contact slurm controller); "
        "cluster.address=local rehearses it on this machine"
    )
    assert all(note.startswith("sanxin: ") for note in notes)  # submitit prints by itself what sbatch says
    assert not (tmp_path / "results").exists() and list(jobs.iterdir()) == []


# ---------------------------------------------------------------- Ray

needs_ray = pytest.mark.skipif(
    launchers.importlib.util.find_spec("ray") is None, reason="needs Ray, 240 MB (pip install 'sanxin[ray]')"
)


class Cluster:
    """A head that does no work, and nodes of one processor, on this machine."""

    def __init__(self, folder):
        self.environment = os.environ | {"RAY_USAGE_STATS_ENABLED": "0", "HOME": str(folder)}
        self.address, self.processes = f"127.0.0.1:{free_port()}", []
        self.start("--head", f"--port={self.address.rpartition(':')[2]}", "--num-cpus=0", "--include-dashboard=false")
        within(120, self.answers)

    def start(self, *options):
        command = [sys.executable, "-m", "ray.scripts.scripts", "start", "--block", "--node-ip-address=127.0.0.1"]
        self.processes.append(
            subprocess.Popen(
                [*command, *options], env=self.environment, cwd=ROOT, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, start_new_session=True,
            )
        )  # fmt: skip
        return self.processes[-1]

    def node(self):
        return self.start(f"--address={self.address}", "--num-cpus=1")

    def answers(self):
        host, _, port = self.address.partition(":")
        with socket.socket() as one:
            return one.connect_ex((host, int(port))) == 0

    def end(self):
        for one in self.processes:
            lose(one)


def lose(node):
    """Take away a node with all of its processes."""
    if node.poll() is None:
        os.killpg(node.pid, signal.SIGKILL)
    node.wait()


@pytest.fixture
def cluster(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache"))
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")
    monkeypatch.setenv("HOME", str(tmp_path))
    one = Cluster(tmp_path)
    yield one
    one.end()


@needs_ray
@pytest.mark.full
def test_a_cluster_that_loses_one_of_two_nodes_in_the_middle_gives_the_bytes_of_one_process(
    expected, cluster, tmp_path, quick_charts
):
    nodes, out = [cluster.node(), cluster.node()], tmp_path / "out"
    command = [sys.executable, "-m", "sim.cli.main", *SWEEP, "launcher=ray", f"cluster.address={cluster.address}"]
    run = subprocess.Popen([*command, "workers=2", f"output={out}"], cwd=ROOT)
    within(300, lambda: len(parts(out)) > 2)
    lose(nodes[0])
    assert len(parts(out)) < 18 and run.wait(timeout=300) == 0
    assert tables(out) == expected


@needs_ray
@pytest.mark.full
def test_a_run_on_a_cluster_whose_driver_is_killed_goes_on_there(expected, cluster, tmp_path, quick_charts):
    cluster.node()
    on_ray = ["launcher=ray", f"cluster.address={cluster.address}", "workers=2"]
    assert 2 < killed_in_the_middle(tmp_path / "out", *on_ray) < 18
    goes_on(tmp_path / "out", *on_ray)
    assert tables(tmp_path / "out") == expected


@needs_ray
@pytest.mark.full
def test_ray_that_is_started_here_compiles_nothing_that_is_compiled_and_takes_no_signal(
    expected, tmp_path, quick_charts
):
    before, told = signal.getsignal(signal.SIGTERM), []
    with hearing(lambda: told.append(1)):
        assert main([*SWEEP, "launcher=ray", "workers=2", f"output={tmp_path / 'out'}"]) == 0
    assert tables(tmp_path / "out") == expected
    assert not told and signal.getsignal(signal.SIGTERM) is before


@needs_ray
@pytest.mark.full
def test_work_that_ray_gives_up_is_one_line(capsys):
    def does(_):
        with pool(1, compose(["launcher=ray"])) as some:
            list(some.map(pieces.ended, [0]))

    assert guarded(does, with_traceback=False) == 1
    assert capsys.readouterr().err.splitlines()[-1] == (
        "sanxin: ray lost the same work 4 times (WorkerCrashedError): "
        "perhaps it needs more memory or time than it may have there"
    )
    with pytest.raises(WorkLost), pool(1, compose(["launcher=ray"])) as some:
        list(some.map(pieces.killed, [1]))

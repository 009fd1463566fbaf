"""Slurm through submitit: an array of jobs, or submitit's own stand-in on this machine."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from sim.errors import InputError, fault
from sim.inputs.sections import ClusterSettings
from sim.runs.launchers.blocks import do
from sim.runs.stopped import WorkLost

LIBRARY = "submitit"
WORTH_SECONDS = 240.0  # four blocks of a minute: a job starts an interpreter, after it has waited in a queue
MINUTES = 60  # that a job may take, where nothing is stated; submitit's own default is 5
TRIES = 4  # of a block, as many as Ray's
QUEUED = 500  # jobs in the queue; an array of Slurm may have 1,000, where nothing else is configured
EVERY_SECONDS, SELDOM_SECONDS = 0.2, 10.0  # it is seen whether jobs have ended: the longer none does, the more seldom
SLOWER = 1.5
LONGEST = 200  # of an error that is quoted
PATIENCE_SECONDS = 10.0  # of waiting for jobs of the stand-in to end
STDERR = 2


def is_away(cluster: ClusterSettings) -> bool:
    """Whether jobs run elsewhere."""
    return cluster.address != "local"


def check(cluster: ClusterSettings) -> None:
    """Refuse a machine from which no job can be submitted.

    Raises
    ------
    InputError
    """
    if is_away(cluster) and shutil.which("sbatch") is None:
        why = fault("launchers-no-sbatch")
        raise InputError("launchers-unreached", launcher="slurm", address="none", why=why)


def begin(cluster: ClusterSettings, n: int, threads: int) -> OnSlurm:
    """Slurm for a run; nothing is submitted yet."""
    return OnSlurm(cluster, n, threads)


def shared() -> Path:
    """Folder beside that of compiled functions, which nodes share where homes are shared."""
    return Path(os.environ["NUMBA_CACHE_DIR"]).parent


def _said(*command: str) -> str | None:
    """What a command of Slurm says; None if it cannot."""
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return None
    return None if run.returncode else run.stdout


@contextmanager
def _errors_into(path: Path) -> Iterator[None]:
    """Have processes that are started meanwhile write their errors into a file.

    The stand-in has one for each job, which is ours: cancelled by us, or by Ctrl-C, it would end in a traceback.
    """
    before = os.dup(STDERR)
    try:
        with path.open("ab") as file:
            os.dup2(file.fileno(), STDERR)
        yield
    finally:
        os.dup2(before, STDERR)
        os.close(before)


class OnSlurm:
    """Has blocks done as jobs, each of which is submitted again when it ends without a result.

    Parameters
    ----------
    cluster : ClusterSettings
    n : int
        Jobs at a time.
    threads : int
        Processors of a job.
    """

    def __init__(self, cluster: ClusterSettings, n: int, threads: int) -> None:
        self.cluster, self.n, self.threads = cluster, n, threads
        self._folder: Path | None = None
        self._executor: Any = None  # of all work that comes until the end
        self._keeps_accounts = True  # without them, submitit cannot see that a job was lost
        self._out: dict[int, Any] = {}  # jobs by the block that they are at

    def answers(self, blocks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
        """See :class:`sim.runs.launchers.blocks.Launcher`."""
        waiting, tries = enumerate(blocks), Counter[int]()
        self._executor = self._executor or self._begun()
        room = QUEUED if is_away(self.cluster) else self.n  # the stand-in has no queue
        pause = EVERY_SECONDS
        while True:
            self._submit(dict(islice(waiting, room - len(self._out))))
            if not self._out:
                return
            ended = self._ended()
            for k in ended:
                job = self._out.pop(k)
                tries[k] += 1
                if (answer := self._answer(job, tries[k])) is None:
                    self._submit({k: job.submission().args[0]})
                else:
                    yield k, answer
            if ended:
                pause = EVERY_SECONDS
            else:
                time.sleep(pause)
                pause = min(SLOWER * pause, SELDOM_SECONDS) if is_away(self.cluster) else pause  # others ask it, too

    def _begun(self) -> Any:
        import submitit

        logging.getLogger("submitit").setLevel(logging.ERROR)  # what matters is told by us
        shared().mkdir(parents=True, exist_ok=True)
        self._folder = Path(tempfile.mkdtemp(prefix="jobs-", dir=shared()))
        c, away = self.cluster, is_away(self.cluster)
        self._keeps_accounts = not away or _said("sacct", "--noheader", "--allocations") is not None
        executor = submitit.AutoExecutor(self._folder, cluster="slurm" if away else "local")
        asked = {"mem_gb": c.memory_gb, "cpus_per_task": self.threads, "slurm_array_parallelism": self.n}
        asked |= {f"slurm_{name}": getattr(c, name) for name in ("partition", "account", "constraint")}
        stated = {name: value for name, value in asked.items() if value is not None}
        executor.update_parameters(name="sanxin", timeout_min=c.minutes or MINUTES, **stated)
        return executor

    def _submit(self, blocks: dict[int, bytes]) -> None:
        """Submit blocks, several of them as one array."""
        from submitit.core.utils import FailedJobError, FailedSubmissionError

        if not blocks:
            return
        away, log = is_away(self.cluster), self._executor.folder / "stand_in.log"
        try:  # what sbatch says of a refusal, submitit prints and raises; what is raised is told
            with redirect_stderr(StringIO()) if away else _errors_into(log), self._executor.batch():
                jobs = [self._executor.submit(do, block) for block in blocks.values()]
        except (FailedJobError, FailedSubmissionError, subprocess.CalledProcessError) as error:
            raise InputError("launchers-refused", why=" ".join(str(error).split())[-LONGEST:]) from None
        self._out.update(zip(blocks, jobs, strict=True))

    def _ended(self) -> list[int]:
        """Blocks whose jobs have ended, with a result or without."""
        if self._keeps_accounts:
            return [k for k, job in self._out.items() if job.done()]
        found = [k for k, job in self._out.items() if job.paths.result_pickle.exists()]
        queue = None if found else _said("squeue", "--me", "--noheader", "--array", "--format=%i")
        return found if queue is None else [k for k, job in self._out.items() if job.job_id not in queue.split()]

    def _result(self, job: Any) -> bytes | None:
        """Result of a job that has ended; None if it left none."""
        from submitit.core.utils import UncompletedJobError

        if not self._keeps_accounts and not job.paths.result_pickle.exists():
            return None  # submitit would wait until accounts say that it has ended
        try:
            answer: bytes = job.result()
        except UncompletedJobError:
            return None
        return answer

    def _answer(self, job: Any, tries: int) -> bytes | None:
        """Answer of a job that has ended; None where it was lost and may be done again."""
        answer = self._result(job)
        if answer is None and tries == TRIES:
            log, self._folder = job.paths.stderr, None  # which stays
            state = job.state if self._keeps_accounts else "UNKNOWN"
            raise WorkLost("slurm", tries, str(fault("launchers-ended", job=job.job_id, state=state, log=log)))
        return answer

    def end(self) -> None:
        """Cancel what is not done, and remove what jobs have written down."""
        for job in self._out.values():
            job.cancel(check=False)
        last = time.monotonic() + PATIENCE_SECONDS
        while not (is_away(self.cluster) or all(job.done() for job in self._out.values())) and time.monotonic() < last:
            time.sleep(EVERY_SECONDS)
        self._out, self._executor = {}, None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

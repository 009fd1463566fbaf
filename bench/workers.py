"""What processes cost that replicates are shared out to: their start, and the memory of the largest."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bench.clock import spread
from bench.part import Figures, Row
from bench.worlds import ALLOCATIONS
from sim.inputs.settings import Settings
from sim.runs.replicates import Job, run_replicate
from sim.runs.workers import pool

ROUNDS = 3
ROWS = (
    Row(
        "a worker process, until its first week begins: all loaded, and compiled before",
        "{worker_start_seconds:.2f} s",
        "worker_start_seconds", "<=", 1.5, "{:g} s",
    ),
    Row(
        "memory of a worker of the main job", "{largest_worker_mb:.0f} MB",
        "largest_worker_mb", "<=", 500, "{:g} MB",
    ),
    Row(
        "memory of the process that puts its replicates together and draws the charts", "{driver_mb:.0f} MB",
        "driver_mb", "<=", 500, "{:g} MB",
    ),
)  # fmt: skip
SMALL = [
    "city=xining", "population.consumers_per_city=20", "horizon.weeks_pilot=28", "horizon.weeks_after=2", "threads=1",
]  # fmt: skip


class Start(NamedTuple):
    """Seconds of CPU that a process has used when a replicate is done, and when the same one is done again."""

    once: float
    twice: float

    @property
    def seconds(self) -> float:
        """All but the replicate itself."""
        return 2 * self.once - self.twice


def started(settings: tuple[Settings, ...], _: Callable[[object], None]) -> Start:
    """Run a small replicate twice in the process that this is called in."""
    found = []
    for _ in range(2):
        run_replicate(Job(0, settings, tuple(s.label for s in settings)), lambda told: None)
        found.append(time.process_time())
    return Start(*found)


def start() -> list[float]:
    """Seconds of CPU that each of two new processes takes to start."""
    from sim.inputs.compose import compose  # what a worker does without

    settings = tuple(compose([f"allocation={a}", *SMALL]) for a in ("official", "equal"))
    with pool(2) as some:
        return [found.seconds for found in some.map(started, [settings, settings])]


def memory(*arguments: str) -> tuple[float, float]:
    """Largest resident size, in megabytes, of the workers of a command and of itself.

    Parameters
    ----------
    *arguments : str
        Of ``sanxin``.
    """
    run = subprocess.run(
        [sys.executable, "-m", "bench.workers", *arguments], check=True, capture_output=True, text=True
    )  # fmt: skip
    workers, driver = json.loads(run.stdout.splitlines()[-1])
    return workers, driver


def measure() -> Figures:
    """Start of a worker, and memory of a comparison as ``make run`` makes it; replicates take no memory of note."""
    start()  # compiles what is not compiled yet
    with tempfile.TemporaryDirectory() as folder:
        out = f"output={Path(folder) / 'out'}"
        job = ["sweep", f"allocation={','.join(ALLOCATIONS)}", "seed=7", "replicates=2", "workers=2", "threads=1", out]
        workers, driver = memory(*job)
    return {
        **spread(seconds for _ in range(ROUNDS) for seconds in start()).named("worker_start_seconds"),
        "largest_worker_mb": workers,
        "driver_mb": driver,
    }


if __name__ == "__main__":
    from sim.cli.main import main

    code = main(sys.argv[1:])
    of = (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)
    print(json.dumps([resource.getrusage(who).ru_maxrss * 1024 / 1e6 for who in of]))
    sys.exit(code)

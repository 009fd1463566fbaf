"""What whole commands cost."""

from __future__ import annotations

import subprocess
import sys
import tempfile

from bench.clock import cost, spread
from bench.part import Figures, Row
from bench.worlds import ALLOCATIONS
from sim.inputs.compose import compose
from sim.runs.comparison import compare

START_UP = (Row("start-up of `sanxin --help`", "{help_seconds:.2f} s", "help_seconds", "<=", 1, "{:g} s"),)
MAIN_JOB = (
    Row(
        "main job, one thread: 6 allocations, 50 cities, 182 weeks, 500 consumers per city, 8 replicates",
        "{main_job_seconds:.0f} s",
        "main_job_seconds", "<=", 180, "{:g} s",
    ),
    Row(
        "widest half-interval of net per yuan in it",
        "{main_job_widest_half_interval_share:.0%} of the value",
        "main_job_widest_half_interval_share", "<=", 0.10, "{:.0%}",
    ),
)  # fmt: skip
VALIDATION = (
    Row(
        "`sanxin validate`: every finding, 8 replicates, three weights",
        "{validate_seconds:.0f} s",
        "validate_seconds", "<=", 900, "{:g} s",
    ),
)  # fmt: skip


def sanxin(*arguments: str) -> None:
    """Run the command in a process of its own."""
    subprocess.run([sys.executable, "-m", "sim.cli.main", *arguments], check=True, capture_output=True)


def start_up() -> Figures:
    """Seconds of CPU until ``sanxin --help`` has answered, whole process."""
    return {"help_seconds": spread(cost(lambda: sanxin("--help")) for _ in range(5)).median}


def main_job() -> Figures:
    """Run the job of ``make run``: six allocations, 50 cities, 182 weeks, 500 consumers per city, 8 replicates."""
    settings = [compose([f"allocation={a}", "seed=7", "threads=1"]) for a in ALLOCATIONS]
    compare([s.model_copy(update={"replicates": 1}) for s in settings[:1]])  # compiles everything
    results = []
    seconds = cost(lambda: results.append(compare(settings)))
    funded = results[0].summary.query("public_yuan > 0")
    width = ((funded.ci_high - funded.ci_low) / 2 / funded.net_per_yuan.abs()).max()
    return {"main_job_seconds": seconds, "main_job_widest_half_interval_share": float(width)}


def validation() -> Figures:
    """Seconds of CPU that ``sanxin validate`` takes, whole process."""
    with tempfile.TemporaryDirectory() as folder:
        return {"validate_seconds": cost(lambda: sanxin("validate", f"output={folder}/validation"))}

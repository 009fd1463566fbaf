"""What a cell costs beside its simulation: processor time of all processes that have to do with it.

A cell is a run of its own (another seed). In place of its simulation stands what one has found, so that nothing has to
be taken off. What it costs is taken when the engine runs: starting it, and loading what a worker needs, is no part of
it. Beside it a plain Hydra multirun of the same cells.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.clock import cost, spread, take_turns
from bench.part import Figures, LeftOut, Row
from sim.runs.replicates import PARTS, Found, Job, run_replicate

if TYPE_CHECKING:
    from sim.results.cells import Arrays

ROUNDS = 3
FEW, MANY = 20, 300
HYDRA_FEW, HYDRA_MANY = 3, 13  # whose cells cost so much more
MARK = "SANXIN_BENCH_LAUNCHERS"  # in the environment of every process of a measurement
TOWN = [
    "city=xining", "population.consumers_per_city=10", "horizon.weeks_warmup=4", "horizon.weeks_pilot=6",
    "horizon.weeks_after=0", "allocation=none", "instrument=cash_transfer", "instrument.start_week=0",
    "instrument.end_week=0", "replicates=1", "threads=1",
]  # fmt: skip
LAUNCHERS = {
    "local": ["launcher=local"],
    "processes": ["launcher=processes", "workers=2"],
    "ray": ["launcher=ray", "workers=2"],
}
ROWS = (
    Row(
        "a cell of a sweep beyond its simulation: composed, run in this process, stored",
        "{local_ms:.1f} ms of CPU, of which composing {composing_ms:.1f}; a plain Hydra multirun {hydra_ms:.0f} ms",
        "local_ms", "<=", 5, "{:g} ms",
    ),
    Row(
        "the same, sent to a process and taken back", "{processes_ms:.1f} ms of CPU", "processes_ms", "<=", 5, "{:g} ms"
    ),
    Row("the same, on Ray", "{ray_ms:.1f} ms of CPU", "ray_ms", "<=", 5, "{:g} ms"),
    Row(
        "traffic of a run of the 50 cities in one replicate: settings and tables out, effects back",
        "{out_kb:.0f} kB out, {back_kb:.0f} kB back",
    ),
)  # fmt: skip
HYDRA = """
import hydra
from bench.launchers import pretended
from sim.inputs.compose import compose
from sim.runs.replicates import Job

@hydra.main(config_path=None, config_name="config", version_base=None)
def main(cfg):
    s = SETTINGS.model_copy(update={"seed": int(cfg.seed)})
    pretended(Job(0, (s,), (s.label,)), lambda told: None)

if __name__ == "__main__":
    from hydra.core.config_store import ConfigStore
    SETTINGS = compose(%r)
    ConfigStore.instance().store(name="config", node={"seed": 0, "town": SETTINGS.model_dump(mode="json")})
    main()
"""


@functools.cache
def found_once() -> Arrays:
    """What a cell finds."""
    from sim.inputs.compose import compose

    s, told = compose(TOWN), list[Any]()
    run_replicate(Job(0, (s,), (s.label,)), told.append)
    return next(one.effects for one in told if isinstance(one, Found))


def pretended(job: Job, hear: Callable[[Any], None]) -> dict[str, float]:
    """In place of ``run_replicate``: the same is found in every cell."""
    hear(Found(0, found_once()))
    return dict.fromkeys(PARTS, 0.0)


def seconds(environment: dict[str, str]) -> float:
    """Processor time of this process, of its children that have ended, and of all that live with our mark."""
    own, mark = os.times(), f"{MARK}={environment[MARK]}".encode()
    total = own.user + own.system + own.children_user + own.children_system
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if int(process.name) != os.getpid() and mark in (process / "environ").read_bytes().split(b"\0"):
                ticks = (process / "stat").read_text().rpartition(")")[2].split()[11:15]
                total += sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
        except OSError:  # has gone, or is another's
            continue
    return total


def of_cells(n: int, launcher: list[str], first: int) -> Iterator[float]:
    """Processor time before and after a sweep over seeds, all of which are composed, run and stored."""
    from sim.data.held import held
    from sim.inputs.sweep import expand
    from sim.runs import worlds
    from sim.runs.store import Store
    from sim.runs.workers import pool

    worlds.run_replicate = pretended
    with tempfile.TemporaryDirectory() as folder, held():
        (Path(folder) / "parts").mkdir()
        settings, _ = expand([*TOWN, *launcher, "seed=1,2"])
        with pool(settings[0].workers or 1, settings[0]) as workers:
            for many in (FEW, n):  # the first ones load and start whatever is needed
                yield seconds(dict(os.environ))
                settings, labels = expand([*TOWN, *launcher, f"seed=range({first},{first + many})"])
                worlds.run_worlds(settings, labels, store=Store(Path(folder), {}), workers=workers)
                first += many
            yield seconds(dict(os.environ))


def show(name: str) -> None:
    """Print the milliseconds of a cell with a launcher, in this process and those that it starts."""
    *_, before, after = of_cells(MANY, LAUNCHERS[name], 1)
    print(1000 * (after - before) / MANY)


def cell_ms(name: str) -> float:
    """Milliseconds of a cell with a launcher, in a process of its own."""
    environment = os.environ | {MARK: f"{os.getpid()}-{time.monotonic_ns()}"}
    # Not run as a script: what is sent out is found by the name of its module.
    command = [sys.executable, "-c", f"from bench.launchers import show; show({name!r})"]
    run = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return float(run.stdout.splitlines()[-1])


def hydra_ms() -> float:
    """Milliseconds of a cell of a plain Hydra multirun."""
    used = []
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "plain.py"
        script.write_text(HYDRA % (TOWN,))
        for n in (HYDRA_FEW, HYDRA_MANY):
            before = os.times()
            command = [
                sys.executable,
                str(script),
                "--multirun",
                f"seed=range(1,{n + 1})",
                f"hydra.sweep.dir={folder}/{n}",
            ]
            subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PYTHONPATH": os.getcwd()})
            after = os.times()
            used.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return 1000 * (used[1] - used[0]) / (HYDRA_MANY - HYDRA_FEW)


def composing_ms() -> float:
    """Milliseconds that it takes to compose and check a cell of a sweep."""
    from sim.data.held import held
    from sim.inputs.sweep import expand

    with held():
        few, many = (cost(lambda n=n: expand([*TOWN, f"seed=range(0,{n})"])) for n in (FEW, MANY))
    return 1000 * (many - few) / (MANY - FEW)


def traffic() -> Figures:
    """Bytes of a block of one run of the 50 cities in one replicate, as it goes out and as it comes back."""
    from sim.data.held import held
    from sim.inputs.compose import compose
    from sim.runs.launchers import blocks

    with held():
        s = compose(["threads=1", "population.consumers_per_city=10"])
        out = blocks._packed(run_replicate, [Job(0, (s,), (s.label,))], pickle.dumps({}))
        return {"out_kb": len(out) / 1000, "back_kb": len(blocks.do(out)) / 1000}


def measure() -> Figures:
    """A cell with each launcher."""
    if importlib.util.find_spec("ray") is None:
        raise LeftOut("needs Ray: pip install 'sanxin[ray]'")
    ways: dict[str, Callable[[int], float]] = {name: lambda _, own=name: cell_ms(own) for name in LAUNCHERS}
    found = take_turns(ways | {"hydra": lambda _: hydra_ms(), "composing": lambda _: composing_ms()}, ROUNDS)
    return traffic() | {k: v for name, some in found.items() for k, v in spread(some).named(f"{name}_ms").items()}

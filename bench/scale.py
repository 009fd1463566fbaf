"""Cost against size: consumers, cities, allocations, one at a time; exponents, and a chart of all points.

The exponent is the slope of log cost over log size: 1 is proportion, below it something is shared by all, above it
size itself makes things dear. Each world runs in a process of its own, so that the peak of its memory is its own.
"""

from __future__ import annotations

import resource
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import NamedTuple

from bench.arithmetic import exponent
from bench.clock import cost, spread
from bench.part import Figures, Row
from bench.scale_chart import draw
from bench.worlds import cost_per_week, fill_slots, n_rows, new_model, settle_in
from sim.inputs.compose import compose
from sim.kernel.columns import ACCOUNT_WEEKS
from sim.runs.comparison import compare

CITIES = 50
CONSUMERS = (1_000, 10_000, 100_000, 1_000_000, 5_000_000)  # in all cities together
LARGE = 100_000  # from here on cities cost little beside their rows
PERIODS = 5  # of accounts that smaller worlds are measured over
N_CITIES = (1, 2, 5, 10, 25, 50)
N_ALLOCATIONS = (1, 2, 5, 10, 20)
SMALL = ["city=[suzhou,wuxi,xining]", "population.consumers_per_city=200", "replicates=1", "threads=1"]
CHOICES = [
    (allocation, split)
    for split in ("balanced", "debut_first", "scenes_first", "ip_first")
    for allocation in ("official", "equal", "per_head", "by_retail", "by_need")
]
ROWS = (
    Row(
        "exponent of the cost of a week, from 1,000 to 5 million consumers",
        "{scale_exponent_consumers:.2f}; {scale_exponent_many_consumers:.2f} from 100,000 on",
        "scale_exponent_many_consumers", "<=", 1.05,
    ),
    Row(
        "the same, from 1 to 50 cities of 500 consumers", "{scale_exponent_cities:.2f}",
        "scale_exponent_cities", "<=", 1.05,
    ),
    Row(
        "of a comparison, from 1 to 20 allocations", "{scale_exponent_allocations:.2f}",
        "scale_exponent_allocations", "<=", 1.05,
    ),
    Row(
        "peak memory of a world of 5 million consumers, {scale_build_seconds:.0f} s to build",
        "{scale_peak_gb:.1f} GB",
        "scale_peak_gb", "<=", 4, "{:g} GB",
    ),
)  # fmt: skip


class World(NamedTuple):
    """What a world of some size costs: seconds of CPU to build it and of a week, and bytes at the most."""

    build: float
    week: float
    peak: int


def world(overrides: list[str]) -> World:
    """Measure a world in which every slot of venues is in use."""
    settings = compose([*overrides, "allocation=official", "threads=1"])
    models = []
    build = cost(lambda: models.append(new_model(settings)))
    fill_slots(models[0])
    settle_in(models[0])
    periods = PERIODS if n_rows(models[0]) < LARGE else 1
    week = spread(cost_per_week(models[0], ACCOUNT_WEEKS) for _ in range(periods)).median
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return World(build, week, peak * (1 if sys.platform == "darwin" else 1024))


def measure() -> Figures:
    """All points, and the chart."""
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as alone:
        by_consumers = {n: alone.submit(world, [_consumers(n // CITIES)]) for n in CONSUMERS}
        by_cities = {n: alone.submit(world, [_cities(n)]) for n in N_CITIES}
        worlds = {n: job.result() for n, job in by_consumers.items()}
        points = {
            "consumers": {n: one.week for n, one in worlds.items()},
            "cities": {n: job.result().week for n, job in by_cities.items()},
            "allocations": _by_allocations(),
        }
    draw(points)
    many = {n: seconds for n, seconds in points["consumers"].items() if n >= LARGE}
    largest = worlds[max(worlds)]
    return {
        **{f"scale_exponent_{axis}": exponent([*line], [*line.values()]) for axis, line in points.items()},
        "scale_exponent_many_consumers": exponent([*many], [*many.values()]),
        "scale_build_seconds": largest.build,
        "scale_peak_gb": largest.peak / 1e9,
        **{f"scale_seconds_{n}_{axis}": seconds for axis, line in points.items() for n, seconds in line.items()},
    }


def _consumers(per_city: int) -> str:
    return f"population.consumers_per_city={per_city}"


def _cities(n: int) -> str:
    """Cities of every part of the table, as many as asked for."""
    names = list(compose([]).city)
    return f"city=[{','.join(names[k * len(names) // n] for k in range(n))}]"


def _by_allocations() -> dict[int, float]:
    """Seconds of CPU of a comparison of the first allocations."""
    settings = [compose([*SMALL, f"allocation={a}", f"split={split}"]) for a, split in CHOICES]
    labels = [" ".join(choice) for choice in CHOICES]
    compare(settings[:1])  # compiles everything
    return {n: cost(partial(compare, settings[:n], labels=labels[:n])) for n in N_ALLOCATIONS}

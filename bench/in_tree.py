"""Measures the tree in whose folder it runs: a job a line in, its answer a line out, both JSON.

Works in every tree since 0.4.0, so that two of them can take turns: it takes names from where they stood then or stand
now, and nothing from the bench.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

if __name__ == "__main__":
    sys.path[0] = os.getcwd()  # the tree's own package, not the one beside this file

ALLOCATIONS = ("official", "equal", "per_head", "by_retail", "by_need", "none")


def of_tree(name: str, *modules: str) -> Any:
    """Return what a name means in this tree: from the first of some modules that is there."""
    for module in modules:
        try:
            return getattr(importlib.import_module(module), name)
        except ModuleNotFoundError:
            continue
    raise ModuleNotFoundError(f"{name}: none of {', '.join(modules)} is in {os.getcwd()}")


def cpu() -> float:
    """Seconds of CPU of this process and its ended children; as bench.clock, which an older tree does not have."""
    of_children = os.times()
    return time.process_time() + of_children.children_user + of_children.children_system


def compose(*overrides: str) -> Any:
    """Settings of the tree."""
    return of_tree("compose", "sim.inputs.compose", "sim.compose")([*overrides, "threads=1"])


def comparison(seed: int, overrides: Sequence[str] = ()) -> dict[str, float]:
    """One replicate of the default comparison, or of a smaller one: CPU, and net per yuan of the first allocation."""
    compare = of_tree("compare", "sim.runs.comparison", "sim.comparison")
    settings = [compose(f"allocation={a}", f"seed={seed}", "replicates=1", *overrides) for a in ALLOCATIONS]
    start = cpu()
    found = compare(settings)
    seconds = cpu() - start
    return {"seconds": seconds, "net_per_yuan": float(found.summary.net_per_yuan.iloc[0])}


def replicates(n: int, seed: int) -> list[float]:
    """Net per yuan of the first allocation of the default comparison in each of some replicates."""
    compare = of_tree("compare", "sim.runs.comparison", "sim.comparison")
    effects = compare([compose(f"allocation={ALLOCATIONS[0]}", f"seed={seed}", f"replicates={n}")]).effects
    mine = effects[(effects.dimension == "replicate") & (effects.measure == "net_per_yuan")]
    return [float(value) for value in mine.sort_values("replicate").value]


@cache
def warm(overrides: tuple[str, ...]) -> tuple[Any, Any, Any]:
    """Settings, draws, and the world at the end of its warm-up."""
    twins = ("sim.runs.twins", "sim.twins")
    settings = compose(*overrides)
    draws = of_tree("draws_of", *twins)(settings, 0)
    return settings, draws, of_tree("warm_up", *twins)(settings.without_policy(), draws)


def policy(overrides: list[str]) -> float:
    """CPU of a policy world, from the end of its warm-up on."""
    settings, draws, world = warm(tuple(overrides))
    run_pilot = of_tree("run_pilot", "sim.runs.twins", "sim.twins")
    start = cpu()
    run_pilot(settings, world.fork(), draws)
    return cpu() - start


JOBS: dict[str, Callable[..., Any]] = {"comparison": comparison, "replicates": replicates, "policy": policy}


def main() -> None:
    """Do jobs until there are no more."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the tree prints is not an answer
    for line in sys.stdin:
        job = json.loads(line)
        print(json.dumps(JOBS[job.pop("job")](**job)), file=answers, flush=True)


if __name__ == "__main__":
    main()

"""Noise of a difference between two allocations: keyed draws beside one ordinary stream per world."""

from __future__ import annotations

import numpy as np

from bench.ordinary import OrdinaryModel
from bench.part import Figures, Row
from sim.inputs.compose import compose
from sim.inputs.settings import Settings
from sim.kernel.draws import StreamDraws
from sim.runs.twins import draws_of, run_pilot, warm_up
from sim.world.build import build_world

ROWS = (
    Row(
        "noise of a difference between allocations, one stream over keyed draws",
        "{sd_ratio_stream_over_keyed:.0f}",
        "sd_ratio_stream_over_keyed", ">=", 8,
    ),
)  # fmt: skip


def measure(n_seeds: int = 30) -> Figures:
    """Standard deviations over seeds."""
    base = ["city=[xining,haikou]", "population.consumers_per_city=60", "horizon.weeks_warmup=8", "threads=1"]
    base += ["horizon.weeks_pilot=40", "horizon.weeks_after=12"]
    pair = [compose([*base, f"allocation={a}"]) for a in ("by_retail", "equal")]
    keyed, stream = [], []
    for seed in range(n_seeds):
        world = warm_up(pair[0].without_policy(), draws_of(pair[0], seed))
        runs = [run_pilot(s, world.fork(), draws_of(s, seed)) for s in pair]
        keyed.append(runs[0].spent.sum() - runs[1].spent.sum())
        stream.append(_ordinary_total(pair[0], seed) - _ordinary_total(pair[1], seed))
    return {
        "sd_difference_keyed_yuan": float(np.std(keyed, ddof=1)),
        "sd_difference_one_stream_yuan": float(np.std(stream, ddof=1)),
        "sd_ratio_stream_over_keyed": float(np.std(stream, ddof=1) / np.std(keyed, ddof=1)),
    }


def _ordinary_total(settings: Settings, seed: int) -> float:
    draws = StreamDraws(seed)
    model = OrdinaryModel(settings, build_world(settings, draws), draws, seed=seed)
    total = 0.0
    while model.running:
        model.step()
        if model.world.week > 0:
            total += float(model.last_sales.spent.sum())
    return total

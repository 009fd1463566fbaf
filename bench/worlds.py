"""Worlds that are measured."""

from __future__ import annotations

import numpy as np

from bench.clock import cost
from sim.inputs.settings import Settings
from sim.kernel.columns import ACCOUNT_WEEKS, BUILDING
from sim.model import PilotModel
from sim.runs.twins import draws_of
from sim.world.build import build_world

ALLOCATIONS = ("official", "equal", "per_head", "by_retail", "by_need", "none")  # of the default comparison


def new_model(settings: Settings) -> PilotModel:
    """Model of the first replicate, as replicates are run."""
    draws = draws_of(settings, 0)
    return PilotModel(settings, world=build_world(settings, draws), draws=draws, views=False)


def fill_slots(model: PilotModel) -> None:
    """Open a venue in every slot of every city, and let none close."""
    p = model.world.projects
    n_slots = model.world.venues.project.shape[1]
    before, now = model.world.week - 2, model.world.week
    p.status[:, :n_slots], p.start[:, :n_slots] = BUILDING, before
    p.approved[:, :n_slots], p.opens[:, :n_slots] = before, now
    p.stalls[:], p.fails_after[:] = False, np.inf


def settle_in(model: PilotModel) -> None:
    """Run as many weeks as it takes until everything is compiled, four-weekly accounts included."""
    for _ in range(ACCOUNT_WEEKS + 1):
        model.step()


def cost_per_week(model: PilotModel, weeks: int = ACCOUNT_WEEKS) -> float:
    """Seconds of CPU of a week, over some weeks."""

    def run() -> None:
        for _ in range(weeks):
            model.step()

    return cost(run) / weeks


def n_rows(model: PilotModel) -> int:
    """Simulated consumers."""
    return int(model.world.consumers.weight.size)

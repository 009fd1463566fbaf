"""Planned purchases in the story of a row of consumers: which were moved up or put off."""

from __future__ import annotations

import numpy as np

from sim.model import PilotModel
from sim.studies.trace.scene import Scene, paragraph
from sim.studies.trace.watch import Quantity, Watch
from sim.texts import say

LEAST_MOVED = 0.0005  # planned purchases per resident, moved up or put off, that are told


def moved_in(sector: str) -> Quantity:
    """Planned purchases in a sector that are moved up, and not made up for yet."""
    return Quantity(f"moved_up_{sector}", "purchases per resident")


def plans_of(model: PilotModel, row: int) -> dict[str, np.ndarray]:
    """Shares of residents by stage of the time to their next purchase, by sector that has dates."""
    demand, plan = model.world.fixed.demand, model.world.consumers.plan[row]
    begins, names = demand.stages_from, model.world.fixed.sectors.sector
    return {names[g]: plan[begins[g] : begins[g + 1]] for g in demand.dated.tolist()}


def tell(scene: Scene, policy: Watch, twin: Watch) -> list[str]:
    """Of each sector whose purchases have dates: how many were moved up or put off at most, and are at the end."""
    lines, dated = [], scene.fixed.demand.dated.tolist()
    for g in dated:
        name = scene.fixed.sectors.sector[g]
        moved = [a[moved_in(name)] - b[moved_in(name)] for a, b in zip(policy.weeks, twin.weeks, strict=True)]
        week = max(range(len(moved)), key=lambda t: abs(moved[t]))
        if abs(moved[week]) >= LEAST_MOVED:
            lines += paragraph(say(
                "trace-consumer-dates", sector=scene.sector(g), way="up" if moved[week] > 0 else "off", week=week,
                most=f"{abs(moved[week]):.4f}", left=f"{moved[-1]:+.4f}",
            ))  # fmt: skip
    return ["", say("trace-consumer-head-dates"), *lines] if lines else []

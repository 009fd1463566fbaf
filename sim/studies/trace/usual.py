"""Prices that a row of consumers is used to in a story: how far support has lowered them."""

from __future__ import annotations

from sim.model import PilotModel
from sim.studies.trace.scene import Scene, paragraph, percent
from sim.studies.trace.watch import Quantity, Watch
from sim.texts import say

LEAST = 0.005  # of the price, below which nothing is told


def usual_price(sector: str) -> Quantity:
    """Price that residents are used to pay in a sector."""
    return Quantity(f"usual_price_{sector}", "1 at the start")


def of_row(model: PilotModel, city: int, row: int) -> dict[Quantity, float]:
    """Prices that a row is used to at the end of the week, support included, by sector."""
    world, shopping = model.world, model.world.shopping
    cell = city, world.consumers.district[row], world.consumers.quintile[row]
    prices = shopping.reference_price[cell] - shopping.usual_support[cell]
    return {usual_price(name): float(price) for name, price in zip(world.fixed.sectors.sector, prices, strict=True)}


def tell(scene: Scene, policy: Watch, twin: Watch) -> list[str]:
    """Of each sector where support has become usual: by how much prices are then usual that are lower, and when."""
    lines = []
    for g, name in enumerate(scene.fixed.sectors.sector):
        quantity = usual_price(name)
        lower = [1.0 - a[quantity] / b[quantity] for a, b in zip(policy.weeks, twin.weeks, strict=True)]
        week = max(range(len(lower)), key=lower.__getitem__)
        if lower[week] >= LEAST:
            most, left = percent(lower[week], 1), percent(lower[-1], 1)
            lines += paragraph(
                say("trace-consumer-usual", sector=scene.sector(g), week=week, most=most, left=left)
            )  # fmt: skip
    return ["", say("trace-consumer-head-usual"), *lines] if lines else []

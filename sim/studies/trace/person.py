"""What kind of person a row of consumers is in a story, and how it fares where something is handed out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from sim.model import PilotModel
from sim.model.observed import users
from sim.studies.trace.scene import Scene, percent
from sim.texts import say


def facts(model: PilotModel, row: int) -> dict[str, Any]:
    """What lasts of a row, over the mean of those of its income."""
    c = model.world.consumers
    return {
        "ticket": float(c.ticket_scale[row] / c.spending_scale[row]), "frequency": c.frequency[row].astype(float),
        "price_response": float(c.price_response[row]), "quickness": float(c.quickness[row]),
    }  # fmt: skip


def kind(scene: Scene, found: dict[str, Any]) -> str:
    """Say what kind of person a row is: what it buys most and least often beside others of its income, and the rest."""
    often = found["frequency"]
    most, least = (int(k) for k in (np.argmax(often), np.argmin(often)))
    return say(
        "trace-consumer-kind", ticket=f"{found['ticket']:.2f}", most=scene.sector(most), times=f"{often[most]:.2f}",
        least=scene.sector(least), fewer=f"{often[least]:.2f}", price=f"{found['price_response']:.2f}",
        quickness=f"{found['quickness']:.2f}",
    )  # fmt: skip


def handed_out(model: PilotModel, city: int, row: int) -> Iterator[str]:
    """Say of everything that is handed out this week how many of the row get it, beside the city."""
    first = model.world.consumers.first
    rows, weight = slice(first[city], first[city + 1]), model.world.consumers.weight
    running = model.markets.support.running
    for r in running:
        if r.instrument.start_week == model.world.week and r.here[city] and r.given.size:
            of_city = float(np.average(r.given[rows], weights=weight[rows]))
            before = [float(users(other)[row]) for other in running[: r.number] if other.given.size]
            yield say(
                "trace-consumer-allotted", name=r.instrument.label, allotment=r.terms.allotment,
                share=percent(float(r.given[row]), 1), city=percent(of_city, 1),
                spent=f"{r.spent[row]:,.2f}" if r.spent.size else "no", weeks=r.terms.record_weeks,
                used=percent(max(before, default=0.0), 1), before=len(before),
            )  # fmt: skip

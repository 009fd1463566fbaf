"""One million consumers in 50 cities, 64 live novel venues in each, social network on."""

from __future__ import annotations

from bench.clock import spread
from bench.part import Figures, Row
from bench.worlds import cost_per_week, fill_slots, n_rows, new_model
from sim.inputs.compose import compose

ROUNDS = 3
ROWS = (
    Row(
        "one million consumers, {live_venues_per_city:.0f} live venues per city, network on",
        "{ns_per_consumer_week_1m:.0f} ns per consumer and week",
        "ns_per_consumer_week_1m", "<=", 500, "{:g} ns",
    ),
    Row(
        "memory, network included", "{bytes_per_consumer_1m:.0f} bytes per consumer",
        "bytes_per_consumer_1m", "<=", 600,
    ),
)  # fmt: skip


def measure() -> Figures:
    """Cost and memory of a consumer."""
    model = new_model(compose(["population.consumers_per_city=20000", "allocation=official", "threads=1"]))
    fill_slots(model)
    for _ in range(2):
        model.step()
    n = n_rows(model)
    return {
        "live_venues_per_city": float((model.world.venues.project >= 0).sum(axis=1).mean()),
        "bytes_per_consumer_1m": sum(column.nbytes for column in model.world.consumers) / n,
        **spread(cost_per_week(model) / n * 1e9 for _ in range(ROUNDS)).named("ns_per_consumer_week_1m"),
    }

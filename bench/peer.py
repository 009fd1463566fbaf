"""The engine beside one Mesa object per consumer: 10,000 consumers, the same weeks of the same city."""

from __future__ import annotations

from functools import partial

from bench.clock import cost, ratio, spread, take_turns
from bench.ordinary import OrdinaryModel
from bench.part import Figures, Row
from bench.worlds import fill_slots, n_rows, new_model, settle_in
from sim.inputs.compose import compose
from sim.kernel.columns import ACCOUNT_WEEKS
from sim.model import PilotModel
from sim.runs.twins import draws_of
from sim.world.build import build_world

WEEKS = 2 * ACCOUNT_WEEKS
ROWS = (
    Row("peer, per consumer and week at 10,000 consumers", "{peer_us_per_consumer_week:.0f} µs"),
    Row(
        "engine, the same town",
        "{engine_us_per_consumer_week:.2f} µs, {speed_up_over_peer:.0f} times faster "
        "({speed_up_over_peer_low:.0f} to {speed_up_over_peer_high:.0f} by week)",
        "speed_up_over_peer", ">=", 300, "{:g} times",
    ),
    Row(
        "gap between the totals of the two", "{peer_total_gap_share:.1%}",
        "peer_total_gap_share", "<=", 0.01, "{:.0%}",
    ),
)  # fmt: skip


def measure() -> Figures:
    """Weeks of both in turn."""
    settings = compose(["city=xining", "population.consumers_per_city=10000", "allocation=official", "threads=1"])
    draws = draws_of(settings, 0)
    models: dict[str, PilotModel] = {
        "engine": new_model(settings),
        "peer": OrdinaryModel(settings, build_world(settings, draws), draws, seed=1),
    }
    totals = dict.fromkeys(models, 0.0)
    for model in models.values():
        fill_slots(model)
        settle_in(model)

    def week_of(name: str, _: int) -> float:
        seconds = cost(models[name].step)
        totals[name] += float(models[name].last_sales.spent.sum())
        return seconds

    found = take_turns({name: partial(week_of, name) for name in models}, WEEKS)
    micro = {name: spread(seconds).median / n_rows(models[name]) * 1e6 for name, seconds in found.items()}
    return {
        **{f"{name}_us_per_consumer_week": value for name, value in micro.items()},
        **ratio(found["peer"], found["engine"]).named("speed_up_over_peer"),
        "peer_total_gap_share": abs(totals["peer"] / totals["engine"] - 1),
    }

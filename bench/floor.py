"""The kernel's floor: what it takes to stream and gather the state of consumers, beside the kernel and the engine.

The floor reads and writes the columns that a week reads and writes, in the two passes over a city that a week needs
(all have heard before anybody buys), and gathers what the contacts of each row tell, in the order of the kernel; it
computes next to nothing. The kernel is the week of the residents, the engine a week of the policy world of official.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from bench.clock import cost, cpu, ratio, spread
from bench.part import Figures, Row
from bench.worlds import n_rows
from sim.inputs.compose import compose
from sim.kernel.columns import ACCOUNT_WEEKS, CONSUMER_STATE, Consumers
from sim.kernel.compiled import njit
from sim.kernel.loops.consumers import Purchases
from sim.model import PilotModel
from sim.model.observe import run
from sim.runs.twins import draws_of, warm_up

FIRST, WEEKS = 60, 8 * ACCOUNT_WEEKS  # weeks of the pilot that are measured: most venues are open
SIZES = (500, 2000)
ROWS = (
    Row(
        "floor (stream and gather the same state), kernel and engine at 500 consumers per city",
        "{floor_ns_500:.0f}, {kernel_ns_500:.0f}, {engine_ns_500:.0f} ns per consumer and week",
    ),
    Row(
        "the same at 2,000",
        "{floor_ns_2000:.0f}, {kernel_ns_2000:.0f}, {engine_ns_2000:.0f} ns per consumer and week",
    ),
    Row(
        "engine over floor at 2,000",
        "{engine_over_floor_2000:.1f} ({engine_over_floor_2000_low:.1f} to {engine_over_floor_2000_high:.1f})",
        "engine_over_floor_2000", "<=", 3,
    ),
    Row(
        "kernel over floor at 2,000",
        "{kernel_over_floor_2000:.1f} ({kernel_over_floor_2000_low:.1f} to {kernel_over_floor_2000_high:.1f})",
    ),
)  # fmt: skip


@njit
def stream_and_gather(consumers: Consumers, n_used: np.ndarray) -> float:
    """Touch all state of a week once a pass, city by city. Modifies: consumers; what it writes means nothing."""
    total = 0.0
    for c in range(n_used.size):
        rows, used = range(consumers.first[c], consumers.first[c + 1]), n_used[c]
        told = np.empty(used, dtype=np.uint32)
        for i in rows:
            told[:] = 0
            contacts = consumers.listens_to[i]
            for k in range(0, contacts.size - 1, 2):
                a, b = consumers.told_of[contacts[k]], consumers.told_of[contacts[k + 1]]
                for v in range(used):
                    told[v] += np.uint32(a[v]) + np.uint32(b[v])
            aware = consumers.aware[i]
            for v in range(used):
                aware[v] += told[v]
        for i in rows:
            aware, told_of, need_stock = consumers.aware[i], consumers.told_of[i], consumers.need_stock[i]
            for v in range(used):
                told_of[v] = np.uint16(aware[v] > 0)
            for g in range(need_stock.size):
                need_stock[g] += consumers.weight[i]
            consumers.gap[i] += consumers.income[i] + consumers.spending_scale[i]
            total += consumers.district[i] + consumers.quintile[i] + consumers.liquidity[i]
    return total


def measure() -> Figures:
    """Weeks of policy worlds of two sizes."""
    figures: Figures = {}
    for size in SIZES:
        found = weeks_of(size)
        figures |= {f"{name}_ns_{size}": spread(values).median for name, values in found.items()}
        figures |= ratio(found["engine"], found["floor"]).named(f"engine_over_floor_{size}")
        figures |= ratio(found["kernel"], found["floor"]).named(f"kernel_over_floor_{size}")
    return figures


def weeks_of(consumers_per_city: int) -> dict[str, list[float]]:
    """Nanoseconds of CPU per row and week in the middle of the pilot of official, by account period."""
    settings = compose([f"population.consumers_per_city={consumers_per_city}", "threads=1"])
    draws = draws_of(settings, 0)
    world = warm_up(settings.without_policy(), draws)
    model = PilotModel(settings, world=world, draws=draws, views=False)
    run(model, weeks=FIRST)
    stream_and_gather(_copy(model), model.markets.market.n_used)  # compiles it
    timed = model.markets.buy = _Timed(model.markets.buy)  # type: ignore[method-assign]
    found: dict[str, list[float]] = {"floor": [], "kernel": [], "engine": []}
    for _ in range(WEEKS):
        copy = _copy(model)
        found["floor"].append(cost(partial(stream_and_gather, copy, model.markets.market.n_used)))
        found["engine"].append(cost(model.step))
        found["kernel"].append(timed.seconds)
    return {name: _by_period(values, n_rows(model)) for name, values in found.items()}


def _by_period(seconds: list[float], rows: int) -> list[float]:
    """Nanoseconds per row and week in each account period: accounts are closed in one of its weeks."""
    return [float(ns) for ns in np.reshape(seconds, (-1, ACCOUNT_WEEKS)).mean(axis=1) / rows * 1e9]


def _copy(model: PilotModel) -> Consumers:
    """Consumers with state of their own."""
    consumers = model.world.consumers
    return consumers._replace(**{name: getattr(consumers, name).copy() for name in CONSUMER_STATE})


class _Timed:
    """Calls something and keeps what the last call cost.

    Attributes
    ----------
    seconds : float
    """

    def __init__(self, call: Callable[[], Purchases]) -> None:
        self._call, self.seconds = call, 0.0

    def __call__(self) -> Purchases:
        start = cpu()
        result = self._call()
        self.seconds = cpu() - start
        return result

"""What an authority sees of residents when something is handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.kernel.loops.consumers import Purchases
from sim.kernel.rules.persons import spending_spread, within_sigma
from sim.policy.allotments import Residents
from sim.world.build import World

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.model.programme import Running

Floats = NDArray[np.float64]


def city_of_rows(world: World) -> NDArray[np.int64]:
    """City of each row of residents, (n,)."""
    return np.repeat(np.arange(world.fixed.chosen.size), np.diff(world.consumers.first))


def observed(world: World, running: Running, before: Iterable[Running]) -> Residents:
    """All residents as the authority sees them, and how quick they are.

    Parameters
    ----------
    world : World
    running : Running
        The instrument that starts.
    before : iterable of Running
        Of the same programme; those that have handed out something count.
    """
    c, n = world.consumers, world.consumers.weight.size
    used = np.ones(n)
    for other in before:
        if other.given.size:
            used *= 1.0 - users(other)
    return Residents(
        weight=c.weight.astype(float), income=c.income.astype(float),
        quickness=world.fixed.demand.digital[c.quintile] * c.quickness.astype(float),
        spent=running.spent if running.spent.size else np.zeros(n),
        spread=_spread(world, running), used=1.0 - used,
    )  # fmt: skip


def users(running: Running) -> Floats:
    """Share of each row's residents who have used some of what they got, (n,)."""
    r = running
    if r.used.size or not r.coupon:
        return r.used if r.used.size else r.given
    used: Floats = r.given - r.held.coupons[r.coupon_row, :, r.packet]
    return used


def recorded(running: Running) -> NDArray[np.bool_]:
    """Sectors in which past spending counts, (n_sectors,): its own, or all where it is for none in particular."""
    return running.sectors | (not running.sectors.any())


def record_spending(running: Running, week: int, bought: Purchases) -> None:
    """Add what every row bought in a week, if it counts for who receives the instrument. Modifies: running.spent."""
    since = running.instrument.recorded_from
    if since is not None and since <= week < running.instrument.start_week:
        spent = bought.of_rows[:, recorded(running)].sum(axis=1)
        running.spent = running.spent + spent if running.spent.size else spent


def _spread(world: World, running: Running) -> Floats:
    """Coefficient of variation of what single residents of each row spend while it is recorded, (n,)."""
    c, fixed, p = world.consumers, world.fixed, world.fixed.parameters
    sectors, weeks = np.flatnonzero(recorded(running)), running.terms.record_weeks
    ticket = fixed.demand.ticket[city_of_rows(world), c.quintile][:, sectors]
    purchases = (c.frequency[:, sectors] * fixed.sectors.occasions_per_week[sectors] * weeks).astype(float)
    return spending_spread(purchases, ticket, within_sigma(p["ticket_sigma"], p["ticket_lasting_share"]))

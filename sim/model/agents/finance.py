"""Finance bureaus of all cities: they pay what is due, and get back what inspection finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.columns import APPROVAL, BUILDING, DIRECTIONS, RESULTS, STALLED, STOPPED
from sim.kernel.draws import week_key
from sim.kernel.loops.payments import Paid, nothing_paid, pay_due, recover
from sim.world.ledger import POT_ACCOUNTS

if TYPE_CHECKING:
    from sim.model.week import PilotModel


def _drawn(model: PilotModel, stream: str, week: int) -> np.ndarray:
    """Uniform numbers of all projects, (n_cities, n_proposals)."""
    n_cities, n_proposals = model.world.projects.status.shape
    keys = np.array([model.project_key(row, np.arange(n_proposals)) for row in range(n_cities)])
    return model.draws.uniform(stream, keys, week)


def _post(model: PilotModel, paid: Paid) -> None:
    """Move the money; what comes back can be awarded again where projects are managed, else it lies idle."""
    ledger, manages = model.world.ledger, model.settings.authority.dynamic_management
    ledger.post("city_committed", "projects", paid.to_projects)
    for d in range(len(DIRECTIONS)):
        back = POT_ACCOUNTS[d] if manages else "city_uncommitted"
        ledger.post("projects", back, paid.recovered[:, d])
        ledger.post("city_committed", back, paid.cancelled[:, d])


def pay(model: PilotModel) -> None:
    """Pay all that has fallen due, as far as each bureau gets until accounts are closed again.

    Parameters
    ----------
    model : PilotModel
    """
    world, p, a = model.world, model.world.projects, model.world.authorities
    audited = np.zeros(p.status.shape, dtype=bool)
    if model.settings.authority.dynamic_management:
        audited = (p.reported > p.investment) & (_drawn(model, "audit", 0) < a.monitoring[:, None])
    paid = nothing_paid(len(p.status), len(DIRECTIONS))
    pay_due(p, model.terms, model.payment_rates, audited, world.week, a.payment_weeks, a.payment_cases, paid)
    _post(model, paid)


def inspect(model: PilotModel) -> None:
    """Find projects that have stalled or are long overdue, stop the award and recover part of what was paid.

    Parameters
    ----------
    model : PilotModel
    """
    world, p, parameters = model.world, model.world.projects, model.settings.parameters
    overdue = np.isin(p.status, (APPROVAL, BUILDING)) & (world.week > p.promised + parameters["grace_weeks"])
    suspect = (p.award > 0) & (p.stage < RESULTS) & ((p.status == STALLED) | overdue)
    if not suspect.any():
        return
    suspect &= _drawn(model, "inspection", week_key(world.week)) < world.authorities.monitoring[:, None]
    paid = nothing_paid(len(p.status), len(DIRECTIONS))
    for c, k in np.argwhere(suspect):
        if p.status[c, k] == STALLED:
            p.status[c, k] = STOPPED
        recover(p, model.payment_rates, c, k, int(p.paid[c, k] * parameters["recovery_share"]), paid)
    _post(model, paid)

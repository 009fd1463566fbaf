"""Finance bureaus of all cities: they pay what is due, and get back what inspection finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.columns import APPROVAL, BUILDING, DIRECTIONS, RESULTS, STALLED, UPFRONT
from sim.kernel.draws import week_key
from sim.kernel.loops.payments import Paid, nothing_paid, pay_due, recover_found
from sim.world.ledger import POT_ACCOUNTS

if TYPE_CHECKING:
    from sim.model.week import PilotModel


def _found(model: PilotModel, stream: str, among: np.ndarray, week: int = 0) -> np.ndarray:
    """Which of some projects, (n_cities, n_proposals) bool, their city finds out about: as often as it monitors."""
    cities, proposals = np.nonzero(among)
    found = np.zeros(among.shape, dtype=bool)
    luck = model.draws.uniform(stream, model.project_key(cities, proposals), week)
    found[cities, proposals] = luck < model.world.authorities.monitoring[cities]
    return found


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
    overstated = (p.reported > p.investment) & (p.stage == UPFRONT) & model.settings.authority.dynamic_management
    audited = _found(model, "audit", overstated)
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
    paid = nothing_paid(len(p.status), len(DIRECTIONS))
    found = _found(model, "inspection", suspect, week_key(world.week))
    recover_found(p, model.payment_rates, found, parameters["recovery_share"], paid)
    _post(model, paid)

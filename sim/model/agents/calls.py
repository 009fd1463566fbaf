"""Calls for projects: which cities call, and who applies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.columns import DIRECTIONS, NEVER
from sim.kernel.loops.applying import find_applicants

if TYPE_CHECKING:
    from sim.model.week import PilotModel


def call_for_projects(model: PilotModel) -> None:
    """Cities whose turn it is call, unless they are still reviewing what the last call brought.

    Parameters
    ----------
    model : PilotModel
    """
    world, a, weeks = model.world, model.world.authorities, model.award_rates.approval_weeks
    has_money = world.ledger.pots[:, : len(DIRECTIONS)].sum(axis=1) > 0
    calling = np.isfinite(a.next_part) & has_money & (a.decides == NEVER)
    if calling.any():
        find_applicants(world.projects, model.kinds, model.terms, calling, model.award_chances, weeks, world.week)
    for row in np.flatnonzero(calling):
        model.authorities[row].call(float(a.next_part[row]))
        a.next_part[row] = np.nan

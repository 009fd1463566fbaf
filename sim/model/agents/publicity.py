"""Publicity of all cities: for supported venues at home, for visitors, for the whole country."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.columns import FEN_PER_YUAN, PLATFORMS, PUBLICITY
from sim.world.ledger import POT_ACCOUNTS

if TYPE_CHECKING:
    from sim.model.week import PilotModel


def publicise(model: PilotModel, weeks: int) -> None:
    """Plan the publicity of the coming weeks; cities without a supported venue wait until they have one.

    Parameters
    ----------
    model : PilotModel
    weeks : int
        For which money is set aside: their part of the weeks that are left of the pilot.
    """
    world, settings = model.world, model.settings
    venues, a, project = world.venues, world.authorities, world.venues.project
    supported = (project >= 0) & (np.take_along_axis(world.projects.award, np.maximum(project, 0), axis=1) > 0)
    n = supported.sum(axis=1)
    left = max(weeks, settings.horizon.weeks_pilot - world.week)
    whole, rest = np.divmod(world.ledger.pots[:, PUBLICITY], left)  # all of it times the weeks may be too large
    fen = np.where(n > 0, whole * weeks + rest * weeks // left, 0)
    world.ledger.post(POT_ACCOUNTS[PUBLICITY], "publicity", fen)
    paid = fen / FEN_PER_YUAN / weeks
    matched = paid * settings.participation.platforms_match
    a.partners[:, PLATFORMS] += matched * weeks
    yuan, plan = paid + matched, settings.publicity
    venues.publicity[:] = supported * (yuan * plan.home / np.maximum(1, n))[:, None]
    a.visitors[:], a.national[:] = yuan * plan.visitors, yuan * plan.national

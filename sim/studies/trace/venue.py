"""What is thought of the venue of a project, and how much of a novelty it still is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.kernel.loops.offers import distinctness_of
from sim.kernel.rules.venue import weight_of_impressions
from sim.model import PilotModel


class Thought(NamedTuple):
    """What residents think of a venue this week."""

    been: float  # share who have been there
    promise: float  # ln attraction beside size, as kind, brand and owner let expect
    surprise: float  # of it as it is, over the promise
    believed: float  # part of the surprise that those who have only heard of it expect
    distinct: float  # novelty over that of its first day with nothing similar around


def thought_of(model: PilotModel, city: int, project: int) -> Thought | None:
    """What residents of a city think of a project's venue, None while it is closed.

    Parameters
    ----------
    model : PilotModel
    city, project : int
    """
    world, rates = model.world, model.markets.venue_rates
    venues, slots = world.venues, np.flatnonzero(world.venues.project[city] == project)
    if slots.size == 0:
        return None
    at = city, int(slots[0])
    know = max(venues.aware[at], venues.been[at], 1e-12)
    heard = weight_of_impressions(venues.told[at] / know, venues.spread[at], rates.visit_error)
    shops = world.merchants.shops.sum(axis=(1, 3))
    distinct = distinctness_of(*at, venues, shops, world.shops_ever(), rates.homogenisation)
    promise = float(world.projects.expected_quality[city, project])
    return Thought(float(venues.been[at]), promise, float(venues.surprise[at]), float(heard), float(distinct))

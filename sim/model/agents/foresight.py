"""What becomes of the projects of a call: nobody knows it when the call is decided, only a bound looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.columns import ACCOUNT_WEEKS, NEVER, Projects, of_city
from sim.kernel.loops.applying import weeks_to_opening
from sim.kernel.loops.foresight import Outlook, foresee_sales, go_unaided
from sim.policy.screening import Truth
from sim.world.brands import turn

if TYPE_CHECKING:
    from sim.model.week import PilotModel


def begun_without_policy(p: Projects, turns: np.ndarray) -> np.ndarray:
    """Whether each proposal is begun in a world in which no call is waited for, (n_cities, n_proposals) bool.

    Of the proposals of one brand only the one that would begin first; of those in the same week that whose city's turn
    comes first.

    Parameters
    ----------
    p : Projects
    turns : (n_cities, n_proposals)
        Of the city in the week of the proposal, as :func:`sim.world.brands.turn` draws them.
    """
    alone = np.zeros(p.brand.shape, dtype=bool)
    go_unaided(p, alone)
    rivals = np.flatnonzero(alone & (p.brand >= 0))
    rivals = rivals[np.lexsort((turns.ravel()[rivals], p.week.ravel()[rivals]))]
    first = np.unique(p.brand.ravel()[rivals], return_index=True)[1]
    begun = alone & (p.brand < 0)
    begun.ravel()[rivals[first]] = True
    return begun


def outlook(model: PilotModel, novelty: np.ndarray, visits: np.ndarray) -> Outlook:
    """What is known of the novelty of venues that are not open yet.

    Parameters
    ----------
    model : PilotModel
    novelty : (n,)
        Addition to utility.
    visits : (n,)
        Per week and resident of the city, without novelty.
    """
    fixed, expected = model.world.fixed, model.project_rates.expected_awareness
    renewal = np.full(novelty.size, fixed.usual_entry / ACCOUNT_WEEKS)
    return Outlook(novelty, renewal, visits * np.exp(novelty) / expected)


def visits_per_yuan(model: PilotModel, row: int) -> np.ndarray:
    """Visits per week and resident of a city that a yuan of weekly sales takes, by sector, (n_sectors,)."""
    fixed = model.world.fixed
    planned: np.ndarray = fixed.demand.planned_sales[row]
    per_yuan = np.zeros(planned.size)
    np.divide(fixed.sectors.occasions_per_week, planned, out=per_yuan, where=planned > 0)
    return per_yuan


def foreseen(model: PilotModel, row: int, k: np.ndarray) -> Truth:
    """Truth about projects k of a city, from what they are and the rules that they will live by.

    Parameters
    ----------
    model : PilotModel
    row : int
        Of the city.
    k : (n,) int64
        Its proposals that applied.
    """
    world, kinds, rates = model.world, model.kinds, model.project_rates
    p, fixed = of_city(world.projects, row, k), world.fixed
    until = [weeks_to_opening(world.projects, model.award_rates.approval_weeks, world.week, row, int(i)) for i in k]
    weeks = np.minimum(p.fails_after, np.maximum(0.0, model.calendar.end - world.week - np.array(until)))
    weeks = np.where(p.stalls & (p.opened == NEVER), 0.0, weeks)
    to_buyers = p.planned_sales * (1 - kinds.publicity_share[p.kind])
    capacity = p.planned_sales * np.exp(np.maximum(0.0, p.quality)) * rates.capacity
    usual, novelty = to_buyers * np.exp(p.quality), kinds.novelty[p.kind] * kinds.level_novelty[p.level]
    sales, parameters = np.empty(k.size), model.settings.parameters
    foresee_sales(
        usual, capacity, outlook(model, novelty, usual * visits_per_yuan(model, row)[p.sector]),
        parameters["curiosity_shape"], weeks, parameters["congestion_penalty"], sales,
    )  # fmt: skip
    turns = turn(model.draws, fixed.cities.key[fixed.chosen][:, None], world.projects.week)
    return Truth(is_begun_anyway=begun_without_policy(world.projects, turns)[row, k], sales=sales)

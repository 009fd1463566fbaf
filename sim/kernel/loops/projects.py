"""Life of the projects: decision to build, application, building, opening, closing."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.kernel.columns import (
    BUILDING,
    CLOSED,
    DROPPED,
    IDEA,
    OPEN,
    STALLED,
    WAITING,
    Approvals,
    Projects,
    Venues,
)
from sim.kernel.compiled import njit
from sim.kernel.loops.applying import KindColumns, Terms, begins
from sim.kernel.loops.approvals import begin
from sim.kernel.rules.project import planned_size


class ProjectRates(NamedTuple):
    """Parameters of merchants' project decisions; units in ``parameters.csv``."""

    marketing_share: float
    launch_marketing: float
    launch_weeks: float
    capacity: float
    expected_awareness: float
    spread: float  # of quality, for who knows only what is promised


@njit
def decide_unaided(
    p: Projects, approvals: Approvals, kinds: KindColumns, terms: Terms, taken: np.ndarray,
    weeks_to_decision: np.ndarray, chances: np.ndarray, coordination: np.ndarray, turns: np.ndarray, week: int,
) -> None:  # fmt: skip
    """Ideas go ahead if they pay by themselves and no call is worth waiting for; others wait, and give up in the end.

    Long because all that becomes of an idea is decided here.

    Parameters: p : Projects; approvals : Approvals; kinds : KindColumns; terms : Terms; taken : (n_brands,) bool,
    brands that have begun in some city; weeks_to_decision : (n_cities, n_directions); chances : (n_cities,
    BEGUN_OR_NOT) of an award, as merchants see them; coordination : (n_cities,); turns : (n_cities,) cities in their
    order, the first of which gets a brand that several begin in the same week; week : int.
    Modifies: p.status, start; approvals; taken.
    """
    for c in turns:
        for k in range(p.status.shape[1]):
            if p.status[c, k] == IDEA:
                if p.week[c, k] > week:
                    continue
                p.status[c, k] = WAITING
            if p.status[c, k] != WAITING:
                continue
            if p.brand[c, k] >= 0 and taken[p.brand[c, k]]:
                p.status[c, k] = DROPPED
                continue
            if p.asked[c, k] > 0.0:  # its application is under review
                continue
            if begins(p, kinds, terms, week, weeks_to_decision, chances, c, k):
                begin(p, approvals, kinds.needs, coordination, week, c, k)
                if p.brand[c, k] >= 0:
                    taken[p.brand[c, k]] = True
            elif week > p.week[c, k] + p.patience[c, k]:
                p.status[c, k] = DROPPED


@njit
def _open(
    p: Projects, venues: Venues, kinds: KindColumns, standard_sales: np.ndarray, shops: np.ndarray, week: int,
    rates: ProjectRates, c: int, k: int, v: int,
) -> None:  # fmt: skip
    """Put project k of city c into slot v."""
    kind, sector = p.kind[c, k], p.sector[c, k]
    p.status[c, k] = OPEN
    p.opened[c, k] = week
    venues.project[c, v] = k
    venues.sector[c, v] = sector
    venues.district[c, v] = p.district[c, k]
    venues.group[c, v] = kinds.group[kind]
    to_consumers = p.planned_sales[c, k] * (1.0 - kinds.publicity_share[kind])
    planned = planned_size(to_consumers, standard_sales[c, sector], rates.expected_awareness)
    venues.ln_attraction[c, v] = math.log(planned) + p.expected_quality[c, k]
    venues.surprise[c, v] = p.quality[c, k] - p.expected_quality[c, k]
    venues.spread[c, v] = rates.spread
    venues.novelty[c, v] = kinds.novelty[kind] * kinds.level_novelty[p.level[c, k]]
    venues.shops_before[c, v] = shops[c, sector]
    venues.aware[c, v], venues.been[c, v], venues.gone[c, v], venues.told[c, v] = 0.0, 0.0, 0.0, 0.0
    venues.weeks_open[c, v] = 0.0
    venues.capacity[c, v] = p.planned_sales[c, k] * math.exp(max(0.0, p.quality[c, k])) * rates.capacity
    venues.overuse[c, v] = -1.0
    venues.publicity[c, v] = 0.0
    venues.visitor_aware[c, v] = 0.0
    venues.experienced[c, :, :, v] = 0.0


@njit
def advance_projects(
    p: Projects, venues: Venues, kinds: KindColumns, standard_sales: np.ndarray, shops: np.ndarray, week: int,
    rates: ProjectRates, outlay: np.ndarray,
) -> None:  # fmt: skip
    """Projects open, run and close; open ones sit in a slot of the city's venues.

    A project that is due while all slots are taken opens when one is free.

    Parameters: p : Projects; venues : Venues; kinds : KindColumns; standard_sales : (n_cities, n_sectors)
    yuan per week of a mean shop; shops : (n_cities, n_sectors) that there have ever been; week : int; rates :
    ProjectRates.
    Modifies: p.status, opened, closed; venues; outlay : (n_cities, n_proposals) yuan invested this week.
    """
    n_cities, n_slots = venues.project.shape
    for c in range(n_cities):
        for v in range(n_slots):
            k = venues.project[c, v]
            if k >= 0:
                venues.weeks_open[c, v] += 1.0
                if venues.weeks_open[c, v] >= p.fails_after[c, k]:
                    p.status[c, k] = CLOSED
                    p.closed[c, k] = week
                    venues.project[c, v] = -1
                    venues.experienced[c, :, :, v] = 0.0
        for k in range(p.status.shape[1]):
            outlay[c, k] = 0.0
            if p.status[c, k] != BUILDING:
                continue
            duration = p.opens[c, k] - p.approved[c, k]
            if week < p.opens[c, k]:
                outlay[c, k] = p.investment[c, k] / duration
                if p.stalls[c, k] and 2 * (week - p.approved[c, k]) >= duration:
                    p.status[c, k] = STALLED
                    p.closed[c, k] = week
                continue
            for v in range(n_slots):
                if venues.project[c, v] < 0:
                    _open(p, venues, kinds, standard_sales, shops, week, rates, c, k, v)
                    break


@njit
def market_venues(venues: Venues, p: Projects, kinds: KindColumns, rates: ProjectRates) -> None:
    """Own marketing of each venue, and what agencies of its direction do for it.

    Parameters: venues : Venues; p : Projects; kinds : KindColumns; rates : ProjectRates.
    Modifies: venues.marketing : (n_cities, n_slots) yuan per week.
    """
    n_cities, n_slots = venues.project.shape
    n_directions = kinds.direction.max() + 1
    for c in range(n_cities):
        agencies, live = np.zeros(n_directions), np.zeros(n_directions)
        for v in range(n_slots):
            k = venues.project[c, v]
            if k >= 0:
                kind = p.kind[c, k]
                live[kinds.direction[kind]] += 1.0
                agencies[kinds.direction[kind]] += kinds.publicity_share[kind] * p.planned_sales[c, k]
        for v in range(n_slots):
            k = venues.project[c, v]
            venues.marketing[c, v] = 0.0
            if k >= 0:
                burst = rates.launch_marketing if venues.weeks_open[c, v] < rates.launch_weeks else 1.0
                d = kinds.direction[p.kind[c, k]]
                venues.marketing[c, v] = rates.marketing_share * p.planned_sales[c, k] * burst + agencies[d] / live[d]

"""Life of the projects: decision to build, building, opening, closing."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.columns import BUILDING, CLOSED, DROPPED, IDEA, OPEN, STALLED, WAITING
from sim.compiled import njit
from sim.rules.choice import novelty_start
from sim.rules.project import applies, award, build_weeks, goes_unaided, goes_with_award, planned_size


class ProjectRates(NamedTuple):
    """Parameters of merchants' project decisions; units in ``parameters.csv``."""

    cost_of_capital: float
    application_cost: float
    approval_weeks: float
    patience_weeks: float
    retroactive_weeks: float
    homogenisation: float
    marketing_share: float
    launch_marketing: float
    launch_weeks: float
    capacity: float
    expected_awareness: float


class KindColumns(NamedTuple):
    """Columns of the table of project kinds that decisions need, (n_kinds,) each."""

    direction: np.ndarray
    group: np.ndarray  # homogeneity group
    novelty: np.ndarray
    half_life: np.ndarray
    award_rate: np.ndarray
    award_cap: np.ndarray
    minimum_investment: np.ndarray


@njit
def decide_unaided(p, week, coordination, rates):
    """New ideas go ahead if they pay by themselves, or wait for a call; waiting ones give up in the end.

    Parameters: p : Projects; week : int; coordination : (n_cities,); rates : ProjectRates.
    Modifies: p.status, start, opens.
    """
    for c in range(p.status.shape[0]):
        for k in range(p.status.shape[1]):
            if p.status[c, k] == IDEA and p.week[c, k] <= week:
                if goes_unaided(p.expected_profit[c, k], p.investment[c, k], rates.cost_of_capital, p.funds[c, k]):
                    p.status[c, k] = BUILDING
                    p.start[c, k] = week
                    weeks = build_weeks(p.build[c, k], rates.approval_weeks, coordination[c])
                    p.opens[c, k] = week + max(1, round(weeks))
                else:
                    p.status[c, k] = WAITING
            elif p.status[c, k] == WAITING and week > p.week[c, k] + rates.patience_weeks:
                p.status[c, k] = DROPPED


@njit
def find_applicants(p, kinds, week, rates, asked):
    """Award that each project applies for in this week's call; 0 where it does not apply.

    Parameters: p : Projects; kinds : KindColumns; week : int; rates : ProjectRates.
    Modifies: asked : (n_cities, n_proposals) float64, yuan.
    """
    for c in range(p.status.shape[0]):
        for k in range(p.status.shape[1]):
            asked[c, k] = 0.0
            if p.award_week[c, k] >= 0:
                continue
            kind, cost = p.kind[c, k], p.investment[c, k]
            sum_ = award(cost, kinds.award_rate[kind], kinds.award_cap[kind], kinds.minimum_investment[kind])
            fee = rates.application_cost * cost
            expected = p.expected_profit[c, k]
            possible = goes_with_award(expected, cost, rates.cost_of_capital, p.funds[c, k], sum_)
            surplus = expected - (cost - sum_) * (1.0 + rates.cost_of_capital)
            if p.status[c, k] == WAITING and possible and applies(surplus, fee):
                asked[c, k] = sum_
            begun = p.status[c, k] == BUILDING or p.status[c, k] == OPEN
            if begun and week <= p.start[c, k] + rates.retroactive_weeks and applies(sum_, fee):
                asked[c, k] = sum_


@njit
def _open(p, venues, kinds, standard_sales, week, rates, c, k, v):
    """Put project k of city c into slot v."""
    similar = 0.0
    for other in range(venues.project.shape[1]):
        if venues.project[c, other] >= 0:
            similar += kinds.group[p.kind[c, venues.project[c, other]]] == kinds.group[p.kind[c, k]]
    kind, sector = p.kind[c, k], p.sector[c, k]
    p.status[c, k] = OPEN
    p.opened[c, k] = week
    venues.project[c, v] = k
    venues.sector[c, v] = sector
    venues.district[c, v] = p.district[c, k]
    planned = planned_size(p.planned_sales[c, k], standard_sales[c, sector], rates.expected_awareness)
    venues.ln_attraction[c, v] = math.log(planned) + p.quality[c, k]
    venues.novelty[c, v] = novelty_start(kinds.novelty[kind], similar, rates.homogenisation)
    venues.half_life[c, v] = kinds.half_life[kind]
    venues.weeks_open[c, v] = 0.0
    venues.capacity[c, v] = p.planned_sales[c, k] * math.exp(max(0.0, p.quality[c, k])) * rates.capacity
    venues.overuse[c, v] = -1.0
    venues.publicity[c, v] = 0.0
    venues.visitor_aware[c, v] = 0.0
    venues.experienced[c, :, :, v] = 0.0


@njit
def advance_projects(p, venues, kinds, standard_sales, week, rates, building):
    """Projects open, run and close; open ones sit in a slot of the city's venues.

    A project that is due while all slots are taken opens when one is free.

    Parameters: p : Projects; venues : Venues; kinds : KindColumns; standard_sales : (n_cities, n_sectors)
    yuan per week of a mean shop; week : int; rates : ProjectRates.
    Modifies: p.status, opened, closed; venues; building : (n_cities,) yuan invested this week.
    """
    n_cities, n_slots = venues.project.shape
    for c in range(n_cities):
        building[c] = 0.0
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
            if p.status[c, k] != BUILDING:
                continue
            duration = p.opens[c, k] - p.start[c, k]
            if week < p.opens[c, k]:
                building[c] += p.investment[c, k] / duration
                if p.stalls[c, k] and 2 * (week - p.start[c, k]) >= duration:
                    p.status[c, k] = STALLED
                    p.closed[c, k] = week
                continue
            for v in range(n_slots):
                if venues.project[c, v] < 0:
                    _open(p, venues, kinds, standard_sales, week, rates, c, k, v)
                    break


@njit
def market_venues(venues, planned, rates):
    """Own marketing of each venue. Modifies: venues.marketing : (n_cities, n_slots) yuan per week.

    Parameters: planned : (n_cities, n_proposals) yuan per week; rates : ProjectRates.
    """
    n_cities, n_slots = venues.project.shape
    for c in range(n_cities):
        for v in range(n_slots):
            k = venues.project[c, v]
            venues.marketing[c, v] = 0.0
            if k >= 0:
                burst = rates.launch_marketing if venues.weeks_open[c, v] < rates.launch_weeks else 1.0
                venues.marketing[c, v] = rates.marketing_share * planned[c, k] * burst

"""Life of the projects: decision to build, application, building, opening, closing."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.kernel.columns import (
    APPROVAL,
    BUILDING,
    CLOSED,
    DROPPED,
    IDEA,
    NEVER,
    OPEN,
    STALLED,
    WAITING,
    Approvals,
    Projects,
    Venues,
)
from sim.kernel.compiled import njit
from sim.kernel.loops.approvals import begin
from sim.kernel.rules.choice import novelty_now, novelty_start
from sim.kernel.rules.project import (
    applies,
    award,
    goes_unaided,
    goes_with_award,
    planned_size,
    reported_investment,
    waits_for_call,
)


class ProjectRates(NamedTuple):
    """Parameters of merchants' project decisions; units in ``parameters.csv``."""

    cost_of_capital: float
    application_cost: float
    award_chance: float
    patience_weeks: float
    homogenisation: float
    marketing_share: float
    launch_marketing: float
    launch_weeks: float
    capacity: float
    expected_awareness: float


class KindColumns(NamedTuple):
    """Columns of the table of project kinds that decisions need, (n_kinds,) each, or as said."""

    direction: np.ndarray
    group: np.ndarray  # homogeneity group
    novelty: np.ndarray
    level_novelty: np.ndarray  # (n_levels,) factor
    half_life: np.ndarray
    publicity_share: np.ndarray
    needs: np.ndarray  # (n_kinds, n_departments) approvals
    partner_share: np.ndarray  # of the investment, that partners add to a project which an award makes possible


class Terms(NamedTuple):
    """What merchants can apply for: the rules of :class:`sim.policy.awards.AwardColumns`, and partners' credit."""

    rate: np.ndarray
    fixed: np.ndarray
    cap: np.ndarray
    large_from: np.ndarray
    large_cap: np.ndarray
    minimum: np.ndarray
    retroactive: np.ndarray
    bank_share: float


@njit
def award_for(p: Projects, terms: Terms, investment: float, c: int, k: int) -> float:
    """Award that the rules give project k of city c for an investment, yuan."""
    kind = p.kind[c, k]
    cap = terms.large_cap[kind] if investment >= terms.large_from[kind] else terms.cap[kind, p.level[c, k]]
    return award(investment, terms.rate[kind], terms.fixed[kind], cap, terms.minimum[kind])


@njit
def _is_held(
    p: Projects, kinds: KindColumns, terms: Terms, week: int, weeks_to_decision: np.ndarray, rates: ProjectRates,
    c: int, k: int,
) -> bool:  # fmt: skip
    """Whether a project that pays by itself waits for the next call."""
    weeks = weeks_to_decision[c, kinds.direction[p.kind[c, k]]]
    if p.applied[c, k] > NEVER or terms.retroactive[p.kind[c, k]] >= weeks:
        return False
    if week + weeks > p.week[c, k] + rates.patience_weeks:
        return False
    sum_ = award_for(p, terms, p.investment[c, k], c, k)
    return waits_for_call(sum_, rates.award_chance, p.expected_profit[c, k], rates.cost_of_capital, weeks)


@njit
def decide_unaided(
    p: Projects, approvals: Approvals, kinds: KindColumns, terms: Terms, taken: np.ndarray,
    weeks_to_decision: np.ndarray, coordination: np.ndarray, turns: np.ndarray, week: int, rates: ProjectRates,
) -> None:  # fmt: skip
    """Ideas go ahead if they pay by themselves and no call is worth waiting for; others wait, and give up in the end.

    Long because all that becomes of an idea is decided here.

    Parameters: p : Projects; approvals : Approvals; kinds : KindColumns; terms : Terms; taken : (n_brands,) bool,
    brands that have begun in some city; weeks_to_decision : (n_cities, n_directions); coordination : (n_cities,);
    turns : (n_cities,) cities in their order, the first of which gets a brand that several begin in the same week;
    week : int; rates : ProjectRates. Modifies: p.status, start; approvals; taken.
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
            if goes_unaided(p.expected_profit[c, k], p.investment[c, k], rates.cost_of_capital, p.funds[c, k]):
                if not _is_held(p, kinds, terms, week, weeks_to_decision, rates, c, k):
                    begin(p, approvals, kinds.needs, coordination, week, c, k)
                    if p.brand[c, k] >= 0:
                        taken[p.brand[c, k]] = True
            elif week > p.week[c, k] + rates.patience_weeks:
                p.status[c, k] = DROPPED


@njit
def find_applicants(
    p: Projects, kinds: KindColumns, terms: Terms, calling: np.ndarray, week: int, rates: ProjectRates,
) -> None:  # fmt: skip
    """Merchants answer their city's call: what they ask for and the investment that they report.

    Parameters: p : Projects; kinds : KindColumns; terms : Terms; calling : (n_cities,) bool; week : int; rates :
    ProjectRates. Modifies: p.asked, reported, applied.
    """
    for c in range(calling.size):
        for k in range(p.status.shape[1] if calling[c] else 0):
            p.asked[c, k] = 0.0
            if p.award_week[c, k] >= 0:
                continue
            kind, cost, expected = p.kind[c, k], p.investment[c, k], p.expected_profit[c, k]
            cap = terms.cap[kind, p.level[c, k]]
            stated = reported_investment(cost, p.inflation[c, k], terms.rate[kind], cap, terms.minimum[kind])
            sum_ = award_for(p, terms, stated, c, k)
            fee = rates.application_cost * cost
            begun = p.status[c, k] in (APPROVAL, BUILDING, OPEN)
            if p.status[c, k] == WAITING:
                support = sum_ + kinds.partner_share[kind] * cost
                funds = p.funds[c, k] + terms.bank_share * cost
                possible = goes_with_award(expected, cost, rates.cost_of_capital, funds, support)
                surplus = expected - (cost - support) * (1.0 + rates.cost_of_capital)
                viable = goes_unaided(expected, cost, rates.cost_of_capital, p.funds[c, k])
                gain = sum_ if viable else surplus
                wants = possible and applies(gain, fee)
            else:
                wants = begun and week <= p.start[c, k] + terms.retroactive[kind] and applies(sum_, fee)
            if wants and sum_ > 0.0:
                p.asked[c, k], p.reported[c, k], p.applied[c, k] = sum_, stated, week


@njit
def _open(
    p: Projects, venues: Venues, kinds: KindColumns, standard_sales: np.ndarray, week: int, rates: ProjectRates, c: int,
    k: int, v: int,
) -> None:  # fmt: skip
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
    to_consumers = p.planned_sales[c, k] * (1.0 - kinds.publicity_share[kind])
    planned = planned_size(to_consumers, standard_sales[c, sector], rates.expected_awareness)
    venues.ln_attraction[c, v] = math.log(planned) + p.quality[c, k]
    fresh = kinds.novelty[kind] * kinds.level_novelty[p.level[c, k]]
    venues.novelty[c, v] = novelty_start(fresh, similar, rates.homogenisation)
    venues.half_life[c, v] = kinds.half_life[kind]
    venues.weeks_open[c, v] = 0.0
    venues.capacity[c, v] = p.planned_sales[c, k] * math.exp(max(0.0, p.quality[c, k])) * rates.capacity
    venues.overuse[c, v] = -1.0
    venues.publicity[c, v] = 0.0
    venues.visitor_aware[c, v] = 0.0
    venues.experienced[c, :, :, v] = 0.0


@njit
def advance_projects(
    p: Projects, venues: Venues, kinds: KindColumns, standard_sales: np.ndarray, week: int, rates: ProjectRates,
    outlay: np.ndarray,
) -> None:  # fmt: skip
    """Projects open, run and close; open ones sit in a slot of the city's venues.

    A project that is due while all slots are taken opens when one is free.

    Parameters: p : Projects; venues : Venues; kinds : KindColumns; standard_sales : (n_cities, n_sectors)
    yuan per week of a mean shop; week : int; rates : ProjectRates.
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
                    _open(p, venues, kinds, standard_sales, week, rates, c, k, v)
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


@njit
def average_lift(novelty: np.ndarray, half_life: np.ndarray, weeks: np.ndarray, lift: np.ndarray) -> None:
    """Mean factor on attraction by novelty over the first weeks, one at least. Modifies: lift : (n,).

    Parameters: novelty at the opening, half_life, weeks : (n,).
    """
    for k in range(lift.size):
        n, total = max(1, int(weeks[k])), 0.0
        for t in range(n):
            total += math.exp(novelty_now(novelty[k], t, half_life[k]))
        lift[k] = total / n

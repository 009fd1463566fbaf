"""What merchants want of a city's calls: whether to hold a project back for one, to apply, and what they write."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.kernel.columns import BEGUN, BUILDING, NEVER, OPEN, WAITING, Projects
from sim.kernel.compiled import njit
from sim.kernel.rules.application import gain_of_waiting, stated_need, stated_sales, stated_weeks, true_need
from sim.kernel.rules.project import (
    applies,
    award,
    goes_unaided,
    goes_with_award,
    reported_investment,
    waits_for_call,
)

NOT_BEGUN, HAS_BEGUN = 0, 1  # columns of chances


class KindColumns(NamedTuple):
    """Columns of the table of project kinds that decisions need, (n_kinds,) each, or as said."""

    direction: np.ndarray
    group: np.ndarray  # homogeneity group
    novelty: np.ndarray
    level_novelty: np.ndarray  # (n_levels,) factor
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
def _is_held(p: Projects, terms: Terms, week: int, weeks: float, chances: np.ndarray, c: int, k: int) -> bool:
    """Whether a project that pays by itself waits for the next call, which decides in so many weeks."""
    if p.applied[c, k] > NEVER or week + weeks > p.week[c, k] + p.patience[c, k]:
        return False
    sum_ = award_for(p, terms, p.investment[c, k], c, k)
    begun = chances[c, HAS_BEGUN] if terms.retroactive[p.kind[c, k]] >= weeks else 0.0
    gain = gain_of_waiting(sum_, chances[c, NOT_BEGUN], begun, p.fee[c, k] * p.investment[c, k])
    return waits_for_call(gain, p.expected_profit[c, k], p.capital[c, k], weeks)


@njit
def begins(
    p: Projects, kinds: KindColumns, terms: Terms, week: int, weeks_to_decision: np.ndarray, chances: np.ndarray,
    c: int, k: int,
) -> bool:  # fmt: skip
    """Whether a project that waits goes ahead by itself and is not held back for a call."""
    if not goes_unaided(p.expected_profit[c, k], p.investment[c, k], p.capital[c, k], p.funds[c, k]):
        return False
    weeks = weeks_to_decision[c, kinds.direction[p.kind[c, k]]]
    return not _is_held(p, terms, week, weeks, chances, c, k)


@njit
def weeks_to_opening(p: Projects, approval_weeks: np.ndarray, week: int, c: int, k: int) -> float:
    """Weeks until a project opens if all goes to plan and no queue is in its way."""
    if p.status[c, k] == OPEN:
        return 0.0
    if p.status[c, k] == BUILDING:
        return max(0.0, float(p.opens[c, k] - week))
    return float(p.build[c, k] + approval_weeks[p.kind[c, k]])


@njit
def _wants(
    p: Projects, kinds: KindColumns, terms: Terms, week: int, chances: np.ndarray, sum_: float, c: int, k: int,
) -> bool:  # fmt: skip
    """Whether its merchant applies for an award, yuan: where what it may bring is worth the cost of applying."""
    kind, cost, expected, r = p.kind[c, k], p.investment[c, k], p.expected_profit[c, k], p.capital[c, k]
    if p.status[c, k] != WAITING:
        in_time = p.status[c, k] in BEGUN and week <= p.start[c, k] + terms.retroactive[kind]
        return in_time and applies(chances[c, HAS_BEGUN] * sum_, p.fee[c, k] * cost)
    support = sum_ + kinds.partner_share[kind] * cost
    if not goes_with_award(expected, cost, r, p.funds[c, k] + terms.bank_share * cost, support):
        return False
    viable = goes_unaided(expected, cost, r, p.funds[c, k])
    gain = sum_ if viable else expected - (cost - support) * (1.0 + r)
    return applies(chances[c, NOT_BEGUN] * gain, p.fee[c, k] * cost)


@njit
def find_applicants(
    p: Projects, kinds: KindColumns, terms: Terms, calling: np.ndarray, chances: np.ndarray,
    approval_weeks: np.ndarray, week: int,
) -> None:  # fmt: skip
    """Merchants answer their city's call: what they ask for, and what they write of their project.

    Parameters: p : Projects; kinds : KindColumns; terms : Terms; calling : (n_cities,) bool; chances : (n_cities,
    BEGUN_OR_NOT) of an award, as merchants see them; approval_weeks : (n_kinds,); week : int.
    Modifies: p.asked, reported, applied, stated_sales, stated_need, stated_weeks.
    """
    for c in range(calling.size):
        for k in range(p.status.shape[1] if calling[c] else 0):
            p.asked[c, k] = 0.0
            if p.award_week[c, k] >= 0:
                continue
            kind, cost = p.kind[c, k], p.investment[c, k]
            cap = terms.cap[kind, p.level[c, k]]
            stated = reported_investment(cost, p.inflation[c, k], terms.rate[kind], cap, terms.minimum[kind])
            sum_ = award_for(p, terms, stated, c, k)
            if sum_ > 0.0 and _wants(p, kinds, terms, week, chances, sum_, c, k):
                p.asked[c, k], p.reported[c, k], p.applied[c, k] = sum_, stated, week
                need = true_need(p.expected_profit[c, k], cost, p.capital[c, k], p.funds[c, k])
                p.stated_need[c, k] = stated_need(need, sum_, cost, p.claims[c, k])
                p.stated_sales[c, k] = stated_sales(p.expected_sales[c, k], p.embellishes[c, k])
                weeks = weeks_to_opening(p, approval_weeks, week, c, k)
                p.stated_weeks[c, k] = stated_weeks(weeks, p.embellishes[c, k])

"""City authorities award: what the ministry would see of applications, and who gets money in the order of the jury."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.kernel.columns import (
    BANKS,
    BEGUN,
    BRANDS,
    FEN_PER_YUAN,
    NEVER,
    OWNERS,
    UPFRONT,
    WAITING,
    Approvals,
    Projects,
)
from sim.kernel.compiled import njit
from sim.kernel.loops.applying import KindColumns, Terms
from sim.kernel.loops.approvals import begin
from sim.kernel.loops.payments import PaymentRates, part_of_award
from sim.kernel.rules.authority import Evaluation, evaluation_score
from sim.kernel.rules.project import goes_with_award


class AwardRates(NamedTuple):
    """What awards go by."""

    kinds: KindColumns
    terms: Terms
    payment: PaymentRates
    brands: np.ndarray  # (n_kinds,) share of the investment that brands add
    owners: np.ndarray  # (n_kinds,) share of the investment that owners of the places add
    approval_weeks: np.ndarray  # (n_kinds,) of all approvals, one after the other


class Budget(NamedTuple):
    """What is left of a call, and of what the city's plan allows to groups of projects.

    Groups are those of several axes, numbered through: directions, kinds, areas.
    """

    pots: np.ndarray  # (n_directions,) int64, fen
    group: np.ndarray  # (n_axes, n_proposals) int64, group of each proposal of the city on each axis
    fen: np.ndarray  # (n_groups,) float64, inf where nothing is planned
    projects: np.ndarray  # (n_groups,) float64, as fen


@njit
def score_evaluations(
    completion: np.ndarray, execution: np.ndarray, private: np.ndarray, sales: np.ndarray, weights: Evaluation,
    score: np.ndarray,
) -> None:  # fmt: skip
    """Score of several cities, or applications, by what can be observed of each; see :class:`Evaluation`.

    Parameters: completion, execution, private, sales : (n,) shares; weights : Evaluation. Modifies: score, (n,).
    """
    for i in range(score.size):
        seen = Evaluation(completion[i], execution[i], private[i], sales[i])
        score[i] = evaluation_score(seen, weights)


@njit
def _can_go_on(p: Projects, taken: np.ndarray, rates: AwardRates, c: int, k: int, award: float) -> bool:
    """Whether project k of city c goes on, or would be built with this award, yuan.

    The brand of one that waits may have gone elsewhere meanwhile.
    """
    if p.status[c, k] != WAITING:
        return p.status[c, k] in BEGUN
    if p.brand[c, k] >= 0 and taken[p.brand[c, k]]:
        return False
    cost = p.investment[c, k]
    support = award + rates.kinds.partner_share[p.kind[c, k]] * cost
    funds = p.funds[c, k] + rates.terms.bank_share * cost
    return goes_with_award(p.expected_profit[c, k], cost, p.capital[c, k], funds, support)


@njit
def _take(budget: Budget, pot: int, k: int, fen: int) -> bool:
    """Take the award of proposal k out of what is left, if there is enough. Modifies: budget. Returns: whether."""
    if fen > budget.pots[pot]:
        return False
    for axis in range(budget.group.shape[0]):
        group = budget.group[axis, k]
        if fen > budget.fen[group] or budget.projects[group] < 1.0:
            return False
    budget.pots[pot] -= fen
    for axis in range(budget.group.shape[0]):
        budget.fen[budget.group[axis, k]] -= fen
        budget.projects[budget.group[axis, k]] -= 1.0
    return True


@njit
def _win_partners(p: Projects, rates: AwardRates, c: int, k: int, partners: np.ndarray) -> None:
    """Private partners add to project k of city c, which its award makes possible. Modifies: p.partner; partners."""
    cost, kind = p.investment[c, k], p.kind[c, k]
    brands, owners = rates.brands[kind] * cost, rates.owners[kind] * cost
    p.partner[c, k] = brands + owners
    own = cost - p.award[c, k] / FEN_PER_YUAN - p.partner[c, k]
    partners[c, BRANDS] += brands
    partners[c, OWNERS] += owners
    partners[c, BANKS] += min(max(0.0, own - p.funds[c, k]), rates.terms.bank_share * cost)


@njit
def _commit(
    p: Projects, approvals: Approvals, taken: np.ndarray, rates: AwardRates, coordination: np.ndarray, week: int,
    c: int, k: int, fen: int, partners: np.ndarray,
) -> None:  # fmt: skip
    """Promise fen to project k of city c, and begin it if it has waited. Modifies: p; approvals; taken; partners."""
    kind = p.kind[c, k]
    p.award[c, k] += fen
    p.award_week[c, k], p.claimed[c, k] = week, week
    p.promised[c, k] = week + math.ceil(p.stated_weeks[c, k])
    if part_of_award(p.award[c, k], rates.payment.upfront[kind], rates.payment.completion[kind], UPFRONT) == 0:
        p.stage[c, k], p.claimed[c, k] = UPFRONT, NEVER
    if p.status[c, k] == WAITING:
        _win_partners(p, rates, c, k, partners)
        begin(p, approvals, rates.kinds.needs, coordination, week, c, k)
        if p.brand[c, k] >= 0:
            taken[p.brand[c, k]] = True


@njit
def award_in_order(
    p: Projects, approvals: Approvals, taken: np.ndarray, rates: AwardRates, coordination: np.ndarray, week: int,
    c: int, ranked: np.ndarray, pot: np.ndarray, asked: np.ndarray, scale: np.ndarray, budget: Budget,
    partners: np.ndarray,
) -> None:  # fmt: skip
    """City c commits money to applications, pot by pot, in the order of their rank while it lasts.

    Parameters: p : Projects; approvals : Approvals; taken : (n_brands,) bool, brands that have begun in some city;
    rates : AwardRates; coordination : (n_cities,) share; week, c : int; ranked : (n,) proposals, the best first; pot :
    (n,) direction whose pot pays each of them; asked : (n,) yuan; scale : (n_directions,) share of it that is awarded;
    budget : Budget. Modifies: p; approvals; taken; budget; partners : (n_cities, n_partners) yuan.
    """
    for d in range(scale.size):
        for i in range(ranked.size):
            k, fen = ranked[i], int(asked[i] * scale[d] * FEN_PER_YUAN)
            if pot[i] != d or p.award_week[c, k] >= 0 or fen == 0:
                continue
            if _can_go_on(p, taken, rates, c, k, fen / FEN_PER_YUAN) and _take(budget, d, k, fen):
                _commit(p, approvals, taken, rates, coordination, week, c, k, fen, partners)

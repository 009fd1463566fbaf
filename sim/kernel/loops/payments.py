"""Awards paid in parts: what falls due, what the audit finds, what is cancelled; every city in one pass."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.kernel.columns import (
    CLOSED,
    COMPLETION,
    FEN_PER_YUAN,
    NEVER,
    OPEN,
    RESULTS,
    STALLED,
    STOPPED,
    UPFRONT,
    Projects,
)
from sim.kernel.compiled import njit
from sim.kernel.loops.applying import Terms, award_for
from sim.kernel.rules.project import whole_share


class PaymentRates(NamedTuple):
    """What payment goes by; units in ``parameters.csv`` and ``departments.csv``."""

    upfront: np.ndarray  # (n_kinds,) share of the award
    completion: np.ndarray  # (n_kinds,)
    direction: np.ndarray  # (n_kinds,) of the pot that money goes back to
    results_threshold: float
    results_weeks: float
    office_weeks: float  # that a payment takes
    most_cases: int  # that the bureau gets through each time


class Paid(NamedTuple):
    """What a round comes to, fen."""

    to_projects: np.ndarray  # (n_cities,) int64
    recovered: np.ndarray  # (n_cities, n_directions) int64, from projects
    cancelled: np.ndarray  # (n_cities, n_directions) int64, of what was committed


def nothing_paid(n_cities: int, n_directions: int) -> Paid:
    """Return columns of zeros."""
    by_direction = np.zeros((2, n_cities, n_directions), dtype=np.int64)
    return Paid(np.zeros(n_cities, dtype=np.int64), by_direction[0], by_direction[1])


@njit
def part_of_award(award: int, upfront: float, completion: float, part: int) -> int:
    """Fen of one part of an award, UPFRONT to RESULTS; the parts add up to it."""
    first, second = int(award * upfront), int(award * completion)
    if part == UPFRONT:
        return first
    return second if part == COMPLETION else award - first - second


@njit
def cancel_rest(p: Projects, rates: PaymentRates, c: int, k: int, paid: Paid) -> None:
    """What project k of city c has not been paid goes back. Modifies: p.stage, claimed, cancelled; paid."""
    fen = p.award[c, k] - p.paid[c, k] - p.cancelled[c, k]
    p.stage[c, k], p.claimed[c, k] = RESULTS, NEVER
    p.cancelled[c, k] += fen
    paid.cancelled[c, rates.direction[p.kind[c, k]]] += fen


@njit
def recover(p: Projects, rates: PaymentRates, c: int, k: int, fen: int, paid: Paid) -> None:
    """Project k of city c gives back what it got, fen, and gets no more. Modifies: p; paid."""
    p.recovered[c, k] += fen
    paid.recovered[c, rates.direction[p.kind[c, k]]] += fen
    cancel_rest(p, rates, c, k, paid)


@njit
def claim_due(p: Projects, rates: PaymentRates, week: int, c: int, k: int, paid: Paid) -> None:
    """Project k of city c claims its next part if that has fallen due, or loses it. Modifies: p; paid.

    A part is due on opening, and on results if sales have reached their part of what the application planned.
    """
    waits = p.award[c, k] > 0 and p.stage[c, k] < RESULTS and p.claimed[c, k] == NEVER and p.opened[c, k] > NEVER
    runs_on = p.status[c, k] == OPEN and week - p.opened[c, k] < rates.results_weeks
    if not waits or (p.stage[c, k] == COMPLETION and runs_on):
        return
    ran = (p.closed[c, k] if p.status[c, k] == CLOSED else week) - p.opened[c, k]
    wanted = rates.results_threshold * p.stated_sales[c, k] * max(1, ran)
    if p.stage[c, k] < COMPLETION or p.sales_to_date[c, k] >= wanted:
        p.claimed[c, k] = week
    else:
        cancel_rest(p, rates, c, k, paid)


@njit
def pay_part(p: Projects, terms: Terms, rates: PaymentRates, c: int, k: int, paid: Paid) -> None:
    """Pay project k of city c its next part; what rests on investment that is not there is overpaid. Modifies: p; paid.

    Parameters: p : Projects; terms : Terms; rates : PaymentRates; c, k : int.
    """
    p.stage[c, k] += 1
    p.claimed[c, k] = NEVER
    award, kind = p.award[c, k], p.kind[c, k]
    fen = part_of_award(award, rates.upfront[kind], rates.completion[kind], p.stage[c, k])
    p.paid[c, k] += fen
    paid.to_projects[c] += fen
    if p.reported[c, k] > p.investment[c, k]:
        rightful = int(award_for(p, terms, p.investment[c, k], c, k) * FEN_PER_YUAN)
        p.overpaid[c, k] += whole_share(fen, award - min(award, rightful), award)


@njit
def pay_due(
    p: Projects, terms: Terms, rates: PaymentRates, audited: np.ndarray, week: int, waited: np.ndarray,
    handled: np.ndarray, paid: Paid,
) -> None:  # fmt: skip
    """See which parts have fallen due, and pay the oldest claims as far as each finance bureau gets.

    Parameters: p : Projects; terms : Terms; rates : PaymentRates; audited : (n_cities, n_proposals) bool, whether the
    audit before payment on completion would find that the investment was overstated; week : int.
    Modifies: p; waited, handled : (n_cities,) weeks beyond the usual that parts waited, and parts; paid.
    """
    n_cities, n_proposals = p.status.shape
    ripe, since = np.empty(n_proposals, dtype=np.int64), np.empty(n_proposals, dtype=np.int64)
    for c in range(n_cities):
        n_ripe = 0
        for k in range(n_proposals):
            claim_due(p, rates, week, c, k, paid)
            if p.claimed[c, k] > NEVER and week - p.claimed[c, k] >= rates.office_weeks:
                ripe[n_ripe], since[n_ripe] = k, p.claimed[c, k]
                n_ripe += 1
        for i in np.argsort(since[:n_ripe], kind="mergesort")[: rates.most_cases]:  # the oldest first
            k = ripe[i]
            waited[c] += week - p.claimed[c, k] - rates.office_weeks
            handled[c] += 1
            if p.stage[c, k] == UPFRONT and audited[c, k]:
                recover(p, rates, c, k, p.overpaid[c, k], paid)
                p.overpaid[c, k] = 0
            else:
                pay_part(p, terms, rates, c, k, paid)


@njit
def recover_found(
    p: Projects, rates: PaymentRates, found: np.ndarray, recovery_share: float, paid: Paid,
) -> None:  # fmt: skip
    """Projects that inspection has found give back a share of what they were paid; those that have stalled are stopped.

    Parameters: p : Projects; rates : PaymentRates; found : (n_cities, n_proposals) bool; recovery_share : share.
    Modifies: p; paid.
    """
    for c in range(found.shape[0]):
        for k in range(found.shape[1]):
            if found[c, k]:
                if p.status[c, k] == STALLED:
                    p.status[c, k] = STOPPED
                recover(p, rates, c, k, int(p.paid[c, k] * recovery_share), paid)

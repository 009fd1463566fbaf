"""What is announced: who waits for a better offer, and who spends money ahead that is still to come."""

from __future__ import annotations

import math

from sim.kernel.compiled import njit


@njit
def better_by(announced: float, now: float, price_sensitivity: float, timing: float) -> float:
    r"""Price cut by which what is announced beats what is offered now, as a share of the ticket.

    .. math:: \gamma = \max\bigl(0, \ln(\rho' / \rho)\bigr) / (\beta\,\varphi_g)

    An offer that multiplies occasions by :math:`\rho` is worth what a price cut of that share would be; so it is where
    purchases are moved up (:func:`sim.kernel.rules.plan.early_reluctance`). Source: own. Parameters: announced rho',
    now rho : > 0, what offers make of occasions; price_sensitivity beta, timing phi_g : > 0. Modifies: nothing.
    Returns: share of a ticket, >= 0.

    >>> better_by(1.2, 1.2, 2.0, 0.5)
    0.0
    """
    return max(0.0, math.log(announced / now)) / (price_sensitivity * timing)


@njit
def waiting_share(better: float, weeks: float, use_per_week: float) -> float:
    r"""Share of those about to buy who wait for an announced offer.

    .. math:: e^{-c\,w / \gamma}

    Waiting w weeks costs the use of those weeks, the part c w of a ticket. What the offer is worth to a resident is
    exponential about its mean :math:`\gamma`, as where purchases are moved up: it exceeds the cost with this
    probability. Source: own. Parameters: better gamma : share of a ticket, >= 0; weeks w : >= 0 until it starts;
    use_per_week c : tickets, >= 0. Modifies: nothing. Returns: share.

    >>> waiting_share(0.0, 1.0, 0.5), waiting_share(0.2, 3.0, 0.0)
    (0.0, 1.0)
    """
    return math.exp(-use_per_week * weeks / better) if better > 0.0 else 0.0


@njit
def budget_ahead(purse: float, wanted: float, gap: float, planned: float, spare: float) -> float:
    r"""Budget factor of who knows of money that is still to come.

    .. math:: B' = \max\bigl(B,\ \min(W,\ (P + f + x) / P)\bigr)

    W is what they would spend if the money were in the purse already; the most is what they have and can spare until it
    comes. Source: own; buffer-stock saving: who holds no more than bridges the time to the next pay cannot spend ahead,
    whatever is announced (Kaplan, Violante & Weidner 2014). Parameters: purse B, wanted W : >= 0, of
    :func:`sim.kernel.rules.money.budget_factor`; gap x : yuan; planned P : yuan per week; spare f : yuan, >= 0, part of
    the liquid buffer. Modifies: nothing. Returns: float >= B.

    >>> budget_ahead(1.0, 1.5, 0.0, 500.0, 100.0)
    1.2
    """
    if planned <= 0.0:
        return purse
    return max(purse, min(wanted, (planned + spare + gap) / planned))

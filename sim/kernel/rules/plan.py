"""When a planned purchase is made: residents by stage of the time to it, and what an offer moves up.

A plan holds shares of a row's residents, in the first to the last of K stages before their next purchase. Time in a
stage is exponential, so that the time between two purchases is Erlang (the method of stages); it is counted in weeks.
Who is in no stage does without for a while, having bought more than was planned.
"""

from __future__ import annotations

import numpy as np

from sim.kernel.compiled import njit

_NOTHING = 1e-300  # stands for no reluctance, where nothing is offered either


@njit
def early_reluctance(early_cost: float, stages: float, price_sensitivity: float, timing: float) -> float:
    r"""What it costs to buy a stage early, in the logarithm of the occasions that an offer of that worth would add.

    .. math:: \nu = \beta\,\varphi_g\,\chi / K

    Who buys an interval early does without a whole service life, and loses the part :math:`\chi` of a ticket; a stage
    is the K-th part of it. An offer worth the share :math:`\gamma` of a ticket multiplies occasions by
    :math:`e^{\beta\varphi_g\gamma}`. Source: own. Parameters: early_cost chi : tickets per interval, >= 0; stages K :
    >= 1; price_sensitivity beta : > 0; timing phi_g : share. Modifies: nothing. Returns: float >= 0.

    >>> early_reluctance(1.0, 4.0, 2.0, 0.5)
    0.25
    """
    return early_cost * price_sensitivity * timing / stages


@njit
def early_share(lift: float, reluctance: float) -> float:
    r"""Residents one stage earlier who take an offer, over those of the stage after.

    .. math:: q = \frac{u}{u + \nu},\quad u = \max\Bigl(0, 2\,\frac{\rho - 1}{\rho + 1}\Bigr) \approx \ln \rho

    What an offer is worth to a resident is exponential about its mean, and so are the weeks in a stage: the worth
    exceeds the loss of j stages with probability :math:`q^j`. Nobody buys early for nothing. Source: own.
    Parameters: lift rho : >= 0, what the offers, the purse and new venues make of occasions; reluctance nu : >= 0.
    Modifies: nothing. Returns: share.

    >>> early_share(3.0, 1.0)
    0.5
    """
    gain = max(0.0, 2.0 * (lift - 1.0))  # times rho + 1, so that there is one division; no condition: loops vectorise
    return gain / (gain + reluctance * (lift + 1.0) + _NOTHING)


@njit
def added_share(lift: float, all_shares: float, rate: float) -> float:
    r"""What an offer adds to those who are due, over them, for each unit of willingness.

    .. math:: \frac{\min\bigl(\max(0, \rho - 1),\ (1 / r - 1)\,w\bigr)}{w}

    At most everybody in the last stage buys. Source: own. Parameters: lift rho : >= 0; all_shares w : >= 1, sum of
    willingness over stages; rate r : share of a stage that passes it in a week, at most 1. Modifies: nothing. Returns:
    float >= 0.

    >>> added_share(1.5, 2.0, 0.5), added_share(9.0, 2.0, 0.5)
    (0.25, 1.0)
    """
    return min(max(0.0, lift - 1.0) / all_shares, 1.0 / rate - 1.0)


@njit
def planned_occasions(plan: np.ndarray, lift: float, early: float, usual: float) -> float:
    r"""Occasions of a row over the usual ones, with its residents in these stages.

    .. math:: K \Bigl( x_K \min(1, \rho) + \max(0, \rho - 1) \sum_k \omega_k x_k \Bigr),\quad
       \omega_k = q^{K - k} / \sum_i q^{K - i}

    Below 1 those in the last stage wait; above 1 what is added is drawn from all stages, by willingness, as far as
    there are residents: :func:`added_share`. With equal stages it is :math:`\rho`, whatever q. Source: own.
    Parameters: plan : (K,) shares; lift rho : >= 0; early q : share; usual lambda : planned occasions of the week, > 0.
    Modifies: nothing. Returns: float >= 0.

    >>> planned_occasions(np.array([0.25, 0.25, 0.25, 0.25]), 1.5, 0.5, 0.1)
    1.5
    """
    all_shares, ready = 0.0, 0.0
    for k in range(plan.size):
        all_shares = all_shares * early + 1.0
        ready = ready * early + plan[k]
    pace = min(float(plan.size), 1.0 / usual)
    occasions: float = pace * (plan[-1] * min(1.0, lift) + added_share(lift, all_shares, pace * usual) * ready)
    return occasions


@njit
def advance_plan(
    plan: np.ndarray, lift: float, early: float, usual: float, longer: float, larger_delays: float,
) -> None:  # fmt: skip
    r"""Move a row's residents on by a week: who buys starts again, the others come nearer to their purchase.

    .. math:: h_k = K \lambda (\min(1, \rho)\,[k = K] + \max(0, \rho - 1)\,\omega_k),\quad
       x_k' = x_k (1 - h_k)(1 - K \lambda\,[k < K]) + x_{k-1} (1 - h_{k-1}) K \lambda

    Of what buyers bought beyond one planned ticket each, the part :math:`\theta` delays the next purchase: that many
    residents first do without, in no stage, for a mean interval :math:`1/\lambda`, so that the mean time to the next
    purchase grows by this part in proportion; where tickets are smaller than planned, that part of the buyers stays
    due. Nobody is lost: who is in no stage is the rest. Source: own.

    Parameters: plan : (K,) shares; lift rho, early q, usual lambda : as :func:`planned_occasions`; longer : tickets
    over planned ones; larger_delays theta : share. Modifies: plan. Returns: nothing.
    """
    last, rate = plan.size - 1, min(1.0, plan.size * usual)
    all_shares, without, buyers = 0.0, 1.0, 0.0
    for k in range(plan.size):
        without -= plan[k]
        all_shares = all_shares * early + 1.0
    chance = rate * added_share(lift, all_shares, rate)
    for k in range(last, -1, -1):
        buys = plan[k] * min(1.0, chance if k < last else chance + rate * min(1.0, lift))  # but for rounding
        on = (plan[k] - buys) * rate if k < last else 0.0
        plan[k] -= buys + on
        if k < last:
            plan[k + 1] += on
        buyers += buys
        chance *= early
    late = max(-buyers, min(buyers, larger_delays * buyers * (longer - 1.0)))
    plan[0] += max(0.0, without) * min(1.0, usual) + (buyers - abs(late))
    plan[last] += max(0.0, -late)


@njit
def next_stage(stage: int, stages: int, usual: float, buys: bool, put_off: float, u: float) -> int:
    """Stage of a single resident a week later; as :func:`advance_plan`.

    Source: own. Parameters: stage : 1 to ``stages``, or 0 for none; usual : occasions of the week; buys : bool; put_off
    : probability that who buys does without first, below 0 that they stay due; u : in (0, 1). Modifies:
    nothing. Returns: int.

    >>> next_stage(2, 4, 0.1, False, 0.0, 0.39), next_stage(4, 4, 0.1, True, 0.0, 0.39)
    (3, 1)
    """
    if buys:
        return 0 if u < put_off else (stages if u < -put_off else 1)
    if stage == stages:
        return stage
    return stage + 1 if u < usual * (stages if stage > 0 else 1) else stage


@njit
def moved_up(plan: np.ndarray) -> float:
    r"""Purchases per resident that were made before their dates, and are not made up for yet; below 0: put off.

    .. math:: \sum_k x_k \frac{K - k + 1}{K} + 2 \Bigl(1 - \sum_k x_k\Bigr) - \frac{K + 1}{2 K}

    The intervals by which residents are farther from their next purchases than on the plan. Source: own. Parameters:
    plan : (K,) shares. Modifies: nothing. Returns: float.

    >>> moved_up(np.array([0.75, 0.25]))
    0.125
    """
    n, away = plan.size, 2.0
    for k in range(n):
        away -= (2.0 - (n - k) / n) * plan[k]
    return away - (n + 1.0) / (2.0 * n)

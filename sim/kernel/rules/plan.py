"""When a planned purchase is made: residents by stage of the time to it, and what an offer moves up.

A plan holds shares of a row's residents: first those who do without for a while as they bought more than they had
planned, then those in the first to the last of K stages. Time in a stage is exponential, so that the time between two
purchases is Erlang (Cox 1955, the method of stages); it is counted in weeks, as all of the model.
"""

from __future__ import annotations

import numpy as np

from sim.kernel.compiled import njit


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

    .. math:: q = \frac{u}{u + \nu},\quad u = 2\,\frac{\rho - 1}{\rho + 1} \approx \ln \rho

    What an offer is worth to a resident is exponential about its mean, and so are the weeks in a stage: the worth
    exceeds the loss of j stages with probability :math:`q^j`. Nobody buys early for nothing. Source: own.
    Parameters: lift rho : >= 0, what the offers, the purse and new venues make of occasions; reluctance nu : >= 0.
    Modifies: nothing. Returns: share.

    >>> early_share(3.0, 1.0)
    0.5
    """
    if lift <= 1.0:
        return 0.0
    gain = 2.0 * (lift - 1.0) / (lift + 1.0)
    return gain / (gain + reluctance)


@njit
def planned_occasions(plan: np.ndarray, lift: float, early: float) -> float:
    r"""Occasions of a row over the usual ones, with its residents in these stages.

    .. math:: K \Bigl( x_K \min(1, \rho) + \max(0, \rho - 1) \sum_k \omega_k x_k \Bigr),\quad
       \omega_k = q^{K - k} / \sum_i q^{K - i}

    Below 1 those in the last stage wait; above 1 what is added is drawn from all stages, by willingness. With equal
    stages it is :math:`\rho`, whatever q. Source: own. Parameters: plan : (K + 1,) shares; lift rho : >= 0; early q :
    share. Modifies: nothing. Returns: float >= 0.

    >>> planned_occasions(np.array([0.0, 0.25, 0.25, 0.25, 0.25]), 1.2, 0.3)
    1.2
    """
    n = plan.size - 1
    last: float = n * plan[n]
    if lift <= 1.0:
        return last * lift
    share, all_shares, ready = 1.0, 0.0, 0.0
    for k in range(n, 0, -1):
        all_shares += share
        ready += share * plan[k]
        share *= early
    return last + n * (lift - 1.0) * ready / all_shares


@njit
def advance_plan(
    plan: np.ndarray, lift: float, early: float, usual: float, bought: float, larger_delays: float,
) -> None:  # fmt: skip
    r"""Move a row's residents on by a week: who buys starts again, the others come nearer to their purchase.

    .. math:: h_k = K \lambda (\min(1, \rho)\,[k = K] + \max(0, \rho - 1)\,\omega_k),\quad
       x_k' = x_k (1 - h_k)(1 - K \lambda\,[k < K]) + x_{k-1} (1 - h_{k-1}) K \lambda

    Of what was bought beyond a planned ticket for each buyer, the part :math:`\theta` delays the next purchase: that
    many residents first do without for a mean interval :math:`1/\lambda`, so that the mean time to the next purchase
    grows by this part in proportion. Shares sum to what they summed to. Source: own.

    Parameters: plan : (K + 1,) shares; lift rho, early q : as :func:`planned_occasions`; usual lambda : planned
    occasions of the week, at most 1 / K; bought : planned tickets per resident; larger_delays theta : share.
    Modifies: plan. Returns: nothing.
    """
    n = plan.size - 1
    rate, share, all_shares, buyers = min(1.0, n * usual), 1.0, 0.0, 0.0
    for _ in range(n):
        all_shares += share
        share *= early
    hazard, due = n * usual * max(0.0, lift - 1.0) / all_shares, n * usual * min(1.0, lift)
    for k in range(n, 0, -1):
        buys = plan[k] * min(1.0, due + hazard)
        on = (plan[k] - buys) * rate if k < n else 0.0
        plan[k] -= buys + on
        if k < n:
            plan[k + 1] += on
        buyers += buys
        due, hazard = 0.0, hazard * early
    without = min(buyers, larger_delays * max(0.0, bought - buyers))
    back = plan[0] * min(1.0, usual)
    plan[0] += without - back
    plan[1] += back + (buyers - without)


@njit
def next_stage(
    stage: int, stages: int, usual: float, buys: bool, larger: float, larger_delays: float, u: float,
) -> int:  # fmt: skip
    """Stage of a single resident a week later; as :func:`advance_plan`.

    Source: own. Parameters: stage : 0 to ``stages``; usual : occasions of the week; buys : bool; larger : what was
    bought beyond a planned ticket, in tickets; larger_delays : share; u : in (0, 1). Modifies: nothing. Returns: int.

    >>> next_stage(2, 4, 0.1, False, 0.0, 0.5, 0.39), next_stage(4, 4, 0.1, True, 0.0, 0.5, 0.39)
    (3, 1)
    """
    if buys:
        return 0 if u < larger_delays * larger else 1
    if stage == stages:
        return stage
    return stage + 1 if u < usual * (stages if stage > 0 else 1) else stage

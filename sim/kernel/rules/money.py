"""What a consumer can spend in a week."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from sim.kernel.compiled import njit

N = TypeVar("N", float, np.ndarray)  # of one sector, or of all


@njit
def budget_factor(gap: float, adjustment: float, windfall_weeks: float, planned: float, buffer: float) -> float:
    r"""Spending that the purse allows, relative to what is planned for an ordinary week.

    .. math:: B = \max\Bigl(0, \min\Bigl(P + \frac{\kappa x}{1 + |x| / (m P)},\ P + b^* + x\Bigr)\Bigr) / P

    Small gaps are met out of the week's spending, large ones are treated as wealth. What is liquid is the floor: once
    the buffer is used up, no more than the rest of the plan can be spent.

    Source: own, buffer-stock rule of the liquidity types in Jiang, Dong & Zhang (2019); mental accounts of current
    income and of assets, Shefrin & Thaler (1988); the part that is spent falls with the size of a windfall,
    Fagereng, Holm & Natvik (2021).

    Parameters: gap x : float, yuan, liquid wealth above (+) or below (-) its planned path; adjustment kappa : share per
    week, of a small gap; windfall_weeks m : > 0, weeks of planned spending; planned P : yuan per week, >= 0; buffer
    b* : yuan, >= 0. Modifies: nothing. Returns: float >= 0, 1 on the planned path. Raises: nothing.

    >>> budget_factor(0.0, 0.1, 1.0, 500.0, 2000.0)
    1.0
    """
    if planned <= 0.0:
        return 1.0
    wanted = planned + adjustment * gap / (1.0 + abs(gap) / (windfall_weeks * planned))
    affordable = planned + buffer + gap
    return max(0.0, min(wanted, affordable)) / planned


@njit
def next_gap(gap: float, income_change: float, planned: float, spent: float) -> float:
    r"""Liquid gap after the week.

    .. math:: x' = x + \Delta y + P - c

    Source: budget identity. Parameters: all yuan per resident. Modifies: nothing. Returns: float, yuan.

    >>> next_gap(10.0, 2.0, 100.0, 105.0)
    7.0
    """
    return gap + income_change + planned - spent


@njit
def purse_response(goods_share: N, service_response: float, postponability: N) -> N:
    r"""How much a sector's purchases move with the purse, before they are weighed against other sectors.

    .. math:: (s_g + z (1 - s_g))\, W_g

    Goods can be bought when there is money and used later; most of a service is consumed as it is bought, and
    consumption is smoothed. Source: own; goods that can be stored, Hendel & Nevo (2006), Baker, Johnson & Kueng
    (2021). Parameters: goods_share s, service_response z : shares; postponability W : >= 1. Modifies: nothing.
    Returns: float >= 0.

    >>> purse_response(0.5, 0.5, 4.0)
    3.0
    """
    value: N = (goods_share + service_response * (1.0 - goods_share)) * postponability
    return value


@njit
def sector_budget(purse: float, weight: float) -> float:
    r"""Budget factor of one sector: what can wait moves more with the purse than what cannot.

    .. math:: \max(0,\ 1 + e_g (B - 1))

    Source: own; stocks that decay slowly let purchases wait, so they swing most with liquid wealth (Mankiw 1982; Berger
    & Vavra 2015). Weights e average to 1 over planned spending, so the purse as a whole spends what
    :func:`budget_factor` says. Parameters: purse B : >= 0; weight e : >= 0. Modifies: nothing. Returns: float >= 0.

    >>> sector_budget(1.0, 3.0)
    1.0
    """
    return max(0.0, 1.0 + weight * (purse - 1.0))

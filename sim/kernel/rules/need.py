"""When a consumer buys: occasions, the stock of need, and what good offers add."""

from __future__ import annotations

import math
from typing import TypeVar

import numpy as np

from sim.kernel.compiled import njit

N = TypeVar("N", float, np.ndarray)  # of one sector, or of all


@njit
def creation_factor(gain: float, creation_share: float) -> float:
    r"""Rise of occasions through better offers.

    .. math:: (1 + u)^{\varphi} = \exp(\varphi (I - \bar I)), \quad u = \exp(I - \bar I) - 1

    Source: nested logit, McFadden (1978), with the inclusive value I; :math:`\varphi` = 0 only moves
    demand, 1 only adds. Parameters: gain u : float > -1, relative rise of the sum of attractions;
    creation_share : share. Modifies: nothing. Returns: float > 0.

    >>> creation_factor(0.0, 0.3)
    1.0
    """
    return math.exp(creation_share * math.log1p(gain))


@njit
def pade_side(gain: float, power: float) -> float:
    r"""Numerator of the Padé approximation [6/6] of a power; with the power negated, its denominator.

    .. math:: (1 + u)^s \approx N(s) / N(-s)

    Source: Baker & Graves-Morris (1996, sec. 1.2); relative error below 1e-9 for -0.5 <= u <= 1. Parameters: gain u;
    power s : floats. Modifies: nothing. Returns: float.

    >>> pade_side(0.0, 0.3)
    1.0
    """
    # Coefficients stand first, apart from the gain: they are the same for all rows, and computed once.
    last = 1.0 + (2.0 + power) / 20.0 * gain * (1.0 + (1.0 + power) / 42.0 * gain)
    inner = 1.0 + (3.0 + power) / 12.0 * gain * last
    outer = 1.0 + 5.0 / 22.0 * (5.0 + power) * gain * (1.0 + 2.0 / 15.0 * (4.0 + power) * gain * inner)
    return 1.0 + (6.0 + power) / 2.0 * gain * outer


@njit
def postponability(need_decay: float, fastest_decay: float, exponent: float) -> float:
    r"""How much longer than the most pressing need a need can wait.

    .. math:: (\delta_0 / \delta_g)^{a}

    Source: own; durables let purchases wait (Mankiw 1982). Parameters: decays : share per week, > 0; exponent a : >= 0.
    Modifies: nothing. Returns: float >= 1.

    >>> postponability(0.7, 0.7, 0.5)
    1.0
    """
    return math.exp(exponent * math.log(fastest_decay / need_decay))


@njit
def stock_response(need_decay: N, need_adjustment: float) -> N:
    r"""How much a full stock of need holds back.

    .. math:: \psi_g = \rho / \delta_g

    With the stock in weeks of planned purchases, :math:`S / \delta`, each week's purchases close the same part
    :math:`\rho` of the gap between the stock and what is wanted, whatever the need. Source: stock adjustment, Chow
    (1957), Houthakker & Taylor (1970). Parameters: need_decay delta : share per week, > 0; need_adjustment rho : share
    per week, >= 0. Modifies: nothing. Returns: float >= 0.

    >>> stock_response(0.5, 0.05)
    0.1
    """
    return need_adjustment / need_decay


@njit
def need_factor(need_stock: float, need_pull: float) -> float:
    r"""Fall of occasions by what was bought lately.

    .. math:: \max(0, 1 - \psi (S - 1))

    Linear, not exponential: a row is the mean of many residents, and only a linear response to the
    stock makes the mean of their responses equal the response of their mean. Source: own, model 5.2.

    Parameters: need_stock S : float, 1 on the planned path; need_pull psi : >= 0.
    Modifies: nothing. Returns: float >= 0.

    >>> need_factor(1.0, 0.4)
    1.0
    """
    return max(0.0, 1.0 - need_pull * (need_stock - 1.0))


@njit
def next_need_stock(need_stock: float, need_decay: float, relative_occasions: float) -> float:
    r"""Stock of what was bought, relative to its planned level, one week later.

    .. math:: S' = S + \delta (\lambda / \lambda_0 - S)

    Source: stock adjustment, Houthakker & Taylor (1970). Parameters: need_decay delta : share per week;
    relative_occasions : this week's occasions over planned ones. Modifies: nothing. Returns: float.

    >>> next_need_stock(1.0, 0.5, 1.0)
    1.0
    """
    return need_stock + need_decay * (relative_occasions - need_stock)

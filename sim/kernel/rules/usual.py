"""Prices that buyers are used to, support included: what an offer that stands changes, and what its end does."""

from __future__ import annotations

import math

from sim.kernel.compiled import njit

_MOST = 0.9  # share of a price; what is almost a gift is no matter of price sensitivity


@njit
def next_usual_support(usual: float, price: float, paid_share: float, adaptation: float) -> float:
    r"""What buyers are used to paying less than merchants ask, after an account period.

    .. math:: u' = u + a_r\,(s\,p - u)

    With it the price that buyers are used to, :math:`\bar p - u`, follows what they really pay, :math:`p (1 - s)`, as
    :math:`\bar p` follows p. Source: reference prices, Winer (1986). Parameters: usual u, price p : relative to the
    start; paid_share s : of the bills of the period that support paid; adaptation a_r : share. Modifies: nothing.
    Returns: float.

    >>> next_usual_support(0.0, 1.0, 0.2, 0.25)
    0.05
    """
    return usual + adaptation * (paid_share * price - usual)


@njit
def usual_share(usual: float, reference: float) -> float:
    r"""Share of merchants' usual price that buyers are used to have paid for them, u / p-bar.

    Source: own. Parameters: usual u; reference p-bar : what they are used to be asked, > 0. Modifies: nothing. Returns:
    share.

    >>> usual_share(0.05, 1.0)
    0.05
    """
    return min(_MOST, usual / reference)


@njit
def usual_ticket(share: float, elasticity: float) -> float:
    r"""Tickets over those of buyers who are used to full prices, before any offer of the week.

    .. math:: (1 - u / \bar p)^{\epsilon}

    Spending on an occasion answers to the price over the usual one, :math:`p\,(p / \bar p)^{-\epsilon}`; with u off the
    usual price the same rule gives this factor. An offer of the rate r, which enlarges tickets by
    :math:`(1 - r)^{-\epsilon}`, enlarges them no more once it is what is usual, and full prices look dear after it.
    Source: Winer (1986). Parameters: share : of :func:`usual_share`; elasticity : > 0. Modifies: nothing. Returns:
    float in (0, 1].

    >>> usual_ticket(0.0, 1.65)
    1.0
    """
    return math.exp(elasticity * math.log(1.0 - share))


@njit
def usual_timing(share: float, price_sensitivity: float, timing: float, creation_share: float) -> float:
    r"""Occasions over those of buyers who are used to full prices, before any offer of the week.

    .. math:: e^{-\beta\,(\varphi_g - \varphi)\,u / \bar p}

    What is offered now moves purchases between weeks by :math:`\varphi_g - \varphi` as far as it is better than what is
    usual; to first order a discount of the rate r multiplies occasions by :math:`e^{\beta \varphi_g r}` at first, by
    :math:`e^{\beta \varphi r}`, as a price that stays, once it is usual. Source: own. Parameters: share : of
    :func:`usual_share`; price_sensitivity beta; timing phi_g >= creation_share phi. Modifies: nothing. Returns: float
    in (0, 1].

    >>> usual_timing(0.0, 2.15, 1.0, 0.3)
    1.0
    """
    return math.exp(-price_sensitivity * (timing - creation_share) * share)

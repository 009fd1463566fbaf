"""Who of a voucher's holders buys in its sectors before it expires, and what it makes of those who would not."""

from __future__ import annotations

import math

from sim.kernel.compiled import njit


@njit
def buyers_share(occasions: float) -> float:
    r"""Holders who buy in a week.

    .. math:: 1 - e^{-\lambda}

    A holder who does not buy uses nothing, however much the others buy. Source: Poisson occasions. Parameters:
    occasions lambda : per holder, in all sectors of the voucher, >= 0. Modifies: nothing. Returns: share.

    >>> buyers_share(0.0)
    0.0
    """
    return -math.expm1(-occasions)


@njit
def lapsing_share(occasions: float, weeks_left: float) -> float:
    r"""Holders whose voucher expires unless they buy what they would not.

    .. math:: e^{-\lambda n}

    The chance that no planned purchase comes before it expires. So how much of its use would have been spent anyway
    follows from how often residents buy what it is for. Source: Poisson occasions; money with a label is as good as
    cash for whoever spends more on what it is for anyway (Southworth 1945). Parameters: occasions lambda : per holder
    and week, >= 0; weeks_left n : >= 0. Modifies: nothing. Returns: share.

    >>> lapsing_share(0.0, 9.0)
    1.0
    """
    return math.exp(-occasions * weeks_left)


@njit
def added_occasions(
    occasions: float, yuan: float, ticket: float, worth: float, price_sensitivity: float, response: float
) -> float:
    r"""Occasions that a holder whose voucher would lapse adds in one of its sectors, as far as the voucher lasts.

    .. math:: \lambda \Bigl(\exp\bigl(\varphi_g\,\beta\,w\,\min(b, x) / x\bigr) - 1\Bigr)

    To them it is what a price cut of its value would be. Source: own, as ``offer_appeal``. Parameters: occasions
    lambda : planned, per holder; yuan b : on the voucher; ticket x : yuan, > 0; worth w : of a yuan in hand;
    price_sensitivity beta; response phi_g : share. Modifies: nothing. Returns: per holder, >= 0.

    >>> added_occasions(0.1, 0.0, 100.0, 2.0, 2.0, 0.5)
    0.0
    """
    return occasions * math.expm1(response * price_sensitivity * worth * min(yuan, ticket) / ticket)

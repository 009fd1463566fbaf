"""Where a consumer buys: a logit over merchants with price, distance and crowding."""

from __future__ import annotations

import math

from sim.kernel.compiled import njit

MOST_CROWDING = 50.0  # of ln attractiveness


@njit
def attraction(
    ln_size_quality: float, price: float, price_sensitivity: float, overuse: float, congestion_penalty: float,
) -> float:  # fmt: skip
    r"""Weight of one merchant in the choice, before distance and novelty.

    .. math:: \exp(\ln n_m + a_m - \beta \ln p_m - \min(50, \chi \max(0, o_m)))

    The bound keeps it above 0 in numbers, too, whatever crowds a merchant.
    Source: logit, McFadden (1974), with the size term of Ben-Akiva & Lerman (1985, ch. 9).
    Parameters: ln_size_quality : ln of size in standard shops plus quality; price : relative to the
    start, > 0; overuse o : use of capacity above 1. Modifies: nothing. Returns: float > 0.

    >>> attraction(0.0, 1.0, 2.6, -0.5, 1.5)
    1.0
    """
    crowding = min(MOST_CROWDING, congestion_penalty * max(0.0, overuse))
    return math.exp(ln_size_quality - price_sensitivity * math.log(price) - crowding)


@njit
def share_of_known(known_attraction: float, gain: float) -> float:
    r"""Share of a consumer's occasions that goes to a venue.

    .. math:: A_v e_v / (1 + \sum_u A_u e_u)

    All attractions relative to the sum of the established merchants'. A is the share of the row's residents who
    know the venue. A rise of e_v lowers every other share. Source: logit with availability (Cascetta &
    Papola 2001). Parameters: known_attraction : A_v e_v; gain : the sum. Modifies: nothing. Returns: share.

    >>> share_of_known(1.0, 1.0)
    0.5
    """
    return known_attraction / (1.0 + gain)


@njit
def surplus(spending: float, relative_attraction: float, price_sensitivity: float) -> float:
    r"""Yuan that a better choice is worth: the price cut on all of it that would be as good.

    .. math:: CS = B\,\ln(A / A_0) / \beta

    Source: Small & Rosen (1981), logsum, with utility in the logarithm of the price. Parameters: planned spending B :
    yuan; attraction over that at the start; beta > 0. Modifies: nothing. Returns: float, yuan.

    >>> surplus(100.0, 1.0, 2.0)
    0.0
    """
    return spending * math.log(relative_attraction) / price_sensitivity

"""Shopping online: an alternative without distance beside the shops of a sector, and who is paid for it."""

from __future__ import annotations

import math
from typing import TypeVar

import numpy as np

from sim.kernel.compiled import njit

N = TypeVar("N", float, np.ndarray)  # of one sector, or of all


@njit
def online_trend(share: float, growth: float, years: float) -> float:
    r"""Attraction of the online channel over that at the start, such that its sales gain on all sales as observed.

    .. math:: \exp\left(t \ln(1 + g) / (1 - s)\right)

    With :math:`s = O / (E + O)` the logit gives :math:`d \ln s = (1 - s)\, d \ln O`. Source: own; logit, McFadden
    (1974). Parameters: share s : online at the start, below 1; growth g : of online sales over that of all sales, share
    per year; years since the start. Modifies: nothing. Returns: float > 0.

    >>> online_trend(0.2, 0.1, 0.0)
    1.0
    """
    return math.exp(years * math.log1p(growth) / (1.0 - share))


@njit
def online_attraction(at_start: float, trend: float, local_share: float, shops: float) -> float:
    r"""Attraction of the online channel now.

    .. math:: O = O_0\, e^{\tau} (1 - \ell + \ell\, A / A_0)

    Sellers elsewhere are not moved by anything in the city; what is delivered at once comes from the city's own shops,
    which draw more where they are more or better. Source: own; aggregation of alternatives, Ben-Akiva & Lerman (1985,
    ch. 9). Parameters: at_start O_0; trend : from :func:`online_trend`; local_share l; shops A / A_0 : attraction of
    all shops of the city without distance, over that at the start. Modifies: nothing. Returns: float >= 0.

    >>> online_attraction(3.0, 1.0, 0.5, 1.0)
    3.0
    """
    return at_start * trend * (1.0 - local_share + local_share * shops)


@njit
def beside_shops(online: float, shops: float, likeness: float) -> float:
    r"""Attraction that gives the online channel its share beside the shops of a cell, whatever these attract.

    .. math:: O\,x^{1 - \lambda}

    Shops are more like one another than like the channel, so they are a nest of their own: with :math:`x = A / A_0` the
    nested logit weighs them :math:`A_0 x^\lambda` against O, which is A against this. Source: nested logit, McFadden
    (1978); Train (2009, ch. 4). Parameters: online O : >= 0; shops x : attraction of shops over that at the start, > 0;
    likeness lambda : share, 1 where the channel is one more shop. Modifies: nothing. Returns: float >= 0.

    >>> beside_shops(2.0, 4.0, 1.0), beside_shops(2.0, 4.0, 0.5)
    (2.0, 4.0)
    """
    value: float = online * shops ** (1.0 - likeness)
    return value


@njit
def value_of_both(shops: float, online_share: float, online: float, likeness: float) -> float:
    r"""Attraction of shops and the channel together over what was planned, as a price cut of all would raise it.

    .. math:: \left((1 - o)\, x^\lambda + o\, y\right)^{1 / \lambda}

    Source: inclusive value of the nested logit, McFadden (1978). Parameters: shops x : attraction over that at the
    start; online_share o : as planned; online y : attraction of the channel over that planned; likeness lambda : > 0.
    Modifies: nothing. Returns: float >= 0.

    >>> value_of_both(4.0, 0.0, 1.0, 0.5), value_of_both(2.0, 0.5, 2.0, 1.0)
    (4.0, 2.0)
    """
    value: float = ((1.0 - online_share) * shops**likeness + online_share * online) ** (1.0 / likeness)
    return value


@njit
def local_part(local_share: float, shops: float) -> float:
    r"""Part of what is bought online that the city's own shops deliver, now.

    .. math:: \ell\, A / A_0 / (1 - \ell + \ell\, A / A_0)

    Source: logit. Parameters: as of :func:`online_attraction`. Modifies: nothing. Returns: share.

    >>> local_part(0.5, 1.0)
    0.5
    """
    delivered = local_share * shops
    return delivered / (1.0 - local_share + delivered) if delivered > 0.0 else 0.0


@njit
def online_bill(shop_bill: float, local: float) -> float:
    r"""What is paid online per planned ticket: as in shops for what they deliver, as at the start for the rest.

    .. math:: 1 - \ell + \ell\, b

    Source: own. Parameters: shop_bill b : at shops; local l : from :func:`local_part`. Modifies: nothing. Returns:
    float > 0.

    >>> online_bill(1.2, 0.0), online_bill(1.2, 1.0)
    (1.0, 1.2)
    """
    return 1.0 - local + local * shop_bill


@njit
def mean_bill(shop_bill: float, online_bill: float, online_share: float) -> float:
    r"""What is paid per planned ticket where a part of the occasions is online.

    .. math:: b + (b_o - b)\, o

    Source: accounting identity. Parameters: shop_bill b, online_bill b_o; online_share o : of occasions. Modifies:
    nothing. Returns: float > 0.

    >>> mean_bill(1.2, 1.0, 0.0)
    1.2
    """
    return shop_bill + (online_bill - shop_bill) * online_share


@njit
def open_part(channel: int, online_share: float) -> float:
    """Part of the occasions at whose seller an offer holds: 0 in shops, 1 online, 2 in both.

    Source: accounting identity. Parameters: channel : index of CHANNELS; online_share : of occasions. Modifies:
    nothing. Returns: share.

    >>> open_part(0, 0.25), open_part(1, 0.25), open_part(2, 0.25)
    (0.75, 0.25, 1.0)
    """
    if channel == 0:
        return 1.0 - online_share
    return online_share if channel == 1 else 1.0


@njit
def online_after(channel: int, online_share: float, spending: float, rest: float) -> float:
    r"""Spending online of those whom an offer reaches, over the planned ticket.

    .. math:: o\, r,\quad s - (1 - o)\, r,\quad o\, s

    For offers in shops, online and in both; r is what is spent in the other channel, for each unit of its
    share. Source: nested logit, McFadden (1978). Parameters: channel : index of CHANNELS; online_share o :
    before the offer; spending s, rest r : over the planned ticket. Modifies: nothing. Returns: float >= 0.

    >>> online_after(0, 0.25, 1.2, 0.8), online_after(2, 0.25, 1.2, 0.8)
    (0.2, 0.3)
    """
    if channel == 0:
        return online_share * rest
    return spending - (1.0 - online_share) * rest if channel == 1 else online_share * spending


def merchants_part(local_share: N, delivery_fee: float) -> N:
    """Part of an online sale that merchants of the buyer's city get: what they deliver, less the platform's fee.

    Source: accounting identity. Parameters: local_share, delivery_fee : shares. Modifies: nothing. Returns: share.

    >>> merchants_part(0.5, 0.2)
    0.4
    """
    return local_share * (1.0 - delivery_fee)


def wages_part(local_share: N, delivery_fee: float, rider_share: float, courier_share: float) -> N:
    r"""Part of an online sale that is wages in the buyer's city, beside those that its merchants pay.

    .. math:: \ell\, f\, r + (1 - \ell)\, c

    Riders are paid out of the fee for a delivery, couriers bring what is shipped from elsewhere. Source: accounting
    identity. Parameters: local_share l, delivery_fee f, rider_share r, courier_share c : shares. Modifies: nothing.
    Returns: share.

    >>> wages_part(1.0, 0.2, 0.5, 0.01)
    0.1
    """
    return local_share * delivery_fee * rider_share + (1.0 - local_share) * courier_share

"""Distance inside and between cities."""

from __future__ import annotations

import math

from sim.kernel.compiled import njit


@njit
def distance_weight(km: float, decay_per_km: float) -> float:
    r"""Factor that distance puts on an attraction.

    .. math:: \exp(-\tau d)

    Source: Davis et al. (2019, GR01) inside cities; Li, Wang & Zhong (2012, TO02) between them.
    Parameters: km >= 0; decay_per_km >= 0. Modifies: nothing. Returns: share.

    >>> distance_weight(0.0, 0.3)
    1.0
    """
    return math.exp(-decay_per_km * km)


@njit
def pull_factor(ln_gain: float, pull_response: float) -> float:
    r"""Change of a city's pull on travellers by what visitors find there.

    .. math:: \exp(\mu \Delta I)

    Source: nested logit, McFadden (1978). Parameters: ln_gain : rise of the visitors' inclusive value;
    pull_response mu : share. Modifies: nothing. Returns: float > 0.

    >>> pull_factor(0.0, 1.0)
    1.0
    """
    return math.exp(pull_response * ln_gain)


@njit
def chained_weight(from_home: float, from_elsewhere: float, chained_share: float) -> float:
    r"""Factor of distance when part of all purchases are made on a trip that is under way.

    .. math:: (1 - c)\, e^{-\tau d} + c\, E_x[e^{-\tau d_x}]

    So a visit to a district raises the chance of a second purchase there, of any sector. Source: trip chains, Miyauchi,
    Nakajima & Redding (2021); GR06. Parameters: weights; from_elsewhere : mean over where visits are made;
    chained_share c : share. Modifies: nothing. Returns: share.

    >>> chained_weight(0.5, 0.1, 0.0)
    0.5
    """
    return (1.0 - chained_share) * from_home + chained_share * from_elsewhere


@njit
def share_within(reach: float, radius: float) -> float:
    r"""Part of a round district that lies within reach of a place in it.

    .. math:: s = \min(1, (d / R)^2)

    Source: own; areas of two discs, the edge of the district aside. Parameters: km, radius > 0. Modifies: nothing.
    Returns: share.

    >>> share_within(1.0, 2.0)
    0.25
    """
    return min(1.0, (reach / radius) ** 2)


@njit
def share_near_any(share: float, n: float) -> float:
    r"""Part of a district within reach of at least one of n places in it.

    .. math:: 1 - (1 - s)^n

    Source: places independent of each other. Parameters: share s; n >= 0. Modifies: nothing. Returns: share.

    >>> share_near_any(0.5, 2)
    0.75
    """
    near: float = 1.0 - (1.0 - share) ** n
    return near

"""How residents come to know of a novel venue, and forget it."""

from __future__ import annotations

import math
from typing import cast

import numpy as np

from sim.kernel.compiled import njit

_ONE = cast("float", np.float32(1))  # in single precision, so that what is put in stays there if it is


@njit
def reached_share(yuan_per_resident: float, publicity_reach: float, digital: float) -> float:
    r"""Share of residents reached by a week's publicity.

    .. math:: 1 - \exp(-\rho s d_i)

    Source: model 5.5. Parameters: yuan_per_resident s : >= 0; publicity_reach rho : per yuan; digital : share.
    Modifies: nothing. Returns: share.

    >>> reached_share(0.0, 0.3, 1.0)
    0.0
    """
    return 1.0 - math.exp(-publicity_reach * yuan_per_resident * digital)


@njit
def told_share(tellings: float) -> float:
    r"""Share of residents told by at least one contact, when tellings are unevenly spread.

    .. math:: h / (1 + h)

    The chance of at least one event of a Poisson number whose mean is exponentially distributed over
    residents (some talk a lot, most little). Source: negative binomial with shape 1, Greenwood & Yule
    (1920). Parameters: tellings h : mean number, >= 0. Modifies: nothing. Returns: share.

    >>> told_share(1.0)
    0.5
    """
    return tellings / (tellings + _ONE)


@njit
def next_awareness(awareness: float, seen: float, told: float, remembered: float) -> float:
    r"""Share of residents who know a venue, one week later.

    .. math:: A' = (1 - (1 - A)(1 - s)(1 - h))\, r

    Source: independent channels, Bass (1969). Parameters: shares; remembered r : share who do not forget.
    Modifies: nothing. Returns: share.

    >>> next_awareness(0.0, 0.5, 0.0, 1.0)
    0.5
    """
    learned = seen + told - seen * told
    return (awareness + learned - awareness * learned) * remembered


@njit
def satisfaction(overuse: float) -> float:
    r"""Readiness of a visitor to recommend, which crowding lowers.

    .. math:: 1 / (1 + \max(0, o))

    Source: own, model 5.5. Parameters: overuse o : use of capacity above 1. Returns: share. Modifies: nothing.

    >>> satisfaction(1.0)
    0.5
    """
    return 1.0 / (1.0 + max(0.0, overuse))

"""How persons differ for good, and who of them is first in a race."""

from __future__ import annotations

import math
from typing import TypeVar

import numpy as np

from sim.kernel.compiled import njit

N = TypeVar("N", float, np.ndarray)  # of one person, or of all


@njit
def trait(common: N, own: N, correlation: float, sign: float) -> N:
    r"""A lasting trait that goes with the others, standard normal.

    .. math:: x_k = \pm \sqrt{\rho}\, z_0 + \sqrt{1 - \rho}\, z_k

    Any two traits have the correlation :math:`\rho`, or minus it where their signs differ. Source: Spearman (1904),
    one common factor. Parameters: common z_0, own z_k : standard normal; correlation : share; sign : 1 or -1.
    Modifies: nothing. Returns: as given.

    >>> trait(1.0, 5.0, 1.0, -1.0)
    -1.0
    """
    mixed: N = sign * math.sqrt(correlation) * common + math.sqrt(1.0 - correlation) * own
    return mixed


@njit
def between_sigma(sigma: float, lasting_share: float) -> float:
    r"""Standard deviation of ln tickets between persons: the part of the variance that lasts.

    .. math:: \sigma_b = \sigma \sqrt{s}

    Source: law of total variance. Parameters: sigma : of all tickets; lasting_share s : share. Modifies: nothing.
    Returns: float.

    >>> between_sigma(2.0, 0.25)
    1.0
    """
    return sigma * math.sqrt(lasting_share)


@njit
def within_sigma(sigma: float, lasting_share: float) -> float:
    r"""Standard deviation of ln tickets of one person: the rest of :func:`between_sigma`.

    .. math:: \sigma_w = \sigma \sqrt{1 - s}

    >>> within_sigma(2.0, 0.75)
    1.0
    """
    return sigma * math.sqrt(1.0 - lasting_share)


@njit
def arrived_share(quickness: float, time: float) -> float:
    r"""Residents of one kind who have come by some time in a race.

    .. math:: 1 - e^{-k t}

    Each comes at the rate k, so of two residents the one with k times the quickness of the other is k times as likely
    to be first, and where there is place for everybody, everybody gets one. Source: Plackett (1975), as a race of
    exponential clocks. Parameters: quickness k : >= 0; time t : >= 0, in mean times of a resident of quickness 1.
    Modifies: nothing. Returns: share.

    >>> arrived_share(1.0, 0.0)
    0.0
    """
    return -math.expm1(-quickness * time)

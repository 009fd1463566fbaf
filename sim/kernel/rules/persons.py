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
def arrived_share(quickness: N, time: float) -> N:
    r"""Residents of one kind who have come by some time in a race.

    .. math:: 1 - e^{-k t}

    Each comes at the rate k, so of two residents the one with k times the quickness of the other is k times as likely
    to be first, and where there is place for everybody, everybody gets one. Source: Plackett (1975), as a race of
    exponential clocks. Parameters: quickness k : >= 0; time t : >= 0, in mean times of a resident of quickness 1.
    Modifies: nothing. Returns: share, as given.

    >>> arrived_share(1.0, 1e9)
    1.0
    """
    share: N = -np.expm1(-quickness * time)
    return share


@njit
def spending_spread(purchases: np.ndarray, ticket: np.ndarray, sigma: float) -> np.ndarray:
    r"""Coefficient of variation of what single persons of one kind spend over some weeks.

    .. math:: \sqrt{e^{\sigma^2} \sum_g n_g x_g^2} \Big/ \sum_g n_g x_g

    Purchases are Poisson, tickets lognormal about their mean. Source: compound Poisson sums (Cramér 1930).
    Parameters: purchases n : (n_rows, n_sectors) expected over the weeks; ticket x : same axes, mean yuan; sigma :
    standard deviation of ln tickets of one person. Modifies: nothing. Returns: (n_rows,), infinity where nothing is
    bought.

    >>> spending_spread(np.array([[4.0]]), np.array([[30.0]]), 0.0)
    array([0.5])
    """
    out = np.empty(purchases.shape[0])
    for i in range(out.size):
        mean, variance = 0.0, 0.0
        for g in range(purchases.shape[1]):
            spent = purchases[i, g] * ticket[i, g]
            mean += spent
            variance += spent * ticket[i, g]
        out[i] = math.exp(0.5 * sigma * sigma) * math.sqrt(variance) / mean if mean > 0.0 else math.inf
    return out

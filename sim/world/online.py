"""What the online channel of each sector must attract so that residents plan to buy online what statistics say."""

from __future__ import annotations

import numpy as np

from sim.kernel.loops.online import plan_online

_STEPS = 60  # of bisection: as exact as a float is


def online_at_start(
    n_districts: np.ndarray, spending: np.ndarray, established: np.ndarray, share: np.ndarray
) -> np.ndarray:
    """Attraction of the online channel of each city and sector, the same for every district and income.

    Parameters
    ----------
    n_districts : (n_cities,) int64
    spending : (n_cities, n_districts, QUINTILES, n_sectors) float64
        Planned, yuan per week.
    established : as spending
        Attraction of shops as each cell sees them.
    share : (n_sectors,) float64
        Of the spending of each sector that is online, below 1.

    Returns
    -------
    (n_cities, n_sectors) float64
    """
    total = spending.sum(axis=(1, 2))
    most = established.max(axis=(1, 2)) * share / (1.0 - share)  # as much as the best served would need
    low, high, found = np.zeros_like(most), most, np.zeros_like(most)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        plan_online(n_districts, spending, established, middle, found)
        enough = found >= share * total
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.where(share > 0, high, 0.0)


def online_share(share: np.ndarray, attraction: float) -> np.ndarray:
    """Share of online sales where the channel attracts that many times what would make it ``share``.

    Parameters
    ----------
    share : (n_sectors,) float64
    attraction : float

    Examples
    --------
    >>> online_share(np.array([0.0, 0.5]), 3.0)
    array([0.  , 0.75])
    """
    found: np.ndarray = attraction * share / (1.0 - share + attraction * share)
    return found


def divide_plans(
    spending: np.ndarray, established: np.ndarray, online: np.ndarray, merchants_part: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Yuan that shops get: of plans to go there, as ``spending``, and for deliveries, (n_cities, QUINTILES, n_sectors).

    Parameters
    ----------
    spending, established : (n_cities, n_districts, QUINTILES, n_sectors) float64
        As in :func:`online_at_start`.
    online : (n_cities, n_sectors) float64
        Attraction of the online channel.
    merchants_part : (n_sectors,) float64
        Of an online sale, what merchants of the city get.
    """
    channel = np.broadcast_to(online[:, None, None], established.shape)
    share = np.divide(channel, established + channel, out=np.zeros_like(established), where=established > 0)
    return spending * (1.0 - share), (spending * share).sum(axis=1) * merchants_part

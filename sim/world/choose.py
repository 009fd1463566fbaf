"""Choice by cumulative shares, and of whole rows."""

from __future__ import annotations

import numpy as np

_GOLDEN = (5**0.5 - 1) / 2


def pick(share: np.ndarray, u: np.ndarray) -> np.ndarray:
    """Index whose cumulative share covers u; share : (..., n), u : (...)."""
    cumulative = np.cumsum(share, axis=-1)
    below = (u[..., None] * cumulative[..., -1:] >= cumulative).sum(axis=-1)
    chosen: np.ndarray = np.minimum(below, share.shape[-1] - 1)
    return chosen


def whole_rows(
    share: np.ndarray, weight: np.ndarray, group: np.ndarray, value: np.ndarray, start: np.ndarray
) -> np.ndarray:
    """Whole rows that win what a share of every row's residents would win; one row of a group may win in part.

    A row has one purse: money for a tenth of its residents would look like a tenth of the money for all of them. Where
    shares differ, rows come in the order of odds of their turns over odds of their shares (Pareto sampling, Rosén
    1997): who is sure to win wins, and the others about as often as their shares say.

    Parameters
    ----------
    share : (n,) float64
        Expected share of each row's residents who win.
    weight : (n,) float64
        Residents of each row.
    group : (n,) int64
        As many residents of a group win as would by ``share``.
    value : (n,)
        Winners are spread evenly over it: an additive recurrence with the golden ratio over its ranks.
    start : (n_groups,) float64, 0 to 1
        Where the recurrence starts in each group.

    Returns
    -------
    (n,) float64
        Share of each row's residents who win, 0 or 1 but for one row of a group.
    """
    order = np.lexsort((value, group))
    first = np.searchsorted(group[order], group[order])
    turn = np.mod(start[group[order]] + (np.arange(order.size) - first) * _GOLDEN, 1.0)
    # A share of 1 comes at once, one of 0 never.
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        odds = turn / (1.0 - turn) * ((1.0 - share[order]) / share[order])
    order = order[np.lexsort((turn, odds, group[order]))]
    able = np.where(share > 0, weight, 0.0)[order]
    before = np.cumsum(able) - able
    left = np.bincount(group, weights=share * weight)[group[order]] - (before - before[first])
    out = np.zeros(share.size)
    out[order] = np.divide(left, able, out=np.zeros(order.size), where=able > 0).clip(0.0, 1.0)
    return out

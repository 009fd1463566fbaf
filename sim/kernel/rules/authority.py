"""City authorities: screening, inspection, learning. Ministry: the second tranche."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import numpy as np

from sim.kernel.compiled import njit

N = TypeVar("N", float, np.ndarray)  # of one, or of all


class Evaluation(NamedTuple):
    """What the ministry can observe of a city, shares; or how much each of it counts."""

    completion: float  # of what was awarded, what has opened
    execution: float  # of what was received, what is paid
    private: float  # of what was invested, what is not award
    sales: float  # of the other cities, those whose sales grew less


@njit
def seen_score(true_score: N, capability: float, noise: float, standard_normal: N) -> N:
    r"""Score as the jury sees it.

    .. math:: \hat s = s + \epsilon (1 - k) z

    Source: model 5.10; the noise is bounded by McKenzie & Sansone (2019, PB08). Parameters: capability k in
    [0, 1]; noise : s.d. at capability 0. Modifies: nothing. Returns: of one application, or of all.

    >>> seen_score(1.0, 1.0, 0.8, 2.0)
    1.0
    """
    seen: N = true_score + noise * (1.0 - capability) * standard_normal
    return seen


@njit
def learned_capability(capability: float, best_peer: float, peer_learning: float) -> float:
    r"""Capability after an exchange meeting.

    .. math:: k' = k + \lambda \max(0, k^{peer} - k)

    Source: model 5.10. Parameters: in [0, 1]. Modifies: nothing. Returns: float.

    >>> learned_capability(0.5, 0.4, 0.15)
    0.5
    """
    return capability + peer_learning * max(0.0, best_peer - capability)


@njit
def evaluation_score(seen: Evaluation, weights: Evaluation) -> float:
    r"""Score of a city by what the ministry can observe of it.

    .. math:: \sum_i w_i x_i / \sum_i w_i

    Source: model 5.11; the official indicators are not published. Parameters: seen : shares x; weights w
    >= 0. Modifies: nothing. Returns: share.

    >>> evaluation_score(Evaluation(1.0, 1.0, 0.0, 0.0), Evaluation(1.0, 1.0, 1.0, 1.0))
    0.5
    """
    w = weights
    score = (
        w.completion * seen.completion + w.execution * seen.execution + w.private * seen.private + w.sales * seen.sales
    )
    return score / (w.completion + w.execution + w.private + w.sales)


@njit
def coordinated(coordination: N, gain: N) -> N:
    r"""Coordination between departments after a reform that closes a share of the gap to the best.

    .. math:: \kappa' = \kappa + g (1 - \kappa)

    Source: model 5.10. Parameters: in [0, 1], of one city or of all. Modifies: nothing. Returns: in [0, 1].

    >>> coordinated(0.5, 0.5)
    0.75
    """
    better: N = coordination + gain * (1.0 - coordination)
    return better

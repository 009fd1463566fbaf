r"""Which run is the best, or as good as the best: replicates go where they decide.

All runs begin with the same replicates. At each look their number is doubled for those that can still be the best, and
a run is dropped as soon as another one is above it. It ends when no run that is left can be better by more than what
does not matter, the indifference zone :math:`\delta`.

Run i is dropped if :math:`\bar x_i - \bar x_j + w_{ij} < 0` for a run j that is left, and run b is returned if
:math:`\bar x_i - \bar x_b + w_{ib} \le \delta` for each of them, with

.. math:: w_{ij} = t_{1 - \alpha / 2 L (K - 1)} s_{ij}

of K runs and L looks at most, paired where runs are of the same worlds. These are the intervals by which reports tell
runs from the best (:func:`sim.results.differences.against_best`), at a confidence that holds at every look.

The guarantee: with probability 0.95 at least, all K - 1 differences to the true best, k, lie in their intervals at all
L looks (Bonferroni). Then k is never dropped, since nothing is above it, and whatever b is returned is not worse by
more than :math:`\delta`. This holds for any true effects (a good selection, not only a correct one if the best is far
ahead), for unequal variances and for common random draws, in normal samples.

The procedure is elimination after Paulson, with the t intervals of Nelson & Matejcik in the place of his boundary:
triangular ones (Kim & Nelson) take the spread from the first look alone, and promise a correct selection only.

Sources: Paulson, E. (1964), Ann. Math. Statist. 35, 174. Nelson, B. L. & Matejcik, F. J. (1995), Management Science 41,
1935. Kim, S.-H. & Nelson, B. L. (2001), ACM Trans. Model. Comput. Simul. 11, 251. Eckman, D. J. & Henderson, S. G.
(2018), Guarantees on the probability of good selection, Proc. Winter Simulation Conf., 351.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from sim.measures.stopping import Look, Width, at_first
from sim.results.differences import CONFIDENCE, Difference, Sample, difference

GROWTH = 2  # replicates of the runs that are left, from look to look


class Best:
    """Adds replicates to runs that can still be the best, until one is known to be as good as that.

    Parameters
    ----------
    most : int
        Replicates of a run at most.
    within : float
        Yuan per yuan that do not matter, above 0.
    n_cities : int
        That are simulated.
    together : int
        Neighbouring replicates that share their parameters, in any run.
    """

    def __init__(self, most: int, within: float, n_cities: int = 1, together: int = 1) -> None:
        self.most, self.within, self.together = most, within, together
        self.first = at_first(most, n_cities, together)
        n_looks = 1 + math.ceil(math.log(most / self.first, GROWTH))
        self.confidence = 1 - (1 - CONFIDENCE) / n_looks
        self.looks: list[Look] = []

    def next(self, found: Sequence[Sample]) -> tuple[int, ...]:
        """Look at the differences, and return the number of replicates that each run shall have."""
        have = max(len(one.values) for one in found)
        if not have:
            return (self.first,) * len(found)
        look = self.look(found)
        self.looks.append(look)
        if look.is_reached or have >= self.most:
            return look.replicates
        wanted = min(GROWTH * have, self.most)
        going_on = {k for k, n in enumerate(look.replicates) if n == have} - set(look.dropped)
        return tuple(wanted if k in going_on else n for k, n in enumerate(look.replicates))

    def look(self, found: Sequence[Sample]) -> Look:
        """Return what is to be seen in some replicates; parameters as those of :meth:`next`."""
        have, funded = tuple(len(one.values) for one in found), _funded(found)
        most = max((have[k] for k in funded), default=0)
        running = [k for k in funded if have[k] == most]
        apart = {(i, j): self._apart(found[i], found[j], len(funded) - 1) for i in running for j in running if i != j}
        left = tuple(i for i in running if not any(apart[i, j].high < 0 for j in running if j != i))
        seen = Look(have, left=left, dropped=tuple(k for k in running if k not in left))
        if len(left) < 2:
            return seen
        best = max(left, key=lambda k: float(found[k].values.mean()))
        rivals = {k: apart[k, best] for k in left if k != best}
        k = max(rivals, key=lambda k: rivals[k].high)
        room = self.within - rivals[k].value  # half the width at which the rival can no longer be better by so much
        pairs = 1 - (1 - self.confidence) / (len(funded) - 1)
        needed = Width((k, best), rivals[k], room, self.together, pairs).needed()
        return seen._replace(of=(best, k), half=rivals[k].high, aim=self.within, needed=needed)

    def _apart(self, one: Sample, other: Sample, pairs: int) -> Difference:
        return difference(one, other, pairs, self.confidence)


def _funded(found: Sequence[Sample]) -> list[int]:
    """Runs with a net effect per yuan of public money."""
    return [k for k, one in enumerate(found) if np.isfinite(one.values).all()]

r"""When a comparison has replicates enough: rules that look at what was found and say how many there shall be.

A rule of width (:class:`Narrow`) looks at how wide intervals are, never at which side of zero they lie. In a normal
sample the spread tells nothing about the mean, so such looks do not use up error as looks at a result do (Pocock
1977): a boundary for five of those would cost half as many replicates again, for nothing. What they do take is this: a
sample that is narrow by luck stops early, with too narrow an interval (Chow & Robbins 1965). So every interval of such
a comparison, at whichever look it stops, is Student's at a confidence of :data:`EACH_LOOK`: then 95 % hold whatever the
spread, and 96.6 % at most. The tests compute this for spreads that stop at the first look and at every other.

After the first look half of the replicates are added that seem to be missing, since a spread that few tell is often
much too large, and then all (Hall 1981, with more looks).

Sources: Chow, Y. S. & Robbins, H. (1965), Ann. Math. Statist. 36, 457. Pocock, S. J. (1977), Biometrika 64, 191.
Hall, P. (1981), Ann. Statist. 9, 1229. Mukhopadhyay, N. & de Silva, B. M. (2009), Sequential Methods and Their
Applications, ch. 6.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from sim.results.differences import CONFIDENCE, Difference, Sample, difference, enough

# Independent replicates of the first look; where few cities are simulated more, so that there are enough of a city: the
# effect in one is far from normal (kurtosis 8 over 100 replicates of Suzhou), and few do not tell how far it spreads.
FIRST, FIRST_OF_A_CITY = 8, 24
# Share of the replicates that seem to be missing which is added after each look; at last a little more, to be enough.
STEPS = (0.5, 1.0, 1.2, 1.5)
EACH_LOOK = 0.966  # confidence of an interval at each of five looks, so that 95 % hold at the one that ends them


class Look(NamedTuple):
    """What was seen at a look.

    Attributes
    ----------
    replicates : tuple of int
        Of each run.
    of : tuple of int
        Position of the run, or of the two, whose interval needs most replicates yet; empty where none is asked for.
    half : float
        Half its width; NaN without one.
    aim : float
        What half the width is to be.
    needed : float
        Replicates that would do, as far as this look can tell; infinity where it cannot.
    covers_zero : bool
        Whether the aim is a share of an effect that cannot be distinguished from zero.
    left, dropped : tuple of int
        Runs that can be the best, and that no longer can from this look on, where that is asked for; else empty.
    """

    replicates: tuple[int, ...]
    of: tuple[int, ...] = ()
    half: float = math.nan
    aim: float = math.nan
    needed: float = 0.0
    covers_zero: bool = False
    left: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()

    @property
    def is_reached(self) -> bool:
        """Whether every interval is as narrow as it has to be."""
        return not self.of or self.half <= self.aim


def at_first(most: int, n_cities: int, together: int) -> int:
    """Replicates of the first look, in whole groups of those that share their parameters; ``most`` at most."""
    return min(most, in_groups(max(FIRST * together, FIRST_OF_A_CITY / n_cities), together))


def in_groups(replicates: float, together: int) -> int:
    """At least so many replicates, in whole groups of those that share their parameters."""
    return math.ceil(replicates / together) * together


class Stopping(Protocol):
    """A rule that says, look by look, how many replicates each run shall have.

    Attributes
    ----------
    confidence : float
        Of every interval of the comparison, so that 95 % hold under this rule.
    first, most : int
        Replicates of a run at the first look, and at most.
    looks : list of Look
        So far.
    """

    confidence: float
    first: int
    most: int
    looks: list[Look]

    def next(self, found: Sequence[Sample]) -> tuple[int, ...]:
        """Return the number of replicates that each run shall have in all; those that it has: enough.

        Parameters
        ----------
        found : sequence of Sample
            Net effect per yuan of each run in the replicates that there are, at first none; NaN without public money.
        """
        ...


class Width(NamedTuple):
    """An interval that has to be narrow.

    Attributes
    ----------
    of : tuple of int
        Position of the run, or of the two.
    one : Difference
    aim : float
        What half the width is to be.
    together : int
        Replicates for each independent one.
    confidence : float
    """

    of: tuple[int, ...]
    one: Difference
    aim: float
    together: int
    confidence: float

    @property
    def half(self) -> float:
        """Half the width; NaN without an interval."""
        return (self.one.high - self.one.low) / 2

    @property
    def is_reached(self) -> bool:
        """Whether it is narrow enough."""
        return self.half <= self.aim

    def needed(self) -> float:
        """Replicates with which it would be narrow enough if the spread is what it seems; infinity if unknown."""
        return enough(self.one, self.aim, self.confidence) * self.together


class Narrow:
    """Adds replicates until intervals are narrow; all runs get the same number, so that they stay paired.

    Parameters
    ----------
    most : int
        Replicates at most.
    level : float, optional
        Half the width that the interval of every net effect per yuan is to have, in yuan per yuan.
    is_share : bool
        Whether ``level`` is a share of the net effect. As long as the interval covers zero this says little, and the
        replicates are at most doubled.
    apart : float, optional
        Half the width that the interval of every difference to the best run is to have, yuan per yuan.
    n_cities : int
        That are simulated.
    together : int
        Neighbouring replicates that share their parameters, in any run.
    """

    def __init__(
        self, most: int, level: float | None, is_share: bool = False, apart: float | None = None,
        n_cities: int = 1, together: int = 1,
    ) -> None:  # fmt: skip
        self.most, self.level, self.is_share, self.apart, self.together = most, level, is_share, apart, together
        self.first = at_first(most, n_cities, together)
        self.confidence = EACH_LOOK if self.first < most else CONFIDENCE  # a single look picks no lucky one
        self.looks: list[Look] = []

    def next(self, found: Sequence[Sample]) -> tuple[int, ...]:
        """Look at the widths, and return the number of replicates that every run shall have."""
        have = len(found[0].values)
        if not have:
            return (self.first,) * len(found)
        look = self.look(found)
        self.looks.append(look)
        if look.is_reached or have >= self.most or len(self.looks) > len(STEPS):
            return look.replicates
        wanted = have + max(1, (look.needed - have) * STEPS[len(self.looks) - 1])
        if look.covers_zero:
            wanted = min(wanted, 2 * have)
        return (in_groups(min(wanted, self.most), self.together),) * len(found)

    def look(self, found: Sequence[Sample]) -> Look:
        """Return what is to be seen in some replicates; parameters as those of :meth:`next`."""
        have = tuple(len(one.values) for one in found)
        widths = list(self._widths(found))
        if not widths:
            return Look(have)
        widest = max(widths, key=lambda w: (not w.is_reached, w.needed(), w.half))
        unclear = self.is_share and len(widest.of) == 1 and not widest.one.is_clear
        return Look(have, widest.of, widest.half, widest.aim, widest.needed(), unclear)

    def _widths(self, found: Sequence[Sample]) -> Iterator[Width]:
        """Every interval that has to be narrow; runs without public money have no net effect per yuan."""
        funded = [k for k, one in enumerate(found) if np.isfinite(one.values).all()]
        if self.level is not None:
            yield from (self._level(k, found[k], self.level) for k in funded)
        if self.apart is not None and len(funded) > 1:
            best = max(funded, key=lambda k: float(found[k].values.mean()))
            for k in funded:
                if k != best:
                    yield self._apart((best, k), found, len(funded) - 1, self.apart)

    def _level(self, k: int, one: Sample, level: float) -> Width:
        nothing = one._replace(values=np.zeros_like(one.values))
        net = difference(one, nothing, confidence=self.confidence)
        return Width((k,), net, level * abs(net.value) if self.is_share else level, one.together, self.confidence)

    def _apart(self, of: tuple[int, int], found: Sequence[Sample], pairs: int, apart: float) -> Width:
        """Difference to the best run, with the interval by which the report tells them from each other."""
        best, other = (found[k] for k in of)
        less = difference(best, other, pairs, self.confidence)
        return Width(of, less, apart, max(best.together, other.together), 1 - (1 - self.confidence) / pairs)

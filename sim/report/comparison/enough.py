"""How many replicates would be enough to tell what the headline cannot."""

from __future__ import annotations

import math

from sim.results.comparison import Results
from sim.results.differences import Difference, Sample, alone, difference, enough
from sim.results.looks import confidence_of, stopping_of
from sim.texts import say

MOST = 10_000  # beyond this a difference is too small for any number of replicates that can be run


def would_tell(results: Results) -> str:
    """Say how many replicates would tell what those that were stated do not; nothing where they do.

    Where a rule stopped them, its outcome says how many would do; runs at points of assumptions have no best.
    """
    if stopping_of(results.manifest) or results.points or not (results.funded and results.has_intervals):
        return ""
    best, confidence = results.sample(results.best[0]), confidence_of(results.manifest)
    net = alone(best, confidence=confidence)
    if not net.is_clear:
        return _said(results, "zero", _replicates(net, [best], confidence))
    tied = [a for a in results.rivals if net.value > 0 and not results.against_best[a].is_clear]
    if not tied:
        return ""
    pairs = len(results.funded) - 1
    needed = [_apart(best, results.sample(a), pairs, confidence) for a in tied]
    return _said(results, "others", max(needed))


def _apart(best: Sample, other: Sample, pairs: int, confidence: float) -> float:
    one = difference(best, other, pairs, confidence)
    return _replicates(one, [best, other], 1 - (1 - confidence) / pairs)


def _replicates(one: Difference, of: list[Sample], confidence: float) -> float:
    """Replicates with which an interval would leave out 0, if effect and spread are what they seem."""
    return enough(one, abs(one.value), confidence) * max(sample.together for sample in of)


def _said(results: Results, what: str, needed: float) -> str:
    have = results.n_replicates(results.best[0])
    if math.isinf(needed) or needed > MOST:
        return say("findings-not-enough", have=have, what=what, most=f"{MOST:,}")
    return say("findings-enough", have=have, what=what, n=f"{max(needed, have + 1):.0f}")

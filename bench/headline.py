"""CPU until official's net per yuan in the default comparison is known to within 0.008 yuan per yuan, against 0.4.0.

Cost of a replicate of the comparison, both trees in turn, times the replicates that the stored standard deviations ask
for. Warm-up and twin are shared by all funded allocations in both trees, so that official's part of the cost is the
same share of it.
"""

from __future__ import annotations

import math
import statistics
from functools import partial

from bench import replicates
from bench.arithmetic import variance_ratio
from bench.clock import ratio, spread, take_turns
from bench.part import Figures, LeftOut, Row
from bench.trees import HERE, RELEASE, Tree, beside
from sim.results.differences import replicates_needed

HALF_WIDTH = 0.008  # yuan per yuan
ROUNDS = 4
SAME = 1e-9  # relative; stored replicates were computed on another machine, perhaps
ROWS = (
    Row(
        "**CPU to ±0.008 yuan per yuan** (95 %) on net per yuan of official in the default comparison, over 0.4.0",
        "{headline_ratio:.2f} ({headline_ratio_low:.2f} to {headline_ratio_high:.2f}): "
        "{headline_cpu_now:.0f} s over {headline_cpu_before:.0f} s",
        "headline_ratio", "<=", 0.667, "{:.2g}",
    ),
    Row(
        "of this, CPU of a replicate of the comparison over 0.4.0",
        "{headline_replicate_ratio:.2f} ({headline_replicate_ratio_low:.2f} to {headline_replicate_ratio_high:.2f}): "
        "{headline_replicate_now:.1f} s over {headline_replicate_before:.1f} s",
    ),
    Row(
        "of this, replicates that it takes",
        "{headline_n_now:.0f} over {headline_n_before:.0f} "
        "(standard deviations {headline_sd_now:.4f} and {headline_sd_before:.4f})",
    ),
)  # fmt: skip


def measure() -> Figures:
    """Cost of a replicate in turns, and replicates from what is stored."""
    stored = {side: replicates.read(side) for side in replicates.SIDES}
    with beside([RELEASE, HERE]) as trees:
        sides = {
            side: partial(_seconds, side, trees[commit], stored[side]) for side, commit in replicates.SIDES.items()
        }
        return precision(stored, take_turns(sides, ROUNDS))


def _seconds(side: str, tree: Tree, stored: list[float], k: int) -> float:
    answer = tree.ask("comparison", seed=replicates.SEED + k)
    if k == 0:
        check(side, stored[0], answer["net_per_yuan"])
    return float(answer["seconds"])


def check(side: str, first: float, now: float) -> None:
    """Refuse stored replicates that are not those of the tree.

    Raises
    ------
    LeftOut
    """
    if not math.isclose(now, first, rel_tol=SAME):
        command = f"python -m bench replicates {side} 96"
        raise LeftOut(f"{replicates.path_of(side).name} is of another model ({first} is {now} now): run {command}")


def precision(stored: dict[str, list[float]], seconds: dict[str, list[float]]) -> Figures:
    """Put the two together; the interval is that of the ratio of the variances.

    Parameters
    ----------
    stored : dict of str to list of float
        Net per yuan by replicate, of ``before`` and ``now``; of the same seeds.
    seconds : dict of str to list of float
        CPU of a replicate, by round.
    """
    sd = {side: statistics.stdev(values) for side, values in stored.items()}
    n = {side: replicates_needed(value, HALF_WIDTH) for side, value in sd.items()}
    each = {side: spread(values).median for side, values in seconds.items()}
    cost = ratio(seconds["now"], seconds["before"])
    variance, low, high = variance_ratio(*_pairs(stored))
    found = cost.median * n["now"] / n["before"]
    return {
        "headline_ratio": found,
        "headline_ratio_low": found * low / variance,
        "headline_ratio_high": found * high / variance,
        **cost.named("headline_replicate_ratio"),
        **{f"headline_cpu_{side}": each[side] * n[side] for side in sd},
        **{f"headline_replicate_{side}": each[side] for side in sd},
        **{f"headline_n_{side}": float(n[side]) for side in sd},
        **{f"headline_sd_{side}": sd[side] for side in sd},
    }


def _pairs(stored: dict[str, list[float]]) -> tuple[list[float], list[float]]:
    both = min(map(len, stored.values()))
    return stored["now"][:both], stored["before"][:both]

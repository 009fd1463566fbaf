"""Flip distances over shipped comparisons, run again from the table of ``sanxin sensitivity`` alone.

The study itself runs the model on both sides of what it calls a turn. Here the values that it wrote down, rounded as
they are, go through :func:`sim.compare`: at 0.9 of the distance the ranking must stand, at 1.1 it must be turned. With
another seed it need not: how often it does says how much of a flip distance is chance.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import sim
from bench.part import Figures, Row
from sim.results.sensitivity import AND, CONTRAST, TURNS, Sensitivity
from sim.studies.sensitivity.asked import plan
from sim.studies.sensitivity.flips import BEFORE, BEHIND
from sim.studies.sensitivity.job import run

COMPARISONS = (
    ["allocation=per_head,by_retail,by_need"],
    ["allocation=official", "screening=score,first_come,random"],
    ["allocation=official", "split=debut_first,scenes_first,ip_first"],
    ["allocation=none", "instrument=voucher,cash_transfer"],
)
WORLD = [
    "city=[xining,haikou]", "population.consumers_per_city=30", "replicates=2", "horizon.weeks_warmup=8",
    "horizon.weeks_pilot=40", "horizon.weeks_after=8", "rules.kinds.first_store.retroactive_weeks=0", "threads=1",
    "workers=1",
]  # fmt: skip
RANGES = [
    "parameters.investment_scale=interval(0.65,2.6)", "parameters.own_funds_median=interval(0.3,1.2)",
    "parameters.cost_of_capital=interval(0.05,0.2)", "parameters.profit_mean=interval(0.25,1)",
    "parameters.screening_noise=interval(0.4,1.6)", "parameters.buffer_other=interval(13,52)",
]  # fmt: skip
SEED, OTHER_SEED = 7, 1007
ROWS = (
    Row(
        "flip distances of four shipped comparisons that hold when they are run again: stands at 0.9, turned at 1.1",
        "{holding_share:.0%}: {holding:.0f} of {found:.0f} that {searched:.0f} searches found",
        "holding_share", ">=", 0.9, "{:.0%}",
    ),
    Row(
        "of these, with another seed; rankings that are more than chance in their two replicates, of all",
        "{holding_with_another_seed:.0f} of {found:.0f}; {clear:.0f} of {rankings:.0f}",
    ),
)  # fmt: skip


class Turn(NamedTuple):
    """A turn that was found.

    Attributes
    ----------
    comparison : list of str
    runs : tuple of str
        The higher one first.
    changes : list of (str, float, float)
        Parameter, value now, value where it turns.
    """

    comparison: list[str]
    runs: tuple[str, str]
    changes: list[tuple[str, float, float]]

    def difference(self, factor: float, seed: int) -> float:
        """Higher run less the lower one, at a multiple of the distance."""
        moved = [f"parameters.{name}={now + factor * (end - now):.6g}" for name, now, end in self.changes]
        found = sim.compare([*self.comparison, *WORLD, *moved, f"seed={seed}"]).summary
        values = found.set_index("allocation").net_per_yuan
        return float(values[self.runs[0]] - values[self.runs[1]])

    def holds(self, seed: int) -> bool:
        """Whether the ranking stands before and is turned behind."""
        return self.difference(BEFORE, seed) > 0 >= self.difference(BEHIND, seed)


def turn_of(comparison: list[str], found: Sensitivity, row: Any) -> Turn:
    """Turn as it stands in the table."""
    columns = [str(row[name]).split(AND) for name in ("assumptions", "start", "end")]
    changes = [(name, found.assumptions[name]["value"], float(end)) for name, _, end in zip(*columns, strict=True)]
    return Turn(comparison, found.runs(row.output), changes)


def measure() -> Figures:
    """Find flips, and run each again."""
    turns, searched, rankings, clear = list[Turn](), 0, 0, 0
    for comparison in COMPARISONS:
        with tempfile.TemporaryDirectory() as folder:
            words = [*comparison, *WORLD, *RANGES, f"seed={SEED}", f"output={Path(folder) / 'found'}"]
            found = run(plan(words))
        searched += len(found.flips)
        contrasts = found.named(CONTRAST)
        rankings, clear = rankings + len(contrasts), clear + sum(found.is_clear(one) is True for one in contrasts)
        own = found.flips[found.flips.verdict == TURNS]
        turns += [turn_of(comparison, found, row) for _, row in own.iterrows()]
    holding = sum(turn.holds(SEED) for turn in turns)
    return {
        "searched": searched, "found": len(turns), "rankings": rankings, "clear": clear, "holding": holding,
        "holding_share": holding / max(1, len(turns)),
        "holding_with_another_seed": sum(turn.holds(OTHER_SEED) for turn in turns),
    }  # fmt: skip

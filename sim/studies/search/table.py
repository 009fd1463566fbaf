"""The tables of a search: every plan that was tried, and those that were run again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from sim.results.search import (
    BASE,
    BEST,
    CAME,
    CANDIDATE,
    ESTIMATES,
    FEASIBLE,
    INFEASIBLE,
    KEY,
    MISSED,
    NO,
    NO_VALUE,
    STAGES,
    VALUE,
    YES,
)
from sim.studies.search.asked import Plan
from sim.studies.search.finals import Finalist, dominated, gains
from sim.studies.search.goals import estimate
from sim.studies.search.sampling import Tried


def trials(asked: Plan, by_way: Mapping[str, Sequence[Tried]]) -> pd.DataFrame:
    """A row for every trial: whether it keeps the constraints, its values, and what was chosen."""
    texts = [one.text for one in asked.of_run]
    rows = [
        {"way": way, "trial": n + 1, "verdict": _verdict(one)}
        | {f"{VALUE}{goal.name}": v for goal, v in zip(asked.goals, one.outcome.values, strict=True)}
        | {f"{MISSED}{text}": missed for text, missed in zip(texts, one.outcome.violations, strict=True)}
        | {f"{KEY}{key}": one.point[key] for key in asked.space.keys}
        for way, tried in by_way.items()
        for n, one in enumerate(tried)
    ]
    return pd.DataFrame(rows)


def _verdict(one: Tried) -> str:
    if not one.outcome.has_values:
        return NO_VALUE
    return FEASIBLE if one.outcome.is_feasible else INFEASIBLE


def plans(asked: Plan, base: Finalist, finalists: Sequence[Finalist], taken: int) -> pd.DataFrame:
    """A row for every goal of every plan that was run again; plan 0 is the settings as they are."""
    beaten = [False, *dominated(finalists, asked.goals)]
    rows = []
    for number, one in enumerate([base, *finalists]):
        for k, goal in enumerate(asked.goals):
            own = estimate(goal, one.judged.parts[k], None, one.settings.replicates_per_set)
            gain, optimism = gains(goal, k, one, base)
            rows.append(
                [
                    number, goal.name, _role(number, taken), *_said(one.is_feasible, beaten[number]),
                    one.searched.worth[k], one.chosen.worth[k], own.value, own.low, own.high,
                    gain.value, gain.low, gain.high, optimism, *_limits(one).values(),
                ]
            )  # fmt: skip
    known = ["plan", "objective", "role", "feasible", "dominated", *ESTIMATES, *_limits(base)]
    return pd.DataFrame(rows, columns=known)


def _limits(one: Finalist) -> dict[str, float]:
    """What every constraint came to and how far it is missed, stage by stage, by column."""
    every = dict(zip(STAGES, (one.searched, one.chosen, one.judged), strict=True))
    return {
        f"{part}{stage}.{text}": value
        for text in one.judged.missed
        for stage, own in every.items()
        for part, value in ((CAME, own.came[text]), (MISSED, own.missed[text]))
    }


def _said(*facts: bool) -> list[str]:
    return [YES if fact else NO for fact in facts]


def _role(number: int, taken: int) -> str:
    return BASE if number == 0 else BEST if number == taken + 1 else CANDIDATE

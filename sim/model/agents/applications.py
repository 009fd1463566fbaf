"""What a city authority can know of the applications of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.columns import APPROVAL, BUILDING, LARGE, NEVER, OPEN, STATUS
from sim.kernel.draws import week_key
from sim.kernel.loops.awards import Foreseen, foresee, score_evaluations
from sim.kernel.loops.projects import average_lift
from sim.kernel.rules.authority import Evaluation
from sim.policy.screening import Applicants

if TYPE_CHECKING:
    from sim.model.week import PilotModel

# What a city can foresee of a project, all of the same weight.
OF_PROJECT = Evaluation(completion=1.0, execution=1.0, private=1.0, sales=0.0)
HAS_BEGUN = np.isin(np.arange(len(STATUS)), (APPROVAL, BUILDING, OPEN))  # by status


def _lift(model: PilotModel, kind: np.ndarray, level: np.ndarray, weeks: np.ndarray) -> np.ndarray:
    """Mean factor on sales by novelty over the first weeks, (n,)."""
    lift = np.empty(weeks.size)
    start = model.kinds.novelty[kind] * model.kinds.level_novelty[level]
    average_lift(start, model.kinds.half_life[kind], weeks, lift)
    return lift


def applicants_of(model: PilotModel, row: int, k: np.ndarray) -> Applicants:
    """Applications k of the call of a city.

    Long because it names every column once.

    Parameters
    ----------
    model : PilotModel
    row : int
        Of the city.
    k : (n,) int64
        Its proposals that applied.
    """
    world, parameters, settings = model.world, model.settings.parameters, model.settings
    p = type(world.projects)(*(column[row][k] for column in world.projects))
    week, key = world.week, model.project_key(row, k)
    foreseen, indicator = Foreseen(np.empty(k.size), np.empty(k.size, dtype=bool)), np.empty(k.size)
    foresee(world.projects, model.award_rates, week, row, k, foreseen)
    until = foreseen.weeks
    weeks_open = np.maximum(0.0, model.calendar.end - week - until)
    life = world.fixed.kinds.life_weeks[p.kind]
    weeks_open = np.where(life > 0, np.minimum(life, weeks_open), weeks_open)
    in_time = (week + until <= model.calendar.second_tranche).astype(float)
    parts = model.award_parts
    paid = parts.upfront[p.kind] + parts.completion[p.kind] * in_time
    score_evaluations(in_time, paid, 1 - p.asked / p.reported, np.zeros(k.size), OF_PROJECT, indicator)
    plans = [settings.plan.kinds.get(kind) for kind in world.fixed.kinds.kind]
    ahead = settings.authority.strategic and week < model.calendar.second_tranche and settings.authority.pays_by_score
    return Applicants(
        asked=p.asked, investment=p.reported, planned_sales=p.planned_sales,
        shortfall=1 + parameters["cost_of_capital"] - p.expected_profit / p.investment,
        reach=model.reach[row, p.district], begun=HAS_BEGUN[p.status],
        week=p.week.astype(float), is_large=p.size_class == LARGE, kind=p.kind,
        lift=_lift(model, p.kind, p.level, weeks_open), weeks_open=weeks_open,
        indicator=indicator, priority=np.array([0.0 if plan is None else plan.priority for plan in plans])[p.kind],
        noise=model.draws.normal("screening", key, week_key(week)),
        luck=model.draws.uniform("lottery", key, week_key(week)),
        capability=float(world.authorities.screening[row]), gaming=parameters["gaming_weight"] if ahead else 0.0,
        goes_unaided=foreseen.unaided,
        true_quality=p.quality,
        true_weeks=np.where(p.stalls & (p.opened == NEVER), 0.0, np.minimum(p.fails_after, weeks_open)),
    )  # fmt: skip

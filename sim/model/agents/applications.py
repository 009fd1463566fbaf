"""What a city authority can know of the applications of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.columns import APPROVAL, BUILDING, LARGE, NEVER, OPEN, WAITING
from sim.kernel.draws import week_key
from sim.kernel.loops.projects import average_lift
from sim.kernel.rules.authority import Evaluation, evaluation_score
from sim.kernel.rules.project import goes_unaided, goes_with_award
from sim.policy.screening import Applicants

if TYPE_CHECKING:
    from sim.model.week import PilotModel

# What a city can foresee of a project, all of the same weight.
OF_PROJECT = Evaluation(completion=1.0, execution=1.0, private=1.0, sales=0.0)


def weeks_to_opening(model: PilotModel, row: int, k: int) -> float:
    """Weeks until project k of a city opens if all goes to plan and no queue is in its way."""
    p = model.world.projects
    status = p.status[row, k]
    if status == OPEN:
        return 0.0
    if status == BUILDING:
        return max(0.0, float(p.opens[row, k] - model.world.week))
    return float(p.build[row, k] + model.approval_weeks[p.kind[row, k]])


def can_go_on(model: PilotModel, row: int, k: int, award: float) -> bool:
    """Whether project k of a city goes on, or would be built with this award, yuan.

    The brand of one that waits may have gone elsewhere meanwhile.
    """
    p = model.world.projects
    if p.status[row, k] != WAITING:
        return p.status[row, k] in (APPROVAL, BUILDING, OPEN)
    if p.brand[row, k] >= 0 and model.world.brands_taken[p.brand[row, k]]:
        return False
    cost, terms = p.investment[row, k], model.terms
    support = award + model.kinds.partner_share[p.kind[row, k]] * cost
    funds = p.funds[row, k] + terms.bank_share * cost
    return goes_with_award(p.expected_profit[row, k], cost, model.project_rates.cost_of_capital, funds, support)


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
    p = type(world.projects)(*(column[row, k] for column in world.projects))
    week, key = world.week, model.project_key(row, k)
    until = np.array([weeks_to_opening(model, row, i) for i in k])
    weeks_open = np.maximum(0.0, model.calendar.end - week - until)
    life = world.fixed.kinds.life_weeks[p.kind]
    weeks_open = np.where(life > 0, np.minimum(life, weeks_open), weeks_open)
    in_time = (week + until <= model.calendar.second_tranche).astype(float)
    parts = model.award_parts
    paid = parts.upfront[p.kind] + parts.completion[p.kind] * in_time
    private = 1 - p.asked / p.reported
    seen = [
        Evaluation(completion=c, execution=e, private=p, sales=0.0)
        for c, e, p in zip(in_time, paid, private, strict=True)
    ]
    plans = [settings.plan.kinds.get(world.fixed.kinds.kind[i]) for i in p.kind]
    ahead = settings.authority.strategic and week < model.calendar.second_tranche and settings.authority.pays_by_score
    return Applicants(
        asked=p.asked, investment=p.reported, planned_sales=p.planned_sales,
        shortfall=1 + parameters["cost_of_capital"] - p.expected_profit / p.investment,
        reach=model.reach[row, p.district], begun=np.isin(p.status, (APPROVAL, BUILDING, OPEN)),
        week=p.week.astype(float), is_large=p.size_class == LARGE, kind=p.kind,
        lift=_lift(model, p.kind, p.level, weeks_open), weeks_open=weeks_open,
        indicator=np.array([evaluation_score(figures, OF_PROJECT) for figures in seen]),
        priority=np.array([0.0 if plan is None else plan.priority for plan in plans]),
        noise=model.draws.normal("screening", key, week_key(week)),
        luck=model.draws.uniform("lottery", key, week_key(week)),
        capability=float(world.authorities.screening[row]), gaming=parameters["gaming_weight"] if ahead else 0.0,
        goes_unaided=np.array([goes_unaided(a, b, parameters["cost_of_capital"], f)
                               for a, b, f in zip(p.expected_profit, p.investment, p.funds, strict=True)]),
        true_quality=p.quality,
        true_weeks=np.where(p.stalls & (p.opened == NEVER), 0.0, np.minimum(p.fails_after, weeks_open)),
    )  # fmt: skip

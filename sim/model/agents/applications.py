"""What a city authority can read in the applications of a call, and how it ranks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.columns import BEGUN, LARGE, STATUS, of_city
from sim.kernel.draws import week_key
from sim.kernel.loops.awards import score_evaluations
from sim.kernel.loops.foresight import average_lift
from sim.kernel.rules.authority import Evaluation
from sim.model.agents.foresight import foreseen, outlook, visits_per_yuan
from sim.policy.screening import BOUNDS, SCREENING, Applications, Known

if TYPE_CHECKING:
    from sim.model.week import PilotModel

# What a city can foresee of a project, all of the same weight.
OF_PROJECT = Evaluation(completion=1.0, execution=1.0, private=1.0, sales=0.0)
HAS_BEGUN = np.isin(np.arange(len(STATUS)), BEGUN)  # by status


def written(model: PilotModel, row: int, k: np.ndarray) -> Applications:
    """Applications k of the call of a city, as they were handed in: a record, never the project itself.

    Parameters
    ----------
    model : PilotModel
    row : int
        Of the city.
    k : (n,) int64
        Its proposals that applied.
    """
    p = of_city(model.world.projects, row, k)
    return Applications(
        asked=p.asked, investment=p.reported, sales=p.stated_sales, need=p.stated_need, weeks=p.stated_weeks,
        begun=HAS_BEGUN[p.status], came=p.week.astype(float), is_large=p.size_class == LARGE, size=p.size,
        kind=p.kind, level=p.level, district=p.district,
    )  # fmt: skip


def known_of(model: PilotModel, row: int, k: np.ndarray, a: Applications) -> Known:
    """What a city knows by itself of applications k, from what they say, its plan and its calendar."""
    fixed, settings, calendar, parts = model.world.fixed, model.settings, model.calendar, model.award_parts
    week, key = model.world.week, model.project_key(row, k)
    weeks_open, life = np.maximum(0.0, calendar.end - week - a.weeks), fixed.kinds.life_weeks[a.kind]
    weeks_open = np.where(life > 0, np.minimum(life, weeks_open), weeks_open)
    lift = np.empty(k.size)
    novelty = model.kinds.novelty[a.kind] * model.kinds.level_novelty[a.level]
    visits = a.sales * (fixed.kinds.sector_share[a.kind] @ visits_per_yuan(model, row))
    average_lift(outlook(model, novelty, visits), settings.parameters["curiosity_shape"], weeks_open, lift)
    in_time = (week + a.weeks <= calendar.second_tranche).astype(float)
    paid = parts.upfront[a.kind] + parts.completion[a.kind] * in_time
    indicator = np.empty(k.size)
    score_evaluations(in_time, paid, 1 - a.asked / a.investment, np.zeros(k.size), OF_PROJECT, indicator)
    plans = [settings.plan.kinds.get(kind) for kind in fixed.kinds.kind]
    ahead = settings.authority.strategic and week < calendar.second_tranche and settings.authority.pays_by_score
    return Known(
        reach=model.reach[row, a.district], lift=lift, weeks_open=weeks_open,
        indicator=indicator,
        priority=np.array([0.0 if plan is None else plan.priority for plan in plans])[a.kind],
        noise=model.draws.normal("screening", key, week_key(week)),
        luck=model.draws.uniform("lottery", key, week_key(week)),
        capability=float(model.world.authorities.screening[row]),
        gaming=settings.parameters["gaming_weight"] if ahead else 0.0,
    )  # fmt: skip


def scores_of(model: PilotModel, row: int, k: np.ndarray) -> np.ndarray:
    """Score of applications k of a city by the screening rule of the run, (n,) float64; higher is better."""
    settings, a = model.settings.screening, written(model, row, k)
    if settings.rule in BOUNDS:
        return np.asarray(BOUNDS[settings.rule](a, foreseen(model, row, k)))
    known = known_of(model, row, k, a)
    return np.asarray(SCREENING[settings.rule](a, known, settings, model.settings.parameters))

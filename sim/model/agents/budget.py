"""How much of a city's money a call may award: by direction, kind and area of the city's plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.kernel.columns import AREAS, DIRECTIONS
from sim.kernel.loops.awards import Budget
from sim.policy.plan import NumberPlan

if TYPE_CHECKING:
    from sim.model.week import PilotModel


class _Axis(NamedTuple):
    """Groups of projects that a plan may limit."""

    group: np.ndarray  # (n_proposals,) int64, of each proposal of the city
    names: tuple[str, ...]  # of the groups
    plans: Mapping[str, NumberPlan]
    fen: Mapping[str, float]  # that groups may still get, where any is planned


def budget_of(model: PilotModel, row: int, part: float, money_binds: bool = True) -> Budget:
    """Return the budget of one call of a city.

    Parameters
    ----------
    model : PilotModel
    row : int
        Of the city.
    part : float
        Share of the money at hand that the call may award.
    money_binds : bool
        Whether planned money of areas and kinds binds; planned numbers always do.
    """
    world, plan = model.world, model.settings.plan
    p, kinds = world.projects, world.fixed.kinds.kind
    kind, area = p.kind[row], world.fixed.geography.area[row][p.district[row]]
    pots = np.floor(world.ledger.pots[row, : len(DIRECTIONS)] * part).astype(np.int64)
    held = p.award[row] - p.cancelled[row] - p.recovered[row]
    of_kind = {
        name: planned.money * world.authorities.quota[row] - held[kind == kinds.index(name)].sum()
        for name, planned in plan.kinds.items()
        if planned.money is not None and money_binds
    }
    of_area = {
        name: planned.money * pots.sum()
        for name, planned in plan.areas.items()
        if planned.money is not None and money_binds
    }
    axes = (
        _Axis(model.kinds.direction[kind], DIRECTIONS, plan.directions, {}),
        _Axis(kind, kinds, plan.kinds, of_kind),
        _Axis(area, AREAS, plan.areas, of_area),
    )
    fen, projects = np.full((2, sum(len(axis.names) for axis in axes)), np.inf)
    group, first = np.empty((len(axes), kind.size), dtype=np.int64), 0
    for n, axis in enumerate(axes):
        group[n] = first + axis.group
        for name, left in axis.fen.items():
            fen[first + axis.names.index(name)] = left
        for name, planned in axis.plans.items():
            if planned.projects is not None:
                code = axis.names.index(name)
                projects[first + code] = planned.projects - (held[axis.group == code] > 0).sum()
        first += len(axis.names)
    return Budget(pots, group, fen, projects)

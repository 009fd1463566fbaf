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
    limits = [_limits(axis, held) for axis in axes]
    before = np.cumsum([0] + [len(axis.names) for axis in axes])
    group = np.stack([axis.group + n for axis, n in zip(axes, before, strict=False)])
    return Budget(pots, group, *(np.concatenate(column) for column in zip(*limits, strict=True)))


def _limits(axis: _Axis, held: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Money and projects that groups may still get, (n_groups,) each; inf where nothing is planned.

    Parameters
    ----------
    axis : _Axis
    held : (n_proposals,) int64
        Fen that projects hold by earlier awards.
    """
    fen, projects = np.full(len(axis.names), np.inf), np.full(len(axis.names), np.inf)
    for name, left in axis.fen.items():
        fen[axis.names.index(name)] = left
    for name, planned in axis.plans.items():
        if planned.projects is not None:
            code = axis.names.index(name)
            projects[code] = planned.projects - (held[axis.group == code] > 0).sum()
    return fen, projects

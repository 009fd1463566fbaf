"""How much of a city's money a call may award: by direction, kind and area of the city's plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.columns import AREAS, DIRECTIONS
from sim.policy.plan import NumberPlan

if TYPE_CHECKING:
    from sim.model.week import PilotModel


@dataclass
class Limits:
    """What is left of a plan for each group of projects; changed by every award.

    Attributes
    ----------
    group : (n_proposals,) int64
        Group of each proposal of the city: its direction, its kind or its area.
    fen, projects : (n_groups,) float64
        Money and projects by group; inf where nothing is planned.
    """

    group: np.ndarray
    fen: np.ndarray
    projects: np.ndarray

    @classmethod
    def of(
        cls, group: np.ndarray, names: tuple[str, ...], plans: Mapping[str, NumberPlan], fen: Mapping[str, float],
        held: np.ndarray,
    ) -> Limits:  # fmt: skip
        """Limits by the plans of some groups.

        Parameters
        ----------
        group : (n_proposals,) int64
        names : tuple of str
            Of the groups, by their codes.
        plans : dict of str to NumberPlan
        fen : dict of str to float
            Money that groups may still get, where any is planned.
        held : (n_proposals,) int64
            Fen that projects hold by earlier awards.
        """
        limits = cls(group, np.full(len(names), np.inf), np.full(len(names), np.inf))
        for name, left in fen.items():
            limits.fen[names.index(name)] = left
        for name, planned in plans.items():
            if planned.projects is not None:
                code = names.index(name)
                limits.projects[code] = planned.projects - (held[group == code] > 0).sum()
        return limits

    def allow(self, k: int, fen: int) -> bool:
        """Whether there is enough left in the group of proposal k."""
        return bool(fen <= self.fen[self.group[k]] and self.projects[self.group[k]] >= 1)

    def take(self, k: int, fen: int) -> None:
        """Take the award of proposal k out of what is left in its group."""
        self.fen[self.group[k]] -= fen
        self.projects[self.group[k]] -= 1


@dataclass
class Budget:
    """What is left of a call: fen by direction, (n_directions,) int64, and what the plan limits."""

    of_pot: np.ndarray
    limits: tuple[Limits, ...]

    @classmethod
    def of(cls, model: PilotModel, row: int, part: float, money_binds: bool = True) -> Budget:
        """Budget of one call.

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
        kinds = world.fixed.kinds.kind
        p, a = world.projects, world.authorities
        pots = np.floor(world.ledger.pots[row, : len(DIRECTIONS)] * part).astype(np.int64)
        held = p.award[row] - p.cancelled[row] - p.recovered[row]
        of_kind = {
            name: planned.money * a.quota[row] - held[p.kind[row] == kinds.index(name)].sum()
            for name, planned in plan.kinds.items()
            if planned.money is not None and money_binds
        }
        of_area = {
            name: planned.money * pots.sum()
            for name, planned in plan.areas.items()
            if planned.money is not None and money_binds
        }
        area = world.fixed.geography.area[row][p.district[row]]
        limits = (
            Limits.of(model.kinds.direction[p.kind[row]], DIRECTIONS, plan.directions, {}, held),
            Limits.of(p.kind[row], kinds, plan.kinds, of_kind, held),
            Limits.of(area, AREAS, plan.areas, of_area, held),
        )
        return cls(pots, limits)

    def allows(self, pot: int, k: int, fen: int) -> bool:
        """Whether there is enough left to award proposal k."""
        return bool(fen <= self.of_pot[pot]) and all(limits.allow(k, fen) for limits in self.limits)

    def take(self, pot: int, k: int, fen: int) -> None:
        """Take the award of proposal k out of what is left."""
        self.of_pot[pot] -= fen
        for limits in self.limits:
            limits.take(k, fen)

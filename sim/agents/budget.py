"""How much of a city's money a call may award: by direction, kind and area of the city's plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.columns import AREAS, DIRECTIONS


@dataclass
class Budget:
    """What is left, in fen and in projects; changed by every award.

    Attributes
    ----------
    of_pot : (n_directions,) int64
        Fen by direction.
    of_kind, n_of_kind : (n_kinds,) float64
        Fen and projects by kind; inf where nothing is planned.
    of_area : (n_areas,) float64
        Fen by area; inf where nothing is planned.
    area : (n_districts,) int64
        Area of each district.
    """

    of_pot: np.ndarray
    of_kind: np.ndarray
    n_of_kind: np.ndarray
    of_area: np.ndarray
    area: np.ndarray

    @classmethod
    def of(cls, model, row: int, part: float, in_areas: bool = True) -> Budget:
        """Budget of one call.

        Parameters
        ----------
        model : PilotModel
        row : int
            Of the city.
        part : float
            Share of the money at hand that the call may award.
        in_areas : bool
            Whether the planned shares of areas and money of kinds bind; planned numbers always do.
        """
        world, plan = model.world, model.settings.plan
        p, a = world.projects, world.authorities
        pots = np.floor(a.pots[row, : len(DIRECTIONS)] * part).astype(np.int64)
        names = world.fixed.kinds.kind
        money, projects = np.full(len(names), np.inf), np.full(len(names), np.inf)
        held = p.award[row] - p.cancelled[row] - p.recovered[row]
        for name, planned in plan.kinds.items():
            of_kind = p.kind[row] == names.index(name)
            if planned.money is not None and in_areas:
                money[names.index(name)] = planned.money * a.quota[row] - held[of_kind].sum()
            if planned.projects is not None:
                projects[names.index(name)] = planned.projects - (held[of_kind] > 0).sum()
        areas = np.full(len(AREAS), np.inf)
        if plan.areas is not None and in_areas:
            areas = np.array([plan.areas[name] for name in AREAS]) * pots.sum()
        return cls(pots, money, projects, areas, world.fixed.geography.area[row])

    def allows(self, pot: int, kind: int, district: int, fen: int) -> bool:
        """Whether there is enough left for an award."""
        enough = fen <= min(self.of_pot[pot], self.of_kind[kind], self.of_area[self.area[district]])
        return bool(enough and self.n_of_kind[kind] >= 1)

    def take(self, pot: int, kind: int, district: int, fen: int) -> None:
        """Take an award out of what is left."""
        self.of_pot[pot] -= fen
        self.of_kind[kind] -= fen
        self.n_of_kind[kind] -= 1
        self.of_area[self.area[district]] -= fen

"""Merchant: a view on one row of the established merchants' columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kernel.columns import Merchants
from sim.model.agents.actor import Actor

if TYPE_CHECKING:
    from sim.model.week import PilotModel


class Merchant(Actor):
    """Shops of one sector and size class in one district.

    Parameters
    ----------
    model : PilotModel
    index : tuple of int
        City, district, sector, size class.
    """

    def __init__(self, model: PilotModel, index: tuple[int, int, int, int]) -> None:
        super().__init__(model)
        self.index = index

    @property
    def _columns(self) -> Merchants:
        return self.model.world.merchants

    @property
    def shops(self) -> float:
        """Shops this row stands for."""
        return float(self._columns.shops[self.index])

    @property
    def price(self) -> float:
        """Price relative to the start."""
        return float(self._columns.price[self.index])

    @property
    def cash_weeks(self) -> float:
        """Cash per shop in weeks of normal sales."""
        return float(self._columns.cash[self.index])

    @property
    def sector(self) -> str:
        """Name of the sector."""
        _, _, sector, _ = self.index
        return self.model.world.fixed.sectors.sector[sector]

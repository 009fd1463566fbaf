"""Consumer: a view on one row of the residents' columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kernel.columns import LIQUIDITY_TYPES, Consumers
from sim.model.agents.actor import Actor

if TYPE_CHECKING:
    from sim.model.week import PilotModel


class Consumer(Actor):
    """A super-individual: ``weight`` similar residents of one district.

    Parameters
    ----------
    model : PilotModel
    row : int
        Row of ``model.world.consumers``.
    """

    def __init__(self, model: PilotModel, row: int) -> None:
        super().__init__(model)
        self.row = row

    @property
    def _columns(self) -> Consumers:
        return self.model.world.consumers

    @property
    def weight(self) -> float:
        """Residents this row stands for."""
        return float(self._columns.weight[self.row])

    @property
    def income(self) -> float:
        """Yuan per week and resident at the start."""
        return float(self._columns.income[self.row])

    @property
    def gap(self) -> float:
        """Yuan per resident above (+) or below (-) the planned liquid buffer."""
        return float(self._columns.gap[self.row])

    @property
    def liquidity_type(self) -> str:
        """One of the three liquidity types."""
        return LIQUIDITY_TYPES[int(self._columns.liquidity[self.row])]

    @property
    def income_quintile(self) -> int:
        """1 (lowest) to 5, within the city."""
        return int(self._columns.quintile[self.row]) + 1

    @property
    def n_venues_known(self) -> float:
        """Expected number of novel venues that a resident of this row knows."""
        return float(self._columns.aware[self.row].sum())

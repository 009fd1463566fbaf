"""What a record reads of a model; the model itself stands above the measures."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.kernel.columns import Sales
from sim.kernel.loops.consumers import Purchases
from sim.kernel.loops.uptake import Claims
from sim.world.build import World

Array = NDArray[np.float64]


class Ministry(Protocol):
    """Who pays the grants."""

    @property
    def second_fen(self) -> NDArray[np.int64]:
        """Paid as the second tranche so far, (n_cities,)."""


class Programme(Protocol):
    """Instruments that run."""

    @property
    def claims(self) -> Claims:
        """What came of their offers this week."""


class OnlineChannel(Protocol):
    """What is sold online."""

    @property
    def value(self) -> Array:
        """Attraction of shops and it over what was planned, (n_cities, n_districts, QUINTILES, n_sectors)."""


class Markets(Protocol):
    """Markets of all cities."""

    @property
    def online(self) -> OnlineChannel:
        """What is sold online."""

    @property
    def season(self) -> Array:
        """Season of this week, (n_sectors,)."""

    @property
    def growth(self) -> float:
        """Factor on incomes since the start."""

    @property
    def support(self) -> Programme:
        """Instruments that run."""

    def by_sector(self, by_slot: Array) -> Array:
        """Sum over slots of venues by sector, (n_cities, n_sectors)."""

    def sold_by_size(self) -> Array:
        """Yuan that established merchants have sold since the warm-up began, by size class, (n_cities, SIZES)."""


class Watched(Protocol):
    """A model at the end of a week."""

    @property
    def world(self) -> World:
        """State of the world."""

    @property
    def markets(self) -> Markets:
        """Markets of all cities."""

    @property
    def ministry(self) -> Ministry:
        """Who pays the grants."""

    @property
    def last_sales(self) -> Sales:
        """Who received what."""

    @property
    def bought(self) -> Purchases:
        """What residents bought."""

    def sales_by_project(self) -> tuple[Array, Array]:
        """Sales of each project to residents and to visitors, (n_cities, n_proposals) yuan each."""

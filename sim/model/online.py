"""The online channel of all sectors in one world: what it attracts, what is planned of it, who is paid for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.columns import ACCOUNT_WEEKS, QUINTILES, WEEKS_PER_YEAR
from sim.kernel.loops.consumers import Purchases
from sim.kernel.loops.online import plan_online, sell_online, set_out_online, weigh_online
from sim.kernel.rules.online import merchants_part, wages_part

if TYPE_CHECKING:
    from sim.model.market import CityMarkets


class OnlineChannel:
    """Online channel beside the shops of a world.

    Parameters
    ----------
    markets : CityMarkets
        That it is a part of.

    Attributes
    ----------
    planned : (n_cities, n_sectors) float64
        Attraction that was to be expected: as at the start, with the trend.
    share, value, paid, bill : (n_cities, n_districts, QUINTILES, n_sectors) float64
        Online share of occasions, novel venues aside; attraction of all over what was planned; what is paid per planned
        ticket online, and on average.
    merchants_part, wages_part : (n_sectors,) float64
        Of an online sale: what merchants of the buyer's city get, and what riders and couriers earn there.
    """

    def __init__(self, markets: CityMarkets) -> None:
        self._markets, fixed = markets, markets.world.fixed
        channel, p = fixed.online, markets.settings.parameters
        self.merchants_part = merchants_part(channel.local_share, p["delivery_fee"])
        self.wages_part = wages_part(channel.local_share, p["delivery_fee"], p["rider_share"], p["courier_share"])
        n_cities, n_sectors = fixed.start.sales.shape
        self.planned, self._on_plan, self._at_start = np.zeros((3, n_cities, n_sectors))
        self._attraction, self._local = np.zeros((2, n_cities, QUINTILES, n_sectors))
        self.share, self.value, self.paid, self.bill = np.zeros((4, *fixed.start.established.shape))
        self.bill[:], self.paid[:], self.value[:] = 1.0, 1.0, 1.0
        self._likeness = p["channel_likeness"]
        self._plan(fixed.start.online, self._at_start)

    @property
    def _years(self) -> float:
        """Years since the start of the pilot, as of the last account week: shops and the channel change together."""
        weeks_warmup = self._markets.settings.horizon.weeks_warmup
        periods = (self._markets.world.week + weeks_warmup) // ACCOUNT_WEEKS
        return (periods * ACCOUNT_WEEKS - weeks_warmup) / WEEKS_PER_YEAR

    def _plan(self, attraction: np.ndarray, out: np.ndarray) -> None:
        fixed = self._markets.world.fixed
        plan_online(fixed.geography.n_districts, fixed.start.planned, fixed.start.established, attraction, out)

    def weigh(self, shops: np.ndarray) -> None:
        """Weigh the channel anew.

        Parameters
        ----------
        shops : (n_cities, QUINTILES, n_sectors, n_districts) float64
            Attraction of the shops of each district.
        """
        fixed = self._markets.world.fixed
        channel, start = fixed.online, fixed.start
        weigh_online(
            start.online, channel.share, channel.growth, channel.local_share, self._years, start.shops, shops,
            self.planned, self._attraction, self._local,
        )  # fmt: skip
        self._plan(self.planned, self._on_plan)

    def set_out(self, shops: np.ndarray, sectors: np.ndarray) -> None:
        """Put it beside the shops of some sectors. Modifies: share, paid, bill, and what the world's shoppers see.

        Parameters
        ----------
        shops : (n_cities, n_districts, QUINTILES, n_sectors) float64
            Their attraction, trips included.
        sectors : (n,) int64
        """
        shopping, n_districts = self._markets.world.shopping, self._markets.world.fixed.geography.n_districts
        set_out_online(
            n_districts, sectors, shops, self._markets.world.fixed.start.established, self.planned, self._attraction,
            self._local, self._likeness, shopping.bill, shopping.established, self.value, self.share, self.paid,
            self.bill,
        )  # fmt: skip

    @property
    def planned_sales(self) -> np.ndarray:
        """What residents planned to buy online this week, (n_cities, n_sectors) yuan."""
        sales: np.ndarray = self._on_plan * self._markets.season * self._markets.growth
        return sales

    @property
    def planned_receipts(self) -> np.ndarray:
        """What was to be expected that merchants of the city get this week, (n_cities, n_sectors) yuan."""
        lost = (self._on_plan - self._at_start) * (1.0 - self.merchants_part)
        receipts: np.ndarray = (self._markets.world.fixed.start.sales - lost) * self._markets.season
        return receipts * self._markets.growth

    def sell(self, bought: Purchases) -> tuple[np.ndarray, np.ndarray]:
        """What residents bought online, and what merchants of the city got of it, (n_cities, n_sectors) yuan each."""
        world = self._markets.world
        online, delivered = np.zeros((2, *world.fixed.start.sales.shape))
        sell_online(
            world.fixed.geography.n_districts, bought, self.merchants_part, world.since.delivered, online, delivered
        )  # fmt: skip
        return online, delivered

    def wages(self, online: np.ndarray) -> np.ndarray:
        """Wages beyond plan of those who deliver in the city, (n_cities,) yuan; online : as :meth:`sell` returns it."""
        wages: np.ndarray = (online - self.planned_sales) @ self.wages_part
        return wages

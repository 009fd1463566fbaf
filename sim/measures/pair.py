"""A policy world and its twin in one replicate: what several measures are computed from, computed once.

The parts of the gross add up exactly::

    gross = windfall + displaced in the city + displaced from other cities + displaced online + brought forward + net

*gross*: sales of awarded projects from the award on, and bills that an instrument paid a part of. *windfall*: what
the same projects sell in the twin, and the part of those bills that would have been bought anyway, in the same
channel. *net*: change of
all consumption over the whole horizon. *brought forward*: what residents of a city spend less in weeks in which they
spend less than in the twin, up to what they spend more in others. *displaced from other cities*: visitors that cities
lose, and what residents' extra trips take from merchants at home. *displaced online*: what residents of a city buy less
online over the whole horizon, sector by sector, whoever sells it. *displaced in the city*: what all other merchants
lose beyond that.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.kernel.columns import AREAS, DIRECTIONS, NEVER
from sim.kernel.rules.online import wages_part
from sim.measures.record import Record
from sim.world.ledger import FEN_PER_YUAN

if TYPE_CHECKING:
    from sim.kernel.columns import Projects
    from sim.world.build import Fixed

Array = NDArray[np.float64]
Numbers = NDArray[Any]  # of whatever kind a record holds


class Sold(NamedTuple):
    """Sales of projects that the policy supports, from their award on, (n_weeks, n_cities, n_proposals) yuan each."""

    home: Array
    visitors: Array


class Parts(NamedTuple):
    """Gross sales of the awarded projects and the parts they consist of, in yuan."""

    gross: float
    windfall: float
    displaced_city: float
    displaced_intercity: float
    displaced_online: float
    brought_forward: float
    net: float


class Pair:
    """What measures ask of a policy world and its twin.

    Parameters
    ----------
    policy, twin : Record
        Of the same replicate.
    fixed : Fixed
    projects : Projects
        For what a proposal is; not for what became of it.
    """

    def __init__(self, policy: Record, twin: Record, fixed: Fixed, projects: Projects) -> None:
        self.policy, self.twin, self.fixed, self.projects = policy, twin, fixed, projects

    def _from_award(self, record: Record) -> Sold:
        week = np.arange(record.project_home.shape[0])[:, None, None]
        counts = self.awarded & (week >= self.policy.award_week)
        return Sold(record.project_home * counts, record.project_visitors * counts)

    @cached_property
    def sold(self) -> Sold:
        """With the policy."""
        return self._from_award(self.policy)

    @cached_property
    def sold_twin(self) -> Sold:
        """The same projects, in the same weeks, in the twin."""
        return self._from_award(self.twin)

    @cached_property
    def gross(self) -> Array:
        """Sales of supported projects and bills that instruments supported, (n_weeks, n_cities) yuan."""
        whole: Array = self.sold.home.sum(axis=2) + self.sold.visitors.sum(axis=2) + self.policy.supported
        return whole

    @cached_property
    def spent(self) -> Array:
        """Change of what residents spend, (n_weeks, n_cities, QUINTILES, n_sectors) yuan."""
        return self.policy.spent - self.twin.spent

    @cached_property
    def sales(self) -> Array:
        """Change of sales by place, (n_weeks, n_cities, n_sectors) yuan."""
        return self.policy.sales - self.twin.sales

    @cached_property
    def online(self) -> Array:
        """Change of what residents buy online, (n_weeks, n_cities, n_sectors) yuan."""
        return self.policy.online - self.twin.online

    @cached_property
    def jobs(self) -> float:
        """Person-years that the change of sales takes, in shops, venues and delivery."""
        fixed, p = self.fixed, self.fixed.parameters
        fees = p["delivery_fee"], p["rider_share"], p["courier_share"]
        wages = self.sales.sum(axis=(0, 1)) @ fixed.sectors.labour_share
        wages += self.online.sum(axis=(0, 1)) @ wages_part(fixed.online.local_share, *fees)
        return float(wages / p["wage_per_job"])

    @cached_property
    def surplus(self) -> Array:
        """Change of what the offer is worth to residents, (n_cities, n_districts, QUINTILES) yuan."""
        return self.policy.surplus - self.twin.surplus

    @cached_property
    def parts(self) -> Parts:
        """The gross taken apart."""
        bills = self.policy.supported.sum()
        extra = self.policy.supported_extra.sum() + self.policy.supported_moved.sum()
        gross = self.sold.home.sum() + self.sold.visitors.sum() + bills
        windfall = self.sold_twin.home.sum() + self.sold_twin.visitors.sum() + bills - extra
        by_resident = self.spent.sum(axis=(2, 3))  # (n_weeks, n_cities)
        net = by_resident.sum()
        less, more = np.maximum(0, -by_resident).sum(axis=0), np.maximum(0, by_resident).sum(axis=0)
        brought_forward = np.minimum(less, more).sum()
        trips = self.policy.trips - self.twin.trips
        intercity = np.maximum(0, -trips.sum(axis=0)).sum() + self._lost_to_trips(trips)
        online = np.maximum(0, -self.online.sum(axis=0)).sum()
        in_city = gross - windfall - net - brought_forward - intercity - online
        return Parts(gross, windfall, in_city, intercity, online, brought_forward, net)

    def _lost_to_trips(self, trips: Array) -> float:
        """Spending that unsupported merchants at home lose to their residents' extra trips, yuan."""
        extra_trips = trips.sum(axis=1)[self.policy.chosen]
        more_at_home = (self.sold.home - self.sold_twin.home).sum(axis=(0, 2))
        unsupported = self.spent.sum(axis=(0, 2, 3)) - extra_trips - more_at_home
        return float(np.minimum(np.maximum(0, extra_trips), np.maximum(0, -unsupported)).sum())

    @cached_property
    def awarded(self) -> NDArray[np.bool_]:
        """Projects that got an award, (n_cities, n_proposals)."""
        return self.policy.award_week >= 0

    @cached_property
    def additional(self) -> NDArray[np.bool_]:
        """Of these, those that are not begun in the twin."""
        return self.awarded & ~self.twin.started

    @cached_property
    def opened(self) -> NDArray[np.bool_]:
        """Projects that have opened."""
        return self.policy.opened > NEVER

    def private(self, supported: NDArray[np.bool_]) -> Array:
        """Private investment in those of some projects that have opened, (n_cities,) yuan.

        It is what public money did not pay in the end: what a city got back from a project is not public money in it.
        """
        kept = self.policy.project_paid - self.policy.project_recovered
        private = np.maximum(0.0, self.projects.investment - kept / FEN_PER_YUAN)
        by_city: Array = (private * (supported & self.opened)).sum(axis=1)
        return by_city

    @cached_property
    def stores(self) -> NDArray[np.bool_]:
        """Proposals of stores with levels: first stores, flagship stores and headquarters."""
        stores: NDArray[np.bool_] = self.fixed.kinds.has_levels[self.projects.kind]
        return stores

    def by_direction(self, value: Numbers) -> Numbers:
        """Sum over proposals by support direction; value : (n_cities, n_proposals)."""
        direction = np.array([DIRECTIONS.index(d) for d in self.fixed.kinds.direction])[self.projects.kind]
        return _sums(direction, value, len(DIRECTIONS))

    def by_kind(self, value: Numbers) -> Numbers:
        """Sum over proposals by kind of project; value : (n_cities, n_proposals)."""
        return _sums(self.projects.kind, value, len(self.fixed.kinds.kind))

    def by_area(self, value: Numbers) -> Numbers:
        """Sum over proposals by area of the city; value : (n_cities, n_proposals)."""
        district = self.projects.district.astype(np.int64)
        return _sums(np.take_along_axis(self.fixed.geography.area, district, axis=1), value, len(AREAS))

    def residents_by_area(self, value: Array) -> Array:
        """Sum over districts and quintiles by area; value : (n_cities, n_districts, QUINTILES)."""
        area = self.fixed.geography.area
        return np.array([(value * (area == a)[..., None]).sum() for a in range(len(AREAS))])

    def near(self, world: Record) -> Array:
        """Novel venues within a quarter of an hour, mean over weeks, (n_cities, n_districts)."""
        return world.near / len(self.policy.sales)

    def near_any(self, world: Record) -> Array:
        """Share of residents with any of them, mean over weeks, (n_cities, n_districts)."""
        return world.near_any / len(self.policy.sales)

    def mean(self, value: Array) -> float:
        """Mean over all residents of what their district has; value : (n_cities, n_districts)."""
        people = self.fixed.cells.residents
        return float((value[..., None] * people).sum() / people.sum())

    def mean_by_area(self, value: Array) -> Array:
        """Mean over the residents of each area; value : (n_cities, n_districts)."""
        people = self.fixed.cells.residents
        area = self.fixed.geography.area
        sums = [(value[..., None] * people * (area == a)[..., None]).sum() for a in range(len(AREAS))]
        return np.array(sums) / np.maximum(self.residents_by_area(people), 1e-9)


def _sums(group: NDArray[Any], value: Numbers, n: int) -> Numbers:
    return np.bincount(group.ravel(), weights=value.ravel(), minlength=n)

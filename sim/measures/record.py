"""What is written down each week of the pilot; measures are computed from records alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.kernel.columns import NEVER, PARTNERS, QUINTILES, SIZES
from sim.kernel.loops.livelihood import add_surplus, count_near

if TYPE_CHECKING:
    from sim.measures.watched import Watched
    from sim.world.build import World
    from sim.world.ledger import Ledger

Array: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]


def extra_money(ledger: Ledger) -> Whole:
    """Fen that the treasury paid for instruments beside the grants, less what came back, (n_cities,) int64."""
    return ledger.moved("treasury", "instruments") - ledger.moved("instruments", "treasury")


def instrument_fen(ledger: Ledger) -> Whole:
    """Fen that instruments have paid so far, (n_cities,) int64."""
    residents, merchants, publicity = (ledger.moved("instruments", s) for s in ("residents", "merchants", "publicity"))
    return residents + merchants + publicity


@dataclass
class Record:
    """Flows of one world; week 0 is the start of the pilot, money in yuan of the week.

    Attributes
    ----------
    spent : (n_weeks, n_cities, QUINTILES, n_sectors)
        By residents of a city, anywhere; a trip counts in the tourism sector.
    sales : (n_weeks, n_cities, n_sectors)
        That merchants of a city get, from anybody.
    online : (n_weeks, n_cities, n_sectors)
        That residents of a city buy online, whoever sells it.
    project_home, project_visitors : (n_weeks, n_cities, n_proposals)
        Sales of each project to residents and to visitors.
    trips : (n_all, n_all)
        Spending of travellers by origin and destination, over all weeks.
    paid, recovered : (n_weeks, n_cities) int64
        Fen to projects and for publicity so far; fen back from stopped projects so far.
    wages : (n_weeks, n_cities)
        Income of residents beyond the planned path.
    supported, supported_extra, supported_moved : (n_weeks, n_cities)
        Bills that an instrument supported, what was bought on top of what would have been bought, and what would have
        been bought where the support does not hold (in shops, online), yuan.
    instruments : (n_weeks, n_cities) int64
        Fen that instruments have paid so far.
    surplus : (n_cities, n_districts, QUINTILES)
        What the offer was worth to residents beyond that at the start, yuan, over all weeks.
    near, near_any : (n_cities, n_districts)
        Sums over weeks of the novel venues that a resident has within a quarter of an hour, and of the share of
        residents who have any.
    award_week, opened : (n_cities, n_proposals) int64
        At the end.
    award, project_paid, project_recovered, cancelled, overpaid : (n_cities, n_proposals) int64
        Fen at the end.
    partner, reported : (n_cities, n_proposals)
        Yuan that partners added, and of investment in the application.
    started : (n_cities, n_proposals) bool
        Whether the project was begun.
    received, returned, publicity, unspent : (n_cities,) int64
        Fen at the end; received: the grant and what the treasury paid for instruments; returned: to the treasury;
        unspent: committed or not, without what was returned.
    second : (n_cities,) int64
        Fen of the second tranche.
    score : (n_cities,)
        Of the evaluation before it; NaN without one.
    partners : (n_cities, n_partners)
        Yuan that each of PARTNERS added.
    waited, cases : (n_cities, n_departments)
        Weeks that projects waited in the queue of a department, and cases; in the order of the departments' table.
    size_sales, size_shops, size_exits : (n_cities, SIZES)
        Sales of established merchants since the start, yuan; shops at the end; shops that closed.
    chosen : (n_cities,) int64
        Rows of the city table.
    """

    spent: Array
    sales: Array
    online: Array
    project_home: Array
    project_visitors: Array
    trips: Array
    paid: Whole
    recovered: Whole
    wages: Array
    supported: Array
    supported_extra: Array
    supported_moved: Array
    instruments: Whole
    surplus: Array
    near: Array
    near_any: Array
    award_week: Whole
    opened: Whole
    award: Whole
    project_paid: Whole
    project_recovered: Whole
    cancelled: Whole
    overpaid: Whole
    partner: Array
    reported: Array
    started: NDArray[np.bool_]
    received: Whole
    returned: Whole
    publicity: Whole
    unspent: Whole
    second: Whole
    score: Array
    partners: Array
    waited: Array
    cases: Array
    size_sales: Array
    size_shops: Array
    size_exits: Array
    chosen: Whole

    @classmethod
    def empty(cls, n_weeks: int, world: World) -> Record:
        """Return a record of nothing yet for a world's shapes."""
        fixed = world.fixed
        n_cities, n_districts, n_sectors, _ = world.merchants.shops.shape
        n_proposals, n_all = world.projects.status.shape[1], len(fixed.cities.id)
        weekly, by_project = (n_weeks, n_cities), (n_cities, n_proposals)
        shapes: dict[str, int | tuple[int, ...]] = {
            "spent": (*weekly, QUINTILES, n_sectors), "sales": (*weekly, n_sectors),
            "online": (*weekly, n_sectors), "supported_moved": weekly,
            "project_home": (n_weeks, *by_project), "project_visitors": (n_weeks, *by_project), "trips": (n_all, n_all),
            "wages": weekly, "supported": weekly, "supported_extra": weekly,
            "surplus": (n_cities, n_districts, QUINTILES), "near": (n_cities, n_districts),
            "near_any": (n_cities, n_districts), "partner": by_project, "reported": by_project, "score": n_cities,
            "partners": (n_cities, len(PARTNERS)), "waited": (n_cities, len(fixed.departments.role)),
            "cases": (n_cities, len(fixed.departments.role)), "size_sales": (n_cities, SIZES),
            "size_shops": (n_cities, SIZES), "size_exits": (n_cities, SIZES),
        }  # fmt: skip
        whole: dict[str, int | tuple[int, ...]] = dict.fromkeys(("paid", "recovered", "instruments"), weekly)
        whole |= dict.fromkeys(("award_week", "opened", "award", "project_paid", "project_recovered"), by_project)
        whole |= dict.fromkeys(("cancelled", "overpaid"), by_project)
        whole |= dict.fromkeys(("received", "returned", "publicity", "unspent", "second", "chosen"), (n_cities,))
        columns: dict[str, NDArray[Any]] = {name: np.zeros(shape) for name, shape in shapes.items()}
        columns |= {name: np.zeros(shape, dtype=np.int64) for name, shape in whole.items()}
        return cls(**columns, started=np.zeros(by_project, dtype=bool))

    def fork(self) -> Record:
        """Return an independent record of the same, for a world that goes its own way."""
        return type(self)(**{name: column.copy() for name, column in vars(self).items()})

    def write(self, model: Watched, t: int) -> None:
        """Write down week t of a model.

        Long because it names what is written once.
        """
        sales, world, markets = model.last_sales, model.world, model.markets
        self.spent[t] = sales.spent
        self.sales[t] = sales.established + sales.visitors_established + sales.novel + sales.delivered
        self.online[t] = sales.online
        self.project_home[t], self.project_visitors[t] = model.sales_by_project()
        self.trips += sales.trips
        moved = world.ledger.moved
        self.paid[t] = moved("city_committed", "projects") + moved("city_uncommitted", "publicity")
        self.recovered[t] = moved("projects", "city_uncommitted")
        self.wages[t] = world.wages
        claims = markets.support.claims
        self.supported[t], self.supported_extra[t] = claims.bills.sum(axis=0), claims.extra.sum(axis=0)
        self.supported_moved[t] = claims.moved.sum(axis=0)
        self.instruments[t] = instrument_fen(world.ledger)
        self._livelihood(model)

    def _livelihood(self, model: Watched) -> None:
        """Add this week's surplus, and the venues that residents have near them."""
        world, fixed, markets, bought = model.world, model.world.fixed, model.markets, model.bought
        n_districts, demand = fixed.geography.n_districts, fixed.demand
        add_surplus(
            n_districts, demand.ticket, fixed.sectors.occasions_per_week * markets.season, markets.growth,
            fixed.cells.scale, bought.gained, markets.online.value, demand.price_sensitivity, self.surplus,
        )  # fmt: skip
        count_near(n_districts, world.venues, fixed.near_share, self.near, self.near_any)

    def close(self, model: Watched) -> None:
        """Write down how the projects, the shops and the money of a model ended."""
        world = model.world
        ledger, merchants = world.ledger, world.merchants
        self.chosen[:] = world.fixed.chosen
        self.size_sales += model.markets.sold_by_size()
        self.size_shops[:] = merchants.shops.sum(axis=(1, 2))
        self.size_exits[:] = world.closed.exits.sum(axis=(1, 3))
        self.second[:] = model.ministry.second_fen
        self.received[:] = ledger.received + extra_money(ledger)
        self.returned[:] = ledger.moved("city_uncommitted", "treasury")
        self.publicity[:] = ledger.balance["publicity"]
        self.unspent[:] = ledger.balance["city_uncommitted"] + ledger.balance["city_committed"]
        self._projects(world)
        self._offices(world)

    def _projects(self, world: World) -> None:
        """What became of each project."""
        p = world.projects
        self.award_week[:], self.opened[:], self.started[:] = p.award_week, p.opened, p.start > NEVER
        self.award[:], self.project_paid[:], self.project_recovered[:] = p.award, p.paid, p.recovered
        self.cancelled[:], self.overpaid[:] = p.cancelled, p.overpaid
        self.partner[:], self.reported[:] = p.partner, p.reported

    def _offices(self, world: World) -> None:
        """What the city authorities and their departments did."""
        a, queues = world.authorities, world.approvals
        self.score[:], self.partners[:] = a.score, a.partners
        self.waited[:] = np.column_stack([queues.waited, a.review_weeks, a.payment_weeks])
        self.cases[:] = np.column_stack([queues.cases, a.review_cases, a.payment_cases])

"""One experiment in twin worlds: what is written down of each week, with and without the treatment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from sim.measures.record import instrument_fen
from sim.model import PilotModel
from sim.model.observe import Observer
from sim.policy.channels import PriceShift, ShopChange
from sim.policy.instrument import Instrument
from sim.world.build import Fixed, World
from sim.world.ledger import FEN_PER_YUAN

Floats = NDArray[np.float64]


class Week(NamedTuple):
    """What is written down of one week; :class:`Diary` has a column of each."""

    spent: Floats
    occasions: Floats
    venue_home: Floats
    venue_visitors: Floats
    adopted: Floats
    paid: Floats
    bills: Floats
    stretch: Floats
    used: Floats
    instruments: NDArray[np.int64]
    income: Floats
    footfall: Floats
    account_sales: Floats


class Diary(Observer):
    """What happened in one world, week by week; all is there after the last week.

    Attributes
    ----------
    spent : (n_weeks, n_cities, QUINTILES, n_sectors)
        Yuan.
    occasions : (n_weeks, n_cities, n_sectors)
        Purchases of residents, at established merchants and novel venues.
    venue_home, venue_visitors : (n_weeks, n_cities, n_proposals)
        Sales of projects, yuan.
    adopted : (n_weeks, n_cities, n_proposals)
        Residents who have been there, share.
    paid, bills, stretch, used : (n_weeks, n_offers, n_cities)
        Of instruments that need a purchase.
    instruments : (n_weeks, n_cities)
        Fen that instruments have paid so far.
    income : (n_weeks, n_cities)
        Yuan beyond the planned path.
    footfall : (n_weeks, n_cities, n_districts)
        Visits per week in the last accounts.
    account_sales : (n_weeks, n_cities, n_districts, n_sectors, SIZES)
        Yuan in the last accounts.
    world : World
        At the end.
    trips : (n_all, n_all)
        Yuan over all weeks.
    """

    world: World
    trips: Floats

    def begin(self, model: PilotModel) -> None:
        """Open a page."""
        self._weeks: list[Week] = []
        self.trips = np.zeros(())

    def after_week(self, model: PilotModel) -> None:
        """Write a week down."""
        w, sales, claims = model.world, model.last_sales, model.markets.support.claims
        venues = model.markets.by_sector(model.bought.visits.sum(axis=1))
        home, visitors = model.sales_by_project()
        self._weeks.append(
            Week(
                spent=sales.spent.copy(),
                occasions=model.bought.occasions.sum(axis=(1, 2)) + venues,
                venue_home=home,
                venue_visitors=visitors,
                adopted=self._adopted(w),
                paid=claims.paid.copy(),
                bills=claims.bills.copy(),
                stretch=claims.stretch.copy(),
                used=claims.used.copy(),
                instruments=instrument_fen(w.ledger),
                income=w.income.sum(axis=1),
                footfall=w.closed.footfall.copy(),
                account_sales=w.closed.sales.copy(),
            )
        )
        self.trips = self.trips + sales.trips

    @staticmethod
    def _adopted(w: World) -> Floats:
        people = w.fixed.cells.residents
        been = np.einsum("czqv,czq->cv", w.venues.experienced, people) / people.sum(axis=(1, 2))[:, None]
        out = np.zeros(w.projects.status.shape)
        c, v = np.nonzero(w.venues.project >= 0)
        out[c, w.venues.project[c, v]] = been[c, v]
        return out

    def end(self, model: PilotModel) -> None:
        """Close the book: weeks become the leading axis of arrays."""
        self.world, weeks = model.world, self._weeks
        self.spent = np.array([w.spent for w in weeks])
        self.occasions = np.array([w.occasions for w in weeks])
        self.venue_home = np.array([w.venue_home for w in weeks])
        self.venue_visitors = np.array([w.venue_visitors for w in weeks])
        self.adopted = np.array([w.adopted for w in weeks])
        self.paid = np.array([w.paid for w in weeks])
        self.bills = np.array([w.bills for w in weeks])
        self.stretch = np.array([w.stretch for w in weeks])
        self.used = np.array([w.used for w in weeks])
        self.instruments = np.array([w.instruments for w in weeks])
        self.income = np.array([w.income for w in weeks])
        self.footfall = np.array([w.footfall for w in weeks])
        self.account_sales = np.array([w.account_sales for w in weeks])
        self._weeks = []


class Terms(Protocol):
    """Terms of the first instrument that statistics read, each only those that it names in ``STATISTICS``."""

    start_week: int
    end_week: int
    sector: str
    sectors: tuple[str, ...]
    district: int
    rate: float
    days_per_week: int
    merchants_share: float
    holders_share: float
    coupons_per_person: int


@dataclass(frozen=True)
class Trial:
    """A treated world and its twin, for measures.

    Attributes
    ----------
    treated, twin : Diary
    programme : tuple of Instrument
        Of the treated world.
    weeks_warmup : int
        Weeks of the season table before the first one written down.
    """

    treated: Diary
    twin: Diary
    programme: tuple[Instrument, ...]
    weeks_warmup: int

    @property
    def fixed(self) -> Fixed:
        """What both worlds share."""
        return self.twin.world.fixed

    @property
    def first(self) -> Terms:
        """Terms of the first instrument."""
        return cast("Terms", self.programme[0])

    @property
    def first_sectors(self) -> list[str]:
        """Sectors of the first instrument."""
        return list(self.first.sectors)

    @property
    def price_shift(self) -> PriceShift:
        """Prices that the first instrument shifts; only for statistics that need ``factor``."""
        return cast("PriceShift", self.programme[0].price_shift())

    @property
    def shop_change(self) -> ShopChange:
        """Shops that the first instrument opens; only for statistics that need ``standard_shops``."""
        return cast("ShopChange", self.programme[0].shop_change())

    def sectors(self, names: list[str] | None = None) -> NDArray[np.int64]:
        """Rows of sectors by name; all by default."""
        known = self.fixed.sectors.sector
        return np.arange(len(known)) if names is None else np.array([known.index(n) for n in names])

    def extra_spending(self, weeks: slice | None = None, sectors: list[str] | None = None) -> Floats:
        """Effect on spending by sector, (n_sectors chosen,) yuan over the weeks."""
        effect = (self.treated.spent - self.twin.spent)[weeks or slice(None)]
        chosen: Floats = effect.sum(axis=(0, 1, 2))[self.sectors(sectors)]
        return chosen

    @property
    def public_yuan(self) -> float:
        """Public money that the treated world paid."""
        return float(self.treated.instruments[-1].sum()) / FEN_PER_YUAN

    def weeks(self, n: int | None = None, start: int | None = None) -> slice:
        """Weeks from the start of the first instrument on: ``n`` of them, or until it ends."""
        first = self.programme[0]
        begin = first.start_week if start is None else first.start_week + start
        return slice(begin, begin + n if n is not None else first.end_week + 1)

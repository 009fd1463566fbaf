"""One experiment in twin worlds: what is written down of each week, with and without the treatment."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sim.measures.record import instrument_fen
from sim.model import PilotModel
from sim.model.observe import Observer
from sim.world.build import World


@dataclass
class Diary(Observer):
    """What happened in one world, week by week; lists become arrays with a leading week axis.

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
    paid, bills, extra, stretch, used : (n_weeks, n_offers, n_cities)
        Of instruments that need a purchase.
    instruments : (n_weeks, n_cities)
        Fen that instruments have paid so far.
    wages : (n_weeks, n_cities)
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

    spent: list | np.ndarray = field(default_factory=list)
    occasions: list | np.ndarray = field(default_factory=list)
    venue_home: list | np.ndarray = field(default_factory=list)
    venue_visitors: list | np.ndarray = field(default_factory=list)
    adopted: list | np.ndarray = field(default_factory=list)
    paid: list | np.ndarray = field(default_factory=list)
    bills: list | np.ndarray = field(default_factory=list)
    extra: list | np.ndarray = field(default_factory=list)
    stretch: list | np.ndarray = field(default_factory=list)
    used: list | np.ndarray = field(default_factory=list)
    instruments: list | np.ndarray = field(default_factory=list)
    wages: list | np.ndarray = field(default_factory=list)
    footfall: list | np.ndarray = field(default_factory=list)
    account_sales: list | np.ndarray = field(default_factory=list)
    world: World | None = None
    trips: np.ndarray | float = 0.0

    def after_week(self, model: PilotModel) -> None:
        """Write a week down."""
        w, sales, claims = model.world, model.last_sales, model.markets.support.claims
        self.spent.append(sales.spent.copy())
        venues = model.markets.by_sector(model.bought.visits.sum(axis=(1, 2)))
        self.occasions.append(model.bought.occasions.sum(axis=(1, 2)) + venues)
        home, visitors = model.sales_by_project()
        self.venue_home.append(home)
        self.venue_visitors.append(visitors)
        self.adopted.append(self._adopted(w))
        for name in ("paid", "bills", "extra", "stretch", "used"):
            getattr(self, name).append(getattr(claims, name).copy())
        self.instruments.append(instrument_fen(model.world.ledger))
        self.wages.append(w.wages.copy())
        self.footfall.append(w.closed.footfall.copy())
        self.account_sales.append(w.closed.sales.copy())
        self.trips = self.trips + sales.trips

    @staticmethod
    def _adopted(w: World) -> np.ndarray:
        people = w.fixed.cells.residents
        been = np.einsum("czqv,czq->cv", w.venues.experienced, people) / people.sum(axis=(1, 2))[:, None]
        out = np.zeros(w.projects.status.shape)
        c, v = np.nonzero(w.venues.project >= 0)
        out[c, w.venues.project[c, v]] = been[c, v]
        return out

    def end(self, model: PilotModel) -> None:
        """Turn lists into arrays."""
        self.world = model.world
        for name, value in vars(self).items():
            if isinstance(value, list):
                setattr(self, name, np.array(value))


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
    programme: tuple
    weeks_warmup: int

    @property
    def fixed(self):
        """What both worlds share."""
        return self.twin.world.fixed

    def sectors(self, names: list[str] | None = None) -> np.ndarray:
        """Rows of sectors by name; all by default."""
        known = self.fixed.sectors.sector
        return np.arange(len(known)) if names is None else np.array([known.index(n) for n in names])

    def extra_spending(self, weeks: slice | None = None, sectors: list[str] | None = None) -> np.ndarray:
        """Effect on spending by sector, (n_sectors chosen,) yuan over the weeks."""
        effect = (self.treated.spent - self.twin.spent)[weeks or slice(None)]
        return effect.sum(axis=(0, 1, 2))[self.sectors(sectors)]

    @property
    def public_yuan(self) -> float:
        """Public money that the treated world paid."""
        return float(self.treated.instruments[-1].sum()) / 100

    def weeks(self, n: int | None = None, start: int | None = None) -> slice:
        """Weeks from the start of the first instrument on: ``n`` of them, or until it ends."""
        first = self.programme[0]
        begin = first.start_week if start is None else first.start_week + start
        return slice(begin, begin + n if n is not None else first.end_week + 1)

"""What is written down each week of the pilot; measures are computed from records alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.columns import NEVER


def extra_money(ledger) -> np.ndarray:
    """Fen that the treasury paid for instruments beside the grants, less what came back, (n_cities,) int64."""
    return ledger.moved("treasury", "instruments") - ledger.moved("instruments", "treasury")


@dataclass
class Record:
    """Flows of one world; week 0 is the start of the pilot, money in yuan of the week.

    Attributes
    ----------
    spent : (n_weeks, n_cities, QUINTILES, n_sectors)
        By residents of a city, anywhere; a trip counts in the tourism sector.
    sales : (n_weeks, n_cities, n_sectors)
        In a city, by anybody.
    project_home, project_visitors : (n_weeks, n_cities, n_proposals)
        Sales of each project to residents and to visitors.
    trips : (n_all, n_all)
        Spending of travellers by origin and destination, over all weeks.
    paid, recovered : (n_weeks, n_cities) int64
        Fen to projects and for publicity so far; fen back from stopped projects so far.
    wages : (n_weeks, n_cities)
        Income of residents beyond the planned path.
    supported, supported_extra : (n_weeks, n_cities)
        Bills that an instrument supported, and what was bought on top of what would have been bought, yuan.
    instruments : (n_weeks, n_cities) int64
        Fen that instruments have paid so far.
    award_week, opened : (n_cities, n_proposals) int64
        At the end.
    award, project_paid, project_recovered : (n_cities, n_proposals) int64
        Fen at the end.
    started : (n_cities, n_proposals) bool
        Whether the project was begun.
    received, publicity, unspent : (n_cities,) int64
        Fen at the end; received: the grant and what the treasury paid for instruments.
    chosen : (n_cities,) int64
        Rows of the city table.
    """

    spent: np.ndarray
    sales: np.ndarray
    project_home: np.ndarray
    project_visitors: np.ndarray
    trips: np.ndarray
    paid: np.ndarray
    recovered: np.ndarray
    wages: np.ndarray
    supported: np.ndarray
    supported_extra: np.ndarray
    instruments: np.ndarray
    award_week: np.ndarray
    opened: np.ndarray
    award: np.ndarray
    project_paid: np.ndarray
    project_recovered: np.ndarray
    started: np.ndarray
    received: np.ndarray
    publicity: np.ndarray
    unspent: np.ndarray
    chosen: np.ndarray

    @classmethod
    def empty(
        cls, n_weeks: int, n_cities: int, n_quintiles: int, n_sectors: int, n_proposals: int, n_all: int
    ) -> Record:
        """Return a record of nothing yet."""
        by_project = (n_cities, n_proposals)
        fen = {
            n: np.zeros(by_project, dtype=np.int64)
            for n in ("award_week", "opened", "award", "project_paid", "project_recovered")
        }
        return cls(
            spent=np.zeros((n_weeks, n_cities, n_quintiles, n_sectors)),
            sales=np.zeros((n_weeks, n_cities, n_sectors)),
            project_home=np.zeros((n_weeks, *by_project)),
            project_visitors=np.zeros((n_weeks, *by_project)),
            trips=np.zeros((n_all, n_all)),
            paid=np.zeros((n_weeks, n_cities), dtype=np.int64),
            recovered=np.zeros((n_weeks, n_cities), dtype=np.int64),
            wages=np.zeros((n_weeks, n_cities)),
            supported=np.zeros((n_weeks, n_cities)),
            supported_extra=np.zeros((n_weeks, n_cities)),
            instruments=np.zeros((n_weeks, n_cities), dtype=np.int64),
            started=np.zeros(by_project, dtype=bool),
            received=np.zeros(n_cities, dtype=np.int64),
            publicity=np.zeros(n_cities, dtype=np.int64),
            unspent=np.zeros(n_cities, dtype=np.int64),
            chosen=np.zeros(n_cities, dtype=np.int64),
            **fen,
        )

    def close(self, world) -> None:
        """Write down how the projects and the money of ``world`` ended."""
        p = world.projects
        for name, column in (
            ("award_week", p.award_week), ("opened", p.opened), ("award", p.award), ("project_paid", p.paid),
            ("project_recovered", p.recovered), ("started", p.start > NEVER),
            ("received", world.authorities.received + extra_money(world.ledger)),
            ("publicity", world.ledger.balance["publicity"]), ("chosen", world.fixed.chosen),
            ("unspent", world.ledger.balance["city_uncommitted"] + world.ledger.balance["city_committed"]),
        ):  # fmt: skip
            getattr(self, name)[...] = column

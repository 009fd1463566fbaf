"""When the pilot's administrative acts take place."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.data import read
from sim.kernel.columns import WEEKS_PER_QUARTER

if TYPE_CHECKING:
    from sim.inputs.settings import Settings


def first_day(week: int) -> datetime.date:
    """First day of a week of the pilot, 0 is its first; negative in the warm-up."""
    return read.START_DATE + datetime.timedelta(weeks=week)


@dataclass(frozen=True)
class Calendar:
    """Weeks of the pilot, 0 is its first.

    Attributes
    ----------
    first_tranche, second_tranche, money_from : int
        The last one is the first in which grants are paid: the second tranche may be all of them.
    calls : tuple of int
        Weeks in which the cities call for projects.
    money : tuple of float
        Money of each call relative to the others.
    exchanges : frozenset of int
        Weeks in which cities exchange what they have learned.
    end : int
        First week after the last one simulated.
    """

    first_tranche: int
    second_tranche: int
    money_from: int
    calls: tuple[int, ...]
    money: tuple[float, ...]
    exchanges: frozenset[int]
    end: int

    @classmethod
    def of(cls, settings: Settings) -> Calendar:
        """Scale the shares of the settings to the length of the pilot; calls by quarter where the plan names them."""
        a, weeks = settings.authority, settings.horizon.weeks_pilot
        first = round(a.first_tranche_at * weeks)
        second = max(first, round(a.second_tranche_at * weeks))
        last = max(second, round(a.last_call_at * weeks))
        calls = np.round(np.linspace(first, last, a.calls)).astype(int).tolist() if a.calls > 1 else [last]
        due = [(week, 1.0) for week in calls]
        if settings.plan.calls is not None:  # no call before there is money, none after the pilot
            starts = [(max(first, (c.quarter - 1) * WEEKS_PER_QUARTER), c.money) for c in settings.plan.calls]
            due = [(week, part) for week, part in starts if week < weeks]
        money: dict[int, float] = {}
        for week, part in due:  # calls of one week are one, with the money of all
            money[week] = money.get(week, 0.0) + part
        end = weeks + settings.horizon.weeks_after
        exchanges = cls._exchanges(settings, first, end)
        money_from = first if a.first_tranche_share > 0 else second
        return cls(first, second, money_from, tuple(money), tuple(money.values()), exchanges, end)

    @staticmethod
    def _exchanges(settings: Settings, first: int, end: int) -> frozenset[int]:
        a = settings.authority
        if a.exchange == "none":
            return frozenset()
        if a.exchange == "continuous":
            return frozenset(range(first, end))
        every = int(settings.parameters["peer_exchange_weeks"])
        return frozenset(a.exchange_weeks if a.exchange_weeks is not None else range(first, end, every))

    def is_exchange(self, week: int) -> bool:
        """Whether cities exchange what they have learned in this week."""
        return week in self.exchanges

    def part(self, week: int) -> float:
        """Part of the money at hand that the call of this week may award: it shares with those before the next tranche.

        The last calls before a tranche leave nothing back on purpose; what they leave over, later ones may use.
        """
        later = {w: m for w, m in zip(self.calls, self.money, strict=True) if w >= week}
        before = {w: m for w, m in later.items() if w < self.second_tranche}
        sharing = before if week < self.second_tranche and before else later
        return sharing[week] / sum(sharing.values())

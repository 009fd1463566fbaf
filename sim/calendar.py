"""When the pilot's administrative acts take place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Calendar:
    """Weeks of the pilot, 0 is its first.

    Attributes
    ----------
    first_tranche, second_tranche : int
    calls : tuple of int
        Weeks in which the cities call for projects.
    end : int
        First week after the last one simulated.
    """

    first_tranche: int
    second_tranche: int
    calls: tuple[int, ...]
    end: int

    @classmethod
    def of(cls, settings) -> Calendar:
        """Scale the shares of the settings to the length of the pilot."""
        a, weeks = settings.authority, settings.horizon.weeks_pilot
        first = round(a.first_tranche_at * weeks)
        second = max(first, round(a.second_tranche_at * weeks))
        last = max(second, round(a.last_call_at * weeks))
        calls = np.unique(np.round(np.linspace(first, last, a.calls)).astype(int)) if a.calls > 1 else np.array([last])
        return cls(first, second, tuple(int(w) for w in calls), weeks + settings.horizon.weeks_after)

    def calls_left(self, week: int) -> int:
        """Calls from this week on that share the money now at hand: those before the next tranche, or all."""
        later = [w for w in self.calls if w >= week]
        before = [w for w in later if w < self.second_tranche]
        return max(1, len(before) if week < self.second_tranche and before else len(later))

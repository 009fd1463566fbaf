"""What a world is told by settings; their classes are checked elsewhere, where input is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Population(Protocol):
    """Simulated residents."""

    @property
    def travel(self) -> str:
        """``gravity``, or ``none``: nobody leaves for another city."""

    @property
    def consumers_per_city(self) -> int:
        """Rows of a city."""

    @property
    def network(self) -> str:
        """Name of a generator of social links."""

    @property
    def degree(self) -> int:
        """Links of a row."""

    @property
    def rewire_share(self) -> float:
        """Of the links of a small world."""


class Horizon(Protocol):
    """Length of a run."""

    @property
    def weeks_warmup(self) -> int:
        """Before the pilot."""

    @property
    def weeks_pilot(self) -> int:
        """Of the pilot."""

    @property
    def weeks_after(self) -> int:
        """After it."""


class Wanted(Protocol):
    """The part of a run's settings that a world depends on; allocation and instruments play no part."""

    @property
    def city(self) -> tuple[str, ...]:
        """Ids of the simulated cities."""

    @property
    def population(self) -> Population:
        """Residents."""

    @property
    def horizon(self) -> Horizon:
        """Weeks."""

    @property
    def parameters(self) -> Mapping[str, float]:
        """By name, as in ``parameters.csv``."""

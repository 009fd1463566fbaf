"""What rules of policy are told by settings; their classes are checked elsewhere, where input is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sim.policy.awards import RulesSettings
    from sim.policy.plan import ParticipationSettings


class Allocation(Protocol):
    """Split of the envelope over cities."""

    @property
    def name(self) -> str:
        """In tables."""

    @property
    def between(self) -> str:
        """Name of the rule."""

    @property
    def shares(self) -> Mapping[str, float] | None:
        """By city id."""

    @property
    def yuan(self) -> Mapping[str, float] | None:
        """By city id."""


class Allocating(Protocol):
    """The part of a run's settings that the cities' grants depend on."""

    @property
    def allocation(self) -> Allocation:
        """Split of the envelope."""

    @property
    def parameters(self) -> Mapping[str, float]:
        """By name, as in ``parameters.csv``."""


class Deciding(Protocol):
    """The part that merchants and authorities decide by."""

    @property
    def rules(self) -> RulesSettings:
        """Award rules."""

    @property
    def participation(self) -> ParticipationSettings:
        """Private partners."""

    @property
    def parameters(self) -> Mapping[str, float]:
        """By name, as in ``parameters.csv``."""

"""Sections of the settings that are no policy group of their own, typed and checked."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from sim import extend
from sim.data import read
from sim.data.cities import no_pilot_cities
from sim.data.table import TOLERANCE
from sim.errors import Fault, Wrong, fault
from sim.kernel.columns import POTS
from sim.policy.instrument import once
from sim.policy.schema import CITY_FILE, CityYuanOrNone, Faults, Name, Section, Share, Whole, suggestion

if TYPE_CHECKING:
    Pot = str  # checkers take a Literal only of names written out
else:
    Pot = Literal[POTS]

Launcher = Literal["local", "processes", "ray", "slurm"]
# Which of them read a key of the cluster.
OF_CLUSTER: dict[str, tuple[str, ...]] = {
    "address": ("ray", "slurm"),
    **dict.fromkeys(("partition", "account", "constraint", "memory_gb", "minutes"), ("slurm",)),
}
ADDRESSES = {"ray": r"auto|(ray://)?[A-Za-z0-9.-]+:[0-9]{1,5}", "slurm": "local"}


def _term(value: str) -> str:
    """Keep what a shell would read out of a script of Slurm."""
    if not re.fullmatch(r"[\w.,&|:*@-]{1,100}", value, re.ASCII):
        raise Wrong("inputs-cluster-term")
    return value


Term = Annotated[str, AfterValidator(_term)]

Week = Annotated[Whole, Field(ge=0, le=1040)]


def unknown_city(name: str, known: Sequence[str]) -> Fault:
    """Say that there is no such city, what is allowed, and where a user's own would be."""
    left_out = no_pilot_cities().get(name)
    if left_out:
        return fault("inputs-no-pilot-city", city=repr(name), file=left_out.file, row=left_out.number)
    hint, file = suggestion(name, known, file=CITY_FILE), f"{extend.BESIDE}/cities.csv"
    read_too = extend.BESIDE in extend.tables("cities")
    own = fault("inputs-own-cities-read", file=file) if read_too else fault("inputs-no-own-cities", file=file)
    return fault("inputs-unknown-city", city=repr(name), hint=hint, own=own)


def unknown_cities(names: Sequence[str], known: Sequence[str]) -> Fault:
    """Say the same of one or several."""
    said = (unknown_city(name, known) for name in names)
    return functools.reduce(lambda one, other: fault("inputs-and-also", one=one, other=other), said)


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


class AllocationSettings(Section):
    """Split of the envelope over cities.

    ``between`` names a rule of ``policy.allocations``; the rules ``shares`` and ``yuan`` read the table of that name.
    """

    name: Name
    between: str
    shares: dict[str, Share] | None = None
    yuan: dict[str, CityYuanOrNone] | None = None

    @field_validator("shares", "yuan")
    @classmethod
    def _known_cities(cls, value: dict[str, float] | None) -> dict[str, float] | None:
        known = read.read_cities().id
        faults = [(name, unknown_city(name, known)) for name in value or () if name not in known]
        if faults:
            raise Faults(faults)
        return value

    @model_validator(mode="after")
    def _table_is_there(self) -> Self:
        for rule in ("shares", "yuan"):
            if (self.between == rule) != (getattr(self, rule) is not None):
                raise Wrong("inputs-table-needed", rule=rule).about("between", rule)
        return self


class SplitSettings(Section):
    """Shares of a city's money by support direction, for publicity and for instruments; they sum to 1.

    The ministry does not pay the shares that are ``withheld``: their money stays at the treasury.
    """

    name: Name
    debut: Share
    scene: Share
    ip: Share
    publicity: Share
    instruments: Share = 0.0  # what instruments with pays=grant may use
    withheld: Annotated[tuple[Pot, ...], BeforeValidator(_tuple), once("policy-share", may_be_none=True)] = ()

    @property
    def pays(self) -> tuple[str, ...]:
        """Shares of which money is paid."""
        return tuple(name for name in POTS if getattr(self, name) > 0 and name not in self.withheld)

    @model_validator(mode="after")
    def _sums_to_one(self) -> Self:
        total = self.debut + self.scene + self.ip + self.publicity + self.instruments
        if abs(total - 1) > TOLERANCE:
            raise Wrong("inputs-shares-sum", total=f"{total:g}").about(*POTS)
        return self


class PopulationSettings(Section):
    """Simulated residents."""

    consumers_per_city: Annotated[Whole, Field(ge=10, le=1_000_000)]
    choice: Literal["flow", "individual"]
    network: Literal["small_world", "random", "none"]
    degree: Annotated[Whole, Field(ge=0, le=64)]
    rewire_share: Share
    travel: Literal["gravity", "none"]


class ChannelSettings(Section):
    """Ways in which a policy reaches consumption; one that is off is off in both worlds."""

    building: bool  # wages of sites where projects are built
    running: bool  # what projects sell when they are open
    owners: bool  # what owners of firms who live in the city draw or save
    crowding: bool  # other investment that projects take the place of, or that firms make of what is left


class FinancingSettings(Section):
    """Who pays for the public money that is spent, and in which weeks."""

    name: Name
    kind: Literal["none", "later_tax", "cut_elsewhere"]
    start_week: Week | None
    end_week: Week | None  # null: the last one of the run

    @model_validator(mode="after")
    def _has_weeks(self) -> Self:
        if (self.kind == "none") != (self.start_week is None):
            raise Wrong("inputs-financing-start").about("kind", "start_week")
        if self.end_week is not None and (self.start_week is None or self.end_week < self.start_week):
            raise Wrong("inputs-financing-end").about("start_week", "end_week")
        return self


class ClusterSettings(Section):
    """The cluster that does the work, where a launcher uses one; never changes a result."""

    address: str | None = None
    partition: Term | None = None
    account: Term | None = None
    constraint: Term | None = None
    memory_gb: Annotated[Whole, Field(ge=1, le=4096)] | None = None
    minutes: Annotated[Whole, Field(ge=1, le=100_000)] | None = None

    @property
    def stated(self) -> tuple[str, ...]:
        """Keys that are stated."""
        return tuple(name for name in type(self).model_fields if getattr(self, name) is not None)


class HorizonSettings(Section):
    """Length of the run in weeks."""

    weeks_warmup: Annotated[Whole, Field(ge=4, le=520)]
    weeks_pilot: Annotated[Whole, Field(ge=4, le=520)]
    weeks_after: Annotated[Whole, Field(ge=0, le=520)]


class AuthoritySettings(Section):
    """What cities and the ministry do: calls, tranches, management, exchange; times are shares of the pilot."""

    calls: Annotated[Whole, Field(ge=1, le=26)]
    first_tranche_share: Share
    first_tranche_at: Share
    second_tranche_at: Share
    last_call_at: Share
    second_tranche_rule: Literal["unconditional", "proportional", "top_share", "threshold", "all_or_nothing"]
    top_share: Annotated[float, Field(gt=0, le=1)]
    score_threshold: Share
    strategic: bool
    dynamic_management: bool
    exchange: Literal["meetings", "continuous", "none"]
    exchange_weeks: Annotated[tuple[Week, ...], BeforeValidator(_tuple), once("policy-week")] | None = None
    unspent: Literal["returned", "kept", "publicity"]

    @property
    def pays_by_score(self) -> bool:
        """Whether a city can win or lose money of the second tranche by its score."""
        all_paid = {"top_share": self.top_share == 1, "threshold": self.score_threshold == 0}
        all_paid |= {"unconditional": True, "all_or_nothing": all_paid["threshold"]}
        return self.first_tranche_share < 1 and not all_paid.get(self.second_tranche_rule, False)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.first_tranche_at <= self.second_tranche_at <= self.last_call_at:
            raise Wrong("inputs-in-order").about("first_tranche_at", "second_tranche_at", "last_call_at")
        return self

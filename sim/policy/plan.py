"""A city's plan: when it calls for projects, how many of which kind and where, and what it promises."""

from __future__ import annotations

from typing import Annotated, Self, TypeVar

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from sim.data import read
from sim.data.table import TOLERANCE
from sim.errors import Wrong
from sim.kernel.columns import AREAS, DIRECTIONS
from sim.policy.schema import MOST, CityYuan, Faults, Name, Section, Share, Whole, unknown

QUARTERS = 40  # more than any pilot has
MOST_PROJECTS = 1_000_000  # more than any city has
Stores = Annotated[float, Field(ge=1, le=MOST_PROJECTS)]
GROUPS = {"directions": "policy-direction", "kinds": "policy-kind", "areas": "policy-area"}  # numbers are planned for


def group_names() -> dict[str, tuple[str, ...]]:
    """Names in each of :data:`GROUPS`, in the order of their codes."""
    return {"directions": DIRECTIONS, "kinds": read.read_kinds().kind, "areas": AREAS}


class Call(Section):
    """A call for projects at the start of a quarter of the pilot, and the part of the money that it may award."""

    quarter: Annotated[Whole, Field(ge=1, le=QUARTERS)]
    money: Annotated[float, Field(gt=0, le=MOST)]  # relative to the other calls


class NumberPlan(Section):
    """What is planned for projects of one direction; its money is in the split over the directions."""

    projects: Annotated[Whole, Field(ge=0, le=MOST_PROJECTS)] | None = None  # awarded at most, in each city


Plan = TypeVar("Plan", bound=NumberPlan)


class AreaPlan(NumberPlan):
    """What is planned for projects in one area."""

    money: Share | None = None  # at most, of what a call awards


class KindPlan(NumberPlan):
    """What is planned for one kind of project."""

    money: Share | None = None  # at most, of the city's grant
    priority: Annotated[float, Field(ge=-MOST, le=MOST)] = 0.0  # added to the score, in its standard deviations


class Targets(Section):
    """What each city promises to have reached at the end; null: no promise."""

    debut_stores: Stores | None = None  # supported stores with a level that have opened
    private_yuan: CityYuan | None = None  # private investment in supported projects that have opened
    sales_yuan: CityYuan | None = None  # gross sales of supported projects


class PlanSettings(Section):
    """Plan of every simulated city."""

    name: Name
    calls: Annotated[tuple[Call, ...], BeforeValidator(lambda v: tuple(v) if isinstance(v, list) else v)] | None = None
    directions: dict[str, NumberPlan] = Field(default_factory=dict)
    kinds: dict[str, KindPlan] = Field(default_factory=dict)
    areas: dict[str, AreaPlan] = Field(default_factory=dict)
    targets: Targets = Targets()

    @field_validator("directions", "kinds", "areas")
    @classmethod
    def _known(cls, value: dict[str, Plan], info: ValidationInfo) -> dict[str, Plan]:
        group = str(info.field_name)
        known = group_names()[group]
        wrong = [(k, unknown(GROUPS[group], k, known)) for k in value if k not in known]
        if wrong:
            raise Faults(wrong)
        return value

    @field_validator("areas")
    @classmethod
    def _money_can_be_used(cls, value: dict[str, AreaPlan]) -> dict[str, AreaPlan]:
        shares = [area.money for area in value.values() if area.money is not None]
        if len(shares) == len(AREAS) and sum(shares) < 1 - TOLERANCE:
            sums = Wrong("policy-areas-sum", sum=f"{sum(shares):g}")
            raise sums.about(*(f"{name}.money" for name in value))
        return value

    @model_validator(mode="after")
    def _calls_in_order(self) -> Self:
        quarters = [c.quarter for c in self.calls or ()]
        if self.calls is not None and (not quarters or quarters != sorted(set(quarters))):
            raise Wrong("policy-calls").about("calls")
        return self


class ParticipationSettings(Section):
    """Private partners that join projects on the list of awards: social participation.

    Brands, and owners of the places, bear part of the cost of a project that an award makes possible; banks lend more
    on an award; platforms add to the city's publicity.
    """

    name: Name
    brands_share: Share  # of the investment, debut and IP projects
    venues_share: Share  # of the investment, debut projects and scenes
    banks_share: Share  # of the investment, as credit beyond what the merchant would get
    platforms_match: Annotated[float, Field(ge=0, le=MOST)]  # yuan of publicity per yuan of the city's


class PublicitySettings(Section):
    """Who sees a city's publicity: its residents, visitors who are in the city, or people anywhere in the country."""

    home: Share
    visitors: Share
    national: Share

    @model_validator(mode="after")
    def _sums_to_one(self) -> Self:
        total = self.home + self.visitors + self.national
        if abs(total - 1) > TOLERANCE:
            raise Wrong("policy-publicity-sum", sum=f"{total:g}").about("home", "visitors", "national")
        return self

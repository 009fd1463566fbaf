"""What all instruments beside project awards have in common: their terms, and the channels through which they act.

An instrument is plain terms. What it does, it says through channels: coupons that residents hold, vouchers,
money into purses, an offer at the counter, shops that open or close, prices that shift, publicity, an event. Consumers
and merchants react to what comes through a channel, never to the name of an instrument.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from sim.data import read
from sim.errors import Wrong, fault
from sim.kernel.columns import LIQUIDITY_TYPES, QUINTILES
from sim.kernel.offer import Offer
from sim.policy.allotments import Allotment, reads
from sim.policy.channels import (
    AwardMoney,
    Channel,
    CommonTerms,
    Event,
    Packet,
    PriceShift,
    Publicity,
    Recipients,
    ShopChange,
)
from sim.policy.schema import CITY_FILE, Name, Section, Share, Whole, suggestion

EVERYWHERE: Literal["all"] = "all"


def as_tuple(value: object) -> object:
    """A list, or a single value for a list of one, as a tuple."""
    if isinstance(value, list):
        return tuple(value)
    return (value,) if isinstance(value, (str, int)) and not isinstance(value, bool) and value != EVERYWHERE else value


def one_of(what: str, names: tuple[str, ...]) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    """Check of a list of names: each is known and appears once.

    Parameters
    ----------
    what : str
        Key of the text that says what they name, as ``policy-city``.
    names : tuple of str
        That are known.
    """

    def check(value: tuple[str, ...]) -> tuple[str, ...]:
        wrong = [v for v in value if v not in names]
        if wrong:
            hint = fault("policy-suggest-all", names=", ".join(names))
            if what == "policy-city":
                hint = suggestion(wrong[0], names, file=CITY_FILE)
            raise Wrong("policy-unknown", what=fault(what), name=wrong[0], hint=hint)
        if not value or len(set(value)) < len(value):
            raise Wrong("policy-must-name-one", what=fault(what), names=", ".join(names))
        return value

    return check


def once(what: str, may_be_none: bool = False) -> AfterValidator:
    """Check of a list of numbers: each stands there once.

    Parameters
    ----------
    what : str
        Key of the text that says what they are, as ``policy-quintile``.
    may_be_none : bool
        Whether an empty list means something.
    """

    def check(value: tuple[int, ...]) -> tuple[int, ...]:
        if len(set(value)) < len(value) or not (value or may_be_none):
            raise Wrong("policy-must-be-once" if may_be_none else "policy-must-be-one-once", what=fault(what))
        return value

    return AfterValidator(check)


def _all_or_names(value: object) -> object:
    """Cities as a tuple, or ``all``."""
    value = as_tuple(value)
    if value != EVERYWHERE and not (isinstance(value, tuple) and all(isinstance(name, str) for name in value)):
        raise Wrong("inputs-city")
    return value


Names = Annotated[tuple[str, ...], BeforeValidator(as_tuple)]
Quintile = Annotated[Whole, Field(ge=1, le=QUINTILES)]
IncomeGroups = Annotated[tuple[Quintile, ...], BeforeValidator(as_tuple), once("policy-quintile")]

District = Annotated[Whole, Field(ge=0, lt=60)]  # as many as parameters.districts_most allows
Districts = Annotated[tuple[District, ...], BeforeValidator(as_tuple), once("policy-district", may_be_none=True)]


class Instrument(Section):
    """Terms that all instruments have.

    ``pays`` says whose money it is: ``treasury`` adds public money, ``grant`` takes it out of the part of the city's
    grant that is set aside for instruments (``split.instruments``). Weeks
    count from the start of the pilot; ``end_week`` is the last one, for coupons and vouchers the last before they
    expire. From ``announce_week`` on residents know the terms.
    """

    receives: ClassVar[str] = "residents"  # account that the money goes to
    acts_at_once: ClassVar[bool] = False  # in start_week, for good
    kind: str
    name: Name | None = None
    pays: Literal["treasury", "grant"] = "treasury"
    grant_share: Share | None = None  # of a city's grant, the most that it may use with pays=grant; null: no limit
    cities: Annotated[Literal["all"] | tuple[str, ...], BeforeValidator(_all_or_names)] = EVERYWHERE
    start_week: Annotated[Whole, Field(ge=0, le=1040)]
    end_week: Annotated[Whole, Field(ge=0, le=1040)]
    announce_week: Annotated[Whole, Field(ge=0, le=1040)] | None = None  # when it is made known; null: as it starts

    @field_validator("cities")
    @classmethod
    def _known_cities(cls, value: Literal["all"] | tuple[str, ...]) -> Literal["all"] | tuple[str, ...]:
        return value if value == "all" else one_of("policy-city", read.read_cities().id)(value)

    @field_validator("sectors", check_fields=False)
    @classmethod
    def _known_sectors(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return one_of("policy-sector", read.read_sectors().sector)(value)

    @field_validator("sector", check_fields=False)
    @classmethod
    def _known_sector(cls, value: str) -> str:
        return one_of("policy-sector", read.read_sectors().sector)((value,))[0]

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end_week < self.start_week:
            raise Wrong("policy-ends-too-early").about("start_week", "end_week")
        if self.acts_at_once and self.end_week > self.start_week:
            raise Wrong("policy-acts-at-once", kind=self.kind).about("start_week", "end_week")
        if self.announce_week is not None and self.announce_week > self.start_week:
            raise Wrong("policy-announced-late").about("announce_week", "start_week")
        return self

    @property
    def label(self) -> str:
        """Name in tables."""
        return self.name or self.kind

    @property
    def n_weeks(self) -> int:
        """Weeks it runs."""
        return self.end_week - self.start_week + 1

    @property
    def is_prepared_for(self) -> bool:
        """Whether residents can prepare for it: it lowers their bills, or pays them money."""
        return bool(self.coupons() or self.counter_offer() or self.voucher_yuan() or self.cash_yuan_per_week())

    @property
    def first_week(self) -> int:
        """First week in which anybody can answer to it: that of its announcement, if residents can prepare for it."""
        if self.announce_week is None or not self.is_prepared_for:
            return self.start_week
        return self.announce_week

    @property
    def recorded_from(self) -> int | None:
        """First week whose spending counts for who receives it; None where spending does not."""
        terms = self.common_terms
        return self.start_week - terms.record_weeks if reads(terms.allotment, "spent") else None

    @property
    def common_terms(self) -> CommonTerms:
        """Its own fields among those that mean the same everywhere."""
        return CommonTerms(**{name: value for name, value in self if name in CommonTerms._fields})

    # Channels; None or 0: does not use it.

    def recipients(self) -> Recipients:
        """Who may get it."""
        return Recipients(self.common_terms.income_quintiles, tuple(range(len(LIQUIDITY_TYPES))))

    def coupons(self) -> Packet | None:
        """Coupons that one recipient gets."""

    def voucher_yuan(self) -> float:
        """Yuan on the voucher of one recipient."""
        return 0.0

    def cash_yuan_per_week(self) -> float:
        """Yuan paid to one recipient in each week."""
        return 0.0

    def counter_offer(self) -> Offer | None:
        """Terms that every buyer gets at the counter."""

    def reached_share(self) -> float:
        """Share of occasions on which the counter offer is to be had."""
        return 1.0

    def shop_change(self) -> ShopChange | None:
        """Shops that open or close at the start."""

    def event(self) -> Event | None:
        """A venue that opens at the start and closes at the end."""

    def price_shift(self) -> PriceShift | None:
        """Prices that are shifted while it runs."""

    def publicity(self) -> Publicity | None:
        """Publicity in each week."""

    def grant_yuan(self) -> float:
        """Yuan paid to merchants at the start, per city."""
        return 0.0

    def award_money(self) -> AwardMoney | None:
        """Money that is added at the start to that of each city for awards."""

    def coordination_gain(self) -> float:
        """Share of the gap to the best coordination between departments that is closed while it runs."""
        return 0.0


class HandedOut(Instrument):
    """Terms of what is handed out to some of the residents who may get it.

    ``allotment`` names the rule that says to whom (:mod:`sim.policy.allotments`). Rules that go by past spending look
    at the ``record_weeks`` before ``start_week``, all of them in the pilot.
    """

    allotment: Allotment = "lottery"
    record_weeks: Annotated[Whole, Field(ge=1, le=520)] = 13

    @model_validator(mode="after")
    def _is_recorded_in_the_pilot(self) -> Self:
        if (self.recorded_from or 0) < 0:
            raise Wrong("policy-recorded-too-early", allotment=self.allotment).about("record_weeks", "start_week")
        return self


class PurchaseSupport(Instrument):
    """What instruments share that pay a part of purchases: in which sectors, and whether in shops, online, or both."""

    sectors: Names
    channel: Channel = "offline"

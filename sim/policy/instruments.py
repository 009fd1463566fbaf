"""Instruments beside project awards: what each one pays, to whom, on what terms, from when to when.

Add one: write a class that answers the channels it uses (see :class:`sim.policy.instrument.Instrument`), add its line
to :data:`INSTRUMENTS`, and a config in ``configs/instrument``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self, get_args

from pydantic import Field, field_validator, model_validator

from sim.data import read
from sim.errors import Fault, Wrong, fault
from sim.extend import Table
from sim.kernel.columns import DIRECTIONS, LIQUIDITY_TYPES, MOST_COUPONS
from sim.kernel.offer import Offer
from sim.policy.channels import DAYS, AwardMoney, Channel, Event, Packet, PriceShift, Publicity, Recipients, ShopChange
from sim.policy.instrument import (
    District,
    Districts,
    HandedOut,
    IncomeGroups,
    Instrument,
    Names,
    PurchaseSupport,
    one_of,
)
from sim.policy.schema import CityYuan, CityYuanOrNone, Discount, Section, Share, Shops, Whole, YuanEach

if TYPE_CHECKING:
    Direction = str  # checkers take a Literal only of names written out
else:
    Direction = Literal[DIRECTIONS]


class NoInstrument(Section):
    """No instrument beside the awards."""

    kind: Literal["none"] = "none"


class ThresholdCoupon(HandedOut, PurchaseSupport):
    """Coupons "spend X, get Y off": a packet for each who receives them.

    ``holders_share`` of the residents get a packet; ``budget_yuan`` per city caps face value times coupons, so it is
    the quota.
    """

    kind: Literal["threshold_coupon"]
    face_yuan: YuanEach
    threshold_yuan: YuanEach
    coupons_per_person: Annotated[Whole, Field(ge=1, le=MOST_COUPONS)] = 1
    holders_share: Share = 1.0
    budget_yuan: CityYuan | None = None
    income_quintiles: IncomeGroups = (1, 2, 3, 4, 5)

    @model_validator(mode="after")
    def _is_a_part_of_the_ticket(self) -> Self:
        if self.face_yuan > self.threshold_yuan:
            raise Wrong("policy-face-value").about("face_yuan", "threshold_yuan")
        return self

    def coupons(self) -> Packet:
        """Coupons that one recipient gets."""
        offer = Offer(face=self.face_yuan, threshold=self.threshold_yuan, rate=0.0, cap=0.0, accepted=1.0)
        return Packet(offer, self.coupons_per_person)


class Voucher(HandedOut, PurchaseSupport):
    """Money without threshold that can be spent in some sectors until it expires."""

    kind: Literal["voucher"]
    yuan_per_person: YuanEach
    holders_share: Share = 1.0
    income_quintiles: IncomeGroups = (1, 2, 3, 4, 5)

    def voucher_yuan(self) -> float:
        """Yuan on the voucher of one recipient."""
        return self.yuan_per_person


class CashTransfer(HandedOut):
    """Money to residents: all, or by income group or liquidity; spread evenly over its weeks."""

    kind: Literal["cash_transfer"]
    yuan_per_person: YuanEach
    income_quintiles: IncomeGroups = (1, 2, 3, 4, 5)
    liquidity: Names = LIQUIDITY_TYPES
    holders_share: Share = 1.0

    @field_validator("liquidity")
    @classmethod
    def _known_types(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return one_of("policy-liquidity-type", LIQUIDITY_TYPES)(value)

    def recipients(self) -> Recipients:
        """Who may get it."""
        return Recipients(self.income_quintiles, tuple(LIQUIDITY_TYPES.index(t) for t in self.liquidity))

    def cash_yuan_per_week(self) -> float:
        """Yuan paid to one recipient in each week."""
        return self.yuan_per_person / self.n_weeks


class CounterDiscount(PurchaseSupport):
    """A share off the bill at the counter, with a cap per bill, on some days of the week.

    ``daily_limit_yuan`` per city: once a day's money is gone, later buyers pay the full price.
    """

    rate: Discount
    cap_yuan: YuanEach
    days_per_week: Annotated[Whole, Field(ge=1, le=DAYS)] = DAYS
    daily_limit_yuan: CityYuan | None = None
    merchants_share: Share = 1.0

    def counter_offer(self) -> Offer:
        """Terms that every buyer gets at the counter."""
        return Offer(face=0.0, threshold=0.0, rate=self.rate, cap=self.cap_yuan, accepted=self.merchants_share)

    def reached_share(self) -> float:
        """Share of occasions on which the counter offer is to be had."""
        return self.days_per_week / DAYS


class PriceDiscount(CounterDiscount):
    """A discount for everybody."""

    kind: Literal["price_discount"]


class TradeIn(CounterDiscount):
    """A share off a new durable for those who hand in an old one."""

    kind: Literal["trade_in"]
    channel: Channel = "both"  # shopping platforms joined the Chinese scheme (South China Morning Post, January 2025)
    owners_share: Share = 1.0

    def reached_share(self) -> float:
        """Share of occasions on which the counter offer is to be had."""
        return self.owners_share * self.days_per_week / DAYS


class EventGrant(Instrument):
    """Grant to the organiser of an event: a venue that is there for some weeks and draws residents and visitors."""

    receives: ClassVar[str] = "merchants"
    kind: Literal["event_grant"]
    project_kind: str = "launch_event"
    sector: str
    district: District = 0
    grant: CityYuanOrNone
    planned_sales_yuan_per_week: CityYuan

    @field_validator("project_kind")
    @classmethod
    def _known_kind(cls, value: str) -> str:
        return one_of("policy-kind", read.read_kinds().kind)((value,))[0]

    def event(self) -> Event:
        """A venue that opens at the start and closes at the end."""
        return Event(self.project_kind, self.sector, self.district, self.planned_sales_yuan_per_week)

    def grant_yuan(self) -> float:
        """Yuan paid to merchants at the start, per city."""
        return self.grant


class MerchantOpening(Instrument):
    """Established shops that open in one place and are known at once."""

    receives: ClassVar[str] = "merchants"
    acts_at_once: ClassVar[bool] = True
    kind: Literal["merchant_opening"]
    sector: str
    district: District = 0
    standard_shops: Shops
    grant: CityYuanOrNone = 0.0

    def shop_change(self) -> ShopChange:
        """Shops that open at the start."""
        return ShopChange(self.sector, self.district, self.standard_shops, 0.0)

    def grant_yuan(self) -> float:
        """Yuan paid to merchants at the start, per city."""
        return self.grant


class MerchantClosing(Instrument):
    """A share of a sector's shops that close in one place."""

    receives: ClassVar[str] = "merchants"
    acts_at_once: ClassVar[bool] = True
    kind: Literal["merchant_closing"]
    pays: Literal["treasury"] = "treasury"
    grant_share: None = None
    sector: str
    district: District = 0
    shops_share: Share

    def shop_change(self) -> ShopChange:
        """Shops that close at the start."""
        return ShopChange(self.sector, self.district, 0.0, -self.shops_share)


class PublicityBurst(Instrument):
    """Publicity for all novel venues that are open, seen by residents or by possible visitors."""

    receives: ClassVar[str] = "publicity"
    kind: Literal["publicity_burst"]
    yuan_per_week: CityYuan
    audience: Literal["home", "visitors", "national"] = "home"

    def publicity(self) -> Publicity:
        """Publicity in each week."""
        return Publicity(self.yuan_per_week, self.audience)


class PriceChange(Instrument):
    """Prices of one merchant row or of a whole category, off what they would be; costs no public money."""

    receives: ClassVar[str] = "merchants"
    kind: Literal["price_change"]
    pays: Literal["treasury"] = "treasury"
    grant_share: None = None
    sectors: Names
    districts: Districts = ()
    size: Literal["small", "large"] | None = None
    factor: Annotated[float, Field(gt=0.1, lt=10)]

    def price_shift(self) -> PriceShift:
        """Prices that are shifted while it runs."""
        return PriceShift(self.sectors, self.districts, self.size, self.factor)


class AwardTopUp(Instrument):
    """More money for the awards of one direction, on top of the grant."""

    receives: ClassVar[str] = "projects"
    acts_at_once: ClassVar[bool] = True
    kind: Literal["award_top_up"]
    pays: Literal["treasury"] = "treasury"
    grant_share: None = None
    direction: Direction
    yuan_per_city: CityYuan

    def award_money(self) -> AwardMoney:
        """Money that is added at the start to that of each city for awards."""
        return AwardMoney(self.yuan_per_city, self.direction)


class ApprovalReform(Instrument):
    """Departments handle the cases of a project side by side; costs no money."""

    kind: Literal["approval_reform"]
    pays: Literal["treasury"] = "treasury"
    grant_share: None = None
    gap_closed: Share

    def coordination_gain(self) -> float:
        """Share of the gap to the best coordination between departments that is closed while it runs."""
        return self.gap_closed


def _fault(key: str, value: object) -> Fault | str:
    """What is wrong with an instrument of an extension."""
    kinds: tuple[object, ...] = ()
    if isinstance(value, type) and issubclass(value, Instrument):
        kinds = get_args(value.model_fields["kind"].annotation)
    return "" if kinds == (key,) and key != "none" else fault("policy-no-instrument", kind=key)


# kind in a config or scenario -> its class
INSTRUMENTS: Table[type[Instrument]] = Table(
    "INSTRUMENTS",
    {
        "threshold_coupon": ThresholdCoupon,
        "voucher": Voucher,
        "cash_transfer": CashTransfer,
        "price_discount": PriceDiscount,
        "trade_in": TradeIn,
        "event_grant": EventGrant,
        "merchant_opening": MerchantOpening,
        "merchant_closing": MerchantClosing,
        "publicity_burst": PublicityBurst,
        "price_change": PriceChange,
        "award_top_up": AwardTopUp,
        "approval_reform": ApprovalReform,
    },
    _fault,
)

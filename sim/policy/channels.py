"""Channels through which instruments act, and what each needs to know."""

from __future__ import annotations

from typing import Literal, NamedTuple

from sim.kernel.columns import QUINTILES
from sim.kernel.offer import Offer

DAYS = 7
Channel = Literal["offline", "online", "both"]  # names of CHANNELS in the kernel


class Recipients(NamedTuple):
    """Who may get something: everybody of these income groups and liquidity types."""

    quintiles: tuple[int, ...]  # 1 (lowest) to 5
    liquidity: tuple[int, ...]  # index of LIQUIDITY_TYPES


class Packet(NamedTuple):
    """Coupons that one recipient gets."""

    coupon: Offer  # terms of each
    size: int


class CommonTerms(NamedTuple):
    """Fields that mean the same in every instrument that has them, and what holds in one that has not."""

    sectors: tuple[str, ...] = ()  # in which purchases are supported
    channel: Channel = "offline"  # in shops and venues, online, or both
    income_quintiles: tuple[int, ...] = tuple(range(1, QUINTILES + 1))
    holders_share: float = 1.0  # of those entitled
    budget_yuan: float | None = None  # most that is handed out, per city
    allotment: str = "lottery"
    record_weeks: int = 0  # before it starts, whose spending is recorded
    daily_limit_yuan: float | None = None  # per city, at the counter
    days_per_week: int = DAYS


class ShopChange(NamedTuple):
    """Shops that open or close in one place."""

    sector: str
    district: int
    standard_shops: float  # size, in mean shops of the city and sector; negative when they close
    share: float  # of the sector's shops there, instead


class Event(NamedTuple):
    """A venue that is there while the instrument runs."""

    project_kind: str  # whose novelty it has
    sector: str
    district: int
    planned_sales_yuan_per_week: float


class PriceShift(NamedTuple):
    """Prices that differ from what they would be."""

    sectors: tuple[str, ...]
    districts: tuple[int, ...]  # none: all
    size: str | None
    factor: float


class Publicity(NamedTuple):
    """Publicity for venues that are open."""

    yuan_per_week: float
    audience: Literal["home", "visitors", "national"]  # residents, visitors in the city, anybody


class AwardMoney(NamedTuple):
    """Money for the awards of one direction, beside the grant."""

    yuan: float  # for each city
    direction: str

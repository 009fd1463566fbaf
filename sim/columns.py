"""Columns that hold the state of the world; an agent object is a view on one row.

Axes, always in this order: city c, district z, income quintile q, sector g, slot v of a novel venue,
proposal k. Cities with fewer districts leave the last ones empty (weight 0).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

QUINTILES = 5
SIZES = 2  # small, large shops
AGES = 6  # shops in their first, second, ... fifth year, and older ones
MOST_COUPONS = 10  # of one packet
LIQUIDITY_TYPES = ("poor hand-to-mouth", "wealthy hand-to-mouth", "other")
DIRECTIONS = ("debut", "scene", "ip")
# Who can stand for visitors of a city: they stay in its centre and spend as the upper middle does.
VISITOR_DISTRICT, VISITOR_QUINTILE = 0, 3


class Consumers(NamedTuple):
    """One row per super-individual; rows of a city are contiguous.

    The last four columns change; the others are shared by all worlds of a replicate.
    """

    first: np.ndarray  # (n_cities + 1,) int64, row where a city starts
    identity: np.ndarray  # (n,) int64, key of the row's draws: does not depend on other cities
    weight: np.ndarray  # (n,) float32, residents
    district: np.ndarray  # (n,) uint8
    quintile: np.ndarray  # (n,) uint8, 0 (lowest) to 4 within the city
    liquidity: np.ndarray  # (n,) uint8, index of LIQUIDITY_TYPES
    income: np.ndarray  # (n,) float32, yuan per week and resident
    spending_scale: np.ndarray  # (n,) float32, planned tickets relative to the mean of city and quintile
    listens_to: np.ndarray  # (n, degree) int32, rows whose visits this row hears of
    gap: np.ndarray  # (n,) float64, yuan per resident above the planned liquid buffer
    need_stock: np.ndarray  # (n, n_sectors) float64, 1 on the planned path
    aware: np.ndarray  # (n, n_slots) float32, share of residents who know the venue
    told_of: np.ndarray  # (n, n_slots) uint16, last week's visits per resident, upper half of a float32


class Holdings(NamedTuple):
    """What residents hold of the support that an instrument gave them."""

    coupons: np.ndarray  # (n_coupon_instruments, n, MOST_COUPONS + 1) float32, share of residents by coupons left
    voucher: np.ndarray  # (n_voucher_instruments, n) float64, yuan per resident not used yet
    voucher_share: np.ndarray  # (n_voucher_instruments, n) float64, share of residents who got one


CONSUMER_STATE = ("gap", "need_stock", "aware", "told_of")


def fork(columns):
    """Return a named tuple of the same columns with arrays of its own, for a world that goes its own way."""
    return type(columns)(*(column.copy() for column in columns))


class Merchants(NamedTuple):
    """Established merchants: one row per city, district, sector and size class.

    All arrays (n_cities, n_districts, n_sectors, SIZES) float64, or as said; a row stands for ``shops`` real shops.
    """

    shops: np.ndarray  # number of shops
    quality: np.ndarray  # ln attraction of one shop
    price: np.ndarray  # relative to the start
    price_shift: np.ndarray  # factor that an instrument puts on the price
    cash: np.ndarray  # weeks of normal sales, per shop
    by_age: np.ndarray  # (..., AGES) the same shops by year of age
    usual_shops: np.ndarray  # number of shops that entry keeps up at normal profit
    normal_sales: np.ndarray  # yuan per week and shop at the start
    sales: np.ndarray  # yuan since the accounts were last closed
    overuse: np.ndarray  # use of capacity above 1 in the last accounts


class Venues(NamedTuple):
    """Live novel venues, by slot. All arrays (n_cities, n_slots)."""

    project: np.ndarray  # int64, proposal in the slot; -1 when free
    sector: np.ndarray  # int64
    district: np.ndarray  # int64
    ln_attraction: np.ndarray  # ln size in standard shops plus quality
    novelty: np.ndarray  # at opening, addition to utility
    half_life: np.ndarray  # weeks
    weeks_open: np.ndarray
    capacity: np.ndarray  # yuan per week
    overuse: np.ndarray  # last week
    marketing: np.ndarray  # own publicity, yuan per week
    publicity: np.ndarray  # the city's publicity, yuan this week
    visitor_aware: np.ndarray  # share of possible visitors who know it
    experienced: np.ndarray  # (n_cities, n_districts, QUINTILES, n_slots) float32, share who have been


class Projects(NamedTuple):
    """Proposals of merchants, the same ones in every world of a replicate. All arrays (n_cities, n_proposals)."""

    # What the proposal is: never changes.
    kind: np.ndarray
    sector: np.ndarray
    district: np.ndarray
    size_class: np.ndarray  # of the merchant that proposes it
    week: np.ndarray  # when it is thought of
    investment: np.ndarray  # yuan
    planned_sales: np.ndarray  # yuan per week
    quality: np.ndarray  # ln attraction beside size
    expected_profit: np.ndarray  # present value as the merchant sees it, yuan
    funds: np.ndarray  # own money and credit, yuan
    build: np.ndarray  # weeks of building without approvals
    stalls: np.ndarray  # bool, fails while building
    fails_after: np.ndarray  # weeks open
    # What has become of it in this world.
    status: np.ndarray  # index of project STATUS
    start: np.ndarray  # week of the decision to build, or NEVER
    opens: np.ndarray  # week it is due to open, or NEVER
    opened: np.ndarray  # week it opened, or NEVER
    closed: np.ndarray  # week it closed, or NEVER
    award_week: np.ndarray  # week of the award, or NEVER
    award: np.ndarray  # fen, int64
    stage: np.ndarray  # parts of the award that are settled: 0 none, 1 upfront, 2 completion, 3 results
    paid: np.ndarray  # fen
    recovered: np.ndarray  # fen
    cancelled: np.ndarray  # fen
    sales_to_date: np.ndarray  # yuan


NEVER = -(10**6)  # week of what has not happened; weeks of the warm-up are negative too
STATUS = ("idea", "waiting", "building", "open", "closed", "stalled", "stopped", "dropped")
IDEA, WAITING, BUILDING, OPEN, CLOSED, STALLED, STOPPED, DROPPED = range(len(STATUS))


class Authorities(NamedTuple):
    """City authorities. All arrays (n_cities,) or as said."""

    screening: np.ndarray  # capability, 0 to 1
    coordination: np.ndarray
    monitoring: np.ndarray
    quota: np.ndarray  # fen over both tranches, int64
    pots: np.ndarray  # (n_cities, 4) int64 fen: uncommitted money by direction, then publicity
    received: np.ndarray  # fen, int64
    national: np.ndarray  # yuan of publicity to possible visitors this week

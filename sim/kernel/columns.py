"""Columns that hold the state of the world; an agent object is a view on one row.

Axes, always in this order: city c, district z, income quintile q, sector g, slot v of a novel venue,
proposal k. Cities with fewer districts leave the last ones empty (weight 0).
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import numpy as np

# Every figure per year, of statistical offices or of the model, is of a calendar year: 365.25 days, 52.18 weeks.
WEEKS_PER_YEAR = 52.18
WEEKS_PER_QUARTER = round(WEEKS_PER_YEAR / 4)  # the pilot's quarters begin with a week
ACCOUNT_WEEKS = 4  # between two accounts of merchants and of authorities
QUINTILES = 5
SIZE_CLASSES = ("small", "large")  # of shops
SIZES = len(SIZE_CLASSES)
SMALL, LARGE = range(SIZES)
AGES = 6  # shops in their first, second, ... fifth year, and older ones
MOST_COUPONS = 10  # of one packet
MOST_STAGES = 6  # of the time to the next planned purchase, as columns.csv has it
CHANNELS = ("offline", "online", "both")  # in which support holds: in shops and venues, online, or both
OFFLINE, ONLINE, BOTH = range(len(CHANNELS))
EVENT_SLOTS = 4  # rows at the end of the projects that no merchant thinks of; event grants fill them
LIQUIDITY_TYPES = ("poor hand-to-mouth", "wealthy hand-to-mouth", "other")
POOR, WEALTHY, OTHER = range(len(LIQUIDITY_TYPES))
CAPABILITIES = ("screening", "coordination", "monitoring")  # of city authorities
DIRECTIONS = ("debut", "scene", "ip")
POTS = (*DIRECTIONS, "publicity", "instruments")  # into which a city puts the money that the ministry pays
FEN_PER_YUAN = 100
PUBLICITY, INSTRUMENTS_POT = len(DIRECTIONS), len(DIRECTIONS) + 1  # the pots after those of the directions
N_POTS = len(POTS)
PARTNERS = ("brands", "venues", "banks", "platforms")
BRANDS, OWNERS, BANKS, PLATFORMS = range(len(PARTNERS))  # owners of venues
AREAS = ("core", "inner", "outer")  # thirds of the residents by distance from the centre
# Who can stand for visitors of a city: they stay in its centre and spend as the upper middle does.
VISITOR_DISTRICT, VISITOR_QUINTILE = 0, 3
VISITED = (slice(None), VISITOR_DISTRICT, VISITOR_QUINTILE)  # index of columns by city, district and quintile


class Consumers(NamedTuple):
    """One row per super-individual; rows of a city are contiguous.

    The last five columns change; the others are shared by all worlds of a replicate.
    """

    first: np.ndarray  # (n_cities + 1,) int64, row where a city starts
    identity: np.ndarray  # (n,) int64, key of the row's draws: does not depend on other cities
    weight: np.ndarray  # (n,) float32, residents
    district: np.ndarray  # (n,) uint8
    quintile: np.ndarray  # (n,) uint8, 0 (lowest) to 4 within the city
    liquidity: np.ndarray  # (n,) uint8, index of LIQUIDITY_TYPES
    income: np.ndarray  # (n,) float32, yuan per week and resident
    spending_scale: np.ndarray  # (n,) float32, planned spending relative to the mean of city and quintile
    ticket_scale: np.ndarray  # (n,) float32, planned tickets relative to those of the city and quintile
    frequency: np.ndarray  # (n, n_sectors) float32, planned occasions relative to the mean of city and quintile
    price_response: np.ndarray  # (n,) float32, price sensitivity relative to the mean of city and quintile
    quickness: np.ndarray  # (n,) float32, rate at which they come in a race, relative to others of their income
    listens_to: np.ndarray  # (n, degree) int32, rows whose visits this row hears of
    gap: np.ndarray  # (n,) float64, yuan per resident above the planned liquid buffer
    need_stock: np.ndarray  # (n, n_sectors) float64, 1 on the planned path; stays there where purchases have dates
    plan: np.ndarray  # (n, n_stages) float64, share of residents by stage of the time to their next purchase;
    # who is in none does without for a while
    aware: np.ndarray  # (n, n_slots) float32, share of residents who know the venue
    told_of: np.ndarray  # (n, n_slots) uint16, last week's visits per resident, upper half of a float32


class Holdings(NamedTuple):
    """What residents hold of the support that an instrument gave them, or has announced."""

    coupons: np.ndarray  # (n_coupon_instruments, n, MOST_COUPONS + 1) float32, share of residents by coupons left
    voucher: np.ndarray  # (n_voucher_instruments, n) float64, yuan per resident not used yet
    voucher_share: np.ndarray  # (n_voucher_instruments, n) float64, share of residents who got one
    promised: np.ndarray  # (n_promising, n) float64, yuan per resident that have been announced and are to come
    awaited: np.ndarray  # (n_awaited, n) float64, share of occasions, or residents, that an announced offer will reach


CONSUMER_STATE = ("gap", "need_stock", "plan", "aware", "told_of")
# Type of each column that has a row of its own for every consumer: what allocates them and what says how much memory
# they take read it here. Columns of more than one number per row name the axis.
CONSUMER_TYPES: dict[str, type[np.generic]] = {
    "identity": np.int64, "weight": np.float32, "district": np.uint8, "quintile": np.uint8, "liquidity": np.uint8,
    "income": np.float32, "spending_scale": np.float32, "ticket_scale": np.float32,
    "frequency": np.float32, "price_response": np.float32, "quickness": np.float32, "listens_to": np.int32,
    "gap": np.float64, "need_stock": np.float64, "plan": np.float64, "aware": np.float32, "told_of": np.uint16,
}  # fmt: skip
CONSUMER_AXES = {
    "frequency": "sectors", "listens_to": "contacts", "need_stock": "sectors", "plan": "stages", "aware": "slots",
    "told_of": "slots",
}  # fmt: skip


C = TypeVar("C", bound=tuple[np.ndarray, ...])


def fork(columns: C) -> C:
    """Return a named tuple of the same columns with arrays of its own, for a world that goes its own way."""
    return type(columns)(*(column.copy() for column in columns))


def of_city(columns: C, row: int, k: np.ndarray) -> C:
    """Return the same columns for entries k of one city."""
    return type(columns)(*(column[row][k] for column in columns))


class Merchants(NamedTuple):
    """Established merchants: one row per city, district, sector and size class.

    All arrays (n_cities, n_districts, n_sectors, SIZES) float64, or as said; a row stands for ``shops`` real shops.
    """

    shops: np.ndarray  # number of shops
    quality: np.ndarray  # ln attraction of one shop
    price: np.ndarray  # relative to the start
    price_shift: np.ndarray  # factor that an instrument puts on the price
    cash: np.ndarray  # weeks of normal sales, per shop
    profits: np.ndarray  # over normal profit, smoothed over quarters
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
    group: np.ndarray  # int64, homogeneity group of its kind
    ln_attraction: np.ndarray  # ln size in standard shops plus the quality that it promises
    novelty: np.ndarray  # of its kind and level, addition to utility
    surprise: np.ndarray  # quality beyond what it promises
    spread: np.ndarray  # standard deviation of quality for who knows no more than the promise
    shops_before: np.ndarray  # shops of its sector that had ever been there when it opened
    aware: np.ndarray  # share of residents who know it
    been: np.ndarray  # share of residents who have been there
    gone: np.ndarray  # visits per resident so far
    told: np.ndarray  # impressions per resident that others have told of and nobody has forgotten
    weeks_open: np.ndarray
    capacity: np.ndarray  # yuan per week
    overuse: np.ndarray  # use of capacity above 1, as people expect it from the last weeks
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
    level: np.ndarray  # index of levels.csv; 0 for kinds without levels
    brand: np.ndarray  # number of the brand that opens in one city only, or -1
    size_class: np.ndarray  # of the merchant that proposes it
    size: np.ndarray  # its sales over those of the geometric mean merchant that proposes projects
    capital: np.ndarray  # its cost of capital, share per year
    fee: np.ndarray  # what applying costs it, share of the investment
    patience: np.ndarray  # weeks that it can hold the proposal back
    week: np.ndarray  # when it is thought of
    investment: np.ndarray  # yuan
    planned_sales: np.ndarray  # yuan per week
    quality: np.ndarray  # ln attraction beside size
    expected_quality: np.ndarray  # the same as its kind, its brand and its owner let expect
    expected_profit: np.ndarray  # present value as the merchant sees it, yuan
    expected_sales: np.ndarray  # yuan per week as the merchant sees them
    funds: np.ndarray  # own money and credit, yuan
    build: np.ndarray  # weeks of building without approvals
    stalls: np.ndarray  # bool, fails while building
    fails_after: np.ndarray  # weeks open
    inflation: np.ndarray  # share by which the merchant would overstate its investment
    embellishes: np.ndarray  # factor of the sales that its application plans over those it expects
    claims: np.ndarray  # bool, its application states need whether it is true or not
    one_stop: np.ndarray  # uniform; below the city's coordination its approvals go side by side
    # What has become of it in this world.
    status: np.ndarray  # index of project STATUS
    start: np.ndarray  # week of the decision to build, or NEVER
    approved: np.ndarray  # week of the last approval, when building begins, or NEVER
    opens: np.ndarray  # week it is due to open, or NEVER
    opened: np.ndarray  # week it opened, or NEVER
    closed: np.ndarray  # week it closed, or NEVER
    applied: np.ndarray  # week of the call it last applied to, or NEVER
    asked: np.ndarray  # yuan it applied for
    reported: np.ndarray  # yuan of investment in the application
    stated_sales: np.ndarray  # yuan per week in the application
    stated_need: np.ndarray  # in the application: what the project lacks to go ahead by itself, share of the investment
    stated_weeks: np.ndarray  # in the application: weeks until it opens, counted from the award
    award_week: np.ndarray  # week of the award, or NEVER
    award: np.ndarray  # fen, int64
    promised: np.ndarray  # week of opening that the award was given for, or NEVER
    partner: np.ndarray  # yuan that private partners add
    claimed: np.ndarray  # week in which the next part fell due, or NEVER
    stage: np.ndarray  # parts of the award that are settled: 0 none, 1 upfront, 2 completion, 3 results
    paid: np.ndarray  # fen
    recovered: np.ndarray  # fen
    cancelled: np.ndarray  # fen
    overpaid: np.ndarray  # fen paid for investment that was not there, found or not
    sales_to_date: np.ndarray  # yuan


NEVER = -(10**6)  # week of what has not happened; weeks of the warm-up are negative too
STATUS = ("idea", "waiting", "approval", "building", "open", "closed", "stalled", "stopped", "dropped")
IDEA, WAITING, APPROVAL, BUILDING, OPEN, CLOSED, STALLED, STOPPED, DROPPED = range(len(STATUS))
BEGUN = (APPROVAL, BUILDING, OPEN)  # what a jury sees as begun
BEGUN_OR_NOT = 2  # applications of projects that have not begun, and of those that have
UPFRONT, COMPLETION, RESULTS = range(1, 4)  # parts of an award that are settled, ``Projects.stage``; 0: none


class Approvals(NamedTuple):
    """Cases at the departments that approve projects. Axes: city, proposal, department, or as said."""

    stage: np.ndarray  # int8, index of CASE
    since: np.ndarray  # int64, week in which the case joined the queue
    ready: np.ndarray  # int64, week in which it is done
    credit: np.ndarray  # (n_cities, n_departments) cases that can be taken up
    waited: np.ndarray  # (n_cities, n_departments) project-weeks spent in the queue so far
    cases: np.ndarray  # (n_cities, n_departments) cases taken up so far


NOT_NEEDED, LATER, QUEUED, AT_WORK = range(4)  # stage of a case; NOT_NEEDED also when it is done


class Authorities(NamedTuple):
    """City authorities. All arrays (n_cities,) or as said."""

    screening: np.ndarray  # CAPABILITIES, 0 to 1
    coordination: np.ndarray
    monitoring: np.ndarray
    quota: np.ndarray  # fen over both tranches, int64
    visitors: np.ndarray  # yuan of publicity to visitors in the city this week
    national: np.ndarray  # yuan of publicity to people anywhere this week
    decides: np.ndarray  # week in which the applications of the last call will have been reviewed, or NEVER
    part: np.ndarray  # share of the pots that this call may award
    next_part: np.ndarray  # the same of a call that waits until the last one is decided, or NaN
    score: np.ndarray  # of the evaluation before the second tranche, or NaN
    sales: np.ndarray  # yuan in the city since the first tranche
    sales_expected: np.ndarray  # the same, as the start and the season let expect
    partners: np.ndarray  # (n_cities, n_partners) yuan that each of PARTNERS has added
    tried: np.ndarray  # (n_cities, BEGUN_OR_NOT) applications decided so far
    won: np.ndarray  # (n_cities, BEGUN_OR_NOT) of these, awarded
    review_weeks: np.ndarray  # that applications have waited for review so far
    review_cases: np.ndarray  # applications
    payment_weeks: np.ndarray  # that due parts of awards have waited beyond the usual so far
    payment_cases: np.ndarray  # parts


class Shopping(NamedTuple):
    """What residents find at established merchants. All (n_cities, n_districts, QUINTILES, n_sectors), or as said."""

    access: np.ndarray  # (n_cities, n_sectors, n_districts, n_districts) weights of distance, chained trips included
    established: np.ndarray  # attraction, trips and the online channel included
    local: np.ndarray  # the same of the shops of the city alone
    price: np.ndarray  # mean price
    reference_price: np.ndarray  # what buyers are used to
    billed_from: np.ndarray  # what they were used to when accounts were last closed: bills go by it until the next
    bill: np.ndarray  # paid per planned ticket in shops
    usual_support: np.ndarray  # what buyers are used to paying less than the price, as public money pays it


class SinceAccounts(NamedTuple):
    """What was bought since merchants last closed their accounts."""

    per_attraction: np.ndarray  # (n_cities, n_districts, QUINTILES, n_sectors) yuan over attraction
    visits_per_attraction: np.ndarray  # same axes
    traffic: np.ndarray  # (n_cities, n_sectors, n_districts, n_districts) visits by residents of the first district
    expected: np.ndarray  # (n_cities, n_sectors) sales to be expected, in normal weeks
    novel_sales: np.ndarray  # (n_cities, n_sectors) yuan at novel venues
    paid_shares: np.ndarray  # as per_attraction, sum over weeks of the share of bills that support paid
    delivered: np.ndarray  # (n_cities, QUINTILES, n_sectors) yuan that merchants of the city got for online sales


class Sales(NamedTuple):
    """Who received what this week, yuan."""

    established: np.ndarray  # (n_cities, n_sectors) from residents, in their own city
    visitors_established: np.ndarray  # (n_cities, n_sectors)
    novel: np.ndarray  # (n_cities, n_sectors) at novel venues, from both
    online: np.ndarray  # (n_cities, n_sectors) by residents of the city, whoever sells it
    delivered: np.ndarray  # (n_cities, n_sectors) of it, what merchants of the city got
    venue_home: np.ndarray  # (n_cities, n_slots) from residents
    venue_visitors: np.ndarray  # (n_cities, n_slots)
    trips: np.ndarray  # (n_all, n_all) by origin and destination
    spent: np.ndarray  # (n_cities, QUINTILES, n_sectors) by residents, anywhere

"""What residents make of an offer that stands, and of its end: made-up residents meet one week after the other."""

from __future__ import annotations

import numpy as np
import pytest

from sim.kernel.columns import CHANNELS, QUINTILES, Holdings
from sim.kernel.loops.support import take_up
from sim.kernel.loops.uptake import Announced, Claims, Terms, TicketRates, offers_of
from sim.kernel.loops.usual import Habits, adapt_to_support, weigh_habits
from sim.kernel.offer import Offer
from tests.helpers import tiny, twin_records
from tests.kernel.test_flows import CITIES, DISTRICTS, SECTORS, _some

BOTH = np.full(1, CHANNELS.index("both"))
RATE, ELASTICITY, MOVED = 0.2, 1.5, 2  # the last sector is not supported
SUPPORTED = np.arange(SECTORS) < SECTORS - 1
PLACES = (CITIES, DISTRICTS, QUINTILES, SECTORS)


def _meet(share_of_habit: float | None, offered: bool = True, voucher: float = 0.0):
    """Uptake of a week in the first city, whose residents are used to a share of the price being paid for them."""
    consumers, market, uptake = _some(np.random.default_rng(3))
    consumers.plan[:] = 0.0
    n = consumers.weight.size
    for k in range(market.dated.size):  # on the plan
        g = market.dated[k]
        begin, end = market.stages_from[g], market.stages_from[g + 1]
        consumers.plan[:, begin:end] = 1.0 / (end - begin)
    habits = Habits(np.ones(PLACES), np.ones(PLACES))
    if share_of_habit is not None:
        used_to = np.zeros(PLACES)
        used_to[0, ..., SUPPORTED] = share_of_habit
        sensitivity = np.full((CITIES, QUINTILES), 2.0)
        weigh_habits(
            market.n_districts, used_to, np.ones(PLACES), ELASTICITY, sensitivity, 0.3, market.waits * MOVED, habits
        )  # fmt: skip
    nothing = Announced(
        offers_of([]), np.zeros((0, SECTORS), bool), np.zeros((0, CITIES), bool), np.zeros(0), np.zeros(0, np.int64),
        np.zeros(CITIES, bool), np.ones(QUINTILES), np.ones(SECTORS), BOTH[:0],
    )  # fmt: skip
    terms = Terms(
        offers=offers_of([Offer(0.0, 0.0, RATE, 1e9, 1.0)]), offer_sectors=SUPPORTED[None],
        offer_cities=np.array([[float(offered), 0.0]]), offer_channel=BOTH, pile=np.array([-1]),
        voucher_sectors=SUPPORTED[None], voucher_cities=np.array([[voucher > 0, False]]), voucher_channel=BOTH,
        weeks_left=np.array([5.0]), voucher_yuan=np.array([max(voucher, 1.0)]), announced=nothing,
    )  # fmt: skip
    held = Holdings(
        np.zeros((0, n, 11), np.float32), np.full((1, n), voucher), np.full((1, n), float(voucher > 0)),
        np.zeros((0, n)), np.zeros((0, n)),
    )  # fmt: skip
    rates = TicketRates(ELASTICITY, 1.0, 0.1, 0.5, 1.0, np.array([0.5, 1.5]))
    claims = Claims(*(np.zeros((2, CITIES)) for _ in Claims._fields))
    market = market._replace(habits=habits, waits=market.waits * MOVED)
    take_up(0, consumers, market, terms, held, rates, np.full((CITIES, QUINTILES), 2.0), uptake, claims)
    return consumers, uptake, claims


def _of_first(consumers, column):
    return column[: consumers.first[1]]


def test_the_same_rate_enlarges_tickets_at_first_and_no_more_once_it_is_usual():
    for habit, factor in ((None, (1 - RATE) ** -ELASTICITY), (RATE, 1.0)):
        consumers, uptake, _ = _meet(habit)
        ticket = _of_first(consumers, uptake.ticket)
        assert ticket[:, SUPPORTED] == pytest.approx(factor, rel=1e-12)
        assert (ticket[:, ~SUPPORTED] == 1.0).all()


def test_occasions_are_moved_by_what_is_better_than_usual_and_added_by_what_stays():
    fresh, used = (_of_first(*pair) for pair in ((c, u.occasions) for c, u, _ in (_meet(None), _meet(RATE))))
    ratio = used[:, SUPPORTED] / fresh[:, SUPPORTED]
    assert ratio == pytest.approx(np.exp(-2.0 * (0.3 * MOVED - 0.3) * RATE), rel=1e-12)
    assert (used[:, SUPPORTED] > 1.0).all()


def test_after_an_offer_that_was_usual_full_prices_look_dear():
    consumers, uptake, claims = _meet(RATE, offered=False)
    ticket, occasions = (_of_first(consumers, column) for column in (uptake.ticket, uptake.occasions))
    assert ticket[:, SUPPORTED] == pytest.approx((1 - RATE) ** ELASTICITY, rel=1e-12)
    assert (occasions[:, SUPPORTED] < 1.0).all() and (occasions[:, ~SUPPORTED] == 1.0).all()
    assert not _of_first(consumers, uptake.paid).any() and not claims.paid.any()


@pytest.mark.parametrize("habit", [None, 0.1])
def test_a_discount_for_all_lowers_every_bill_by_its_rate_and_a_voucher_lowers_none(habit):
    _, uptake, claims = _meet(habit, voucher=3.0)
    assert claims.paid[1, 0] > 0, "vouchers are used"
    lowered, billed = uptake.lowered[0][..., SUPPORTED], uptake.billed[0][..., SUPPORTED]
    assert lowered.sum() == pytest.approx(claims.paid[0, 0], rel=1e-12)
    _, uptake, _ = _meet(habit)
    lowered, billed = uptake.lowered[0][..., SUPPORTED], uptake.billed[0][..., SUPPORTED]
    some = billed > 0
    assert some.any() and lowered[some] == pytest.approx(RATE * billed[some], rel=1e-12)
    assert not uptake.lowered[0][..., ~SUPPORTED].any()


def test_who_was_never_supported_is_used_to_full_prices_to_the_bit():
    habits, usual = Habits(np.ones(PLACES), np.ones(PLACES)), np.zeros(PLACES)
    shares = np.zeros(PLACES)
    shares[0] = 4 * RATE
    districts = np.full(CITIES, DISTRICTS)
    adapt_to_support(districts, shares, 4.0, np.ones(PLACES), 0.25, usual)
    assert usual[0] == pytest.approx(0.25 * RATE) and not usual[1].any()
    weigh_habits(
        districts, usual, np.ones(PLACES), 1.5, np.full((CITIES, QUINTILES), 2.0), 0.3, np.ones(SECTORS), habits
    )
    assert (habits.ticket[1] == 1.0).all() and (habits.occasions[1] == 1.0).all() and (habits.ticket[0] < 1.0).all()


def test_in_a_city_a_discount_that_ends_leaves_a_slump_by_habit_beside_what_was_brought_forward():
    weeks = ("instrument.start_week=0", "instrument.end_week=11", "horizon.weeks_pilot=16", "horizon.weeks_after=0")
    terms = ("instrument=price_discount", "instrument.sectors=[catering]", "instrument.days_per_week=7", *weeks)
    lost = {}
    for adaptation in (0.2, 0.0):
        chosen = tiny("allocation=none", "city=xining", *terms, f"parameters.reference_adaptation={adaptation}")
        policy, twin, world = twin_records(chosen)
        g = world.fixed.sectors.sector.index("catering")
        change = (policy.spent - twin.spent)[:, 0, :, g].sum(axis=1) / twin.spent[:, 0, :, g].sum(axis=1)
        lost[adaptation] = change[12:].mean()
        assert change[:12].min() > 0.05
    rate, usual = chosen.instrument.rate, 1 - (1 - 0.2) ** 3
    assert lost[0.0] > -0.03
    assert lost[0.2] < lost[0.0] - 0.5 * rate * usual, (
        "tickets alone fall by more than the price, as epsilon is above 1"
    )

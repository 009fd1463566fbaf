"""What made-up residents do who know what is coming."""

from __future__ import annotations

import numpy as np
import pytest

from sim.kernel.columns import CHANNELS, OTHER, QUINTILES, Holdings, fork
from sim.kernel.loops.consumers import no_purchases
from sim.kernel.loops.flows import buy_in_flows
from sim.kernel.loops.individuals import buy_one_by_one, settle_plans
from sim.kernel.loops.support import take_up
from sim.kernel.loops.uptake import Announced, Claims, Terms, TicketRates, offers_of
from sim.kernel.loops.usual import Habits
from sim.kernel.offer import Offer
from tests.kernel.test_flows import CITIES, SECTORS, _some

PLACES = (CITIES, 3, QUINTILES, SECTORS)
AWAITED = np.arange(SECTORS) < SECTORS - 1
BOTH = np.full(1, CHANNELS.index("both"))
COUNTER, COUPON = Offer(0.0, 0.0, 0.2, 1e9, 1.0), Offer(20.0, 60.0, 0.0, 0.0, 1.0)
USE = np.array([5.0, 0.05, 0.1, 0.05, 0.05])


def _know(weeks=2.0, chance=1.0, offer=COUNTER, packet=0, now=0.0, promised=0.0, gap=None):
    """Uptake of a week in the first city, whose residents know of an offer, or of money; ``now``: one like it runs."""
    consumers, market, uptake = _some(np.random.default_rng(3))
    consumers.plan[:] = 0.1
    if gap is not None:
        consumers.gap[:] = gap
    n = consumers.weight.size
    announced = Announced(
        offers_of([offer]), AWAITED[None], np.array([[chance > 0, False]]), np.array([weeks]), np.array([packet]),
        np.array([promised > 0, False]), np.linspace(0.6, 1.0, QUINTILES), USE, BOTH,
    )  # fmt: skip
    terms = Terms(
        offers=offers_of([offer]), offer_sectors=AWAITED[None], offer_cities=np.array([[now, 0.0]]), offer_channel=BOTH,
        pile=np.array([-1]), voucher_sectors=np.zeros((0, SECTORS), bool), voucher_cities=np.zeros((0, CITIES), bool),
        voucher_channel=BOTH[:0], weeks_left=np.zeros(0), voucher_yuan=np.zeros(0), announced=announced,
    )  # fmt: skip
    held = Holdings(
        np.zeros((0, n, 11), np.float32), np.zeros((0, n)), np.zeros((0, n)), np.full((1, n), promised),
        np.full((1, n), chance),
    )  # fmt: skip
    rates = TicketRates(1.5, 2.0, 0.1, 0.5, 1.0, np.array([0.5, 1.5]))
    claims = Claims(*(np.zeros((1, CITIES)) for _ in Claims._fields))
    habits = Habits(np.ones(PLACES), np.ones(PLACES))
    sensitivity = np.full((CITIES, QUINTILES), 2.0)
    take_up(0, consumers, market._replace(habits=habits), terms, held, rates, sensitivity, uptake, claims)
    mine = slice(consumers.first[0], consumers.first[1])
    return consumers, uptake.occasions[mine], uptake.ticket[mine], claims


def test_who_knows_waits_by_the_closed_form_and_what_cannot_wait_is_bought():
    consumers, occasions, tickets, claims = _know()
    n = len(occasions)
    knows = np.linspace(0.6, 1.0, QUINTILES)[consumers.quintile[:n]]
    for g in np.flatnonzero(AWAITED):
        bought = 1 - occasions[:, g]
        waiting = bought / knows
        assert np.ptp(waiting) < 1e-12 and 0 <= waiting[0] < 1
    gamma = -2.0 * USE[1] / np.log((1 - occasions[0, 1]) / knows[0])
    assert 0.1 < gamma < 0.3, "about the rate of the discount"
    assert (1 - occasions[0, 2]) / knows[0] == pytest.approx(np.exp(-2.0 * USE[2] / gamma), rel=1e-9)
    assert (1 - occasions[:, 0]).max() < 1e-12, "five tickets a week cannot wait"
    assert (occasions[:, ~AWAITED] == 1.0).all() and (tickets == 1.0).all() and not claims.paid.any()


def test_the_nearer_the_more_and_with_a_small_chance_to_win_hardly_anybody():
    shares = [1 - _know(weeks=weeks)[1][:, 1].mean() for weeks in (1.0, 4.0, 40.0)]
    assert shares[0] > shares[1] > shares[2] and shares[2] < 0.01
    sure, lottery = (1 - _know(chance=chance, offer=COUPON, packet=1)[1][:, 1].mean() for chance in (1.0, 0.02))
    assert lottery < 0.05 * sure and sure > 0


def test_nobody_waits_for_what_is_to_be_had_now():
    _, with_both, _, _ = _know(now=1.0)
    _, now_only, _, _ = _know(now=1.0, chance=0.0)
    np.testing.assert_array_equal(with_both, now_only)


def test_money_that_is_to_come_is_spent_ahead_by_who_can_spare_it_never_by_the_hand_to_mouth():
    consumers, occasions, _, _ = _know(chance=0.0, promised=400.0, gap=0.0)
    can = consumers.liquidity[: len(occasions)] == OTHER
    assert can.any() and (~can).any()
    assert (occasions[~can] == 1.0).all()
    assert (occasions[can] > 1.0).all()
    more = _know(chance=0.0, promised=4000.0, gap=0.0)[1]
    assert (more[can] > occasions[can]).all()


@pytest.mark.parametrize("announced", [True, False], ids=["who waits", "who is used to support"])
def test_single_residents_buy_what_their_mean_does(announced):
    consumers, market, uptake = _some(np.random.default_rng(3))
    if announced:
        uptake.occasions[:], uptake.ticket[:] = 0.6, 1.0
    else:
        uptake.occasions[:], uptake.ticket[:] = 0.9, 0.8
    consumers.aware[:], consumers.gap[:], consumers.need_stock[:] = 0.0, 0.0, 1.0
    market = market._replace(occasions=np.minimum(market.occasions, 0.1))  # nobody buys twice in a week
    for g in market.dated:  # on the plan
        begin, end = market.stages_from[g], market.stages_from[g + 1]
        consumers.plan[:, begin:end] = 1.0 / (end - begin)
    visits = np.zeros((3, QUINTILES, 40))
    flows, state = _nothing(), fork(consumers)
    buy_in_flows(0, fork(consumers), market, flows, visits, uptake)
    singly, weeks = _nothing(), 6000
    for week in range(weeks):
        one = fork(state)
        settle_plans(0, one, market, 7, week)
        buy_one_by_one(0, one, market, singly, visits, uptake, np.zeros((CITIES, 40), np.int64), 7, week)
    ratio = singly.spent[0].sum(axis=0) / weeks / flows.spent[0].sum(axis=0)
    assert ratio == pytest.approx(1.0, abs=0.06)


def _nothing():
    return no_purchases(CITIES, 3, QUINTILES, SECTORS, 40)

"""The online channel: a logit alternative whose share, trend and part in support have closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.kernel.columns import BOTH, OFFLINE, ONLINE
from sim.kernel.loops.uptake import TicketRates, moved_to, respond
from sim.kernel.rules.online import (
    local_part,
    mean_bill,
    merchants_part,
    online_after,
    online_attraction,
    online_bill,
    online_trend,
    open_part,
    wages_part,
)
from sim.kernel.rules.ticket import Offer

shares = st.floats(0, 0.9)
RATES = TicketRates(1.5, 3.0, 0.1, 0.2, 0.6, np.array([0.3, 0.8, 1.9]))
NO_OFFER = Offer(0.0, 0.0, 0.0, 0.0, 1.0)


@pytest.mark.parametrize(("share", "growth"), [(0.22, 0.1), (0.38, -0.02), (0.5, 0.0)])
def test_online_sales_gain_on_all_sales_at_first_as_observed(share, growth):
    years, shops = 1e-4, 1.0 - share
    online = share * online_trend(share, growth, years)
    later = online / (shops + online)
    assert math.log(later / share) / years == pytest.approx(math.log1p(growth), rel=1e-3, abs=1e-6)


def test_sellers_elsewhere_do_not_care_for_shops_and_deliveries_follow_them():
    assert online_attraction(3.0, 1.1, 0.0, 0.5) == pytest.approx(3.3)
    assert online_attraction(3.0, 1.1, 1.0, 0.5) == pytest.approx(1.65)


@given(share=shares, bill=st.floats(0.2, 3), local=st.floats(0, 1))
def test_money_spent_in_shops_and_online_is_the_mean_bill(share, bill, local):
    paid = online_bill(bill, local)
    assert mean_bill(bill, paid, share) == pytest.approx((1 - share) * bill + share * paid)
    assert min(1, bill) <= paid <= max(1, bill) or paid == pytest.approx(bill)


def test_a_delivered_meal_costs_what_restaurants_charge_and_a_parcel_what_it_did():
    assert online_bill(1.05, local_part(1.0, 0.9)) == pytest.approx(1.05)
    assert online_bill(1.05, local_part(0.0, 0.9)) == 1.0
    assert local_part(0.5, 3.0) == pytest.approx(0.75)


def test_every_yuan_of_an_online_sale_is_paid_to_somebody():
    local, fee, riders, couriers = 0.4, 0.2, 0.6, 0.01
    wages = wages_part(local, fee, riders, couriers)
    platforms = local * fee * (1 - riders) + (1 - local) * (1 - couriers)
    assert merchants_part(local, fee) + wages + platforms == pytest.approx(1)


@pytest.mark.parametrize("channel", [OFFLINE, ONLINE, BOTH])
@given(online=shares)
def test_an_offer_worth_nothing_moves_nobody(channel, online):
    one = respond(50.0, NO_OFFER._replace(accepted=1.0), open_part(channel, online), 1.0, 2.0, 0.3, RATES)
    assert online_after(channel, online, one.spending, one.rest) == pytest.approx(online * one.spending, abs=1e-12)


@given(online=st.floats(0.05, 0.9), rate=st.floats(0.02, 0.4))
def test_an_offer_takes_from_the_channel_in_which_it_does_not_hold_and_from_no_other(online, rate):
    found = {}
    for channel in (OFFLINE, ONLINE, BOTH):
        offer, part = Offer(0.0, 0.0, rate, 1e9, 1.0), open_part(channel, online)
        one = respond(50.0, offer, part, 1.0, 2.0, 0.0, RATES)  # no occasion is added: all that is bought more is moved
        there = online_after(channel, online, one.spending, one.rest)
        before, base = 50.0 * online, 50.0
        found[channel] = moved_to(channel, base, before, 50 * one.spending, 50 * there)
        held = 1.0 - there / one.spending if channel == OFFLINE else there / one.spending
        assert held > open_part(channel, online) - 1e-9 or channel == BOTH
    assert found[OFFLINE] > 0 and found[ONLINE] > 0 and found[BOTH] == 0


@pytest.mark.parametrize("likeness", [0.3, 1.0])
def test_offline_share_under_an_offer_is_that_of_the_nested_logit(likeness):
    """Shops with a price cut to 1 - r against an online channel that keeps its price."""
    online, rate, beta = 0.4, 0.2, 2.0
    offer = Offer(0.0, 0.0, rate, 1e9, 1.0)
    flat = RATES._replace(elasticity=1e-9, strata=np.ones(1), likeness=likeness)  # tickets are not enlarged
    one = respond(100.0, offer, 1.0 - online, 1.0, beta, 0.0, flat)
    weight = math.exp(beta * rate * likeness)
    assert online_after(OFFLINE, online, one.spending, one.rest) == pytest.approx(
        online / (online + (1 - online) * weight), rel=1e-6
    )

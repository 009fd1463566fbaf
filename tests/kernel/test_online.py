"""What is bought online, who sells it, and what is left of it where nothing is sold there; on made-up columns."""

from __future__ import annotations

import numpy as np
import pytest

from sim.kernel.columns import QUINTILES
from sim.kernel.loops.consumers import no_purchases
from sim.kernel.loops.online import plan_online, sell_online, set_out_online, weigh_online
from sim.world.online import online_at_start

N = np.array([2])  # districts of the one city


def test_without_an_online_channel_shops_are_all_that_there_is():
    shops, bill = np.random.default_rng(1).uniform(0.5, 2, (2, 1, 2, QUINTILES, 3))
    established, value, share, paid, mean = np.zeros((5, *shops.shape))
    (online, local), planned = np.zeros((2, 1, QUINTILES, 3)), np.zeros((1, 3))
    set_out_online(
        N, np.arange(3), shops, shops / 2, planned, online, local, 0.5, bill, established, value, share, paid, mean
    )  # fmt: skip
    assert value == pytest.approx(2.0)
    assert (established == shops).all() and (mean == bill).all() and not share.any() and (paid == 1).all()


def test_the_attraction_of_the_channel_is_found_for_any_shares_and_any_districts():
    rng = np.random.default_rng(2)
    spending, shops = rng.uniform(1, 9, (1, 2, QUINTILES, 4)), rng.uniform(0.01, 5, (1, 2, QUINTILES, 4))
    share, found = np.array([0.0, 0.05, 0.5, 0.95]), np.zeros((1, 4))
    online = online_at_start(N, spending, shops, share)
    plan_online(N, spending, shops, online, found)
    assert found / spending.sum(axis=(1, 2)) == pytest.approx(share[None], abs=1e-12)


def test_where_a_third_of_the_shops_close_deliveries_lose_a_third_of_their_pull_and_shipping_nothing():
    at_start, share = np.full((1, 2), 4.0), np.full(2, 0.3)
    weight = np.full((1, QUINTILES, 2, 2), 3.0)  # by district, 6 in all
    planned, (online, local) = np.zeros((1, 2)), np.zeros((2, 1, QUINTILES, 2))
    before = np.full((1, QUINTILES, 2), 9.0)
    weigh_online(at_start, share, np.zeros(2), np.array([1.0, 0.0]), 5.0, before, weight, planned, online, local)
    assert (planned == 4).all() and local[0, 0].tolist() == [1.0, 0.0]
    assert online[0, 0] == pytest.approx([4 * 6 / 9, 4.0])


def test_merchants_get_their_part_of_what_is_bought_online_in_any_district():
    bought = no_purchases(1, 2, QUINTILES, 2, 1)
    bought.online[0, :, 1] = [[10.0, 100.0], [30.0, 0.0]]
    delivered, online, received = np.zeros((1, QUINTILES, 2)), np.zeros((1, 2)), np.zeros((1, 2))
    sell_online(N, bought, np.array([0.8, 0.0]), delivered, online, received)
    assert online[0] == pytest.approx([40, 100]) and received[0] == pytest.approx([32, 0])
    assert delivered[0, 1] == pytest.approx([32, 0]) and delivered.sum() == pytest.approx(32)


@pytest.mark.parametrize("likeness", [0.2, 1.0])
def test_shops_that_draw_more_take_from_the_channel_as_the_nested_logit_says(likeness):
    before, online = np.full((1, 2, QUINTILES, 1), 3.0), np.ones((1, QUINTILES, 1))
    established, value, share, paid, mean = np.zeros((5, *before.shape))
    set_out_online(
        N, np.arange(1), 1.5 * before, before, online[:, 0], online, 0 * online, likeness, 0 * before + 1, established,
        value, share, paid, mean,
    )  # fmt: skip
    shops = 3 * 1.5**likeness
    assert share == pytest.approx(1 / (1 + shops))
    assert value == pytest.approx(((1 + shops) / 4) ** (1 / likeness))

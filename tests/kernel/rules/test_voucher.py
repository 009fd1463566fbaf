"""Vouchers: who buys before they expire, and what is bought because they would."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.kernel.rules.voucher import added_occasions, buyers_share, lapsing_share


@pytest.mark.parametrize("occasions", [0.0, 0.05, 2.0])
def test_who_does_not_buy_in_any_week_loses_what_no_planned_purchase_uses(occasions):
    left = 1.0
    for _ in range(9):
        left *= 1.0 - buyers_share(occasions)
    assert lapsing_share(occasions, 9.0) == pytest.approx(left) == pytest.approx(math.exp(-9 * occasions))


def test_a_voucher_that_would_lapse_is_a_price_cut_of_its_value_and_no_more_than_the_bill():
    one = added_occasions(0.2, 50.0, 100.0, 2.0, 2.15, 0.3)
    assert one == pytest.approx(0.2 * (math.exp(0.3 * 2.15 * 2.0 * 0.5) - 1))
    assert added_occasions(1.0, 500.0, 100.0, 1.0, 2.0, 0.5) == pytest.approx(math.e - 1)
    shares = [added_occasions(0.2, 50.0, x, 2.0, 2.15, 0.3) for x in (60.0, 100.0, 900.0)]
    assert (np.diff(shares) < 0).all(), "of a large bill it is a small part"

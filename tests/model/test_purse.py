"""Money of an instrument: what is set aside, and within which limit."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.inputs.compose import compose
from sim.model.purse import Purse
from sim.world.ledger import FEN_PER_YUAN, Ledger

COUPON = compose(["allocation=none", "instrument=threshold_coupon"]).programme[0]


def purse() -> Purse:
    """Purse of an instrument that the treasury pays, in two cities."""
    return Purse(Ledger(2), COUPON, np.zeros(2, dtype=np.int64), np.zeros(2, dtype=np.int64))


@given(wanted=st.floats(0, 1e12), most=st.floats(0, 1e12))
@settings(max_examples=200, deadline=None, derandomize=True, database=None)
def test_no_fen_beyond_the_limit_is_set_aside(wanted, most):
    one = purse()
    share = one.commit(np.full(2, wanted), most)
    assert (one._committed <= most * FEN_PER_YUAN + 1e-3).all()
    assert one._committed == pytest.approx(share * math.ceil(wanted * FEN_PER_YUAN))


@pytest.mark.parametrize(("most", "fen"), [(1.875, 187), (0.29, 29), (1.0, 100), (0.004, 0)])
def test_a_limit_is_kept_in_whole_fen(most, fen):
    one = purse()
    one.commit(np.array([1e6, 1e6]), most)
    assert (one._committed == fen).all()

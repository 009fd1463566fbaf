"""How much of a voucher would have been spent anyway follows from how often residents buy what it is for."""

from __future__ import annotations

import functools
import inspect

import numpy as np
import pytest

from sim.data import read
from sim.kernel.rules import voucher
from tests.helpers import quiet_model, tiny

WEEKS = 9


@functools.cache
def _voucher(sector: str, *more: str) -> tuple[float, float]:
    """Share of the bills paid with a voucher that is not spent on top, and share of the voucher that is used at all."""
    model = quiet_model(tiny(
        "allocation=none", "city=xining", "instrument=voucher", f"instrument.sectors=[{sector}]",
        "instrument.start_week=3", f"instrument.end_week={2 + WEEKS}", *more,
    ))  # fmt: skip
    paid = bills = extra = 0.0
    while model.world.week <= 2 + WEEKS:
        model.step()
        paid += model.markets.support.claims.paid.sum()
        bills += model.markets.support.claims.bills.sum()
        extra += model.markets.support.claims.extra.sum()
    (running,) = model.markets.support.running
    return 1 - extra / bills, paid / (running.given * model.world.consumers.weight).sum() / 100


def test_windfall_of_a_voucher_is_larger_the_more_often_its_sector_is_bought_in():
    sectors = read.read_sectors()
    often = {
        name: sectors.occasions_per_week[sectors.sector.index(name)] for name in ("groceries", "catering", "culture")
    }
    windfall = [_voucher(name)[0] for name in sorted(often, key=often.__getitem__)]
    assert (np.diff(windfall) > 0.001).all() and windfall[-1] > windfall[0] + 0.3
    used = [_voucher(name)[1] for name in sorted(often, key=often.__getitem__)]
    assert used[-1] > 0.99 > max(used[:-1]) and min(used) > 0.3


def test_where_bills_are_large_beside_a_voucher_less_of_it_is_windfall():
    beside_small, beside_large = (_voucher("services", f"instrument.yuan_per_person={yuan}")[0] for yuan in (100, 20))
    assert beside_large < beside_small - 0.05


def test_no_number_of_a_sector_says_how_much_of_a_voucher_is_windfall():
    named = {n for _, f in inspect.getmembers(voucher) if callable(f) for n in getattr(f, "__annotations__", {})}
    assert not named & {"sector", "g"}
    assert not [c for c in read.read_sectors()._fields if "windfall" in c or "voucher" in c or "additional" in c]


def test_what_is_bought_everywhere_and_often_is_windfall_but_for_the_earmark():
    everywhere, used = _voucher("groceries,catering")
    assert everywhere == pytest.approx(1 - 0.1402, abs=0.002) and used == pytest.approx(1.0, abs=1e-3)

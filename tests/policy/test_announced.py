"""Instruments that are announced before they start: what a city does then, and how it is counted."""

from __future__ import annotations

import numpy as np
import pytest

from sim.inputs.compose import compose
from sim.kernel.columns import FEN_PER_YUAN
from sim.measures.effects import effects
from sim.runs.beginnings import weeks_before_money
from tests.helpers import quiet_model, records_of, tiny

SHORT = ("allocation=none", "city=xining", "horizon.weeks_pilot=14", "horizon.weeks_after=0")
WEEKS = ("instrument.start_week=6", "instrument.end_week=9")
TRADE_IN = (*SHORT, "instrument=trade_in", *WEEKS)


def test_what_is_announced_as_it_starts_is_the_same_to_the_bit_and_what_is_announced_before_is_counted_as_moved():
    said = [tiny(*TRADE_IN, f"instrument.announce_week={week}") for week in ("null", 6, 2)]
    (silent, at_start, before), twin, world = records_of(said)
    for name, column in vars(silent).items():
        np.testing.assert_array_equal(column, getattr(at_start, name), name)
    g = world.fixed.sectors.sector.index("electronics")
    change = (before.spent - twin.spent).sum(axis=(1, 2))[:, g]
    assert np.array_equal(change[:2], np.zeros(2)), "nothing before anybody knows"
    assert (change[2:6] < 0).all() and change[5] < change[2], "the nearer, the more wait"
    more = (before.spent - silent.spent).sum(axis=(1, 2))[:, g]
    assert more[6] > 0
    found = [effects(r, twin, world.fixed, world.projects) for r in (silent, before)]
    parts = ("windfall", "displaced_city", "displaced_intercity", "displaced_online", "brought_forward", "net")
    for one in found:
        total = sum(one[f"total.{part}_yuan"] for part in parts)
        assert total == pytest.approx(one["total.gross_yuan"], rel=1e-9)
    moved = [one["total.brought_forward_yuan"] for one in found]
    assert moved[1] > moved[0] and moved[1] >= -change[2:6].sum() - 1e-6 * abs(change).sum()


def test_worlds_share_no_week_after_an_announcement():
    silent, before = (tiny(*TRADE_IN, f"instrument.announce_week={week}") for week in ("null", 2))
    assert (weeks_before_money(silent), weeks_before_money(before)) == (6, 2)


@pytest.mark.parametrize("kind", ["price_change", "publicity_burst", "merchant_closing", "event_grant"])
def test_for_what_neither_lowers_bills_nor_pays_money_nobody_prepares(kind):
    instrument = compose(["allocation=none", f"instrument={kind}", "instrument.announce_week=3"]).instrument
    assert instrument.first_week == instrument.start_week


def test_nobody_counts_on_money_that_is_not_there_nor_on_more_than_the_quota():
    terms = ("instrument=threshold_coupon", "instrument.announce_week=2", "instrument.budget_yuan=100000", *WEEKS)
    model = quiet_model(tiny(*SHORT, *terms))
    support, people = model.markets.support, model.world.consumers.weight
    support.announcements.of_week(3)
    each = support.running[0].coupon.face * support.running[0].packet
    assert people @ support.holdings.awaited[0] * each == pytest.approx(100_000, rel=1e-5)
    support.running[0].purse.left = lambda: np.array([50_000 * FEN_PER_YUAN])
    support.announcements.of_week(4)
    assert people @ support.holdings.awaited[0] * each == pytest.approx(50_000, rel=1e-5)
    support.running[0].purse.left = lambda: np.array([0])
    support.announcements.of_week(5)
    assert not support.holdings.awaited.any()
    support.announcements.of_week(6)
    assert not support.holdings.awaited.any(), "it is there"


def test_of_a_transfer_in_parts_what_is_left_is_still_to_come():
    terms = ("instrument=cash_transfer", "instrument.announce_week=2", "instrument.holders_share=1", *WEEKS)
    chosen = tiny(*SHORT, *terms, "instrument.yuan_per_person=400")
    model, left = quiet_model(chosen), []
    while model.running:
        model.step()
        known = model.markets.support.holdings.promised[0]
        left.append(np.average(known, weights=model.world.consumers.weight))
    weeks = left[-14:]
    assert weeks == pytest.approx([0, 0, *[400] * 4, 300, 200, 100, *[0] * 5], rel=1e-6)

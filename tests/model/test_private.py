"""Private money in a world: nothing is lost, channels close, and who pays for the policy pays all of it."""

from __future__ import annotations

import numpy as np
import pytest

from sim.kernel.loops.private import earn_and_build
from sim.model.observe import run
from sim.model.private import OWNERS, SPENT_AT
from sim.world.ledger import LedgerError
from tests.helpers import quiet_model, records_of, tiny

SHORT = ("city=[xining,haikou]", "population.consumers_per_city=20", "horizon.weeks_pilot=60", "horizon.weeks_after=8")
CLOSED = tuple(f"channels.{name}=false" for name in ("building", "running", "owners", "crowding"))


@pytest.fixture(scope="module")
def model():
    """A world with awards after some of them are paid, nothing of which is charged to residents."""
    one = quiet_model(tiny("allocation=official", *SHORT))
    for _ in range(60):
        one.step()
    return one


def test_firms_money_that_nobody_got_stops_the_simulation_loudly(monkeypatch):
    one = quiet_model(tiny("allocation=none", *SHORT))

    def loses(p, money, outlay, sold, growth, rates, week):
        earn_and_build(p, money, outlay, sold, growth, rates, week)
        np.multiply(week.cash, 0.999, out=week.cash)

    monkeypatch.setattr("sim.model.private.earn_and_build", loses)
    with pytest.raises(LedgerError, match="money of firms"):
        run(one, (), 40)


def test_what_residents_get_beyond_plan_is_wages_by_income_and_what_owners_draw(model):
    world, week = model.world, model.private.week
    planned = world.fixed.demand.planned_income
    by_income = planned / planned.sum(axis=1, keepdims=True)
    expected = world.wages[:, None] * by_income
    expected[:, OWNERS] += week.drawn.sum(axis=1) + week.drawn_shops
    assert world.income == pytest.approx(expected, rel=1e-12)
    assert (week.drawn != 0).any()


def test_every_fen_that_projects_keep_is_taken_into_account_once(model):
    p, money = model.world.projects, model.world.private
    assert (p.paid > 0).any()
    assert money.settled.tolist() == (p.paid - p.recovered).tolist()


def test_what_firms_owe_is_what_they_borrowed_for_good_and_what_they_have_not_cut_yet(model):
    """Of all cash so far the owners' part is gone, the rest is other investment made or to be made, or with banks."""
    money, rates = model.world.private, model.private.rates
    one = quiet_model(tiny("allocation=official", *SHORT))
    cash, other = np.zeros(2), np.zeros(2)
    for _ in range(60):
        one.step()
        week = one.private.week
        cash += week.cash.sum(axis=1) + week.cash_shops
        other += week.other
    left = (1 - rates.owner_share) * cash
    assert one.world.private.debt == pytest.approx(other - left, rel=1e-9)
    assert one.world.private.debt.tolist() == money.debt.tolist()


def test_with_every_channel_off_a_policy_without_instruments_changes_nothing():
    (policy, _), twin, _ = records_of([tiny("allocation=official", *SHORT, *CLOSED)] * 2)
    assert policy.paid.any()
    assert policy.spent.tolist() == twin.spent.tolist()
    assert policy.sales.tolist() == twin.sales.tolist()


@pytest.mark.parametrize("financing", ["later_tax", "cut_elsewhere"])
def test_residents_are_charged_all_that_was_spent_by_the_last_week_in_proportion_to_income(financing):
    weeks = ("financing.start_week=40", "financing.end_week=59")
    one = quiet_model(tiny("allocation=official", *SHORT, f"financing={financing}", *weeks))
    while one.world.week < 40:
        one.step()
    assert not one.world.private.charged.any()
    while one.world.week < 60:
        one.step()
    spent = sum(one.world.ledger.balance[name].sum() for name in SPENT_AT) / 100
    charged, planned = one.world.private.charged, one.world.fixed.demand.planned_income.sum(axis=1)
    assert charged.sum() == pytest.approx(spent, rel=1e-12) and spent > 0
    assert charged / charged.sum() == pytest.approx(planned / planned.sum())
    one.step()
    assert one.world.private.charged.tolist() == charged.tolist()


def test_a_tax_takes_more_from_residents_than_cuts_whose_purchases_are_made_elsewhere():
    weeks = ("financing.start_week=30", "financing.end_week=59")
    runs = [tiny("allocation=official", *SHORT, f"financing={name}", *weeks) for name in ("later_tax", "cut_elsewhere")]
    (taxed, cut, free), _, _ = records_of([*runs, tiny("allocation=official", *SHORT)])
    nets = [float(one.spent.sum()) for one in (taxed, cut, free)]
    assert nets[0] < nets[1] < nets[2]


@pytest.mark.parametrize(("channel", "built_here"), [("channels.building=true", 1.0), ("channels.building=false", 0.0)])
def test_wages_are_the_local_part_of_labour_in_sales_beyond_plan_and_on_sites_of_any_kind(channel, built_here):
    one = quiet_model(tiny("allocation=none", *SHORT, channel))
    p, sectors, world = one.settings.parameters, one.world.fixed.sectors, one.world
    beyond, outlay = np.zeros((2, len(sectors.sector))), np.zeros(world.projects.status.shape)
    beyond[:, 1], outlay[0, 3] = (5000.0, -2000.0), 1e6
    one.private.settle(beyond, np.zeros_like(outlay), outlay, np.zeros(len(outlay)))
    on_sites = p["investment_labour_share"] * p["investment_local_share"]
    sites = built_here * outlay.sum(axis=1) + one.private.week.other
    assert world.wages == pytest.approx(0.6 * 0.22 * beyond[:, 1] + on_sites * sites)
    assert one.private.week.other[0] < 0 < one.private.week.other[0] + 1e6


def test_a_grant_for_an_opening_is_spent_on_it_and_is_no_gift_to_owners():
    one = quiet_model(tiny("allocation=none", *SHORT))
    world, p = one.world, one.settings.parameters
    world.ledger.post("treasury", "instruments", 100_000_000, 0)
    world.ledger.post("instruments", "merchants", 100_000_000, 0)
    for wages in (1e6 * p["investment_labour_share"] * p["investment_local_share"], 0.0):
        nothing = np.zeros(world.projects.status.shape)
        one.private.settle(np.zeros((2, len(world.fixed.sectors.sector))), nothing, nothing, np.zeros(2))
        assert world.wages[0] == pytest.approx(wages)  # once
    assert not one.private.week.cash_shops.any() and not world.private.kept_shops.any()


def test_venues_sell_nothing_where_they_do_not_run_and_nobody_pays_their_rent():
    one = quiet_model(tiny("allocation=none", "channels.running=false", *SHORT))
    sold = 0.0
    for _ in range(30):
        one.step()
        sold += sum(part.sum() for part in one.sales_by_project())
    assert (one.world.venues.project >= 0).any()
    assert sold == 0
    assert not one.private.rates.rent.any()


def test_sales_below_plan_close_as_well_as_those_above():
    one = quiet_model(tiny("allocation=none", *SHORT))
    nothing, below = np.zeros(one.world.projects.status.shape), np.full((2, 8), -7e6)
    below[:, 6] = 0.01  # what rounding leaves
    for sign in (1.0, -1.0):
        one.private.settle(sign * below, nothing, nothing, np.zeros(len(nothing)))
    assert one.private.week.cash_shops.any()

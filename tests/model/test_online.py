"""The online channel in a world: nothing is left of it where nothing is sold online; what it takes, and gives."""

from __future__ import annotations

import numpy as np
import pytest

from sim.data import read
from sim.errors import InputError
from sim.inputs.compose import compose
from sim.inputs.idle.told import notes
from sim.kernel.columns import CHANNELS, NEVER
from sim.measures.pair import Pair, Parts
from sim.measures.record import Record
from sim.policy.channels import Channel
from sim.runs.worlds import run_worlds
from tests.helpers import quiet_model, tiny

SECTORS = read.read_sectors().sector
GROCERIES, CATERING, FASHION, ELECTRONICS = range(4)
NO_ONLINE = "parameters.online_attraction=0"


def _weeks(n: int, *overrides: str):
    model = quiet_model(tiny(*overrides))
    for _ in range(n):
        model.step()
    return model


def test_without_an_online_channel_it_leaves_no_trace_in_any_column():
    """That all measures are then those of the model before it had one was tested against it, to 1e-13."""
    model = _weeks(3, NO_ONLINE)
    markets, fixed = model.markets, model.world.fixed
    trips = np.arange(len(SECTORS)) == fixed.tourism
    assert not model.last_sales.online.any() and not markets.online.share.any()
    assert (markets.online.bill == model.world.shopping.bill)[..., ~trips].all()
    assert (model.world.shopping.established == model.world.shopping.local)[..., ~trips].all()
    assert (markets.online.planned_receipts == fixed.start.sales * markets.season * markets.growth).all()
    assert not markets.online.wages(model.last_sales.online).any()


@pytest.fixture(scope="module")
def week():
    return _weeks(1)


def test_residents_buy_online_what_statistics_say_and_shops_sell_the_rest(week):
    sales, fixed = week.last_sales, week.world.fixed
    share = sales.online.sum(axis=0) / sales.spent.sum(axis=(0, 1))
    sold = np.arange(len(SECTORS)) != fixed.tourism
    # Eight weeks before the start of the pilot a little less is bought online, where that grows.
    assert share[sold] == pytest.approx(fixed.online.share[sold], rel=0.05)
    assert share[GROCERIES] < fixed.online.share[GROCERIES]
    kept = week.markets.online.merchants_part
    assert sales.delivered == pytest.approx(sales.online * kept)
    assert sales.delivered[:, CATERING] == pytest.approx(0.8 * sales.online[:, CATERING])
    assert not sales.delivered[:, FASHION].any()


def test_what_is_delivered_is_what_merchants_of_the_city_are_credited_with(week):
    markets, sales = week.markets, week.last_sales
    got = markets._untold().sum(axis=(1, 3))
    assert got == pytest.approx(sales.established + sales.visitors_established + sales.delivered, rel=1e-9)


def test_plans_follow_the_trend_so_that_nobody_plans_more_and_shops_feel_it():
    fast = _weeks(1, "horizon.weeks_warmup=4")
    online = fast.markets.online
    first, receipts = online._on_plan.copy(), online.planned_receipts / fast.markets.season / fast.markets.growth
    fast.world.week = 48  # a year after the first week
    fast.markets.reweigh()
    later = online.planned_receipts / fast.markets.season / fast.markets.growth
    growth = np.log(online._on_plan[:, :ELECTRONICS] / first[:, :ELECTRONICS])
    assert growth == pytest.approx(
        np.broadcast_to(np.log1p(fast.world.fixed.online.growth[:3]), growth.shape), abs=0.01
    )
    assert (later[:, GROCERIES] < receipts[:, GROCERIES]).all() and (later[:, FASHION] > receipts[:, FASHION]).all()
    untouched = fast.markets.creation[..., GROCERIES][fast.world.fixed.start.established[..., GROCERIES] > 0]
    assert untouched == pytest.approx(np.ones(untouched.size))


def test_riders_and_couriers_are_paid_for_what_is_sold_online_beyond_plan(week):
    online, planned, private = week.markets.online, week.markets.online.planned_sales, week.private
    assert online.wages(planned) == pytest.approx(np.zeros(len(planned)), abs=1e-9)
    more = online.wages(planned + 100.0)
    assert more == pytest.approx(100 * online.wages_part.sum())
    beyond, outlay = np.zeros_like(planned), np.zeros(len(planned))
    paid = private._wages(beyond, outlay, more) - private._wages(beyond, outlay, 0 * more)
    assert paid == pytest.approx(week.settings.parameters["wage_local_share"] * more) and (paid > 0).all()


BASE = ["city=[xining]", "population.consumers_per_city=30", "replicates=1", "allocation=none",
        "horizon.weeks_warmup=4", "horizon.weeks_pilot=16", "horizon.weeks_after=4"]  # fmt: skip
DISCOUNT = ["instrument=price_discount", "instrument.merchants_share=1",
            "instrument.start_week=4", "instrument.end_week=9"]  # fmt: skip
DURABLES = "instrument.sectors=[electronics]"


@pytest.fixture(scope="module")
def by_channel():
    """Measures of a discount by the channel in which it holds."""
    settings = [compose([*BASE, *DISCOUNT, DURABLES, f"instrument.channel={channel}"]) for channel in CHANNELS]
    runs, _ = run_worlds(settings, list(CHANNELS))
    return dict(zip(CHANNELS, (parts[0] for parts in runs), strict=True))


def test_support_in_shops_takes_from_online_sales_and_support_online_from_shops(by_channel):
    offline, online, both = (by_channel[channel] for channel in CHANNELS)
    electronics = [one["sector.online_yuan"][ELECTRONICS] for one in (offline, online, both)]
    assert electronics[0] < electronics[2] < electronics[1] and electronics[0] < 0 < electronics[1]
    assert online["sector.net_yuan"][ELECTRONICS] < 0 < offline["sector.net_yuan"][ELECTRONICS]
    assert offline["total.displaced_online_yuan"] >= -electronics[0] > 0.02 * offline["total.gross_yuan"]
    assert online["total.displaced_online_yuan"] < 0.1 * online["total.gross_yuan"]


def test_the_parts_sum_to_the_gross_in_every_channel(by_channel):
    for one in by_channel.values():
        parts = ("windfall", "displaced_city", "displaced_intercity", "displaced_online", "brought_forward", "net")
        assert sum(one[f"total.{part}_yuan"] for part in parts) == pytest.approx(one["total.gross_yuan"], rel=1e-9)


def test_what_support_takes_from_the_other_channel_is_displaced_and_no_windfall(week):
    """Bills of 10 yuan in shops: 2 are bought on top, 3 would have been bought online, 5 in the same shops."""
    policy, twin = Record.empty(1, week.world), Record.empty(1, week.world)
    for record in (policy, twin):
        record.award_week[:] = NEVER
    policy.supported[0, 0], policy.supported_extra[0, 0], policy.supported_moved[0, 0] = 10, 2, 3
    policy.spent[0, 0, 0, FASHION], twin.online[0, 0, FASHION] = 2, 3
    parts = Pair(policy, twin, week.world.fixed, week.world.projects).parts
    assert parts == pytest.approx(
        Parts(
            gross=10, windfall=5, displaced_city=0, displaced_intercity=0, displaced_online=3, brought_forward=0, net=2
        )
    )


def test_channels_have_the_same_names_in_configs_and_in_the_kernel():
    assert Channel.__args__ == CHANNELS


def test_a_channel_that_is_none_is_refused_in_one_line():
    with pytest.raises(InputError) as caught:
        compose([*BASE, *DISCOUNT, "instrument.channel=shops"])
    (line,) = map(str, caught.value.problems)
    assert line.startswith("command line: instrument.channel=shops: ") and "offline, online, both" in line


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        (["instrument.sectors=[services]"], "it holds online, where nothing is sold of services"),
        (["instrument.sectors=[services,fashion]"], "nothing happens online in services, where nothing is sold"),
        ([NO_ONLINE, DURABLES], "it holds online, where nothing is sold of electronics"),
    ],
)
def test_support_where_a_sector_sells_nothing_is_told_as_having_no_effect(overrides, expected):
    lines = [str(note) for note in notes(compose([*BASE, *DISCOUNT, "instrument.channel=online", *overrides]))]
    assert any(expected in line for line in lines), lines

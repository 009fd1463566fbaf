"""The world reproduces the data it is built from."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from sim.data import read
from sim.data.online import read_online
from sim.inputs.compose import compose
from sim.kernel.columns import WEEKS_PER_YEAR
from sim.kernel.draws import KeyedDraws
from sim.kernel.loops.online import plan_online
from sim.kernel.rules.online import merchants_part
from sim.world.build import build_world
from sim.world.networks import GENERATORS, mobility_graph, nearness, peer_graph, social_graph, trade_area_graph
from sim.world.population import Mix, liquidity_types
from tests.helpers import quiet_model, tiny


@pytest.fixture(scope="module")
def world():
    return build_world(compose(["population.consumers_per_city=100"]), KeyedDraws(11))


@pytest.fixture(scope="module")
def year():
    """A year without policy in all cities: yuan by residents of each city and sector, and the seasonal trend."""
    settings = compose(["population.consumers_per_city=60", "allocation=none", "horizon.weeks_warmup=4", "threads=1"])
    model = quiet_model(settings)
    spent, planned = 0.0, 0.0
    for _ in range(52):
        model.step()
        spent = spent + model.last_sales.spent.sum(axis=1)
        growth = 1.05 ** ((model.world.week - 1) / WEEKS_PER_YEAR)
        planned = (
            planned + model.world.fixed.demand.planned_sales * growth * model.world.fixed.season[model.world.week + 3]
        )
    return spent, planned


def test_weekly_consumption_of_every_city_and_sector_is_within_two_percent_of_the_data(year):
    spent, planned = year
    assert spent.shape == (50, 8)
    assert np.abs(spent / planned - 1).max() < 0.02


def test_planned_spending_adds_up_to_the_citys_consumption_expenditure(world):
    cities, fixed = read.read_cities(), world.fixed
    expected = (cities.residents * cities.consumption_yuan_per_week)[:, None] * read.sector_shares()
    c = world.consumers
    for city in range(50):
        rows = slice(c.first[city], c.first[city + 1])
        bought = (c.weight[rows] * c.ticket_scale[rows]).astype(float)[:, None] * c.frequency[rows]
        planned = (bought * fixed.demand.ticket[city, c.quintile[rows]] * fixed.sectors.occasions_per_week).sum(axis=0)
        assert planned == pytest.approx(expected[city], rel=1e-5)


@pytest.mark.parametrize("decay", [0.0, 0.00322, 0.63, 1.0])
def test_residents_of_every_city_find_where_to_go_however_steeply_trips_fall_with_distance(world, decay):
    km, n = world.fixed.geography.city_km, len(world.fixed.geography.city_km)
    pull = np.linspace(1.0, 2.0, n)
    weight = nearness(km, decay) * pull
    share = weight / weight.sum(axis=1, keepdims=True)
    assert share.sum(axis=1) == pytest.approx(np.ones(n))
    for a in range(n):  # gravity: the odds of two destinations depend on their pulls and distances alone
        one, other = [b for b in np.argsort(km[a]) if b != a][:2]
        odds = pull[one] / pull[other] * np.exp(-decay * (km[a, one] - km[a, other]))
        assert share[a, one] == pytest.approx(odds * share[a, other])


def test_rows_of_a_city_stand_for_all_its_residents_and_their_mean_income(world):
    cities, c = read.read_cities(), world.consumers
    for city in range(50):
        rows = slice(c.first[city], c.first[city + 1])
        assert c.weight[rows].sum(dtype=float) == pytest.approx(cities.residents[city], rel=1e-5)
        mean = np.average(c.income[rows], weights=c.weight[rows])
        assert mean == pytest.approx(cities.income_yuan_per_week[city], rel=1e-4)


def test_liquidity_types_have_their_published_shares(world):
    shares = np.bincount(world.consumers.liquidity, minlength=3) / world.consumers.liquidity.size
    assert shares == pytest.approx([0.068, 0.367, 0.565], abs=0.006)


def test_shares_of_liquidity_types_are_exact_on_average_at_any_number_of_rows():
    rank = (np.arange(10) + 0.5) / 10
    mix = Mix(*np.random.default_rng(3).random((2, 10)))
    steps = (np.arange(100) + 0.5) / 100
    counts = [np.bincount(liquidity_types(rank, mix, (x, x), 0.068, 0.367), minlength=3) for x in steps]
    assert np.mean(counts, axis=0) == pytest.approx([0.68, 3.67, 5.65], abs=1e-9)


def test_merchants_at_the_start_sell_what_residents_and_visitors_buy(world):
    fixed = world.fixed
    sold = (world.merchants.normal_sales * world.merchants.shops).sum()
    kept = merchants_part(fixed.online.local_share, fixed.parameters["delivery_fee"])
    elsewhere = (fixed.demand.planned_sales * fixed.online.share * (1 - kept)).sum()
    trips = fixed.demand.planned_sales[:, fixed.tourism].sum() * fixed.parameters["trip_share"]
    at_home = fixed.demand.planned_sales.sum() - trips
    bundles = trips * fixed.sectors.visitor_bundle_share.sum()
    assert sold == pytest.approx(at_home - elsewhere + bundles, rel=1e-3)


def test_residents_plan_to_buy_online_what_statistics_say_and_more_of_it_where_shops_are_far(world):
    fixed, planned = world.fixed, np.zeros_like(world.fixed.start.sales)
    start = fixed.start
    plan_online(fixed.geography.n_districts, start.planned, start.established, start.online, planned)
    share = planned / start.planned.sum(axis=(1, 2))
    assert share == pytest.approx(np.broadcast_to(fixed.online.share, share.shape), abs=1e-9)
    groceries = start.established[0, : fixed.geography.n_districts[0], 0, 0]
    online = start.online[0, 0] / (groceries + start.online[0, 0])
    assert np.ptp(groceries) > 0 and np.argmax(online) == np.argmin(groceries)


def test_goods_that_are_sold_online_are_the_official_part_of_all_goods():
    """29.5 % of goods retail in 2025 (National Bureau of Statistics: 13,092.3 of 44,322.0 bn yuan)."""
    sectors, spending = read.read_sectors(), read.sector_shares()
    shipped = np.where(sectors.goods_share > 0, read_online().share, 0.0)
    assert shipped @ spending / (sectors.goods_share @ spending) == pytest.approx(13092.3 / 44322.0, abs=0.002)


def test_merchant_rows_have_a_heavy_upper_tail(world):
    sales = np.sort((world.merchants.normal_sales * world.merchants.shops).ravel())[::-1]
    assert sales[: sales.size // 100].sum() > 0.1 * sales.sum()


def test_richer_quintiles_plan_to_spend_more_in_every_sector(world):
    assert (np.diff(world.fixed.demand.ticket, axis=1) > 0).all()


@pytest.mark.parametrize("name", GENERATORS)
def test_every_network_links_rows_of_one_city_only(name):
    c = build_world(tiny(f"population.network={name}"), KeyedDraws(3)).consumers
    city = np.repeat(np.arange(2), np.diff(c.first))
    for i, row in enumerate(c.listens_to):
        assert (city[row] == city[i]).all()
    assert social_graph(c).number_of_nodes() == city.size


def test_friends_are_alike_in_district_and_income(world):
    c = world.consumers
    friends = c.district[c.listens_to] == c.district[:, None]
    strangers = c.district[np.random.default_rng(0).permutation(c.district.size)] == c.district
    assert friends.mean() > 3 * strangers.mean()


def test_trips_fall_with_distance_and_networks_are_graphs(world):
    fixed = world.fixed
    graph = mobility_graph(fixed.cities.id, fixed.geography.city_km, fixed.start.pull, 0.00322)
    assert sum(d["weight"] for _, _, d in graph.out_edges("suzhou", data=True)) == pytest.approx(1)
    pull = dict(zip(fixed.cities.id, fixed.start.pull, strict=True))
    near, far = (
        graph["suzhou"]["wuxi"]["weight"] / pull["wuxi"],
        graph["suzhou"]["urumqi"]["weight"] / pull["urumqi"],
    )
    assert near > 100 * far
    assert nx.is_connected(trade_area_graph(fixed.geography, 0))
    assert min(dict(peer_graph(fixed.geography.city_km, fixed.chosen).degree).values()) >= 4

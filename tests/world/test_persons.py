"""Rows are kinds of persons: their differences last, go together, and leave what cities and sectors spend as it is."""

from __future__ import annotations

import numpy as np
import pytest

from sim.data import read
from sim.inputs.compose import compose
from sim.kernel.columns import QUINTILES
from sim.kernel.draws import KeyedDraws
from sim.model.rates import ticket_rates
from sim.world.build import build_world
from sim.world.persons import cover, with_liquidity
from sim.world.plans import rake
from tests.helpers import tiny

ALIKE = (
    "parameters.ticket_lasting_share=0", "parameters.taste_sigma=0", "parameters.price_response_sigma=0",
    "parameters.quickness_sigma=0", "parameters.traits_correlation=0",
)  # fmt: skip


@pytest.fixture(scope="module")
def world():
    return build_world(compose(["population.consumers_per_city=300", "city=[suzhou,xining,haikou]"]), KeyedDraws(3))


def _sums(world, column: np.ndarray) -> np.ndarray:
    """Weighted sums by city and quintile, (n_cities * QUINTILES, ...)."""
    c = world.consumers
    group = np.repeat(np.arange(c.first.size - 1), np.diff(c.first)) * QUINTILES + c.quintile
    weighed = c.weight.astype(float).reshape(-1, *[1] * (column.ndim - 1)) * column
    return np.array([weighed[group == k].sum(axis=0) for k in range(group.max() + 1)])


def _by_row(world, table: np.ndarray) -> np.ndarray:
    c = world.consumers
    return table[np.repeat(np.arange(c.first.size - 1), np.diff(c.first)), c.quintile]


def test_occasions_times_tickets_of_every_quintile_and_sector_are_what_incomes_and_the_data_say(world):
    c, demand, occasions = world.consumers, world.fixed.demand, world.fixed.sectors.occasions_per_week
    often = c.frequency.astype(float)
    spent = often * occasions * c.ticket_scale[:, None].astype(float) * _by_row(world, demand.ticket)
    planned = c.spending_scale[:, None].astype(float) * _by_row(world, demand.planned)
    assert _sums(world, spent) == pytest.approx(_sums(world, planned), rel=1e-12)
    assert _sums(world, often) == pytest.approx(_sums(world, np.ones_like(often)), rel=1e-6)  # kept in single precision
    expected = (read.read_cities().consumption_yuan_per_week[:, None] * read.sector_shares())[world.fixed.chosen]
    by_city = _sums(world, spent).reshape(3, QUINTILES, -1).sum(axis=1) / world.fixed.residents[:, None]
    assert by_city == pytest.approx(expected, rel=1e-6)


def test_residents_of_one_income_plan_to_spend_the_same_however_often_and_much_at_a_time_they_buy(world):
    c, demand, occasions = world.consumers, world.fixed.demand, world.fixed.sectors.occasions_per_week
    spent = (c.frequency * occasions * _by_row(world, demand.ticket)).sum(axis=1) * c.ticket_scale
    assert spent == pytest.approx(c.spending_scale * _by_row(world, demand.planned).sum(axis=1), rel=1e-6)
    assert c.frequency[:, 1].std() > 0.7 and np.log(c.ticket_scale / c.spending_scale).std() > 0.5


def test_the_part_of_the_variance_of_tickets_that_lasts_is_between_persons_and_the_rest_within(world):
    c, p = world.consumers, world.fixed.parameters
    within = np.log(ticket_rates(p).strata).var() / p["ticket_sigma"] ** 2
    tau = np.log(c.ticket_scale / c.spending_scale)
    for weight, near in ((c.weight, 0.05), (c.weight * c.frequency[:, 1], 0.15)):  # by person, and as bills are counted
        between = np.average((tau - np.average(tau, weights=weight)) ** 2, weights=weight) / p["ticket_sigma"] ** 2
        assert between == pytest.approx(p["ticket_lasting_share"], rel=near)
    # Sixteen equally likely points have a little less variance than what they stand for.
    assert within == pytest.approx(1 - p["ticket_lasting_share"], rel=0.08)


def test_traits_go_together_as_far_as_is_said_and_nobody_plans_more_purchases_than_stages_pass(world):
    c, p = world.consumers, world.fixed.parameters
    columns = np.log([c.spending_scale / c.ticket_scale, c.price_response, c.quickness])
    off = np.corrcoef(columns)[np.triu_indices(3, 1)]
    assert off == pytest.approx(np.full(3, p["traits_correlation"]), abs=0.07)
    stages, dated = world.fixed.sectors.plan_stages, world.fixed.demand.dated
    passing = c.frequency * world.fixed.sectors.occasions_per_week * stages * world.fixed.season.max(axis=0)
    assert passing[:, dated].max() <= 1.0 + 1e-6


def test_who_lives_from_one_pay_to_the_next_is_rather_the_one_with_the_trait(world):
    u = (np.arange(1000) + 0.5) / 1000
    trait = np.random.default_rng(0).permutation(np.random.default_rng(1).normal(size=1000))
    assert with_liquidity(u, trait, 0.0) == pytest.approx(u, abs=1e-12)
    mixed = with_liquidity(np.random.default_rng(2).permutation(u), trait, 0.2)
    assert trait[mixed < 0.4].mean() > 0.2 and np.histogram(mixed, 4)[0] == pytest.approx([250] * 4, abs=45)


def test_where_nothing_lasts_between_persons_rows_are_incomes_with_the_full_spread_of_tickets():
    alike = build_world(tiny(*ALIKE), KeyedDraws(3))
    c, demand = alike.consumers, alike.fixed.demand
    assert c.frequency == pytest.approx(np.ones_like(c.frequency), abs=1e-6)
    assert (c.ticket_scale == c.spending_scale).all() and (c.price_response == 1).all() and (c.quickness == 1).all()
    assert demand.ticket * alike.fixed.sectors.occasions_per_week == pytest.approx(demand.planned, rel=1e-6)


def test_numbers_of_rows_cover_each_quintile_evenly_and_are_standard_normal_at_any_number_of_rows():
    rng = np.random.default_rng(5)
    for n in (12, 600):
        z = np.concatenate([cover(np.repeat([0, 1], n // 2), *rng.random((2, n, 3))) for _ in range(2400 // n)])
        assert z.mean() == pytest.approx(0.0, abs=0.02) and z.std() == pytest.approx(1.0, abs=0.02)
    one = cover(np.repeat([0, 1], 50), *rng.random((2, 100, 1)))[:, 0]
    for half in (one[:50], one[50:]):  # one in each fiftieth
        assert (np.sort(half) >= 0).sum() == 25


def test_raking_meets_both_sums_though_some_frequencies_are_bounded():
    rng = np.random.default_rng(6)
    taste, ticket = np.exp(rng.normal(0, 0.6, (2, 40, 3))), np.exp(rng.normal(0, 0.5, (2, 40)))
    scale, weight, share = rng.uniform(0.5, 2, (2, 40)), rng.uniform(1, 3, (2, 40)), np.array([[0.5, 0.3, 0.2]] * 2)
    often = rake(taste, ticket, scale, weight, share, np.array([np.inf, 2.0, np.inf]))
    assert np.average(often[0], axis=0, weights=weight[0]) == pytest.approx(np.ones(3), rel=1e-12)
    assert often[:, :, 1].max() <= 2.0 + 1e-9 < often[:, :, 0].max()
    money = (weight * scale * ticket)[:, :, None] * often
    level = money.sum(axis=1) / (weight * scale).sum(axis=1, keepdims=True)
    assert ((often * ticket[:, :, None] / level[:, None]) * share[:, None]).sum(axis=2) == pytest.approx(
        np.ones((2, 40)), rel=1e-9
    )

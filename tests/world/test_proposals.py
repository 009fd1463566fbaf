"""Who proposes projects: what the size of a merchant moves."""

from __future__ import annotations

import numpy as np
import pytest

from sim.runs.twins import draws_of
from sim.world.build import build_world
from sim.world.proposals import large_share
from tests.helpers import tiny

SIZES = ("profit_size", "forecast_size", "capital_size", "application_size", "funds_size", "patience_size")


def projects_with(**sizes):
    usual = dict.fromkeys(SIZES, 0.0) | sizes
    settings = tiny(
        "population.consumers_per_city=10", *(f"parameters.{name}={value}" for name, value in usual.items())
    )
    return build_world(settings, draws_of(settings, 0)).projects, settings.parameters


def own_money(p, parameters):
    credit = np.where(p.size_class == 1, parameters["credit_share_large"], parameters["credit_share_small"])
    return p.funds / np.where(p.investment > 0, p.investment, 1.0) - credit


@pytest.fixture(scope="module")
def alike():
    return projects_with()


def test_without_relations_size_moves_nothing_but_credit(alike):
    p, parameters = alike
    assert np.ptp(p.capital) == np.ptp(p.fee) == np.ptp(p.patience) == 0
    assert p.capital[0, 0] == parameters["cost_of_capital"]


def test_each_relation_moves_its_trait_by_its_power_of_size_and_nothing_else(alike):
    p, parameters = alike
    real = p.investment > 0
    moved = {
        "capital_size": ("capital", -0.2, lambda q: q.capital),
        "application_size": ("fee", -0.2, lambda q: q.fee),
        "patience_size": ("patience", 0.2, lambda q: q.patience),
        "funds_size": ("funds", 0.2, lambda q: own_money(q, parameters)),
        "profit_size": ("quality expected_profit", 0.2, lambda q: np.exp(q.quality)),
    }
    for name, (columns, power, trait) in moved.items():
        q, _ = projects_with(**{name: 0.2})
        assert trait(q)[real] == pytest.approx((trait(p) * p.size**power)[real])
        changed = {n for n in p._fields if not np.array_equal(getattr(p, n), getattr(q, n))}
        assert changed - {"expected_sales", "expected_quality"} == set(columns.split()), name


def test_large_merchants_foresee_their_profit_better(alike):
    p, _ = alike
    q, _ = projects_with(forecast_size=0.2)
    real = p.investment > 0
    # The true profit is the same, so the two errors are that of a middling merchant and its part by size.
    error, smaller = (np.log(x.expected_sales[real] / x.planned_sales[real]) - x.quality[real] + 0.5 for x in (p, q))
    assert smaller == pytest.approx(error * p.size[real] ** -0.2)


def test_sizes_are_those_of_the_shops_of_a_city_and_middling_in_the_mean():
    settings = tiny("city=all", "population.consumers_per_city=10")
    p = build_world(settings, draws_of(settings, 0)).projects
    ln_size, is_large = np.log(p.size), p.size_class == 1
    assert ln_size.mean() == pytest.approx(0, abs=0.05)
    between = ln_size[is_large].mean() - ln_size[~is_large].mean()
    assert between == pytest.approx(np.log(settings.parameters["large_shop_size"]), abs=0.1)
    assert is_large.mean() == pytest.approx(large_share(settings.parameters), abs=0.02)

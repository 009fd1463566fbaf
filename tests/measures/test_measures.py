"""Effects: parts that add up, intervals, tables."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.kernel.columns import NEVER
from sim.kernel.rules.online import merchants_part
from sim.measures.effects import effects
from sim.measures.pair import Pair
from sim.measures.statistics import interval, rank_correlation
from sim.measures.tables import SUMMARY
from sim.runs.comparison import compare
from sim.world.ledger import FEN_PER_YUAN
from tests.helpers import tiny, twin_records


@pytest.fixture(scope="module")
def records():
    return twin_records(tiny("allocation=official", "horizon.weeks_pilot=104"))


@pytest.fixture(scope="module")
def comparison():
    return compare([tiny(f"allocation={a}", "horizon.weeks_pilot=78") for a in ("official", "by_need", "none")])


def test_the_parts_of_the_gross_add_up_exactly(records):
    policy, twin, world = records
    found = Pair(policy, twin, world.fixed, world.projects).parts
    assert sum(found) - found.gross == pytest.approx(found.gross, rel=1e-12)
    assert found.gross > 0 and found.windfall > 0


def test_net_by_residents_net_by_place_and_net_by_cell_are_the_same_money(records):
    policy, twin, world = records
    out = effects(policy, twin, world.fixed, world.projects)
    net = out["total.net_yuan"]
    outside = np.delete((policy.trips - twin.trips).sum(axis=0), policy.chosen).sum()
    online = policy.online - twin.online
    kept = merchants_part(world.fixed.online.local_share, world.fixed.parameters["delivery_fee"])
    outside += (online.sum(axis=(0, 1)) * (1 - kept)).sum()  # to sellers and platforms elsewhere
    assert online.any() and out["city.net_yuan"].sum() + outside == pytest.approx(net, rel=1e-6)
    for name in ("city.net_residents_yuan", "quintile.net_yuan", "week.net_yuan"):
        assert out[name].sum() == pytest.approx(net, rel=1e-9)
    assert out["sector.net_yuan"].sum() == pytest.approx(out["city.net_yuan"].sum(), rel=1e-9)
    assert out["direction.gross_yuan"].sum() == pytest.approx(out["total.gross_yuan"], rel=1e-12)


def test_established_shops_and_projects_sell_what_is_sold_in_the_pilot_and_nothing_of_the_warm_up(records):
    for record in records[:2]:
        projects = record.project_home.sum() + record.project_visitors.sum()
        assert record.size_sales.sum() + projects == pytest.approx(record.sales.sum(), rel=1e-8)


def test_a_world_compared_with_itself_has_no_effect(records):
    _, twin, world = records
    assert set(Pair(twin, twin, world.fixed, world.projects).parts) == {0.0}


def test_money_received_is_paid_recovered_or_unspent(records):
    policy, twin, world = records
    out = effects(policy, twin, world.fixed, world.projects)
    spent = out["total.paid_yuan"] - out["total.recovered_yuan"]
    assert spent + out["total.unspent_yuan"] == pytest.approx(out["total.public_yuan"], abs=0.005)


def test_private_investment_of_the_cities_adds_up_to_the_total_also_where_money_came_back():
    settings = tiny("allocation=official", "authority.dynamic_management=true", "horizon.weeks_pilot=104")
    policy, twin, world = twin_records(settings)
    opened = (policy.award_week >= 0) & (policy.opened > NEVER)
    assert len(policy.chosen) > 1
    assert policy.project_recovered[opened].sum() > 0
    out = effects(policy, twin, world.fixed, world.projects)
    assert out["city.private_yuan"].sum() == out["total.private_yuan"]
    public = (policy.project_paid - policy.project_recovered)[opened].sum() / FEN_PER_YUAN
    assert out["total.private_yuan"] + public == pytest.approx(world.projects.investment[opened].sum(), rel=1e-9)


def test_awards_by_direction_area_and_kind_are_all_awards(records):
    policy, twin, world = records
    out = effects(policy, twin, world.fixed, world.projects)
    assert out["total.n_awarded"] > 0
    for dimension in ("direction", "area", "kind"):
        assert out[f"{dimension}.n_awarded"].sum() == out["total.n_awarded"]
        assert out[f"{dimension}.awarded_yuan"].sum() == pytest.approx(out["total.committed_yuan"], abs=0.005)
    assert (out["area.n_awarded"] > 0).all() and len(out["kind.n_awarded"]) == len(world.fixed.kinds.kind)


def test_surplus_by_quintile_district_area_and_city_is_the_same_money(comparison):
    effects = comparison.effects.set_index(["allocation", "dimension", "measure"]).loc["official"]
    surplus = effects.loc["total", "surplus_yuan"].value.item()
    for dimension in ("quintile", "district", "area", "city"):
        assert effects.loc[dimension, "surplus_yuan"].value.sum() == pytest.approx(surplus, rel=1e-9)
    districts = effects.loc["district", "surplus_per_head_yuan"]
    for _, part in districts.groupby("city"):
        assert part.group.tolist() == [str(z) for z in range(len(part))]
    assert districts.value.notna().all()


def test_the_interval_is_students_t():
    found = interval(np.array([1.0, 2.0, 3.0, 4.0]))
    assert found["value"] == 2.5
    assert found["se"] == pytest.approx(np.sqrt(5 / 3) / 2)
    assert found["ci_high"] - found["value"] == pytest.approx(3.182446 * found["se"], rel=1e-6)


def test_one_replicate_has_a_value_but_no_interval():
    assert np.isnan(interval(np.array([1.0]))["se"]) and interval(np.array([1.0]))["value"] == 1


def test_the_summary_has_its_columns_and_one_row_per_allocation(comparison):
    assert list(comparison.summary.columns) == SUMMARY
    assert list(comparison.summary.allocation) == ["official", "by_need", "none"]
    assert list(comparison.summary.public_yuan) == [6e8, 6e8, 0.0]


def test_no_money_has_no_effect_and_empty_ratios(comparison):
    none = comparison.summary.iloc[2]
    assert none.net_yuan == 0 and pd.isna(none.net_per_yuan) and pd.isna(none.additionality)


def test_shares_of_the_gross_in_the_summary_sum_to_one(comparison):
    for row in comparison.summary.iloc[:2].itertuples():
        displaced = row.displaced_city + row.displaced_intercity + row.displaced_online
        shares = row.windfall + displaced + row.brought_forward
        assert shares + row.net_per_yuan / row.gross_per_yuan == pytest.approx(1, abs=1e-9)


def test_pairs_are_compared_replicate_by_replicate(comparison):
    e = comparison.effects
    pair = e[(e.dimension == "pair") & (e.allocation == "by_need")].iloc[0]
    own = e[(e.dimension == "replicate") & (e.measure == "net_per_yuan")].pivot(
        index="replicate", columns="allocation", values="value"
    )
    assert pair.value == pytest.approx((own.by_need - own.official).mean())


def test_what_is_written_is_read_back_unchanged(comparison, tmp_path):
    comparison.write(tmp_path)
    assert pd.read_parquet(tmp_path / "effects.parquet").equals(comparison.effects)
    assert list(pd.read_csv(tmp_path / "summary.csv").allocation) == ["official", "by_need", "none"]
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "cells.zip",
        "effects.parquet",
        "manifest.json",
        "summary.csv",
    ]


def test_a_score_or_an_effect_that_is_the_same_everywhere_ranks_nothing():
    same, rising = np.full(4, 0.2), np.arange(4.0)
    found = rank_correlation(np.array([same, rising, rising, same]), np.array([rising, same, rising, same]))
    assert found.tolist() == [0.0, 0.0, 1.0, 0.0]

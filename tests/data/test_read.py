"""The tables hold what they must, and every column is documented."""

import numpy as np
import pytest

from sim.data import read
from sim.data.table import FOLDER
from sim.inputs.compose import compose
from sim.kernel.columns import WEEKS_PER_YEAR
from sim.policy.awards import award_columns
from tests.data.tables import GRADES, TABLES, column, spoil, table


def test_there_are_50_pilot_cities_32_confirmed_and_18_presumed():
    cities = read.read_cities()
    assert len(cities.id) == len(set(cities.id)) == 50
    assert (cities.listed.count("confirmed"), cities.listed.count("presumed")) == (32, 18)


def test_the_envelope_is_exactly_17_200_million_yuan():
    cities = read.read_cities()
    assert cities.quota_fen.dtype == np.int64
    assert int(cities.quota_fen.sum()) == 17_200 * 10**6 * 100


def test_cities_are_in_file_order_and_candidates_are_left_out():
    rows = table("cities")
    pilot = [r[0] for r in rows[1:] if r[rows[0].index("pilot")] == "yes"]
    assert list(read.read_cities().id) == pilot


def test_city_units_are_persons_yuan_per_week_and_trips_per_year():
    cities = read.read_cities()
    beijing = cities.take([cities.id.index("beijing")])
    assert beijing.residents[0] == pytest.approx(21_832_000)
    assert beijing.income_yuan_per_week[0] == pytest.approx(85_415 / WEEKS_PER_YEAR)
    assert beijing.consumption_yuan_per_week[0] == pytest.approx(49_748 / WEEKS_PER_YEAR)
    assert beijing.retail_yuan_per_year[0] == pytest.approx(1_408.548e9)
    assert beijing.visits[0] == pytest.approx(370e6)


def test_no_city_lacks_a_number_and_all_are_positive():
    for name, values in read.read_cities()._asdict().items():
        if isinstance(values, np.ndarray) and name != "key":
            assert np.isfinite(values).all(), name
            assert (values > 0).all(), name


def test_cities_consume_less_than_their_income_and_lie_in_china():
    cities = read.read_cities()
    assert (cities.consumption_yuan_per_week < cities.income_yuan_per_week).all()
    assert ((cities.lon > 73) & (cities.lon < 136) & (cities.lat > 18) & (cities.lat < 54)).all()


def test_missing_and_overnight_visits_are_imputed_and_marked():
    cities = read.read_cities()
    marked = {
        name for name, columns in zip(cities.id, cities.imputed, strict=True) if "domestic_visits_million" in columns
    }
    assert {"tangshan", "hangzhou", "guangzhou", "shenzhen"} <= marked
    assert "wuhan" in marked  # printed with inbound trips
    assert "beijing" not in marked
    overnight = cities.id.index("guangzhou")
    assert "domestic_visits_million" not in cities.derived[overnight]
    by_name = dict(zip(cities.id, cities.visits / 1e6, strict=True))
    assert by_name["guangzhou"] > 200  # 53.8 million are overnight trips only
    assert by_name["wuhan"] == pytest.approx(333.46)


def test_imputed_visits_rise_with_residents_along_one_line():
    cities = read.read_cities()
    rows = [cities.id.index(n) for n in ("tangshan", "hangzhou", "chongqing")]
    rise, size = np.diff(np.log(cities.visits[rows])), np.diff(np.log(cities.residents[rows]))
    assert rise[0] / size[0] == pytest.approx(rise[1] / size[1])
    assert 0.5 < rise[0] / size[0] < 1.5


def test_every_modelled_or_weighted_figure_is_marked_and_no_such_figure_counts_as_derived():
    cities = read.read_cities()
    rows = table("cities")
    method = {r[0]: r[rows[0].index("income_filled_method")] for r in rows[1:]}
    for name, imputed, derived in zip(cities.id, cities.imputed, cities.derived, strict=True):
        assert set(derived) <= set(imputed)
        estimated = method[name] not in ("reported", "derived")
        real = set(imputed) - set(derived)
        assert ("disposable_income_all_filled_yuan" in real) == estimated, name


def test_taking_cities_keeps_every_column_together():
    cities = read.read_cities()
    some = cities.take(np.array([3, 0]))
    assert some.id == (cities.id[3], cities.id[0])
    assert some.quota_fen[1] == cities.quota_fen[0]
    assert some.imputed[0] == cities.imputed[3]


def test_sectors_come_in_the_agreed_order():
    names = ("groceries", "catering", "fashion", "electronics", "culture", "sports", "tourism", "services")
    assert read.read_sectors().sector == names


def test_half_of_consumption_belongs_to_sectors_and_none_is_empty():
    shares = read.sector_shares()
    assert 0.50 <= shares.sum() <= 0.55
    assert (shares > 0).all()


def test_no_item_of_consumption_is_given_away_twice():
    rows = table("sector_items")
    total = {}
    for _, item, share, *_ in rows[1:]:
        total[item] = total.get(item, 0) + float(share)
    assert max(total.values()) <= 1 + 1e-12


def test_groceries_are_a_necessity_and_tourism_a_luxury():
    s = read.read_sectors()
    elasticity = dict(zip(s.sector, s.income_elasticity, strict=True))
    assert elasticity["groceries"] < 1 < elasticity["tourism"]
    assert 0.6 < read.sector_shares() @ s.income_elasticity / read.sector_shares().sum() < 0.85


def test_a_venue_half_as_far_is_2_to_4_times_likelier_in_everyday_sectors():
    s = read.read_sectors()
    ratio = np.exp(s.travel_decay_per_km * 3)  # 6 km against 3 km
    assert ((ratio[:2] >= 2) & (ratio[:2] <= 4)).all()
    assert ratio[2:].max() < ratio[:2].max()


def test_need_cannot_oscillate():
    s = read.read_sectors()
    p = {p.name: p.value for p in read.read_parameters()}
    assert (s.need_decay_per_week + p["need_adjustment"] < 1).all()


def test_a_shop_earns_something_in_normal_weeks():
    s = read.read_sectors()
    assert (1 - s.variable_cost_share - s.labour_share - s.rent_share > 0.02).all()


def test_visitor_bundle_sums_to_1():
    assert read.read_sectors().visitor_bundle_share.sum() == pytest.approx(1, abs=1e-12)


def test_every_kind_has_shares_that_sum_to_1():
    kinds = read.read_kinds()
    assert kinds.sector_share.shape == (len(kinds.kind), 8)
    np.testing.assert_allclose(kinds.sector_share.sum(axis=1), 1, atol=1e-12)
    np.testing.assert_allclose(read.read_levels().share.sum(), 1, atol=1e-12)


def test_there_are_at_least_8_kinds_and_each_direction_has_two():
    kinds = read.read_kinds()
    assert len(kinds.kind) >= 8
    assert all(kinds.direction.count(d) >= 2 for d in ("debut", "scene", "ip"))


def test_kinds_of_one_homogeneity_group_share_a_number():
    kinds = read.read_kinds()
    number = dict(zip(kinds.kind, kinds.group, strict=True))
    assert number["first_store"] == number["flagship_store"] != number["debut_centre"]
    assert len(set(kinds.group)) == len(set(kinds.homogeneity_group))


def test_a_mean_award_is_2_to_8_million_yuan():
    kinds, rules = read.read_kinds(), award_columns(compose([]).rules)
    z = np.random.default_rng(0).standard_normal((20_000, len(kinds.kind)))
    investment = kinds.investment_median_yuan * np.exp(kinds.investment_sigma * z)
    cap = np.where(investment >= rules.large_from, rules.large_cap, rules.cap[:, 0])
    award = np.minimum(rules.rate * investment, cap) * (investment >= rules.minimum)
    mean = award.mean(axis=0) @ kinds.arrival_weight / kinds.arrival_weight.sum()
    assert 2e6 < mean < 8e6


def test_novelty_at_the_opening_stays_within_launch_day_evidence():
    kinds = read.read_kinds()
    assert kinds.novelty_initial.max() <= np.log(5.8)  # IP01


def test_every_parameter_lies_in_its_range():
    parameters = read.read_parameters()
    assert len({p.name for p in parameters}) == len(parameters) > 50
    assert all(p.low <= p.value <= p.high for p in parameters)
    assert all(isinstance(p.value, float) for p in parameters)


def test_quintiles_rise_average_1_and_their_spread_is_that_of_the_country():
    q = read.read_income_quintiles()
    assert (np.diff(q.relative_income) > 0).all()
    assert q.relative_income.mean() == pytest.approx(1)
    assert q.share.sum() == pytest.approx(1)
    assert read.income_sigma() == pytest.approx(0.798, abs=0.001)


def test_every_table_and_every_column_is_documented_once():
    documented = [tuple(r[:2]) for r in table("columns")[1:]]
    there = [(name, c) for name in TABLES for c in table(name)[0]]
    assert sorted(documented) == sorted(there)
    assert {f.stem for f in FOLDER.glob("*.csv")} == set(TABLES)


def test_every_grade_is_an_allowed_one():
    for name in TABLES:
        if name != "columns" and "grade" in table(name)[0]:
            assert set(column(name, "grade")) <= GRADES, name
    rows = table("columns")
    grade, kind, unit, named = (rows[0].index(n) for n in ("grade", "kind", "unit", "table"))
    for row in rows[1:]:
        assert row[grade] in GRADES | {"mixed", "label"}
        if row[grade] != "label":
            assert row[unit] or row[kind] in ("date", "text"), row
        if row[kind] == "number":
            assert row[grade] != "label", row
        if row[grade] == "mixed" and row[named] not in ("cities", "household_expenditure", "seasons"):
            assert "grade" in table(row[named])[0], row


def test_every_graded_row_has_a_source():
    for name in ("sectors", "sector_items", "kinds", "levels", "departments", "pilot", "parameters"):
        assert all(text.strip() for text in column(name, "source")), name


def test_hashes_cover_every_table_and_follow_their_content(folder):
    before = read.data_hashes(folder)
    everything = read.data_hashes()
    assert before == {name: digest for name, digest in everything.items() if "/" not in name}
    assert {name for name in everything if "/" in name} == {
        "evidence/calibration_targets.csv", "evidence/experiments.yaml",
    }  # fmt: skip
    assert set(before) == {f"{name}.csv" for name in TABLES}
    spoil(folder, "kinds", "first_store", "arrival_weight", "99")
    after = read.data_hashes(folder)
    assert {name for name in before if before[name] != after[name]} == {"kinds.csv"}


def test_a_symbol_stands_for_one_parameter():
    symbols = [p.symbol for p in read.read_parameters() if p.symbol]
    assert sorted(symbols) == sorted(set(symbols))

"""Where the effect is: cities, districts, and what is in none of them."""

import dataclasses

import pytest

from sim.charts.comparison.cities import by_city_shows, on_the_map_shows
from sim.report.blocks import Paragraph
from sim.report.comparison import tables
from sim.report.comparison.districts import districts
from sim.report.comparison.sections import appendix
from sim.results.words import plain
from tests.report.pages import results_of

MILLION = 1e6


@pytest.fixture
def two(tmp_path):
    """The allocation by need comes out higher than the official one, which is first."""
    return results_of(tmp_path, ["official", "by_need"], net_per_yuan=(0.3, 0.6), n_cities=2)


def with_cells(results, measure, values):
    """Results in which a measure of cities has these values, by allocation and city."""
    effects = results.effects.copy()
    for (label, city), value in values.items():
        own = (effects.dimension == "city") & (effects.measure == measure)
        effects.loc[own & (effects.allocation == label) & (effects.city == city), "value"] = value
    return dataclasses.replace(results, effects=effects)


def summing_to(results, share):
    """Results whose cities hold a share of every total."""
    values = {(a, c): share * results.total(a, "net_yuan") / 2 for a in results.active for c in results.cities}
    return with_cells(results, "net_yuan", values)


def told(results):
    """What is said beside the city chart, the map and the table of cities."""
    said = [part for details in appendix(results).parts for part in details.parts if isinstance(part, Paragraph)]
    return [by_city_shows(results), on_the_map_shows(results), " ".join(part.text for part in said)]


def test_what_of_the_effect_is_in_no_city_is_said_beside_chart_map_and_table_of_cities(two):
    part, whole = summing_to(two, 0.75), two.total("by_need", "net_yuan") / MILLION
    words = f"come to {0.75 * whole:,.0f} of the {whole:,.0f} million yuan of the whole net effect; "
    words += f"the rest, {0.25 * whole:,.0f} million, is what residents buy more of outside these cities"
    for said in told(part):
        assert "With “by need” they " + words in said


def test_where_cities_add_up_to_the_effect_nothing_is_said_of_a_rest(two):
    assert not any("the rest" in said for said in told(summing_to(two, 1.0)))


def test_the_table_of_cities_shows_what_another_allocation_gives_each_city_and_no_quota_twice(two):
    money = {("official", c): entry["quota_yuan"] for c, entry in two.cities.items()}
    money |= {("by_need", c): 123e6 + 1e6 * k for k, c in enumerate(two.cities)}
    table = tables.cities(with_cells(two, "public_yuan", money))
    assert [head for head in table.heads if head.startswith("public money")] == ["public money (million yuan): by need"]
    column = table.heads.index("public money (million yuan): by need")
    assert [row[column] for row in table.rows] == ["123", "124"]
    assert all(len(row) == len(table.heads) for row in table.rows)


def test_districts_have_the_order_of_the_other_tables(two):
    (details,) = districts(two)
    assert two.ordered == ["by_need", "official"] != two.active
    heads = list(map(plain, two.ordered))
    assert list(details.parts[0].heads[1:]) == heads == list(tables.sectors(two).heads[1:])
    surplus = two.effects[(two.effects.dimension == "district") & (two.effects.measure == "surplus_per_head_yuan")]
    first = surplus[(surplus.group == "0") & (surplus.allocation == "by_need")].value.iloc[0]
    assert details.parts[0].rows[0][1].startswith(f"{first:.2f}")

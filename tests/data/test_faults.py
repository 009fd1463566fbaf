"""A broken table is refused in words that help."""

import pytest

from sim.data import read
from sim.errors import InputError
from sim.kernel.columns import MOST_STAGES
from tests.data.tables import READERS, START, TABLES, faults, rewrite, spoil, table


def test_a_missing_file_is_named(folder):
    for name in TABLES:
        (folder / f"{name}.csv").rename(folder / "away")
        assert f"{name}.csv: file not found; must be there" in faults(READERS[name], folder)
        (folder / "away").rename(folder / f"{name}.csv")


def test_a_missing_column_is_named(folder):
    for name in TABLES:
        rows = table(name)
        rewrite(folder, name, [row[:-1] for row in rows])
        assert f"{name}.csv: column {rows[0][-1]} is there 0 times; must be there once" in faults(READERS[name], folder)
        rewrite(folder, name, rows)


def test_a_column_that_is_there_twice_is_named(folder):
    rewrite(folder, "pilot", [[*row, row[1]] for row in table("pilot")])
    assert faults(read.read_cities, folder) == ["pilot.csv: column value is there 2 times; must be there once"]


def test_an_unknown_column_is_refused_with_the_known_ones(folder):
    rewrite(folder, "pilot", [[*row, "x"] for row in table("pilot")])
    (line,) = faults(read.read_cities, folder)
    assert line == "pilot.csv: column 'x' is not known; must be one of name, value, unit, grade, source, meaning"


def test_a_file_that_is_not_utf_8_is_named(folder):
    for name in TABLES:
        content = (folder / f"{name}.csv").read_bytes()
        (folder / f"{name}.csv").write_bytes(b"\xd6\xd0" + content)
        assert f"{name}.csv: byte 1 is not UTF-8; must be saved as UTF-8" in faults(READERS[name], folder)
        (folder / f"{name}.csv").write_bytes(content)


def test_a_byte_order_mark_and_a_blank_last_line_do_no_harm(folder):
    for name in TABLES:
        file = folder / f"{name}.csv"
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes() + b"\r\n")
    assert read.read_cities(folder).id == read.read_cities().id


def test_an_open_quote_is_reported(folder):
    (folder / "pilot.csv").write_text('name,value\n"n_cities,50\n', encoding="utf-8")
    assert any(line.startswith("pilot.csv: is not a CSV table (") for line in faults(read.read_cities, folder))


def test_a_table_without_rows_is_refused(folder):
    for name in set(TABLES) - {"columns"}:
        rows = table(name)
        rewrite(folder, name, rows[:1])
        assert f"{name}.csv: has no rows; must have at least one" in faults(READERS[name], folder)
        (folder / f"{name}.csv").write_bytes(b"")
        assert faults(READERS[name], folder)
        rewrite(folder, name, rows)


def test_a_row_with_too_few_fields_is_named(folder):
    rows = table("kinds")
    rows[3] = rows[3][:-2]
    rewrite(folder, "kinds", rows)
    assert faults(read.read_kinds, folder) == ["kinds.csv row 4: has 20 fields; must have 22"]


POSITIVE, SHARE = "a number > 0", "a number from 0 to 1"
CELLS = [
    ("cities", "suzhou", "resident_population_10k", "a number from 1 to 4000"),
    ("cities", "suzhou", "disposable_income_all_filled_yuan", "a number from 1000 to 1e+06"),
    ("cities", "suzhou", "lat", "a number from -90 to 90"),
    ("cities", "suzhou", "domestic_visits_million", "a number from 0.001 to 10000 or empty"),
    ("sectors", "catering", "need_decay_per_week", "a number > 0 and <= 1"),
    ("sectors", "catering", "occasions_per_week", POSITIVE),
    ("sector_items", "clothing", "share_of_item", "a number > 0 and <= 1"),
    ("kinds", "first_store", "publicity_share", SHARE),
    ("kinds", "first_store", "sales_per_investment", "a number from 0.001 to 1000"),
    ("levels", "national", "share", SHARE),
    ("departments", "sports", "cases_per_week", POSITIVE),
    ("parameters", "creation_share", "value", "a number"),
    ("household_expenditure", "q1", "value_yuan_per_capita", POSITIVE),
    ("pilot", "n_cities", "value", POSITIVE),
]
NOT_NUMBERS = ["abc", "nan", "inf", "-inf", "1e999", "1_000", "1,5", "٣", "0x10", "1 2"]


NOT_NEGATIVE = [c for c in CELLS if c[3] != "a number"]


def test_stages_of_a_plan_are_a_whole_number_up_to_six_and_take_a_week_each_in_the_busiest_week(folder):
    assert read.read_sectors(folder).plan_stages.max() <= MOST_STAGES
    number = spoil(folder, "sectors", "electronics", "plan_stages", str(MOST_STAGES + 1))
    (line,) = faults(read.read_sectors, folder)
    assert line == (
        f"sectors.csv row {number} (electronics): plan_stages is '{MOST_STAGES + 1}'; "
        f"must be a whole number from 0 to {MOST_STAGES}"
    )
    spoil(folder, "sectors", "electronics", "plan_stages", str(MOST_STAGES))
    number = spoil(folder, "sectors", "catering", "plan_stages", "1")
    (line,) = faults(read.read_sectors, folder)
    assert line == (
        f"sectors.csv row {number} (catering): plan_stages is '1'; must be at most 0, since a stage takes a week at "
        "least, in the busiest week too"
    )


@pytest.mark.parametrize("value", NOT_NUMBERS)
@pytest.mark.parametrize(("name", "key", "changed", "must_be"), CELLS)
def test_a_cell_that_is_no_number_is_named_with_its_range(folder, name, key, changed, must_be, value):
    number = spoil(folder, name, key, changed, value)
    lines = faults(READERS[name], folder)
    start = f"{name}.csv row {number} ("
    assert any(s.startswith(start) and f"): {changed} is {value!r}; must be {must_be}" in s for s in lines), lines


@pytest.mark.parametrize(("name", "key", "changed", "must_be"), NOT_NEGATIVE)
def test_a_negative_cell_is_refused_where_it_makes_no_sense(folder, name, key, changed, must_be):
    spoil(folder, name, key, changed, "-91")
    assert any(line.endswith(f"{changed} is '-91'; must be {must_be}") for line in faults(READERS[name], folder))


@pytest.mark.parametrize(("name", "key", "changed", "must_be"), [c for c in CELLS if "> 0" in c[3]])
def test_zero_is_refused_where_a_number_must_be_positive(folder, name, key, changed, must_be):
    spoil(folder, name, key, changed, "0")
    lines = faults(READERS[name], folder)
    assert any(line.endswith(f"{changed} is '0'; must be {must_be}") for line in lines)


def test_the_message_is_this_one_word_for_word(folder):
    number = spoil(folder, "cities", "suzhou", "resident_population_10k", "abc")
    assert faults(read.read_cities, folder) == [
        f"cities.csv row {number} (suzhou): resident_population_10k is 'abc'; must be a number from 1 to 4000"
    ]


def test_the_tables_of_the_package_are_named_from_its_root(monkeypatch, folder):
    spoil(folder, "pilot", "n_cities", "value", "many")
    monkeypatch.setattr("sim.data.table.FOLDER", folder)
    with pytest.raises(InputError, match=r"^sim/data/pilot.csv row 2 \(n_cities\): value is 'many'"):
        read.read_cities()


def test_all_faults_are_reported_at_once(folder):
    spoil(folder, "cities", "suzhou", "lon", "east")
    spoil(folder, "cities", "wuxi", "listed", "maybe")
    spoil(folder, "pilot", "n_cities", "value", "")
    lines = faults(read.read_cities, folder)
    assert sum(text in line for text in ("lon is 'east'", "listed is 'maybe'", "value is ''") for line in lines) == 3


def test_a_long_cell_is_shortened_in_the_message(folder):
    spoil(folder, "cities", "suzhou", "lon", "9" * 5000)
    (line,) = faults(read.read_cities, folder)
    assert len(line) < 200


CHOICES = [
    ("kinds", "first_store", "direction", "debuts", "must be one of debut, scene, ip"),
    ("cities", "suzhou", "size_class_official", "huge", "must be one of super_mega, large, other"),
    ("parameters", "creation_share", "grade", "guess", "must be one of measured, borrowed, assumed"),
    ("spring_festival", "2026", "date", "17.2.2026", "must be a date like 2026-02-17"),
    ("spring_festival", "2026", "date", "2027-02-17", "must be a date in 2026"),
    ("seasons", "groceries", "week_of_year", "53", "must be a whole number from 1 to 52"),
    ("seasons", "groceries", "week_of_year", "1.5", "must be a whole number from 1 to 52"),
    ("seasons", "groceries", "sector", "food", "must be one of groceries, catering"),
    ("online", "fashion", "sector", "clothes", "must be one of groceries, catering"),
    ("online", "fashion", "sector", "clothes", "no row of fashion: every sector of sectors.csv needs one"),
    ("online", "fashion", "share", "0.96", "must be a number from 0 to 0.95"),
    ("online", "fashion", "local_share", "1.5", "must be a number from 0 to 1"),
    ("sector_items", "clothing", "sector", "clothes", "must be one of groceries, catering"),
    ("sector_items", "clothing", "item", "clothes", "must be one of food_tobacco_alcohol, clothing"),
    ("kinds", "first_store", "sectors", "food:1", "must be sector:share with a sector of groceries"),
    ("kinds", "first_store", "sectors", "catering", "must be sector:share with a share > 0 and <= 1"),
    ("kinds", "first_store", "sectors", "catering:-1", "must be sector:share with a share > 0 and <= 1"),
    ("kinds", "first_store", "sectors", "catering:.5;catering:.5", "each sector once"),
    ("kinds", "first_store", "sectors", "catering:.5;fashion:.4", "shares that sum to 1; they sum to 0.9"),
    ("kinds", "first_store", "approvals", "site_fire;parks", "approvals is 'parks'; must be department;department of"),
    ("kinds", "first_store", "approvals", "finance", "must be department;department of site_fire, culture_tourism"),
    ("levels", "national", "share", "0.9", "share sums to 1.85; must sum to 1"),
    ("departments", "finance", "role", "approval", "0 departments have the role payments; must be exactly one"),
    ("sectors", "catering", "rent_share", "0.9", "must be below 1"),
    ("sectors", "catering", "visitor_bundle_share", "0.9", "sums to 1.65; must sum to 1"),
    ("seasons", "groceries", "index", "2", "index of groceries is 1.0"),
    ("parameters", "creation_share", "value", "1.5", "must be from 0 to 1, the row's low and high"),
    ("cities", "suzhou", "quota_million_yuan", "200", "sums to 17,100; must sum to 17,200 (env"),
    ("cities", "suzhou", "quota_million_yuan", "200", "must be 300, the grant of the class large"),
    ("cities", "suzhou", "pilot", "no", "pilot is yes in 49 rows; must be 50 (n_cities in pilot.csv)"),
    ("cities", "suzhou", "listed", "candidate", "must be confirmed or presumed, or pilot must be no"),
    ("cities", "suzhou", "estimated_fields", "gdp", "must be a column of the table"),
    ("cities", "suzhou", "visits_scope", "", "must be given where domestic_visits_million is"),
    ("cities", "suzhou", "name_zh", " ", "name_zh is ''; must be some text"),
    ("pilot", "envelope", "name", "money", "pilot.csv: envelope is missing; must be there with a number"),
    ("columns", "sectors", "low", "few", "two numbers or empty"),
    ("columns", "sectors", "kind", "colour", "must be one of text, number, whole, date, choice"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "key", "changed", "value", "expected"), CHOICES)
def test_a_value_outside_what_is_allowed_is_refused(folder, name, key, changed, value, expected):
    spoil(folder, name, key, changed, value)
    assert any(expected in line for line in faults(READERS[name], folder))


def test_an_item_given_to_sectors_twice_over_is_refused(folder):
    spoil(folder, "sector_items", "food_tobacco_alcohol", "share_of_item", "0.9")
    expected = "sector_items.csv: share_of_item of food_tobacco_alcohol sums to 1.12; must not exceed 1"
    assert faults(read.sector_shares, folder) == [expected]


@pytest.mark.parametrize("name", TABLES)
def test_a_row_that_is_there_twice_is_refused(folder, name):
    rows = table(name)
    rewrite(folder, name, [*rows, rows[1]])
    expected = "must be different from that of every other row (row 2 has it too)"
    lines = faults(READERS[name], folder)
    assert any(line.startswith(f"{name}.csv row {len(rows) + 1} (") and line.endswith(expected) for line in lines)


def test_figures_that_the_product_needs_cannot_be_left_out(folder):
    rows = [r for r in table("household_expenditure") if r[3] != "q3"]
    rewrite(folder, "household_expenditure", rows)
    with pytest.raises(InputError, match="must have rising q1 to q5"):
        read.read_income_quintiles(folder)
    rows = [r for r in table("household_expenditure") if r[3] != "total"]
    rewrite(folder, "household_expenditure", rows)
    with pytest.raises(InputError, match="must have a total and its items"):
        read.sector_shares(folder)
    rows = [r for r in table("seasons") if r[:2] != ["culture", "7"]]
    rewrite(folder, "seasons", rows)
    with pytest.raises(InputError, match="sector culture has no index for week 7; must have 1 to 52"):
        read.season_index(START, 0, 52, folder)

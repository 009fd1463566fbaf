"""Tables as office programs save them, and figures that contradict each other."""

from __future__ import annotations

import csv
import io

import pytest

from sim.data import read
from sim.data.sheet import Sheet, read_sheet
from sim.errors import InputError
from sim.inputs.compose import compose

OWN = {
    "city_id": "mycity", "pilot": "yes", "name_en": "Mycity", "name_zh": "我市", "province_en": "Qinghai",
    "lon": "100.6",
    "lat": "36.3", "resident_population_10k": "180", "size_class": "other", "size_class_official": "other",
    "quota_million_yuan": "200", "quota_basis": "by_size_class", "retail_sales_billion_yuan": "52",
    "retail_basis": "published_2024", "disposable_income_all_filled_yuan": "34000", "income_filled_method": "reported",
    "consumption_expenditure_all_filled_yuan": "23000", "consumption_filled_method": "modelled", "year": "2024",
    "listed": "candidate", "source": "own", "quality": "estimated", "weakest_basis": "estimated",
}  # fmt: skip


@pytest.fixture
def saved(tmp_path, monkeypatch):
    """Save a city of one's own in the working folder; gives the file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").mkdir()
    path = tmp_path / "scenarios" / "cities.csv"
    with open(read.FOLDER / "cities.csv", encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file))

    def save(separator=",", change=lambda text: text, encoding="utf-8", **changed):
        text = io.StringIO()
        writer = csv.writer(text, delimiter=separator)
        writer.writerow(header)
        writer.writerow([{**OWN, **changed}.get(name, "") for name in header])
        path.write_text(change(text.getvalue()), encoding, newline="")
        return path

    return save


def faults() -> list[str]:
    with pytest.raises(InputError) as caught:
        read.read_cities()
    return str(caught.value).splitlines()


def with_more_columns(text: str) -> str:
    return "".join(f"{line},,\r\n" for line in text.splitlines())


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"change": lambda text: text + "," * 30 + "\r\n" + "," * 30 + "\r\n,\r\n\r\n"},
        {"change": with_more_columns},
        {"change": lambda text: text.replace(",pilot,", ", Pilot ,")},
        {"city_id": "mycity "},
        {"city_id": "\u00a0mycity\u3000"},
        {"separator": ";"},
        {"separator": "\t", "encoding": "utf-16"},
        {"encoding": "utf-8-sig"},
        {"change": lambda text: text.replace("\r\n", "\n")},
        {"resident_population_10k": "１８０", "pilot": "YES"},
    ],
)
def test_a_city_is_read_however_a_program_saves_its_row(how, saved):
    saved(**how)
    cities = read.read_cities()
    k = cities.id.index("mycity")
    assert (cities.residents[k], cities.extension[k]) == (1.8e6, "scenarios")
    assert len(cities.notified) == 50 and "scenarios/cities.csv" in read.data_hashes()


@pytest.mark.parametrize("value", ["1,800.5", "180,5", "1 800", "1'800", "1\u00a0800"])
def test_a_number_with_a_decimal_comma_or_signs_between_thousands_is_told_in_one_line(value, saved):
    saved(resident_population_10k=value)
    (line,) = faults()
    assert line.startswith("scenarios/cities.csv row 2 (mycity): resident_population_10k is ")
    assert line.endswith("with a point before decimals and nothing between thousands")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"quota_million_yuan": "300"}, "quota_million_yuan is 300.0; must be 200, the grant of the class other"),
        ({"urban_resident_population_10k": "181"}, "must be 0 to 1 times resident_population_10k"),
        ({"consumption_expenditure_all_filled_yuan": "340000"}, "must be 0.2 to 1.5 times disposable_income_all"),
        (
            {"retail_sales_billion_yuan": "0.52"},
            "must be 0.1 to 10 times consumption_expenditure_all_filled_yuan times",
        ),
        ({"retail_sales_2024_revised_billion_yuan": "520"}, "must be 0.5 to 2 times retail_sales_billion_yuan"),
        ({"gdp_billion_yuan": "5"}, "must be 0.02 to 1.5 times gdp_billion_yuan"),
        (
            {"disposable_income_per_capita_yuan": "35000", "income_scope": "all"},
            "must be 35000, as disposable_income_per_capita_yuan says",
        ),
        ({"quota_basis": "own"}, "must be one of published, by_size_class"),
        ({"resident_population_10k": "0.001"}, "must be a number from 1 to 4000"),
    ],
)
def test_figures_of_a_city_that_contradict_each_other_are_refused(changed, says, saved):
    saved(**changed)
    assert any(says in line for line in faults())


@pytest.mark.parametrize(
    "column",
    [
        "lon", "lat", "resident_population_10k", "urban_resident_population_10k", "quota_million_yuan",
        "retail_sales_billion_yuan", "retail_sales_2024_revised_billion_yuan", "disposable_income_per_capita_yuan",
        "consumption_expenditure_per_capita_yuan", "disposable_income_all_filled_yuan",
        "consumption_expenditure_all_filled_yuan", "gdp_billion_yuan", "domestic_visits_million", "year",
    ],
)  # fmt: skip
@pytest.mark.parametrize("value", ["-1000", "1e-9", "1e12", "nan", "inf", "-inf", "text", "0x10"])
def test_no_column_of_numbers_takes_whatever_stands_there(column, value, saved):
    if value == "1e-9" and column in ("lon", "lat", "quota_million_yuan"):
        value = "1e9"  # a small number is a place, or hardly a grant
    saved(**{column: value, "quota_basis": "published", "visits_scope": "domestic"})
    assert any(line.startswith(f"scenarios/cities.csv row 2 (mycity): {column} is ") for line in faults())


def test_a_link_that_leads_out_of_its_folder_is_not_read(saved, tmp_path):
    path = saved()
    path.rename(tmp_path / "elsewhere.csv")
    path.symlink_to(tmp_path / "elsewhere.csv")
    assert faults() == ["scenarios/cities.csv: is a link that leads out of its folder; must be a file there"]


def test_a_sheet_keeps_the_numbers_of_its_rows(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id, value,\n\n a , 1 ,\n,,\nb,2\n", "utf-8")
    assert read_sheet(path, ("id", "value")) == Sheet(["id", "value"], [(3, ["a", "1"]), (5, ["b", "2"])])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: "", "is empty; must have a first row with the names of its columns"),
        (lambda text: "\r\n ,,\r\n", "is empty; must have a first row with the names of its columns"),
        (lambda text: text.replace(",", "|"), "the first row ('city_id|"),
        (lambda text: text.splitlines()[1], "the first row ('mycity') names none of the columns; must be city_id,"),
    ],
    ids=["empty", "blank", "separator", "no header"],
)
def test_a_damaged_table_is_told_in_one_line(change, said, saved):
    saved(change=change)
    (line,) = faults()
    assert line.startswith(f"scenarios/cities.csv: {said}")


def test_a_city_whose_row_says_that_it_is_no_pilot_city_is_found_there(saved):
    saved(pilot="no")
    with pytest.raises(InputError, match=r"city 'mycity' has pilot no in scenarios/cities\.csv row 2; it must be yes"):
        compose(["city=mycity"])

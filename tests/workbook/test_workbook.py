"""A workbook says what the tables say: numbers as numbers, text as text, a sheet for each question."""

import datetime
import io
import json
import re
import zipfile
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest

from sim.cli.main import main
from sim.measures.catalogue import OURS
from sim.measures.measure import DIMENSIONS
from sim.results.reading import read_results
from sim.results.words import plain
from sim.runs.export import XLSX, export
from sim.texts import say
from sim.workbook import comparison, write
from sim.workbook.comparison import SHEETS, name_of
from sim.workbook.sheet import Column, Sheet
from sim.workbook.write import write_workbook
from tests.synthetic_results import write_results

MADE = datetime.datetime(2026, 1, 31, 12)
HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://x.y","click")',
    "\t=1",
    "a\x00b\x1f",
    "<&>\"'",
    "\ud800",
    "\uffff",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("workbook")
    write_results(folder, n_cities=5, replicates=3, weeks_pilot=4, weeks_after=2)
    export(folder)
    return folder


@pytest.fixture(scope="module")
def book(folder):
    return openpyxl.load_workbook(folder / XLSX)


def table(place) -> pd.DataFrame:
    head, *rows = place.iter_rows(values_only=True)
    return pd.DataFrame(rows, columns=head)


def made(tmp_path, *sheets: Sheet, notes=()):
    return openpyxl.load_workbook(write_workbook(tmp_path / "book.xlsx", sheets, notes, MADE))


def test_the_first_sheet_lists_the_others_and_leads_to_them(book):
    listed = table(book.worksheets[0])
    assert listed.Sheet.dropna().tolist()[: len(book.sheetnames) - 1] == book.sheetnames[1:]
    for row, name in enumerate(book.sheetnames[1:], start=2):
        assert book.worksheets[0].cell(row, 1).hyperlink.location == f"'{name}'!A1"
        assert book.worksheets[0].cell(row, 3).value == book[name].max_row - 1


def test_questions_of_planners_have_a_sheet(book):
    wanted = {"Allocations", "When", "Where", "Who", "Projects", "Settings that differ", "How to reproduce"}
    assert wanted - set(book.sheetnames) <= {"Projects"}  # the invented results know no kinds


def test_a_sheet_without_content_is_left_out(folder, tmp_path):
    results = read_results(folder)
    lacking = results.effects[~results.effects.dimension.isin(["week"])]
    keys = {sheet.key for sheet in comparison.sheets(type(results)(folder, results.summary, lacking, results.manifest))}
    assert "weeks" not in keys
    assert "cities" in keys


def test_a_run_alone_differs_from_nothing(folder):
    results = read_results(folder)
    alone = results.summary.loc[["official"]]
    own = results.effects[(results.effects.allocation == "official") & (results.effects.dimension != "pair")]
    keys = {sheet.key for sheet in comparison.sheets(type(results)(folder, alone, own, results.manifest))}
    assert not keys & {"settings", "pairs"}


def test_numbers_are_those_of_the_table_to_the_last_digits(folder, book):
    effects = read_results(folder).effects
    own = effects[(effects.dimension == "city") & (effects.measure == "net_yuan")].set_index(["allocation", "city"])
    where = table(book["Where"])
    labels = {plain(label): label for label in own.index.unique("allocation")}  # as the report has them
    assert "by need" in labels and set(where["Allocation"]) <= set(labels)
    heads = {"value": "(yuan)", "ci_low": ", low (yuan)", "ci_high": ", high (yuan)"}
    for column, end in heads.items():
        head = f"{name_of('net_yuan')}{end}" if end.startswith(",") else f"{name_of('net_yuan')} {end}"
        for row in where.to_dict("records"):
            value = own.loc[(labels[row["Allocation"]], row["Id of the city"]), column]
            assert row[head] == pytest.approx(value, rel=1e-15)


def test_a_measure_that_some_cells_lack_stays_beside_those_that_have_it(folder):
    results = read_results(folder)
    e = results.effects
    gone = (e.dimension == "city") & (e.measure == "net_yuan") & (e.city == e.city.dropna().iloc[1])
    rest = type(results)(folder, results.summary, e[~gone], results.manifest)
    where = next(sheet for sheet in comparison.sheets(rest) if sheet.key == "cities")
    columns = {column.head: column.cells for column in where.columns}
    found = dict(zip(columns["Id of the city"], columns[f"{name_of('net_yuan')} (yuan)"], strict=True))
    assert [city for city, value in found.items() if pd.isna(value)] == [e.city.dropna().iloc[1]]


def test_every_column_of_numbers_has_its_unit_in_the_head(book):
    units = {m.unit for m in OURS.values()} - {"1"}
    without = [n for n, m in OURS.items() if m.unit == "1"]
    bare = {"Week of the pilot (0 is the first)", "Fifth by income (1 is the poorest)", "District (0 is the centre)"}
    bare |= {"Replicate", "Replicates", "Rows", *map(name_of, without)}
    for place in book.worksheets:
        for column in place.iter_cols():
            head, *cells = [cell.value for cell in column]
            if place.title in ("Totals", "Settings that differ", "How to reproduce") or head in bare:
                continue  # there the unit has a column of its own, or there is none
            if any(isinstance(cell, int | float) for cell in cells):
                assert re.search(r"\((.+)\)$", head)[1] in units, (place.title, head)


def test_the_totals_have_their_unit_beside_them(folder, book):
    totals = table(book["Totals"]).set_index("Measure")
    assert totals.Unit[name_of("net_per_yuan")] == "yuan per yuan"
    assert totals.official[name_of("net_yuan")] == pytest.approx(read_results(folder).total("official", "net_yuan"))


def test_a_week_has_the_day_on_which_it_begins(folder, book):
    start = datetime.datetime.fromisoformat(read_results(folder).manifest["calendar"]["start_date"])
    when = table(book["When"])
    weeks = when["Week of the pilot (0 is the first)"]
    assert when["First day"].tolist() == [start + datetime.timedelta(weeks=int(week)) for week in weeks]


def test_heads_stay_in_sight_and_can_be_filtered(book):
    for place in book.worksheets:
        assert place.freeze_panes and int(place.freeze_panes[1:]) == 2
        assert place.auto_filter.ref == place.dimensions or place.title == "Contents"


def test_no_cell_is_a_formula_whatever_text_begins_with(tmp_path):
    made(tmp_path, Sheet("allocations", [Column(text, [text]) for text in HOSTILE]), notes=HOSTILE)
    with zipfile.ZipFile(tmp_path / "book.xlsx") as packed:
        names = [name for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
        cells = [c for name in names for c in ElementTree.fromstring(packed.read(name)).iter() if c.tag.endswith("}c")]
        assert not [c for c in cells for part in c if part.tag.endswith("}f")]
    assert len(cells) > 3 * len(HOSTILE)


def test_text_comes_back_as_it_was_and_what_no_file_can_hold_is_marked(tmp_path):
    place = made(tmp_path, Sheet("allocations", [Column("label", list(HOSTILE))]))["Allocations"]
    found = [place.cell(row, 1).value for row in range(2, 2 + len(HOSTILE))]
    expected = [text if text not in ("\ud800", "\uffff") else "\ufffd" for text in HOSTILE]
    assert [openpyxl.utils.escape.unescape(text) for text in found] == expected
    assert all(place.cell(row, 1).data_type == "s" for row in range(2, 2 + len(HOSTILE)))


def test_a_label_that_looks_like_a_formula_stays_text_in_every_sheet(folder, tmp_path):
    for name in ("summary.csv", "effects.parquet", "manifest.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    summary = (tmp_path / "summary.csv").read_text().replace("equal,", '"=1+1",')
    (tmp_path / "summary.csv").write_text(summary)
    effects = pd.read_parquet(tmp_path / "effects.parquet").replace({"allocation": {"equal": "=1+1"}})
    effects.to_parquet(tmp_path / "effects.parquet", index=False)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    manifest["allocations"] = ["=1+1" if a == "equal" else a for a in manifest["allocations"]]
    manifest["configs"]["=1+1"] = manifest["configs"].pop("equal")
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    export(tmp_path)
    book = openpyxl.load_workbook(tmp_path / XLSX)
    cells = [cell for place in book.worksheets for row in place.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value == plain("=1+1")} == {"s"}
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_no_value_and_not_a_number_are_empty_cells(tmp_path):
    place = made(tmp_path, Sheet("allocations", [Column("x", [1.5, float("nan"), None, float("inf")])]))["Allocations"]
    assert [place.cell(row, 1).value for row in range(2, 6)] == [1.5, None, None, None]


def test_text_that_a_cell_cannot_hold_is_cut_and_shows_it(tmp_path):
    place = made(tmp_path, Sheet("allocations", [Column("x", ["y" * 40_000])]))["Allocations"]
    assert place.cell(2, 1).value == "y" * 32_766 + "…"


def test_the_same_results_are_the_same_bytes_at_any_time(folder, monkeypatch):
    first = (folder / XLSX).read_bytes()
    monkeypatch.setattr("time.time", lambda: 2e9)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    export(folder)
    assert (folder / XLSX).read_bytes() == first
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {info.date_time[0] for info in packed.infolist()} == {1980}


def test_a_sheet_that_excel_cannot_hold_is_left_out_and_the_list_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(write, "MOST_ROWS", 3)
    small, large = (Sheet(key, [Column("x", list(range(n)))]) for key, n in (("weeks", 2), ("cities", 3)))
    book = made(tmp_path, small, large)
    assert book.sheetnames == ["Contents", "When"]
    assert book["Contents"].cell(3, 2).value == say("workbook-left-out", question=large.question)


def test_excel_takes_the_name_of_every_sheet():
    names = [one.name for one in (Sheet("contents", []), *(Sheet(q.key, []) for q in SHEETS))]
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") and name.strip("'") == name for name in names)
    assert len({name.casefold() for name in names}) == len(names)


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_measures_have_names_of_their_own_in_each_dimension(dimension):
    names = [say(f"measures-name-{n.replace('_', '-')}") for n, m in OURS.items() if dimension in m.formulas]
    assert len(set(names)) == len(names)


# ---------------------------------------------------------------- the command


def test_the_command_writes_the_workbook_and_says_where(folder, tmp_path, capsys):
    for name in ("summary.csv", "effects.parquet", "manifest.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    assert main(["export", "xlsx", str(tmp_path)]) == 0
    assert str(tmp_path / XLSX) in capsys.readouterr().out
    assert (tmp_path / XLSX).read_bytes() == (folder / XLSX).read_bytes()


def of_a_trace(folder):
    (folder / "trace.csv").write_text("week\n")


def with_a_folder_in_the_way(folder):
    (folder / "summary.csv").write_text("allocation\n")
    (folder / XLSX).mkdir()


def damaged(folder):
    write_results(folder, n_cities=2, replicates=2, weeks_pilot=2, weeks_after=0)
    (folder / "effects.parquet").write_bytes(b"PAR1")


@pytest.mark.parametrize(
    ("make", "arguments", "says"),
    [
        (None, ["xlsx", "{}"], "holds no results"),
        (None, ["xlsx", "{}/nowhere"], "no such folder; example: sanxin export xlsx"),
        (None, ["xlsx"], "name one results folder, and nothing else"),
        (None, ["xlsx", "{}", "{}"], "name one results folder"),
        (None, ["pdf", "{}"], "pdf: what sanxin export writes is xlsx"),
        (None, [], "what sanxin export writes is xlsx"),
        (of_a_trace, ["xlsx", "{}"], "holds a trace, of which there is no workbook"),
        (with_a_folder_in_the_way, ["xlsx", "{}"], "tables.xlsx: is a folder"),
        (damaged, ["xlsx", "{}"], "effects.parquet: cannot be read as parquet"),
    ],
)
def test_what_is_no_comparison_is_refused_in_one_line_and_nothing_is_written(make, arguments, says, tmp_path, capsys):
    if make:
        make(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    assert main(["export", *(text.format(tmp_path) for text in arguments)]) == 2
    err = capsys.readouterr().err
    assert says in err
    assert len(err.splitlines()) == 1
    assert [path for path in sorted(tmp_path.rglob("*")) if path.name != ".sanxin.lock"] == before


def test_a_changed_table_is_told_on_the_first_sheet(folder, tmp_path, capsys):
    for name in ("summary.csv", "effects.parquet", "manifest.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(
        json.dumps(manifest | {"files_sha256": {"summary.csv": "0"}, "sha256": "0"})
    )
    assert main(["export", "xlsx", str(tmp_path)]) == 0
    told = "summary.csv and manifest.json are not as the run wrote them"
    assert told in capsys.readouterr().err
    place = openpyxl.load_workbook(tmp_path / XLSX)["Contents"]
    assert any(told in str(cell.value) for cell in place["A"])

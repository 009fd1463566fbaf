"""What a results folder holds is told by its manifest, or else by its files."""

import json

import pytest

from sim.cli.main import main
from sim.errors import InputError
from sim.report.blocks import Paragraph
from sim.report.page import Page
from sim.results.writing import write_results
from sim.runs import kinds
from sim.runs.export import exported
from sim.runs.kinds import KINDS, Kind, Told, changes, draw, is_stored, kind_of, redraw, reported


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_is_known_by_its_manifest_and_by_its_files(kind, tmp_path):
    (tmp_path / KINDS[kind].files[0]).touch()
    assert kind_of(tmp_path) == kind
    other = next(name for name in KINDS if name != kind)
    (tmp_path / "manifest.json").write_text(json.dumps({"kind": other}))
    assert kind_of(tmp_path) == other
    (tmp_path / "manifest.json").write_text(json.dumps({"kind": "of tomorrow"}))
    assert kind_of(tmp_path) == kind


def test_files_of_a_comparison_go_before_those_of_a_validation(tmp_path):
    (tmp_path / "validation.csv").touch()
    (tmp_path / "summary.csv").touch()
    assert kind_of(tmp_path) == "comparison"


def test_an_empty_folder_is_of_no_kind(tmp_path):
    assert kind_of(tmp_path) is None and not is_stored(tmp_path)
    with pytest.raises(InputError, match="holds no results"):
        reported(tmp_path)


@pytest.mark.parametrize("kind", ["trace", "calibration"])
def test_what_has_no_report_is_told_by_its_kind(kind, tmp_path):
    (tmp_path / KINDS[kind].files[0]).touch()
    with pytest.raises(InputError, match=f"holds a {kind}, which has no report"):
        reported(tmp_path)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "comparison"])
def test_what_has_no_workbook_is_named_with_its_article(kind, tmp_path):
    (tmp_path / KINDS[kind].files[0]).touch()
    names = {"attribution": "an attribution", "futures": "a study of futures", "sensitivity": "a sensitivity study"}
    with pytest.raises(InputError, match=f"holds {names.get(kind, f'a {kind}')}, of which there is no workbook"):
        exported(tmp_path)


def test_a_kind_is_added_by_one_line(tmp_path, monkeypatch):
    read = []
    told = Told(lambda folder: read.append(folder) or "found", lambda data: [], lambda data, images: Page(data, []))
    monkeypatch.setitem(kinds.KINDS, "search", Kind(("search.csv",), told))
    (tmp_path / "search.csv").touch()
    draw(reported(tmp_path))
    assert "<title>found</title>" in (tmp_path / "report.html").read_text("utf-8")
    assert read == [tmp_path] and is_stored(tmp_path)  # once


@pytest.mark.parametrize("error", [KeyError("x"), ZeroDivisionError("x"), OverflowError("x")], ids=repr)
def test_what_cannot_be_told_is_a_fault_of_files_that_were_changed_and_else_of_ours(error, tmp_path, monkeypatch):
    def fail(data):
        raise error

    told = Told(lambda folder: "found", fail, lambda data, images: Page("", []))
    monkeypatch.setitem(kinds.KINDS, "search", Kind(("search.csv",), told))
    write_results(tmp_path, {"search.csv": "a"}, {"kind": "search"})
    with pytest.raises(type(error)):
        draw(tmp_path)
    (tmp_path / "search.csv").write_text("b")
    with pytest.raises(
        InputError, match=r"of it: search\.csv is not as the run wrote it; restore it or repeat the run$"
    ):
        draw(tmp_path)


EDITS = {
    "search.csv is": {"search.csv": ("0.0234", "0.9234")},
    "manifest.json is": {"manifest.json": ('"seed": 7', '"seed": 8')},
    "search.csv and manifest.json are": {"search.csv": ("0.02", "0.92"), "manifest.json": ('"seed": 7', '"seed": 8')},
}


@pytest.mark.parametrize("said", EDITS)
def test_a_report_of_files_that_were_changed_says_which(said, tmp_path, monkeypatch, capsys):
    told = Told(lambda folder: "found", lambda data: [], lambda data, images: Page("", [Paragraph("the finding")]))
    monkeypatch.setitem(kinds.KINDS, "search", Kind(("search.csv",), told))
    write_results(tmp_path, {"search.csv": "0.0234"}, {"kind": "search", "seed": 7})
    assert main(["report", str(tmp_path)]) == 0
    assert not capsys.readouterr().err and "not as the run" not in (tmp_path / "report.html").read_text("utf-8")
    for name, (old, new) in EDITS[said].items():
        path = tmp_path / name
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    assert main(["report", str(tmp_path)]) == 0
    assert capsys.readouterr().err.startswith(f"sanxin: {said} not as the run wrote ")
    assert f"{said} not as the run wrote " in (tmp_path / "report.html").read_text("utf-8").split("the finding")[0]


def test_a_report_of_a_folder_without_hashes_is_drawn_as_it_was(tmp_path):
    (tmp_path / "manifest.json").write_text(json.dumps({"kind": "comparison", "seed": 7}))
    assert changes(tmp_path) == []


def test_a_report_is_neither_written_nor_read_through_links(tmp_path, monkeypatch):
    secret, folder = tmp_path / "secret", tmp_path / "results"
    secret.write_text("secret")
    write_results(folder_of(folder), {"summary.csv": "a"}, {"kind": "comparison"})
    told = Told(lambda where: "found", lambda data: [], lambda data, images: Page("new", []))
    monkeypatch.setitem(kinds.KINDS, "comparison", Kind(("summary.csv",), told))
    for name in ("report.html", ".report.html.part"):
        (folder / name).symlink_to(secret)
    redraw(reported(folder))
    assert secret.read_text() == "secret" and not (folder / "report.html").is_symlink()
    (folder / "charts").rmdir()
    (folder / "charts").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="charts is a link; remove it"):
        reported(folder)


def folder_of(path):
    path.mkdir()
    return path


def test_what_stands_where_charts_or_report_go_is_named_before_anything_is_drawn(tmp_path):
    (tmp_path / "summary.csv").touch()
    with pytest.raises(InputError, match=r"summary\.csv: is a file; name the results folder that it is in; example"):
        reported(tmp_path / "summary.csv")
    (tmp_path / "report.html").mkdir()
    with pytest.raises(InputError, match=r"report\.html: is a folder, and the report is a file of this name"):
        reported(tmp_path)
    (tmp_path / "charts").touch()
    with pytest.raises(InputError, match=r"charts: is a file, and charts go into a folder of this name; remove"):
        reported(tmp_path)

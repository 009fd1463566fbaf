"""What a results folder holds is told by its manifest, or else by its files."""

import json

import pytest

from sim.errors import InputError
from sim.report.page import Page
from sim.runs import kinds
from sim.runs.kinds import KINDS, Kind, Told, draw, is_stored, kind_of, reported


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


def test_a_kind_is_added_by_one_line(tmp_path, monkeypatch):
    read = []
    told = Told(lambda folder: read.append(folder) or "found", lambda data: [], lambda data, images: Page(data, []))
    monkeypatch.setitem(kinds.KINDS, "search", Kind(("search.csv",), told))
    (tmp_path / "search.csv").touch()
    draw(reported(tmp_path))
    assert "<title>found</title>" in (tmp_path / "report.html").read_text("utf-8")
    assert read == [tmp_path] and is_stored(tmp_path)  # once

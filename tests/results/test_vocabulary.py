"""Names of groups: a folder says them, and one that does not is told by its rows."""

from __future__ import annotations

import json

from sim.measures.measure import vocabulary
from sim.results.reading import read_results
from sim.results.vocabulary import weeks_per_year
from tests.synthetic_results import write_results


def test_names_are_those_of_the_manifest(tmp_path):
    folder = write_results(tmp_path / "r", ("official", "none"), n_cities=2, replicates=2)
    said = vocabulary() | {"direction": ["ip", "debut"]}
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"vocabulary": said}))
    found = read_results(folder).vocabulary
    assert found.directions == ("ip", "debut")
    assert found.pots == ("debut", "scene", "ip", "publicity", "instruments")
    assert found.quintiles == (1, 2, 3, 4, 5)


def test_a_folder_of_an_older_version_has_the_names_of_its_rows(tmp_path):
    folder = write_results(tmp_path / "r", ("official", "none"), n_cities=2, replicates=2)
    path = folder / "manifest.json"
    path.write_text(json.dumps({k: v for k, v in json.loads(path.read_text()).items() if k != "vocabulary"}))
    found = read_results(folder).vocabulary
    assert (found.directions, found.areas) == (("debut", "scene", "ip"), ("core", "inner", "outer"))
    assert (found.quintiles, found.sizes) == ((1, 2, 3, 4, 5), ("small", "large"))
    assert found.departments[:2] == ("commerce", "finance")


def test_a_quarter_begins_where_the_manifest_says(tmp_path):
    folder = write_results(tmp_path / "r", ("official", "none"), n_cities=2, replicates=2, weeks_pilot=104)
    results = read_results(folder)
    assert [results.begins_late(q, "official") for q in (8, 9)] == [False, True]
    results.manifest["calendar"]["weeks_per_quarter"] = 10
    assert [results.begins_late(q, "official") for q in (11, 12)] == [False, True]


def test_a_year_is_as_long_as_the_manifest_says_and_52_weeks_in_older_folders():
    assert weeks_per_year({"calendar": {"weeks_per_year": 52.18}}) == 52.18
    assert weeks_per_year({"calendar": {}}) == weeks_per_year({}) == 52

"""All that a manifest says is taken at the start: files may be changed, renamed or taken away while a run goes on."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.data import table as tables
from sim.data.held import held
from sim.runs import comparison
from sim.studies.validation import job
from sim.studies.validation.asked import plan

ROOT = Path(__file__).resolve().parent.parent.parent
SCENARIO = "title: Before\nquestion: What then?\nauthority: {calls: 3}\n"


@pytest.fixture
def worlds(monkeypatch):
    """Let something happen in the place of worlds that are run."""

    def instead(happens):
        def run_worlds(settings, *_, workers):
            happens()
            return [[] for _ in settings], {}

        monkeypatch.setattr(comparison, "run_worlds", run_worlds)
        monkeypatch.setattr(comparison, "tidy", lambda *_: None)
        monkeypatch.setattr(comparison, "summarise", lambda *_: None)

    return instead


@pytest.mark.parametrize("change", ["renamed", "edited", "broken"])
def test_a_scenario_that_is_changed_while_it_runs_is_told_as_it_was(change, worlds, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(SCENARIO)
    changes = {
        "renamed": lambda: path.rename(tmp_path / "other.yaml"),
        "edited": lambda: path.write_text(SCENARIO.replace("Before", "After")),
        "broken": lambda: path.write_text("title: [\n"),
    }
    worlds(changes[change])
    found = sim.simulate([f"scenario={path}", "city=suzhou", "replicates=2"]).manifest
    (texts,) = found["scenarios"].values()
    assert (texts["title"], texts["question"]) == ("Before", "What then?")
    assert found["created_utc"] and found["wall_seconds"] >= 0


def test_a_table_that_is_changed_while_it_is_used_is_told_as_it_was(worlds, tmp_path, monkeypatch):
    shutil.copytree(tables.FOLDER, tmp_path / "data")
    monkeypatch.setattr(tables, "FOLDER", tmp_path / "data")
    monkeypatch.setattr("sim.data.read.FOLDER", tmp_path / "data")
    path = tmp_path / "data" / "cities.csv"
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    worlds(lambda: path.write_text("id\n"))
    found = sim.simulate(["city=suzhou", "replicates=2"]).manifest
    assert found["data_sha256"]["cities.csv"] == before
    assert [city["id"] for city in found["cities"]] == ["suzhou"]


def test_files_of_a_validation_that_are_taken_away_while_it_runs_are_named_as_they_were(tmp_path, monkeypatch):
    targets = tmp_path / "targets.csv"
    shutil.copy(tables.FOLDER / "evidence" / "calibration_targets.csv", targets)
    before = hashlib.sha256(targets.read_bytes()).hexdigest()

    def run(piece, tell):
        targets.unlink()
        tell(dict.fromkeys(piece.ids, np.nan))

    monkeypatch.setattr(job, "in_replicate", run)
    monkeypatch.setattr(job, "at_scales", lambda *_: ())
    monkeypatch.setattr("sim.runs.kinds.draw", lambda folder: None)
    written = {}
    monkeypatch.setattr(job, "write_results", lambda folder, files, manifest: written.update(manifest))
    with held():
        job.run(plan([f"targets={targets}", "replicates=1", "workers=1", f"output={tmp_path / 'out'}"]))
    assert written["files"] == {"targets": {"name": "targets.csv", "sha256": before}}


def origins(found, label=None):
    """Source, line and value of each setting that a manifest says is not the default, by key."""
    own = found["origins"][label or found["allocations"][0]]
    return {one["key"]: (one["source"], one["line"], one["value"]) for one in own}


def test_every_setting_that_is_not_the_default_is_kept_with_what_states_it(worlds, tmp_path, monkeypatch):
    (tmp_path / "work").mkdir()
    (tmp_path / "mine.yaml").write_text("title: Mine\nauthority:\n  calls: 3\nrules: beijing\n")
    monkeypatch.chdir(tmp_path / "work")
    worlds(lambda: None)
    runs = ["allocation=official,equal", "instrument=voucher", "replicates=2"]
    command = ["scenario=../mine.yaml", "city=suzhou", *runs]
    found = sim.compare(command).manifest
    assert sim.compare(command).manifest["origins"] == found["origins"]
    one, other = (origins(found, label) for label in found["allocations"])
    assert one["city"] == ("sim.compare", 0, "[suzhou]")
    assert one["authority.calls"] == ("../mine.yaml", 3, "3")
    assert one["rules.name"][:2] == ("configs/rules/beijing.yaml", 9)
    assert one["instrument.yuan_per_person"] == ("configs/instrument/voucher.yaml", 3, "100")
    assert "horizon.weeks_pilot" not in one
    assert "allocation.name" not in one and other["allocation.name"][2] == "equal"


def test_a_manifest_names_no_path_from_the_root_on_that_nobody_typed(worlds, tmp_path, monkeypatch):
    (tmp_path / "work" / "scenarios").mkdir(parents=True)
    for folder in (tmp_path, tmp_path / "work" / "scenarios"):
        (folder / "mine.yaml").write_text(SCENARIO)
    monkeypatch.chdir(tmp_path / "work")
    worlds(lambda: None)
    for scenario in ("../mine.yaml", "mine", "scenarios/mine.yaml", "suzhou_plan"):
        found = sim.simulate([f"scenario={scenario}", "city=suzhou", "replicates=2"]).manifest
        named = {key: value for key, value in found.items() if key != "versions"}
        assert str(tmp_path) not in json.dumps(named) and str(ROOT) not in json.dumps(named), scenario
    assert origins(found)["allocation"][:2] == ("sanxin/scenarios/suzhou_plan.yaml", 7)

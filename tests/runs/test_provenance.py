"""All that a manifest says is taken at the start: files may be changed, renamed or taken away while a run goes on."""

import hashlib
import shutil

import numpy as np
import pytest

import sim
from sim.data import table as tables
from sim.data.held import held
from sim.runs import comparison
from sim.studies.validation import job
from sim.studies.validation.asked import plan

SCENARIO = "title: Before\nquestion: What then?\nauthority: {calls: 3}\n"


@pytest.fixture
def worlds(monkeypatch):
    """Let something happen in the place of worlds that are run."""

    def instead(happens):
        def run_worlds(settings, *_, workers):
            happens()
            return [], {}

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
    found = sim.simulate([f"scenario={path}", "city=suzhou"]).manifest
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
    found = sim.simulate(["city=suzhou"]).manifest
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

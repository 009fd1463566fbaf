"""``sanxin calibrate``: what it refuses, what it writes, and how it goes on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from sim.cli.main import main
from sim.errors import InputError
from sim.inputs.sample import read_sample
from sim.studies.calibration import calibrate, findings, job
from sim.studies.calibration.asked import plan
from sim.studies.searching.prior import read_priors

pytestmark = pytest.mark.long

NAMES = ("creation_share", "price_sensitivity", "exit_young")


class Experiment(NamedTuple):
    findings: dict
    calibrated: bool = True


class Catalogue(NamedTuple):
    experiments: list
    must: dict


def statistics(settings, replicate, ids=None):
    """Three statistics, one of each of three parameters."""
    values = dict(zip(("PE01", "PE05", "SF02"), (settings.parameters[name] for name in NAMES), strict=True))
    return {name: values[name] + 0.001 * replicate for name in ids or values}


def interrupted(settings, replicate, ids=None):
    raise KeyboardInterrupt


@pytest.fixture(scope="module")
def invented():
    """In place of the real findings."""
    experiments = [Experiment({"PE01": {}, "PE05": {}}), Experiment({"SF02": {}}), Experiment({"ZZ01": {}}, False)]
    catalogue = Catalogue(experiments, {"all": ["PE01", "PE05", "SF02"]})
    accepted = {"PE01": (0.3, 0.05), "PE05": (2.5, 0.05), "SF02": (0.25, 0.05), "ZZ01": (1, 1)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(findings, "read_experiments", lambda: catalogue)
        patch.setattr(findings, "accepted", lambda: accepted)
        patch.setattr(job, "statistics", statistics)
        patch.setattr("sim.runs.folder.program_digest", lambda: "as it is")  # others may be editing
        yield


@pytest.fixture(scope="module")
def whole(invented, tmp_path_factory):
    """Folder of a calibration, whose sample is saved beside it, too."""
    folder = tmp_path_factory.mktemp("calibration")
    (folder / "parameters").mkdir()
    return go(folder / "out", f"save={folder / 'parameters' / 'posterior.csv'}")


def go(folder, *more, trials=450):
    return calibrate([f"output={folder}", f"trials={trials}", "replicates=1", *more])


def test_everything_is_written_and_the_sample_can_be_drawn_from(whole):
    folder, saved = whole, whole.parent / "parameters" / "posterior.csv"
    names = [
        "calibration.json", "identification.csv", "intervals.csv", "posterior.csv", "posterior.json", "refined_450.csv",
        "trials.csv",
    ]  # fmt: skip
    assert sorted(p.name for p in folder.iterdir()) == names
    assert saved.read_bytes() == (folder / "posterior.csv").read_bytes()
    found = read_sample(saved.parent)
    assert found.free == read_priors().names and len(found.sets) >= 50
    assert [found.sets[0][name] for name in NAMES] == pytest.approx([0.3, 2.5, 0.25], abs=0.05)
    about = json.loads(saved.with_suffix(".json").read_text())
    assert {"targets_sha256", "program_sha256", "seed", "n_trials", "tolerance", "sha256"} <= set(about)
    assert about["n_trials"] == 450
    pinned = pd.read_csv(folder / "intervals.csv").set_index("parameter").is_pinned
    assert pinned["creation_share"] and not pinned["tell_probability"]
    strongest = pd.read_csv(folder / "identification.csv").pivot_table("sensitivity", "parameter", "id").abs().idxmax()
    assert strongest.to_dict() == {"PE01": "creation_share", "PE05": "price_sensitivity", "SF02": "exit_young"}


def test_it_goes_on_where_it_stopped_and_ends_alike(whole, tmp_path, monkeypatch, capsys):
    go(tmp_path / "part", trials=30)  # a finished one goes on with more trials
    monkeypatch.setattr(job, "statistics", interrupted)
    command = ["calibrate", "trials=450", "replicates=1", "workers=1", f"output={tmp_path / 'part'}"]
    assert main(command) == 130
    hint = f"interrupted; finished trials are kept: go on with the same command and output={tmp_path / 'part'}\n"
    assert capsys.readouterr().err == hint
    monkeypatch.setattr(job, "statistics", statistics)
    part = go(tmp_path / "part")
    assert all((part / p.name).read_bytes() == p.read_bytes() for p in whole.iterdir())


def test_a_line_is_printed_for_every_generation(invented, tmp_path, capsys):
    assert main(["calibrate", "trials=120", "replicates=1", "workers=1", f"output={tmp_path / 'out'}"]) in (0, 2)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("89 of 120 trials, 0:0") and "generation 1, best distance" in lines[0]
    assert len(lines) >= 3


def test_a_folder_of_another_calibration_is_refused(invented, tmp_path, monkeypatch):
    go(tmp_path / "out", trials=30)
    where = f"command line: output={tmp_path / 'out'}: "
    for more, what in ((["seed=8"], "settings, seed"), (["parameters.trip_share=0.5"], "settings")):
        with pytest.raises(InputError) as caught:
            go(tmp_path / "out", *more)
        assert str(caught.value) == f"{where}holds a calibration with other {what}; name another folder"
    monkeypatch.setattr(findings, "accepted", lambda: {"PE01": (0.31, 0.05)})
    with pytest.raises(InputError, match="holds a calibration with other targets; name another folder"):
        go(tmp_path / "out")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "out").touch()
    with pytest.raises(InputError, match="full: is not empty and is not overwritten; name another folder"):
        go(tmp_path / "full")
    with pytest.raises(InputError, match="out: is a file; name a folder"):
        go(tmp_path / "full" / "out")


def test_a_folder_that_is_taken_is_refused_before_anything_else_is_told(invented, tmp_path, capsys):
    (tmp_path / "notes.txt").touch()
    assert main(["calibrate", "parameters.creation_share=0.4", "workers=1", f"output={tmp_path}"]) == 2
    assert capsys.readouterr().err == (
        f"sanxin: command line: output={tmp_path}: is not empty and is not overwritten; name another folder\n"
    )


def test_every_mistake_gets_a_line(capsys):
    given = ["trials=0", "workers=two", "save=x.parquet", "seed=a"]
    assert main(["calibrate", *given]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "sanxin: command line: trials=0: must be a whole number from 1 to 1,000,000",
        "sanxin: command line: save=x.parquet: must be a path that ends with .csv",
        "sanxin: command line: seed=a: must be a whole number",
        "sanxin: command line: workers=two: must be a whole number",
    ]


def test_defaults_and_shares_of_the_processors(monkeypatch):
    monkeypatch.setattr("sim.runs.workers.cores", lambda: 8)
    asked = plan(["workers=3", "output=a/b"])
    assert (asked.own.trials, asked.settings.replicates, asked.needs.workers) == (400, 2, 3)
    assert (asked.folder, asked.own.save) == (Path("a/b").absolute(), None)
    assert plan([]).needs.workers == 8
    assert plan(["replicates=5", "threads=1"]).settings.replicates == 5
    assert plan([]).folder.parent == Path("results").absolute()


def test_the_help_names_its_own_keys(capsys):
    assert main(["calibrate", "--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"  {key}=" in out for key in ("trials", "replicates", "save", "seed"))

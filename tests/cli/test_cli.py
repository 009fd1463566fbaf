"""The real command, end to end: run, sweep, report, resume, help."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.cli.main import main
from sim.cli.verbs import VERBS
from sim.errors import InputError, WithoutEffect
from sim.runs.folder import sweep_digest
from tests.runs.sweeps import parts

pytestmark = pytest.mark.long

SMALL = [
    "city=[xining,haikou]", "population.consumers_per_city=30", "replicates=2", "horizon.weeks_warmup=8",
    "horizon.weeks_pilot=26", "horizon.weeks_after=6",
]  # fmt: skip
FILES = ["cells.zip", "charts", "effects.parquet", "manifest.json", "report.html", "summary.csv"]


@pytest.fixture(scope="module")
def swept(tmp_path_factory) -> Path:
    """Results of one real sweep."""
    folder = tmp_path_factory.mktemp("cli") / "sweep"
    assert main(["sweep", "allocation=official,by_need,none", *SMALL, f"output={folder}"]) == 0
    return folder


def test_a_sweep_writes_tables_charts_and_a_report(swept):
    assert sorted(p.name for p in swept.iterdir()) == FILES
    assert list(pd.read_csv(swept / "summary.csv").allocation) == ["official", "by_need", "none"]
    assert len(list((swept / "charts").glob("*.svg"))) == len(list((swept / "charts").glob("*.png"))) >= 5
    assert "official" in (swept / "report.html").read_text(encoding="utf-8")


def test_every_result_names_its_settings_seed_code_and_data(swept):
    manifest = json.loads((swept / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["seed"] == 7
    assert manifest["configs"]["official"]["allocation"]["between"] == "by_class"
    assert len(manifest["data_sha256"]["cities.csv"]) == 64
    assert manifest["code_version"]
    assert {"numpy", "numba", "mesa", "python"} <= set(manifest["versions"])
    assert {c["listed"] for c in manifest["cities"]} <= {"confirmed", "presumed"}


@pytest.mark.usefixtures("quick_charts")
def test_the_same_command_gives_the_same_bytes(swept, tmp_path):
    again = tmp_path / "again"
    assert main(["sweep", "allocation=official,by_need,none", *SMALL, f"output={again}", "threads=1"]) == 0
    for name in ("summary.csv", "effects.parquet"):
        assert (again / name).read_bytes() == (swept / name).read_bytes()


def test_report_draws_the_same_again_from_stored_results(swept, monkeypatch):
    monkeypatch.setattr("sim.charts.chart.ENDINGS", (".svg",))  # of PNG: tests/charts/test_charts.py
    files = [*(swept / "charts").glob("*.svg"), swept / "report.html"]
    before = [path.read_bytes() for path in files]
    for path in files:
        path.unlink()
    assert main(["report", str(swept)]) == 0
    assert [path.read_bytes() for path in files] == before


def test_results_are_never_overwritten(swept, capsys):
    before = (swept / "summary.csv").read_bytes()
    assert main(["run", *SMALL, f"output={swept}"]) == 2
    assert "holds results and is not overwritten" in capsys.readouterr().err
    assert (swept / "summary.csv").read_bytes() == before


def test_a_folder_with_other_files_is_not_written_into(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("keep")
    assert main(["run", *SMALL, f"output={tmp_path}"]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


TAKEN = {
    "run": [],
    "trace": ["consumer=3"],
    "attribute": [],
    "sensitivity": ["allocation=official", "parameters.stall_share=interval(0.05,0.1)"],
    "search": ["split=interval(0.1,0.8)"],
    "futures": ["allocation=official", "screening=score,random", "choose=screening", "n=4", "assumed=no"],
}


@pytest.mark.parametrize("verb", TAKEN)
def test_a_taken_folder_is_refused_before_anything_else_is_told(verb, tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("keep")
    without_effect = ["city=suzhou", "horizon.weeks_pilot=20", "population.consumers_per_city=60", "replicates=2"]
    assert main([verb, *TAKEN[verb], *without_effect, f"output={tmp_path}"]) == 2
    said = "is not empty and is not overwritten; name another folder"
    assert capsys.readouterr().err == f"sanxin: command line: output={tmp_path}: {said}\n"


@pytest.mark.usefixtures("quick_charts")
def test_an_interrupted_sweep_keeps_what_was_finished_and_goes_on(swept, tmp_path, monkeypatch, capsys):
    import sim.runs.replicates as replicates

    folder, ran = tmp_path / "broken", []
    real = replicates.run_pilot

    def stop_at_the_second_replicate(settings, *rest):
        ran.append(settings.allocation.name)
        if len(ran) == 6:
            raise KeyboardInterrupt
        return real(settings, *rest)

    monkeypatch.setattr(replicates, "run_pilot", stop_at_the_second_replicate)
    command = ["sweep", "allocation=official,by_need,none", *SMALL, f"output={folder}"]
    assert main(command) == 130
    assert "1 replicate is finished and kept" in capsys.readouterr().err
    assert len(parts(folder)) == 5
    ran.clear()
    assert main(["run", "allocation=equal", *SMALL, f"output={folder}"]) == 2  # another comparison may not use it
    ran.append("never stop again")
    monkeypatch.setattr(replicates, "run_pilot", lambda s, *rest: ran.append(s.allocation.name) or real(s, *rest))
    assert main(command) == 0
    assert ran[1:] == ["none", "by_need"]  # the twin again, and what was missing
    assert (folder / "summary.csv").read_bytes() == (swept / "summary.csv").read_bytes()
    assert not (folder / "parts").exists()


@pytest.mark.parametrize("stage", ["sim.runs.designed.swept", "sim.runs.kinds.draw"])
def test_an_interrupt_at_any_time_is_one_line(stage, tmp_path, monkeypatch, capsys):
    def interrupt(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(stage, interrupt)
    assert main(["sweep", "allocation=none", *SMALL, f"output={tmp_path / 'out'}"]) == 130
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    if stage == "sim.runs.kinds.draw":  # nothing is lost
        assert f"sanxin report {tmp_path / 'out'}" in err
        monkeypatch.undo()
        assert main(["report", str(tmp_path / "out")]) == 0


def test_an_unfinished_folder_is_not_reported(tmp_path, capsys):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "about.json").write_text("{}")
    assert main(["report", str(tmp_path)]) == 2
    assert "not finished; go on with the command that made it" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["summary.csv", "effects.parquet", "manifest.json"])
@pytest.mark.parametrize("damage", [b"", b"\xff\xfe\x00{", None])
def test_a_damaged_or_missing_result_is_named_in_one_line(name, damage, swept, tmp_path, capsys):
    for file in ("effects.parquet", "manifest.json", "summary.csv"):
        (tmp_path / file).write_bytes((swept / file).read_bytes())
    (tmp_path / name).unlink() if damage is None else (tmp_path / name).write_bytes(damage)
    assert main(["report", str(tmp_path)]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"sanxin: {tmp_path / name}: ")
    assert err.count("\n") == 1
    assert not (tmp_path / "report.html").exists()


@pytest.mark.parametrize(
    "table", ["cities", "household_expenditure", "kinds", "parameters", "seasons", "sectors", "spring_festival"]
)
def test_a_faulty_data_table_is_told_before_anything_is_written(table, tmp_path, monkeypatch, capsys):
    from sim.data import table as tables

    shutil.copytree(tables.FOLDER, tmp_path / "data")
    path = tmp_path / "data" / f"{table}.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    monkeypatch.setattr(tables, "FOLDER", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    assert main(["run", *SMALL]) == 2
    err = capsys.readouterr().err
    assert f"{table}.csv: has no rows" in err
    assert "Traceback" not in err
    assert [p.name for p in tmp_path.iterdir()] == ["data"]


def test_two_alike_within_a_second_get_folders_of_their_own(tmp_path, monkeypatch):
    from sim.inputs.compose import compose
    from sim.runs.folder import default_folder

    monkeypatch.chdir(tmp_path)
    settings = [compose(SMALL)]
    names = set()
    for _ in range(3):
        folder = default_folder("run", settings, ["official"])
        folder.mkdir(parents=True)
        names.add(folder.name.split("_run_")[1].split("-")[0])
    assert len(list((tmp_path / "results").iterdir())) == 3
    assert names == {sweep_digest(settings, ["official"])[:8]}


def test_the_command_line_stands_above_the_scenario(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(
        "split: {name: mine, debut: 0.1, scene: 0.2, ip: 0.3, publicity: 0.4}\nparameters: {creation_share: 0.9}\n"
    )
    from sim.inputs.compose import compose

    settings = compose([f"scenario={path}", "parameters.creation_share=0.2"])
    assert settings.split.publicity == 0.4
    assert settings.parameters["creation_share"] == 0.2
    assert compose([f"scenario={path}", "split=ip_first"]).split.name == "ip_first"


def test_python_calls_give_tidy_tables_and_write_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    one = sim.simulate(["allocation=official", *SMALL])
    several = sim.compare(["allocation=official,equal", "split=balanced,ip_first", *SMALL])
    assert len(one.summary) == 1
    assert list(several.summary.allocation) == ["official", "official+ip_first", "equal", "equal+ip_first"]
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(InputError, match="unknown city"):
        sim.simulate(["city=atlantis"])


LATE = "instrument threshold_coupon: no effect in this run: it starts in week 30, and the run ends with week 11"


@pytest.mark.usefixtures("quick_charts")
def test_what_can_have_no_effect_is_told_before_the_run_in_the_manifest_and_in_the_report(tmp_path, capsys):
    short = ["city=xining", "population.consumers_per_city=10", "replicates=1", "horizon.weeks_warmup=4"]
    late = [*short, "allocation=none", "instrument=threshold_coupon", "horizon.weeks_pilot=8", "horizon.weeks_after=4"]
    assert main(["run", *late, f"output={tmp_path / 'out'}"]) == 0
    assert capsys.readouterr().err.startswith(f"sanxin: {LATE}\n")
    assert json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["without_effect"] == [LATE]
    assert LATE in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_python_warns_of_what_can_have_no_effect(monkeypatch):
    monkeypatch.setattr("sim.runs.job.run", lambda asked, progress: asked)
    coupon = ["allocation=none", "instrument=threshold_coupon", "horizon.weeks_pilot=8", "horizon.weeks_after=4"]
    with pytest.warns(WithoutEffect, match=LATE):
        sim.simulate(coupon)


@pytest.mark.parametrize(
    ("arguments", "notes"),
    [
        (
            ["attribute", "city=xining", "authority.exchange=none"],
            [
                "authority.exchange=none: no effect in this run, since only one city is simulated (run settings)",
                "peer_learning: no effect in this run, since only one city is simulated",
            ],
        ),
        (
            ["validate", "city=xining", "horizon.weeks_pilot=20", "instrument=voucher"],
            [
                "horizon.weeks_pilot=20, city=[xining], instrument voucher: no effect in this run, since each "
                "experiment has its own"
            ],
        ),
        (
            ["calibrate", "parameters.creation_share=0.3", "parameters.need_exponent=2"],
            ["parameters.creation_share=0.3: no effect in this run, since the search sets it"],
        ),
        (
            ["trace", "city=xining", "authority.top_share=0.1"],
            ["authority.top_share=0.1: no effect in this run, since only second_tranche_rule=top_share reads it"],
        ),
    ],
)
def test_every_study_tells_what_can_have_no_effect_in_it(arguments, notes):
    verb, *rest = arguments
    steps = VERBS[verb].load()
    assert [str(line) for line in steps.notes(steps.plan(rest))] == notes


@pytest.mark.parametrize("verb", ["validate", "calibrate"])
def test_settings_that_leave_no_room_for_an_experiment_of_ours_are_refused_before_work(verb, capsys):
    assert main([verb, "parameters.marketing_share=1"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "advertising: parameters.marketing_share=1.1: must be 0 to 1" in line


@pytest.mark.usefixtures("quick_charts")
def test_runs_can_be_given_one_by_one_and_with_a_folder(tmp_path):
    small = [*SMALL, f"output={tmp_path / 'out'}"]
    result = sim.compare([["allocation=official", *small], ["allocation=equal", "split=ip_first", *small]])
    assert list(result.summary.allocation) == ["official", "equal+ip_first"]
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == FILES


def test_progress_counts_up_to_the_end():
    seen = []
    sim.simulate(SMALL, progress=lambda done, total, text: seen.append((done, total, text)))
    assert [done for done, _, _ in seen] == list(range(1, seen[-1][1] + 1))
    assert {text for _, _, text in seen} >= {"replicate 1, warm-up", "replicate 2, official"}


def test_a_sweep_over_another_key_names_it_in_the_labels():
    result = sim.compare(["allocation=official", "seed=7,8", *SMALL])
    assert list(result.summary.allocation) == ["official seed=7", "official seed=8"]


@pytest.mark.parametrize("arguments", [["--help"], *([v, "--help"] for v in ("run", "sweep", "report", "trace"))])
def test_help_shows_an_example(arguments, capsys):
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert "example" in out
    assert "sanxin " in out


def test_help_loads_none_of_the_heavy_libraries():
    code = "import sys; from sim.cli.main import main; main(['sweep', '--help']); print(sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for library in ("mesa", "numba", "pandas", "matplotlib", "hydra", "scipy"):
        assert f"'{library}'" not in run.stdout


def test_the_real_command_works_in_a_pipe_with_quiet_plain_lines(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "sim.cli.main", "run", "allocation=none", *SMALL, "output=out"],  # nothing to draw
        cwd=tmp_path, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONWARNINGS": ""},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "\r" not in run.stderr
    assert "Report:" in run.stdout
    assert (tmp_path / "out" / "report.html").is_file()


def test_output_that_nobody_reads_to_its_end_is_no_fault():
    command = f"{shlex.quote(sys.executable)} -m sim.cli.main --help"
    line = f"{command} | true; echo ${{PIPESTATUS[0]}}"
    run = subprocess.run(["bash", "-c", line], check=False, capture_output=True, text=True)
    assert run.stderr == ""
    assert run.stdout.strip() in ("0", "141")


@pytest.mark.full
def test_runs_of_different_cities_are_reported_side_by_side(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.charts.chart.ENDINGS", (".svg",))
    folder = tmp_path / "out"
    assert main(["sweep", "city=xining,haikou", "allocation=official", *SMALL[1:], f"output={folder}"]) == 0
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "city=xining" in page
    assert "city=haikou" in page

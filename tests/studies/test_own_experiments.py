"""A researcher's own experiments: from a file, from Python and with Mesa, as docs/extending.md shows them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from sim.cli.main import main
from sim.errors import InputError
from sim.studies.experiments import Laboratory, compose, experiment, read_experiments, values
from sim.studies.validation.run import statistics
from tests.helpers import guide

STUDY = "my_study"


@pytest.fixture(scope="module")
def study(tmp_path_factory) -> Path:
    """Folder with the files that the guide shows."""
    folder = tmp_path_factory.mktemp("guide")
    (folder / STUDY).mkdir()
    for name, text in guide().items():
        if name.startswith(f"{STUDY}/"):
            (folder / name).write_text(text, encoding="utf-8")
    return folder / STUDY


def command(study: Path, out: Path, experiments: Path | None = None) -> list[str]:
    files = [f"experiments={experiments or study / 'experiments.yaml'}", f"targets={study / 'targets.csv'}"]
    return ["validate", *files, "replicates=1", "threads=1", "workers=1", f"output={out}"]


@pytest.fixture(scope="module")
def out(study) -> Path:
    folder = study / "out"
    assert main(command(study, folder)) == 0
    return folder


@pytest.mark.long
def test_experiments_of_ones_own_are_judged_by_findings_of_ones_own(out):
    table = pd.read_csv(out / "validation.csv").set_index("id")
    assert set(table.index) == {"MY01", "MY02", "MY03"}
    assert table.verdict.isin(["inside", "outside"]).all() and table.model.notna().all()
    assert "dinner_coupons" not in table.experiment["MY01"] and "100 minus 20" in table.experiment["MY01"]
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["files"]["experiments"]["name"] == "experiments.yaml"
    assert "MY01" in (out / "report.html").read_text(encoding="utf-8")


def test_python_finds_what_the_command_finds(study, out):
    found = values(compose(["replicates=1", "threads=1"]), read_experiments(study / "experiments.yaml").experiments)
    table = pd.read_csv(out / "validation.csv").set_index("id")
    assert found.set_index("finding").value.to_dict() == pytest.approx(table.model.to_dict(), rel=1e-12)


@pytest.mark.parametrize("script", ["by_hand.py", "batch.py"])
@pytest.mark.long
def test_scripts_of_the_guide_run(study, script):
    done = subprocess.run([sys.executable, str(study / script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    if script == "batch.py":
        rows = [line.split() for line in lines[1:]]
        assert sorted((name, seed) for name, seed, *_ in rows) == sorted(
            (name, seed) for name in ("official", "none") for seed in "123"
        )
        assert len({row[3] for row in rows}) >= 3
    else:
        assert [line[:2] for line in lines] == ["0:", "1:"] and "nan" not in done.stdout


def test_a_change_by_hand_moves_the_treated_world_and_leaves_the_twin_alone():
    laboratory = Laboratory(compose(["threads=1"]), 0, consumers_per_city=20)
    nothing = experiment(city="xining", weeks=4)

    def better(world) -> None:
        world.merchants.quality[:, :, 1] += 0.5

    usual = laboratory.trial(nothing)
    changed = laboratory.trial(nothing, change=better)
    assert (usual.extra_spending() == 0).all()
    assert changed.twin is usual.twin and changed.extra_spending()[1] != 0


def test_a_stopped_validation_does_not_go_on_after_its_experiments_were_edited(study, tmp_path, monkeypatch, capsys):
    import sim.studies.validation.job as job

    def stop(*arguments, **more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(job, "in_replicate", stop)
        assert main(command(study, tmp_path / "out")) == 130
    edited = tmp_path / "experiments.yaml"
    text = (study / "experiments.yaml").read_text(encoding="utf-8")
    edited.write_text(text.replace("face_yuan: 20", "face_yuan: 21"), encoding="utf-8")
    assert main(command(study, tmp_path / "out", edited)) == 2
    assert "unfinished" in capsys.readouterr().err


VOUCHER = "{kind: voucher, sectors: [catering], yuan_per_person: 5, start_week: 1, end_week: 2}"


def written(**terms: str | None) -> str:
    """Return an experiment that is right but for what is given; None leaves a key out."""
    usual = {
        "city": "[wuhan]",
        "weeks": "14",
        "instruments": f"[{VOUCHER}]",
        "findings": "{F1: {statistic: replaced_share}}",
    }
    lines = [f"  {key}: {value}" for key, value in (usual | terms).items() if value is not None]
    return "\n".join(["mine:", *lines, ""])


def voucher(**terms: str) -> str:
    items = {"kind": "voucher", "sectors": "[catering]", "start_week": "1", "end_week": "2"} | terms
    return "[{" + ", ".join(f"{key}: {value}" for key, value in items.items()) + "}]"


def asked(terms: str) -> str:
    return f"{{F1: {{{terms}}}}}"


FAULTS = [
    ("", "must be a table of experiments, each with a name"),
    ("[1]", "must be a table of experiments, each with a name"),
    ("must: {}", "must be a table of experiments, each with a name"),
    ("mine: 5", "mine: must be a table of keys; allowed: says, city"),
    ("mine: {}", "mine: city is missing"),
    ("1: {}", "not plain YAML: key 1 must be a text"),
    ("mine: {city: 1", "not plain YAML"),
    (written(citty="x"), "mine: unknown key 'citty'; did you mean 'city'?"),
    (written(name="x"), "mine: unknown key 'name'"),
    (written(city="wuhann"), "mine: city=wuhann: unknown 'wuhann'; did you mean 'wuhan'?"),
    (written(city="[wuhan, wuhan]"), "must name one city or more, each once"),
    (written(weeks="x"), "mine: weeks=x: must be a whole number"),
    (written(weeks="400"), "mine: weeks=400: must be at most 216"),
    (written(weeks=None), "mine: weeks is missing"),
    (written(allocation="offcial"), "mine: allocation=offcial: unknown; did you mean 'official'?"),
    (written(instruments="[voucher]"), "mine: instruments.0=voucher: must be a table"),
    (written(instruments="[{kind: vouchr}]"), "mine: instruments.0.kind=vouchr: did you mean 'voucher'?"),
    (written(instruments=voucher(yuan_per_person="5", sectors="[pets]")), "unknown sector 'pets'; allowed: groceries"),
    (written(control=voucher(yuan_per_person="x")), "mine: control: instruments.0.yuan_per_person=x: must be a number"),
    (
        written(instruments=voucher(weeks_of_spending="-5")),
        "instruments.0: weeks_of_spending=-5: must be greater than 0",
    ),
    (
        written(instruments=voucher(weeks_of_spending="1", yuan_per_person="5")),
        "weeks_of_spending and yuan_per_person: only one of them may be given",
    ),
    (written(instruments=voucher(cap_tickets="1")), "cap_tickets: the kind voucher has no cap_yuan"),
    (
        written(instruments="[{kind: merchant_opening, sector: catering, sales_share: 1, start_week: 1, end_week: 1}]"),
        "sales_share needs district beside it",
    ),
    (
        written(instruments=voucher(yuan_per_person="5", start_week="20", end_week="22")),
        "voucher: start_week=20: must be before 14, the weeks of the experiment",
    ),
    (written(treated_parameters="{marketing_shar: 2}"), "unknown 'marketing_shar'; did you mean 'marketing_share'?"),
    (written(findings=None), "mine: findings is missing; must name a finding and its statistic"),
    (written(findings="5"), "mine: findings=5: must be a table"),
    (written(findings=asked("statistic: replaced_shar")), "unknown; did you mean 'replaced_share'?"),
    (
        written(findings=asked("statistic: replaced_share, weeks: 3")),
        "mine: F1: unknown key 'weeks'; allowed: statistic",
    ),
    (written(findings=asked("statistic: spent_per_yuan")), "mine: F1: weeks is missing"),
    (written(findings=asked("statistic: spent_per_yuan, weeks: x")), "mine: F1: weeks=x: must be a number"),
    (
        written(findings=asked("statistic: spent_per_yuan, weeks: 40")),
        "mine: F1: weeks=40 from week 1 on: must end by 14, the weeks of the experiment",
    ),
    (
        written(findings=asked("statistic: spent_per_yuan, weeks: 4, sectors: [pets]")),
        "mine: F1: sectors.0=pets: unknown 'pets'; did you mean 'sports'?",
    ),
    (
        written(findings=asked("statistic: bills_per_yuan, beside: {nett: true}")),
        "F1: unknown key 'nett'; did you mean",
    ),
    (written(findings=asked("statistic: sector_difference_sign")), "needs against_control: true"),
    (
        written(findings=asked("statistic: sector_difference_sign, against_control: true")),
        "mine: F1: against_control: the experiment has no control",
    ),
    (written(findings=asked("statistic: redeemed_share")), "the first instrument must have coupons_per_person"),
    (written(instruments=None), "mine: F1: statistic=replaced_share: the first instrument must have sectors"),
    (written(findings="{F1: {statistic: replaced_share}, F1: {statistic: replaced_share}}"), "key 'F1'"),
    (written() + written().replace("mine", "other"), "other: finding F1 belongs to mine already"),
    (written() + "must: {all: [F9]}", "must.all: finding F9 has no experiment in this file"),
    (written() + "not_represented: {F1: so}", "not_represented: finding F1 is represented by mine"),
]


@pytest.mark.parametrize(("text", "message"), FAULTS)
def test_a_faulty_file_of_experiments_is_told_in_lines_that_name_the_place(tmp_path, text, message):
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_experiments(file)
    lines = [str(problem) for problem in caught.value.problems]
    assert any(message in line for line in lines), lines
    assert all(line.startswith(f"{file}: ") and "\n" not in line for line in lines)


def test_all_faults_of_both_files_and_the_settings_are_told_at_once(tmp_path, capsys):
    (tmp_path / "e.yaml").write_text(written(weeks="x"), encoding="utf-8")
    (tmp_path / "t.csv").write_text("id\n", encoding="utf-8")
    told = [f"experiments={tmp_path / 'e.yaml'}", f"targets={tmp_path / 't.csv'}", "split=none"]
    assert main(["validate", *told]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3 and {"e.yaml", "t.csv"} <= {
        word for line in lines for word in line.replace(":", "/").split("/")
    }


def test_a_finding_that_no_table_has_and_terms_that_break_the_settings_are_told_before_anything_runs(tmp_path, capsys):
    file = tmp_path / "e.yaml"
    file.write_text(written(treated_parameters="{marketing_share: 1000}"), encoding="utf-8")
    assert main(["validate", f"experiments={file}", f"output={tmp_path / 'out'}"]) == 2
    told = capsys.readouterr().err
    assert "mine: finding F1 is not in sim/data/evidence/calibration_targets.csv" in told
    assert f"{file}: mine: parameters.marketing_share=" in told
    assert not (tmp_path / "out").exists()


def test_a_missing_file_is_named(tmp_path, capsys):
    assert main(["validate", f"experiments={tmp_path / 'none.yaml'}"]) == 2
    assert "none.yaml: no such file; needs a YAML file of experiments" in capsys.readouterr().err


def test_a_ratio_without_a_base_is_not_defined_rather_than_a_fault():
    terms = {"kind": "voucher", "sectors": ["catering"], "yuan_per_person": 5.0, "holders_share": 0.0}
    nobody = experiment(
        city="xining", weeks=6, instruments=[{**terms, "start_week": 1, "end_week": 2}],
        findings={name: {"statistic": name} for name in ("replaced_share", "extra_per_yuan", "bunching_per_yuan")},
    )  # fmt: skip
    found = statistics(compose(["threads=1"]), 0, experiments=[nobody], consumers_per_city=20)
    assert len(found) == 3 and all(value != value for value in found.values())

"""Bad input, word for word: one line on stderr, exit code 2, no traceback, nothing written."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sim.cli import main
from sim.data import read

SMALL = [
    "city=xining",
    "population.consumers_per_city=20",
    "replicates=1",
    "horizon.weeks_pilot=8",
    "horizon.weeks_after=0",
]
CITIES = ", ".join(read.read_cities().id)
SCENARIOS = "debut_economy_first, official_pilot, publicity_heavy, service_scenes_first"
ALLOCATIONS = "by_need, by_retail, equal, none, official, per_head"

CASES = [
    (["run", "city=atlantis"], f"command line: city=atlantis: unknown city 'atlantis'; allowed: {CITIES}"),
    (["run", "city=suzhuo"], "command line: city=suzhuo: unknown city 'suzhuo'; did you mean 'suzhou'?"),
    (["run", "city=[xining,xining]"], "command line: city=['xining', 'xining']: a city is named twice"),
    (["run", "allocation=offical"], "command line: allocation=offical: unknown; did you mean 'official'?"),
    (["run", "allocation=x"], f"command line: allocation=x: unknown; allowed: {ALLOCATIONS}"),
    (["sweep", "allocation=official,x"], f"command line: allocation=x: unknown; allowed: {ALLOCATIONS}"),
    (["run", "split=balance"], "command line: split=balance: unknown; did you mean 'balanced'?"),
    (["run", "scenario=nothing"], f"command line: scenario=nothing: unknown; allowed: {SCENARIOS}"),
    (["run", "scenario=/no/such.yaml"], "command line: scenario=/no/such.yaml: no such file"),
    (["run", "sed=3"], "command line: unknown key 'sed'; did you mean 'seed'?"),
    (
        ["run", "population.chioce=flow"],
        "command line: unknown key 'population.chioce'; did you mean 'population.choice'?",
    ),
    (
        ["run", "parameters.creation_shar=0.3"],
        "command line: unknown key 'parameters.creation_shar'; did you mean 'parameters.creation_share'?",
    ),
    (["run", "seed=seven"], "command line: seed=seven: must be a whole number"),
    (["run", "seed=-1"], "command line: seed=-1: must be at least 0"),
    (["run", "seed=nan"], "command line: seed=nan: must be a finite number"),
    (["run", "replicates=0"], "command line: replicates=0: must be at least 1"),
    (["run", "horizon.weeks_pilot=1.5"], "command line: horizon.weeks_pilot=1.5: must be a whole number"),
    (["run", "population.rewire_share=2"], "command line: population.rewire_share=2: must be at most 1"),
    (["run", "population.choice=maybe"], "command line: population.choice=maybe: must be 'flow' or 'individual'"),
    (
        ["run", "parameters.creation_share=3"],
        "command line: parameters: creation_share is 3; must be 0 to 1 (share)",
    ),
    (
        ["run", "parameters.creation_share=nan"],
        "command line: parameters.creation_share=nan: must be a finite number",
    ),
    (["run", "parameters.creation_share=inf"], "command line: parameters.creation_share=inf: must be a finite number"),
    (["run", "split.debut=0.9"], "command line: split: shares sum to 1.5; they must sum to 1"),
    (["run", "+foo=1"], "command line: '+foo=1': keys cannot be added or deleted; write key=value"),
    (["run", "~seed"], "command line: '~seed': keys cannot be added or deleted; write key=value"),
    (["run", "hydra.run.dir=/tmp/x"], "command line: 'hydra.run.dir=/tmp/x': Hydra's own settings cannot be changed"),
    (["sweep", "hydra/launcher=x"], "command line: 'hydra/launcher=x': Hydra's own settings cannot be changed"),
    (
        ["run", "output=${oc.env:HOME}"],
        "command line: 'output=${oc.env:HOME}': references (${...}) are not allowed",
    ),
    (
        ["sweep", "allocation=official", "seed=7,7"],
        "command line: official stands twice in the sweep; each run must differ",
    ),
    (
        ["sweep", "allocation=official", "output=a,b"],
        "command line: output cannot be swept; all runs of a comparison share one folder",
    ),
    (["fly"], "unknown verb 'fly'; allowed: run, sweep, report; see sanxin --help"),
    ([], "unknown verb ''; allowed: run, sweep, report; see sanxin --help"),
    (["report", "nowhere"], "nowhere: holds no results (summary.csv is missing)"),
]


@pytest.mark.parametrize(("arguments", "line"), CASES, ids=lambda x: " ".join(x)[:50] if isinstance(x, list) else "")
def test_a_mistake_gets_one_line_and_exit_code_2(arguments, line, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"sanxin: {line}\n")
    assert list(tmp_path.iterdir()) == []


def test_an_unreadable_override_is_quoted(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for text in ("allocation=a=b", "city=[a", "seed"):
        assert main(["run", text]) == 2
        err = capsys.readouterr().err
        assert err.startswith(f"sanxin: command line: {text!r} cannot be read:")
        assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_all_faults_are_reported_at_once(capsys):
    assert main(["run", "seed=-1", "replicates=0"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "sanxin: command line: seed=-1: must be at least 0",
        "sanxin: command line: replicates=0: must be at least 1",
    ]


SCENARIO_CASES = {
    "_target_: builtins.print\n": "_target_",
    "allocation: official\nparameters: {_target_: os.system}\n": "keys must not start with _",
    "title: ${oc.env:HOME}\n": "references (${...}) are not allowed",
    "hydra: {run: {dir: /tmp/x}}\n": "unknown key 'hydra'",
    "output: /tmp/x\n": "unknown key 'output'",
    "allocatoin: official\n": "did you mean 'allocation'?",
    "title: !!python/object/apply:os.system [touch pwned]\n": "not plain YAML",
    "title: a\ntitle: b\n": "key 'title' stands twice",
    "title: &x a\nquestion: *x\n": "aliases (*) are not allowed",
    "- a\n": "must be a table of keys",
    "": "must be a table of keys",
    "horizon: {weeks_warmup: many}\n": "s.yaml: horizon.weeks_warmup=many: must be a whole number",
    "parameters: {nothing: 1}\n": "unknown parameter 'nothing'",
    "split: {debut: 0.9}\n": "shares sum to 1.5; they must sum to 1",
    "allocation: nothing\n": "allocation=nothing: unknown",
    "allocation: {name: x, between: yuan, yuan: {xining: 1}}\n": "every allocation must spend exactly 300,000,000.00",
    "allocation: {name: x, between: shares, shares: {xining: 0.5}}\n": "sum to 0.5; they must sum to 1",
    "allocation: {name: x, between: guess}\n": "between=guess: unknown",
    "title: [1\n": "not plain YAML",
    "1: a\n": "key 1 must be a text",
}


@pytest.mark.parametrize("text", SCENARIO_CASES, ids=list(SCENARIO_CASES.values()))
def test_a_bad_scenario_file_is_refused_and_runs_nothing(text, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    assert main(["run", "scenario=s.yaml", *SMALL]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert SCENARIO_CASES[text] in err
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert [p.name for p in tmp_path.iterdir()] == ["s.yaml"]


def test_a_scenario_that_is_no_text_or_too_large_or_a_folder_is_refused(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "latin.yaml").write_bytes("title: é\n".encode("latin-1"))
    (tmp_path / "large.yaml").write_text("title: " + "a" * 1_000_001, encoding="utf-8")
    (tmp_path / "folder.yaml").mkdir()
    for name, what in (("latin", "cannot be read as UTF-8"), ("large", "larger than"), ("folder", "no such file")):
        assert main(["run", f"scenario={name}.yaml", *SMALL]) == 2
        err = capsys.readouterr().err
        assert what in err
        assert err.count("\n") == 1


def test_a_mistake_on_the_real_command_line_shows_no_traceback(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "sim.cli", "sweep", "city=atlantis"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []

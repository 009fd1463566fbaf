"""Bad scenario files, word for word: one line on stderr, exit code 2, no traceback, nothing run or written."""

from __future__ import annotations

import pytest

from sim.cli.main import main
from tests.messages.test_bad_input import SMALL

SCENARIO_CASES = {
    "_target_: builtins.print\n": "_target_",
    "allocation: official\nparameters: {_target_: os.system}\n": "keys must not be hydra, start with _ or hold ${",
    "title: ${oc.env:HOME}\n": "references (${...}) are not allowed",
    "hydra: {run: {dir: /tmp/x}}\n": "unknown key 'hydra'",
    "output: /tmp/x\n": "unknown key 'output'",
    "allocatoin: official\n": "did you mean 'allocation'?",
    "title: !!python/object/apply:os.system [touch pwned]\n": "not plain YAML",
    "title: a\ntitle: b\n": "key 'title' appears twice",
    "title: &x a\nquestion: *x\n": "aliases (*) are not allowed",
    "- a\n": "must be a table of keys",
    "": "must be a table of keys",
    "horizon: {weeks_warmup: many}\n": "s.yaml line 1: horizon.weeks_warmup=many: must be a whole number",
    "parameters: {nothing: 1}\n": "unknown parameter 'nothing'",
    "split: {debut: 0.9}\n": "shares sum to 1.5; they must sum to 1",
    "allocation: nothing\n": "allocation=nothing: unknown",
    "allocation: {name: x, between: yuan, yuan: {xining: 1}}\n": "every allocation must spend exactly 300,000,000.00",
    "allocation: {name: x, between: shares, shares: {xining: 0.5}}\n": "sum to 0.5; they must sum to 1",
    "allocation: {name: x, between: guess}\n": "s.yaml line 1: allocation.between=guess: unknown",
    "title: [1\n": "not plain YAML",
    "1: a\n": "key 1 must be a text",
    "title: !!timestamp never\n": "tags (!) are not allowed",
    "horizon: {weeks_warmup: 2026-13-45}\n": "s.yaml line 1: horizon.weeks_warmup=2026-13-45: must be a whole number",
    "horizon: {weeks_warmup: .nan}\n": "s.yaml line 1: horizon.weeks_warmup=nan: must be a whole number",
    "parameters: {creation_share: .inf}\n": "s.yaml line 1: parameters.creation_share=inf: must be a finite number",
    "parameters: {creation_share: yes}\n": "s.yaml line 1: parameters.creation_share=yes: must be a number",
    "parameters: {creation_share: true}\n": "s.yaml line 1: parameters.creation_share=true: must be a number",
    "parameters: [1]\n": "s.yaml line 1: parameters=[1]: must be a table of names and values",
    'parameters: {"a\\nb": 1}\n': "parameters.a\\nb=1: unknown parameter",
    "population: {hydra: 1}\n": "keys must not be hydra, start with _ or hold ${",
    "city: [xining, atlantis]\n": "unknown city 'atlantis'",
    "seed: 3\n": "s.yaml line 1: unknown key 'seed'; it goes on the command line, as seed=..., not into a scenario",
    "title: x\nprecision.difference: 1\n": "s.yaml line 2: unknown key 'precision.difference'; it goes on the command ",
    "split: {nam: x}\n": "s.yaml line 1: unknown key 'split.nam'; did you mean 'split.name'?",
    "a: " + "[" * 3000 + "\n": "not plain YAML",
    "horizon: {weeks_pilot: " + "9" * 5000 + "}\n": "not plain YAML",
}


@pytest.mark.parametrize("text", SCENARIO_CASES, ids=list(SCENARIO_CASES.values()))
def test_a_bad_scenario_file_is_refused_and_runs_nothing(text, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    small = SMALL[1:] if text.startswith("city") else SMALL  # the command line would win
    assert main(["run", "scenario=s.yaml", *small]) == 2
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
    for name, what in (("latin", "cannot be read as UTF-8"), ("large", "larger than"), ("folder", "is no file")):
        assert main(["run", f"scenario={name}.yaml", *SMALL]) == 2
        err = capsys.readouterr().err
        assert what in err
        assert err.count("\n") == 1

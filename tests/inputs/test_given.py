"""Paths that users give mean the same for every key and for Python, from the start on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from sim.cli.main import main
from sim.errors import InputError, Wrong
from sim.inputs.asked import in_python, in_shell, output_at
from sim.inputs.compose import compose
from sim.inputs.given import user_path
from sim.inputs.settings import Settings
from sim.inputs.typed import parts_of
from sim.runs.request import Request, requested
from sim.studies.calibration import asked as calibrating
from sim.studies.levers import asked as levers
from sim.studies.trace import asked as tracing
from sim.studies.validation import asked as validating
from sim.texts import short

VERBS = (calibrating.Keys, levers.Keys, tracing.Keys, validating.Keys)


def paths_of(model) -> list[str]:
    return [name for name, field in model.model_fields.items() if any(k is Path for _, k in parts_of(field.annotation))]


PATHS = [(Settings, key) for key in paths_of(Settings)] + [(keys, key) for keys in VERBS for key in paths_of(keys)]


def test_every_key_that_is_a_path_is_walked_here():
    assert {key for _, key in PATHS} >= {"output", "scenario", "targets", "experiments", "save"}
    assert set(Request.__subclasses__()) >= set(VERBS)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home folder with a working folder beside it, and files that may be named."""
    home, work = tmp_path / "home", tmp_path / "here"
    for folder in (home, work):
        folder.mkdir()
        for ending in ("yaml", "csv"):
            (folder / f"a.{ending}").write_text("title: a\n", "utf-8")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PLACE", str(home))
    monkeypatch.chdir(work)
    return home


@pytest.mark.parametrize(("model", "key"), PATHS, ids=[f"{model.__module__}-{key}" for model, key in PATHS])
def test_a_path_is_expanded_and_resolved_at_once_whatever_its_key(model, key, home, tmp_path):
    ending = "yaml" if key == "scenario" else "csv"
    meant = {
        f"~/a.{ending}": home, f"'~/a.{ending}'": home, f"$PLACE/a.{ending}": home, f"a.{ending}": tmp_path / "here",
        f"./../here/a.{ending}": tmp_path / "here", f"{home}/a.{ending}": home,
    }  # fmt: skip
    for given, folder in meant.items():
        text = f"{key}={given}"
        if model is Settings:
            found = getattr(compose([text]), key)
        else:
            with requested(model, [text]) as asked:
                found = getattr(asked.own, key)
        assert found == folder / f"a.{ending}"


@pytest.mark.parametrize("given", ["~nobody-of-that-name/x.csv", "$NO_SUCH_PLACE/x.csv", "a\nb.csv", "a\0b.csv", ""])
def test_a_path_that_means_nothing_is_refused(given, home):
    with pytest.raises(Wrong):
        user_path(given)
    for text in ("output", "scenario"):
        with pytest.raises((InputError, ValidationError)):
            compose([f"{text}='{given}'"])


def test_the_folder_to_report_may_be_named_from_the_home_folder(home, capsys):
    (home / "empty").mkdir()
    assert main(["report", "~/empty"]) == 2
    assert (
        capsys.readouterr().err == "sanxin: ~/empty: holds no results (summary.csv, effects.parquet, manifest.json)\n"
    )


def test_paths_are_said_and_stored_as_a_user_would_write_them(home, tmp_path):
    assert [short(path) for path in (home / "a", home, tmp_path / "here" / "a", tmp_path / "here", tmp_path)] == [
        "~/a", "~", "a", ".", str(tmp_path)
    ]  # fmt: skip
    settings = compose(["output=~/结果"])
    assert settings.model_dump(mode="json")["output"] == "~/结果"
    before = settings.output
    os.chdir(home)
    assert settings.output == before


@pytest.mark.parametrize(
    "words",
    [
        ["city=[suzhou, wuxi]", "output=my out"],
        ["city=苏州", "output=~/结果"],
        [
            "plan.calls=[{quarter:1,money:1}]",
            "output=$HOME/x",
            "output='a,b'",
            "output=it's",
            "output=a;b&c|d>e",
        ],
    ],
)
def test_the_recorded_command_is_taken_apart_by_a_shell_as_it_was_given(words):
    import shlex

    assert shlex.split(in_shell(["sanxin", "run", *words])) == ["sanxin", "run", *words]


def test_the_recorded_command_names_no_home_folder(home):
    assert (
        in_shell(["sanxin", "run", f"output={home}/x", f"targets={home}2"])
        == f"sanxin run 'output=~/x' targets={home}2"
    )
    assert in_python("sim.simulate", [f"output={home}/x"]) == "sim.simulate(['output=~/x'])"


@pytest.mark.parametrize(
    "name", ["out", "my out", "a,b", "结果", "R&D", "it's", "20261128", "[a]", "~x", 'a"b', "a\\b"]
)
def test_what_is_said_of_a_folder_names_it_when_it_is_pasted(name, home, tmp_path):
    import shlex

    folder = tmp_path / "here" / name
    (text,) = shlex.split(f"output={output_at(folder)}")
    assert compose([text]).output == folder

"""A results folder belongs to one run: same settings, code, data and libraries."""

import ast
import errno
import importlib.metadata
import json
import os
import signal
import time
from pathlib import Path

import numpy as np
import pytest

from sim.errors import InputError
from sim.inputs.compose import compose
from sim.results.writing import write_results
from sim.runs import folder as folders
from sim.runs.folder import WITHOUT_EFFECT, belonging, is_unfinished, lasting, opened, program_digest
from sim.runs.kinds import redraw
from sim.runs.store import open_store

ABOUT = {"kind": "comparison", "settings_sha256": "a", "program_sha256": "b"}


def begin(folder, about=ABOUT, marker=folders.UNFINISHED) -> bool:
    with opened(folder, about, marker) as is_finished:
        return is_finished


def refusal(folder, about=ABOUT, marker=folders.UNFINISHED) -> str:
    with pytest.raises(InputError) as caught:
        begin(folder, about, marker)
    return str(caught.value).removeprefix(f"command line: output={folder}: ")


def test_an_unfinished_folder_goes_on_with_the_same_run(tmp_path):
    folder = tmp_path / "deep" / "er"
    with open_store(folder, ABOUT) as store:
        store.put("k", {"a": np.array(1)})
    assert is_unfinished(folder)
    with open_store(folder, dict(ABOUT)) as store:
        assert store.get("k") is not None and not store.is_finished


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"settings_sha256": "x"}, "holds an unfinished comparison with other settings; name another folder"),
        (
            {"program_sha256": "x"},
            "holds an unfinished comparison with other code, data or libraries; name another folder",
        ),
        (
            {"settings_sha256": "x", "program_sha256": "x"},
            "holds an unfinished comparison with other settings, code, data or libraries; name another folder",
        ),
        ({"kind": "attribution"}, "holds an unfinished comparison; name another folder"),
        ({"kind": "futures"}, "holds an unfinished comparison; name another folder"),
        ({"kind": "sensitivity"}, "holds an unfinished comparison; name another folder"),
        ({"kind": "search"}, "holds an unfinished comparison; name another folder"),
    ],
)
def test_what_differs_is_named(change, message, tmp_path):
    begin(tmp_path)
    assert refusal(tmp_path, ABOUT | change) == message


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"sweep": 3}', "{", "[" * 100_000, b"\xff"])
def test_a_damaged_description_is_another_run(tmp_path, text):
    begin(tmp_path)
    (tmp_path / "parts" / "about.json").write_bytes(text if isinstance(text, bytes) else text.encode())
    assert refusal(tmp_path) == "holds an unfinished run whose description is damaged; name another folder"


def test_finished_results_and_other_files_are_kept(tmp_path):
    with open_store(tmp_path, ABOUT) as store:
        store.clear()
    (tmp_path / "notes.txt").write_text("mine")
    assert refusal(tmp_path) == "is not empty and is not overwritten; name another folder"
    (tmp_path / "summary.csv").write_text("x")
    assert not is_unfinished(tmp_path)
    assert refusal(tmp_path).startswith("holds results and is not overwritten; name another folder (or redraw with: ")
    assert refusal(tmp_path / "notes.txt") == "is a file; name a folder"
    (tmp_path / "manifest.json").write_text('{"kind": "trace"}')  # of which there is no report
    assert refusal(tmp_path) == "holds results and is not overwritten; name another folder"


def test_a_finished_folder_of_the_same_run_is_not_begun_again(tmp_path):
    write_results(tmp_path, {"summary.csv": "a"}, {"belongs_to": ABOUT})
    assert begin(tmp_path)
    assert sorted(os.listdir(tmp_path)) == ["manifest.json", "summary.csv"]
    assert refusal(tmp_path, ABOUT | {"settings_sha256": "x"}).startswith("holds results and is not overwritten")
    (tmp_path / "summary.csv").write_text("b")
    assert refusal(tmp_path) == "holds results of this command that were changed since; name another folder"


@pytest.mark.parametrize("name", ["parts", "charts", "parts/about.json", ".sanxin.lock"])
def test_no_link_inside_is_followed(name, tmp_path):
    elsewhere, folder = tmp_path / "elsewhere", tmp_path / "results"
    (folder / name).parent.mkdir(parents=True)
    if name in ("parts", "charts"):
        elsewhere.mkdir()
    else:
        elsewhere.write_text(json.dumps({"belongs_to": ABOUT}))
    (folder / name).symlink_to(elsewhere)
    before = elsewhere.read_bytes() if elsewhere.is_file() else None
    assert "link" in refusal(folder)
    assert (os.listdir(elsewhere) == []) if before is None else (elsewhere.read_bytes() == before)


def test_a_folder_may_be_named_by_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "named").symlink_to(tmp_path / "real")
    begin(tmp_path / "named")
    assert is_unfinished(tmp_path / "real")


def test_one_run_at_a_time_is_at_work_in_a_folder(tmp_path):
    with opened(tmp_path, ABOUT):
        assert refusal(tmp_path) == "another sanxin is at work in it; wait for it, or name another folder"
        with pytest.raises(InputError, match="another sanxin is at work"):
            redraw(tmp_path)
    assert not begin(tmp_path)
    assert os.listdir(tmp_path) == ["parts"]


def test_the_system_frees_the_lock_of_a_dead_owner(tmp_path):
    ready, go = os.pipe()
    if not (child := os.fork()):
        with opened(tmp_path, ABOUT):
            os.write(go, b"x")
            time.sleep(60)
    os.read(ready, 1)
    assert refusal(tmp_path).startswith("another sanxin")
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert (tmp_path / ".sanxin.lock").exists() and not begin(tmp_path)
    assert os.listdir(tmp_path) == ["parts"]


def test_a_file_system_without_locks_is_told_and_used(tmp_path, monkeypatch):
    def none(*_arguments):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("sim.runs.lock.fcntl.flock", none)
    with pytest.warns(UserWarning, match="its file system has no locks"):
        begin(tmp_path)
    assert os.listdir(tmp_path) == ["parts"]


def test_a_full_disk_is_no_mistake_in_naming_a_folder(tmp_path, monkeypatch):
    def fail(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("sim.results.writing.os.replace", fail)
    with pytest.raises(OSError, match="No space left"):
        begin(tmp_path)


def test_an_empty_folder_may_be_used(tmp_path):
    begin(tmp_path)
    assert json.loads((tmp_path / "parts" / "about.json").read_text()) == ABOUT


def refused(made):
    made.touch()
    raise InputError("cli-no-text", text="x")


def test_what_is_refused_before_anything_is_stored_leaves_nothing_behind(tmp_path):
    def begun(folder, marker=folders.UNFINISHED, made=None):
        with pytest.raises(InputError, match="no text"), opened(folder, ABOUT, marker):
            refused(made or folder / "parts")

    begun(tmp_path / "deep" / "er")
    begun(tmp_path / "flat", "calibration.json", tmp_path / "flat")
    assert not list(tmp_path.iterdir())
    (tmp_path / "there").mkdir()
    begun(tmp_path / "there")
    assert not list((tmp_path / "there").iterdir())
    begun(tmp_path / "some", made=tmp_path / "some" / "parts" / "k.npz")
    assert is_unfinished(tmp_path / "some")
    begun(tmp_path / "trials", "calibration.json", tmp_path / "trials" / "trials.csv")
    assert (tmp_path / "trials" / "calibration.json").is_file()


def test_what_was_begun_before_stays_when_going_on_is_refused(tmp_path):
    begin(tmp_path / "a")
    with pytest.raises(InputError), opened(tmp_path / "a", ABOUT):
        refused(tmp_path / "a" / "parts")
    assert is_unfinished(tmp_path / "a")


# ---------------------------------------------------------------- the program


@pytest.fixture
def package(tmp_path, monkeypatch) -> Path:
    """A small program."""
    monkeypatch.setattr(folders, "PACKAGE", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("model/a.py", True),
        ("data/a.csv", True),
        ("data/evidence/experiments.yaml", True),
        ("notes.md", False),
        ("charts/a.py", False),
        ("texts/en/a.py", False),
        ("studies/calibration/job.py", False),
        ("studies/calibration/job.pyx.py", True),
    ],
)
def test_the_program_is_another_when_what_it_computes_with_changes(name, counts, package):
    seen = {program_digest()}
    path = package / name
    path.parent.mkdir(parents=True, exist_ok=True)
    for text in ("1", "2"):
        path.write_text(text)
        seen.add(program_digest())
    assert len(seen) == (3 if counts else 1)


@pytest.mark.parametrize("library", ["numpy", "numba"])
def test_the_program_is_another_with_another_version_of_a_library(library, package, monkeypatch):
    before, real = program_digest(), importlib.metadata.version
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "9.9" if name == library else real(name))
    assert program_digest() != before


def imported(path: Path, package: Path) -> set[Path]:
    """Modules of the package that a module imports, anywhere in it but for types alone."""
    found, tree = set(), ast.parse(path.read_text("utf-8"))
    for_types = [node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    left_out = {id(inner) for node in for_types for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in left_out:
            continue
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            where = package.parent / name.replace(".", "/")
            found |= {p for p in (where.with_suffix(".py"), where / "__init__.py") if p.is_file()}
    return found


def test_nothing_that_a_stored_part_is_computed_with_is_said_to_have_no_effect():
    package = folders.PACKAGE
    computing = [
        package / "runs/comparison.py", package / "studies/validation/run.py",
        package / "studies/calibration/search.py", package / "studies/calibration/refine.py",
    ]  # fmt: skip
    # The door to all of it, what is said of where numbers come from, and how the comparison is called.
    seen = {package / name for name in ("__init__.py", "runs/provenance.py", "runs/folder.py")}
    ahead = set(computing)
    while ahead:
        path = ahead.pop()
        seen.add(path)
        ahead |= {p for p in imported(path, package) if package in p.parents} - seen
    names = [path.relative_to(package).as_posix() for path in seen]
    # Words, and the way to the disk and back.
    harmless = {
        "texts/__init__.py", "texts/spelt.py", "results/words.py", "results/failed.py", "results/writing.py",
        "results/files.py", "runs/folder.py", "runs/lock.py",
    }  # fmt: skip
    at_fault = {n for n in names if n in WITHOUT_EFFECT or n.startswith(tuple(f"{w}/" for w in WITHOUT_EFFECT))}
    assert at_fault - harmless == set()
    assert {"kernel/draws.py", "model/week.py", "measures/effects.py"} <= set(names)


def test_every_file_without_effect_is_there():
    assert [name for name in WITHOUT_EFFECT if not (folders.PACKAGE / name).exists()] == []


def test_only_a_comparison_goes_on_with_another_number_of_replicates():
    """What a search or a calibration finds on its way depends on all replicates of a trial."""
    runs = [compose([f"replicates={n}"]) for n in (2, 3)]
    for kind, is_same in (("comparison", True), ("search", False)):
        one, other = (lasting(belonging(kind, [run], ["a"])) for run in runs)
        assert (one == other) == is_same

"""A cell that fails stops no other, is kept with its cause, and is run again by retry=failed."""

import json
import re
from types import SimpleNamespace

import pytest

from sim.cli.main import main
from sim.errors import InputError
from sim.results.failed import MOST_CAUSES, Failure, causes
from sim.runs import replicates, worlds
from sim.runs.listing import listing
from sim.runs.replicates import Failed, Found, Job, Week, run_replicate
from sim.runs.stopped import CellsFailed
from sim.runs.store import Store, open_store
from sim.runs.twins import Begun
from sim.runs.worlds import run_worlds
from tests.helpers import tiny
from tests.runs.sweeps import SWEEP, tables

LABELS = ("official", "equal", "none")


@pytest.fixture
def settings():
    return [tiny(f"allocation={name}", "replicates=2") for name in LABELS]


@pytest.fixture
def worlds_of_nothing(monkeypatch):
    """Worlds without anybody; what fails is a function of the settings, which raises."""

    def begin(fails):
        world = SimpleNamespace(fork=lambda: world, fixed=None, projects=())
        monkeypatch.setattr(replicates, "warm_up", lambda *_: world)
        monkeypatch.setattr(replicates, "begin_pilot", lambda *_: Begun(world))
        monkeypatch.setattr(replicates, "run_pilot", lambda s, *_: fails(s))
        monkeypatch.setattr(replicates, "effects", lambda *_: {})

    return begin


def heard(settings, keeps=True):
    told = []
    run_replicate(Job(0, tuple(settings), LABELS, keeps), told.append)
    return told


def fails_in(*names, error=ZeroDivisionError):
    def fails(s):
        if s.allocation.name in names:
            raise error("for nothing")

    return fails


def test_a_run_that_fails_is_told_with_its_cause_and_place_and_the_others_are_run(settings, worlds_of_nothing):
    worlds_of_nothing(fails_in("equal"))
    twin, other, failed = heard(settings)
    assert (twin, other) == (Found(2, {}), Found(0, {})) and isinstance(failed, Failed) and failed.position == 1
    line, _, trace = failed.why.partition("\n")
    assert re.fullmatch(r"ZeroDivisionError: for nothing \(sim\.runs\.replicates line \d+\)", line)
    assert trace.startswith("Traceback") and trace.rstrip().endswith("ZeroDivisionError: for nothing")


def test_all_runs_fail_whose_twin_does(settings, worlds_of_nothing):
    worlds_of_nothing(fails_in("none"))
    assert [(type(one), one.position) for one in heard(settings)] == [(Failed, k) for k in range(3)]


@pytest.mark.parametrize("error", [ZeroDivisionError, MemoryError, OSError, ValueError])
def test_without_a_place_to_keep_it_a_failure_is_raised(error, settings, worlds_of_nothing):
    worlds_of_nothing(fails_in("equal", error=error))
    with pytest.raises(error):
        heard(settings, keeps=False)


def test_what_the_input_is_to_blame_for_is_raised(settings, worlds_of_nothing):
    worlds_of_nothing(fails_in("equal", error=InputError))
    with pytest.raises(InputError):
        heard(settings)


def test_a_listener_that_fails_is_no_failure_of_a_run(settings, monkeypatch):
    def hear(told):
        assert isinstance(told, Week)
        raise BrokenPipeError

    monkeypatch.setattr(replicates, "warm_up", lambda _settings, _draws, tick: tick())
    with pytest.raises(BrokenPipeError):
        run_replicate(Job(0, tuple(settings), LABELS, True), hear)


def test_what_failed_is_told_again_and_not_run_until_it_shall_be(settings, worlds_of_nothing, tmp_path, monkeypatch):
    worlds_of_nothing(fails_in("equal"))
    (tmp_path / "parts").mkdir()
    ran, real = [], worlds.run_replicate
    monkeypatch.setattr(worlds, "run_replicate", lambda job, hear: ran.append(job.labels) or real(job, hear))
    for _ in range(2):  # the second time nothing is run
        with pytest.raises(CellsFailed) as caught:
            run_worlds(settings, list(LABELS), store=Store(tmp_path, {}))
        assert [(one.run, one.replicate) for one in caught.value.failures] == [("equal", 1), ("equal", 2)]
        assert "ZeroDivisionError: for nothing" in str(caught.value.__cause__)
    assert ran == [LABELS] * 2
    worlds_of_nothing(fails_in())
    store = Store(tmp_path, {})
    store.forget_failures()
    run_worlds(settings, list(LABELS), store=store)
    assert ran[2:] == [("equal",)] * 2 and not Store(tmp_path, {}).failed


def test_to_try_again_where_nothing_failed_is_told(tmp_path):
    with pytest.warns(UserWarning, match="retry=failed: nothing has failed in "), open_store(tmp_path, {}, "failed"):
        pass


def test_causes_are_told_once_each_with_their_cells_and_many_are_cut():
    failures = [Failure("by_need", k, "bad") for k in (1, 3)] + [Failure("equal", 1, "bad")]
    assert causes(failures) == "bad: by need in replicates 1, 3; equal in replicate 1"
    many = [Failure("equal", k, f"cause {k}") for k in range(MOST_CAUSES + 2)]
    assert causes(many).endswith("cause 2: equal in replicate 2; 2 other causes")


@pytest.mark.long
def test_a_sweep_with_a_failed_cell_reports_the_other_runs_and_retry_makes_it_whole(
    tmp_path, monkeypatch, capsys, quick_charts
):
    out, whole, real = tmp_path / "out", tmp_path / "whole", replicates.run_pilot
    command = [*(text for text in SWEEP if not text.startswith("replicates")), "replicates=2", "launcher=local"]
    ran = []

    def once(s, *rest):
        ran.append(s.allocation.name)
        if ran == ["none", "official", "equal"] or len(ran) == 3:
            raise ZeroDivisionError("for nothing")
        return real(s, *rest)

    assert main([*command, f"output={whole}"]) == 0
    monkeypatch.setattr(replicates, "run_pilot", once)
    said = "1 cell failed, so that 1 of 3 runs is in no table (ZeroDivisionError: for nothing ("
    again = "equal in replicate 1); the same command with output= and retry=failed runs it again"
    for times in (1, 2):  # the second time it is only told
        capsys.readouterr()
        assert main([*command, f"output={out}"]) == 1
        err = " ".join(capsys.readouterr().err.split())
        assert said in err and again in err and len(ran) == 6, times
    assert json.loads((out / "manifest.json").read_text("utf-8"))["allocations"] == ["official", "none"]
    assert said in (out / "report.html").read_text("utf-8") and again in listing(out)[0].verdict
    assert main(["verify", str(out), "cells=0"]) == 0
    assert main([*command, f"output={out}", "retry=failed"]) == 0
    assert ran[6:] == ["none", "equal"]  # its twin again
    assert tables(out) == tables(whole) and (out / "cells.zip").read_bytes() == (whole / "cells.zip").read_bytes()
    assert not (out / "parts").exists()


def test_a_run_that_failed_alone_is_one_line_with_what_to_do(worlds_of_nothing, tmp_path, capsys):
    worlds_of_nothing(fails_in("official"))
    command = [*SWEEP[2:], "allocation=official", f"output={tmp_path / 'out'}", "launcher=local"]
    for traceback in ([], ["--traceback"]):
        assert main(["run", *command, *traceback]) == 1
        *trace, last = capsys.readouterr().err.splitlines()
        assert last.startswith("sanxin: 6 cells failed (ZeroDivisionError: for nothing (sim.runs.replicates line ")
        assert last.endswith(
            "official in replicates 1, 2, 3, 4, 5, 6): add retry=failed to try again; no part was finished: "
            f"go on with the same command and output={tmp_path / 'out'}"
        )
        assert any("Traceback" in line for line in trace) == bool(traceback)
    assert listing(tmp_path)[0].verdict.startswith("unfinished: 0 parts are kept; 6 parts failed (first: ZeroDivision")

"""``precision`` and ``replicates.max`` say how many replicates there are; looks are told, and bytes are the same."""

import json

import pandas as pd
import pytest

import sim
from sim.cli.main import main
from sim.errors import InputError
from sim.measures.stopping import EACH_LOOK
from sim.results.differences import CONFIDENCE
from sim.results.looks import numbers_in, outcome
from sim.runs import comparison, worlds
from sim.runs.precision import Aim, Keys, how_sure
from tests.helpers import TINY

pytestmark = pytest.mark.usefixtures("empty_pictures")

LEFT_OUT = ("replicates", "city", "population")
TOWN = [*(o for o in TINY if not o.startswith(LEFT_OUT)), "city=xining", "population.consumers_per_city=10"]


def asked(*overrides):
    with how_sure(list(overrides)) as (own, rest):
        return own, rest


def test_the_keys_are_read_beside_the_settings():
    own, rest = asked("precision=5%", "seed=3", "precision.difference=0.005", "replicates.max=60")
    assert (own.precision, own.apart, own.most, rest) == (Aim(0.05, True), 0.005, 60, ["seed=3"])
    assert own.told() == {"precision": "5%", "precision.difference": 0.005, "replicates.max": 60}


def test_without_any_the_usual_precision_is_asked_for_and_a_number_of_replicates_counts_instead():
    assert asked()[0].level == Aim(0.1) and asked()[0].most == 100
    assert asked("precision.difference=0.01")[0].level is None
    assert asked("replicates=3") == (None, ["replicates=3"])
    assert asked("design=lhs")[0] is None and asked("design=lhs", "precision=0.2")[0].level == Aim(0.2)


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (["precision=0"], "precision=0: must be a number above 0 and at most 10, in yuan per yuan, or a share of the "
                          "effect above 0 % and at most 50 %, as 5%"),
        (["precision=60%"], "precision=60%: must be a number above 0"),
        (["precision=nan"], "precision=nan: must be a number above 0"),
        (["precision=0.1,0.2"], "precision=0.1,0.2: must be a number above 0"),
        (["replicates.max=1"], "replicates.max=1: must be a whole number from 2 to 1,000"),
        (["replicates=4", "precision=1"], "precision and replicates are both given"),
        (["replicates=4", "replicates.max=9"], "replicates.max and replicates are both given"),
        (["best=0"], "best=0: must be a number above 0 and at most 10"),
        (["best=1", "precision=1"], "best and precision are both given"),
        (["best=1", "precision.difference=1"], "best and precision are both given"),
        (["best=1", "replicates=4"], "best and replicates are both given"),
        (["precision.diference=1"], "unknown key 'precision.diference'; did you mean 'precision.difference'?"),
    ],
)  # fmt: skip
def test_a_faulty_key_is_one_line(given, line):
    with pytest.raises(InputError) as caught:
        asked(*given)
    (said,) = str(caught.value).splitlines()
    assert said.startswith(f"command line: {line}")


def test_pairs_of_replicates_are_run_where_parameters_are_drawn(capsys):
    assert main(["run", *TOWN, "parameters=posterior", "replicates.max=9"]) == 2
    assert "replicates.max=9: must be even and at least 4 with parameters=posterior" in capsys.readouterr().err


def test_runs_of_one_comparison_are_stopped_together():
    with pytest.raises(InputError, match=r"sim\.compare: runs of one comparison are stopped together"):
        sim.compare([["allocation=official", "precision=1"], ["allocation=equal"]])


@pytest.fixture(scope="module")
def stopped(tmp_path_factory):
    """A comparison in a small town whose precision takes more than one look."""
    folder = tmp_path_factory.mktemp("sure") / "out"
    command = ["allocation=official,none", *TOWN, "precision=0.003", "replicates.max=60", f"output={folder}"]
    return folder, command, sim.compare(command)


def test_replicates_are_added_until_it_is_precise_and_the_looks_are_recorded(stopped):
    _, _, found = stopped
    said, row = found.manifest["stopping"], found.summary.iloc[0]
    n = [look["replicates"] for look in said["looks"]]
    assert n[0] == [24, 24] and len(n) > 1 and n[-1] == [row.n_replicates] * 2
    assert found.manifest["replicates"] == row.n_replicates == found.manifest["configs"]["official"]["replicates"]
    last = said["looks"][-1]
    assert last["of"] == ["official"] and last["half_width"] == pytest.approx((row.ci_high - row.ci_low) / 2)
    assert (last["half_width"] <= 0.003) == (row.n_replicates < 60)
    assert said["asked"] == {"precision": "0.003", "replicates.max": 60} and said["confidence"] == EACH_LOOK


def test_the_same_number_of_replicates_gives_the_same_values_with_narrower_intervals(stopped):
    _, command, found = stopped
    n = found.summary.n_replicates[0]
    plain = sim.compare(
        [*(o for o in command if not o.startswith(("precision", "replicates", "output"))), f"replicates={n}"]
    )
    assert plain.summary.drop(columns=["ci_low", "ci_high"]).equals(found.summary.drop(columns=["ci_low", "ci_high"]))
    width = [(s.ci_high - s.ci_low)[0] for s in (plain.summary, found.summary)]
    assert width[0] < width[1] and "stopping" not in plain.manifest


def test_the_same_command_gives_the_same_tables_in_any_number_of_processes(stopped, tmp_path, monkeypatch):
    folder, command, _ = stopped
    before = {name: (folder / name).read_bytes() for name in ("summary.csv", "effects.parquet")}
    sim.compare([*command[:-1], "workers=2", f"output={tmp_path / 'again'}"])
    assert all((tmp_path / "again" / name).read_bytes() == content for name, content in before.items())
    monkeypatch.setattr(comparison, "run_worlds", None)  # finished results are drawn again, not computed
    sim.compare(command)


def test_terminal_and_report_say_what_was_enough_or_what_would_be(capsys, tmp_path):
    town = ["run", "allocation=official", *TOWN, f"output={tmp_path / 'out'}"]
    assert main([*town, "precision=0.001", "replicates.max=4"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "4 replicates are not enough: the net effect per yuan of official is known within ±" in out
    assert "not ±0.001;" in out and "replicates would do, about" in out and "more." in out
    report = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "4 replicates are not enough" in report and "Student’s at 95\xa0%" in report
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["stopping"]["confidence"] == CONFIDENCE


def test_what_a_stopped_run_has_finished_is_told_and_taken_by_a_number_of_replicates(capsys, tmp_path, monkeypatch):
    folder, real, ran = tmp_path / "out", worlds.run_replicate, []
    town = ["sweep", "allocation=official,none", *TOWN, f"output={folder}"]

    def interrupted(job, hear):
        if job.replicate == 2:
            raise KeyboardInterrupt
        ran.append(job.replicate)
        return real(job, hear)

    monkeypatch.setattr(worlds, "run_replicate", interrupted)
    assert main([*town, "precision=0.001"]) == 130
    assert "2 replicates are finished and kept" in capsys.readouterr().err
    assert main([*town, "replicates=2"]) == 0
    assert ran == [0, 1] and set(pd.read_csv(folder / "summary.csv").n_replicates) == {2}
    assert main([*town, "replicates=3"]) == 2  # finished results are those of a number
    assert "holds results and is not overwritten" in capsys.readouterr().err


def test_explain_says_when_there_are_enough_and_runs_nothing(capsys):
    assert main(["run", *TOWN, "precision=0.02", "replicates.max=60", "--explain"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "24, then more until every net effect per yuan is known within ±0.02; 60 at most, in 5 steps at most" in out
    assert "at most 180: 60 warm-ups" in out
    assert "(default 8)" not in out  # nobody states a number of replicates


def test_precise_without_public_money_says_that_there_is_nothing_to_be_precise_about():
    found = sim.simulate(["allocation=none", *TOWN, "replicates.max=3"])
    assert found.manifest["stopping"]["looks"][-1]["of"] == [] and found.summary.n_replicates[0] == 3


def test_keys_stand_in_the_help(capsys):
    for verb in ("run", "sweep"):
        assert main([verb, "--help"]) == 0
        out = capsys.readouterr().out
        assert all(f"  {key}=" in out for key in ("precision", "precision.difference", "replicates.max"))
        usual = Keys()
        assert f"default {usual.most}" in out and f"default {usual.level}" in out


def test_the_best_of_one_run_is_not_asked_for(capsys):
    for given in ("allocation=official", "allocation=official,none"):
        assert main(["sweep", given, *TOWN, "best=0.01"]) == 2
        line = "best=0.01: needs two runs with public money or more, of which one can be the best"
        assert line in capsys.readouterr().err


def test_replicates_go_to_runs_that_can_be_the_best_and_terminal_and_report_say_which_were_dropped(capsys, tmp_path):
    runs = ["sweep", "allocation=official,none", "screening=score,perfect_foresight", *TOWN, "replicates.max=48"]
    assert main([*runs, "best=0.00001", f"output={tmp_path / 'one'}"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    found = json.loads((tmp_path / "one" / "manifest.json").read_text("utf-8"))
    table = pd.read_csv(tmp_path / "one" / "summary.csv").set_index("allocation")
    last = found["stopping"]["looks"][-1]
    assert list(table.n_replicates) == last["replicates"] and found["stopping"]["asked"]["best"] == 0.00001
    assert numbers_in(found) == table.n_replicates.to_dict()
    report = " ".join((tmp_path / "one" / "report.html").read_text("utf-8").split())
    assert outcome(found["stopping"]) in out and "Intervals were looked at after" in report
    assert main(["verify", str(tmp_path / "one"), "cells=1"]) == 0


def look(n, left, dropped=(), of=(), half=None, needed=None):
    return {"replicates": n, "left": left, "dropped": list(dropped), "of": list(of), "half_width": half, "aim": 0.01,
            "needed": needed, "covers_zero": False}  # fmt: skip


def test_it_is_said_which_run_is_the_best_and_which_were_dropped_when():
    first = look([8, 8, 8], ["equal", "official"], ["by_need"], ["equal", "official"], 0.05, 30.0)
    said = outcome({"asked": {"best": 0.01}, "looks": [first]})
    assert said == (
        "8 replicates do not tell which of equal and official is the best or within 0.01 of it; 30 replicates would "
        "do. Dropped: by need after 8."
    )
    near = look([16, 16, 8], ["equal", "official"], (), ["equal", "official"], 0.009)
    assert outcome({"asked": {"best": 0.01}, "looks": [first, near]}) == (
        "equal is the best or within 0.01 of it, as 16 replicates tell; not dropped: equal and official. "
        "Dropped: by need after 8."
    )
    alone = look([16, 16, 8], ["equal"], ["official"])
    assert outcome({"asked": {"best": 0.01}, "looks": [first, alone]}) == (
        "equal is the best, as 16 replicates tell. Dropped: by need after 8 and official after 16."
    )

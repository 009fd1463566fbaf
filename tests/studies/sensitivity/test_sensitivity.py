"""The real command: what is asked for, interrupted and gone on with, told; and what cannot be asked for."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import sim
from sim.charts.sensitivity import CHARTS
from sim.cli.main import main
from sim.errors import InputError
from sim.measures.catalogue import MEASURES
from sim.measures.measure import OF_TOTALS, Promise
from sim.report.sensitivity import constant
from sim.results.sensitivity import INDICES, read_sensitivity
from sim.studies.measured import cells_of, read_of
from sim.studies.sensitivity.asked import plan
from tests.studies import interrupted

pytestmark = pytest.mark.long

SMALL = [*interrupted.SMALL, "allocation=official", "screening=score,first_come,random"]
RANGES = ["parameters.investment_scale=interval(0.65,2.6)", "parameters.own_funds_median=interval(0.3,1.2)"]
COMMAND = ["sensitivity", *SMALL, *RANGES, "n=6"]
NAMES = ["official+custom", "official+custom+first_come", "official+custom+random"]


@pytest.fixture(scope="module")
def stopped_once(tmp_path_factory):
    """Folder of a sensitivity that was interrupted and gone on with; whether each world that was run had a policy."""
    folder = tmp_path_factory.mktemp("sensitivity") / "a"
    return folder, interrupted.stopped_once(COMMAND, folder, "n=7", 20)


@pytest.fixture(scope="module")
def found(stopped_once):
    return read_sensitivity(stopped_once[0])


@pytest.mark.full
def test_gone_on_with_and_in_two_processes_it_gives_the_same_bytes(stopped_once, tmp_path):
    folder, _ = stopped_once
    command = [text for text in COMMAND if text != "workers=1"]
    assert main([*command, "workers=2", f"output={tmp_path / 'b'}"]) == 0
    names = ["sensitivity.csv", "outputs.csv", "points.csv", "flips.csv", "charts/tornado.svg"]
    assert all((folder / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in names)


def test_tables_charts_and_report_are_there(stopped_once, found):
    folder, _ = stopped_once
    there = {path.name for path in folder.iterdir()}
    assert there >= {"sensitivity.csv", "outputs.csv", "points.csv", "flips.csv", "manifest.json", "report.html"}
    assert {path.stem for path in (folder / "charts").glob("*.svg")} == {chart.name for chart in CHARTS}
    assert list(found.outputs.output[:3]) == NAMES and len(found.outputs) == 6
    assert list(found.assumptions) == ["investment_scale", "own_funds_median"]
    source = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert source["kind"] == "sensitivity" and source["of"] == "net_per_yuan" and source["design"] == "lhs"


def test_the_first_point_is_an_ordinary_run(found, stopped_once):
    points = pd.read_csv(stopped_once[0] / "points.csv")
    alone = sim.simulate([text for text in SMALL if not text.startswith("screening")])
    assert points["of official+custom"][0] == pytest.approx(alone.summary.net_per_yuan[0], rel=1e-12)
    assert found.output(NAMES[0]).start == points["of official+custom"][0]


def test_a_contrast_is_the_difference_of_its_levels_at_every_point(stopped_once):
    points = pd.read_csv(stopped_once[0] / "points.csv")
    one, other = (points[f"of {name}"] for name in NAMES[:2])
    assert points[f"of {NAMES[0]}-{NAMES[1]}"].to_numpy() == pytest.approx((one - other).to_numpy(), abs=1e-15)


def test_every_turn_that_is_claimed_is_turned_when_it_is_run_again(found):
    turns = found.flips[found.flips.verdict == "turns"]
    assert len(turns)
    for _, row in turns.iterrows():
        assert row.before * row.difference > 0 >= row.behind * row.difference


def test_a_turn_run_by_hand_is_as_the_table_says(found):
    row = found.flips[(found.flips.verdict == "turns") & (found.flips.together == 1)].iloc[0]
    name, sign = row.assumptions, np.sign(row.difference)
    at, end = found.assumptions[name]["value"], float(row.end)
    runs = found.runs(row.output)
    for factor, stands in ((0.9, True), (1.1, False)):
        moved = f"parameters.{name}={at + factor * (end - at):.6g}"
        values = sim.compare([*SMALL, moved]).summary.set_index("allocation").net_per_yuan
        difference = values[runs[0]] - values[runs[1]]
        assert (difference > 0) == stands, (row.output, sign)


def test_it_is_told_on_the_terminal_and_drawn_again(stopped_once, capsys):
    assert main([*COMMAND, f"output={stopped_once[0]}"]) == 0
    said = capsys.readouterr().out
    assert "The level of “official + custom” is moved most by" in said and "turn" in said
    assert main(["report", str(stopped_once[0])]) == 0


def test_what_cannot_vary_is_said_to_and_has_no_indices(tmp_path):
    command = ["sensitivity", *SMALL[:-1], *RANGES[:1], "n=4", "of=public_yuan", f"output={tmp_path / 'a'}"]
    assert main(command) == 0
    found = read_sensitivity(tmp_path / "a")
    assert found.indices[[*INDICES.numbers]].isna().all(axis=None)
    assert constant(found) == [
        "“official + custom” is the same at every point: nothing here moves it, and it has no indices."
    ]


@pytest.mark.parametrize("design", ["morris", "sobol"])
def test_designs_of_salib_run_and_are_told(design, tmp_path):
    command = ["sensitivity", *SMALL[:-1], *RANGES, f"design={design}", "n=2", "flips=no", f"output={tmp_path / 'a'}"]
    assert main(command) == 0
    found = read_sensitivity(tmp_path / "a")
    assert found.index == {"morris": "mu_star", "sobol": "total"}[design]
    assert found.indices[found.index].notna().all() and found.flips.empty
    assert (tmp_path / "a" / "report.html").is_file()


def test_without_ranges_all_assumed_parameters_that_are_read_go_from_half_to_twice():
    asked = plan([*SMALL[:-1], "n=4"])
    ranges = {axis.key: (axis.low, axis.high) for axis in asked.axes}
    assert ranges["parameters.own_funds_median"] == (0.3, 1.2)
    assert ranges["parameters.credit_share_large"] == (0.5, 1.0)  # the table allows no more
    assert "parameters.adjustment_poor" not in ranges  # borrowed
    assert "gaming_weight" in asked.unread and "parameters.gaming_weight" not in ranges
    assert len(asked.units) == 5 and np.array_equal(asked.units[0], asked.base)


def test_only_the_runs_of_a_contrast_are_simulated():
    asked = plan([*SMALL, *RANGES, f"contrast={NAMES[2]}-{NAMES[0]}"])
    assert asked.labels == [NAMES[0], NAMES[2]]
    assert [one.name for one in asked.outputs] == [NAMES[2], NAMES[0], f"{NAMES[2]}-{NAMES[0]}"]
    assert asked.outputs[-1].of(np.array([1.0, 5.0])) == 4.0


def test_every_measure_of_the_catalogue_can_be_asked_for():
    settings = plan([*SMALL[:-1], *RANGES]).settings[0]
    for name, measure in MEASURES.items():
        for dimension, formula in measure.formulas.items():
            if dimension not in OF_TOTALS and not isinstance(formula, Promise):
                cell = cells_of(dimension, settings)[-1]
                text = name if dimension == "total" else f"{name}.{dimension}.{cell}"
                assert read_of(text, settings).text == text


MISTAKES = [
    (["of=net_per_yaun"], "command line: of=net_per_yaun: unknown; did you mean 'net_per_yuan'?"),
    (["of=zzzzz"], "command line: of=zzzzz: unknown; see sanxin help measures for the "),
    (
        ["of=net_yuan.town.suzhou"],
        "command line: of=net_yuan.town.suzhou: write net_yuan, net_yuan.city.haikou, net_yuan.sector.groceries, "
        "net_yuan.quintile.1, net_yuan.week.0",
    ),
    (["of=net_yuan.city.wuxi"], "command line: of=net_yuan.city.wuxi: name a cell: allowed: haikou, xining"),
    (
        ["of=target_sales.city.xining"],
        "command line: of=target_sales.city.xining: no plan of these runs states the target",
    ),
    (["contrast=official-equal"], "command line: contrast=official-equal: no two of the runs; write ONE-OTHER of"),
    (["parameters=posterior", "replicates=4"], "parameters=posterior draws parameters in each replicate"),
    (["allocation=none"], "no run has a policy"),
    (["parameters.stall_share=interval(0.1,0.1)"], "write interval(low,high), low below high"),
    (["parameters.stall_share=interval(0.1,1.5)"], "must be 0 to 1 (share)"),
    (
        ["parameters.stall_share=interval(0.2,0.5)"],
        "parameters.stall_share: is 0.08 now, which interval(0.2,0.5) leaves",
    ),
    (["seed=interval(1,9)"], "seed is no number that a design may move"),
    (["design=sobol", "n=6"], "command line: n=6: design=sobol takes a power of two, as 8"),
    (["design=morris", "n=1"], "command line: n=1: design=morris takes 2 trajectories or more"),
    (["design=lsh"], "command line: design=lsh: unknown; did you mean 'lhs'?"),
    (["flips=maybe"], "command line: flips=maybe: must be yes or no"),
    (["split.debut=interval(0.3,0.5)"], "shares sum to"),
]


@pytest.mark.parametrize(("arguments", "message"), MISTAKES, ids=lambda x: "" if isinstance(x, str) else x[0])
def test_a_mistake_is_told_before_anything_is_run(arguments, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    keys = {text.partition("=")[0] for text in arguments}
    with pytest.raises(InputError) as told:
        plan([*(text for text in SMALL[:-1] if text.partition("=")[0] not in keys), *arguments])
    assert message in str(told.value) and not list(tmp_path.iterdir())

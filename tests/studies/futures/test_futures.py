"""The real command: what is asked for, interrupted and gone on with, told; and what cannot be asked for."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import sim
from sim.charts.chart import draw_charts
from sim.charts.futures import CHARTS, charts_of, drawn
from sim.cli.main import main
from sim.errors import InputError
from sim.report.futures import finding, turns, where
from sim.results.futures import TABLES, Condition, read_futures, written
from sim.studies import doing
from sim.studies.futures.asked import plan
from sim.studies.futures.draw import Draw
from tests.studies import interrupted
from tests.studies.interrupted import SMALL

pytestmark = pytest.mark.long

CHOICES = ["choose=screening", "screening=score,random", "allocation=official"]
UNKNOWN = ["parameters.own_funds_median=interval(0.3,1.2)", "authority.strategic=false,true", "assumed=no"]
COMMAND = ["futures", *SMALL, *CHOICES, *UNKNOWN, "n=6"]


@pytest.fixture(scope="module")
def stopped_once(tmp_path_factory):
    """Folder of a study that was interrupted and gone on with."""
    folder = tmp_path_factory.mktemp("futures") / "a"
    ran = interrupted.stopped_once(COMMAND, folder, "n=7", 20)
    assert len(ran) < 20 + 6 * 2 * 3  # what was finished is not run again
    return folder


@pytest.fixture(scope="module")
def found(stopped_once):
    return read_futures(stopped_once)


def test_gone_on_with_and_in_two_processes_it_gives_the_same_bytes(stopped_once, tmp_path):
    command = [text for text in COMMAND if text != "workers=1"]
    assert main([*command, "workers=2", f"output={tmp_path / 'b'}"]) == 0
    names = [*(f"{name}.csv" for name in TABLES), "charts/regrets.svg"]
    assert all((stopped_once / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in names)


def test_a_future_run_by_hand_gives_what_the_table_says(found):
    number = 3
    own = found.futures[found.futures.future == number].set_index("assumption").value
    sets = [f"parameters.{name}={own[name]}" for name in found.manifest["sampled"]]
    more = [f"parameters.{name}={own[name]}" for name in ("own_funds_median", "income_growth")]
    words = [f"authority.{name}={own[f'authority.{name}']}" for name in ("strategic", "second_tranche_rule")]
    alone = sim.compare([*SMALL, *CHOICES[1:], *sets, *more, *words, f"seed={own['seed']}"]).summary
    assert alone.net_per_yuan.tolist() == pytest.approx(
        found.means.loc[number, found.manifest["labels"]].tolist(), rel=1e-12
    )


def test_regret_is_what_the_outcomes_say_and_somebody_is_best_in_every_future(found):
    outcomes = pd.read_csv(found.folder / "outcomes.csv")
    means = outcomes.groupby(["future", "choice"]).value.mean().unstack()
    regret = -means.sub(means.max(axis=1), axis=0)
    rows = found.regret.set_index("choice")
    assert rows["mean"].to_dict() == pytest.approx(regret.mean().to_dict(), abs=1e-15)
    assert rows.worst.to_dict() == pytest.approx(regret.max().to_dict(), abs=1e-15)
    assert rows.best_share.sum() == pytest.approx(1.0) and rows["mean"].is_monotonic_increasing
    assert (rows.mean_checked <= rows["mean"] + 1e-15).all()


def test_futures_have_draws_of_their_own_and_choices_within_one_have_the_same():
    asked = plan([*SMALL, *CHOICES, *UNKNOWN, "n=5"])
    seeds = [{s.seed for s in own} for own in asked.runs]
    assert all(len(one) == 1 for one in seeds) and len(set.union(*seeds)) == 5
    assert all(len({s.world_digest() for s in own}) == 1 for own in asked.runs)  # so they share a twin


def test_all_values_of_a_key_and_all_ranges_are_drawn_evenly():
    asked = plan([*SMALL, *CHOICES, *UNKNOWN, "n=12"])
    rules = [s[0].authority.second_tranche_rule for s in asked.runs]
    assert sorted(map(rules.count, set(rules))) == [4, 4, 4]
    assert sum(s[0].authority.strategic for s in asked.runs) == 6
    funds = np.sort([s[0].parameters["own_funds_median"] for s in asked.runs])
    assert np.array_equal(np.floor((funds - 0.3) / 0.9 * 12), np.arange(12))
    growth = [s[0].parameters["income_growth"] for s in asked.runs]
    assert 0.02 <= min(growth) < 0.03 and 0.07 < max(growth) <= 0.08
    assert len({s[0].parameters["adjustment_poor"] for s in asked.runs}) == 12  # a parameter set each


def test_what_is_stated_is_not_drawn():
    fixed = ["parameters.income_growth=0.05", "authority.second_tranche_rule=threshold", "parameters=table"]
    asked = plan([*SMALL, *CHOICES, *UNKNOWN, *fixed, "n=5"])
    assert [axis.key for axis in asked.draw.axes] == ["parameters.own_funds_median"]
    assert list(asked.draw.factors) == ["authority.strategic"] and asked.draw.sample is None
    assert {s[0].authority.second_tranche_rule for s in asked.runs} == {"threshold"}


def test_what_a_scenario_states_is_not_drawn_and_one_city_has_no_second_tranche_to_win(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("authority: {strategic: true}\nparameters: {income_growth: 0.01, creation_share: 0.3}\n")
    asked = plan([*SMALL, *CHOICES, "assumed=no", f"scenario={file}", "n=4"])
    assert list(asked.draw.factors) == ["authority.second_tranche_rule"] and not asked.draw.axes
    assert {s[0].parameters["creation_share"] for s in asked.runs} == {0.3}
    alone = plan([*SMALL[1:], "city=xining", *CHOICES, "assumed=no", "n=4"])
    assert not alone.draw.factors and [axis.key for axis in alone.draw.axes] == ["parameters.income_growth"]


def test_assumed_parameters_that_are_read_are_drawn_unless_it_is_said_not_to():
    asked = plan([*SMALL, *CHOICES, "n=4"])
    keys = {axis.key for axis in asked.draw.axes}
    assert "parameters.credit_share_large" in keys and "parameters.tell_probability" not in keys  # in the sample
    assert len(keys) > 50


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["parameters=posterior"], "screening, parameters.income_growth and 52 parameter sets of the posterior sample"),
        (["parameters=table"], "screening and parameters.income_growth"),
        (
            ["parameters.income_growth=0.03", "parameters=posterior", "screening=score"],
            "52 parameter sets of the posterior sample",
        ),
    ],
    ids=["sets", "no sets", "sets alone"],
)
def test_explain_names_what_is_drawn_and_nothing_else(more, said):
    asked = plan([*SMALL[1:], "city=suzhou", "allocation=official,equal", "assumed=no", "n=2", *more])
    assert str(doing.futures(asked).worlds).endswith(f"Drawn: {said}")


def test_it_is_told_on_the_terminal_and_drawn_again(stopped_once, found, capsys):
    assert main([*COMMAND, f"output={stopped_once}"]) == 0
    said = capsys.readouterr().out
    assert "is regretted least" in said and "loses to" in said and "authority.strategic (false and true)" in said
    page = (stopped_once / "report.html").read_text("utf-8")
    assert finding(found)[:30] in page and main(["report", str(stopped_once)]) == 0
    source = json.loads((stopped_once / "manifest.json").read_text("utf-8"))
    assert source["kind"] == "futures" and source["left_out"] == [] and source["n_futures"] == 6


def test_a_rule_is_told_in_words_with_its_figures_and_drawn(found, tmp_path):
    """The stored study with a rule in it: official loses to the other where own funds are above 0.7."""
    flips = found.flips.assign(
        verdict="holds", where=written([[Condition("own_funds_median", True, 0.7), Condition("growth", False, 0.05)]]),
        lost_share=0.3, coverage=0.8, density=0.9, coverage_checked=0.7, density_checked=0.85, chance=0.001,
    )  # fmt: skip
    told = type(found)(found.folder, found.regret, flips, found.outcomes, found.futures, found.manifest)
    said = turns(told, told.flips.iloc[0])
    assert "where own funds median is above 0.7 and growth is at most 0.05: in 90 % of these" in said
    assert "80 % of all those" in said and "density is 85 % and coverage 70 %" in said
    assert drawn(told)[2].name == "own_funds_median"
    assert [chart.name for chart in charts_of(told)] == [chart.name for chart in CHARTS] == ["regrets", "flip"]
    assert len(draw_charts(tmp_path, charts_of(told), told)) == 4
    assert where("authority.strategic is true > 0.5 or a > 1") == "authority.strategic is true or where a is above 1"


def test_of_a_measure_of_which_less_is_better_the_lowest_is_best(tmp_path):
    folder = tmp_path / "a"
    command = [*COMMAND[:-1], "n=2", "replicates=1", "parameters=table", "of=windfall", "better=less"]
    assert main([*(text for text in command if text != "replicates=2"), f"output={folder}"]) == 0
    found = read_futures(folder)
    means = found.means
    assert (found.regrets.to_numpy() == means.sub(means.min(axis=1), axis=0).to_numpy()).all()
    assert means[found.first].mean() == means.mean().min() and found.regret.mean_checked.isna().all()


def test_a_measure_without_a_value_anywhere_is_said_to_have_none(tmp_path, capsys):
    free = [
        "choose=instrument",
        "instrument=approval_reform,merchant_closing",
        "allocation=none",
    ]  # cost no public money
    assert main(["futures", *SMALL, *free, "assumed=no", "n=2", "parameters=table", f"output={tmp_path / 'a'}"]) == 2
    assert "of=net_per_yuan: has a value in no future" in capsys.readouterr().err


@pytest.mark.parametrize("name", TABLES)
def test_a_damaged_table_is_named(name, stopped_once, tmp_path, capsys):
    for path in stopped_once.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / f"{name}.csv").write_text("a,b\n1,2\n")
    assert main(["report", str(tmp_path)]) == 2
    assert f"{name}.csv" in capsys.readouterr().err


MISTAKES = [
    (["n=0"], "command line: n=0: "),
    (["better=most"], "command line: better=most: must be more or less"),
    (["of=net_per_yaun"], "command line: of=net_per_yaun: unknown; did you mean 'net_per_yuan'?"),
    (["choose=split"], "command line: choose=split: no values to choose from; write split=A,B"),
    (["choose=a,,b"], "command line: choose=a,,b: write keys with commas between, each once"),
    (["screening=score"], "command line: choose=screening: one choice is nothing to choose from"),
    (["allocation=none"], "has no policy"),
    (["parameters=table,posterior"], "parameters takes one value here"),
    (
        ["choose=instrument", "instrument=none,threshold_coupon", "instrument.face_yuan=interval(10,20)"],
        "instrument.face_yuan: not in all of the runs; a range is of a key that all have",
    ),
    (["parameters.stall_share=interval(0.1,1.5)"], "must be 0 to 1 (share)"),
    (["replicates=0"], "replicates"),
    (["authority.top_share=0.5,7"], "authority.top_share"),
]


@pytest.mark.parametrize(("arguments", "message"), MISTAKES, ids=lambda x: "" if isinstance(x, str) else x[0])
def test_a_mistake_is_told_before_anything_is_run(arguments, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    keys = {text.partition("=")[0] for text in arguments}
    with pytest.raises(InputError) as told:
        plan([*(text for text in [*SMALL, *CHOICES] if text.partition("=")[0] not in keys), *arguments])
    assert message in str(told.value) and not list(tmp_path.iterdir())


def test_a_study_in_which_nothing_differs_is_refused():
    fixed = ["parameters.income_growth=0.05", "authority.second_tranche_rule=threshold", "parameters=table"]
    with pytest.raises(InputError, match="nothing differs between futures"):
        plan([*SMALL, *CHOICES, *fixed, "authority.strategic=true", "assumed=no"])


def test_without_scikit_learn_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr("sim.studies.futures.asked.importlib.util.find_spec", lambda _: None)
    with pytest.raises(InputError, match=r'pip install "sanxin\[explore\]"'):
        plan([*SMALL, *CHOICES])


def test_seeds_of_futures_follow_from_seed_and_number():
    draw = Draw(3, [], {"authority.strategic": ["false", "true"]}, None)
    assert [f.seed for f in draw.futures(7)] == [f.seed for f in draw.futures(7)]
    assert not {f.seed for f in draw.futures(7)} & {f.seed for f in draw.futures(8)}

"""The real command: searched, interrupted and gone on with, told; the plan run by itself; what cannot be asked for."""

from __future__ import annotations

import json
import math

import numpy as np
import pandas as pd
import pytest
import yaml

import sim
import sim.runs.replicates as replicates
from sim.cli.main import main
from sim.data import read
from sim.errors import InputError
from sim.inputs.compose import compose
from sim.policy.allocations import quotas
from sim.report.search import optimism, told
from sim.results.search import KEY, RANDOM, SEARCH, VALUE, read_search
from sim.studies.search.asked import plan
from sim.studies.search.finals import Finalist, Seen, candidates, choose, gains
from sim.studies.search.goals import GOALS
from sim.studies.search.plans import scenario
from sim.studies.search.sampling import Outcome, Tried
from tests.studies import interrupted
from tests.studies.interrupted import SMALL

pytestmark = pytest.mark.long

SPACE = ["split=interval(0.05,0.8)", "allocation.shares=interval(0.2,0.8)", "screening=score,first_come"]
COMMAND = ["search", *SMALL, *SPACE, "objective=net,gap", "constraint=split.ip<=0.5,paid_yuan>=1", "trials=24", "top=3"]
FILES = ["trials.csv", "plans.csv", "best.yaml", "charts/search_front.svg", "charts/search_stated.svg"]


@pytest.fixture(scope="module")
def stopped_once(tmp_path_factory):
    """Folder of a search that was interrupted and gone on with, and how many policy worlds were run."""
    folder = tmp_path_factory.mktemp("search") / "a"
    return folder, sum(interrupted.stopped_once(COMMAND, folder, "top=4", 30))


@pytest.fixture(scope="module")
def found(stopped_once):
    return read_search(stopped_once[0])


@pytest.mark.full
def test_gone_on_with_it_gives_the_same_bytes_as_uninterrupted_and_runs_no_finished_plan_again(
    stopped_once, tmp_path, monkeypatch
):  # fmt: skip
    folder, ran = stopped_once
    policies, real = [], replicates.run_pilot
    monkeypatch.setattr(replicates, "run_pilot", lambda s, *rest: (policies.append(s.is_funded), real(s, *rest))[1])
    assert main([*COMMAND, f"output={tmp_path / 'b'}"]) == 0
    assert all((folder / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in FILES)
    assert ran == sum(policies) + 1  # the world in which it was stopped


@pytest.mark.full
def test_two_processes_give_the_same_bytes_as_one(stopped_once, tmp_path):
    command = [text for text in COMMAND if text != "workers=1"]
    assert main([*command, "workers=2", f"output={tmp_path / 'b'}"]) == 0
    assert all((stopped_once[0] / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in FILES)


def test_every_plan_that_was_tried_keeps_ranges_and_constraints_on_what_it_states(found):
    own = found.trials
    shares = [f"{KEY}split.{name}" for name in ("debut", "scene", "ip", "publicity")]
    stated = own[shares].astype(float)
    assert len(own) == 24 and own[f"{KEY}split.ip"].astype(float).max() <= 0.5
    assert stated.sum(axis=1).to_numpy() == pytest.approx(np.ones(24), abs=1e-9)
    assert ((stated >= 0.05) & (stated <= 0.8)).all(axis=None)
    cities = own[[f"{KEY}allocation.shares.{name}" for name in ("xining", "haikou")]].astype(float)
    assert cities.sum(axis=1).to_numpy() == pytest.approx(np.ones(24), abs=1e-9)
    assert set(own[f"{KEY}screening"]) == {"score", "first_come"}


def test_the_first_trial_is_the_settings_as_they_are_in_an_ordinary_run(found):
    alone = sim.simulate(SMALL).summary
    assert found.row(0, "net").searched == pytest.approx(alone.net_yuan[0], rel=1e-12)
    assert float(found.trials[f"{KEY}split.debut"].iloc[0]) == 0.4


def test_a_plan_is_a_scenario_that_run_takes_and_brings_what_the_table_says(found, stopped_once):
    runs = [text for text in SMALL if text.startswith(("replicates", "threads", "workers"))]
    alone = sim.simulate([f"scenario={stopped_once[0] / 'plan_1.yaml'}", *runs]).summary
    assert found.row(1, "net").searched == pytest.approx(alone.net_yuan[0], rel=1e-12)
    best = stopped_once[0] / f"plan_{found.best}.yaml"
    assert best.read_bytes() == (stopped_once[0] / "best.yaml").read_bytes()


def test_values_on_fresh_seeds_are_those_of_replicates_that_the_search_had_not_seen(found, stopped_once):
    runs = [text for text in SMALL if text.startswith(("threads", "workers"))]
    alone = sim.simulate([f"scenario={stopped_once[0] / 'plan_1.yaml'}", *runs, "replicates=6"]).effects
    own = alone[(alone.measure == "net_yuan") & (alone.dimension == "replicate")].sort_values("replicate").value
    row = found.row(1, "net")
    assert [row.searched, row.chosen, row.value] == pytest.approx([own[k : k + 2].mean() for k in (0, 2, 4)])


def test_it_is_told_on_the_terminal_and_drawn_again(stopped_once, found, capsys):
    assert main([*COMMAND, f"output={stopped_once[0]}"]) == 0
    said = capsys.readouterr().out
    assert "net consumption" in said and "sanxin run scenario=" in said
    assert all(line in said for line in told(found))
    assert main(["report", str(stopped_once[0])]) == 0


def test_the_manifest_says_what_was_searched_and_with_what(stopped_once):
    source = json.loads((stopped_once[0] / "manifest.json").read_text(encoding="utf-8"))
    assert source["kind"] == "search" and [one["name"] for one in source["objectives"]] == ["net", "gap"]
    assert source["choices"] == {"screening": ["score", "first_come"]} and source["ranges"]["split.ip"] == [0.05, 0.8]
    assert source["optuna"].split(".")[0] == "5"


def test_the_known_optimum_of_a_budget_in_the_model_is_found_within_two_percent_beside_random(tmp_path):
    """Cash to everybody costs as much as is paid: the largest sum within the budget is the budget."""
    kept = [text for text in SMALL if not text.startswith(("city", "replicates", "horizon.weeks_pilot"))]
    world = ["city=xining", *kept, "replicates=1", "horizon.weeks_pilot=10", "allocation=none"]
    world += ["instrument=cash_transfer", "instrument.holders_share=1"]
    world += ["instrument.start_week=4", "instrument.end_week=8"]
    at_100 = sim.simulate([*world, "instrument.yuan_per_person=100"]).effects
    budget = float(at_100[(at_100.measure == "paid_yuan") & (at_100.dimension == "total")].value.iloc[0])
    command = [
        "search", *world, "instrument.yuan_per_person=interval(10,400)", "objective=max:paid_yuan",
        f"constraint=paid_yuan<={budget}", "random=yes", "trials=48", "top=2", f"output={tmp_path / 'a'}",
    ]  # fmt: skip
    assert main(command) == 0
    found = read_search(tmp_path / "a")
    best = found.best_so_far(SEARCH, "max:paid_yuan")[-1]
    assert 0.98 * budget < best <= budget * (1 + 1e-9)
    assert len(found.of(RANDOM)) == 48 and any("Plain random search" in line for line in told(found))


def test_risk_over_parameter_sets_is_searched_and_its_plan_runs(tmp_path):
    small = [text for text in SMALL if not text.startswith(("city", "replicates"))]
    command = ["search", *small, "city=xining", "replicates=4", "parameters=posterior"]
    command += ["split.debut=interval(0.2,0.7)", "split.ip=interval(0.05,0.5)", "objective=risk"]
    command += ["trials=24", "top=1", f"output={tmp_path / 'a'}"]
    assert main(command) == 0
    found = read_search(tmp_path / "a")
    assert math.isnan(found.row(1, "risk").ci_low) and np.isfinite(found.row(1, "risk").value)
    assert "parameters:" not in (tmp_path / "a" / "best.yaml").read_text(encoding="utf-8")
    assert main(["run", f"scenario={tmp_path / 'a' / 'best.yaml'}", "parameters=posterior", "--explain"]) == 0


def test_a_constraint_that_no_plan_keeps_is_named_with_how_far_it_is_missed(tmp_path, capsys):
    command = ["search", *SMALL, *SPACE[:1], "constraint=net_yuan>=1e15", "trials=24", f"output={tmp_path / 'a'}"]
    assert main(command) == 2
    said = capsys.readouterr().err
    assert "none of 24 plans keeps all constraints; the nearest misses net_yuan>=1e15 by 1e+02 %" in said
    assert "Traceback" not in said


# ---------------------------------------------------------------- luck


def lucky(n_plans, rng):
    """Plans that are all alike, of which each replicate says something else; and their trials."""

    def seen():
        parts = rng.normal(size=(4, 1))
        return Seen([parts], (float(parts.mean()),), {}, {})

    settings = compose(["city=xining"])
    plans = [Finalist({"x": float(k)}, settings, seen(), seen(), seen()) for k in range(n_plans)]
    return plans, [Tried(one.point, Outcome(one.searched.worth)) for one in plans]


def test_where_all_plans_are_alike_the_search_promises_much_and_fresh_seeds_keep_nothing():
    rng, goal = np.random.default_rng(3), GOALS["net"]
    kept, promised = [], []
    for _ in range(200):
        plans, tried = lucky(40, rng)
        base = plans[0]
        finalists = [next(p for p in plans if p.point == one.point) for one in candidates(tried, [goal], 5, None)]
        gain, too_much = gains(goal, 0, finalists[choose(finalists, [goal])], base)
        kept.append(gain.value)
        promised.append(too_much)
    assert abs(np.mean(kept)) < 0.15  # three standard errors
    assert np.mean(promised) > 0.5


def test_the_start_is_judged_beside_the_best_even_where_it_is_not_among_them():
    tried = [Tried({"x": float(k)}, Outcome((float(k),))) for k in range(9)]
    assert [one.point["x"] for one in candidates(tried, [GOALS["net"]], 2, {"x": 0.0})] == [8.0, 7.0, 0.0]


def test_the_sign_of_optimism_is_told(found):
    assert ("more than that" in optimism(found)) == (found.row(found.best, "net").optimism >= 0)


# ---------------------------------------------------------------- scenarios


@pytest.mark.parametrize(
    "overrides",
    [
        ["city=suzhou"],
        ["scenario=suzhou_plan", "screening=random"],
        ["scenario=coupons_instead"],
        ["rules=beijing", "rules.kinds.launch_event.rate=0.2", "instrument=voucher", "instrument.yuan_per_person=30"],
        ["allocation=by_need", "plan=core_areas", "participation=strong", "authority.calls=3"],
        ["instruments=[{kind: cash_transfer, yuan_per_person: 50, start_week: 3, end_week: 6}]", "allocation=none"],
        ["allocation.between=shares", "allocation.shares={suzhou:0.4,wuxi:0.6}", "city=[suzhou,wuxi]"],
        ["parameters.creation_share=0.4", "publicity={home:0.5,visitors:0.25,national:0.25}"],
    ],
    ids=lambda overrides: overrides[0],
)
def test_a_scenario_stands_for_all_settings_that_it_was_made_of(overrides, tmp_path):
    settings, path = compose(overrides), tmp_path / "plan.yaml"
    path.write_text(scenario(settings, "A plan", "Of a test."), encoding="utf-8")
    assert compose([f"scenario={path}"]).digest() == settings.digest()


# ---------------------------------------------------------------- what cannot be asked for

RANGE = "authority.last_call_at=interval(0.6,0.9)"
MISTAKES = [
    ([], "nothing to search: give a key a range"),
    (["seed=interval(1,9)"], "seed is no number that a design may move"),
    (["parameters.stall_share=interval(0.1,0.2)"], "parameters.stall_share: is no decision of a planner"),
    (["population.degree=4,8"], "population.degree: is no decision of a planner"),
    (["split.debut=interval(0.1,0.9)"], "split.debut: cannot move alone, since shares sum to 1"),
    (["split=interval(0.3,0.9)"], "floors sum to 1.2 and caps to 3.6; together they are 1"),
    (["split=interval(0.01,0.2)"], "floors sum to 0.04 and caps to 0.8; together they are 1"),
    (["split.food=interval(0.1,0.9)", "split.ip=interval(0.1,0.9)"], "'split.food=interval(0.1,0.9)': unknown"),
    (["split=interval(0.9,0.1)"], "write interval(low,high), low below high"),
    (["split=interval(0,x)"], "write interval(low,high), low below high"),
    (["split=interval(0,1)", "split=interval(0,0.5)"], "split is given twice"),
    (["allocation.shares.wuxi=interval(0,1)"], "'allocation.shares.wuxi=interval(0,1)': unknown city 'wuxi'"),
    (["instruments.0.face_yuan=interval(5,20)"], "no such term; the settings list 0 instruments"),
    (["screening=score,sorce"], "screening=sorce"),
    ([RANGE, "objective=nett"], "command line: objective=nett: write max:MEASURE or min:MEASURE, or"),
    ([RANGE, "objective=max:net_yaun"], "objective=max:net_yaun: unknown; did you mean 'net_yuan'?"),
    ([RANGE, "objective=gap", "city=xining"], "objective=gap: compares cities; name two or more"),
    ([RANGE, "constraint=split.ip<=0.5"], "constraint=split.ip<=0.5: split.ip: is no key with a range"),
    ([RANGE, "constraint=net"], "constraint=net: write KEY<=NUMBER"),
    ([RANGE, "trials=10"], "trials=10: the first 16 plans are drawn at random"),
    (
        [RANGE, "screening=score,random,first_come,model_assisted", "trials=39"],
        "trials=39: the first 32 plans are drawn at random, for the search to learn from; give 40 or more",
    ),
    (["instrument.face_yuan=interval(5,20)"], "instrument.face_yuan=5: no instrument is chosen"),
    (
        ["instrument=none,threshold_coupon", "screening=score,random", "instrument.face_yuan=interval(5,20)"],
        "(in runs: instrument=none)",
    ),
    (["rules.kinds.ip_event.rate=interval(0.1,0.3)"], "rules.kinds.ip_event"),
    ([RANGE, "allocation=none"], "the settings have no policy"),
    ([RANGE, "random=perhaps"], "random=perhaps: must be yes or no"),
    ([RANGE, "parameters=posterior", "replicates=4", "fresh=3"], "fresh=3: replicates of parameters=posterior come in"),
]


@pytest.mark.parametrize(("arguments", "message"), MISTAKES, ids=lambda x: "" if isinstance(x, str) else " ".join(x))
def test_a_mistake_is_told_before_anything_is_run(arguments, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    keys = {text.partition("=")[0] for text in arguments}
    with pytest.raises(InputError) as told:
        plan([*(text for text in SMALL if text.partition("=")[0] not in keys), *arguments])
    assert message in str(told.value) and not list(tmp_path.iterdir())


def test_a_range_of_a_key_that_is_in_no_table_yet_makes_its_table():
    found = plan([*SMALL, "plan.directions.debut.projects=interval(5,20)"])
    point = {"plan.directions.debut.projects": 7.0}
    assert found.start is None and found.plans.settings(point).plan.directions["debut"].projects == 7
    with pytest.raises(InputError):
        plan([*SMALL, "plan.directions.food.projects=interval(5,20)"])


def test_without_optuna_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(InputError, match=r'pip install "sanxin\[search\]"'):
        plan([*SMALL, RANGE])


def test_times_out_of_order_are_never_run():
    asked = plan([*SMALL, "authority.second_tranche_at=interval(0.3,0.9)", RANGE])
    point = {"authority.second_tranche_at": 0.8, "authority.last_call_at": 0.7}
    assert not asked.plans.allowed(point) and asked.plans.allowed(point | {"authority.last_call_at": 0.85})


def test_a_term_of_a_listed_instrument_is_searched():
    listed = "instruments=[{kind: cash_transfer, yuan_per_person: 50, start_week: 3, end_week: 6}]"
    ranges = ["instruments.0.yuan_per_person=interval(10,90)", "instruments.0.start_week=interval(1,5)"]
    asked = plan([*SMALL, listed, *ranges])
    made = asked.plans.settings({"instruments.0.yuan_per_person": 20.0, "instruments.0.start_week": 2.0})
    assert made.instruments[0].model_dump()["yuan_per_person"] == 20 and made.instruments[0].start_week == 2
    assert asked.start == {"instruments.0.yuan_per_person": 50.0, "instruments.0.start_week": 3.0}


def test_shares_that_have_no_range_stay_as_they_are():
    asked = plan([*SMALL, "split.debut=interval(0,1)", "split.scene=interval(0,1)"])
    assert asked.space.shares[0].total == 0.75
    made = asked.plans.settings({"split.debut": 0.15, "split.scene": 0.6})
    assert (made.split.ip, made.split.publicity, made.split.name) == (0.2, 0.05, "searched")


def test_a_city_that_has_no_range_keeps_its_share_of_the_grant():
    cities = [f"allocation.shares.{name}=interval(0,1)" for name in ("wuxi", "xining")]
    asked = plan(["city=[suzhou,wuxi,xining]", *SMALL[1:], *cities])
    rest = asked.space.shares[0].total - 0.1
    made = asked.plans.settings({"allocation.shares.wuxi": 0.1, "allocation.shares.xining": rest})
    official = compose(["city=[suzhou,wuxi,xining]"])
    rows = read.read_cities().rows(official.city)
    grants = dict(zip(official.city, quotas(official, read.read_cities().take(rows)).tolist(), strict=True))
    assert made.allocation.shares["suzhou"] == pytest.approx(grants["suzhou"] / sum(grants.values()))
    assert made.allocation.shares["wuxi"] == 0.1 and sum(made.allocation.shares.values()) == pytest.approx(1)


def test_a_scenario_states_no_more_than_what_differs():
    text = scenario(compose(["rules.kinds.launch_event.rate=0.2"]), "A plan", "Of a test.")
    assert yaml.safe_load(text)["rules"] == {"name": "custom", "kinds": {"launch_event": {"rate": 0.2}}}


def test_trials_hold_a_column_for_every_objective_and_every_key(found):
    assert {f"{VALUE}net", f"{VALUE}gap", f"{KEY}screening", f"{KEY}split.ip"} <= set(found.trials)
    assert isinstance(found.trials, pd.DataFrame)

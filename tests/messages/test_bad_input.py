"""Bad input, word for word: one line on stderr, exit code 2, no traceback, nothing written."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sim.cli.main import main
from sim.data import read
from sim.inputs.settings import Settings

EXAMPLE = "sanxin report results/2026-01-31_120000_sweep_1a2b3c4d"
SMALL = [
    "city=xining",
    "population.consumers_per_city=20",
    "replicates=1",
    "horizon.weeks_pilot=8",
    "horizon.weeks_after=0",
]
NO_OWN = "; there is no scenarios/cities.csv here with cities of your own"
CITIES = f"see sim/data/cities.csv for the {len(read.read_cities().id)} names"
VERBS = (
    "run, sweep, report, export, list, verify, validate, calibrate, trace, attribute, sensitivity, search, futures, "
    "check"
)
LOOKED = "(names of files in scenarios/ here and of those that come with sanxin)"
SCENARIOS = (
    "all_or_nothing, chongqing_plan, core_areas_first, coupons_instead, debut_economy_first, ip_first, "
    "livelihood_first, no_dynamic_management, official_pilot, publicity_heavy, reform_only, service_scenes_first, "
    "strong_partners, suzhou_plan"
)
SPLITS = "balanced, debut_first, instruments_only, ip_first, scenes_first"
ALLOCATIONS = "by_need, by_retail, equal, none, official, per_head"
RULES = (
    "allowed: beijing, chengdu, chongqing, fund, fuzhou, guangzhou, nanchang, nanjing, sanya, shanghai, shenzhen, "
    "wenzhou, wuhan, xiamen"
)
INSTRUMENTS = (
    "approval_reform, award_top_up, cash_transfer, event_grant, merchant_closing, merchant_opening, none, "
    "price_change, price_discount, "
    "publicity_burst, threshold_coupon, trade_in, voucher"
)
UNKNOWN = "command line: unknown key"
SECTIONS = ", ".join(Settings.model_fields)
HORIZON = "horizon.weeks_warmup, horizon.weeks_pilot, horizon.weeks_after"
OTHER_SHARES = "debut=0.9; scene=0.35, ip=0.2, publicity=0.05, instruments=0 from configs/split/balanced.yaml"
N_PARAMETERS = len(read.read_parameters())

CASES = [
    (["run", "city=atlantis"], f"command line: city=atlantis: unknown city 'atlantis'; {CITIES}{NO_OWN}"),
    (["run", "city=suzhuo"], f"command line: city=suzhuo: unknown city 'suzhuo'; did you mean 'suzhou'?{NO_OWN}"),
    (["run", "city=[xining,xining]"], "command line: city=[xining,xining]: a city is named twice"),
    (["run", "allocation=offical"], "command line: allocation=offical: unknown; did you mean 'official'?"),
    (["run", "allocation=x"], f"command line: allocation=x: unknown; allowed: {ALLOCATIONS}"),
    (["sweep", "allocation=official,x"], f"command line: allocation=x: unknown; allowed: {ALLOCATIONS}"),
    (["run", "split=balance"], "command line: split=balance: unknown; did you mean 'balanced'?"),
    (["run", "rules=bejing"], "command line: rules=bejing: unknown; did you mean 'beijing'?"),
    (["run", "rules=suzhou"], f"command line: rules=suzhou: there are no award rules of this city here; {RULES}"),
    (["run", "scenario=xyz"], f"command line: scenario=xyz: unknown; allowed: {SCENARIOS} {LOOKED}"),
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
    (
        ["run", "instrument=publicity_burst", "instrument.yuan_per_week=3e16"],
        "command line: instrument.yuan_per_week=3e16: must be at most 1000000000000",
    ),
    (
        ["run", "instrument=threshold_coupon", "instrument.face_yuan=50"],
        "command line: instrument: face_yuan must not exceed threshold_yuan (face_yuan=50; threshold_yuan=40 from "
        "configs/instrument/threshold_coupon.yaml line 4)",
    ),
    (
        ["run", "instrument=voucher", "instrument.end_week=2"],
        "command line: instrument: end_week must not be before start_week (end_week=2; start_week=30 from "
        "configs/instrument/voucher.yaml line 7)",
    ),
    (
        ["run", "instrument=trade_in", "instrument.sectors=[pets]"],
        "command line: instrument.sectors=[pets]: unknown sector 'pets'; allowed: groceries, catering, fashion, "
        "electronics, culture, sports, tourism, services",
    ),
    (["run", "instrument=coupon"], f"command line: instrument=coupon: unknown; allowed: {INSTRUMENTS}"),
    (
        ["validate", "targets=/no/such.csv"],
        "/no/such.csv: no such file; needs a table of findings with the columns id, study, place, instrument, "
        "statistic, point_estimate, ci_low, ci_high, horizon, population, how_to_reproduce_in_silico",
    ),
    (["calibrate", "trials=0"], "command line: trials=0: must be a whole number from 1 to 1,000,000"),
    (["run", "seed=seven"], "command line: seed=seven: must be a whole number"),
    (["run", "seed=-1"], "command line: seed=-1: must be at least 0"),
    (["run", "seed=nan"], "command line: seed=nan: must be a whole number"),
    (["run", "replicates=0"], "command line: replicates=0: must be at least 1"),
    (["run", "financing=tax"], "command line: financing=tax: unknown; allowed: cut_elsewhere, later_tax, none"),
    (["run", "channels.building=no"], "command line: channels.building=no: must be true or false"),
    (["run", "channels.owner=false"], f"{UNKNOWN} 'channels.owner'; did you mean 'channels.owners'?"),
    (["run", "parameters.owner_share=2"], "command line: parameters.owner_share=2: must be 0 to 1 (share)"),
    (
        ["run", "financing=later_tax", "financing.start_week=156"],
        "command line: financing.start_week=156: must be a week of the run, 0 to 155",
    ),
    (
        ["run", "financing=later_tax", "financing.end_week=51"],
        "command line: financing: end_week must not be before start_week, and needs one (end_week=51; start_week=52 "
        "from configs/financing/later_tax.yaml line 4)",
    ),
    (
        ["run", "financing.start_week=3"],
        "command line: financing: start_week must be a week where somebody pays for the policy, and null with "
        "kind=none (start_week=3; kind=none from configs/financing/none.yaml line 3)",
    ),
    (["run", "horizon.weeks_pilot=1.5"], "command line: horizon.weeks_pilot=1.5: must be a whole number"),
    (["run", "population.rewire_share=2"], "command line: population.rewire_share=2: must be at most 1"),
    (["run", "population.choice=maybe"], "command line: population.choice=maybe: allowed: flow, individual"),
    (["run", "population.choice=flows"], "command line: population.choice=flows: did you mean 'flow'?"),
    (
        ["run", "parameters.creation_share=3"],
        "command line: parameters.creation_share=3: must be 0 to 1 (share)",
    ),
    (
        ["run", "parameters.creation_share=nan"],
        "command line: parameters.creation_share=nan: must be a finite number",
    ),
    (["run", "parameters.creation_share=inf"], "command line: parameters.creation_share=inf: must be a finite number"),
    (["run", "split.debut=0.9"], f"command line: split: shares sum to 1.5; they must sum to 1 ({OTHER_SHARES})"),
    (["run", "split={debut:0.9}"], f"command line: split: shares sum to 1.5; they must sum to 1 ({OTHER_SHARES})"),
    (["run", "seed=true"], "command line: seed=true: must be a whole number"),
    (["run", "seed=null"], "command line: seed=null: must be a whole number"),
    (["run", "seed='7'"], "command line: seed=7: must be a whole number"),
    (["run", "threads=0"], "command line: threads=0: must be at least 1"),
    (["run", "population=3"], "command line: population=3: must be a table of keys"),
    (["run", "output="], "command line: output=: must not be empty"),
    (["run", "seed=1,2"], "command line: 'seed=1,2': one value is allowed here; several are compared by sanxin sweep"),
    (["run", "--multirun"], "command line: '--multirun': unknown option; write key=value"),
    (["run", "consumers_per_city=9"], f"{UNKNOWN} 'consumers_per_city'; did you mean 'population.consumers_per_city'?"),
    (
        ["run", "parameters.zzz=1"],
        f"{UNKNOWN} 'parameters.zzz'; see sim/data/parameters.csv for the {N_PARAMETERS} names",
    ),
    (
        ["run", "parameters={creation_share:0.4,forgetrate:1}"],
        f"{UNKNOWN} 'parameters.forgetrate'; did you mean 'parameters.forget_rate'?",
    ),
    (["run", "_target_=os.system"], f"{UNKNOWN} '_target_'; did you mean 'plan.targets'?"),
    (["run", "=3"], f"{UNKNOWN} ''; allowed: {SECTIONS}"),
    (["run", "horizon={_target_:os.system}"], f"{UNKNOWN} 'horizon._target_'; allowed: {HORIZON}"),
    (["run", "allocation=3"], f"command line: allocation=3: unknown; allowed: {ALLOCATIONS}"),
    (["run", "allocation=null"], f"command line: allocation=null: unknown; allowed: {ALLOCATIONS}"),
    (["run", "allocation=../config"], f"command line: allocation=../config: unknown; allowed: {ALLOCATIONS}"),
    (
        ["run", "allocation=[official,equal]"],
        "command line: allocation=[official,equal]: unknown; did you mean 'official'?",
    ),
    (["run", "allocation@x=equal"], "command line: 'allocation@x=equal': packages (@) are not allowed"),
    (
        ["run", "allocation.name=' '"],
        "command line: allocation.name= : must be 1 to 60 letters, digits, spaces or any of _ . ( ) -",
    ),
    (
        ["run", "allocation.between=shares"],
        "command line: allocation: a table shares is needed for between=shares and for no other rule (between=shares)",
    ),
    (
        ["run", "allocation.between=shares", "allocation.shares={xinning:1}"],
        f"command line: allocation.shares.xinning=1: unknown city 'xinning'; did you mean 'xining'?{NO_OWN}",
    ),
    (
        ["run", "city=xining", "allocation.between=shares", "allocation.shares={xining:0.5}"],
        "command line: allocation custom: shares of the chosen cities sum to 0.5; they must sum to 1",
    ),
    (["run", "scenario=/tmp"], "command line: scenario=/tmp: unknown; a path must end with .yaml"),
    (["run", f"output={'x' * 300}"], f"command line: output={'x' * 300}: cannot be written (File name too long)"),
    (["run", "output=/dev/null/x"], "command line: output=/dev/null/x: cannot be written (Not a directory)"),
    (["run", "output=/dev/null"], "command line: output=/dev/null: is a file; name a folder"),
    (
        ["run", "horizon.weeks_pilot=520"],
        "command line: horizon: the run reaches 2036; must stay within 2024 to 2035, the years of spring_festival.csv "
        "(weeks_pilot=520; weeks_warmup=26, weeks_after=52 from configs/config.yaml)",
    ),
    (["sweep", "seed=range(1,1000000000)"], "command line: the sweep has more than 1,000 runs; give fewer values"),
    (["sweep", "allocation=glob(zz*)"], "command line: 'allocation=glob(zz*)': gives no value"),
    (
        ["sweep", "population.rewire_share=interval(0,1)"],
        "command line: 'population.rewire_share=interval(0,1)': an interval is no list of values; "
        "write a,b,c or range(start,stop,step), or sweep over a design: design=lhs",
    ),
    (["sweep", "design=lsh"], "command line: design=lsh: unknown; did you mean 'lhs'?"),
    (["sweep", "n=4"], "command line: n=4: is for a design; add design=lhs, design=morris or design=sobol"),
    (["sweep", "design=lhs"], "command line: design=lhs: no key has a range; write key=interval(low,high)"),
    (
        ["sweep", "design=lhs", "allocation=interval(1,2)"],
        "command line: 'allocation=interval(1,2)': allocation is no number that a design may move; name another key",
    ),
    (
        ["sweep", "design=lhs", "parameters.stall_share=interval(0.1,1.5)"],
        "command line: 'parameters.stall_share=interval(0.1,1.5)': must be 0 to 1 (share)",
    ),
    (
        ["sweep", "design=lhs", "n=1001", "parameters.stall_share=interval(0.1,0.2)"],
        "command line: the sweep has more than 1,000 runs; give fewer values",
    ),
    (
        ["sweep", "design=lhs", "n=200", "parameters.stall_share=interval(0.1,0.2)"],
        "command line: the sweep has more than 1,000 runs with the 6 allocations that are compared where none is "
        "stated; give fewer values",
    ),
    (
        ["sweep", "hydra.sweeper.max_batch_size=1"],
        "command line: 'hydra.sweeper.max_batch_size=1': Hydra's own settings cannot be changed",
    ),
    (["run", "++seed=3"], "command line: '++seed=3': keys cannot be added or deleted; write key=value"),
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
        "command line: 'seed=7,7': a value appears twice; each run must differ",
    ),
    (
        ["sweep", "allocation=official", "output=a,b"],
        "command line: output cannot be swept; all runs of a comparison share one folder",
    ),
    (["fly"], f"unknown verb 'fly'; allowed: {VERBS}; see sanxin --help"),
    ([], f"no verb; allowed: {VERBS}; see sanxin --help"),
    (["report", "nowhere"], f"nowhere: no such folder; example: {EXAMPLE}"),
    (["report", __file__], f"{__file__}: is a file; name the results folder; example: {EXAMPLE}"),
    (["report", "."], ".: holds no results (summary.csv, effects.parquet, manifest.json)"),
    (["report"], f"sanxin report takes one results folder; example: {EXAMPLE}"),
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
    for text in ("allocation=[a]=b", "city=[a", "seed"):
        assert main(["run", text]) == 2
        err = capsys.readouterr().err
        said = "the value cannot be read; close" if "=" in text else "is no key and value; write key=value"
        assert err.startswith(f"sanxin: command line: {text!r}: {said}")
        assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_all_faults_are_reported_at_once(capsys):
    assert main(["run", "seed=-1", "replicates=0"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "sanxin: command line: seed=-1: must be at least 0",
        "sanxin: command line: replicates=0: must be at least 1",
    ]
    assert main(["sweep", "sede=1", "split=x", "replicates=0", "parameters.creation_share=2,3", "scenario=y"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "sanxin: command line: unknown key 'sede'; did you mean 'seed'?",
        f"sanxin: command line: split=x: unknown; allowed: {SPLITS}",
        f"sanxin: command line: scenario=y: unknown; allowed: {SCENARIOS} {LOOKED}",
    ]


def test_a_misspelt_share_is_one_fault_and_not_a_sum_too(capsys):
    assert main(["run", "split.debut=0.5", "split.scen=0.25"]) == 2
    assert capsys.readouterr().err == "sanxin: command line: unknown key 'split.scen'; did you mean 'split.scene'?\n"


def test_a_fault_of_every_run_of_a_sweep_is_told_once(capsys):
    assert main(["sweep", "replicates=0", "parameters.creation_share=2,3"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "sanxin: command line: replicates=0: must be at least 1",
        "sanxin: command line: parameters.creation_share=2: must be 0 to 1 (share)",
        "sanxin: command line: parameters.creation_share=3: must be 0 to 1 (share)",
    ]


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        (
            ["instrument=none,voucher,threshold_coupon", "instrument.start_week=31", "seed=1,2"],
            [
                "instrument.start_week=31: no instrument is chosen;",
                "(in runs: instrument=none)",
                "end_week=30",
                "(in runs: instrument=threshold_coupon)",
            ],
        ),
        (
            ["allocation=official,by_need", "city=[suzhou],[xining]", "seed=1,2", "split=balanced,x"],
            ["split=x: unknown; allowed:"],
        ),
        (
            [
                "instrument=price_change",
                "instrument.cities=[suzhou]",
                "city=suzhou,xining",
                "horizon.weeks_after=600,3",
            ],
            ["horizon.weeks_after=600: must be at most 520"],
        ),
    ],
)
def test_a_fault_of_some_runs_of_a_sweep_names_them_unless_it_says_so_itself(given, lines, capsys):
    assert main(["sweep", *given]) == 2
    err = capsys.readouterr().err
    assert all(line in err for line in lines)
    assert err.count("in runs") == sum("in runs" in line for line in lines)


def test_line_ends_and_escapes_cannot_reach_the_terminal(capsys):
    assert main(["run", "allocation.name='a\nb\x1b[2J'"]) == 2
    err = capsys.readouterr().err
    assert "allocation.name=a\\nb\\x1b[2J: must be" in err
    assert err.count("\n") == 1


@pytest.mark.long
def test_a_mistake_on_the_real_command_line_shows_no_traceback(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "sim.cli.main", "sweep", "city=atlantis"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []

"""Every fault names the place where the user wrote what is wrong, and no other."""

import pytest

import sim
from sim import extend
from sim.errors import InputError
from sim.inputs.compose import compose
from sim.inputs.paths import CONFIGS
from sim.inputs.sweep import expand
from sim.studies.calibration.asked import plan as calibration
from sim.studies.trace.asked import plan as trace
from tests.helpers import guide


def refused(overrides, by=compose):
    """Lines of the refusal."""
    with pytest.raises(InputError) as told:
        by(list(overrides))
    return str(told.value).splitlines()


@pytest.mark.parametrize(
    ("overrides", "line"),
    [
        (["threads={}"], "command line: threads={}: must be a whole number"),
        (["plan.calls={}"], "command line: plan.calls={}: must be a list"),
        (["plan.targets=[]"], "command line: plan.targets=[]: must be a table of keys"),
        (["horizon=[]"], "command line: horizon=[]: must be a table of keys"),
        (
            ["instruments=''"],
            "command line: instruments=: must be a list of instruments, each a name or a table of terms",
        ),
        (
            ["instruments=[null]"],
            "command line: instruments.0=null: must be the name of an instrument or a table of its terms",
        ),
        (["city={}"], "command line: city={}: must be all, a city id or a list of city ids"),
        (
            ["instrument=voucher", "instrument.cities=null"],
            "command line: instrument.cities=null: must be all, a city id or a list of city ids",
        ),
        (
            ["plan.calls=[{quarter:1}]"],
            "command line: plan.calls.0.money is missing",
        ),
        (
            ["instrument=voucher", "instrument.start_week=50"],
            "command line: instrument: end_week must not be before start_week (start_week=50; end_week=42 from "
            "configs/instrument/voucher.yaml line 8)",
        ),
        (
            ["authority.first_tranche_at=0.9"],
            "command line: authority: must be in order: first_tranche_at, second_tranche_at, last_call_at "
            "(first_tranche_at=0.9; second_tranche_at=0.6, last_call_at=0.75 from configs/config.yaml)",
        ),
        (
            ["rules.forbidden=[event]"],
            "command line: rules: the money may not be used for event (forbidden); leave out launch_event, "
            "ip_collaboration (forbidden=[event]; kinds.launch_event, kinds.ip_collaboration from "
            "configs/rules/fund.yaml)",
        ),
    ],
)
def test_what_the_command_line_states_is_never_blamed_on_a_config(overrides, line):
    assert refused(overrides) == [line]


def test_a_kind_of_ones_own_is_missing_where_it_was_begun(tmp_path, monkeypatch):
    monkeypatch.setattr(extend, "SCENARIOS", tmp_path)
    kinds = next(text for name, text in guide().items() if name.endswith("/kinds.csv"))
    (tmp_path / "kinds.csv").write_text(kinds, encoding="utf-8")
    lines = refused(["rules.kinds.night_market.rate=0.3"])
    assert "command line: rules.kinds.night_market.cap_yuan is missing" in lines
    assert all(line.startswith("command line: rules.kinds.night_market.") for line in lines)


def test_what_a_config_takes_from_another_is_found_there():
    origins = compose(["rules=fuzhou"]).origins
    for kind, file in (("first_store", "fuzhou"), ("debut_centre", "fund")):
        rules = (CONFIGS / "rules" / f"{file}.yaml").read_text(encoding="utf-8").splitlines()
        said = str(origins.of(("rules", "kinds", kind)))
        assert said == f"configs/rules/{file}.yaml line {rules.index(f'  {kind}:') + 1}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title: x\nplan:\n", "line 2: plan=null: must be a table of keys"),
        ("title: x\nhorizon:\n  weeks_after: 3\n  weeks_pilot: many\n", "line 4: horizon.weeks_pilot=many: must be a"),
        (
            "plan:\n  calls:\n    - {quarter: 1, money: 1}\n    - {quarter: 2}\n",
            "line 4: plan.calls.1.money is missing",
        ),
        ("parameters:\n  creation_share: 0.2\n  sight_rat: 1\n", "line 3: parameters.sight_rat=1: unknown parameter"),
        ("split:\n  debut: 0.9\n", "line 2: split: shares sum to 1.5; they must sum to 1 (debut=0.9; scene="),
        ("instrument:\n  kind: voucher\n", "line 1: instrument.start_week is missing"),
        ("instrument:\n  start_week: 5\n", "line 2: instrument.start_week=5: no instrument is chosen; choose one with"),
        ("instruments:\n  - voucher\n  - vouchr\n", "line 3: instruments.1=vouchr: unknown; did you mean 'voucher'?"),
        ("title: x\nrules: xyz\n", "line 2: rules=xyz: unknown; allowed: "),
    ],
)
def test_a_fault_of_a_scenario_names_its_file_and_line(text, line, tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(text, encoding="utf-8")
    assert refused([f"scenario={path}"])[0].startswith(f"{path} {line}")


def test_values_of_three_places_are_told_with_all_three(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text("split:\n  scene: 0.4\n", encoding="utf-8")
    assert refused([f"scenario={path}", "split.debut=0.9"]) == [
        "command line: split: shares sum to 1.55; they must sum to 1 "
        f"(debut=0.9; scene=0.4 from {path} line 2; ip=0.2, publicity=0.05, instruments=0 from "
        "configs/split/balanced.yaml)"
    ]


def test_the_command_line_wins_with_an_empty_table_too(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text("plan: {calls: [{quarter: 1, money: 1}]}\n", encoding="utf-8")
    assert refused([f"scenario={path}", "plan.calls={}"]) == ["command line: plan.calls={}: must be a list"]


NAMES = [
    "plan+b",
    "R&D",
    "a=b",
    "-x y",
    "50%",
    "计划",
    "²",
    "a#b",
    "it's",
    'q"q',
    "(1)",
    "2026",
    "null",
    "a:b",
    "~a",
    "*",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_may_have_any_name(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / f"{name}.yaml").write_text("split: {debut: 0.3, scene: 0.45}\n", encoding="utf-8")
    assert compose([f"scenario={name}.yaml"]).split.debut == 0.3
    assert expand([f"scenario={name}.yaml", "allocation=official"])[0][0].split.debut == 0.3


def test_a_name_with_a_comma_or_brackets_is_put_in_quotes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a,b.yaml", "[x].yaml"):
        (tmp_path / name).write_text("split: {debut: 0.3, scene: 0.45}\n", encoding="utf-8")
        assert refused([f"scenario={name}"])[0].startswith(f"command line: 'scenario={name}': ")
        assert "quotes" in refused([f"scenario={name}"])[0]
        assert compose([f"scenario='{name}'"]).split.debut == 0.3


def test_a_sweep_tells_a_key_as_it_was_written():
    line = refused(["instrument=none,threshold_coupon", "instrument.start_week=5", "allocation=official"], expand)
    assert len(line) == 1
    assert line[0].startswith("command line: instrument.start_week=5: no instrument is chosen; choose one with inst")


def test_a_call_from_python_is_named():
    assert refused(["seed=seven", "sed=1"], sim.simulate) == [
        "sim.simulate: unknown key 'sed'; did you mean 'seed'?",
        "sim.simulate: seed=seven: must be a whole number",
    ]
    assert refused(["seed=seven", "allocation=official"], sim.compare)[0].startswith("sim.compare: seed=seven")
    assert refused(["city=xining", "output=/dev/null"], sim.simulate) == [
        "sim.simulate: output=/dev/null: is a file; name a folder"
    ]
    assert refused(["scenario=nowhere"], sim.simulate)[0].startswith("sim.simulate: scenario=nowhere: unknown")


def test_what_a_verb_adds_is_not_the_users():
    assert refused(["parameters=posterior"], calibration) == [
        "command line: parameters=posterior: a calibration makes the sample; leave it out"
    ]
    assert refused(["city=suzhou", "among=atlantis"], trace)[0].startswith(
        "command line (among=atlantis): city=atlantis: unknown city 'atlantis'"
    )


def test_where_a_value_comes_from_is_no_part_of_it():
    stated, usual = compose(["seed=7"]), compose([])
    assert str(stated.origins.of(("seed",))) == "command line"
    assert str(usual.origins.of(("seed",))) == "configs/config.yaml line 14"
    assert stated == usual and stated.digest() == usual.digest()

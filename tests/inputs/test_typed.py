"""Overrides as people type them: in Chinese, with signs that Hydra does not know, numbers and texts that look alike."""

from __future__ import annotations

import pytest

import sim
from sim.errors import InputError
from sim.inputs.compose import compose
from sim.inputs.sweep import expand
from sim.inputs.typed import spelt
from sim.runs.request import requested
from sim.studies.levers.asked import Keys

OFFICIAL = "allocation=official"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("city=苏州", ("suzhou",)),
        ("city='苏州'", ("suzhou",)),
        ("city=苏州市", ("suzhou",)),
        ("city=SUZHOU", ("suzhou",)),
        ("city=[西安,Xi'an]", None),
        ("city=[西安,Su-zhou]", ("suzhou", "xian")),
        ("city＝［苏州，西安］", ("suzhou", "xian")),
        ("city=【苏州、西安】", ("suzhou", "xian")),
    ],
)
def test_a_city_may_be_named_in_either_language(text, ids):
    if ids is None:
        with pytest.raises(InputError, match="a city is named twice"):
            compose([text])
    else:
        assert compose([text]).city == ids


def test_names_of_every_table_are_ids_in_keys_and_in_values():
    settings = compose(
        [
            "allocation.between=shares", "allocation.shares={苏州:1}", "city=苏州", "rules=北京",
            "plan.kinds.首店.projects=3", "rules.kinds.首店.cap_by_level={全国首店:5e6}", "split=ip-first",
            "instrument=event_grant", "instrument.sector=Sports and fitness", "instrument.project_kind=首发首秀首展",
            "instruments=[{name: 券, kind: voucher, sectors: [餐饮], cities: [苏州], yuan_per_person: 9, "
            "start_week: 30, end_week: 40}]",
        ]
    )  # fmt: skip
    assert settings.allocation.shares == {"suzhou": 1}
    assert settings.rules.kinds["first_store"].cap_by_level["national"] == 5e6
    assert (settings.rules.name, settings.plan.kinds["first_store"].projects) == ("custom", 3)
    event, voucher = settings.programme
    assert (event.sector, event.project_kind) == ("sports", "launch_event")
    assert (voucher.name, voucher.sectors, voucher.cities) == ("券", ("catering",), ("suzhou",))


def test_names_in_a_scenario_file_are_ids(tmp_path):
    file = tmp_path / "苏州 方案.yaml"
    file.write_text(
        "title: 苏州\ncity: [苏州, 无锡]\nallocation: {between: shares, shares: {苏州: 0.4, 无锡: 0.6}}\n", "utf-8"
    )
    settings = compose([f"scenario={file}"])
    assert settings.city == ("wuxi", "suzhou")
    assert settings.allocation.shares == {"suzhou": 0.4, "wuxi": 0.6}


@pytest.mark.parametrize(
    "name", ["20261128", "007", "1e3", "true", "1.50", "-5", "结果", "R&D", "a#b", "my out", "a=b", "a (1)"]
)
def test_a_text_stays_as_it_was_typed(name):
    assert str(compose([f"output={name}"]).output).endswith(name)


@pytest.mark.parametrize(
    ("text", "seed"), [("seed=007", 7), ("seed=1e3", 1000), ("seed=1_000", 1000), ("seed=７", 7), ("seed = 7", 7)]
)
def test_a_number_may_be_written_in_any_way(text, seed):
    assert compose([text]).seed == seed


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("9007199254740993.0", "exact only without a point"),
        ("1e18", "exact only without a point"),
        ("9223372036854775808", "must be at most 9223372036854775807"),
        *((value, "must be a whole number") for value in ("2.5", "0x10", "inf", "nan", "1e400", "1 000", "'7'")),
    ],
)
def test_a_seed_that_is_no_exact_whole_number_is_refused(value, why):
    with pytest.raises(InputError, match=why):
        compose([f"seed={value}"])


@pytest.mark.parametrize(
    ("override", "one", "other"),
    [
        ("seed=1000,1e3", "", ""),
        ("replicates=2,2.0", "", ""),
        ("population={degree:2},{degree:2.0}", "", ""),
        ("city=[suzhou],苏州", r"city=\[suzhou\]", "city=suzhou"),
        ("threads=1,2", "threads=1", "threads=2"),
        ("parameters.creation_share=0.4,4e-1,0.40", "", ""),
    ],
)
def test_runs_of_a_sweep_that_are_the_same_are_refused_however_they_are_written(override, one, other):
    said = f"{one} and {other} are the same run" if one else "a value appears twice"
    with pytest.raises(InputError, match=said):
        expand([OFFICIAL, override])


def test_a_whole_number_is_named_without_a_point():
    assert expand([OFFICIAL, "seed=1000,2e3"])[1] == ["official seed=1000", "official seed=2000"]


def test_a_fault_of_one_of_several_runs_from_python_names_it():
    with pytest.raises(InputError, match=r"no instrument is chosen.*\(in runs: instrument=none\)"):
        sim.compare([["instrument=voucher"], ["instrument=none", "instrument.sectors=all"]])


def test_runs_from_python_that_are_the_same_are_refused():
    with pytest.raises(InputError, match="are the same run; each run must differ"):
        sim.compare([[OFFICIAL, "city=suzhou"], [OFFICIAL, "city=苏州"]])


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ("range(0.1,0.4,0.1)", ["0.1", "0.2", "0.3"]),
        ("range(0.4,0.1,-0.1)", ["0.4", "0.3", "0.2"]),
        ("range(0.05,0.2,0.05)", ["0.05", "0.1", "0.15"]),
    ],
)
def test_a_range_gives_the_values_that_one_would_write_without_the_stop(values, written):
    key = "parameters.creation_share"
    settings, labels = expand([OFFICIAL, f"{key}={values}"])
    assert labels == [f"official creation_share={value}" for value in written]
    assert [s.digest() for s in settings] == [compose([OFFICIAL, f"{key}={value}"]).digest() for value in written]


@pytest.mark.parametrize(
    ("override", "why"), [("seed=range(1,4,0)", "a step that is not 0"), ("seed=range(1,3),2", "range or choice")]
)
def test_a_range_that_is_no_list_of_values_is_refused(override, why):
    with pytest.raises(InputError, match=why):
        expand([OFFICIAL, override])


@pytest.mark.parametrize("value", [OFFICIAL, {"city": "suzhou"}, None, 3, b"x", [3], [None], [["seed=1"], "seed=2"]])
@pytest.mark.parametrize(
    "door", [sim.simulate, sim.compare, compose, expand, lambda value: requested(Keys, value).__enter__()]
)
def test_anything_but_a_list_of_texts_is_refused_in_one_line(door, value):
    with pytest.raises(InputError, match="must be a list of texts") as refused:
        door(value)
    assert len(refused.value.problems) == 1


@pytest.mark.parametrize(
    ("overrides", "why"),
    [
        (["instrument=voucher", "instrument.income_quintiles=[]"], "must name one income quintile or more"),
        (["instrument=voucher", "instrument.income_quintiles=[1,1]"], "must name one income quintile or more"),
        (["instrument=voucher", "instrument.income_quintiles=[6]"], "must be at most 5"),
        (["instrument=voucher", "instrument.cities=[]"], "must name one city or more, each once"),
        (["instrument=cash_transfer", "instrument.liquidity=[]"], "must name one liquidity type or more, each once"),
        (["instrument=price_change", "instrument.districts=[1,1]"], "must name each district once"),
        (["authority.exchange_weeks=[]"], "must name one week or more, each once"),
        (["authority.exchange_weeks=[5,5]"], "must name one week or more, each once"),
        (["rules.forbidden=[event,event]"], "must name each use once"),
        (["split.withheld=[ip,ip]"], "must name each share once"),
        (["city=[]"], "a list of city ids"),
    ],
)  # fmt: skip
def test_a_list_that_is_empty_or_names_one_thing_twice_is_refused(overrides, why):
    with pytest.raises(InputError, match=why):
        compose(overrides)


def test_what_is_spelt_is_left_as_it_is_when_it_is_spelt_again():
    for text in (
        "output=R&D",
        "city=［苏州，无锡］",
        "seed=007",
        "plan.calls=[{quarter:05,money:1}]",
        "output=a\\,b",
        "output=it's",
    ):
        assert spelt(spelt(text)) == spelt(text)

"""Award rules: the sets of configs/rules, and the awards that the acts behind them give, worked out by hand."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pytest
import yaml

from sim.data import read
from sim.errors import InputError
from sim.inputs.compose import compose
from sim.inputs.paths import CONFIGS
from sim.kernel.loops.applying import award_for
from sim.policy.awards import award_columns

SETS = sorted(path.stem for path in (CONFIGS / "rules").glob("*.yaml"))
CITIES = [name for name in SETS if name != "fund"]
NOT_PILOT = ["sanya"]


class Proposals(NamedTuple):
    """What a project's award depends on; (1, 1) each."""

    kind: np.ndarray
    level: np.ndarray


@pytest.fixture(scope="module")
def rules():
    """Return every set by its name."""
    return {name: compose([f"rules={name}"]).rules for name in SETS}


def own(name: str) -> dict:
    """Return what the file of a set states itself."""
    return yaml.safe_load((CONFIGS / "rules" / f"{name}.yaml").read_text(encoding="utf-8"))


def yuan(rules, kind: str, level: str, investment: float) -> float:
    """Return the award that a set gives, through the columns and the rule that the model uses."""
    numbers = read.read_kinds().kind.index(kind), read.read_levels().level.index(level)
    p = Proposals(*(np.full((1, 1), n, dtype=np.int64) for n in numbers))
    return award_for(p, award_columns(rules), float(investment), 0, 0)


@pytest.mark.parametrize("name", SETS)
def test_every_set_goes_by_its_name_and_prices_every_kind(rules, name):
    assert rules[name].name == name
    assert set(rules[name].kinds) == set(read.read_kinds().kind)
    assert rules[name].kinds.keys() == rules["fund"].kinds.keys()


def test_sets_are_of_pilot_cities_or_say_that_they_are_not(rules):
    pilot = read.read_cities().id
    assert len(CITIES) >= 8
    assert [name for name in CITIES if name not in pilot] == NOT_PILOT
    assert all("not a pilot city" in rules[name].title for name in NOT_PILOT)


@pytest.mark.parametrize("name", SETS)
def test_every_figure_has_an_address(rules, name):
    assert re.search(r"https?://", rules[name].source)
    for kind, rule in rules[name].kinds.items():
        assert re.search(r"https?://\S+\w", rule.source), kind
    for kind, stated in own(name)["kinds"].items():
        assert {"grade", "source", "cap_yuan"} <= stated.keys(), kind


@pytest.mark.parametrize("name", CITIES)
def test_what_a_city_states_replaces_the_terms_of_fund_and_nothing_else_changes(rules, name):
    """Hydra lays tables over each other, so a cap that a file leaves out would be the fund's."""
    stated = own(name)["kinds"]
    for kind, rule in rules[name].kinds.items():
        if kind not in stated:
            assert rule == rules["fund"].kinds[kind]
            continue
        assert rule != rules["fund"].kinds[kind]
        for key, default in (("cap_by_level", {}), ("large_from_yuan", None), ("large_cap_yuan", None)):
            assert getattr(rule, key) == stated[kind].get(key, default), f"{kind}.{key}"


@pytest.mark.parametrize("name", SETS)
def test_parts_sum_to_one_and_no_threshold_lies_above_the_cap(rules, name):
    columns = award_columns(rules[name])
    results = [rule.results for rule in rules[name].kinds.values()]
    order = [list(read.read_kinds().kind).index(kind) for kind in rules[name].kinds]
    np.testing.assert_allclose(columns.upfront[order] + columns.completion[order] + results, 1)
    assert (columns.rate * columns.minimum + columns.fixed <= columns.cap.max(axis=1)).all()
    assert (columns.cap.max(axis=1) > 0).all()


@pytest.mark.parametrize(
    ("name", "kind", "level", "investment", "expected"),
    [
        ("beijing", "first_store", "city", 1_500_000, 750_000),  # half
        ("beijing", "first_store", "city", 12_000_000, 1_000_000),
        ("beijing", "first_store", "national", 12_000_000, 2_000_000),
        ("beijing", "first_store", "global", 12_000_000, 5_000_000),
        ("beijing", "first_store", "global", 400_000, 0),  # below 500,000 yuan
        ("beijing", "area_upgrade", "city", 20_000_000, 2_000_000),  # a tenth
        ("beijing", "area_upgrade", "city", 9_000_000, 0),
        ("shanghai", "first_store", "global", 30_000_000, 1_000_000),
        ("shanghai", "launch_event", "city", 2_000_000, 600_000),
        ("chongqing", "first_store", "regional", 2_000_000, 800_000),
        ("chongqing", "flagship_store", "city", 15_000_000, 1_000_000),
        ("chongqing", "launch_event", "city", 6_000_000, 1_000_000),
        ("shenzhen", "launch_event", "city", 999_999, 0),
        ("shenzhen", "launch_event", "city", 1_000_000, 500_000),
        ("guangzhou", "first_store", "city", 12_000_000, 2_400_000),
        ("guangzhou", "first_store", "national", 20_000_000, 3_000_000),
        ("nanjing", "launch_event", "city", 6_000_000, 1_500_000),
        ("fuzhou", "first_store", "city", 12_000_000, 200_000),
        ("fuzhou", "first_store", "national", 12_000_000, 500_000),
        ("xiamen", "first_store", "regional", 12_000_000, 400_000),
        ("nanchang", "first_store", "city", 500_000, 250_000),
        ("nanchang", "first_store", "regional", 12_000_000, 500_000),
        ("wuhan", "integrated_scene", "city", 30_000_000, 9_000_000),
        ("wuhan", "integrated_scene", "city", 99_000_000, 10_000_000),
        ("wuhan", "integrated_scene", "city", 100_000_000, 20_000_000),
        ("chengdu", "sports_health_scene", "city", 18_000_000, 322_222),  # 2.9 million / 9
        ("wenzhou", "catering_scene", "city", 18_000_000, 500_000),
        ("sanya", "first_store", "regional", 12_000_000, 1_500_000),
        ("sanya", "first_store", "city", 2_000_000, 600_000),
    ],
)
def test_awards_are_those_of_the_acts(rules, name, kind, level, investment, expected):
    assert yuan(rules[name], kind, level, investment) == pytest.approx(expected)


@pytest.mark.parametrize("level", ["city", "regional", "national"])
def test_shanghai_pays_nothing_worth_applying_for_below_asia(rules, level):
    assert yuan(rules["shanghai"], "first_store", level, 30_000_000) <= 1


def test_a_kind_without_a_rule_gets_no_award(rules):
    few = rules["fund"].model_copy(update={"kinds": {"first_store": rules["fund"].kinds["first_store"]}})
    assert yuan(few, "first_store", "city", 12_000_000) > 0
    assert yuan(few, "flagship_store", "city", 12_000_000) == 0


def test_money_is_scaled_down_alike_where_the_text_says_so(rules):
    assert [name for name in SETS if rules[name].oversubscribed == "pro_rata"] == ["nanchang", "wuhan"]


def problems(*overrides: str) -> list[str]:
    with pytest.raises(InputError) as raised:
        compose(list(overrides))
    return str(raised.value).splitlines()


def test_a_forbidden_use_is_refused_and_names_the_kinds():
    found = problems("rules=beijing", "rules.forbidden=[fit_out]")
    kinds = read.read_kinds()
    fitted = [kind for kind, use in zip(kinds.kind, kinds.use, strict=True) if use == "fit_out"]
    assert len(found) == 1
    assert found[0].startswith("command line: rules: the money may not be used for fit_out (forbidden); leave out ")
    assert all(kind in found[0] for kind in fitted)


def scenario(tmp_path, rules: dict) -> str:
    path = tmp_path / "own_terms.yaml"
    path.write_text(yaml.safe_dump({"rules": rules}), encoding="utf-8")
    return f"scenario={path}"


TERMS = {"rate": 0.3, "cap_yuan": 1e6, "upfront": 0, "completion": 1, "results": 0, "grade": "assumed", "source": "own"}


@pytest.mark.parametrize(
    ("kind", "change", "said"),
    [
        ("first_stor", {}, "did you mean 'first_store'?"),
        ("first_store", {"cap_by_level": {"nationale": 2e6}}, "did you mean 'national'?"),
        ("first_store", {"completion": 0.7}, "sum to 0.7; they must sum to 1"),
        ("first_store", {"large_from_yuan": 1e8}, "belong together"),
        ("first_store", {"rate": 0}, "must be above 0"),
    ],
)
def test_faulty_terms_of_a_scenario_are_refused_in_one_line(tmp_path, kind, change, said):
    (line,) = problems(scenario(tmp_path, {"kinds": {kind: TERMS | change}}))
    assert said in line
    assert "own_terms.yaml" in line

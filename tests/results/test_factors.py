"""A sweep whose runs are all combinations of several keys is known as such: what levels do, and whether it adds up."""

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.results.comparison import Results
from sim.results.factors import departures, factors, main_effects, pivot

BETWEEN = {"official": 0.1, "equal": 0.2, "by_need": 0.0}
SCREENING = {"score": 0.0, "random": 0.05, "first_come": 0.3}


def configs(*keys: dict) -> dict:
    """Settings of all combinations; each key is a table of levels by name, with what they set."""
    found = {}
    for combination in itertools.product(*(key.items() for key in keys)):
        settings = {"seed": 7, "city": ["suzhou"]}
        for _, own in combination:
            settings = settings | own
        found["+".join(name for name, _ in combination)] = settings
    return found


def named(section: str, names) -> dict:
    return {name: {section: {"name": name, "term": len(name)}} for name in names}


TWO = configs(named("allocation", BETWEEN), named("screening", SCREENING))


def made(values: dict[str, np.ndarray], config: dict) -> Results:
    """Results in which each run has these net effects per yuan, replicate by replicate."""
    rows = [
        {"allocation": a, "measure": m, "replicate": r, "value": v if m == "net_yuan" else 1.0}
        for a, own in values.items() for r, v in enumerate(own, 1) for m in ("net_yuan", "public_yuan")
    ]  # fmt: skip
    effects = pd.DataFrame(rows).assign(dimension="replicate", ci_low=np.nan, ci_high=np.nan, city=None)
    summary = pd.DataFrame(
        {"net_per_yuan": {a: own.mean() for a, own in values.items()}, "public_yuan": dict.fromkeys(values, 1.0)}
    ).loc[list(values)]
    manifest = {"configs": config, "cities": [], "calendar": {}, "allocations": list(values)}
    return Results(Path("nowhere"), summary, effects, manifest)


def noisy(size: float, n: int = 6, interaction: float = 0.0) -> Results:
    rng = np.random.default_rng(3)
    common = rng.normal(0, 1, n)  # of a world: cancels in every comparison
    values = {}
    for label, (a, s) in zip(TWO, itertools.product(BETWEEN, SCREENING), strict=True):
        both = interaction * (a == "equal") * (s == "random")
        values[label] = BETWEEN[a] + SCREENING[s] + both + common + rng.normal(0, size, n)
    return made(values, TWO)


def test_all_combinations_of_two_choices_are_two_factors():
    found = factors(TWO, list(TWO))
    assert [(f.key, f.levels) for f in found] == [
        ("allocation", ("official", "equal", "by need")), ("screening", ("score", "random", "first come")),
    ]  # fmt: skip


def test_keys_and_parameters_are_factors_by_themselves():
    calls = {str(n): {"authority": {"calls": n}} for n in (2, 3, 4)}
    shares = {str(x): {"parameters": {"creation_share": x}} for x in (0.1, 0.4)}
    found = factors(all_ := configs(calls, shares), list(all_))
    assert [(f.key, f.levels) for f in found] == [
        ("authority.calls", ("2", "3", "4")), ("parameters.creation_share", ("0.1", "0.4")),
    ]  # fmt: skip


def test_three_factors_cross_as_well():
    three = configs(named("allocation", BETWEEN), named("screening", SCREENING), {"a": {"x": 1}, "b": {"x": 2}})
    assert [f.key for f in factors(three, list(three))] == ["allocation", "screening", "x"]


@pytest.mark.parametrize("gone", ["official+random", "by_need+first_come"])
def test_a_combination_that_is_missing_makes_it_no_factorial(gone):
    assert factors(TWO, [label for label in TWO if label != gone]) == []


def test_one_choice_is_no_factorial_even_if_it_changes_many_settings():
    one = configs({"a": {"allocation": {"name": "a"}, "x": 1}, "b": {"allocation": {"name": "b"}, "x": 2}})
    assert factors(one, list(one)) == []


def test_a_setting_that_follows_from_a_factor_is_none_of_its_own():
    told = {name: {"allocation": {"name": name}, "is_official": name == "official"} for name in BETWEEN}
    found = factors(all_ := configs(told, named("screening", SCREENING)), list(all_))
    assert [f.key for f in found] == ["allocation", "screening"]


def test_levels_of_one_name_are_told_by_what_differs():
    rates = {str(x): {"rules": {"name": "fund", "rate": x}} for x in (0.1, 0.2)}
    found = factors(all_ := configs(rates, named("screening", SCREENING)), list(all_))
    assert found[0].levels == ("0.1", "0.2")


def test_runs_without_money_do_not_stand_in_the_way():
    results = noisy(0.01)
    none = "none"
    config = TWO | {
        none: {"seed": 7, "city": ["suzhou"], "allocation": {"name": "none"}, "screening": {"name": "score"}}
    }
    summary = pd.concat([results.summary, pd.DataFrame({"net_per_yuan": {none: np.nan}, "public_yuan": {none: 0.0}})])
    with_none = Results(results.folder, summary, results.effects, results.manifest | {"configs": config})
    assert [f.key for f in with_none.factors] == ["allocation", "screening"]


def test_a_main_effect_is_the_mean_over_all_levels_of_the_other_factor():
    levels = {level.name: level for level in main_effects(noisy(1e-9))["screening"]}
    apart = {name: level.mean.value - levels["score"].mean.value for name, level in levels.items()}
    assert apart == pytest.approx({"score": 0, "random": 0.05, "first come": 0.3})
    assert levels["first come"].apart.value == pytest.approx(0.25)
    assert levels["random"].apart.value == pytest.approx(-0.25)


def test_worlds_in_common_make_levels_distinguishable_though_their_own_intervals_overlap():
    levels = {level.name: level for level in main_effects(noisy(0.01))["screening"]}
    assert levels["first come"].apart.low > 0 > levels["score"].apart.high
    assert levels["first come"].mean.low < levels["score"].mean.high


def test_effects_that_add_up_are_not_said_to_interact():
    found = departures(noisy(0.01))
    assert len(found) == 9
    assert not any(d.apart.is_clear for d in found)


def test_an_interaction_is_found_where_it_is_and_has_its_size():
    first = departures(noisy(0.01, interaction=0.9))[0]
    assert first.label == "equal+random"
    assert first.apart.is_clear
    assert first.apart.value == pytest.approx(0.9 * (1 - 1 / 3) * (1 - 1 / 3), abs=0.02)  # less its part in both means


def test_departures_sum_to_zero_over_every_level_of_every_factor():
    results = noisy(0.2)
    by_label = {d.label: d.apart.value for d in departures(results)}
    for factor in results.factors:
        for level in range(3):
            assert sum(v for a, v in by_label.items() if factor.of[a] == level) == pytest.approx(0, abs=1e-12)


def test_runs_in_different_worlds_are_not_judged_for_interaction():
    two = configs(named("allocation", BETWEEN), {str(s): {"seed": s} for s in (1, 2, 3)})
    rng = np.random.default_rng(1)
    assert departures(made({a: rng.normal(0, 1, 4) for a in two}, two)) == []


def test_a_pivot_has_every_run_in_its_place():
    shape = pivot(noisy(0.1))
    assert shape.rows == ["official", "equal", "by need"]
    assert shape.columns == ["score", "random", "first come"]
    assert shape.labels[1] == ["equal+score", "equal+random", "equal+first_come"]

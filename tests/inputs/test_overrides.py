"""Every key with a default can be set on the command line, whether a config names it or not."""

from __future__ import annotations

import pytest

from sim.errors import InputError
from sim.inputs.compose import compose
from sim.inputs.sweep import expand


@pytest.mark.parametrize(
    ("overrides", "found"),
    [
        (["plan.kinds={first_store: {projects: 3}}"], lambda s: s.plan.kinds["first_store"].projects == 3),
        (["plan.kinds.first_store.priority=2"], lambda s: s.plan.kinds["first_store"].priority == 2),
        (["plan=livelihood", "plan.targets.debut_stores=5"], lambda s: s.plan.targets.debut_stores == 5),
        (["rules.kinds.first_store.fixed_yuan=5"], lambda s: s.rules.kinds["first_store"].fixed_yuan == 5),
        (
            ["rules.kinds.first_store.cap_by_level={city: 5, global: 7}"],
            lambda s: s.rules.kinds["first_store"].cap_by_level == {"city": 5, "global": 7},
        ),
        (
            ["rules.kinds.first_store.large_from_yuan=5e6", "rules.kinds.first_store.large_cap_yuan=6e6"],
            lambda s: s.rules.kinds["first_store"].large_cap_yuan == 6e6,
        ),
    ],
)
def test_a_key_that_the_config_leaves_out_can_be_set(overrides, found):
    assert found(compose(overrides))


def test_a_sweep_over_such_a_key_is_labelled_by_it():
    settings, labels = expand(["allocation=official", "rules.kinds.first_store.fixed_yuan=5,6"])
    assert [s.rules.kinds["first_store"].fixed_yuan for s in settings] == [5, 6]
    assert [label.split()[-1] for label in labels] == [f"kinds.first_store.fixed_yuan={n}" for n in (5, 6)]


def test_a_key_that_does_not_exist_is_still_refused():
    with pytest.raises(InputError, match=r"unknown key 'rules\.kinds\.first_store\.fixed'"):
        compose(["rules.kinds.first_store.fixed=5"])


@pytest.mark.parametrize(
    ("overrides", "key"),
    [
        (["replicates=2", "replicates=3"], "replicates"),
        (["seed=7", "seed=7"], "seed"),
        (["instrument=voucher", "instrument=cash_transfer"], "instrument"),
        (["split={debut: 0.4}", "split.debut=0.3"], "split.debut"),
        (["split={debut: 0.4, debut: 0.3}"], "split.debut"),
        (["allocation.yuan={苏州: 1e8, suzhou: 2e8}"], "allocation.yuan.suzhou"),
    ],
)
@pytest.mark.parametrize("read", [compose, expand])
def test_a_key_is_given_once(read, overrides, key):
    with pytest.raises(InputError) as refused:
        read(overrides)
    assert str(refused.value) == f"command line: {key} is given twice; state it once"

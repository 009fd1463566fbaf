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

"""Designs: the same points whenever they are asked for, whatever else is moved; and sweeps over them."""

import importlib.util

import numpy as np
import pytest

from sim.errors import InputError
from sim.inputs.compose import compose
from sim.inputs.design import Asked, Axis, is_whole, moved, number_type
from sim.runs.designed import swept

XINING = ["city=xining", "allocation=official"]
CREATION = "parameters.creation_share=interval(0.2,0.6)"
LHS = [0.3236775327978152, 0.8943500018501809, 0.1178719242591201, 0.5736267359607882]
KEYS = ["parameters.creation_share", "population.degree", "authority.top_share"]
DESIGNS = [Asked("lhs", 8), Asked("morris", 3), Asked("sobol", 4)]


@pytest.mark.parametrize("design", DESIGNS, ids=lambda one: one.name)
def test_points_are_the_same_every_time_and_fill_the_cube(design):
    points = design.points(KEYS)
    assert points.shape == (design.size(3), 3)
    assert np.array_equal(points, design.points(KEYS))
    assert points.min() >= 0 and points.max() <= 1 and np.ptp(points, axis=0).min() > 0.3


def test_a_column_of_a_latin_hypercube_depends_on_its_key_alone_and_has_one_point_in_each_stratum():
    alone, together = Asked("lhs", 8).points(KEYS[1:2]), Asked("lhs", 8).points(KEYS)
    assert np.array_equal(alone[:, 0], together[:, 1])
    assert not np.array_equal(together[:, 0], together[:, 1])
    assert (np.sort(np.floor(together * 8), axis=0) == np.arange(8)[:, None]).all()


def test_points_of_a_latin_hypercube_are_these():
    found = Asked("lhs", 4).points(["parameters.creation_share"])[:, 0]
    assert found == pytest.approx(LHS)


def test_a_step_of_a_morris_trajectory_moves_one_key():
    points = Asked("morris", 3).points(KEYS).reshape(3, 4, 3)
    assert ((np.diff(points, axis=1) != 0).sum(axis=2) == 1).all()


def test_the_seed_is_never_0_which_salib_takes_for_none():
    assert all(Asked("morris", n).seed(KEYS) > 0 for n in range(2, 50))


def test_a_sweep_runs_every_combination_at_every_point():
    settings, labels = swept(["design=lhs", "n=3", CREATION, "city=xining", "allocation=official,equal"])
    values = [s.parameters["creation_share"] for s in settings]
    assert len(labels) == 6 and values[:3] == values[3:]
    design, axis = Asked("lhs", 3), Axis("parameters.creation_share", 0.2, 0.6)
    assert values[:3] == [axis.value(u) for u in design.points([axis.key])[:, 0].tolist()]
    assert labels[0] == f"official creation_share={values[0]:g}"


def test_the_seed_of_the_runs_has_no_part_in_the_points():
    one, other = (swept(["design=lhs", "n=3", CREATION, *XINING, f"seed={n}"])[0] for n in (1, 2))
    assert [s.parameters for s in one] == [s.parameters for s in other]


def test_whole_numbers_stay_whole_and_come_once():
    settings, _ = swept(["design=lhs", "n=9", "population.degree=interval(4,8)", *XINING])
    assert sorted(s.population.degree for s in settings) == [4, 5, 6, 7, 8]
    assert Axis("parameters.venue_slots", 32, 128, is_whole("parameters.venue_slots")).value(0.333) == 64
    assert not is_whole("parameters.creation_share")


def test_numbers_are_told_from_what_is_none():
    assert number_type("population.degree") is int and number_type("split.publicity") is float
    assert number_type("allocation") is number_type("authority.strategic") is number_type("city") is None


def test_moved_settings_are_checked_as_any_are():
    settings, axis = compose(XINING), Axis("parameters.creation_share", 0.2, 0.6)
    assert moved(settings, [axis], [0.5]).parameters["creation_share"] == 0.5
    with pytest.raises(InputError, match="must be 0 to 1"):
        moved(settings, [axis], [1.5])


@pytest.mark.parametrize("key", ["cluster.minutes", "workers", "seed"])
def test_what_is_no_assumption_has_no_range(key):
    with pytest.raises(InputError, match=f": {key} is no number that a design may move"):
        swept(["design=lhs", "n=3", f"{key}=interval(2,9)", "launcher=slurm", *XINING])


@pytest.mark.parametrize("design", ["morris", "sobol"])
def test_without_salib_the_command_to_install_it_is_told(design, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(InputError) as told:
        swept([f"design={design}", CREATION, *XINING])
    assert str(told.value) == (
        f'design={design} needs SALib, which is not installed; install it: pip install "sanxin[explore]"'
    )

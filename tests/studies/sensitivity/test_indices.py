"""Indices of functions whose indices are known, and what is said where there are none."""

import numpy as np
import pytest

from sim.inputs.design import Asked
from sim.studies.sensitivity.indices import found, noise
from sim.studies.sensitivity.surface import fit

KEYS = ["a", "b", "c"]
BASE = np.array([0.5, 0.5, 0.5])


def values_of(design, function, n_replicates=2):
    """Units and values of a function that is the same in all replicates, the base first."""
    units = np.vstack([BASE, design.points(KEYS)])
    return np.repeat(function(units)[:, None], n_replicates, axis=1), units


def linear(units):
    return 3 * units[:, 0] + units[:, 1]


def product(units):
    x = 2 * units - 1
    return x[:, 0] + 2 * x[:, 0] * x[:, 1]


def test_a_quadratic_function_is_found_and_its_shares_are_those_of_its_terms():
    units = Asked("lhs", 60).points(KEYS)
    surface = fit(units, product(units))
    first, total = surface.shares()
    whole = 1 / 3 + 4 / 9
    assert first == pytest.approx([1 / 3 / whole, 0, 0], abs=1e-3)
    assert total == pytest.approx([1, 4 / 9 / whole, 0], abs=1e-3)
    assert surface.explained > 0.999
    assert surface(BASE)[0] == pytest.approx(0, abs=1e-3)
    assert surface.slope(np.array([0.5, 1.0, 0.5])) == pytest.approx([3, 0, 0], abs=1e-2)


def test_morris_gives_the_effects_of_a_linear_function():
    one = found(*values_of(Asked("morris", 6), linear), Asked("morris", 6), KEYS)
    assert one.indices["mu_star"] == pytest.approx([3, 1, 0]) and one.indices["sigma"] == pytest.approx([0, 0, 0])


def test_sobol_gives_the_shares_of_a_linear_function():
    one = found(*values_of(Asked("sobol", 256), linear), Asked("sobol", 256), KEYS)
    assert one.indices["total"] == pytest.approx([0.9, 0.1, 0], abs=0.02)
    assert 0 < one.indices["total_half"][0] < 0.3


@pytest.mark.parametrize("design", [Asked("lhs", 8), Asked("morris", 3), Asked("sobol", 4)], ids=lambda d: d.name)
def test_intervals_are_the_same_every_time(design):
    one, other = (found(*values_of(design, product), design, KEYS).indices for _ in range(2))
    assert one.keys() == other.keys() and all(np.array_equal(one[name], other[name]) for name in one)


@pytest.mark.parametrize("design", [Asked("lhs", 8), Asked("morris", 3), Asked("sobol", 4)], ids=lambda d: d.name)
@pytest.mark.parametrize("constant", [0.0, 0.1])
def test_a_constant_has_no_indices_rather_than_indices_of_0(design, constant):
    one = found(*values_of(design, lambda units: np.full(len(units), constant)), design, KEYS)
    assert one.surface is None and one.indices == {} and np.isnan(one.noise)


def test_what_has_no_value_at_a_point_has_no_indices():
    values, units = values_of(Asked("lhs", 8), linear)
    values[3] = np.nan
    one = found(values, units, Asked("lhs", 8), KEYS)
    assert one.surface is None and one.indices == {} and np.isnan(one.turned)


def test_a_replicate_that_adds_the_same_everywhere_is_no_noise():
    points = np.arange(6.0)[:, None]
    assert noise(points + np.array([0.0, 5.0, -3.0])) == pytest.approx(0, abs=1e-12)


def test_pure_interaction_is_all_noise_and_a_mixture_its_share():
    draws = np.random.default_rng(1)
    rest = draws.normal(size=(4000, 4))
    assert noise(rest) == pytest.approx(1, abs=0.05)
    assert noise(rest + np.sqrt(3 / 4) * draws.normal(size=(4000, 1))) == pytest.approx(0.25, abs=0.03)
    assert np.isnan(noise(rest[:, :1]))


def test_the_share_of_points_that_turn_the_sign_is_counted():
    design = Asked("lhs", 10)
    values, units = values_of(design, lambda u: u[:, 0] - 0.2)
    assert found(values, units, design, KEYS).turned == pytest.approx(0.2)

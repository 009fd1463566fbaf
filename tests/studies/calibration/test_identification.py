"""Which finding pins which parameter; the emulator; and known parameters are found again."""

from __future__ import annotations

import numpy as np
import pytest

from sim.studies.calibration.identification import recover, regression_sensitivity, sensitivity
from sim.studies.calibration.posterior import choose, intervals
from sim.studies.calibration.search import search
from sim.studies.searching.emulator import fit
from tests.studies.calibration import fake

TARGETS = fake.targets(half_width=0.2)


@pytest.fixture(scope="module")
def trials():
    return search(fake.statistics, fake.START, fake.PRIOR, TARGETS, 200, seed=5)


def test_sensitivity_is_the_change_in_half_widths():
    at = fake.START._replace(parameters=fake.TRUE)
    table = sensitivity(fake.statistics, at, fake.PRIOR, TARGETS).set_index(["parameter", "id"]).sensitivity
    assert table["slope", "AA03"] == pytest.approx(4 / 0.2)
    assert table["rate", "AA02"] == pytest.approx(4 / 0.2)
    assert table["slope", "AA02"] == 0
    assert (table["nothing"].dropna() == 0).all()
    assert np.isnan(table["slope", "AA04"])


def test_sensitivity_over_a_fitted_interval_is_smaller(trials):
    ranges = intervals(choose(trials, 0.5, least=1), fake.PRIOR)
    at = fake.START._replace(parameters=fake.TRUE)
    table = sensitivity(fake.statistics, at, fake.PRIOR, TARGETS, ranges=ranges, workers=1).set_index(
        ["parameter", "id"]
    )
    assert 0 < table.sensitivity["slope", "AA03"] < 4 / 0.2 / 2


def test_the_emulator_knows_how_wrong_it_is(trials):
    smooth = fit(trials.units, trials.statistics, fake.PRIOR, TARGETS)
    assert (smooth.error[:3] < 1).all() and (smooth.explained[:3] > 0.9).all()
    assert np.isnan(smooth.error[3])
    noise = np.random.default_rng(1).standard_normal(trials.statistics.shape)
    assert (fit(trials.units, noise, fake.PRIOR, TARGETS).explained < 0.1).all()


def test_the_left_out_error_is_that_of_fits_without_each_trial(trials, monkeypatch):
    monkeypatch.setattr("sim.studies.searching.emulator.RIDGES", np.array([1e-3]))
    units, rng = trials.units[:40], np.random.default_rng(2)
    values = TARGETS.centre + TARGETS.half_width * (units[:, :1] + rng.standard_normal((40, 4)))
    errors = []
    for k in range(40):
        others = np.arange(40) != k
        (without,) = fit(units[others], values[others], fake.PRIOR, TARGETS).predict(units[k])
        errors.append((without - values[k]) / TARGETS.half_width)
    expected = np.sqrt(np.mean(np.square(errors), axis=0))
    assert fit(units, values, fake.PRIOR, TARGETS).error == pytest.approx(expected, rel=0.02)


def test_the_trials_alone_give_about_the_same_sensitivity(trials):
    at = fake.PRIOR.units(np.array([fake.TRUE[name] for name in fake.NAMES]))
    table = regression_sensitivity(trials, fake.PRIOR, TARGETS, at).set_index(["parameter", "id"])
    assert table.sensitivity["rate", "AA02"] == pytest.approx(4 / 0.2, rel=0.3)
    assert abs(table.sensitivity["nothing", "AA02"]) < 1
    assert table.explained["nothing", "AA02"] == table.explained["rate", "AA02"] > 0.9


@pytest.mark.full
def test_known_parameters_are_found_again(trials):
    known = [
        {"slope": 1.0, "rate": 0.1, "nothing": 0.2},
        {"slope": 1.5, "rate": 0.2, "nothing": 0.8},
        {"slope": 0.8, "rate": 0.05, "nothing": 0.5},
    ]
    seeds = []

    def statistics(settings, replicate, ids):
        seeds.append(settings.seed)
        return fake.statistics(settings, replicate, ids)

    table = recover(statistics, fake.START, fake.PRIOR, TARGETS, trials, known, replicates=(0, 1), tolerance=0.5)
    assert set(seeds) == {0, 1000, 1001, 1002}  # synthetic data have seeds of their own
    assert len(seeds) == 2 * 3 * (1 + 3 * 6)
    assert table.set.tolist() == [0] * 3 + [1] * 3 + [2] * 3
    pinned = table[table.parameter != "nothing"]
    assert pinned.is_inside.all()
    assert (pinned.estimate / pinned.true).between(0.75, 1.33).all()
    assert (table.low <= table.high).all()
    dead = table[table.parameter == "nothing"]
    assert ((dead.high - dead.low) > 0.6).all()

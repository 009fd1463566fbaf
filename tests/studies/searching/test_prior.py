"""Free parameters: the table, its faults word for word, and the unit cube."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from sim.data.table import FOLDER
from sim.studies.searching.prior import read_priors
from tests.data.tables import faults, spoil

ROW = "priors.csv row 2 (adjustment_poor): "


@pytest.fixture
def folder(tmp_path):
    for file in FOLDER.glob("*.csv"):
        shutil.copy(file, tmp_path)
    return tmp_path


def test_the_ends_of_the_cube_are_the_ends_of_the_ranges():
    prior = read_priors()
    n = len(prior.names)
    np.testing.assert_array_equal(prior.values(np.zeros(n)), prior.low)
    np.testing.assert_allclose(prior.values(np.ones(n)), prior.high)
    np.testing.assert_allclose(prior.units(prior.values(np.full(n, 0.3))), 0.3)
    np.testing.assert_array_equal(prior.units(prior.high * 2), np.ones(n))


def test_the_middle_is_the_geometric_mean_where_the_scale_is_log():
    prior = read_priors()
    middle = prior.named(prior.values(np.full(len(prior.names), 0.5)))
    low, high = prior.named(prior.low), prior.named(prior.high)
    for name, is_log in zip(prior.names, prior.is_log, strict=True):
        mean = np.sqrt(low[name] * high[name]) if is_log else (low[name] + high[name]) / 2
        assert middle[name] == pytest.approx(mean)
    assert prior.is_log.any() and not prior.is_log.all()


@pytest.mark.parametrize(
    ("column", "value", "line"),
    [
        ("parameter", "rich", "priors.csv row 2 (rich): parameter is 'rich'; must be a name of parameters.csv"),
        ("low", "-0.1", ROW + "low is '-0.1'; must be from 0 to 1, the range in parameters.csv"),
        ("high", "1.5", ROW + "high is '1.5'; must be from 0 to 1, the range in parameters.csv"),
        ("low", "0.95", ROW + "low is '0.95'; must be below high, 0.95"),
        ("low", "few", ROW + "low is 'few'; must be a number"),
        ("scale", "square", ROW + "scale is 'square'; must be one of linear, log"),
        ("evidence", "MP01,US06", ROW + "evidence is 'MP01,US06'; must be findings like MP01;US06"),
        ("evidence", "", ROW + "evidence is ''; must be some text"),
    ],
)  # fmt: skip
def test_a_fault_gets_one_line(folder, column, value, line):
    spoil(folder, "priors", "adjustment_poor", column, value)
    assert faults(read_priors, folder) == [line]


def test_a_log_scale_needs_a_low_above_zero(folder):
    spoil(folder, "priors", "adjustment_wealthy", "low", "0")
    line = "priors.csv row 3 (adjustment_wealthy): low is '0'; must be above 0 where scale is log"
    assert faults(read_priors, folder) == [line]


def test_a_parameter_that_stands_twice_is_refused(folder):
    spoil(folder, "priors", "adjustment_wealthy", "parameter", "adjustment_poor")
    (line,) = faults(read_priors, folder)
    assert line.endswith("must be different from that of every other row (row 2 has it too)")

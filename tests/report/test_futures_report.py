"""Sentences about futures: no regret below 0, and none that is only the optimism of a maximum."""

from types import SimpleNamespace

import numpy as np
import pytest

from sim.cli import shown
from sim.report.futures import finding, optimism
from sim.results.futures import read_futures
from tests.synthetic_studies import write_futures

# Two choices that trade places from replicate to replicate: what looks like regret of a is noise.
NOISE = [[[1.0, 0.0], [0.0, 1.0]], [[0.0, 0.9], [1.2, 0.0]]]
CLEAR = [[[2.0, 2.0], [0.0, 0.0]], [[0.0, 0.0], [1.0, 1.0]]]


@pytest.fixture
def made(tmp_path):
    return lambda values: read_futures(write_futures(tmp_path / "a", values))


def test_a_checked_regret_below_0_is_shown_as_0_and_said_to_be_no_more_than_chance(made, capsys):
    found = made(NOISE)
    own = found.regret.iloc[0]
    assert own.mean_checked < 0 < own["mean"] and own.worst_checked < 0 < own.worst
    assert "is regretted least: by 0 to 0.05 yuan on average and 0 to 0.1 at worst." in finding(found)
    assert "0 means that those draws show no regret beyond chance" in optimism(found)
    shown.futures(SimpleNamespace(folder=found.folder), found)
    assert "−" not in capsys.readouterr().out


def test_regret_without_noise_is_one_figure_and_not_called_chance(made):
    found = made(CLEAR)
    assert "is regretted least: by 0.5 yuan on average and 1 at worst." in finding(found)
    assert "beyond chance" not in optimism(found)


def test_with_one_replicate_no_range_is_claimed(made):
    found = made(np.asarray(CLEAR)[:, :, :1])
    assert "by 0.5 yuan on average and 1 at worst" in finding(found) and "Repeat with more" in optimism(found)


def test_the_table_keeps_what_was_computed_and_only_what_is_shown_is_cut(made):
    found = made(NOISE)
    checked = [name for name in found.regret if name.endswith("_checked")]
    assert (found.regret[checked] < 0).any(axis=None) and (found.shown[checked] >= 0).all(axis=None)
    assert found.shown.drop(columns=checked).equals(found.regret.drop(columns=checked))

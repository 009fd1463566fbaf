"""Distance from the findings."""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import InputError
from sim.studies.searching.distance import PULL, distance, fitted, misfits, targets_from

TARGETS = targets_from({"AA01": (1.0, 0.5), "AA02": (0.0, 2.0)}, must={"AA02"})


def test_the_misfit_is_nothing_at_the_centre_and_small_up_to_the_edge():
    assert misfits(np.array([1.0, 0.0]), TARGETS).tolist() == [0, 0]
    assert misfits(np.array([1.5, -2.0]), TARGETS) == pytest.approx([PULL, PULL])
    assert misfits(np.array([1.25, 1.0]), TARGETS) == pytest.approx([PULL / 4, PULL / 4])


def test_outside_it_rises_steadily_and_never_above_one():
    z = np.linspace(0, 50, 1001)
    found = misfits(np.stack([1 + 0.5 * z, 2 * z], axis=-1), TARGETS)
    assert (np.diff(found, axis=0) > 0).all() and found.max() < 1
    assert found[20] == pytest.approx(PULL)  # z = 1: no jump at the edge


def test_a_statistic_that_is_not_there_is_missed_altogether():
    assert misfits(np.array([np.nan, 0.0]), TARGETS).tolist() == [1, 0]
    assert fitted(np.array([np.nan, 0.0]), TARGETS).tolist() == [False, True]


def test_a_must_finding_counts_three_times():
    assert distance(np.array([np.nan, 0.0]), TARGETS) == 1
    assert distance(np.array([1.0, np.nan]), TARGETS) == 3


def test_a_range_without_width_is_refused():
    with pytest.raises(InputError, match="finding AA03: its accepted range must have a centre and a width above 0"):
        targets_from({"AA03": (1.0, 0.0)})
    with pytest.raises(InputError, match="no finding has an accepted range; there is nothing to calibrate against"):
        targets_from({})


def test_the_digest_covers_every_number():
    digests = {TARGETS.digest()}
    for k in range(1, 4):
        columns = list(TARGETS)
        columns[k] = columns[k] + np.array([0, 1e-12])
        digests.add(type(TARGETS)(*columns).digest())
    assert len(digests) == 4

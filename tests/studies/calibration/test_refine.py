"""Refinement: more sets near the best one, tried in the model itself, kept and gone on with."""

from __future__ import annotations

import numpy as np
import pytest

from sim.studies.calibration.posterior import equally_good
from sim.studies.calibration.refine import PER_ROUND, refine
from sim.studies.calibration.search import search
from sim.studies.searching.trials import TrialFile
from tests.studies.calibration import fake

pytestmark = pytest.mark.long

TARGETS = fake.targets()


def _searched():
    return search(fake.statistics, fake.START, fake.PRIOR, TARGETS, 40, seed=3)


def test_refinement_adds_sets_that_fit_about_as_well_and_leaves_the_search_alone():
    trials = _searched()
    before = len(trials)
    found = refine(fake.statistics, fake.START, fake.PRIOR, TARGETS, trials, least=len(equally_good(trials)) + 5)
    assert len(trials) == before
    assert (len(found) - before) % PER_ROUND == 0
    assert len(equally_good(found)) >= len(equally_good(trials)) + 5 or len(found) > before


def test_a_stopped_refinement_takes_what_it_kept_and_ends_alike(tmp_path):
    trials, more = _searched(), {"least": 10**6}
    calls = []

    def counted(settings, replicate, ids=None):
        calls.append(1)
        return fake.statistics(settings, replicate, ids)

    def file():
        return TrialFile(tmp_path / "refined.csv", fake.PRIOR.names, TARGETS.ids)

    whole = refine(counted, fake.START, fake.PRIOR, TARGETS, trials, file=file(), **more)
    n = len(calls)
    again = refine(counted, fake.START, fake.PRIOR, TARGETS, trials, file=file(), **more)
    assert len(calls) == n
    assert np.array_equal(whole.distance, again.distance)

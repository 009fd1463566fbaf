"""The posterior sample: distinct sets, about equally good, that say how well each parameter is known."""

from __future__ import annotations

import csv
import hashlib
import json

import numpy as np
import pytest

from sim.errors import InputError
from sim.studies.calibration.identification import unpinned
from sim.studies.calibration.posterior import LEAST_SETS, choose, intervals, write_posterior
from sim.studies.calibration.search import search
from sim.studies.searching.distance import NEAR_THE_BEST, misfits
from tests.studies.calibration import fake

TARGETS = fake.targets(half_width=0.3)


@pytest.fixture(scope="module")
def trials():
    return search(fake.statistics, fake.START, fake.PRIOR, TARGETS, 600, seed=5)


@pytest.fixture(scope="module")
def sample(trials):
    return choose(trials, tolerance=0.3)


def test_there_are_enough_distinct_sets_all_within_the_tolerance(trials, sample):
    assert len(sample.parameters) >= LEAST_SETS
    assert len(np.unique(sample.parameters, axis=0)) == len(sample.parameters)
    assert sample.distance.max() <= trials.distance.min() + 0.3
    assert sample.distance[0] == trials.distance.min() == sample.distance.min()


def test_a_small_sample_spreads_over_the_good_region(trials, sample):
    few = choose(trials, tolerance=0.3, least=5, most=5)
    assert few.trial.tolist() == sample.trial[:5].tolist()
    nearest = min(np.linalg.norm(few.units[a] - few.units[b]) for a in range(5) for b in range(a))
    assert nearest > 0.2


def test_a_set_that_was_tried_twice_counts_once(trials):
    doubled = type(trials)(
        trials.names, trials.ids,
        *(np.concatenate([x, x]) for x in (trials.units, trials.parameters, trials.statistics, trials.distance)),
    )  # fmt: skip
    assert choose(doubled, 0.3).trial.tolist() == choose(trials, 0.3).trial.tolist()


def test_too_few_good_sets_are_told(trials):
    with pytest.raises(InputError) as caught:
        choose(trials, tolerance=0)
    (line,) = str(caught.value).splitlines()
    assert line == (
        "only 1 of 600 parameter sets fit about as well as the best one; a posterior sample needs at least 50: "
        "go on with more trials="
    )


def test_intervals_hold_the_truth_and_a_parameter_that_nothing_reads_is_unpinned(sample):
    table = intervals(sample, fake.PRIOR).set_index("parameter")
    for name in ("slope", "rate"):
        assert table.low[name] < fake.TRUE[name] < table.high[name]
    assert unpinned(sample, fake.PRIOR) == ["nothing"]
    assert table.width_ratio["slope"] < 0.5 < table.width_ratio["nothing"]
    assert (table.prior_low <= table.low).all() and (table.high <= table.prior_high).all()


def test_the_written_sample_comes_back_to_the_bit(sample, tmp_path):
    path = tmp_path / "new" / "posterior.csv"
    write_posterior(path, sample, {"seed": 5})
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == [*fake.NAMES, "distance"]
    np.testing.assert_array_equal(np.array(rows, dtype=float)[:, :-1], sample.parameters)
    about = json.loads(path.with_suffix(".json").read_text())
    assert about == {
        "seed": 5, "n_sets": len(rows), "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }  # fmt: skip
    assert sorted(p.name for p in path.parent.iterdir()) == ["posterior.csv", "posterior.json"]


def test_a_search_widens_from_sets_up_to_one_finding_at_1_8_times_the_edge_from_the_best():
    assert misfits(np.array([0.3 * 1.8 + c for c in TARGETS.centre]), TARGETS) == pytest.approx(NEAR_THE_BEST)

"""The search finds what it looks for, can be stopped at any trial, and does not depend on the workers."""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import InputError
from sim.studies.calibration.search import evaluate, search
from sim.studies.searching.trials import TrialFile
from tests.studies.calibration import fake


def run(n_trials, folder=None, settings=fake.START, model=fake.statistics, **more):
    file = TrialFile(folder / "trials.csv", fake.NAMES, fake.IDS) if folder else None
    given = {"replicates": (0, 1), "seed": 3} | more
    return search(model, settings, fake.PRIOR, fake.targets(), n_trials, file=file, **given)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    return run(60, folder), (folder / "trials.csv").read_bytes()


def test_the_optimum_is_found():
    found = run(250)
    best = found.parameters[np.argmin(found.distance)]
    assert best[:2] == pytest.approx([fake.TRUE["slope"], fake.TRUE["rate"]], rel=0.05)
    assert found.distance.min() < 1.05 < found.distance[0]  # AA04 is never there: 1


def test_the_optimiser_learns():
    found = run(250)
    asked = found.distance[13:].copy()[: 14 * 16].reshape(16, 2, 7)[:, 0]  # after the design: 7 by CMA-ES, 7 by walks
    assert np.median(asked[-4:]) - 1 < (np.median(asked[:4]) - 1) / 2


def test_every_trial_is_inside_the_prior_and_the_first_one_is_where_it_started(whole):
    found, _ = whole
    assert (found.parameters >= fake.PRIOR.low).all() and (found.parameters <= fake.PRIOR.high).all()
    assert found.parameters[0] == pytest.approx([fake.START.parameters[name] for name in fake.NAMES])


def test_a_stopped_search_goes_on_to_the_same_bytes(whole, tmp_path):
    calls = tmp_path / "calls"
    calls.touch()
    settings = fake.START._replace(calls=str(calls))
    with pytest.raises(KeyboardInterrupt):
        run(60, tmp_path, settings, fake.interrupting)
    stored = (tmp_path / "trials.csv").read_bytes()
    assert stored.count(b"\n") == 1 + 15  # two replicates each; the sixteenth was not finished
    calls.write_text("")
    found = run(60, tmp_path, settings)
    assert len(calls.read_text()) == 2 * (60 - 15)
    assert (tmp_path / "trials.csv").read_bytes() == whole[1]
    np.testing.assert_array_equal(found.distance, whole[0].distance)


@pytest.mark.parametrize("cut", [1, 2, 40])
def test_a_line_that_was_cut_off_is_done_again(whole, tmp_path, cut):
    path = tmp_path / "trials.csv"
    path.write_bytes(whole[1][: len(whole[1]) // 2])
    path.write_bytes(path.read_bytes()[:-cut])
    run(60, tmp_path)
    assert path.read_bytes() == whole[1]


def test_more_trials_only_append(whole, tmp_path):
    run(37, tmp_path)
    part = (tmp_path / "trials.csv").read_bytes()
    run(60, tmp_path)
    assert whole[1].startswith(part) and (tmp_path / "trials.csv").read_bytes() == whole[1]


def test_a_finished_search_runs_nothing_again(whole, tmp_path):
    (tmp_path / "trials.csv").write_bytes(whole[1])
    found = run(60, tmp_path, model=None)
    np.testing.assert_array_equal(found.statistics, whole[0].statistics)


@pytest.mark.long
def test_workers_change_nothing(whole, tmp_path):
    run(60, tmp_path, workers=2)
    assert (tmp_path / "trials.csv").read_bytes() == whole[1]


def test_another_seed_tries_other_sets(whole):
    assert not np.array_equal(run(60, seed=4).parameters, whole[0].parameters)


def test_trials_of_another_search_are_refused(whole, tmp_path):
    (tmp_path / "trials.csv").write_bytes(whole[1])
    with pytest.raises(InputError, match=r"trials.csv: line 3 is of another calibration; name another output folder"):
        run(60, tmp_path, seed=4)
    with pytest.raises(InputError, match="has other columns than this calibration; name another output folder"):
        TrialFile(tmp_path / "trials.csv", fake.NAMES, ("AA01",))


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace(b"\n4,", b"\n4,x", 1),
        lambda text: text.replace(b"\n4,", b"\n5,", 1),
        lambda text: text.replace(b"\n4,", b"\n\xff\x00\n4,", 1),
        lambda text: text.replace(b"\n4,", b"\n\n4,", 1),
        lambda text: text[:-1],
    ],
    ids=["a cell", "the number", "binary", "an empty line", "cut off"],
)
def test_trials_from_a_damaged_line_on_are_computed_again(damage, whole, tmp_path):
    (tmp_path / "trials.csv").write_bytes(damage(whole[1]))
    run(60, tmp_path)
    assert (tmp_path / "trials.csv").read_bytes() == whole[1]


def test_trials_are_not_kept_through_a_link(tmp_path):
    (tmp_path / "trials.csv").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match=r"trials\.csv: is no plain file"):
        run(60, tmp_path)
    assert not (tmp_path / "elsewhere").exists()


def test_each_generation_is_told(whole):
    told = []
    run(60, progress=lambda *what: told.append(what))
    assert [done for done, _, _ in told] == [13, 27, 41, 55]
    assert told[-1][2].startswith("generation 4, best distance ")
    assert told[-1][2].endswith(" in all)")


def test_a_statistic_that_one_replicate_lacks_is_the_mean_of_the_others():
    def partly(settings, replicate, ids):
        return {"AA01": np.nan if replicate == 0 else float(replicate), "AA02": 5.0}

    found = evaluate(partly, fake.START, fake.IDS, (0, 1, 2), {})
    np.testing.assert_array_equal(found, [1.5, 5.0, np.nan, np.nan])

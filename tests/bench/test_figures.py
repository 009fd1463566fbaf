"""What the bench makes of its measurements: replicates for a precision, ratios, stored replicates, commits."""

import numpy as np
import pytest
from scipy import stats

import bench.__main__ as command
from bench import coverage, headline, replicates, steps
from bench.arithmetic import variance_ratio
from bench.part import LeftOut
from bench.scale_chart import AXES, chart
from bench.trees import HERE, beside
from sim.results.differences import replicates_needed


@pytest.mark.parametrize("sd", [0.001, 0.02, 0.03, 0.5])
def test_the_replicates_needed_are_the_fewest_whose_interval_is_narrow_enough(sd):
    def half_width(n):
        return stats.t.ppf(0.975, n - 1) * sd / np.sqrt(n)

    n = replicates_needed(sd, 0.008)
    assert half_width(n) <= 0.008
    assert n == 2 or half_width(n - 1) > 0.008


def test_a_ratio_of_variances_is_exact_where_pairs_go_together_and_covers_where_they_do_not():
    under = np.random.default_rng(1).normal(size=60)
    assert variance_ratio(3 * under, under) == pytest.approx((9, 9, 9))
    pairs = np.random.default_rng(2).multivariate_normal([0, 0], [[4, 1], [1, 1]], size=(400, 30))
    found = [variance_ratio(pair[:, 0], pair[:, 1]) for pair in pairs]
    assert np.mean([low <= 4 <= high for _, low, high in found]) == pytest.approx(0.95, abs=0.03)


def test_half_the_cost_and_half_the_noise_come_to_an_eighth_and_their_parts_are_shown():
    values = list(np.random.default_rng(3).normal(scale=0.04, size=60))
    found = headline.precision(
        {"before": values, "now": [v / 2 for v in values]}, {"before": [10.0, 12.0], "now": [5.0, 6.0]}
    )
    assert found["headline_replicate_ratio"] == 0.5
    assert found["headline_ratio"] == 0.5 * found["headline_n_now"] / found["headline_n_before"]
    assert found["headline_ratio"] == pytest.approx(1 / 8, rel=0.1)
    assert found["headline_cpu_now"] == 5.5 * found["headline_n_now"]


def test_replicates_of_another_model_are_refused_with_the_command_that_renews_them():
    headline.check("now", 0.19, 0.19 * (1 + 1e-12))
    with pytest.raises(LeftOut, match=r"now.csv is of another model.*python -m bench replicates now \d+"):
        headline.check("now", 0.19, 0.1900001)


@pytest.mark.parametrize("side", replicates.SIDES)
def test_enough_replicates_are_stored_and_they_say_where_they_come_from(side):
    head = replicates.path_of(side).read_text("utf-8").splitlines()[:3]
    assert len(replicates.read(side)) >= replicates.LEAST
    assert head[1].startswith("# commit: ")
    assert head[2].startswith(f"# command: python -m bench replicates {side} ")


@pytest.mark.parametrize("words", [["replicates", "now", "49"], ["replicates", "then", "60"], ["steps", "here"]])
def test_a_tool_that_is_used_wrongly_says_so_in_a_line_and_measures_nothing(words, capsys):
    assert command.main(words) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_commit_that_is_not_in_the_history_is_left_out():
    with pytest.raises(LeftOut, match="0123abc is not in the history"), beside(["0123abc"]):
        pass


def test_each_step_is_set_against_the_first_and_against_the_one_before(monkeypatch):
    costs = {"aaa": 8.0, "bbb": 4.0, HERE: 3.0}
    monkeypatch.setattr(steps, "beside", lambda commits: _Given({c: _Costs(costs[c]) for c in commits}))
    monkeypatch.setattr(steps, "_subject", lambda commit: f"what {commit} is")
    last = steps.table(list(costs)).splitlines()[-1]
    assert last == (f"| {HERE} | what {HERE} is | 3.00 s | 0.375 (0.375 to 0.375) | 0.750 (0.750 to 0.750) |")


class _Costs:
    def __init__(self, seconds):
        self.seconds = seconds

    def ask(self, job, **arguments):
        assert job == "policy"
        return self.seconds


class _Given:
    def __init__(self, value):
        self.value = value

    def __enter__(self):
        return self.value

    def __exit__(self, *raised):
        return None


def test_batches_of_normal_replicates_are_covered_as_often_as_promised():
    values = np.random.default_rng(4).normal(0.2, 0.03, 2000 * coverage.EACH)
    assert coverage.covers(values, "net_per_yuan") == pytest.approx(0.95, abs=0.015)


def test_the_chart_shows_the_cost_of_each_size_and_what_proportion_would_be():
    panels = chart({axis: {1: 0.004, 10: 0.02} for axis in AXES}).axes
    assert len(panels) == len(AXES)
    for panel in panels:
        dashed, line = ([*zip(*found.get_data(), strict=True)] for found in panel.lines)
        assert line == [(1, 0.004), (10, 0.02)]
        assert dashed == [(1, pytest.approx(0.002)), (10, 0.02)]

"""Runs at points of assumptions: choices are compared at the same points, and points are never ranked."""

import copy
import dataclasses
import re

import numpy as np
import pytest
from scipy import stats

from sim.charts.comparison.totals import net_per_yuan
from sim.report.comparison import points
from sim.report.comparison.enough import would_tell
from sim.report.comparison.findings import finding, more_findings
from sim.report.comparison.sections import glance
from sim.results.points import contrasted, points_of
from sim.results.words import with_interval
from sim.workbook import comparison
from tests.report.pages import results_of

VALUES = (0.4, 0.2, 0.6)  # as a design has them: in no order
KEY = "parameters.creation_share"


def at_points(tmp_path, choices, net, **changes):
    """Runs of every choice at three values of a parameter; net effects run by run."""
    labels = [f"{choice} creation_share={value}" for choice in choices for value in VALUES]
    results = results_of(tmp_path, labels, net_per_yuan=net, **changes)
    first = results.manifest["configs"][labels[0]]
    configs = {}
    for label in labels:
        choice, value = label.split(" creation_share=")
        allocation = {"name": choice, "between": choice}
        own = {"allocation": allocation, "parameters": {"creation_share": float(value)}}
        configs[label] = copy.deepcopy(first) | own
    return dataclasses.replace(results, manifest=results.manifest | {"configs": configs})


@pytest.fixture
def two(tmp_path):
    """By need is higher at every point; what the parameter does is larger than what the choice does."""
    return at_points(tmp_path, ("official", "by_need"), (0.3, 0.2, 0.5, 0.4, 0.3, 0.6))


def test_choices_and_points_are_told_apart_by_what_is_assumed(two):
    found = points_of(two.manifest["configs"], two.funded)
    assert found.keys == (KEY,) and found.values == ((0.2,), (0.4,), (0.6,)) and found.names == ["creation share"]
    rows = {c: tuple(f"{c} creation_share={v}" for v in (0.2, 0.4, 0.6)) for c in ("official", "by_need")}
    assert dict(found.choices) == rows


def test_where_a_choice_is_not_at_all_points_or_nothing_assumed_varies_there_are_none(two, tmp_path):
    assert points_of(two.manifest["configs"], two.funded[:-1]) is None
    plainly = results_of(tmp_path / "plain", ["official", "equal"])
    assert plainly.points is None


def test_the_headline_compares_choices_at_the_same_points_and_names_no_point(two):
    text, table = finding(two), two.by_replicate
    own, other = (table[list(two.points.choices[c])].mean(axis=1) for c in ("by_need", "official"))
    mean, apart = stats.ttest_1samp(own, 0), stats.ttest_1samp(own - other, 0)
    ends = [test.confidence_interval() for test in (mean, apart)]
    assert with_interval(own.mean(), ends[0].low, ends[0].high) in text
    lead = with_interval((own - other).mean(), ends[1].low, ends[1].high, named=False)
    assert f"that is {lead} more than with “official”, the next best, at the same points" in text
    assert "highest at 3 of 3 points" in text and "=" not in text


def test_no_run_is_set_against_the_best_of_all_points(two):
    heads = [head for part in glance(two).parts for table in part.parts for head in getattr(table, "heads", ())]
    assert heads and "the best?" not in heads
    assert more_findings(two) == [] and would_tell(two) == ""
    assert "pairs" not in {sheet.key for sheet in comparison.sheets(two)}
    assert [a.rpartition("=")[2] for a in contrasted(two)] == ["0.6", "0.6"]


def test_the_effect_is_shown_against_what_was_varied_with_differences_at_the_same_point(two):
    (section,) = points.section(two)
    table = section.parts[-1]
    assert table.heads == ["creation share", "by need", "official", "by need less official"]
    assert [row[0] for row in table.rows] == ["0.2", "0.4", "0.6"]
    apart = two.by_replicate["by_need creation_share=0.6"] - two.by_replicate["official creation_share=0.6"]
    ends = stats.ttest_1samp(apart, 0).confidence_interval()
    assert table.rows[-1][3] == with_interval(np.mean(apart), ends.low, ends.high, named=False)


def test_choices_that_cannot_be_told_apart_are_said_to_be_so(tmp_path):
    tied = at_points(tmp_path, ("official", "by_need"), (0.3, 0.2, 0.5, 0.301, 0.2, 0.501), replicates=3)
    assert re.search("cannot be distinguished from “(official|by need)” at the same points", finding(tied))


def test_of_two_choices_that_are_the_same_no_lead_is_told(tmp_path):
    same = at_points(tmp_path, ("official", "equal"), (0.3, 0.2, 0.5))
    for value in VALUES:
        same.by_replicate[f"equal creation_share={value}"] = same.by_replicate[f"official creation_share={value}"]
    assert "it cannot be distinguished from “equal” at the same points. " in finding(same)


def test_what_cannot_be_told_from_zero_over_the_points_is_said_to_be_so(two, tmp_path):
    nothing = at_points(tmp_path / "nothing", ("official", "by_need"), (0.0,) * 6)
    assert "which cannot be distinguished from zero; " in finding(nothing)
    assert "from zero" not in finding(two)
    one = at_points(tmp_path / "one", ("official",), (0.0,) * 3)
    assert "which cannot be distinguished from zero: from " in finding(one)


def test_one_choice_at_several_points_is_told_as_a_range(tmp_path):
    one = at_points(tmp_path, ("official",), (0.3, 0.2, 0.5))
    low, high = (f"{one.summary.net_per_yuan[f'official creation_share={v}']:.2f}" for v in (0.2, 0.6))
    said = f"from {low} yuan at creation share 0.2 to {high} yuan at creation share 0.6"
    assert said in finding(one) and "distinguished" not in finding(one)


def test_the_chart_of_runs_at_points_is_not_said_to_be_by_allocation(two, tmp_path):
    assert net_per_yuan(two).get_suptitle().endswith("by run")
    assert net_per_yuan(results_of(tmp_path / "plain", ["official", "equal"])).get_suptitle().endswith("by allocation")

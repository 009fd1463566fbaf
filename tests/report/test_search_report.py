"""Sentences about a search: what a plan brings, which constraint it misses, and of what else this is true."""

import dataclasses
import re
from html import unescape

import pytest

from sim.charts.search import charts_of, now_name
from sim.report.search import findings, optimism, told
from sim.results.search import CHOSEN, JUDGED, SEARCHED, read_search
from sim.runs.kinds import KINDS
from sim.runs.listing import listing
from tests.pictures import told as page_of
from tests.synthetic_studies import KEPT, LATE, MISSED, NET, write_search


@pytest.fixture
def made(tmp_path):
    return lambda *args, **changes: read_search(write_search(tmp_path / "a", *args, **changes))


def words(page):
    """Text of a page, with a bar behind every cell."""
    html = re.sub(r"<style>.*?</style>", "", page.read_text("utf-8"), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html.replace("</td>", " |"))).split())


def test_settings_as_they_are_that_miss_a_constraint_are_said_to_in_headline_list_and_chart(made):
    found = made((MISSED, KEPT))
    assert findings(found)[0].endswith("from the settings as they are, which miss a constraint.")
    assert (
        "could not be chosen, since they do not keep unspent_share<=0.3 (0.33 in the search, 0.34 on the seeds to"
        in (listing(found.folder)[0].verdict)
    )
    assert now_name(found) == "as it is (misses a constraint)"


def test_settings_as_they_are_that_keep_all_constraints_are_not_said_to_miss_one(made):
    found = made((KEPT, KEPT))
    assert findings(found)[0].endswith("from the settings as they are.") and now_name(found) == "as it is"
    assert not any("keep" in line or "miss" in line for line in told(found))


def test_settings_that_miss_a_constraint_only_where_they_are_judged_are_not_said_to_have_been_out_of_the_question(made):
    assert "The settings as they are do not keep unspent_share<=0.3" in findings(made((LATE, KEPT)))[-1]


def test_settings_that_missed_a_constraint_in_the_search_alone_are_said_to_have_been_no_plan_to_choose(made):
    said = findings(made(((0.31, 0.28, 0.28), KEPT)))
    assert said[0].endswith("from the settings as they are.") and "could not be chosen" in said[-1]


def test_where_the_settings_as_they_are_are_taken_what_they_miss_is_said_once(made):
    found = made((LATE, LATE))
    as_it_is = dataclasses.replace(found, manifest=found.manifest | {"start": {"split.ip": 0.1}})
    assert [" ".join(findings(as_it_is)).count(text) for text in (" not keep ", "could not")] == [1, 0]


def test_a_change_has_the_same_sign_in_the_sentence_and_in_the_table(made):
    found = made((MISSED, KEPT))
    assert "a change of −30.5 (95 % interval −354 to 293) million yuan from" in findings(found)[0]
    assert "| −30.5 million yuan | −354 million yuan to 293 million yuan |" in words(page_of(found.folder))


def test_a_plan_that_misses_a_constraint_where_it_is_judged_is_said_to_in_the_headline_beside_those_that_keep_it(made):
    found = made((KEPT, LATE, KEPT, MISSED, KEPT))
    assert findings(found)[0].startswith("The best plan, which misses a constraint on fresh seeds, brings")
    said = findings(found)[-1]
    assert "not keep unspent_share<=0.3 (0.28 in the search, 0.29 on the seeds to choose by, 0.312 on those to" in said
    assert "Plans 2 and 4 keep every constraint on both (plan_N.yaml)." in said and "stricter bound" in said


def test_where_none_keeps_the_constraints_on_the_seeds_to_choose_by_it_is_said_first(made):
    found = made((KEPT, MISSED, MISSED))
    assert findings(found)[0].startswith("No plan that was run again keeps every constraint on the fresh seeds")
    assert "No other that was run again keeps every constraint on both." in findings(found)[-1]
    assert "best plan" not in " ".join(told(found)).lower()


@pytest.mark.parametrize(
    ("bound", "limits", "cells"),
    [
        (0.3, (MISSED, LATE), "0.28, kept | 0.29, kept | 0.312, missed by 0.012 (4 % of its bound)"),
        (0.0, ((0.5,) * 3, (-1.0, 0.0, 0.25)), "−1, kept | 0, kept | 0.25, missed by 0.25 |"),
        (0.3, (MISSED, (0.2, float("nan"), 0.2)), "0.2, kept | no value | 0.2, kept"),
    ],
)
def test_the_report_says_what_every_constraint_came_to_and_by_how_much_it_is_missed(bound, limits, cells, made):
    found = made(limits, bound=bound)
    assert f"plan 1 | unspent_share<={bound:g} | {cells}" in words(page_of(found.folder))


def test_a_constraint_without_a_value_is_not_kept(made):
    found = made((KEPT, (0.2, float("nan"), 0.2)))
    assert found.missed(1) == found.missed(1, (CHOSEN,)) == ["unspent_share<=0.3"]
    assert found.missed(1, (SEARCHED, JUDGED)) == []


def test_the_value_that_the_best_was_chosen_by_stands_in_the_report(made):
    assert "plan 1 | net consumption | 90 million yuan | 12.3 million yuan | 68 million yuan |" in (
        words(page_of(made().folder))
    )


def test_the_best_plan_is_marked_at_its_trial_in_the_course_of_the_search(made):
    found = made()
    assert [found.trial_of(number) for number in (0, 1, 2)] == [1, 2, 3]
    assert dataclasses.replace(found, trials=found.trials.assign(**{"value.net": 0.0})).trial_of(1) is None
    (progress,) = (chart for chart in charts_of(found) if chart.name == "search_progress")
    ring = next(line for line in progress.draw(found).axes[0].lines if line.get_label().startswith("best plan"))
    assert (ring.get_xdata()[0], ring.get_ydata()[0]) == (2, pytest.approx(90, abs=0.1))


@pytest.mark.parametrize("direction", ["maximize", "minimize"])
@pytest.mark.parametrize("promised", [1.0, -1.0])
def test_a_promise_is_lucky_where_it_was_better_than_fresh_seeds_whichever_way_is_better(direction, promised, made):
    said = optimism(made(objective=NET | {"direction": direction}, optimism=promised))
    assert ("in part what was lucky" in said) == ((promised > 0) == (direction == "maximize"))
    assert ("more than that" in said) == (promised > 0)


def test_the_question_in_lists_is_that_of_the_search_and_not_its_plans(made):
    assert listing(made().folder)[0].question == "Which plan is best?"


def test_a_plan_runs_from_the_folder_of_the_report(made):
    found = made()
    assert "in the folder of this report: sanxin run scenario=best.yaml seed=7" in words(page_of(found.folder))
    assert KINDS["search"].told.verdict(found) == " ".join(findings(found))

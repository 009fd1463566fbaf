"""The report: no sentence is stronger than the replicates allow."""

import dataclasses
import re

import pandas as pd
import pytest
from scipy import stats

from sim.charts.comparison import charts_of
from sim.charts.comparison.totals import net_per_yuan_shows, where_gross_goes, where_gross_goes_shows
from sim.charts.comparison.weeks import over_the_weeks
from sim.report.blocks import Paragraph
from sim.report.comparison.enough import would_tell
from sim.report.comparison.findings import finding, more_findings
from sim.report.comparison.sections import glance
from sim.report.comparison.tables import against_best, between, number
from sim.results.supported import supported
from sim.results.words import digits, quoted, signed, with_interval
from tests.pictures import told
from tests.report.pages import SMALL, Page, results_of
from tests.synthetic_results import write_results


def test_finding_names_the_best_when_it_is_clear(tmp_path):
    results = results_of(tmp_path, ["official", "equal", "by_need"], net_per_yuan=(0.3, 0.6, 0.4))
    text, row = finding(results), results.summary.loc["equal"]
    assert text.startswith("A yuan of public money adds the most consumption with “equal”: 0.")
    assert f"(95 % interval {row.ci_low:.2f} to {row.ci_high:.2f})" in text
    assert "more than with “by need”, the next best" in text
    assert "cannot be distinguished" not in text


def test_finding_says_when_the_best_cannot_be_distinguished(tmp_path):
    results = results_of(tmp_path, ["official", "equal", "by_need"], net_per_yuan=(0.5, 0.501, 0.2))
    best, second = results.ranked[:2]
    text = finding(results)
    assert f"cannot be distinguished from “{second}”" in text
    assert text.startswith(f"“{best}” comes out highest")
    assert "by need" not in text


@pytest.mark.long
def test_difference_that_is_clear_for_one_pair_only_is_not_called_clear_among_many(tmp_path):
    """With 8 allocations the best of many equal ones must not look like a winner."""
    labels = [f"a{k}" for k in range(8)]
    wrong = 0
    for seed in range(6):
        results = results_of(tmp_path / str(seed), labels, net_per_yuan=(0.5,), seed=seed)
        wrong += "cannot be distinguished" not in finding(results)
    assert wrong <= 1


NETS = {
    "clear": (0.3, 0.6, 0.4),
    "tied": (0.5, 0.501, 0.2),
    "reference tied": (0.5, 0.503, 0.502, 0.49),
    "two": (0.5, 0.52),
    "all the same": (0.5,) * 5,
}
AMOUNT = r"[−\d.]+ yuan \((?:95 % interval )?([−\d.]+) to ([−\d.]+)\)"


@pytest.mark.parametrize("seed", [7, 8])
@pytest.mark.parametrize("net", NETS.values(), ids=NETS)
def test_headline_sentences_table_and_files_have_the_same_interval_for_the_same_claim(net, seed, tmp_path):
    labels = ["official", "equal", "per_head", "by_retail", "by_need"][: len(net)]
    results = results_of(tmp_path, labels, net_per_yuan=net, seed=seed)
    stored = results.summary[["minus_best", "minus_best_low", "minus_best_high"]]
    table = {row[0].replace(" ", "_"): row for row in against_best(results).rows}
    words = {1: "yes", 0: "may be", -1: "no"}
    for label, (value, low, high) in zip(labels, stored.loc[labels].to_numpy(), strict=True):
        assert table[label][1:3] == [number(value, 3), between(low, high)]
        assert table[label][3] == words[int(low > 0) - int(high < 0)]
    headline, best = finding(results), results.ranked[0]
    tied = [a for a in results.ranked[1:] if table[a][3] == "may be"]
    assert ("cannot be distinguished from" in headline) == bool(tied) == (table[best][3] == "may be")
    named = re.search("distinguished from (.*?):|more than with (.*),", headline)[0]
    assert {a for a in labels if quoted(a) in named} == set(tied or results.ranked[1:2])
    assert re.findall(AMOUNT, headline)[-1] == as_said(stored.minus_best_low[best], stored.minus_best_high[best])
    sentence = re.search(rf"“official” is {AMOUNT} below the best", " ".join(more_findings(results)))
    told = sentence.groups() if sentence else None
    clear = table["official"][3] == "no" and results.ranked[1] != "official"
    assert told == (as_said(-stored.minus_best_high.official, -stored.minus_best_low.official) if clear else None)


def as_said(low, high):
    return tuple(signed(end, digits(low, high)) for end in (low, high))


def test_a_run_whose_interval_is_cut_at_0_is_not_said_to_be_never_better_than_the_best(tmp_path):
    """Two runs that are the same are each no better than the other: the row of either ends at 0."""
    results = results_of(tmp_path, ["official", "equal", "per_head"], net_per_yuan=(0.5, 0.5, 0.504))
    wide = results.by_replicate
    wide["equal"] = wide["official"]
    results.summary.loc["equal"] = results.summary.loc["official"]
    best = results.against_best["per_head"]
    assert results.best == ["per_head"] and results.against_best["official"].high == 0 and best.low < 0 < best.high
    ends = as_said(best.low, best.high)
    assert finding(results).endswith(
        f"“equal”: the lead over the best of the others is {with_interval(*best[:3], False)}."
    )
    assert re.findall(AMOUNT, finding(results))[-1] == ends and "0.00" not in ends
    assert not any("below the best" in text for text in more_findings(results))
    (said,) = [part.text for part in glance(results).parts if isinstance(part, Paragraph) and "Hsu" in part.text]
    assert said.endswith("at least as good, but not which.")


def test_an_effect_that_has_not_run_out_when_counting_ends_is_told(tmp_path):
    """Coupons are paid back after the last week that is counted: no interval over replicates shows it."""
    results = results_of(tmp_path / "whole", ["official"], weeks_pilot=60, weeks_after=120)
    results.effects.loc[(results.effects.dimension == "week") & (results.effects.week >= 176), "value"] = 0.0
    assert not any("before the effect does" in text for text in more_findings(results))
    cut = results_of(tmp_path / "cut", ["official"], weeks_pilot=60, weeks_after=0)
    (told,) = [text for text in more_findings(cut) if "before the effect does" in text]
    last = cut.wide("week", "net_yuan", "week").official.tail(4).mean()
    share = 100 * abs(last) / abs(cut.total("official", "net_yuan"))
    side = "higher" if last > 0 else "lower"
    assert f"still {side} than without it, each week by {share:.1f} % of the total effect on average" in told
    assert f"the total would be {side}" in told


@pytest.mark.parametrize(
    ("net", "apart", "of"),
    [((0.5, 0.51), "tell them apart", ["equal", "official"]), ((0.04,), "tell this from zero", ["official"])],
    ids=["two", "one"],
)
def test_how_many_replicates_would_tell_is_said_where_too_few_were_stated(net, apart, of, tmp_path):
    results = results_of(tmp_path, ["official", "equal"][: len(net)], net_per_yuan=net, replicates=3, seed=2)
    (text,) = [text for text in more_findings(results) if "replicates are too few" in text]
    assert apart in text and text.startswith("3 replicates")
    n = int(re.search(r"about (\d+) would be enough \(replicates=\1\)", text)[1])
    wide = results.by_replicate[of]
    sample = wide[of[0]] - wide[of[1]] if len(of) > 1 else wide[of[0]]

    def half(count):
        return stats.t.ppf(0.975, count - 1) * sample.std() / count**0.5

    assert half(n) <= abs(sample.mean()) < half(n - 1)
    results.manifest["stopping"] = {"looks": [{}], "confidence": 0.95}
    assert would_tell(results) == ""  # what a rule of precision says of it stands with the replicates


def test_a_difference_of_nothing_is_not_said_to_take_a_number_of_replicates(tmp_path):
    results = results_of(tmp_path, ["official", "equal"], net_per_yuan=(0.5, 0.5), replicates=3)
    results.by_replicate["equal"] = results.by_replicate["official"] + [0.1, -0.1, 0.0]
    assert would_tell(results).endswith("more than 10,000 would be needed.")


def test_where_replicates_tell_there_is_no_word_of_more(tmp_path):
    assert would_tell(results_of(tmp_path / "clear", ["official", "equal"], net_per_yuan=(0.3, 0.6))) == ""
    assert would_tell(results_of(tmp_path / "one", ["official", "equal"], replicates=1)) == ""


def test_overlapping_intervals_are_explained(tmp_path):
    results = results_of(tmp_path, ["official", "equal"], net_per_yuan=(0.5, 0.55))
    best, second = results.ranked
    assert results.summary.ci_low[best] < results.summary.ci_high[second]
    assert results.against_best[best].is_clear
    assert any("overlap; that of their difference decides" in text for text in more_findings(results))


def test_finding_of_no_effect(tmp_path):
    results = results_of(tmp_path, ["official", "equal"], net_per_yuan=(0.0, -0.001))
    assert results.summary.ci_low.max() < 0 < results.summary.ci_high.min()
    assert finding(results).startswith("No allocation is shown to add consumption")


def test_finding_of_harm(tmp_path):
    results = results_of(tmp_path, ["official", "equal"], net_per_yuan=(-0.5, -0.7))
    assert finding(results).startswith("Every allocation lowers consumption; “official” does least harm")


@pytest.mark.parametrize(
    ("labels", "value", "start"),
    [
        (["official"], 0.0, "With “official”, the net effect per yuan of public money is"),
        (["official"], -0.5, "With “official”, public money lowers consumption"),
        (["official", "equal"], 0.5, "With “official” and “equal”, a yuan of public money adds"),
    ],
)
def test_nothing_is_ranked_where_there_is_nothing_to_rank(tmp_path, labels, value, start):
    results = results_of(tmp_path, ["official"], net_per_yuan=(value,))
    summary = pd.concat([results.summary] * len(labels)).set_axis(labels)
    effects = pd.concat([results.effects.assign(allocation=label) for label in labels], ignore_index=True)
    same = dataclasses.replace(results, summary=summary, effects=effects)
    said = " ".join([finding(same), *more_findings(same), net_per_yuan_shows(same)])
    assert said.startswith(start)
    assert not re.search("highest|least harm|No allocation|better than|From |next best", said)


def sold_by_projects(results, share):
    """Results in which projects sell a part of the gross only."""
    effects = results.effects.copy()
    effects.loc[(effects.dimension == "direction") & (effects.measure == "gross_yuan"), "value"] *= share
    return dataclasses.replace(results, effects=effects)


@pytest.mark.parametrize(
    ("share", "kind", "title", "axis", "weekly"),
    [
        (1.0, "projects", "the sales of supported projects consist", "sales of supported projects (", "projects ("),
        (
            0.3,
            "both",
            "the supported purchases consist",
            "supported projects and supported purchases (",
            "with supported",
        ),
        (
            0.0,
            "bills",
            "the purchases that the money supports consist",
            "share of the supported purchases",
            "supported",
        ),
    ],
)
def test_axes_name_what_the_money_supports_in_this_run(tmp_path, share, kind, title, axis, weekly):
    results = sold_by_projects(results_of(tmp_path, ["official", "equal"]), share)
    assert {supported(results, a) for a in results.funded} == {kind} == {supported(results, *results.funded)}
    figure, weeks = where_gross_goes(results), over_the_weeks(results)
    assert title in figure.get_suptitle().replace("\n", " ") and axis in figure.axes[0].get_xlabel()
    shown = weeks.axes[1].get_title()
    assert weekly in shown and ("supported projects" in shown) == (kind != "bills")
    assert ("by_direction" in {chart.name for chart in charts_of(results)}) == (kind != "bills")


def test_projects_are_spoken_of_only_where_some_were_awarded(tmp_path):
    results = results_of(tmp_path, ["official"])
    assert "supported projects sell" in " ".join(more_findings(results))
    results = sold_by_projects(results, 0.0)  # no project was awarded, as with a grant that is spent on coupons
    assert "purchases that the money supports come to" in " ".join(more_findings(results))
    assert "purchases that the money supports would have been made" in where_gross_goes_shows(results)


def test_finding_of_one_replicate(tmp_path):
    results = results_of(tmp_path, ["official", "equal"], replicates=1)
    assert "a single replicate gives no interval" in finding(results)
    assert "nan" not in finding(results)
    page = Page(told(tmp_path).read_text("utf-8"))
    assert "There is only one replicate: no standard errors and no intervals." in page.text
    assert "nan" not in page.text.split()


def test_finding_of_one_allocation(tmp_path):
    results = results_of(tmp_path, ["official"], n_cities=1)
    assert finding(results).startswith("With “official”, a yuan of public money adds 0.")


def test_no_money_at_all(tmp_path):
    page = Page(told(write_results(tmp_path, ["none"], **SMALL)).read_text("utf-8"))
    assert "No allocation in this comparison spends money or changes anything else" in page.text
    assert "img" not in page.tags

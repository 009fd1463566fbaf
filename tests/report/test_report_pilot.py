"""The report on the pilot itself: sums add up, settings are named, policies without money are told of in yuan."""

import json
import re

import numpy as np
import pandas as pd
import pytest

from sim.errors import InputError
from sim.report.comparison.awards import awards
from sim.report.comparison.choices import choices
from sim.report.comparison.compared import other_differences
from sim.report.comparison.findings import finding, more_findings
from sim.report.comparison.pilot import TOPICS
from sim.report.comparison.tables import spread
from sim.results.reading import read_results
from sim.texts import say
from tests.pictures import told
from tests.report.pages import Page
from tests.synthetic_results import write_results

pytestmark = pytest.mark.long

SMALL = {"n_cities": 6, "weeks_pilot": 20, "weeks_after": 6}
DASH = "–"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = write_results(tmp_path_factory.mktemp("pilot"), ["official", "equal", "free+reform"], promises=True, **SMALL)
    told(path)
    return path


@pytest.fixture(scope="module")
def html(folder):
    return (folder / "report.html").read_text("utf-8")


def cells(html, name):
    """Numbers of the rows of this name, one list for each row."""
    rows = re.findall(rf"<tr><td class=\"t\">(?:<b>)?{re.escape(name)}(?:</b>)?</td>(.*?)</tr>", html)
    return [[float(x.replace(",", "").replace("−", "-")) for x in re.findall(r">([−\d.,]+)<", row)] for row in rows]


def changed(folder, tmp_path, manifest=lambda m: None, effects=lambda e: e):
    """Write the report of the same results after a change."""
    for name in ("summary.csv", "effects.parquet", "manifest.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    data = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    manifest(data)
    (tmp_path / "manifest.json").write_text(json.dumps(data))
    effects(pd.read_parquet(tmp_path / "effects.parquet")).to_parquet(tmp_path / "effects.parquet")
    return told(tmp_path).read_text("utf-8")


# ---------------------------------------------------------------- money


def test_every_block_of_the_money_table_adds_up(html):
    at = {name: np.array(cells(html, name)[0]) for name in (
        "public money received", "+ awards cancelled, back with the cities",
        "+ recovered from projects, back with the cities",
        "= available", "+ publicity and instruments", "+ never committed: returned to the treasury",
        "+ never committed: left with the cities", "= all uses", "paid to projects", "+ still due at the end",
        "+ cancelled", "= awarded to projects", "− recovered", "= kept by projects", "awarded to projects",
    )}  # fmt: skip
    values, rounding = list(at.values()), 0.03
    assert np.allclose(sum(values[:3]), at["= available"], atol=rounding)
    parts = at["awarded to projects"] + sum(values[4:7])
    assert np.allclose(parts, at["= all uses"], atol=rounding)
    assert np.allclose(at["= all uses"], at["= available"], atol=rounding)
    assert np.allclose(sum(values[8:11]), at["= awarded to projects"], atol=rounding)
    assert np.allclose(at["paid to projects"] - at["− recovered"], at["= kept by projects"], atol=rounding)
    assert "Before rounding, every sum is exact to the fen." in html


def test_money_that_does_not_add_up_is_not_covered_up(folder, tmp_path):
    def lose(effects):
        rows = (effects.measure == "returned_yuan") & (effects.dimension == "total")
        return effects.assign(value=effects.value.where(~rows, effects.value - 5e6))

    page = Page(changed(folder, tmp_path, effects=lose))
    assert "up to 5,000,000.00 yuan, which is a fault in the simulation" in page.text


def test_money_that_instruments_hold_has_a_row_of_its_own(folder, tmp_path):
    def hold(effects):
        rows = (effects.measure == "beside_yuan") & (effects.allocation == "equal")
        return effects.assign(value=effects.value.where(~rows, effects.value - 5e6))

    def coupons(data):
        data["configs"]["equal"]["instrument"] = {"kind": "threshold_coupon"}

    html = changed(folder, tmp_path, coupons, hold)
    row = cells(html, "+ set aside for instruments, not used by the end")[0]
    assert sorted(row) == [0.0, 5.0]
    assert "exact to the fen" in html


# ---------------------------------------------------------------- sections


def test_every_topic_has_its_section_and_only_where_there_are_data(folder, html, tmp_path):
    for topic in TOPICS:
        assert f"<h2>{say(topic.title)}</h2>" in html
    gone = changed(folder, tmp_path, effects=lambda e: e[~e.dimension.isin(["department", "partner"])])
    for topic in TOPICS:
        kept = topic.title not in ("pilot-waiting-title", "pilot-partners-title")
        assert (f"<h2>{say(topic.title)}</h2>" in gone) == kept


def test_waiting_is_given_for_every_world(folder, html):
    value = read_results(folder).cells("department", "waited_weeks", ["commerce"]).value.loc["commerce"]
    rows = re.findall(r"<td class=\"t\">commerce bureau \(review of applications\)</td><td class=\"t\">(.*?)</td>"
                      r"<td class=\"n\">([\d,]+)", html)  # fmt: skip
    assert [name for name, _ in rows] == [*map(str, ("equal", "official", "free + reform", "without the policy"))]
    assert {number for _, number in rows} == {f"{value['official']:,.0f}", f"{value['equal']:,.0f}", "0"}


def test_residents_of_every_district_are_told_of_where_cities_are_few(tmp_path):
    page = Page(told(write_results(tmp_path, ["official"], **(SMALL | {"n_cities": 1}))).read_text("utf-8"))
    assert re.search(r"surplus per head \(yuan\), \w+, district 1 [\d.]+ \([\d.]+ to [\d.]+\)", page.text)
    assert "District 0 is the centre" in page.text


def test_awards_stand_beside_what_the_plan_allows(folder):
    results = read_results(folder)
    plan = results.group("official", "plan")
    plan["kinds"], plan["areas"] = {"catering_scene": {"projects": 5, "money": 0.2}}, {"outer": {"money": 0.3}}
    text = Page("\n".join(part.__html__() for part in awards(results))).text
    n, yuan = (results.wide("kind", m, "group").official["catering_scene"] for m in ("n_awarded", "awarded_yuan"))
    most = "at most 5 projects and 20 % of the grant until the last call in each city"
    assert f" {n:.1f}; {yuan / 1e6:,.0f} ({most})" in text
    assert "a share of money may end above its limit" in text
    plan["kinds"], plan["areas"] = {"catering_scene": {"projects": 5}}, {}
    assert "may end above" not in Page("\n".join(part.__html__() for part in awards(results))).text
    plan["areas"] = {"outer": {"money": 0.3}}
    text = Page("\n".join(part.__html__() for part in awards(results))).text
    assert re.search(r"outer areas .*\(at most 30 % of a call until the last in each city\)", text)


def test_score_says_what_it_sees_and_targets_what_they_count(html):
    page = Page(html)
    assert "The score sees observable figures only" in page.text
    assert "It does not see what would have happened anyway." in page.text
    assert "a target may be reached with little or no effect" in page.text


def test_targets_are_given_promised_and_reached(folder, html):
    results = read_results(folder)
    city = next(iter(results.cities))
    reached = results.wide("city", "private_yuan", "city").loc[city, "official"] / 1e6
    name = results.cities[city]["name"]
    row = re.search(rf"<td class=\"t\">official</td><td class=\"t\">{name}</td><td class=\"t\">"
                    r"private investment in supported projects \(million yuan\)</td><td class=\"n\">([\d,]+)</td>"
                    r"<td class=\"n\">([\d,.]+) .*?<td class=\"n\">(\d+) of (\d+)</td>", html)  # fmt: skip
    assert row.group(1) == "900"
    assert float(row.group(2).replace(",", "")) == pytest.approx(reached, rel=0.005)
    chance = results.wide("city", "chance_private", "city").loc[city, "official"]
    assert int(row.group(3)) == pytest.approx(chance * int(row.group(4)))
    assert row.group(4) == str(results.n_replicates("official"))


def test_established_merchants_are_told_of_plainly(html):
    assert "small established shops lose " in Page(html).text


# ---------------------------------------------------------------- settings


def test_settings_of_every_run_are_named_with_their_source(html):
    text = Page(html).text
    for words in (
        "Award rules fund: Terms of the central fund. Source: Notice of 2025. The money may not be used for consumers.",
        "Plan of the cities example: each city promises 12 first, flagship and headquarters stores opened, "
        "900 million yuan of private investment",
        "Screening score: a jury's weighted score, seen with an error that falls with the city's capability; large",
        "Partners usual: of the investment of a project that an award makes possible, brands bear 3\xa0%",
        "Second tranche proportional: the second half is shared out in proportion to the score",
        "Scenario “free + reform”: Reform without money (reform_only): What is faster approval worth?",
        "Award rules of fund: terms by kind",
        "first store borrowed Guide of 2024 30 / 40 / 30 30 0 5; global 8 0",
        "“free + reform”: no grants to the cities; with approval reform",
    ):
        assert words.replace("\xa0", " ") in text.replace("\xa0", " "), words


def test_rules_that_differ_are_named_run_by_run_and_not_key_by_key(folder, tmp_path):
    def other(data):
        rules = data["configs"]["equal"]["rules"]
        rules |= {"name": "beijing", "title": "Rules of Beijing", "source": "Guide"}
        rules["kinds"]["first_store"]["rate"] = 0.5

    page = Page(changed(folder, tmp_path, other))
    assert "“official”: fund: Terms of the central fund" in page.text
    assert "“equal”: beijing: Rules of Beijing. Source: Guide." in page.text
    assert "rules.kinds.first_store.rate:" not in page.text
    assert other_differences(read_results(tmp_path)) == []
    assert "Award rules of beijing: terms by kind" in page.text


def test_a_term_that_differs_within_rules_of_one_name_is_told(folder, tmp_path):
    def other(data):
        data["configs"]["equal"]["rules"]["kinds"]["first_store"]["rate"] = 0.5

    changed(folder, tmp_path, other)
    assert other_differences(read_results(tmp_path)) == ["rules.kinds.first_store.rate"]


def test_a_plan_is_told_in_words(folder, tmp_path):
    def other(data):
        for label in ("official", "equal"):
            data["configs"][label]["plan"] |= {
                "calls": [{"quarter": 3, "money": 2.0}], "areas": {"core": {"money": 0.5}, "inner": {"projects": 4}},
                "kinds": {"first_store": {"projects": 15, "money": 0.2, "priority": 0.5}},
            }  # fmt: skip

    changed(folder, tmp_path, other)
    text = dict(choices(read_results(tmp_path)))["Plan of the cities"]
    assert text.startswith(
        "example: call in quarter 3 (money 2); the pilot ends before quarter 3, so that call is not made; first store: "
        "at most 15 projects, at most 20 % of the grant until the last call, 0.5 standard deviations added to the "
        "score; core areas: at most 50 % of a call until the last; inner areas: at most 4 projects; each city "
    )


@pytest.mark.parametrize("group", ["rules", "plan", "screening", "participation", "authority"])
def test_a_manifest_without_a_group_still_has_a_report(folder, tmp_path, group):
    def without(data):
        for config in data["configs"].values():
            config[group] = None if group == "authority" else "text"

    assert "<h1>" in changed(folder, tmp_path, without)


@pytest.mark.parametrize(
    ("group", "change"),
    [
        ("rules", {"kinds": {"first_store": {"rate": "much"}}}),
        ("rules", {"kinds": {"first_store": {"cap_yuan": [1]}}}),
        ("rules", {"forbidden": 3}),
        ("plan", {"calls": [{"quarter": 3, "money": "all"}]}),
        ("plan", {"kinds": {"first_store": 3}}),
        ("plan", {"targets": {"debut_stores": "many"}}),
        ("participation", {"brands_share": "half"}),
        ("screening", {"large_favour": "some"}),
    ],
)
def test_a_setting_of_another_kind_in_a_manifest_is_one_line_and_leaves_no_report(group, change, folder, tmp_path):
    def other(data):
        for config in data["configs"].values():
            config[group] = {"name": "example"} | config.get(group, {}) | change

    with pytest.raises(InputError, match=rf"manifest\.json: configs\.\w+\.{group}: holds what no run writes there$"):
        changed(folder, tmp_path, other)
    assert not (tmp_path / "report.html").exists()


# ---------------------------------------------------------------- policies without money


def test_policy_without_money_is_told_of_in_yuan(tmp_path):
    results = read_results(write_results(tmp_path, ["free+reform"], **SMALL))
    value, low, high = (x / 1e9 for x in results.interval("free+reform", "net_yuan"))
    words = "“free + reform” spends no public money and changes consumption by "
    assert finding(results) == f"{words}{value:.2f} billion yuan (95 % interval {low:.2f} to {high:.2f})."
    assert more_findings(results) == []
    page = Page(told(tmp_path).read_text("utf-8"))
    assert "Tranches none" in page.text
    assert "Without public money no project and no bill is supported" in page.text
    assert "nan" not in page.text.split()
    row = re.search(
        r"<td class=\"t\">free \+ reform</td>(.*?)</tr>", (tmp_path / "report.html").read_text("utf-8")
    ).group(1)
    assert re.findall(r">([^<>]+)</td>", row)[2:] == [*[DASH] * 7, "8"]


def test_policy_without_money_that_may_do_nothing_is_called_so(tmp_path):
    results = read_results(write_results(tmp_path, ["free+reform"], net_per_yuan=(0.0,), **SMALL))
    assert finding(results).endswith("which cannot be distinguished from zero.")
    single = read_results(write_results(tmp_path / "one", ["free+reform"], replicates=1, **SMALL))
    assert "a single replicate gives no interval" in finding(single)


def test_policy_without_money_stands_beside_those_with_money(folder, html):
    results = read_results(folder)
    assert any(text.startswith("“free + reform” spends no public money") for text in more_findings(results))
    assert "“free + reform”" not in finding(results)
    assert "net in million yuan: free + reform" in html


def test_numbers_with_intervals():
    assert spread(12.34, 10.0, 14.0) == "12.3 (10.0 to 14.0)"
    assert spread(float("nan"), 0.0, 0.0) == DASH

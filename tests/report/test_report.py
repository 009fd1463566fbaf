"""The report: no sentence is stronger than the replicates allow, every text is escaped."""

import dataclasses
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim.charts.comparison import CHARTS, charts_of
from sim.charts.comparison.totals import net_per_yuan_shows, where_gross_goes, where_gross_goes_shows
from sim.charts.comparison.weeks import over_the_weeks
from sim.errors import InputError
from sim.report.blocks import (
    TEMPLATES,
    Block,
    Bold,
    Details,
    Digests,
    Facts,
    Figure,
    Head,
    Heading,
    Items,
    Lines,
    Listing,
    Paragraph,
    Section,
    Table,
)  # fmt: skip
from sim.report.comparison.findings import dominating, finding, more_findings
from sim.report.comparison.sections import _not_known
from sim.report.comparison.tables import PART_NAMES, against_best, between, number
from sim.results.reading import read_results
from sim.results.supported import supported
from sim.results.words import digits, quoted, signed
from sim.texts import say
from tests.pictures import told
from tests.synthetic_results import SIX, write_results

SMALL = {"n_cities": 6, "weeks_pilot": 20, "weeks_after": 6}
SCRIPT = "<script>alert(1)</script>"
VOID = {"meta", "link", "img"}


class Page(HTMLParser):
    """Collects tags, attributes and text; checks that tags are closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.open, self.words, self.addresses = [], [], [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href", "action", "data")]
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def six(tmp_path_factory):
    folder = write_results(tmp_path_factory.mktemp("six"))
    told(folder)  # the browser's tests look at the pictures
    return folder


@pytest.fixture(scope="module")
def page(six):
    return Page((six / "report.html").read_text("utf-8"))


def results_of(tmp_path, labels, **changes):
    return read_results(write_results(tmp_path, labels, **SMALL | changes))


# ---------------------------------------------------------------- the finding


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
    against = tied or results.ranked[1:2]
    assert {a for a in labels if quoted(a) in named} == set(against)
    claims = {against[0]: re.findall(AMOUNT, headline)[-1]}
    sentence = re.search(rf"difference from “official”[a-z :]* {AMOUNT}", " ".join(more_findings(results)))
    claims |= {"official": sentence.groups()} if sentence else {}
    for label, ends in claims.items():
        low, high = -stored.minus_best_high[label], -stored.minus_best_low[label]
        assert ends == tuple(signed(end, digits(low, high)) for end in (low, high))


def test_an_effect_that_has_not_run_out_when_counting_ends_is_told(tmp_path):
    """Coupons are paid back after the last week that is counted: no interval over replicates shows it."""
    results = results_of(tmp_path / "whole", ["official"], weeks_pilot=60, weeks_after=120)
    results.effects.loc[(results.effects.dimension == "week") & (results.effects.week >= 176), "value"] = 0.0
    assert not any("not run out" in text for text in more_findings(results))
    cut = results_of(tmp_path / "cut", ["official"], weeks_pilot=60, weeks_after=0)
    (told,) = [text for text in more_findings(cut) if "not run out" in text]
    last = cut.wide("week", "net_yuan", "week").official.tail(4).mean()
    share = 100 * abs(last) / abs(cut.total("official", "net_yuan"))
    assert f"still {'adds' if last > 0 else 'takes away'} {share:.1f} % of its total effect per week" in told


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


# ---------------------------------------------------------------- what is in it


def test_reviewer_finds_what_was_compared(page):
    for words in (
        "an envelope of 17.2 billion yuan; under every funded allocation cities receive 17.2 billion yuan",
        "50 simulated; confirmed as pilot cities: 32, presumed: 18 (Nanjing,",
        "pilot of 104 weeks, 1 Oct 2025 to 28 Sep 2027, and 52 weeks after it",
        "8 per allocation, seed 7",
        "“by need”: per resident, more where incomes are low",
        "Intervals cover chance within the simulation only",
        "1 assumed and 1 borrowed",
        "creation_share Share of new demand assumed own 1 0.3 0 to 1",
        "SHA-256",
        "0.1.0 (0123456789ab)",
        "sanxin sweep allocation=official",
        "171 seconds (warm-up 20, twin 40, policy 111)",
    ):
        assert words in page.text, words


def test_every_allocation_is_in_the_summary_table(page):
    for label in SIX:
        assert f" {label.replace('_', ' ')} " in page.text


def test_parts_per_yuan_add_up_in_the_table(six):
    html = (six / "report.html").read_text("utf-8")
    rows = []
    for name in [
        *map(say, PART_NAMES.values()),
        "sum of the parts",
        "gross, as counted at projects and supported purchases",
    ]:
        row = re.search(rf"<tr><td class=\"t\">{name}</td>(.*?)</tr>", html).group(1)
        rows.append([float(x.replace("−", "-")) for x in re.findall(r">([−\d.]+)<", row)])
    assert np.shape(rows) == (7, 5)
    assert np.allclose(np.sum(rows[:5], axis=0), rows[5], atol=0.003)
    assert rows[5] == rows[6]


def test_presumed_and_imputed_cities_are_marked(page):
    assert re.search(r"Nanjing presumed ", page.text)
    assert re.search(r"Beijing confirmed consumption expenditure ", page.text)


def test_intervals_of_drawn_parameters_are_not_called_chance_alone(tmp_path):
    path = write_results(tmp_path, ["official", "none"], **SMALL) / "manifest.json"
    data = json.loads(path.read_text("utf-8"))
    for config in data["configs"].values():
        config["sample"] = {"file": "posterior.csv"}
    path.write_text(json.dumps(data))
    text = Page(told(tmp_path).read_text("utf-8")).text
    assert "chance within the simulation and, where parameters were drawn from the sample, what is not known" in text
    assert "Fitted ones were drawn from the calibrated sample." in text and "Monte Carlo error" not in text


@pytest.mark.parametrize("first", ["official", "equal"])
def test_shares_of_the_variance_are_told_only_where_the_report_is_of_what_they_are_shares_of(first, tmp_path):
    path = write_results(tmp_path, [first, "none"], **SMALL) / "manifest.json"
    data = json.loads(path.read_text("utf-8"))
    known = [one["name"] for one in data["parameters"]]
    data["unpinned"] = [{"name": known[1], "share": 0.4}, {"name": known[0], "share": 0.1}]
    path.write_text(json.dumps(data))
    (said,) = (block for block in _not_known(read_results(tmp_path)) if block.lead == "Assumed:")
    names = [name.replace("_", " ") for name in known]
    pinned = f"no published finding pins down 2 of the {len(known)} parameters: "
    if first == "official":
        assert said.text.startswith(f"{pinned}{names[1]} (40 %), {names[0]} (10 %). In brackets: their share")
        assert "together they make up 50 %" in said.text
    else:  # the shares are of the official grants; the order is that of the table
        assert said.text.startswith(f"{pinned}{names[0]}, {names[1]}. “sanxin sensitivity”") and "%" not in said.text


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ((0.91, 0.0), "the parameters: 91 % for “coupon” and 0 % for “cash”; the rest is chance."),
        ((0.91, 0.71), "81 % of the spread over replicates comes from the parameters"),
    ],
)
def test_which_uncertainty_dominates_is_said_for_each_run_where_they_differ(shares, said):
    columns = {"dimension": "uncertainty", "measure": "net_per_yuan_share_from_parameters"}
    effects = pd.DataFrame({"allocation": ["coupon", "cash"], "value": shares}).assign(**columns)
    text = dominating(SimpleNamespace(effects=effects, active=["coupon", "cash"]))
    assert said in text and ("dominate" in text) == (min(shares) > 0.5)


@pytest.mark.long
def test_settings_that_differ_beside_the_money_are_named(tmp_path):
    path = write_results(tmp_path, ["official", "equal"], **SMALL) / "manifest.json"
    data = json.loads(path.read_text("utf-8"))
    data["configs"]["equal"]["population"]["consumers_per_city"] = 900
    path.write_text(json.dumps(data))
    page = Page(told(tmp_path).read_text("utf-8"))
    assert "so not only the money does: population.consumers_per_city" in page.text
    assert "share no twin: they differ in their worlds" in page.text
    data["configs"]["equal"]["population"]["consumers_per_city"] = 500
    data["configs"]["equal"]["authority"] = {"second_tranche_rule": "threshold"}
    path.write_text(json.dumps(data))
    page = Page(told(tmp_path).read_text("utf-8"))
    assert "so not only the money does: authority" in page.text
    assert "share no twin" not in page.text


def test_the_report_says_what_states_each_setting_that_is_not_the_default(tmp_path):
    folder = write_results(tmp_path, ["official", "equal"], **SMALL)
    assert "what states" not in told(folder).read_text("utf-8")
    path = folder / "manifest.json"
    data = json.loads(path.read_text())
    seed = {"source": "command line", "line": 0, "key": "seed", "value": "8", "usual": "7"}
    calls = {"source": "<b>.yaml", "line": 3, "key": "authority.calls", "value": "3", "usual": ""}
    data["origins"] = {"official": [seed], "equal": [seed, calls]}
    path.write_text(json.dumps(data))
    page = Page(told(folder).read_text("utf-8"))
    assert "2 settings, and what states each" in page.text
    assert "seed 8 7 command line all" in page.text and "authority.calls 3 – <b>.yaml line 3 equal" in page.text
    data["origins"] = {"official": [seed]}
    path.write_text(json.dumps(data))
    assert "seed 8 7 command line Made" in Page(told(folder).read_text("utf-8")).text


def test_what_has_no_effect_is_said_beside_the_finding_and_runs_that_are_the_same(tmp_path):
    folder = write_results(tmp_path, ["official", "equal"], **SMALL)
    assert "no effect" not in told(folder).read_text("utf-8")
    path, table = folder / "manifest.json", pd.read_parquet(folder / "effects.parquet")
    data = json.loads(path.read_text())
    data["without_effect"] = ["instrument voucher: no effect in this run: it starts late"]
    path.write_text(json.dumps(data))
    own = table[table.allocation == "official"]
    pd.concat([own, own.assign(allocation="equal")], ignore_index=True).to_parquet(folder / "effects.parquet")
    summary = pd.read_csv(folder / "summary.csv")
    same = summary[summary.allocation == "official"]
    pd.concat([same, same.assign(allocation="equal")]).to_csv(folder / "summary.csv", index=False)
    page = Page(told(folder).read_text("utf-8"))
    head = page.text.partition("What was compared")[0]
    assert "Of what was asked for, this had no effect:" in head and data["without_effect"][0] in head
    assert "“official” and “equal” are the same in every number" in head


@pytest.mark.parametrize(("cities", "stored", "said"), [(2, None, True), (1, None, False), (2, ["equal"], False)])
def test_a_rule_that_can_change_nothing_is_never_said_to_have_been_applied(tmp_path, cities, stored, said):
    folder = write_results(tmp_path, ["official"], **SMALL | {"n_cities": cities})
    path = folder / "manifest.json"
    data = json.loads(path.read_text())
    data["configs"]["official"]["authority"]["second_tranche_rule"] = "threshold"
    path.write_text(json.dumps(data if stored is None else data | {"pays_by_score": stored}))
    text = Page(told(folder).read_text("utf-8")).text
    assert ("cities below the required score get half as much" in text) == said
    assert ("the rule threshold can change nothing here" in text) != said


def test_nothing_comes_from_outside_and_nothing_runs(six, page):
    assert "script" not in page.tags
    assert {a.split(",")[0] for a in page.addresses} <= {"#limits", "data:", "data:image/svg+xml;base64"}
    html = (six / "report.html").read_text("utf-8")
    assert "http://" not in html
    assert "https://" not in html
    assert "url(" not in html
    assert "Content-Security-Policy" in html
    assert (
        page.tags.count("img") == len(charts_of(read_results(six))) == len(CHARTS) - 2
    )  # no plan has targets, and no two keys cross


@pytest.mark.parametrize("text", [SCRIPT, '"><img src=x onerror=alert(1)>&lt;b&gt;</title></style>'])
@pytest.mark.long
def test_every_text_of_the_files_is_escaped(tmp_path, text):
    write_results(tmp_path, [text, "official", "free+reform"], city_names={"beijing": text}, promises=True, **SMALL)
    path = tmp_path / "manifest.json"
    data = json.loads(path.read_text("utf-8"))
    for key in ("command", "code_version", "version", "created_utc"):
        data[key] = text
    data["versions"][text] = data["data_sha256"][text] = data["configs"]["official"]["split"]["name"] = text
    data["cities"][1] |= {"listed": text, "imputed": [text]}
    data["configs"]["official"]["allocation"]["between"] = text
    data["parameters"][0] |= dict.fromkeys(("name", "value", "unit", "grade", "source", "meaning", "low", "high"), text)
    data["calendar"] |= {"start_date": text}
    data["seconds_by_part"] = {text: 1}
    data["scenarios"] = {"official": dict.fromkeys(("name", "title", "question", "description"), text)}
    for group in ("rules", "plan", "screening", "participation"):
        data["configs"]["official"][group]["name"] = text
    data["configs"]["official"]["rules"] |= {"title": text, "source": text, "forbidden": [text]}
    data["configs"]["official"]["rules"]["kinds"] = {text: {"grade": text, "source": text}}
    data["configs"]["official"]["plan"]["kinds"] = {text: {"projects": 3}}
    data["configs"]["official"]["screening"]["rule"] = data["configs"][text]["authority"]["second_tranche_rule"] = text
    data["configs"]["free+reform"]["instrument"]["name"] = text
    path.write_text(json.dumps(data))
    html = told(tmp_path).read_text("utf-8")
    page = Page(html)
    assert "script" not in page.tags
    assert set(page.tags) & {"b", "title", "style", "img"} == {"b", "title", "style", "img"}
    assert page.tags.count("img") == len(CHARTS) - 1  # no two keys cross
    assert page.tags.count("title") == page.tags.count("style") == 1
    assert " ".join(text.split()) in page.text


@pytest.mark.long
def test_same_results_same_report(tmp_path):
    first, second = (
        told(write_results(tmp_path / name, ["official", "equal"], **SMALL)).read_bytes() for name in ("a", "b")
    )
    assert first == second
    assert not list((tmp_path / "a").glob(".*"))


def test_damaged_file_is_named_and_leaves_no_report(tmp_path):
    write_results(tmp_path, ["official"], **SMALL)
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(InputError, match=r"manifest\.json: cannot be read as JSON"):
        told(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["effects.parquet", "manifest.json", "summary.csv"]


def test_import_is_cheap():
    code = "import sim.report, sys; print([m for m in ('matplotlib', 'pandas', 'scipy', 'numpy') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


# ---------------------------------------------------------------- blocks


def test_blocks_escape_all_but_blocks():
    cell = '<td class="t"><b>&lt;script&gt;alert(1)&lt;/script&gt;</b></td>'
    assert cell in Table(["a"], [[Bold(SCRIPT)]]).__html__()
    for block in (
        Paragraph(SCRIPT, '">' + SCRIPT, SCRIPT, (SCRIPT, SCRIPT)), Items([SCRIPT]), Table([SCRIPT], [[SCRIPT]]),
        Facts([(SCRIPT, SCRIPT)]), Listing([SCRIPT]), Lines(SCRIPT, SCRIPT, [SCRIPT], [SCRIPT]), Heading(SCRIPT),
        Digests({SCRIPT: SCRIPT}), Details(SCRIPT, [Bold(SCRIPT)]), Section(SCRIPT, [Bold(SCRIPT)], '">' + SCRIPT),
        Head(SCRIPT, SCRIPT, SCRIPT, [Bold(SCRIPT)]), Figure(b"", '">' + SCRIPT, SCRIPT, SCRIPT, SCRIPT),
    ):  # fmt: skip
        html = block.__html__()
        assert "<script" not in html and html.count("&lt;script&gt;") == str(block).count("<script>"), html


def test_every_kind_of_block_has_its_template_and_no_template_is_left_over():
    kinds = {f"{kind.__name__.lower()}.html" for kind in Block.__subclasses__()}
    assert {path.name for path in TEMPLATES.glob("*.html")} == kinds | {"page.html"}

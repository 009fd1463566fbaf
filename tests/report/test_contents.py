"""What is in the report: every text is escaped, nothing comes from outside, and nothing runs."""

import json
import re
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim.charts.comparison import CHARTS, charts_of
from sim.errors import InputError
from sim.report.comparison.findings import dominating
from sim.report.comparison.sections import _not_known
from sim.report.comparison.tables import PART_NAMES
from sim.results.reading import read_results
from sim.texts import say
from tests.pictures import told
from tests.report.pages import SCRIPT, SMALL, Page
from tests.synthetic_results import SIX, write_results


@pytest.fixture(scope="module")
def six(tmp_path_factory):
    folder = write_results(tmp_path_factory.mktemp("six"))
    told(folder)  # the browser's tests look at the pictures
    return folder


@pytest.fixture(scope="module")
def page(six):
    return Page((six / "report.html").read_text("utf-8"))


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
    assert np.shape(rows) == (8, 5)
    assert np.allclose(np.sum(rows[:6], axis=0), rows[6], atol=0.003)
    assert rows[6] == rows[7]


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

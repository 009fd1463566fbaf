"""Every named scenario runs, spends what it may, and does something."""

from __future__ import annotations

import numpy as np
import pytest
import yaml

from sim.errors import InputError
from sim.inputs.compose import compose
from sim.inputs.paths import SCENARIOS
from sim.inputs.scenario import OF_COMMAND, SECTIONS, read_scenario
from sim.inputs.settings import Settings
from sim.inputs.sweep import expand
from sim.runs import designed, precision
from sim.runs.comparison import compare
from sim.runs.request import fields_of

NAMES = sorted(path.stem for path in SCENARIOS.glob("*.yaml"))
SMALL = (
    "population.consumers_per_city=40",
    "horizon.weeks_pilot=78",
    "horizon.weeks_after=13",
    "replicates=1",
    "threads=1",
)
WANTED = {
    "official_pilot", "debut_economy_first", "service_scenes_first", "ip_first", "livelihood_first", "core_areas_first",
    "coupons_instead", "publicity_heavy", "reform_only", "no_dynamic_management", "all_or_nothing",
}  # fmt: skip


def small(name: str):
    """Settings of a scenario in a small world; a plan of one city keeps its city."""
    own = yaml.safe_load((SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8"))
    cities = [] if "city" in own else ["city=[xining,haikou]"]
    return compose([f"scenario={name}", *cities, *SMALL])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.long
def test_a_named_scenario_runs_spends_no_more_than_the_grant_and_has_an_effect(name):
    settings = small(name)
    found = compare([settings])
    total = found.effects[found.effects.dimension == "total"].set_index("measure").value
    granted = 0 if settings.allocation.between == "none" else {1: 300e6, 2: 600e6}[len(settings.city)]
    if "chongqing" in settings.city:
        granted = 400e6
    assert total.public_yuan == granted
    assert total.net_yuan != 0 and np.isfinite(total.net_yuan)
    assert total.paid_yuan - total.recovered_yuan + total.unspent_yuan == pytest.approx(granted, abs=0.05)


def test_the_scenarios_that_planners_ask_for_are_there_and_each_says_which_question_it_answers():
    assert set(NAMES) >= WANTED
    for name in NAMES:
        own = yaml.safe_load((SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8"))
        assert own["question"].strip().endswith("?") and own["title"] and own["description"], name


def test_the_table_of_scenarios_in_the_documentation_is_complete():
    text = (SCENARIOS.parent / "docs" / "scenarios.md").read_text(encoding="utf-8")
    for name in NAMES:
        own = yaml.safe_load((SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8"))
        assert f"| `{name}` | {own['question']} |" in text, name


def test_scenarios_of_the_same_money_differ_in_what_they_do():
    base = small("official_pilot").digest()
    digests = [small(name).digest() for name in NAMES]
    assert len(set(digests)) == len(digests) and base in digests


@pytest.mark.parametrize("name", ["my_plan", "我的计划", "official_pilot"])
def test_a_scenario_in_the_working_folder_goes_by_its_name_and_before_one_of_ours(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "scenarios" / f"{name}.yaml"
    own.parent.mkdir()
    own.write_text("city: [suzhou]\nhorizon: {weeks_after: 3}\n", encoding="utf-8")
    settings = compose([f"scenario={name}", "allocation=equal"])
    assert (settings.city, settings.horizon.weeks_after) == (("suzhou",), 3)
    assert str(settings.origins.of(("city",))) == f"scenarios/{name}.yaml line 1"


def test_a_name_that_is_no_scenario_is_told_with_the_nearest_of_the_users_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "my_plan.yaml").write_text("city: [suzhou]\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"did you mean 'my_plan'\? \(names of files in scenarios/ here and"):
        compose(["scenario=my_plans"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: a\nseed: 9\n", "line 2: unknown key 'seed'"),
        ("title: a\nquestion: [1]\n", "line 2: question must be a text"),
        ("title: a\nhorizon:\n  _x: 1\n", "line 3: horizon._x: keys must not be hydra"),
        ("title: a\nallocation: equal\nallocation: none\n", "key 'allocation' appears twice (line 3)"),
        ("title: a\nsplit:\n  1: 2\n", "key 1 must be a text (line 3)"),
        ("title: a\ncity: *b\n", "aliases (*) are not allowed (line 2)"),
        ("title: a\ncity：[suzhou]\nsplit: balanced\n", "'：' is not ':'; type the ASCII sign"),
        ("title: a\ncity\nsplit: balanced\n", "could not find expected ':' (line 2)"),
        ("title: a\nsplit: {debut： 0.4}\n", "or put the text in quotes (line 2)"),
        (
            "title: a\ncity: [suzhou，wuxi]\n",
            "'，' is not ','; type the ASCII sign",
        ),
        ("title: a\ncity: [suzhou\nsplit: balanced\n", "(line 3; begins in line 2)"),
        ('title: a\nquestion: "\x01"\n', "the sign #x0001 may not stand in a text (line 2)"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_line(text, said, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_scenario(path)
    assert said in str(refused.value) and "\n" not in str(refused.value)


def scenario(folder, name: str, title: str, **more) -> str:
    """Path of a scenario of one instrument, as it is typed."""
    cash = {"kind": "cash_transfer", "yuan_per_person": 40, "start_week": 2, "end_week": 6}
    own = {"allocation": "none", "instrument": cash} | ({"title": title} if title else {}) | more
    (folder / f"{name}.yaml").write_text(yaml.safe_dump(own), encoding="utf-8")
    return f"{folder / name}.yaml"


def test_runs_of_several_scenarios_are_called_by_their_titles_and_by_nothing_that_these_state(tmp_path):
    one, other = scenario(tmp_path, "a", "Cash for all"), scenario(tmp_path, "b", "Cash in\n  spring", city="suzhou")
    assert expand([f"scenario={one},{other}"])[1] == ["Cash for all", "Cash in spring"]
    both = ["Cash for all replicates=2", "Cash for all replicates=4", "Cash in spring replicates=2"]
    assert expand([f"scenario={one},{other}", "replicates=2,4"])[1] == [*both, "Cash in spring replicates=4"]
    swept = expand([f"scenario={one},{other}", "allocation=official,none"])[1]
    assert swept[0] == "Cash for all allocation=official"


def test_scenarios_without_a_title_or_with_the_same_one_are_told_apart_by_its_file(tmp_path):
    names = [scenario(tmp_path, "a", "Cash"), scenario(tmp_path, "b", "Cash", city="wuxi")]
    names += [scenario(tmp_path, "c", "", city="suzhou")]
    labels = expand([f"scenario={','.join(names)}"])[1]
    assert labels == [
        f"{begin} scenario={name}" for begin, name in zip(("Cash", "Cash", "none+cash_transfer"), names, strict=True)
    ]


def test_runs_that_do_not_differ_in_their_scenario_are_called_by_what_they_differ_in(tmp_path):
    path = scenario(tmp_path, "a", "Cash for all")
    assert expand([f"scenario={path}", "replicates=2,4"])[1] == [
        "none+cash_transfer replicates=2",
        "none+cash_transfer replicates=4",
    ]


def test_every_key_of_a_run_or_a_sweep_is_of_a_scenario_or_of_the_command_line():
    ours = {*Settings.model_fields, *fields_of(precision.Keys), *fields_of(designed.Keys)}
    assert {key.partition(".")[0] for key in ours} == {*SECTIONS, *OF_COMMAND} and not {*SECTIONS} & {*OF_COMMAND}

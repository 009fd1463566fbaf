"""The real command: stories of all four kinds of agents, the same bytes twice, mistakes in one line."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from sim.cli.main import main
from sim.inputs.compose import compose
from sim.kernel.columns import NEVER, Projects
from sim.studies.trace.asked import plan
from sim.studies.trace.job import FILES, table, watch_both
from sim.studies.trace.scene import percent, yuan
from sim.studies.trace.wording import column_name
from tests.helpers import quiet_model

pytestmark = pytest.mark.long

SMALL = [
    "city=xining", "population.consumers_per_city=20", "replicates=2", "horizon.weeks_warmup=8",
    "horizon.weeks_pilot=26", "horizon.weeks_after=4", "threads=1",
]  # fmt: skip
POLICY = ["instrument=voucher", "instrument.start_week=4", "instrument.end_week=12", "instrument.holders_share=1"]
AGENTS = {
    "consumer": "consumer=3",
    "merchant": "merchant=catering:0:small",
    "project": "project=7",
    "city": "replicate=1",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> dict:
    """Results folder of every kind of agent."""
    folders = {}
    for kind, agent in AGENTS.items():
        folders[kind] = tmp_path_factory.mktemp("trace") / kind
        assert main(["trace", agent, *POLICY, *SMALL, f"output={folders[kind]}"]) == 0
    return folders


@pytest.mark.parametrize("kind", AGENTS)
def test_a_trace_writes_text_table_chart_and_manifest(kind, told):
    folder = told[kind]
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    rows = pd.read_csv(folder / "trace.csv")
    assert list(rows.columns) == ["week", "world", "quantity", "unit", "value"]
    assert set(rows.world) == {"policy", "twin"}
    assert set(rows.week) == set(range(30))
    assert rows.value.notna().all()
    assert not rows.duplicated(["week", "world", "quantity"]).any()
    source = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert source["kind"] == "trace"
    assert source["trace"].startswith(kind)
    assert source["seed"] == 7
    assert len(source["data_sha256"]["cities.csv"]) == 64
    assert (folder / "trace.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", AGENTS)
def test_the_text_is_plain_lines_of_a_readable_length(kind, told):
    text = (told[kind] / "trace.txt").read_text(encoding="utf-8")
    assert all(c == "\n" or (c.isascii() and c.isprintable()) for c in text)
    assert max(map(len, text.splitlines())) <= 130
    for word in ("nan", "inf", "None", "{", "}", "-1000000", "np."):
        assert word not in text


@pytest.mark.parametrize("kind", AGENTS)
def test_the_same_command_gives_the_same_bytes(kind, told, tmp_path, capsys):
    assert main(["trace", AGENTS[kind], *POLICY, *SMALL, f"output={tmp_path / 'again'}"]) == 0
    for name in FILES[:3]:
        assert (tmp_path / "again" / name).read_bytes() == (told[kind] / name).read_bytes()
    out = capsys.readouterr().out
    assert out.startswith((told[kind] / "trace.txt").read_text(encoding="utf-8"))
    assert f"Results: {tmp_path / 'again'}" in out


@pytest.mark.parametrize("agent", AGENTS.values())
def test_without_a_policy_both_worlds_are_the_same(agent):
    _, policy, twin = watch_both(plan([agent, "allocation=none", *SMALL]))
    rows = table({"policy": policy, "twin": twin}).set_index(["world", "week", "quantity", "unit"]).value
    pd.testing.assert_series_equal(rows["policy"], rows["twin"], check_exact=True)
    assert policy.events == twin.events


def test_every_column_of_a_project_is_told(told):
    text = (told["project"] / "trace.txt").read_text(encoding="utf-8")
    for name in set(Projects._fields) - {"level"}:  # told of kinds that have one
        assert column_name(name) in text


def test_a_project_is_told_what_its_application_says_beside_what_is_so():
    settings = [o for o in SMALL if "weeks_pilot" not in o] + ["horizon.weeks_pilot=60"]
    model = quiet_model(compose([*settings, "allocation=official"]))
    while model.running:
        model.step()
    p = model.world.projects
    lies = np.flatnonzero((p.applied[0] > NEVER) & p.claims[0] & (p.funds[0] > p.investment[0]))
    _, policy, _ = watch_both(plan([f"project={lies[0]}", "allocation=official", *settings]))
    said, of = policy.writes[-1], {name: getattr(p, name)[0, lies[0]] for name in p._fields}
    assert f"sell {yuan(of['stated_sales'])} a week (its merchant expects {yuan(of['expected_sales'])}," in said
    assert of["stated_need"] > 0 and f"lacks {percent(of['stated_need'])} of the investment" in said
    assert f"opens {of['stated_weeks']:.0f} weeks after the award" in said


def test_a_consumer_is_told_what_public_money_did(told):
    text = (told["consumer"] / "trace.txt").read_text(encoding="utf-8")
    rows = pd.read_csv(told["consumer"] / "trace.csv")
    rows = rows.pivot(index="week", columns=["world", "quantity"], values="value")
    assert (rows["policy"].spent - rows["twin"].spent).sum() > 1
    sectors = [name for name in rows["policy"].columns if name.startswith("spent_")]
    assert rows["policy"][sectors].sum(axis=1).tolist() == pytest.approx(rows["policy"].spent.tolist(), rel=1e-12)
    assert "vouchers are handed out" in text
    assert "public money that paid part of their bills" in text


def test_consumers_who_do_not_win_are_told_so_and_the_others_not():
    lines = ["not among those who win" in event.text for row in range(20) for event in _told_of_vouchers(row)]
    assert len(lines) == 20
    assert 15 <= sum(lines) < 20


def _told_of_vouchers(row: int) -> list:
    """Events of the week in which one row in ten gets a voucher."""
    few = [*POLICY[:3], "instrument.holders_share=0.1"]
    events = watch_both(
        plan([f"consumer={row}", "allocation=none", *few, *SMALL[:4], *SMALL[5:], "horizon.weeks_pilot=5"])
    )[1].events
    return [e for e in events if e.week == 4 and ("win" in e.text or "vouchers are handed out" in e.text)]


def test_an_agent_is_the_same_whatever_other_cities_are_simulated():
    alone = watch_both(plan(["consumer=3", *SMALL]))[1]
    among = watch_both(plan(["consumer=3", "among=[haikou,xining]", *SMALL]))[1]
    assert alone.facts.keys() == among.facts.keys()
    same = {name: repr(fact) == repr(among.facts[name]) for name, fact in alone.facts.items()}
    assert [name for name, is_same in same.items() if not is_same and name != "planned"] == []
    assert len(among.weeks) == len(alone.weeks)


BAD = [
    (["consumer=20"], "consumer=20: must be a number from 0 to 19"),
    (["consumer=x"], "consumer=x: must be a number from 0 to 19"),
    (["consumer=-1"], "consumer=-1: must be a number from 0 to 19"),
    (["consumer="], "consumer=: must not be empty"),
    (["project=5000"], "project=5000: must be a number from 0 to "),
    (["merchant=catering"], "merchant=catering: write SECTOR:DISTRICT:SIZE, for instance catering:0:small"),
    (["merchant=caterin:0:small"], "unknown sector 'caterin'; did you mean 'catering'?"),
    (["merchant=catering:99:small"], "district '99': must be a number from 0 to "),
    (["merchant=catering:0:huge"], "unknown size 'huge'; allowed: small, large"),
    (["consumer=1", "project=2"], "consumer and project: one agent at a time is traced"),
    (["consumer=1", "consumer=2"], "consumer is given twice"),
    (["city=all", "consumer=1"], "city=all: say in which city to look: city=ID"),
    (["city=[xining,haikou]", "consumer=1"], "city=[haikou,xining]: say in which city"),
    (["city=atlantis"], "unknown city 'atlantis'"),
    (["ministry=1"], "unknown key 'ministry'"),
    (["replicate=3"], "replicate=3: must be 1 to 2 (replicates=2)"),
    (["among=[haikou]"], "among=[haikou]: must be all or a list with xining in it"),
    (["allocation=none,equal"], "one value is allowed here"),
]


@pytest.mark.parametrize(("wrong", "line"), BAD)
def test_a_mistake_is_one_line_and_nothing_is_written(wrong, line, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["trace", *SMALL[1:], *([] if wrong[0].startswith("city") else SMALL[:1]), *wrong]) == 2
    err = capsys.readouterr().err
    assert line in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_no_city_is_told_in_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["trace", "consumer=1"]) == 2
    assert capsys.readouterr().err == (
        "sanxin: command line: city=all: say in which city to look: city=ID, for instance city=suzhou\n"
    )


def test_results_are_never_overwritten(told, capsys):
    before = (told["city"] / "trace.csv").read_bytes()
    assert main(["trace", *SMALL, f"output={told['city']}"]) == 2
    assert "is not overwritten" in capsys.readouterr().err
    assert (told["city"] / "trace.csv").read_bytes() == before


def test_a_trace_is_not_drawn_again(told, capsys):
    assert main(["report", str(told["city"])]) == 2
    assert "holds a trace, which has no report" in capsys.readouterr().err

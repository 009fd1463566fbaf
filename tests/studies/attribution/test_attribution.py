"""The real command: interrupted, gone on with, added up, reported; switches that change settings and nothing else."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import sim
import sim.runs.replicates as replicates
from sim.cli.main import main
from sim.errors import InputError
from sim.kernel.columns import DIRECTIONS
from sim.measures.statistics import interval
from sim.report.attribution import shared, together
from sim.results.attribution import COLUMNS, TABLE, read_attributed
from sim.runs.folder import opened
from sim.studies.attribution import margins, switches
from sim.studies.attribution.asked import plan
from tests.helpers import quiet_model, tiny
from tests.pictures import told

pytestmark = pytest.mark.long

SMALL = [
    "city=[xining,haikou]", "population.consumers_per_city=10", "replicates=2", "horizon.weeks_warmup=4",
    "horizon.weeks_pilot=28", "horizon.weeks_after=2", "threads=1", "rules.kinds.first_store.retroactive_weeks=0",
]  # fmt: skip
WORLDS = 37  # 7 of directions, 26 more of levers, 6 of one more yuan, less the two that directions and levers share
FILES = ["attribution.csv", "charts", "manifest.json", "report.html"]


@pytest.fixture(scope="module")
def attributed(tmp_path_factory):
    """Folder of an attribution that was interrupted once and gone on with, and what was run."""
    folder, ran, real = tmp_path_factory.mktemp("attribution") / "a", [], replicates.run_pilot

    def stops_once(settings, *rest):
        ran.append(settings.digest() if settings.is_funded else "twin")
        if len(ran) == 50:
            raise KeyboardInterrupt
        return real(settings, *rest)

    command = ["attribute", *SMALL, f"output={folder}"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replicates, "run_pilot", stops_once)
        assert main(command) == 130
        assert main(["attribute", "extra=0.1", *SMALL, f"output={folder}"]) == 2  # another one may not use it
        assert main(command) == 0
    return folder, ran


@pytest.fixture(scope="module")
def rows(attributed) -> pd.DataFrame:
    return pd.read_csv(attributed[0] / TABLE, keep_default_na=True, na_values=[], dtype={"players": str}).set_index(
        ["block", "measure", "players"]
    )


def value(rows, block, measure, players) -> float:
    return float(rows.value[(block, measure, players)])


def test_an_interrupted_attribution_goes_on_and_runs_no_world_twice(attributed):
    _, ran = attributed
    worlds = [digest for k, digest in enumerate(ran) if digest != "twin" and k != 49]
    assert ran.count("twin") == 3  # of each replicate, and again where it was interrupted
    assert len(set(worlds)) == WORLDS
    assert all(worlds.count(digest) == 2 for digest in set(worlds))


def test_table_manifest_charts_and_report_are_there(attributed, rows):
    folder, _ = attributed
    assert sorted(path.name for path in folder.iterdir()) == FILES
    assert sorted(path.name for path in (folder / "charts").glob("*.png")) == [
        "attribution.png", "interactions.png", "one_more_yuan.png",
    ]  # fmt: skip
    assert list(rows.reset_index().columns.sort_values()) == sorted([*COLUMNS.text, *COLUMNS.numbers])
    source = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert source["kind"] == "attribution" and source["seed"] == 7 and source["n_worlds"] == WORLDS + 1
    assert list(source["added"]) == ["coordination"]
    assert len(source["data_sha256"]["cities.csv"]) == 64 and source["code_version"]


@pytest.mark.parametrize("block", switches.USUAL)
@pytest.mark.parametrize("unit", ["yuan", "per_yuan"])
def test_shares_and_what_is_there_without_add_up_to_the_whole(block, unit, rows):
    shares = rows.value[block][f"share_{unit}"]
    assert list(shares.index) == list(switches.BLOCKS[block])
    total = value(rows, block, f"net_{unit}", "all")
    assert total != 0
    assert shares.sum() + value(rows, block, f"net_{unit}", "none") == pytest.approx(total, rel=1e-9)


def test_both_blocks_are_of_the_same_worlds(rows):
    for one, other in (("all", "all"), ("none", "publicity + coordination + dynamic_management + peer_learning")):
        assert value(rows, "directions", "net_yuan", one) == value(rows, "levers", "net_yuan", other)
    assert value(rows, "levers", "net_yuan", "none") == 0
    assert value(rows, "levers", "net_yuan", "publicity") == 0  # nobody waits for awards that are not paid


def test_the_world_without_what_was_added_is_that_of_an_ordinary_run(rows):
    net = sim.simulate([*SMALL, "allocation=official"]).summary.net_yuan[0]
    assert value(rows, "levers", "net_yuan", "awards + publicity + dynamic_management + peer_learning") == net


def test_one_more_yuan_is_the_change_of_net_per_yuan_of_the_change_of_spending(attributed, rows):
    grant = json.loads((attributed[0] / "manifest.json").read_text(encoding="utf-8"))["grant_yuan"]
    names = [*(f"awards {d}" for d in DIRECTIONS), *(f"publicity {a}" for a in margins.AUDIENCES)]
    assert list(rows.loc["one_more_yuan"].loc["net_per_extra_yuan"].index) == names
    for audience in margins.AUDIENCES:  # to within a fen a week
        extra = value(rows, "one_more_yuan", "extra_yuan", f"publicity {audience}")
        assert extra == pytest.approx(0.05 * grant, abs=28 * 2)
    home, scene = (value(rows, "one_more_yuan", "net_per_extra_yuan", f) for f in ("publicity home", "awards scene"))
    pair = value(rows, "one_more_yuan", "difference_per_extra_yuan", "publicity home minus awards scene")
    assert home != 0 and pair == pytest.approx(home - scene, rel=1e-9)


def test_the_report_is_drawn_again_from_the_folder_and_says_what_was_added(attributed, capsys):
    folder, _ = attributed
    before = (folder / "report.html").read_bytes()
    (folder / "report.html").unlink()
    assert main(["report", str(folder)]) == 0
    assert (folder / "report.html").read_bytes() == before
    assert b"configs/instrument/approval_reform.yaml" in before
    assert "Report:" in capsys.readouterr().out


def test_text_of_the_files_is_escaped(attributed, tmp_path):
    for name in (TABLE, "manifest.json"):
        text = (attributed[0] / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("peer_learning", "<b>peers").replace("official", "<i>x"), "utf-8")
    page = told(tmp_path).read_text(encoding="utf-8")
    assert "<b>peers" not in page and "&lt;b&gt;peers" in page
    assert "<i>x" not in page and "&lt;i&gt;x" in page


def test_a_lever_that_changes_nothing_is_named(attributed, tmp_path):
    for name in FILES[::2]:
        (tmp_path / name).write_text((attributed[0] / name).read_text(encoding="utf-8"), "utf-8")
    table = pd.read_csv(tmp_path / TABLE)
    dead = (table.players == "publicity") & (table.measure.str.startswith("share"))
    alive = (table.players == "awards") & (table.measure.str.startswith("share"))
    for column in ("value", "se", "ci_low", "ci_high"):
        table.loc[alive, column] += table[dead][column].to_numpy()
        table.loc[dead, column] = 0.0
    table.to_csv(tmp_path / TABLE, index=False)
    found = read_attributed(tmp_path)
    assert shared(found, "levers").partition("No change in any replicate: ")[2].startswith("publicity")
    assert together(found, "levers").startswith("Between levers")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda t: t[t.players != "debut + ip"], "no value of interaction_yuan of debut + ip in directions"),
        (lambda t: t.assign(value=t.value.where(t.measure != "share_yuan", t.value + 1e9)), "sum to"),
        (lambda t: t.drop(columns="se"), "lacks column se"),
        (lambda t: t[t.block != "one_more_yuan"], "no value of net_per_extra_yuan"),
        (lambda t: t.assign(value=t.value.where(t.index > 0, np.inf)), "a finite number"),
    ],
)
def test_a_damaged_table_is_named(damage, message, attributed, tmp_path):
    damage(pd.read_csv(attributed[0] / TABLE)).to_csv(tmp_path / TABLE, index=False)
    (tmp_path / "manifest.json").write_bytes((attributed[0] / "manifest.json").read_bytes())
    with pytest.raises(InputError) as fault:
        read_attributed(tmp_path)
    assert TABLE in str(fault.value) and message in str(fault.value)


# ---------------------------------------------------------------- switches


def test_what_is_withheld_stays_at_the_treasury_and_the_others_get_the_same_fen():
    def paid(*more):
        model = quiet_model(tiny(*more))
        model.world.week = model.calendar.first_tranche
        model.pay_tranches()
        return model.world.ledger.pots, model.world.ledger.received, model.world.ledger

    whole, received, _ = paid()
    part, fewer, book = paid("split.withheld=[scene,publicity]")
    assert (part[:, [1, 3]] == 0).all()
    assert (part[:, [0, 2, 4]] == whole[:, [0, 2, 4]]).all()
    assert (fewer == part.sum(axis=1)).all() and (received == whole.sum(axis=1)).all()
    assert (book.moved("treasury", "ministry") == fewer).all() and (book.balance["ministry"] == 0).all()
    book.check()


def test_a_world_with_a_share_withheld_keeps_the_book_to_the_end():
    model = quiet_model(tiny("split.withheld=[debut]"))
    while model.running:
        model.step()  # checks the book every week
    a, split = model.world.authorities, model.settings.split
    assert model.world.ledger.received.sum() == pytest.approx((1 - split.debut) * a.quota.sum(), abs=4)


def test_levers_are_switched_by_settings_and_the_same_world_has_the_same_settings():
    settings = tiny("authority.exchange=none", "authority.dynamic_management=false")
    assert switches.missing(settings, switches.USUAL) == ("coordination", "dynamic_management", "peer_learning")
    full = switches.with_all(settings, "levers")
    assert switches.missing(full, switches.USUAL) == () and full.authority.exchange == "meetings"
    assert switches.without(full, switches.missing(settings, switches.USUAL)).digest() == settings.digest()
    nothing = switches.without(full, ("awards", "publicity", "coordination"))
    assert not nothing.is_funded
    assert nothing.digest() == switches.without(full, switches.LEVERS).digest()
    scene = switches.without(full, ("debut", "ip"))
    assert scene.split.pays == ("scene", "publicity") and scene.split.withheld == ("debut", "ip")
    own = switches.with_all(tiny("instrument=approval_reform", "instrument.gap_closed=0.2"), "levers")
    assert len(own.programme) == 1 and switches.without(own, ("coordination",)).programme == ()


def test_a_share_without_money_is_not_withheld():
    full = switches.with_all(tiny("split.ip=0", "split.debut=0.6"), "levers")
    assert switches.without(full, ("ip",)).digest() == full.digest()


def test_instruments_of_one_more_yuan_cost_the_same_in_every_city():
    settings = tiny()
    found = margins.extras(settings, 0.05)
    costs = [
        k.yuan_per_city if k.kind == "award_top_up" else k.yuan_per_week * k.n_weeks
        for k in (one.instruments[-1] for one in found.values())
    ]
    assert len(found) == 6 and costs == pytest.approx([costs[0]] * 6, rel=1e-12)
    assert costs[0] == pytest.approx(0.05 * margins.grants(settings).mean(), rel=1e-6)


def test_a_ratio_has_the_spread_of_its_numerator_where_all_spend_the_same():
    net = np.array([1.0, 2.0, 6.0])
    np.testing.assert_allclose(margins.per_extra_yuan(net, np.full(3, 2.0)), net / 2)
    spent = np.array([1.0, 2.0, 3.0])
    ratio = margins.per_extra_yuan(net, spent)
    assert ratio.mean() == pytest.approx(9 / 6)
    residual = net - 1.5 * spent  # closed form of the standard error of a ratio
    assert interval(ratio)["se"] == pytest.approx(residual.std(ddof=1) / 3**0.5 / 2)
    assert np.isnan(margins.per_extra_yuan(net, np.array([1.0, 0.0, 3.0]))).all()


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("extra=0", "command line: extra=0: must be a number above 0 and at most 10"),
        ("extra=nan", "command line: extra=nan: must be a number above 0 and at most 10"),
        ("allocation=none", "allocation=none: no money, so nothing to attribute; take another"),
        ("split.withheld=[ip]", "split.withheld=[ip]: sanxin attribute withholds one share after the other; leave it"),
        ("split.withheld=[all]", "command line: split.withheld.0=all: allowed: debut, scene, ip, publicity"),
        ("split.withheld=[ip,ip]", "command line: split.withheld=[ip,ip]: must name each share once"),
    ],
)
def test_bad_input_is_one_line_and_nothing_is_written(override, message, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["attribute", *SMALL, override]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and error.startswith(f"sanxin: {message}")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_something_else_is_not_written_into(tmp_path, capsys):
    with opened(tmp_path / "b", {"kind": "comparison"}):
        pass
    assert main(["attribute", *SMALL, f"output={tmp_path / 'b'}"]) == 2
    assert "holds an unfinished comparison; name another folder" in capsys.readouterr().err


def test_the_plan_of_the_official_pilot_names_its_worlds_once():
    asked = plan(SMALL)
    assert len(asked.worlds) == WORLDS + 1  # the twin is the coalition of nobody
    assert len(set(asked.labels)) == len(asked.labels)

"""What networks do to the effect: worlds without word of mouth, trips or exchange, and shares that add up."""

import pandas as pd
import pytest

import sim
from sim.cli.main import main
from sim.results.attribution import TABLE
from sim.results.settings import flat
from sim.studies.attribution import switches
from sim.studies.attribution.asked import plan
from tests.helpers import tiny

SMALL = [
    "city=[xining,haikou]", "population.consumers_per_city=20", "replicates=2", "horizon.weeks_warmup=4",
    "horizon.weeks_pilot=28", "horizon.weeks_after=2", "threads=1", "rules.kinds.first_store.retroactive_weeks=0",
]  # fmt: skip
PLAYERS = ("word_of_mouth", "trips", "peer_learning")
OFF = {
    "word_of_mouth": {"population.network": "none", "parameters.contacts_elsewhere": 0.0},
    "trips": {"population.travel": "none"},
    "peer_learning": {"authority.exchange": "none"},
}


@pytest.fixture(scope="module")
def attributed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("networks") / "a"
    assert main(["attribute", "over=networks", *SMALL, f"output={folder}"]) == 0
    return folder


@pytest.fixture(scope="module")
def rows(attributed):
    return pd.read_csv(attributed / TABLE, dtype={"players": str}).set_index(["block", "measure", "players"]).value


@pytest.mark.parametrize("player", PLAYERS)
def test_a_network_is_off_by_its_settings_and_nothing_else(player):
    full = tiny()
    before, after = (flat(s.model_dump(mode="json")) for s in (full, switches.without(full, [player])))
    assert {key: value for key, value in after.items() if before[key] != value} == OFF[player]


def test_networks_that_the_settings_leave_off_are_on_in_the_whole_and_said_to_be_so():
    settings = tiny("population.network=none", "population.travel=none", "authority.exchange=none")
    assert set(switches.missing(settings, ["networks"])) == set(PLAYERS)
    full = switches.with_all(settings, "networks")
    assert (full.population.network, full.population.travel, full.authority.exchange) == (
        "small_world", "gravity", "meetings",
    )  # fmt: skip
    assert "population.travel=gravity" in switches.how_added("trips")


def test_levers_that_are_off_stay_off_where_networks_share_the_effect():
    settings = tiny("authority.dynamic_management=false")
    assert switches.missing(settings, ["networks"]) == ()
    assert switches.with_all(settings, "networks").digest() == settings.digest()


def test_eight_worlds_share_the_effect_and_add_up_to_it(rows):
    shares = rows["networks"]["share_yuan"]
    assert tuple(shares.index) == PLAYERS
    nets = rows["networks"]["net_yuan"]
    assert len(nets) == 8
    assert shares.sum() + nets["none"] == pytest.approx(nets["all"], rel=1e-9)
    assert (shares[["word_of_mouth", "trips"]] != 0).all()  # authorities hardly meet in so short a pilot


def test_the_effect_without_networks_is_that_of_an_ordinary_run_with_its_own_twin(rows):
    off = ["population.network=none", "parameters.contacts_elsewhere=0", "population.travel=none"]
    net = sim.simulate([*SMALL, "allocation=official", *off, "authority.exchange=none"]).summary.net_yuan[0]
    assert rows["networks"]["net_yuan"]["none"] == net


def test_the_report_gives_what_networks_do_as_figures(attributed, rows):
    text = (attributed / "report.html").read_text("utf-8")
    assert "Shares of networks: word of mouth" in text
    assert "off in both worlds" in text
    assert "awards" not in rows["networks"]["share_yuan"].index


def test_blocks_are_played_as_they_are_asked_for():
    assert [game.block for game in plan(SMALL).games] == ["directions", "levers"]
    assert [game.block for game in plan([*SMALL, "over=networks,directions"]).games] == ["directions", "networks"]


@pytest.mark.parametrize("text", ["nobody", "networks,networks", "levers,", "all"])
def test_an_unknown_block_is_refused_in_a_line_that_names_them(text, capsys):
    assert main(["attribute", *SMALL, f"over={text}"]) == 2
    err = capsys.readouterr().err
    assert len(err.splitlines()) == 1
    assert "directions, levers, networks" in err


def test_a_network_that_can_do_nothing_is_told_before_the_run():
    alone = [text for text in SMALL if not text.startswith("city=")]
    told = [str(line) for line in plan([*alone, "city=xining", "parameters.trip_share=0", "over=networks"]).idle]
    assert any("trips" in line and "parameters.trip_share=0" in line for line in told)
    assert any("peer_learning" in line for line in told)

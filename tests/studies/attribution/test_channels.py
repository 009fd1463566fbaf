"""Ways to consumption as a block of an attribution; that nothing is left without them is in tests/model."""

import pytest

from sim.results.attribution import NETWORKS
from sim.results.settings import flat
from sim.studies.attribution import switches
from sim.studies.attribution.asked import plan
from tests.helpers import TINY, tiny

PLAYERS = ("building", "running", "owners", "crowding")


@pytest.mark.parametrize("player", PLAYERS)
def test_a_channel_is_off_by_its_setting_and_nothing_else(player):
    full = tiny()
    before, after = (flat(s.model_dump(mode="json")) for s in (full, switches.without(full, [player])))
    assert {key: value for key, value in after.items() if before[key] != value} == {f"channels.{player}": False}


def test_sixteen_worlds_share_the_effect_each_with_a_twin_of_its_own():
    asked = plan([*TINY, "over=channels"])
    (game,) = asked.games
    assert game.players == PLAYERS
    assert len({s.digest() for s in game.settings}) == len({s.world_digest() for s in game.settings}) == 16
    assert game.settings[-1].digest() == asked.settings.digest()


def test_a_channel_that_the_settings_leave_off_is_on_in_the_whole_and_said_to_be_so():
    settings = tiny("channels.owners=false")
    assert switches.missing(settings, ["channels"]) == ("owners",)
    assert switches.missing(settings, [NETWORKS]) == ()
    assert switches.with_all(settings, "channels").digest() == tiny().digest()
    assert switches.how_added("owners") == "channels.owners=true"


def test_a_channel_that_can_do_nothing_is_told_before_the_run():
    told = [str(line) for line in plan([*TINY, "parameters.owner_share=0", "over=channels"]).idle]
    assert any("owners" in line and "parameters.owner_share" in line for line in told)


def test_who_pays_is_a_policy_and_has_the_twin_of_who_does_not():
    free, taxed = tiny("horizon.weeks_pilot=60"), tiny("horizon.weeks_pilot=60", "financing=later_tax")
    assert free.world_digest() == taxed.world_digest()
    assert free.digest() != taxed.digest()
    assert taxed.label == "official+later_tax"

"""Where the money of a project comes from and goes, told of made-up weeks."""

from types import SimpleNamespace

import pytest

from sim.studies.trace.money import BUILT, CASH, DRAWN, tell_project, where_it_goes
from tests.helpers import tiny


def scene(*overrides: str):
    return SimpleNamespace(settings=tiny(*overrides))


WATCH = SimpleNamespace(weeks=[
    {BUILT: 600_000.0, CASH: -600_000.0, DRAWN: -1000.0},
    {BUILT: 400_000.0, CASH: -100_000.0, DRAWN: -2000.0},
    {BUILT: 0.0, CASH: 50_000.0, DRAWN: 500.0},
])  # fmt: skip
RULES = (
    "parameters.owner_share=0.4", "parameters.investment_credit_share=0.25", "parameters.investment_labour_share=0.2",
    "parameters.investment_local_share=0.5",
)  # fmt: skip


def test_the_sums_of_a_project_follow_the_rules_and_close():
    found = where_it_goes(scene(*RULES), WATCH, 300_000.0)
    assert found["wages"] == pytest.approx(100_000)
    assert found["earned"] == pytest.approx(50_000)
    assert (found["owners"], found["other"], found["banks"]) == pytest.approx((-260_000, -292_500, -97_500))
    assert found["award"] + found["earned"] - found["built"] == pytest.approx(
        found["owners"] + found["other"] + found["banks"]
    )


def test_with_a_channel_off_the_story_says_so_in_numbers():
    found = where_it_goes(scene(*RULES, "channels.building=false", "channels.crowding=false"), WATCH, 300_000.0)
    assert found["wages"] == found["other"] == 0
    assert found["banks"] == pytest.approx(-390_000)


def test_both_worlds_stand_side_by_side():
    lines = tell_project(scene(*RULES), [(WATCH, 300_000.0), (SimpleNamespace(weeks=[]), 0.0)])
    (row,) = (line for line in lines if "spent on building" in line)
    assert row.split("building")[1].split() == ["1.00", "m", "yuan", "0.00", "yuan"]

"""What a trace is asked for: rows are counted inside a city."""

from __future__ import annotations

import pytest

from sim.errors import InputError
from sim.runs.twins import draws_of
from sim.studies.trace.asked import _row, plan
from sim.world.build import build_world
from tests.helpers import tiny

TINY = ["city=xining", "population.consumers_per_city=20"]


def test_agents_are_counted_as_the_world_holds_them_before_it_is_built():
    settings = tiny("city=[xining,haikou]", "population.consumers_per_city=20")
    world = build_world(settings, draws_of(settings, 0))
    assert [world.fixed.cities.id[k] for k in world.fixed.chosen] == list(settings.city)
    for city in (0, 1):
        last = {
            "consumer": int(world.consumers.first[city + 1] - world.consumers.first[city]) - 1,
            "project": world.projects.status.shape[1] - 1,
        }
        for kind, k in last.items():
            assert _row(kind, str(k), settings, city) == (k,)
            with pytest.raises(InputError, match=f"{kind}={k + 1}"):
                _row(kind, str(k + 1), settings, city)
        z = int(world.fixed.geography.n_districts[city])
        assert _row("merchant", f"catering:{z - 1}:small", settings, city)[0] == z - 1
        with pytest.raises(InputError, match=f"district '{z}'"):
            _row("merchant", f"catering:{z}:small", settings, city)


def test_what_is_asked_for_is_checked_without_a_world(monkeypatch):
    def built(*_):
        raise AssertionError("a world was built")

    monkeypatch.setattr("sim.world.build.build_world", built)
    monkeypatch.setattr("sim.runs.twins.build_world", built)
    assert plan([*TINY, "project=52"]).row == (52,)
    with pytest.raises(InputError, match="consumer=20"):
        plan([*TINY, "consumer=20"])

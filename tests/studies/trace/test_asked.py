"""What a trace is asked for: rows are counted inside a city."""

from __future__ import annotations

import pytest

from sim.errors import InputError
from sim.runs.twins import draws_of
from sim.studies.trace.asked import _row
from sim.world.build import build_world
from tests.helpers import tiny


def test_a_consumer_is_one_of_its_own_city():
    settings = tiny("city=[xining,haikou]", "population.consumers_per_city=20")
    world = build_world(settings, draws_of(settings, 0))
    for city in (0, 1):
        assert _row("consumer", "19", world, city) == (19,)
        with pytest.raises(InputError, match="consumer=20"):
            _row("consumer", "20", world, city)

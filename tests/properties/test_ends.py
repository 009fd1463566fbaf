"""Each parameter at the ends of its range: everything that is counted is a number, and all identities hold."""

from __future__ import annotations

import pytest

from sim.data import read
from sim.errors import InputError
from sim.inputs.compose import compose
from tests.properties import identities

SMALL = [
    "city=[xining,haikou]", "population.consumers_per_city=20", "threads=1", "replicates=1", "horizon.weeks_warmup=6",
    "horizon.weeks_pilot=40", "horizon.weeks_after=6", "allocation=official", "instrument=threshold_coupon",
    "instrument.start_week=2", "instrument.end_week=8", "instrument.sectors=[catering]",
]  # fmt: skip
ENDS = [(p.name, end) for p in read.read_parameters() for end in (p.low, p.high)]


@pytest.mark.full
@pytest.mark.parametrize(("name", "end"), ENDS)
def test_a_world_at_the_end_of_a_range_has_all_identities(name, end):
    identities.replicate(compose([*SMALL, f"parameters.{name}={end!r}"]))


@pytest.mark.parametrize(
    "name",
    [
        "price_sensitivity",  # what a better offer is worth in yuan has no bound then
        "exit_old",  # shops get older for ever: there is no settled world to begin with
    ],
)
def test_nothing_that_has_no_meaning_at_zero_may_be_zero(name):
    with pytest.raises(InputError, match=f"parameters.{name}"):
        compose([f"parameters.{name}=0"])

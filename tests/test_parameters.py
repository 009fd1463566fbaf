"""A parameter or setting that nothing reads is an error, not a flat line."""

from __future__ import annotations

import numpy as np
import pytest

from sim.data import read
from sim.measures import effects
from tests.helpers import tiny, twin_records

# Instruments of every channel run, so that what only they need is read too.
INSTRUMENTS = "instruments=[threshold_coupon,voucher,cash_transfer,price_discount,price_change]"
BASE = ("allocation=by_need", "horizon.weeks_pilot=78", "population.consumers_per_city=40", "replicates=1", INSTRUMENTS)
# A sharper change where 20 % of the default cannot be seen in so small a world.
CHANGED = {
    "price_band": 0.001, "price_step": 0.05, "cash_most": 9, "venue_slots": 12, "results_threshold": 3, "peer_links": 0,
    "liquidity_share_poor": 0.3, "patience_weeks": 5, "own_funds_sigma": 1.5, "peer_learning": 1,
    "peer_exchange_weeks": 4,
}  # fmt: skip
# The liquid floor binds for single residents with lumpy purchases, not in the mean of many.
SINGLY = {"buffer_poor": 0.05, "buffer_wealthy": 0.05, "buffer_other": 0.05}


def _effects(*overrides: str) -> np.ndarray:
    settings = tiny(*BASE, *overrides)
    policy, twin, world = twin_records(settings)
    found = effects(policy, twin, world.fixed, world.projects)
    return np.concatenate([np.ravel(value) for value in found.values()])


@pytest.fixture(scope="module")
def reference() -> np.ndarray:
    return _effects()


@pytest.mark.parametrize("parameter", [p for p in read.read_parameters() if p.name not in SINGLY], ids=lambda p: p.name)
def test_every_parameter_moves_some_measure(parameter, reference):
    value = CHANGED.get(parameter.name, parameter.value * 1.2 if parameter.value else 0.2)
    if value > parameter.high:
        value = parameter.value * 0.8
    if parameter.value == round(parameter.value) and parameter.value >= 4:
        value = round(value)
    moved = _effects(f"parameters.{parameter.name}={value}")
    assert moved.shape != reference.shape or not np.array_equal(moved, reference, equal_nan=True)


@pytest.mark.parametrize("name", SINGLY)
def test_every_liquid_buffer_binds_for_single_residents(name):
    usual, moved = (
        _effects("population.choice=individual", *more) for more in ((), (f"parameters.{name}={SINGLY[name]}",))
    )
    assert not np.array_equal(usual, moved, equal_nan=True)


@pytest.mark.parametrize(
    "override",
    [
        "seed=8", "allocation=equal", "split=ip_first", "population.consumers_per_city=41", "population.network=random",
        "population.network=none", "population.degree=4", "population.rewire_share=0.5", "population.choice=individual",
        "horizon.weeks_warmup=12", "horizon.weeks_pilot=60", "horizon.weeks_after=20", "authority.calls=3",
        "authority.first_tranche_share=0.7", "authority.first_tranche_at=0.1", "authority.second_tranche_at=0.7",
        "authority.last_call_at=0.9", "authority.second_tranche_rule=top_share",
        "authority.second_tranche_rule=proportional",
    ],
)  # fmt: skip
def test_every_setting_moves_some_measure(override, reference):
    moved = _effects(override)
    assert moved.shape != reference.shape or not np.array_equal(moved, reference, equal_nan=True)

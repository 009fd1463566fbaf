"""Purses are rebuilt over the weeks that buffers allow, by liquidity type, with the parameters as they are shipped."""

from __future__ import annotations

import numpy as np
import pytest

from sim.data import read
from sim.kernel.columns import OTHER, POOR, WEALTHY
from sim.kernel.rules.money import budget_factor, next_gap

PARAMETERS = {p.name: p.value for p in read.read_parameters()}
TYPES = {POOR: "poor", WEALTHY: "wealthy", OTHER: "other"}
INCOME, PLANNED = 1000.0, 400.0  # yuan per week
WEEKS_PER_MONTH = 52.18 / 12


def _gaps(kind: int, gap: float, weeks: int = 300) -> np.ndarray:
    """Gap at the start of each week, nothing else happening."""
    name, found = TYPES[kind], [gap]
    speed, buffer = PARAMETERS[f"adjustment_{name}"], PARAMETERS[f"buffer_{name}"] * INCOME
    for _ in range(weeks):
        purse = budget_factor(found[-1], speed, PARAMETERS["windfall_weeks"], PLANNED, buffer)
        assert buffer + found[-1] + PLANNED - purse * PLANNED >= -1e-9, "what is liquid never falls below zero"
        found.append(next_gap(found[-1], 0.0, PLANNED, purse * PLANNED))
    return np.array(found)


def _weeks_until(gaps: np.ndarray, part: float) -> int:
    return int(np.argmax(np.abs(gaps) <= part * abs(gaps[0])))


def test_the_thin_purse_is_whole_again_within_its_buffer_and_the_others_after_months():
    overspent = -0.1 * PLANNED
    weeks = {kind: _weeks_until(_gaps(kind, overspent), 0.1) for kind in TYPES}
    assert weeks[POOR] <= 2 * PARAMETERS["buffer_poor"]
    for kind in (WEALTHY, OTHER):
        assert 3 <= weeks[kind] / WEEKS_PER_MONTH <= 12
        assert weeks[kind] > 5 * weeks[POOR]


@pytest.mark.parametrize("kind", TYPES)
def test_a_hole_deeper_than_the_buffer_takes_longer_and_closes_without_overshooting(kind):
    deep = _gaps(kind, -PARAMETERS[f"buffer_{TYPES[kind]}"] * INCOME - 0.5 * PLANNED)  # half a week's plan is there
    assert _weeks_until(deep, 0.1) > _weeks_until(_gaps(kind, -0.1 * PLANNED), 0.1)
    assert (np.diff(deep) >= 0).all() and deep.max() <= 0


@pytest.mark.parametrize("kind", TYPES)
def test_residents_with_gaps_both_ways_spend_as_their_mean_does(kind):
    up, down = _gaps(kind, 30.0), _gaps(kind, -30.0)
    np.testing.assert_allclose(up, -down, rtol=1e-9, atol=1e-9)

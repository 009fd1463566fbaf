"""Statistics of findings, on numbers made up by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from sim.studies.validation.statistics.money import rise_of_spending_percent


def test_a_rise_of_spending_is_in_percent_of_the_twin():
    spent = np.full((4, 1, 2, 3), 50.0)  # week, city, quintile, sector
    trial = SimpleNamespace(
        weeks=lambda n, start: slice(0, n), sectors=lambda names: np.arange(3), twin=SimpleNamespace(spent=spent),
        extra_spending=lambda span, names: 0.02 * spent[span].sum(axis=(0, 1, 2)),
    )  # fmt: skip
    assert rise_of_spending_percent(trial, weeks=2) == pytest.approx(2.0)

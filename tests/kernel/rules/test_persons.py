"""What lasts between persons, and races."""

from __future__ import annotations

import numpy as np
import pytest

from sim.kernel.rules.persons import arrived_share, between_sigma, trait, within_sigma


@pytest.mark.parametrize("correlation", [0.0, 0.2, 1.0])
def test_any_two_traits_have_the_correlation_that_is_asked_for_and_keep_their_spread(correlation):
    common, one, other = np.random.default_rng(1).normal(size=(3, 200_000))
    a, b = trait(common, one, correlation, 1.0), trait(common, other, correlation, -1.0)
    assert np.corrcoef(a, b)[0, 1] == pytest.approx(-correlation, abs=0.01)
    assert a.std() == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_what_lasts_and_what_does_not_add_up_to_the_whole_variance_of_tickets(share):
    assert between_sigma(1.04, share) ** 2 + within_sigma(1.04, share) ** 2 == pytest.approx(1.04**2)
    assert between_sigma(1.04, share) ** 2 == pytest.approx(share * 1.04**2)


def test_in_a_race_the_first_come_in_proportion_to_their_quickness_and_in_the_end_everybody_has_come():
    assert arrived_share(3.0, 1e-9) / arrived_share(1.0, 1e-9) == pytest.approx(3.0)
    assert arrived_share(0.7, np.log(2.0) / 0.7) == pytest.approx(0.5)
    assert arrived_share(0.1, 1e4) == 1.0

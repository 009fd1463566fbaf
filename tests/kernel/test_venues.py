"""What is made of a venue by who has not been there and who has, and who is which."""

from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from sim.kernel.columns import Consumers, Venues
from sim.kernel.loops.offers import VenueRates, remember_venues, weigh_slots
from sim.world.build import _empty_venues

CITIES, SLOTS = 1, 3
RATES = VenueRates(
    congestion_penalty=1.5, publicity_reach=0.3, experience_discount=0.5, homogenisation=0.5, curiosity_shape=0.5,
    visit_error=0.5, sight_rate=0.0, contacts_elsewhere=0.0, visitor_market=1.0, remembered=1.0,
)  # fmt: skip


def _venues(**changed: object) -> Venues:
    venues = _empty_venues(CITIES, 1, SLOTS)
    venues.project[0, :2] = 0, 1
    venues.overuse[:] = -1.0
    for name, value in ({"shops_before": 100.0} | changed).items():
        getattr(venues, name)[0] = value
    return venues


def _weigh(venues: Venues, shops: float = 100.0, ever: float = 100.0) -> tuple[np.ndarray, np.ndarray]:
    """What who has not been and who has make of each venue."""
    pull, fresh, tried = np.empty((3, CITIES, SLOTS))
    weigh_slots(venues, np.full((CITIES, 1), shops), np.full((CITIES, 1), ever), RATES, pull, fresh, tried)
    return fresh[0], tried[0]


def test_whatever_its_quality_a_venue_draws_at_first_by_its_promise_and_later_by_what_people_found():
    known = {"aware": 0.5, "spread": 0.5}
    fresh, _ = _weigh(_venues(surprise=[-1.0, 1.0, 0.0], **known))
    assert fresh[0] == fresh[1] == 1.0
    fresh, tried = _weigh(_venues(surprise=[-1.0, 1.0, 0.0], been=0.1, gone=0.2, told=0.5, **known))
    assert fresh[0] < 0.7 and fresh[1] > 1.4, "word has got about: one impression for everybody who knows it"
    assert tried[0] < fresh[0] and tried[1] > fresh[1], "who has been there twice knows more"


def test_a_venue_stays_new_until_the_curious_have_been_or_others_open():
    first, _ = _weigh(_venues(novelty=[np.log(3.0), 0.0, 0.0], group=[0, 1, 0]))
    assert first[0] == pytest.approx(3.0)
    alike, _ = _weigh(_venues(novelty=[np.log(3.0), 0.0, 0.0]))
    assert alike[0] == pytest.approx(3**0.5**0.5), "one similar venue, h = 0.5; an empty slot is none"
    renewed, _ = _weigh(_venues(novelty=[np.log(3.0), 0.0, 0.0], group=[0, 1, 0]), ever=150.0)
    assert renewed[0] == pytest.approx(3 ** np.exp(-0.5))
    half, _ = _weigh(_venues(novelty=[np.log(3.0), 0.0, 0.0], group=[0, 1, 0], aware=0.2, been=0.1))
    assert half[0] == pytest.approx(1 + 2 * 0.25), "half of those who know it have been: (1 - E)^(1 / k)"


def test_who_has_been_is_counted_among_those_who_know_it():
    consumers = SimpleNamespace(
        first=np.array([0, 2]), listens_to=np.zeros((2, 1), np.int32), weight=np.array([30.0, 10.0]),
        aware=np.array([[0.4, 0.0, 0.0], [0.8, 0.0, 0.0]], np.float32),
    )  # fmt: skip
    rows = Consumers(**{n: getattr(consumers, n, np.zeros(1)) for n in Consumers._fields})
    venues, visits = _venues(), np.array([[0.1, 0.0, 0.0]])
    telling = np.full((CITIES, SLOTS), 0.3, np.float32)
    for _ in range(2):
        remember_venues(cast("Consumers", rows), venues, visits, telling, 0.5)
    assert venues.aware[0, 0] == pytest.approx(0.5)
    assert venues.been[0, 0] == pytest.approx(0.1 + (0.5 - 0.1) * 0.2), "a fifth of those who know it went each week"
    assert venues.gone[0, 0] == pytest.approx(0.2)
    assert venues.told[0, 0] == pytest.approx((0.03 * 0.5 + 0.03) * 0.5)

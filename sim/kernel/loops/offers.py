"""What consumers face: attractions of established merchants and novel venues by place and quintile."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.kernel.columns import VISITOR_DISTRICT, Consumers, Venues
from sim.kernel.compiled import njit
from sim.kernel.rules.awareness import next_awareness, reached_share, satisfaction, told_share
from sim.kernel.rules.choice import attraction
from sim.kernel.rules.ticket import usual_price_response
from sim.kernel.rules.venue import (
    belief_factor,
    curiosity_left,
    distinctness,
    newer_share,
    novelty_to_guests,
    novelty_to_new,
)


class VenueRates(NamedTuple):
    """Parameters of how venues are seen; units in ``parameters.csv``."""

    congestion_penalty: float
    publicity_reach: float
    experience_discount: float
    homogenisation: float
    curiosity_shape: float
    visit_error: float
    sight_rate: float
    contacts_elsewhere: float
    visitor_market: float  # persons
    remembered: float


@njit
def slots_in_use(project: np.ndarray) -> np.ndarray:
    """Slots of each city up to the last one in use, (n_cities,) int64. Parameters: project : (n_cities, n_slots).

    >>> slots_in_use(np.array([[-1, 7, -1], [-1, -1, -1]]))
    array([2, 0])
    """
    n_used = np.zeros(project.shape[0], dtype=np.int64)
    for c in range(n_used.size):
        for v in range(project.shape[1]):
            if project[c, v] >= 0:
                n_used[c] = v + 1
    return n_used


@njit
def distinctness_of(
    c: int, v: int, venues: Venues, shops: np.ndarray, ever: np.ndarray, homogenisation: float
) -> float:
    """How new the venue in slot v of city c still is among what is open there; parameters as :func:`weigh_slots`."""
    similar = -1.0  # itself
    for other in range(venues.project.shape[1]):
        similar += venues.project[c, other] >= 0 and venues.group[c, other] == venues.group[c, v]
    g = venues.sector[c, v]
    newer = newer_share(max(0.0, ever[c, g] - venues.shops_before[c, v]) / max(1.0, shops[c, g]))
    return distinctness(newer, similar, homogenisation)


@njit
def weigh_slots(
    venues: Venues, shops: np.ndarray, ever: np.ndarray, rates: VenueRates, pull: np.ndarray, fresh: np.ndarray,
    tried: np.ndarray,
) -> None:  # fmt: skip
    """Attraction of each live venue as promised, and what is made of it by who has not been and who has; 0 if empty.

    Venues keep the prices of the start, so that no group of residents is drawn more than another.

    Parameters: venues : Venues; shops, ever : (n_cities, n_sectors) that there are, and have ever been; rates :
    VenueRates.
    Modifies: pull, fresh, tried : (n_cities, n_slots).
    """
    no_matter = 1.0  # how sensitive to prices anybody is
    for c in range(pull.shape[0]):
        for v in range(pull.shape[1]):
            pull[c, v], fresh[c, v], tried[c, v] = 0.0, 0.0, 0.0
            if venues.project[c, v] < 0:
                continue
            pull[c, v] = attraction(
                venues.ln_attraction[c, v], 1.0, no_matter, venues.overuse[c, v], rates.congestion_penalty
            )
            novelty = venues.novelty[c, v] * distinctness_of(c, v, venues, shops, ever, rates.homogenisation)
            know, been = max(venues.aware[c, v], venues.been[c, v]), venues.been[c, v]
            curious, heard, visits = 1.0, 0.0, 1.0
            if been > 0.0:
                curious = curiosity_left(been / know, rates.curiosity_shape)
                heard = venues.told[c, v] / know
                visits = max(1.0, venues.gone[c, v] / been)
            surprise, spread = venues.surprise[c, v], venues.spread[c, v]
            fresh[c, v] = novelty_to_new(novelty, curious) * belief_factor(surprise, heard, spread, rates.visit_error)
            tried[c, v] = novelty_to_guests(novelty, visits, rates.experience_discount)
            tried[c, v] *= belief_factor(surprise, heard + visits, spread, rates.visit_error)


@njit
def remember_venues(
    consumers: Consumers, venues: Venues, visits: np.ndarray, telling: np.ndarray, remembered: float
) -> None:
    """Who knows each live venue, who has been there, and what has been told of it.

    Parameters: consumers : Consumers; visits : (n_cities, n_slots) per resident, this week; telling : as visits,
    probability that a visitor tells a contact; remembered : share. Modifies: venues.aware, been, gone, told.
    """
    n_used = slots_in_use(venues.project)
    for c in range(n_used.size):
        know, people = np.zeros(n_used[c]), 0.0
        for i in range(consumers.first[c], consumers.first[c + 1]):
            weight, aware = consumers.weight[i], consumers.aware[i]
            people += weight
            for v in range(know.size):
                know[v] += weight * aware[v]
        for v in range(know.size):
            if venues.project[c, v] >= 0:
                aware = venues.aware[c, v] = know[v] / people
                if aware > 0.0:
                    new = max(0.0, aware - venues.been[c, v])
                    venues.been[c, v] += new * min(1.0, visits[c, v] / aware)
                venues.gone[c, v] += visits[c, v]
                told = telling[c, v] * visits[c, v] if consumers.listens_to.shape[1] > 0 else 0.0
                venues.told[c, v] = (venues.told[c, v] + told) * remembered


@njit
def weigh_for_visitors(
    venues: Venues, distance: np.ndarray, attraction_there: np.ndarray, pull: np.ndarray, fresh: np.ndarray,
    offer: np.ndarray,
) -> None:  # fmt: skip
    """Offer of each live venue to visitors of its city, relative to established merchants.

    Parameters: venues : Venues; distance : as in :func:`weigh_venues`; attraction_there : (n_cities, n_sectors) of
    established merchants where visitors stay; pull, fresh : as :func:`weigh_slots` left them.
    Modifies: offer : (n_cities, n_slots).
    """
    for c in range(offer.shape[0]):
        for v in range(offer.shape[1]):
            offer[c, v] = 0.0
            if venues.project[c, v] >= 0:
                g = venues.sector[c, v]
                near = distance[c, g, VISITOR_DISTRICT, venues.district[c, v]]
                offer[c, v] = pull[c, v] * near * fresh[c, v] / attraction_there[c, g]


@njit
def reach_residents(
    c: int, used: int, venues: Venues, digital: np.ndarray, advertised: np.ndarray, rates: VenueRates,
    residents: np.ndarray, fresh: np.ndarray, tried: np.ndarray, reached: np.ndarray, faded: np.ndarray,
) -> None:  # fmt: skip
    """Whom publicity for city c's venues reaches, and what a visit changes; 0 in an empty slot.

    Parameters: used : slots up to the last one in use; the rest as in :func:`weigh_venues`. Modifies: reached :
    (QUINTILES, n_slots) share of residents; faded : (n_slots,) what is added to ``fresh`` for who has been there.
    """
    n_live = 0
    for v in range(used):
        n_live += venues.project[c, v] >= 0
    for v in range(used):
        reached[:, v], faded[v] = 0.0, 0.0
        if venues.project[c, v] >= 0:
            faded[v] = tried[c, v] - fresh[c, v]
            yuan = venues.marketing[c, v] + (venues.publicity[c, v] + advertised[c] / n_live)
            for q in range(len(reached)):
                reached[q, v] = reached_share(yuan / residents[c], rates.publicity_reach, digital[q])


@njit
def weigh_venues(
    venues: Venues, n_districts: np.ndarray, distance: np.ndarray, established: np.ndarray, pull: np.ndarray,
    fresh: np.ndarray, tried: np.ndarray, digital: np.ndarray, advertised: np.ndarray, rates: VenueRates,
    residents: np.ndarray, offer: np.ndarray, seen: np.ndarray,
) -> None:  # fmt: skip
    """Offer and visibility of each live venue to each district and quintile, relative to established merchants.

    Parameters: venues : Venues; n_districts : (n_cities,); distance : (n_cities, n_sectors, n_districts, n_districts)
    weights; established : (n_cities, n_districts, QUINTILES, n_sectors) sums of attraction; pull, fresh, tried : as
    :func:`weigh_slots` left them; digital : (QUINTILES,); advertised : (n_cities,) yuan of this week for all live
    venues of a city, beside their own publicity; rates : VenueRates; residents : (n_cities,).
    Modifies: offer, seen : (n_cities, n_districts, QUINTILES, n_slots) float32.
    """
    n_slots, n_quintiles, n_used = venues.project.shape[1], established.shape[2], slots_in_use(venues.project)
    near, sight, faded = np.zeros(n_slots), np.zeros(n_slots), np.zeros(n_slots)
    reached, rivals = np.zeros((n_quintiles, n_slots)), np.ones(n_slots)  # attraction of established merchants
    for c in range(n_used.size):
        used = n_used[c]
        reach_residents(c, used, venues, digital, advertised, rates, residents, fresh, tried, reached, faded)
        live, sector, place = venues.project[c] >= 0, venues.sector[c], venues.district[c]
        drawn, new = pull[c], fresh[c]
        for z in range(n_districts[c]):
            for v in range(used):
                near[v] = distance[c, sector[v], z, place[v]]
                sight[v] = rates.sight_rate * near[v] / distance[c, sector[v], place[v], place[v]] if live[v] else 0.0
            for q in range(n_quintiles):
                # Views of one row each, so that the loops over slots vectorise.
                share, been, there = reached[q], venues.experienced[c, z, q], established[c, z, q]
                offered, noticed = offer[c, z, q], seen[c, z, q]
                for v in range(used):
                    rivals[v] = there[sector[v]] if live[v] else 1.0
                for v in range(used):
                    offered[v] = drawn[v] * near[v] * (new[v] + been[v] * faded[v]) / rivals[v]
                for v in range(used):
                    noticed[v] = share[v] + sight[v] - share[v] * sight[v]
                offered[used:], noticed[used:] = 0.0, 0.0


@njit
def tell_of_venues(venues: Venues, tell_probability: float, telling: np.ndarray) -> None:
    """Probability that a visitor tells one contact. Modifies: telling : (n_cities, n_slots) float32."""
    n_cities, n_slots = venues.project.shape
    for c in range(n_cities):
        for v in range(n_slots):
            live = venues.project[c, v] >= 0
            telling[c, v] = np.float32(tell_probability * satisfaction(venues.overuse[c, v])) if live else 0.0


@njit
def hear_abroad(
    venues: Venues, telling: np.ndarray, visits: np.ndarray, national: np.ndarray, guiding: np.ndarray,
    visitors: np.ndarray, rates: VenueRates, guided: np.ndarray,
) -> None:  # fmt: skip
    """Possible visitors learn of venues by national publicity and from residents; those in the city by guides.

    Parameters: telling : (n_cities, n_slots); visits : (n_cities, n_slots) per resident, last week; national, guiding :
    (n_cities,) yuan this week for anybody, and for visitors in the city; visitors : (n_cities,) persons this week;
    rates : VenueRates. Modifies: venues.visitor_aware; guided : (n_cities,) share of visitors reached next week.
    """
    n_cities, n_slots = venues.project.shape
    for c in range(n_cities):
        n_live = 0
        for v in range(n_slots):
            n_live += venues.project[c, v] >= 0
        guided[c] = 0.0
        if n_live > 0:
            guided[c] = reached_share(guiding[c] / n_live / max(1.0, visitors[c]), rates.publicity_reach, 1.0)
        for v in range(n_slots):
            if venues.project[c, v] >= 0:
                reached = reached_share(national[c] / n_live / rates.visitor_market, rates.publicity_reach, 1.0)
                told = told_share(rates.contacts_elsewhere * telling[c, v] * visits[c, v])
                venues.visitor_aware[c, v] = next_awareness(venues.visitor_aware[c, v], reached, told, rates.remembered)


@njit
def weigh_bills(
    n_districts: np.ndarray, price: np.ndarray, usual: np.ndarray, elasticity: float, bill: np.ndarray
) -> None:
    """What is paid per planned ticket. Modifies: bill.

    Parameters: n_districts : (n_cities,); price, bill : (n_cities, n_districts, QUINTILES, n_sectors); usual : as
    price, what buyers are used to; elasticity : float.
    """
    for c in range(n_districts.size):
        for z in range(n_districts[c]):
            used_to, now, out = usual[c, z].ravel(), price[c, z].ravel(), bill[c, z].ravel()  # views: all contiguous
            for k in range(now.size):
                out[k] = usual_price_response(now[k], used_to[k], elasticity)

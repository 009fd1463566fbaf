"""What residents make of public support: coupons in hand, offers at the counter; vouchers follow in ``vouchers``.

The result is how much each row's occasions and tickets rise, and what is paid for it; purchases are then
made by the same loop as without support.

Long because coupons, counter offers and vouchers share what is kept of a row between them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.kernel.columns import BOTH, MOST_COUPONS, OFFLINE, Consumers, Holdings
from sim.kernel.compiled import njit
from sim.kernel.loops.consumers import Market, Uptake, occasions_in
from sim.kernel.rules.online import online_after, open_part
from sim.kernel.rules.ticket import (
    Offer,
    expected_uses,
    offer_appeal,
    offered_ticket,
    support,
    timing_response,
)


class Offers(NamedTuple):
    """Offers by column, each (n_offers,) float64; see :class:`~sim.kernel.rules.ticket.Offer`."""

    face: np.ndarray
    threshold: np.ndarray
    rate: np.ndarray
    cap: np.ndarray
    accepted: np.ndarray


def offers_of(offers: list[Offer]) -> Offers:
    """Offers by column.

    >>> offers_of([Offer(10.0, 40.0, 0.0, 0.0, 1.0)]).threshold
    array([40.])
    """
    return Offers(
        face=np.array([o.face for o in offers], dtype=float),
        threshold=np.array([o.threshold for o in offers], dtype=float),
        rate=np.array([o.rate for o in offers], dtype=float),
        cap=np.array([o.cap for o in offers], dtype=float),
        accepted=np.array([o.accepted for o in offers], dtype=float),
    )


@njit
def offer_at(offers: Offers, o: int) -> Offer:
    """One of the offers. Parameters: offers : Offers; o : int. Modifies: nothing. Returns: Offer."""
    return Offer(offers.face[o], offers.threshold[o], offers.rate[o], offers.cap[o], offers.accepted[o])


class Announced(NamedTuple):
    """What is announced and has not begun, or has money still to pay; whom it will reach is in ``Holdings``."""

    offers: Offers
    sectors: np.ndarray  # (n_awaited, n_sectors) bool
    cities: np.ndarray  # (n_awaited, n_cities) bool, where it is awaited this week
    weeks: np.ndarray  # (n_awaited,) float64, until it starts
    packet: np.ndarray  # (n_awaited,) int64, coupons that a winner gets; 0: at the counter
    promised: np.ndarray  # (n_cities,) bool, where money is to come
    knows: np.ndarray  # (QUINTILES,) share of residents whom news reaches
    use_per_week: np.ndarray  # (n_sectors,) part of a ticket that waiting a week costs
    channel: np.ndarray  # (n_awaited,) int64, index of CHANNELS, where the offers hold


class Terms(NamedTuple):
    """Instruments at work this week that need a purchase: offers first, then vouchers."""

    offers: Offers  # coupons, as far as their holders think of them, and counter offers
    offer_sectors: np.ndarray  # (n_offers, n_sectors) bool
    offer_cities: np.ndarray  # (n_offers, n_cities) float64, share of occasions that the offer is open to; 0: not there
    offer_channel: np.ndarray  # (n_offers,) int64, index of CHANNELS
    pile: np.ndarray  # (n_offers,) int64, row of the holdings that holds the coupons; -1 for counter offers
    voucher_sectors: np.ndarray  # (n_vouchers, n_sectors) bool
    voucher_cities: np.ndarray  # (n_vouchers, n_cities) bool
    voucher_channel: np.ndarray  # (n_vouchers,) int64, index of CHANNELS
    weeks_left: np.ndarray  # (n_vouchers,) float64, until it expires, this week included
    announced: Announced
    voucher_yuan: np.ndarray  # (n_vouchers,) float64, that each holder got


class Claims(NamedTuple):
    """What came of it, by offer (vouchers after offers) and city."""

    paid: np.ndarray  # (n_offers + n_vouchers, n_cities) yuan
    bills: np.ndarray  # same, yuan of the tickets that were supported
    extra: np.ndarray  # same, yuan bought on top of what would have been bought
    stretch: np.ndarray  # same, yuan by which supported tickets exceed the planned ones
    moved: np.ndarray  # same, yuan bought where the support holds that would have been bought in the other channel
    used: np.ndarray  # same, coupons or bills


class TicketRates(NamedTuple):
    """Preferences behind tickets; units in ``parameters.csv``."""

    elasticity: float
    worth_in_hand: float
    earmark: float
    acceptance: float
    likeness: float  # of the online channel and shops
    strata: np.ndarray  # (n_strata,) planned tickets over their mean, equally likely


class Response(NamedTuple):
    """What comes of an offer: occasions over those without it, and of each of them the rest."""

    occasions: float
    spending: float  # over the planned ticket
    uses: float
    bill: float  # yuan of supported tickets
    paid: float  # yuan of support
    stretch: float  # yuan by which supported tickets exceed the planned ones
    rest: float  # spending over the planned ticket in the other channel, for each unit of its share
    stay: float  # share of occasions there, for each unit of it


class Responses(NamedTuple):
    """The same by sector, (n_sectors,) each."""

    met: np.ndarray  # occasions per resident, if the offer is open to all of them
    occasions: np.ndarray
    spending: np.ndarray
    uses: np.ndarray
    bill: np.ndarray
    paid: np.ndarray
    stretch: np.ndarray
    rest: np.ndarray
    stay: np.ndarray


class OnlineParts(NamedTuple):
    """What part of a row's purchases is online, (n_sectors,) each; enlarged tickets make them differ."""

    spending: np.ndarray
    occasions: np.ndarray


@njit
def keep_response(found: Responses, g: int, met: float, one: Response) -> None:
    """Write down the response in sector g. Modifies: found."""
    found.met[g] = met
    found.occasions[g], found.spending[g], found.uses[g] = one.occasions, one.spending, one.uses
    found.bill[g], found.paid[g], found.stretch[g] = one.bill, one.paid, one.stretch
    found.rest[g], found.stay[g] = one.rest, one.stay


@njit
def respond(
    plan: float, offer: Offer, part: float, worth: float, price_sensitivity: float, response: float, rates: TicketRates,
) -> Response:  # fmt: skip
    """Occasions, spending and support under an offer, over those without it, mean of the strata of tickets.

    Parameters: plan : float, yuan, mean ticket; offer : Offer; part : share of occasions in the channel where it holds;
    worth : float; response : share, of occasions to the inclusive value; rates : TicketRates.
    Returns: Response. Modifies: nothing.
    """
    occasions, spending, uses, bill, paid, stretch, rest, stay = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    n = rates.strata.size
    for k in range(n):
        planned = plan * rates.strata[k]
        ticket = offered_ticket(planned, offer, rates.elasticity, worth)
        pays = support(ticket, offer)
        appeal = offer_appeal(planned, ticket, offer, rates.elasticity, worth, price_sensitivity) if pays > 0.0 else 1.0
        better = 1.0 + offer.accepted * (appeal - 1.0)  # of the channel where it holds
        nests = part * better**rates.likeness + 1.0 - part
        more = nests ** (response / rates.likeness)
        there = more * part * better**rates.likeness / nests
        using = there * offer.accepted * appeal / better if pays > 0.0 else 0.0
        occasions += more / n
        uses += using / n
        bill += using * ticket / n
        paid += using * pays / n
        stretch += using * (ticket - planned) / n
        spending += (using * ticket + (more - using) * planned) / plan / n
        rest += more / nests * planned / plan / n
        stay += more / nests / n
    each = 1.0 / occasions
    return Response(
        occasions, spending * each, uses * each, bill * each, paid * each, stretch * each, rest * each, stay * each
    )  # fmt: skip


@njit
def use_coupons(left: np.ndarray, rate: float) -> float:
    """Coupons used per resident in a week; those left are brought up to date.

    Parameters: left : (MOST_COUPONS + 1,) share of residents by coupons left; rate : occasions per week and holder on
    which one pays. Modifies: left. Returns: coupons per resident.
    """
    used = 0.0
    for held in range(MOST_COUPONS, 0, -1):
        if left[held] > 0.0:
            used += left[held] * expected_uses(rate, held)
    for held in range(1, MOST_COUPONS + 1):
        share = left[held]
        if share > 0.0:
            probability, moved = np.exp(-rate), 0.0
            left[held] = 0.0
            for n in range(held):
                left[held - n] += share * probability
                moved += probability
                probability *= rate / (n + 1)
            left[0] += share * (1.0 - moved)
    return used


@njit
def moved_to(channel: int, before: float, online_before: float, after: float, online: float) -> float:
    """What an offer takes from the channel in which it does not hold: less is bought there than before it.

    >>> moved_to(0, 5.0, 2.0, 5.5, 1.0), moved_to(2, 5.0, 2.0, 5.5, 1.0)
    (1.0, 0.0)
    """
    if channel == BOTH:
        return 0.0
    return online_before - online if channel == OFFLINE else (before - online_before) - (after - online)


@njit
def ticket_of(i: int, c: int, g: int, consumers: Consumers, market: Market, uptake: Uptake) -> float:
    """Yuan of a ticket of row i of city c in sector g, as other support leaves it. Modifies: nothing."""
    planned = market.ticket[c, consumers.quintile[i], g] * consumers.ticket_scale[i] * market.growth
    ticket: float = planned * uptake.ticket[i, g]
    return ticket


@njit
def take_offer(
    i: int, c: int, o: int, own: np.ndarray, base: np.ndarray, online: OnlineParts, consumers: Consumers,
    market: Market, terms: Terms, holdings: Holdings, rates: TicketRates, sensitivity: float, found: Responses,
    uptake: Uptake, claims: Claims,
) -> None:  # fmt: skip
    """Row i of city c meets offer o. Modifies: base; online; holdings.coupons; found; uptake; claims.

    Long because all that is counted of an offer is counted here.

    Parameters: own : (n_sectors,) what they make of the usual occasions without support; base : (n_sectors,)
    occasions per resident before this offer; online : part of it that is online before this offer; found : room for
    responses; the rest as :func:`take_up`.
    """
    n_sectors, q = base.size, consumers.quintile[i]
    offer, pile, channel = offer_at(terms.offers, o), terms.pile[o], terms.offer_channel[o]
    in_hand = pile >= 0
    worth = rates.worth_in_hand if in_hand else 1.0
    rate = 0.0
    for g in range(n_sectors):
        if terms.offer_sectors[o, g]:
            plan = ticket_of(i, c, g, consumers, market, uptake)
            response = timing_response(market.creation_share, market.waits[g])
            one = respond(plan, offer, open_part(channel, online.occasions[g]), worth, sensitivity, response, rates)
            met = occasions_in(i, g, own[g] * uptake.occasions[i, g] * one.occasions, consumers, market)
            keep_response(found, g, met, one)
            rate += met * one.uses
    reached = terms.offer_cities[o, c]
    if in_hand:
        reached = use_coupons(holdings.coupons[pile, i], rate) / rate if rate > 0.0 else 0.0
    weight = consumers.weight[i]
    for g in range(n_sectors):
        if terms.offer_sectors[o, g]:
            plan = ticket_of(i, c, g, consumers, market, uptake)
            met, others = reached * found.met[g], (1.0 - reached) * base[g]
            tickets = met * found.spending[g] + others
            before, visited = online.spending[g], online.occasions[g]
            there = before * others + met * online_after(channel, before, found.spending[g], found.rest[g])
            away = visited * others + met * online_after(channel, visited, 1.0, found.stay[g])
            uptake.occasions[i, g] *= 1.0 + reached * (found.occasions[g] - 1.0)
            uptake.ticket[i, g] *= tickets / (met + others) if met > 0.0 else 1.0
            uptake.paid[i] += met * found.paid[g]
            uptake.lowered[c, consumers.district[i], q, g] += weight * met * found.paid[g]
            claims.paid[o, c] += weight * met * found.paid[g]
            claims.bills[o, c] += weight * met * found.bill[g]
            claims.extra[o, c] += weight * plan * (tickets - base[g])
            claims.stretch[o, c] += weight * met * found.stretch[g]
            claims.used[o, c] += weight * met * found.uses[g]
            claims.moved[o, c] += weight * plan * moved_to(channel, base[g], base[g] * before, tickets, there)
            if met > 0.0:
                online.spending[g], online.occasions[g] = there / tickets, away / (met + others)
            base[g] = occasions_in(i, g, own[g] * uptake.occasions[i, g], consumers, market)

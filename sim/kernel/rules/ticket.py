"""How much a consumer spends on one occasion, and what an offer of public money does to it.

One rule prices any offer: a coupon has a face value and a threshold, a discount has a rate and a cap. What
the offers have in common is the ticket that a consumer would choose without them, how easily tickets
are enlarged, and how much more a thing in hand counts than one not yet owned.
"""

from __future__ import annotations

import math

from sim.kernel.compiled import njit
from sim.kernel.offer import Offer as Offer  # for the examples


@njit
def support(ticket: float, offer: Offer) -> float:
    r"""Yuan of a ticket that an offer pays.

    .. math:: s = f\,[x \ge \theta] + \min(c,\ r\,x)

    Source: own, model 5.4. Parameters: ticket x : yuan, >= 0; offer : Offer. Modifies: nothing. Returns: yuan.

    >>> support(50.0, Offer(10.0, 40.0, 0.0, 0.0, 1.0))
    10.0
    """
    return (offer.face if ticket >= offer.threshold else 0.0) + min(offer.cap, offer.rate * ticket)


@njit
def stretching_loss(plan: float, ticket: float, elasticity: float) -> float:
    r"""What a ticket above the planned one costs its buyer, beyond what it is worth to them.

    .. math:: L = x - x^* - x^* \frac{(x / x^*)^{1 - 1/\epsilon} - 1}{1 - 1/\epsilon}

    From a gain with constant elasticity whose optimum at full price is the plan x*; for :math:`\epsilon` = 1 the
    fraction is :math:`\ln(x/x^*)`. Source: isoelastic utility, quasi-linear in money (Kleven 2016, notches).
    Parameters: plan x* : yuan, > 0; ticket x : yuan, >= plan; elasticity : > 0. Modifies: nothing. Returns: yuan, >= 0.

    >>> stretching_loss(20.0, 20.0, 0.7)
    0.0
    """
    power = 1.0 - 1.0 / elasticity
    ratio = math.log(ticket / plan)
    if abs(power) * ratio < 1e-6:  # the limit, where the fraction is 0 over 0
        return ticket - plan - plan * ratio
    return ticket - plan - plan * (math.exp(power * ratio) - 1.0) / power


@njit
def offered_ticket(plan: float, offer: Offer, elasticity: float, worth: float) -> float:
    r"""Ticket that a consumer chooses under an offer: the plan, the threshold, or what a lower price suggests.

    .. math:: \arg\max_x\; w\,s(x) - L(x),\quad x \in \{x^*,\ \theta,\ \min(x^* (1 - r)^{-\epsilon},\ \max(x^*, c/r))\}

    Source: own, model 5.4. Parameters: plan x* : yuan, > 0; offer : Offer; elasticity : > 0; worth w : weight
    of a yuan of support, above 1 for what is already in hand. Modifies: nothing. Returns: yuan, >= plan.

    >>> offered_ticket(35.0, Offer(10.0, 40.0, 0.0, 0.0, 1.0), 1.0, 1.0)
    40.0
    """
    best, gain = plan, worth * support(plan, offer)
    if offer.face > 0.0 and plan < offer.threshold:
        value = worth * support(offer.threshold, offer) - stretching_loss(plan, offer.threshold, elasticity)
        if value > gain:
            best, gain = offer.threshold, value
    if offer.rate > 0.0:
        cheaper = plan * math.exp(-elasticity * math.log(1.0 - offer.rate))
        cheaper = min(cheaper, max(plan, offer.cap / offer.rate))
        value = worth * support(cheaper, offer) - stretching_loss(plan, cheaper, elasticity)
        if value > gain:
            best = cheaper
    return best


@njit
def offer_appeal(
    plan: float, ticket: float, offer: Offer, elasticity: float, worth: float, price_sensitivity: float,
) -> float:  # fmt: skip
    r"""Factor that an offer puts on the attraction of the merchants who accept it.

    .. math:: e^{\beta\, (w\,s(x) - L(x)) / x}

    To first order what a price cut of the same value does. Source: logit with price, McFadden (1974).
    Parameters: plan, ticket : yuan; price_sensitivity beta. Modifies: nothing. Returns: float >= 1.

    >>> offer_appeal(30.0, 30.0, Offer(10.0, 40.0, 0.0, 0.0, 1.0), 1.0, 1.0, 2.6)
    1.0
    """
    gain = worth * support(ticket, offer) - stretching_loss(plan, ticket, elasticity)
    return math.exp(price_sensitivity * max(0.0, gain) / ticket)


@njit
def timing_response(creation_share: float, postponability: float) -> float:
    r"""Response of occasions to an offer that will not last: what can wait can also be brought forward.

    .. math:: \min(1,\ \varphi\, w_g)

    The creation share is the response to prices that stay; the longer a need can wait, the more its purchases move
    between weeks. What is brought forward comes back through the stock of need. Source: own; timing of durable
    purchases, Mian & Sufi (2012). Parameters: creation_share phi; postponability w : >= 1. Modifies: nothing.
    Returns: share.

    >>> timing_response(0.3, 1.0)
    0.3
    """
    return min(1.0, creation_share * postponability)


@njit
def usual_price_response(price: float, reference: float, elasticity: float) -> float:
    r"""Spending on one occasion relative to the plan when the price is not the usual one.

    .. math:: p\, (p / \bar p)^{-\epsilon}

    Buyers enlarge tickets when things are cheaper than they are used to; once they are used to the price, they
    do not. Source: reference prices, Winer (1986). Parameters: price p, reference : relative to the start, > 0;
    elasticity : >= 0. Modifies: nothing. Returns: float > 0.

    >>> usual_price_response(1.2, 1.2, 0.7)
    1.2
    """
    return price * math.exp(-elasticity * math.log(price / reference))


@njit
def expected_uses(rate: float, held: int) -> float:
    r"""Expected number of coupons used in a week by somebody who holds some.

    .. math:: E[\min(N, r)],\quad N \sim \mathrm{Poisson}(\lambda)

    Source: Poisson occasions. Parameters: rate lambda : occasions on which a coupon pays, per week; held r : int.
    Modifies: nothing. Returns: float, at most ``held``.

    >>> expected_uses(0.0, 3)
    0.0
    """
    probability = math.exp(-rate)
    uses, missing = 0.0, 1.0
    for n in range(held):
        missing -= probability
        uses += max(0.0, missing)
        probability *= rate / (n + 1)
    return uses


@njit
def thought_of_share(acceptance: float, weeks_left: float) -> float:
    r"""Share of eligible purchases on which a holder uses what is in hand.

    .. math:: \max(u,\ 1 / n)

    Not every merchant takes it and not everybody thinks of it, but its holders see to it that it does not expire.
    Source: own. Parameters: acceptance u : share; weeks_left n : >= 1, this one included. Modifies: nothing.
    Returns: share.

    >>> thought_of_share(0.3, 1.0)
    1.0
    """
    return max(acceptance, 1.0 / weeks_left)


@njit
def voucher_use(balance: float, eligible_spending: float, acceptance: float, weeks_left: float) -> float:
    r"""Yuan of a voucher without threshold that is used in a week.

    .. math:: \min(b,\ e,\ \max(u\,e,\ b / n))

    A voucher pays for what is bought anyway; not every merchant takes it and not everybody thinks of it, but its
    holders see to it that it does not expire. Source: own. Parameters: yuan per resident; acceptance u : share;
    weeks_left n : >= 1, this one included. Modifies: nothing. Returns: yuan.

    >>> voucher_use(100.0, 80.0, 0.5, 10.0)
    40.0
    """
    return min(balance, eligible_spending, max(acceptance * eligible_spending, balance / weeks_left))

"""What is thought of a venue before and after a visit, and how long it stays something new."""

from __future__ import annotations

import math

from sim.kernel.compiled import njit


@njit
def trust_in_promise(spread: float, error: float) -> float:
    r"""Weight that buyers give to what an owner promises, against what is usual of such venues.

    .. math:: s^2 / (s^2 + e^2)

    The mean of a normal quality given a promise with a normal error: promises that are often wrong move nobody.
    Source: Bayes; advertising as a signal, Nelson (1974). Parameters: spread s of quality, error e of promises :
    standard deviations in ln attraction, >= 0. Modifies: nothing. Returns: share.

    >>> trust_in_promise(0.3, 0.4)
    0.36
    """
    if spread == 0.0:  # there is nothing to promise
        return 0.0
    return spread * spread / (spread * spread + error * error)


@njit
def spread_after_promise(spread: float, trust: float) -> float:
    r"""Standard deviation of quality for who has read the promise and knows no more.

    .. math:: s \sqrt{1 - w}

    Source: Bayes. Parameters: spread s : of all such venues; trust w : share. Modifies: nothing. Returns: float.

    >>> spread_after_promise(0.5, 0.36)
    0.4
    """
    return spread * math.sqrt(1.0 - trust)


@njit
def weight_of_impressions(impressions: float, spread: float, visit_error: float) -> float:
    r"""Part of a wrong expectation that impressions, own or told, have put right.

    .. math:: n s^2 / (n s^2 + e^2)

    Source: Bayes, as in Erdem & Keane (1996) for own use and advertising. Parameters: impressions n : mean
    number, >= 0; spread s : of quality before any; visit_error e : of one impression, > 0. Modifies: nothing.
    Returns: share.

    >>> weight_of_impressions(0.0, 0.4, 0.4), weight_of_impressions(1.0, 0.4, 0.4)
    (0.0, 0.5)
    """
    known = impressions * spread * spread
    return known / (known + visit_error * visit_error)


@njit
def belief_factor(surprise: float, impressions: float, spread: float, visit_error: float) -> float:
    r"""Mean factor on the attraction of a venue by what people have learned of it.

    .. math:: \exp(w\,\Delta + w^2 e^2 / 2 n)

    The second term is that impressions differ: who had a good one comes back more than others stay away.
    Source: mean of a lognormal. Parameters: surprise Delta : quality beyond the promise, ln attraction; the
    rest as in :func:`weight_of_impressions`. Modifies: nothing. Returns: float > 0.

    >>> belief_factor(-0.5, 0.0, 0.4, 0.4)
    1.0
    """
    if impressions <= 0.0:
        return 1.0
    weight = weight_of_impressions(impressions, spread, visit_error)
    return math.exp(weight * (surprise + weight * visit_error * visit_error / (2.0 * impressions)))


@njit
def distinctness(newer: float, similar: float, homogenisation: float) -> float:
    r"""How new a venue still is among what is open, over what it would be with nothing similar or newer.

    .. math:: (1 - f) (1 + n)^{-h}

    Source: own: news is what the rest of the market is older than; similar venues share the attention.
    Parameters: newer f : share of the sector's shops in the city that opened later; similar n : venues of the
    same group that are open now; homogenisation h. Modifies: nothing. Returns: share.

    >>> distinctness(0.25, 0.0, 0.3)
    0.75
    """
    value: float = (1.0 - newer) * (1.0 + similar) ** (-homogenisation)
    return value


@njit
def newer_share(renewal: float) -> float:
    r"""Share of a sector's shops that opened after some week.

    .. math:: 1 - e^{-r}

    Source: shops are replaced at random. Parameters: renewal r : openings per shop since then. Modifies: nothing.
    Returns: share.

    >>> newer_share(0.0)
    0.0
    """
    return -math.expm1(-renewal)


@njit
def curiosity_left(been: float, shape: float) -> float:
    r"""Curiosity of who has not been, over the first day's: the most curious go first.

    .. math:: (1 - E)^{1/k}

    Curiosity is a gamma variable over people, who go at a rate in proportion to it: then E have been after a
    time in which the mean of the others has fallen to this. Source: gamma mixture, Greenwood & Yule (1920); of
    buying rates, Ehrenberg (1959). Parameters: been E : share of those who know the venue; shape k > 0, small
    where few care much. Modifies: nothing. Returns: share.

    >>> curiosity_left(0.5, 0.5)
    0.25
    """
    value: float = max(0.0, 1.0 - been) ** (1.0 / shape)
    return value


@njit
def foreseen_curiosity(visits: float, weeks: float, shape: float) -> float:
    r"""The same after some weeks, if the curious go at a steady rate.

    .. math:: 1 / (1 + v t / k)

    Source: as :func:`curiosity_left`, with the gamma mixture's E(t) put in. Parameters: visits v : in the first
    week per person who knows it; weeks t; shape k > 0. Modifies: nothing. Returns: share.

    >>> foreseen_curiosity(0.1, 1.0, 0.1)
    0.5
    """
    return 1.0 / (1.0 + visits * weeks / shape)


@njit
def novelty_to_new(novelty: float, curious: float) -> float:
    r"""Factor that novelty puts on the attraction for who has not been there.

    .. math:: 1 + (e^{\eta} - 1)\,c

    Source: own. Parameters: novelty eta : addition to utility; curious c : share. Modifies: nothing. Returns:
    float > 0.

    >>> novelty_to_new(0.0, 0.7)
    1.0
    """
    return 1.0 + math.expm1(novelty) * curious


@njit
def novelty_to_guests(novelty: float, visits: float, experience_discount: float) -> float:
    r"""Factor that novelty puts on the attraction for who has been there.

    .. math:: \exp((1 - \sigma)^n \eta)

    Source: own. Parameters: novelty eta : addition to utility; visits n : per guest, >= 1; experience_discount
    sigma : of what is left, by each visit. Modifies: nothing. Returns: float > 0.

    >>> novelty_to_guests(2.0, 1.0, 1.0)
    1.0
    """
    return math.exp((1.0 - experience_discount) ** visits * novelty)

"""What a merchant's size changes, what it writes into an application, and what can be read out of that."""

from __future__ import annotations

import math

from sim.kernel.compiled import njit
from sim.kernel.rules.money import N


@njit
def size_factor(size: N, elasticity: float) -> N:
    r"""Factor on a trait of a merchant of some size, over that of a middling one.

    .. math:: m^{e}

    Source: own; constant elasticity. Parameters: size m : sales over those of the geometric mean merchant that proposes
    projects, > 0; elasticity e. Modifies: nothing. Returns: > 0.

    >>> size_factor(4.0, 0.5)
    2.0
    """
    factor: N = size**elasticity
    return factor


@njit
def believed_chance(first: N, weight: float, won: N, tried: N) -> N:
    r"""Chance of an award that merchants count on, from what became of the applications in their city so far.

    .. math:: a = (n a_0 + w) / (n + t)

    Source: mean of a beta distribution after t trials with w successes. Parameters: first a_0 : share, before any call;
    weight n : applications that it is worth, > 0; won w of tried t : applications. Modifies: nothing. Returns: share.

    >>> believed_chance(0.5, 10.0, 5.0, 30.0)
    0.25
    """
    chance: N = (weight * first + won) / (weight + tried)
    return chance


@njit
def gain_of_waiting(award: float, chance: float, chance_begun: float, fee: float) -> float:
    r"""What an applicant that has not begun may expect beyond one that has; either applies only where that pays.

    .. math:: \max(0, a S - f) - \max(0, a_b S - f)

    Source: own; begun projects look like windfall to a jury. Parameters: award S, fee f : yuan; chance a, chance_begun
    a_b : shares. Modifies: nothing. Returns: float, yuan.

    >>> gain_of_waiting(100.0, 0.5, 0.25, 10.0)
    25.0
    """
    return max(0.0, chance * award - fee) - max(0.0, chance_begun * award - fee)


@njit
def true_need(expected_profit: float, investment: float, cost_of_capital: float, funds: float) -> float:
    r"""What a project lacks to go ahead by itself, as its merchant sees it: in profit or in money.

    .. math:: n = \max(0,\ 1 + r - \Pi / I,\ 1 - F / I)

    Source: :func:`~sim.kernel.rules.project.goes_unaided`, solved for the award that it takes. Parameters: yuan.
    Modifies: nothing. Returns: share of the investment.

    >>> true_need(120.0, 100.0, 0.1, 75.0)
    0.25
    """
    return max(0.0, 1.0 + cost_of_capital - expected_profit / investment, 1.0 - funds / investment)


@njit
def stated_need(need: float, award: float, investment: float, claims: bool) -> float:
    r"""Need that an application states: the true one, or that the project is lost without the award.

    .. math:: n' = \max(n, S / I) \text{ if it claims, else } n

    Source: own. Parameters: need n : share of the investment; award S, investment I : yuan; claims : the writer states
    need whether it is true or not. Modifies: nothing. Returns: share of the investment.

    >>> stated_need(0.0, 25.0, 100.0, True)
    0.25
    """
    return max(need, award / investment) if claims else need


@njit
def stated_sales(expected: float, embellishment: float) -> float:
    r"""Sales that an application plans.

    .. math:: P' = h P

    Source: own; plans of applicants and of new malls are not reached on average (MS6.01-09). Parameters: expected P :
    yuan per week, as the merchant sees it; embellishment h > 0. Modifies: nothing. Returns: float, yuan per week.

    >>> stated_sales(100.0, 1.25)
    125.0
    """
    return expected * embellishment


@njit
def stated_weeks(weeks: float, embellishment: float) -> float:
    r"""Weeks until the opening that an application plans: who plans more sales plans an earlier opening, too.

    .. math:: w' = w / h

    Source: own; of malls planned for a year 71 to 89 % opened in it, 2023 to 2025. Parameters: weeks w : if all goes to
    plan; embellishment h > 0. Modifies: nothing. Returns: float, weeks.

    >>> stated_weeks(25.0, 1.25)
    20.0
    """
    return weeks / embellishment


@njit
def needy_share(profit: float, funds: float) -> float:
    r"""Share of projects that do not go ahead by themselves, by this model's own rules.

    .. math:: q = 1 - \Phi(z_\pi)\, \Phi(z_F)

    Source: :func:`~sim.kernel.rules.project.goes_unaided` with lognormal expected profit and funds. Parameters: profit
    z_pi, funds z_F : mean ln of what there is over what it takes, in standard deviations. Modifies: nothing.
    Returns: share.

    >>> needy_share(0.0, 0.0)
    0.75
    """
    half = math.sqrt(0.5)
    return 1.0 - 0.25 * math.erfc(-half * profit) * math.erfc(-half * funds)


@njit
def believed_need(needy: float, claiming: float) -> float:
    r"""Chance that an applicant needs the award who says so.

    .. math:: q / (q + c (1 - q))

    Source: Bayes' rule; who needs the award says so, and of those who do not a share c. Parameters: needy q, claiming
    c : shares. Modifies: nothing. Returns: share.

    >>> believed_need(0.5, 0.5)
    0.6666666666666666
    """
    said = needy + claiming * (1.0 - needy)
    return needy / said if said > 0.0 else 0.0


@njit
def served(wanted: float, congestion_penalty: float) -> float:
    r"""Use of a venue whose guests crowds put off, from the use that they would make of it without crowds.

    .. math:: x = b \exp(-\chi \max(0, x - 1))

    Source: :func:`~sim.kernel.rules.choice.attraction` at rest, with sales in proportion to attraction; solved by
    Newton's steps from 1, which rise towards it. Parameters: wanted b : over capacity, >= 0;
    congestion_penalty chi >= 0. Modifies: nothing. Returns: float, over capacity, <= b.

    >>> served(0.5, 1.5)
    0.5
    """
    if wanted <= 1.0 or congestion_penalty <= 0.0:
        return wanted
    x = 1.0
    for _ in range(8):
        beyond = math.log(x) + congestion_penalty * (x - 1.0) - math.log(wanted)
        x -= beyond / (1.0 / x + congestion_penalty)
    return x

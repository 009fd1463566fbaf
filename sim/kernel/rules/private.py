"""Private money: wages of building sites, where investment comes from, what owners draw, who pays for the policy."""

from __future__ import annotations

from sim.kernel.compiled import njit
from sim.kernel.rules.money import N, budget_factor


@njit
def site_wages(cost: N, labour_share: float, local_share: float) -> N:
    r"""Wages of the city's residents in what is spent on fit-out and building.

    .. math:: i_l\, i_r\, C

    Source: accounting identity; labour is 18 to 25 % of the cost of interior fit-out (trade page, 2020), 14 to 16 % of
    construction output (yearbooks of Jiangsu and China). Parameters: cost C : yuan; shares. Modifies: nothing.
    Returns: float, yuan.

    >>> site_wages(1000.0, 0.25, 0.5)
    125.0
    """
    value: N = labour_share * local_share * cost
    return value


@njit
def owners_part(cash: float, owner_share: float) -> float:
    r"""What owners take out of a firm that has more money than planned, or put in where it has less.

    .. math:: o\, M

    Source: own; profits paid out by listed Chinese firms, 2024: 39 %. Parameters: cash M : yuan more (+) or less (-)
    than planned; owner_share o : share. Modifies: nothing. Returns: float, yuan.

    >>> owners_part(-100.0, 0.25)
    -25.0
    """
    return owner_share * cash


@njit
def reinvested(cash: float, owner_share: float, credit_share: float) -> float:
    r"""What a firm that has more money than planned will invest elsewhere, or no longer invest where it has less.

    .. math:: (1 - o)(1 - k)\, M

    The rest, (1 - o) k M, is paid back to banks or lent by them. One rule for both signs: a project takes the place of
    other investment as a grant makes room for it.

    Source: own; loans in the sources of fixed investment of China, 2009. Parameters: cash M : yuan more (+) or less (-)
    than planned; owner_share o, credit_share k : shares. Modifies: nothing. Returns: float, yuan.

    >>> reinvested(100.0, 0.5, 0.5)
    25.0
    """
    return (1.0 - owner_share) * (1.0 - credit_share) * cash


@njit
def leaving(stock: float, weeks: float) -> float:
    r"""What leaves a stock in a week if it stays there so many weeks on average; all of it if one or less.

    .. math:: S / \max(1, w)

    Source: first-order lag. Parameters: stock S : yuan, of either sign; weeks w : >= 0. Modifies: nothing.
    Returns: float, yuan.

    >>> leaving(-120.0, 12.0)
    -10.0
    """
    return stock / max(1.0, weeks)


@njit
def drawn(
    kept: float, owners: float, adjustment: float, windfall_weeks: float, planned: float, buffer: float,
) -> float:  # fmt: skip
    r"""What the owners of a firm draw beyond their plan in a week, by the rule of the purse of each of them.

    .. math:: n P\, (B(K / n) - 1)

    A few owners of much money treat it as wealth and draw it slowly; many owners of little draw it like income.

    Source: :func:`~sim.kernel.rules.money.budget_factor`, to which n owners come with a gap of K / n each.
    Parameters: kept K : yuan that owners have beyond (+) or below (-) their plan; owners n : persons, > 0; adjustment,
    windfall_weeks, planned P, buffer : as there. Modifies: nothing. Returns: float, yuan, of the sign of K.

    >>> drawn(0.0, 3.0, 0.1, 4.0, 500.0, 2000.0)
    0.0
    """
    return owners * planned * (budget_factor(kept / owners, adjustment, windfall_weeks, planned, buffer) - 1.0)


@njit
def instalment(spent: float, charged: float, weeks_left: int) -> float:
    r"""What is charged this week so that all that was spent is charged in the end; 0 where no week is left.

    .. math:: (S - L) / w

    Source: own; equal parts, and what is spent later is shared out over the weeks left. Parameters: spent S, charged
    L : yuan so far; weeks_left w, this one included. Modifies: nothing. Returns: float, yuan, < 0 if money came back.

    >>> instalment(100.0, 40.0, 6)
    10.0
    """
    return (spent - charged) / weeks_left if weeks_left > 0 else 0.0


@njit
def public_wages(spending: N, wage_share: float, labour_share: float, local_share: float) -> N:
    r"""Wages of the city's residents in public spending: of its own staff, and of those who work on what it buys.

    .. math:: (a + (1 - a)\, i_l\, i_r)\, S

    Source: own; what is bought is taken to hold as much local labour as building does. Parameters: spending S : yuan;
    shares. Modifies: nothing. Returns: float, yuan.

    >>> public_wages(100.0, 0.5, 0.5, 0.5)
    62.5
    """
    value: N = wage_share * spending + site_wages((1.0 - wage_share) * spending, labour_share, local_share)
    return value

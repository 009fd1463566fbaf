"""A merchant's decision on a project, and the award it may get."""

from __future__ import annotations

from sim.kernel.columns import WEEKS_PER_YEAR
from sim.kernel.compiled import njit


@njit
def goes_unaided(expected_profit: float, investment: float, cost_of_capital: float, funds: float) -> bool:
    r"""Whether a project goes ahead without an award.

    .. math:: \Pi > I (1 + r) \ \wedge\ F \ge I

    Source: model 5.9. Parameters: yuan; funds F : own money and credit. Modifies: nothing. Returns: bool.

    >>> goes_unaided(120.0, 100.0, 0.1, 100.0)
    True
    """
    return expected_profit > investment * (1.0 + cost_of_capital) and funds >= investment


@njit
def goes_with_award(
    expected_profit: float, investment: float, cost_of_capital: float, funds: float, award: float,
) -> bool:  # fmt: skip
    r"""Whether a project is worth building with an award S, the cost of applying aside.

    .. math:: \Pi > (I - S)(1 + r) \ \wedge\ F \ge I - S

    Source: model 5.9. Parameters: yuan. Modifies: nothing. Returns: bool.

    >>> goes_with_award(95.0, 100.0, 0.1, 80.0, 20.0)
    True
    """
    return goes_unaided(expected_profit, investment - award, cost_of_capital, funds)


@njit
def applies(gain_from_award: float, application_cost: float) -> bool:
    """Whether applying pays: the award (or the project that it makes possible) against its cost.

    Source: model 5.9. Parameters: yuan. Modifies: nothing. Returns: bool.

    >>> applies(10.0, 1.0)
    True
    """
    return gain_from_award > application_cost


@njit
def award(investment: float, rate: float, fixed: float, cap: float, minimum_investment: float) -> float:
    r"""Award under a city's rule.

    .. math:: S = \min(r I + f, c, I)\,[I \ge I_{min}]

    Source: first-store and pilot rules of Chinese cities, see ``configs/rules``. Parameters: yuan; rate : share.
    Modifies: nothing. Returns: float, yuan.

    >>> award(1000.0, 0.3, 0.0, 200.0, 500.0)
    200.0
    """
    return min(rate * investment + fixed, cap, investment) if investment >= minimum_investment else 0.0


@njit
def reported_investment(
    investment: float, inflation: float, rate: float, cap: float, minimum_investment: float,
) -> float:  # fmt: skip
    r"""Investment that an applicant states who would overstate it by a share m if that brought more money.

    .. math:: I' = \max(I, \min(I (1 + m), \max(I_{min}, c / r)))

    Source: model 5.9; reports bunch at the threshold and no further than the cap (PB13). Parameters: yuan; inflation m
    >= 0; rate r : share; cap c : yuan. Modifies: nothing. Returns: float, yuan, >= investment.

    >>> reported_investment(90.0, 0.2, 0.5, 50.0, 100.0)
    100.0
    """
    if rate <= 0.0:
        return max(investment, min(investment * (1.0 + inflation), minimum_investment))
    return max(investment, min(investment * (1.0 + inflation), max(minimum_investment, cap / rate)))


@njit
def waits_for_call(gain: float, expected_profit: float, cost_of_capital: float, weeks: float) -> bool:
    r"""Whether a project that pays by itself is held back for the next call: what that may gain against the delay.

    .. math:: g > \Pi\,r\,w / 52.18

    Source: own, model 5.9: an award may be worth the delay. Parameters: yuan; gain g : see
    :func:`~sim.kernel.rules.application.gain_of_waiting`; cost_of_capital r : share per year; weeks w until the
    decision. Modifies: nothing. Returns: bool.

    >>> waits_for_call(15.0, 120.0, 0.1, 26.0)
    True
    """
    return gain > expected_profit * cost_of_capital * weeks / WEEKS_PER_YEAR


@njit
def planned_size(planned_sales: float, standard_sales: float, expected_awareness: float) -> float:
    r"""Size of a venue, in standard shops, that sells its plan when as many know it as its owner expects.

    .. math:: n = P / (\bar s\, A)

    Source: own; established shops are known to all, novel venues never are. Parameters: planned_sales P, standard_sales
    of a mean shop : yuan per week, > 0; expected_awareness A : share, > 0. Modifies: nothing. Returns: float > 0.

    >>> planned_size(100.0, 50.0, 0.5)
    4.0
    """
    return planned_sales / (standard_sales * expected_awareness)


@njit
def whole_share(amount: int, part: int, whole: int) -> int:
    r"""Part of an amount, in whole fen, however large the product is.

    .. math:: \lfloor a\,p / w \rfloor

    Source: long multiplication, base 2. Parameters: amount a, part p : from 0 to whole w; w : > 0 and below 2^62.
    Modifies: nothing. Returns: int.

    >>> whole_share(10, 2, 3)
    6
    """
    share, rest = 0, 0
    for bit in range(62, -1, -1):
        share, rest = 2 * share, 2 * rest
        if part >> bit & 1:
            rest += amount
        while rest >= whole:
            rest -= whole
            share += 1
    return share

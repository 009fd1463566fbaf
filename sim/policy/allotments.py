"""Who receives what is handed out: how the places of one city go to those who may get something.

A rule says which share of each row's residents gets a place. It looks at what an authority can see of them, and at how
quick they are where that decides; never at how they would respond. Add one: write a function, add its line to
:data:`ALLOTMENTS`, and name it in a config's ``allotment``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, NamedTuple

import numpy as np
from pydantic import AfterValidator

from sim.errors import Wrong, fault
from sim.extend import Table, takes
from sim.policy.schema import suggestion

_LEAST, _MOST, _HALVINGS = -300.0, 300.0, 60  # of the power of ten at which places are filled


class Residents(NamedTuple):
    """Residents of one city who may get something, a row each, (n,) float64 each."""

    weight: np.ndarray  # residents
    income: np.ndarray  # yuan per week
    quickness: np.ndarray  # rate at which they come in a race
    spent: np.ndarray  # yuan per resident in the instrument's sectors, over the weeks that were recorded
    spread: np.ndarray  # coefficient of variation of what single residents of the row spent
    used: np.ndarray  # share who have used something that was handed out before


Allot = Callable[[Residents, float], np.ndarray]


def lottery(residents: Residents, places: float) -> np.ndarray:
    """Everybody has the same chance."""
    return np.full(residents.weight.size, _served(places, residents.weight.sum()))


def first_come(residents: Residents, places: float) -> np.ndarray:
    """A race: the quicker are there first, and mostly the same ones next time."""
    from sim.kernel.rules.persons import arrived_share  # of the engine's libraries, which checking input does without

    return _places(lambda time: arrived_share(residents.quickness, time), residents.weight, places)


def lowest_income(residents: Residents, places: float) -> np.ndarray:
    """Those of the lowest incomes first, as registers show them."""
    return _in_order(residents.income, residents.weight, places)


def highest_income(residents: Residents, places: float) -> np.ndarray:
    """Those of the highest incomes first."""
    return _in_order(-residents.income, residents.weight, places)


def lowest_spending(residents: Residents, places: float) -> np.ndarray:
    """Those who spent least in the sectors of the instrument, while that was recorded."""
    from scipy.special import gammainc  # slow to import, and checking input does without

    mean, shape = _gamma(residents)
    return _places(
        lambda cut: gammainc(shape, shape * np.minimum(cut / np.maximum(mean, 1e-8), 1e300)), residents.weight, places
    )


def highest_spending(residents: Residents, places: float) -> np.ndarray:
    """Those who spent most in them."""
    from scipy.special import gammaincc

    mean, shape = _gamma(residents)
    return _places(lambda x: gammaincc(shape, shape / np.maximum(x * mean, 1e-300)), residents.weight, places)


def former_users(residents: Residents, places: float) -> np.ndarray:
    """Those who used something that was handed out before; what is left by lot to the others."""
    return _first(residents.used, residents.weight, places)


def new_users(residents: Residents, places: float) -> np.ndarray:
    """Those who have not used anything before; what is left by lot to the others."""
    return _first(1.0 - residents.used, residents.weight, places)


def _gamma(residents: Residents) -> tuple[np.ndarray, np.ndarray]:
    """Mean and shape of what single residents of each row spent: a row is a mean, and persons differ by chance, too."""
    return residents.spent, np.clip(residents.spread, 1e-3, 10.0) ** -2.0


def _places(share_at: Callable[[float], np.ndarray], weight: np.ndarray, places: float) -> np.ndarray:
    """Shares at the point at which as many have got a place as there are places; ties are settled by lot.

    Parameters
    ----------
    share_at : callable
        Shares at a point above 0; they rise from 0 to 1.
    weight : (n,) float64
    places : float
    """
    low, high = _LEAST, _MOST  # powers of ten
    none, all_of_them = np.zeros(weight.size), np.ones(weight.size)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        share = share_at(10.0**middle)
        if (weight * share).sum() < places:
            low, none = middle, share
        else:
            high, all_of_them = middle, share
    return none + (all_of_them - none) * _served(places - (weight * none).sum(), (weight * (all_of_them - none)).sum())


def _served(places: float, asked: float) -> float:
    """Share of those who ask for whom there is a place."""
    return min(1.0, max(0.0, places) / asked) if asked > 0 else 0.0


def _in_order(value: np.ndarray, weight: np.ndarray, places: float) -> np.ndarray:
    """Rows in the order of a value, until there are no places left; those of the same value alike."""
    _, rank = np.unique(value, return_inverse=True)
    people = np.bincount(rank, weights=weight)
    before = np.cumsum(people) - people
    share: np.ndarray = np.clip((places - before) / people, 0.0, 1.0)[rank]
    return share


def _first(part: np.ndarray, weight: np.ndarray, places: float) -> np.ndarray:
    """A part of each row first, as far as there are places; then the rest, by lot."""
    first, rest = (weight * part).sum(), (weight * (1.0 - part)).sum()
    share: np.ndarray = part * _served(places, first) + (1.0 - part) * _served(places - first, rest)
    return share


# name in an instrument's `allotment` -> rule(residents, places) -> (n,) share of each row's residents, places in all
ALLOTMENTS: Table[Allot] = Table(
    "ALLOTMENTS",
    {
        "lottery": lottery,
        "first_come": first_come,
        "lowest_income": lowest_income,
        "highest_income": highest_income,
        "lowest_spending": lowest_spending,
        "highest_spending": highest_spending,
        "former_users": former_users,
        "new_users": new_users,
    },
    takes("residents", "places"),
)
# What each of ours goes by, of the columns of Residents.
_GOES_BY = {
    "lottery": "weight", "first_come": "quickness", "lowest_income": "income", "highest_income": "income",
    "lowest_spending": "spent", "highest_spending": "spent", "former_users": "used", "new_users": "used",
}  # fmt: skip


def goes_by(name: str) -> str:
    """Column of residents that one of our rules goes by; nothing for one of an extension."""
    return _GOES_BY.get(name, "")


def reads(name: str, column: str) -> bool:
    """Whether a rule looks at a column of residents; of one of an extension nobody knows, so it may."""
    return goes_by(name) in ("", column)


def _known(name: str) -> str:
    if name not in ALLOTMENTS:
        raise Wrong("policy-unknown", what=fault("policy-allotment"), name=name, hint=suggestion(name, ALLOTMENTS))
    return name


Allotment = Annotated[str, AfterValidator(_known)]

"""What all checked tables of settings share: strict types that can be named in messages, and what is allowed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from sim.errors import Fault, Wrong, fault

MANY = 60  # so many names are not listed in a message
PARAMETER_FILE = "sim/data/parameters.csv"
CITY_FILE = "sim/data/cities.csv"


EXACT = 2**53  # from here on a float may stand for another whole number than the one that was written


def _whole(value: object) -> object:
    """1e3 is a whole number too, though a float."""
    if not isinstance(value, float) or not value.is_integer():
        return value
    if abs(value) >= EXACT:
        raise Wrong("policy-whole-exact")
    return int(value)


Share = Annotated[float, Field(ge=0, le=1)]
Whole = Annotated[int, BeforeValidator(_whole)]
# Stands in tables, charts and file listings.
Name = Annotated[str, Field(pattern=r"^\w[\w .()-]{0,59}$")]
MOST_YUAN = 1e12  # of one term, for a city: a thousand times what a pilot city gets, and it fits into the book
MOST_YUAN_EACH = 1e6  # the same for one person or one purchase
LEAST_YUAN = 0.01  # a fen
MOST = 1000  # of what is no money: weights, factors, standard deviations
Discount = Annotated[float, Field(gt=0, le=0.9)]  # what is almost a gift is no matter of price sensitivity
Shops = Annotated[float, Field(gt=0, le=1e6)]  # more than any sector of a city has
# For extensions.
NoNegative = Annotated[float, Field(ge=0, le=MOST_YUAN)]
Positive = Annotated[float, Field(gt=0, le=MOST_YUAN)]
CityYuan = Annotated[float, Field(ge=LEAST_YUAN, le=MOST_YUAN)]
CityYuanOrNone = Annotated[float, Field(ge=0, le=MOST_YUAN)]
YuanEach = Annotated[float, Field(ge=LEAST_YUAN, le=MOST_YUAN_EACH)]


class Faults(ValueError):
    """Several faults of one table: keys in it, or keys in keys, and what is wrong with each."""

    def __init__(self, found: Sequence[tuple[str | tuple[str, ...], Fault]]) -> None:
        self.found = found
        super().__init__("; ".join(f"{key}: {text}" for key, text in found))


class Section(BaseModel):
    """Part of the settings: unknown keys, true for 1 and infinite numbers are refused; nothing can be changed later."""

    # Built when it is first used: most sections are only ever checked as a part of the settings.
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True, defer_build=True)


def unknown(what: str, name: str, known: Iterable[str]) -> Fault:
    """Say that a name is unknown, and what is allowed.

    Parameters
    ----------
    what : str
        Key of the text that says what it should be the name of, as ``policy-city``.
    name : str
    known : iterable of str
    """
    return fault("policy-unknown", what=fault(what), name=name, hint=suggestion(name, known))


def suggestion(wrong: str, known: Iterable[str], within: str = "", file: str = "") -> Fault:
    """Say what is allowed: the nearest name if one is near, else all of them.

    Parameters
    ----------
    wrong : str
    known : iterable of str
    within : str, optional
        Key of the table that the names are keys of.
    file : str, optional
        Where the names stand, if there are too many to list them.
    """
    known = list(known)
    near = difflib.get_close_matches(wrong, known, n=1, cutoff=0.6)
    if near:
        return fault("policy-suggest-near", near=f"{within}.{near[0]}" if within else near[0])
    if len(known) <= MANY and not file:
        return fault("policy-suggest-all", names=", ".join(known))
    return fault("policy-suggest-file", file=file or PARAMETER_FILE, n=len(known))

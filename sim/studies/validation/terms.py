"""Terms of an instrument that depend on the place: given relative to it, and turned into yuan when it runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, cast

import numpy as np
from pydantic import Field, ValidationError

from sim.data import read
from sim.errors import Fault, fault
from sim.inputs.faults import lines_of
from sim.policy.instrument import as_tuple
from sim.policy.instruments import INSTRUMENTS
from sim.policy.schema import Positive, Section

if TYPE_CHECKING:
    from sim.world.build import World

Terms = dict[str, object]
FIRST_CITY = 0  # the place of an experiment
FIRST = slice(1)  # of the instruments of a programme


class Relative(Section):
    """Terms relative to the place in which an experiment is run."""

    weeks_of_spending: Positive | None = None  # money per person, in weeks of the city's consumption per head
    cap_tickets: Positive | None = None  # cap of a discount, in mean tickets of its first sector
    threshold_tickets: Positive | None = None  # threshold of a coupon, in mean tickets of its sectors
    face_share: Annotated[float, Field(gt=0, le=1)] | None = None  # face value of a coupon over its threshold
    sales_share: Positive | None = None  # size of shops that open, over the sector's shops in the district


# What each is turned into, and the terms that must stand beside it.
GIVES = {
    "weeks_of_spending": "yuan_per_person", "cap_tickets": "cap_yuan", "threshold_tickets": "threshold_yuan",
    "face_share": "face_yuan", "sales_share": "standard_shops",
}  # fmt: skip
NEEDS = {"cap_tickets": ["sectors"], "threshold_tickets": ["sectors"], "sales_share": ["sector", "district"]}


def _split(terms: Mapping[str, object]) -> tuple[Terms, Terms]:
    """Terms that are relative to a place, and those that are not."""
    relative = {key: value for key, value in terms.items() if key in GIVES}
    return relative, {key: value for key, value in terms.items() if key not in GIVES}


def placeholders(terms: Mapping[str, object], where: str, faults: list[str | Fault]) -> Terms:
    """Terms with a number in the place of every relative one, so that they can be checked without a world.

    Parameters
    ----------
    terms : mapping
    where : str
        For messages.
    faults : list
        What is wrong with the relative terms is added.
    """
    relative, plain = _split(terms)
    try:
        Relative.model_validate(relative)
    except ValidationError as error:
        faults += lines_of(error, Relative, where, relative)
    kind = INSTRUMENTS.get(str(plain.get("kind")))
    for key in relative:
        gives = GIVES[key]
        if gives in plain:
            faults.append(fault("validation-term-twice", where=where, key=key, gives=gives))
        elif kind is not None and gives not in kind.model_fields:
            given = str(plain["kind"])
            faults.append(fault("validation-term-of-another-kind", where=where, key=key, gives=gives, kind=given))
        needed = [name for name in NEEDS.get(key, ()) if name not in plain]
        faults += [fault("validation-term-needs", where=where, key=key, needed=name) for name in needed]
    return plain | {GIVES[key]: 1.0 for key in relative}


def in_yuan(terms: Mapping[str, object], city: str, world: World) -> Terms:
    """Terms of an instrument with the relative ones turned into its own units.

    Parameters
    ----------
    terms : mapping
        Those that :func:`placeholders` finds no fault with.
    city : str
        First one of the world.
    world : World
        At the end of its warm-up.
    """
    cities, sectors = read.read_cities(), read.read_sectors()
    relative, plain = _split(terms)
    given, fixed = Relative.model_validate(relative), world.fixed
    named = cast("tuple[str, ...]", as_tuple(plain.get("sectors", ())))
    rows = [sectors.sector.index(name) for name in named]
    if given.weeks_of_spending is not None:
        weekly = float(cities.consumption_yuan_per_week[cities.id.index(city)])
        plain["yuan_per_person"] = given.weeks_of_spending * weekly
    if given.cap_tickets is not None:
        ticket = fixed.demand.planned_sales[FIRST_CITY] / fixed.residents[FIRST_CITY] / sectors.occasions_per_week
        plain["cap_yuan"] = given.cap_tickets * float(ticket[rows[0]])
    if given.threshold_tickets is not None:
        spending = fixed.demand.planned_sales[FIRST_CITY, rows].sum() / fixed.residents[FIRST_CITY]
        plain["threshold_yuan"] = given.threshold_tickets * float(spending / sectors.occasions_per_week[rows].sum())
    if given.face_share is not None:
        plain["face_yuan"] = given.face_share * cast("float", plain["threshold_yuan"])
    if given.sales_share is not None:
        size = _size(world, cast("str", plain["sector"]), cast("int", plain["district"]))
        plain["standard_shops"] = given.sales_share * size
    return plain


def _size(world: World, sector: str, district: int) -> float:
    """Shops of a sector in a district of the first city, in standard shops."""
    m, g = world.merchants, read.read_sectors().sector.index(sector)
    z = min(district, int(world.fixed.geography.n_districts[FIRST_CITY]) - 1)  # as where shops open
    return float((m.shops * np.exp(m.quality))[FIRST_CITY, z, g].sum())

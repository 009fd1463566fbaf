"""Private money in a story: what a project's firm builds, gets and earns, and where the rest comes from or goes."""

from __future__ import annotations

from collections.abc import Iterable

from sim.kernel.rules.private import owners_part, reinvested, site_wages
from sim.model import PilotModel
from sim.studies.trace.scene import Scene, paragraph, table, yuan
from sim.studies.trace.telling import beside
from sim.studies.trace.watch import Quantity, Watch
from sim.texts import say

BUILT, CASH, DRAWN = (
    Quantity("spent_on_building", "yuan"),
    Quantity("cash", "yuan"),
    Quantity("drawn_by_owners", "yuan"),
)
INCOME = Quantity("income_beyond_plan", "yuan per resident")
OTHER, WAGES = Quantity("other_investment", "yuan"), Quantity("wages", "yuan beyond plan")
OF_PROJECT = ("built", "wages", "award", "earned", "owners", "drawn", "other", "banks")
OF_CITY = {"wages": WAGES, "drawn": DRAWN, "other": OTHER}


def of_project(model: PilotModel, city: int, number: int) -> dict[Quantity, float]:
    """Flows of a project's firm in the week that is over.

    Parameters
    ----------
    model : PilotModel
    city, number : int
        Of the project.
    """
    week, growth = model.private.week, model.markets.growth
    return {
        BUILT: float(model.invested[city, number]) * growth,
        CASH: float(week.cash[city, number]),
        DRAWN: float(week.drawn[city, number]),
    }


def of_city(model: PilotModel, city: int) -> dict[Quantity, float]:
    """Flows of a city's private money in the week that is over; wages as they will be paid with the next."""
    week = model.private.week
    return {
        WAGES: float(model.world.wages[city]),
        DRAWN: float(week.drawn[city].sum() + week.drawn_shops[city]),
        OTHER: float(week.other[city]),
    }


def of_row(model: PilotModel, city: int, row: int) -> dict[Quantity, float]:
    """Income beyond plan that a row of consumers gets for the week that is over, per resident."""
    world = model.world
    q, income = world.consumers.quintile[row], float(world.consumers.income[row])
    return {INCOME: float(world.income[city, q] / world.fixed.demand.planned_income[city, q]) * income}


def _sum(watch: Watch, quantity: Quantity) -> float:
    return sum(week[quantity] for week in watch.weeks)


def where_it_goes(scene: Scene, watch: Watch, award: float) -> dict[str, float]:
    """What became of a project's money until the end, yuan by :data:`OF_PROJECT`: by the rules, of all weeks at once.

    Parameters
    ----------
    scene : Scene
    watch : Watch
        That has :func:`of_project` of every week.
    award : float
        Yuan of public money that it has kept.
    """
    p, channels = scene.settings.parameters, scene.settings.channels
    built, cash = _sum(watch, BUILT), _sum(watch, CASH)
    owners = owners_part(cash, p["owner_share"])
    banks_share = p["investment_credit_share"] if channels.crowding else 1.0
    other = reinvested(cash, p["owner_share"], banks_share)
    on_sites = built if channels.building else 0.0
    return {
        "built": built,
        "wages": site_wages(on_sites, p["investment_labour_share"], p["investment_local_share"]),
        "award": award,
        "earned": cash - award + built,
        "owners": owners,
        "drawn": _sum(watch, DRAWN),
        "other": other,
        "banks": cash - owners - other,
    }


def tell_project(scene: Scene, worlds: Iterable[tuple[Watch, float]]) -> list[str]:
    """Set out where a project's money comes from and goes in both worlds, each with the award that it has kept."""
    found = [where_it_goes(scene, watch, award) for watch, award in worlds]
    rows = [(say(f"trace-money-{name}"), *(yuan(sums[name]) for sums in found)) for name in OF_PROJECT]
    return [*table(beside(), rows), *paragraph(say("trace-money-words"))]


def tell_row(policy: Watch, twin: Watch) -> list[str]:
    """Say how much income beyond plan a row got in both worlds."""
    sums = (yuan(_sum(watch, INCOME)) for watch in (policy, twin))
    return paragraph(say("trace-money-row", **dict(zip(("income", "twin_income"), sums, strict=True))))


def tell_city(policy: Watch, twin: Watch) -> list[tuple[str, str]]:
    """Rows that say what residents and firms of a city get beyond the twin."""
    return [
        (say(f"trace-money-city-{name}"), yuan(_sum(policy, quantity) - _sum(twin, quantity)))
        for name, quantity in OF_CITY.items()
    ]

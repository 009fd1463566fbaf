"""What a trace is asked to do, checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sim.data import read
from sim.errors import Fault, InputError, Problem, fault
from sim.inputs.compose import compose
from sim.inputs.faults import written
from sim.inputs.names import value_id
from sim.inputs.origins import caller
from sim.inputs.settings import Settings
from sim.inputs.typed import divided
from sim.policy.schema import suggestion
from sim.runs.checks import check_together
from sim.runs.folder import belonging, default_folder
from sim.runs.request import Request, requested

if TYPE_CHECKING:
    from sim.runs.footprint import Need

MANY_CITIES = 9  # more of them are not named


class Keys(Request):
    """Keys of the verb."""

    consumer: str | None = None
    merchant: str | None = None
    project: str | None = None
    replicate: str = "1"
    among: str | None = None

    @property
    def agents(self) -> dict[str, str]:
        """Agents that were named, by kind."""
        named = {"consumer": self.consumer, "merchant": self.merchant, "project": self.project}
        return {kind: name for kind, name in named.items() if name is not None}


def label_of(kind: str, name: str, place: str, replicate: int) -> str:
    """Name of an agent and its place, for the digest of a folder; replicates are counted from 0."""
    return f"{kind}={name} city={place} replicate={replicate + 1}"


class Plan(NamedTuple):
    """What a trace is asked to do."""

    settings: Settings
    replicate: int  # counted from 0
    city: str
    kind: str  # of AGENTS
    name: str  # of the agent, as the command line gives it
    row: tuple[int, ...]  # of the agent inside its city
    folder: Path
    needs: Need  # of memory

    @property
    def idle(self) -> list[Fault]:
        """What can have no effect in the run, a line each."""
        from sim.inputs.idle.told import told

        return told([self.settings], [self.settings.label])

    @property
    def label(self) -> str:
        """Name of the agent and its place, for the digest of a folder."""
        return label_of(self.kind, self.name, self.city, self.replicate)

    @property
    def about(self) -> dict[str, object]:
        """What its folder belongs to."""
        return belonging("trace", [self.settings], [self.label])


def plan(overrides: list[str]) -> Plan:
    """Check what was asked for; the world that the agent lives in is not built for that.

    Parameters
    ----------
    overrides : list of str
        Any settings, and those of :class:`Keys`.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    with requested(Keys, overrides) as (own, rest, faults):
        agents = own.agents
        if len(agents) > 1:
            faults.append(fault("runs-one-agent", agents=" and ".join(agents)))
        settings, where = _place(rest, own.among)
        check_together([settings], [settings.label])
        replicate = _replicate(own.replicate, settings, faults)
    kind, name = next(iter(agents.items()), ("city", ""))
    from sim.runs import memory
    from sim.runs.footprint import of_trace  # the engine is loaded once the input is known to be sound

    needs = memory.check([settings], lambda some: of_trace(some[0]))
    folder = default_folder("trace", [settings], [label_of(kind, name, where, replicate)])
    row = _row(kind, name, settings.of_replicate(replicate), settings.city.index(where))
    return Plan(settings, replicate, where, kind, name, row, folder, needs)


def _place(overrides: list[str], among: str | None) -> tuple[Settings, str]:
    """Return the settings, and the city of the agent: the one that is simulated, or one of those named in among."""
    settings = compose(overrides)
    if len(settings.city) != 1:
        many = len(settings.city) > MANY_CITIES
        raise InputError("trace-which-city", city="all" if many else written(settings.city))
    where = settings.city[0]
    if among is None:
        return settings, where
    others = [text for text in overrides if divided(text)[0] != "city"]
    settings = compose([*others, f"city={among}"], {"city": fault("trace-of-among", source=caller(), among=among)})
    if where not in settings.city:
        raise InputError("trace-among", among=among, city=where)
    return settings, where


def _replicate(text: str, settings: Settings, faults: list[Problem]) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= settings.replicates):
        faults.append(fault("trace-replicate", replicate=text, most=settings.replicates))
        return 0
    return int(text) - 1


def _row(kind: str, name: str, settings: Settings, c: int) -> tuple[int, ...]:
    """Return the row of an agent inside its city, of which the settings alone say how many there are."""
    from sim.inputs.idle.facts import Facts
    from sim.runs.footprint import Axes
    from sim.studies.trace.scene import SIZE_NAMES

    if kind == "city":
        return ()
    if kind == "consumer":
        return (_number(name, settings.population.consumers_per_city, f"{kind}={name}"),)
    if kind == "project":
        return (_number(name, Axes.of(settings).proposals, f"{kind}={name}"),)
    parts = name.split(":")
    if len(parts) != 3:
        raise InputError("trace-merchant-form", merchant=name)
    sector, district, size = value_id(("sector",), parts[0]), *parts[1:]
    known = read.read_sectors().sector
    if sector not in known:
        hint = suggestion(sector, known)
        raise InputError("trace-unknown-sector", merchant=name, sector=sector, hint=hint)
    if size not in SIZE_NAMES:
        raise InputError("trace-unknown-size", merchant=name, size=size, allowed=", ".join(SIZE_NAMES))
    z = _number(district, int(Facts(settings).geography.n_districts[c]), f"{kind}={name}: district {district!r}")
    return z, known.index(sector), SIZE_NAMES.index(size)


def _number(text: str, end: int, where: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < end):
        raise InputError("trace-number", where=where, most=end - 1)
    return int(text)

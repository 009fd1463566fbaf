"""A trace with its results folder: one agent, followed through the policy world and its twin."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import pandas as pd

from sim.charts.style import save, settled
from sim.errors import InputError, Problem, fault
from sim.inputs.compose import compose
from sim.inputs.settings import Settings
from sim.model.observe import Ticker
from sim.policy.schema import suggestion
from sim.results.vocabulary import WHOLE_RUN
from sim.results.writing import write_whole
from sim.runs.folder import belonging, default_folder
from sim.runs.job import check_together
from sim.runs.provenance import manifest
from sim.runs.request import Request, requested
from sim.runs.store import open_store
from sim.runs.twins import draws_of, run_world, warm_up
from sim.studies.trace import city, consumer, merchant, project
from sim.studies.trace.chart import draw_trace
from sim.studies.trace.scene import SIZE_NAMES, Scene, paragraph
from sim.studies.trace.telling import POLICY, TWIN, Story, world_name
from sim.studies.trace.watch import Watch
from sim.texts import say
from sim.world.build import World, build_world

FILES = ("trace.txt", "trace.csv", "trace.png", "manifest.json")
MANY_CITIES = 9  # more of them are not named
Own = TypeVar("Own", bound=Watch)


class Agent(NamedTuple, Generic[Own]):
    """A kind of agent: who watches it in one world, and who tells its story from both."""

    watch: Callable[[Scene, tuple[int, ...]], Own]
    tell: Callable[[Scene, Own, Own], Story]


AGENTS: dict[str, Agent[Any]] = {
    "consumer": Agent(consumer.ConsumerWatch, consumer.tell),
    "merchant": Agent(merchant.MerchantWatch, merchant.tell),
    "project": Agent(project.ProjectWatch, project.tell),
    "city": Agent(city.CityWatch, city.tell),
}


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
    world: World  # built, before its warm-up
    folder: Path

    @property
    def label(self) -> str:
        """Name of the agent and its place, for the digest of a folder."""
        return label_of(self.kind, self.name, self.city, self.replicate)


def plan(overrides: list[str]) -> Plan:
    """Check what was asked for, and build the world that the agent lives in.

    Parameters
    ----------
    overrides : list of str
        Any settings, and those of :data:`OWN_KEYS`.

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
    base = settings.without_policy().of_replicate(replicate)
    world = build_world(base, draws_of(base, replicate))
    folder = default_folder("trace", [settings], [label_of(kind, name, where, replicate)])
    return Plan(settings, replicate, where, kind, name, _row(kind, name, world, _position(world, where)), world, folder)


def _place(overrides: list[str], among: str | None) -> tuple[Settings, str]:
    """Return the settings, and the city of the agent: the one that is simulated, or one of those named in among."""
    settings = compose(overrides)
    if len(settings.city) != 1:
        many = len(settings.city) > MANY_CITIES
        raise InputError("trace-which-city", city="all" if many else ",".join(settings.city))
    where = settings.city[0]
    if among is None:
        return settings, where
    settings = compose([text for text in overrides if text.partition("=")[0] != "city"] + [f"city={among}"])
    if where not in settings.city:
        raise InputError("trace-among", among=among, city=where)
    return settings, where


def _replicate(text: str, settings: Settings, faults: list[Problem]) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= settings.replicates):
        faults.append(fault("trace-replicate", replicate=text, most=settings.replicates))
        return 0
    return int(text) - 1


def _position(world: World, name: str) -> int:
    return [world.fixed.cities.id[k] for k in world.fixed.chosen].index(name)


def _row(kind: str, name: str, world: World, c: int) -> tuple[int, ...]:
    """Return the row of an agent inside its city."""
    fixed = world.fixed
    if kind == "city":
        return ()
    if kind == "consumer":
        return (_number(name, int(world.consumers.first[c + 1] - world.consumers.first[c]), f"{kind}={name}"),)
    if kind == "project":
        return (_number(name, world.projects.status.shape[1], f"{kind}={name}"),)
    parts = name.split(":")
    if len(parts) != 3:
        raise InputError("trace-merchant-form", merchant=name)
    sector, district, size = parts
    if sector not in fixed.sectors.sector:
        hint = suggestion(sector, fixed.sectors.sector)
        raise InputError("trace-unknown-sector", merchant=name, sector=sector, hint=hint)
    if size not in SIZE_NAMES:
        raise InputError("trace-unknown-size", merchant=name, size=size, allowed=", ".join(SIZE_NAMES))
    z = _number(district, int(fixed.geography.n_districts[c]), f"{kind}={name}: district {district!r}")
    return z, fixed.sectors.sector.index(sector), SIZE_NAMES.index(size)


def _number(text: str, end: int, where: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < end):
        raise InputError("trace-number", where=where, most=end - 1)
    return int(text)


def run(asked: Plan, progress: Callable[[int, int, str], None] | None = None) -> str:
    """Follow the agent through both worlds, and write text, table, chart and manifest.

    Parameters
    ----------
    asked : Plan
        Its world is used up.
    progress : callable, optional
        Called with weeks done, weeks in all, and what is being run.

    Returns
    -------
    str
        The text.

    Raises
    ------
    InputError
        If the folder holds anything else, or cannot be written.
    """
    started, s, folder = time.perf_counter(), asked.settings, asked.folder
    store = open_store(folder, belonging("trace", [s], [asked.label]))
    scene, policy, twin = watch_both(asked, progress)
    story = AGENTS[asked.kind].tell(scene, policy, twin)
    text = _text(asked, story)
    seconds = {WHOLE_RUN: time.perf_counter() - started}
    source = manifest([s], [s.label], seconds) | {"kind": "trace", "trace": asked.label}
    csv = table({POLICY: policy, TWIN: twin}).to_csv(index=False, lineterminator="\n")
    write_whole(folder / "trace.txt", text)
    write_whole(folder / "trace.csv", csv)
    save(settled(draw_trace(story, policy, twin, source["calendar"])), folder / "trace.png")
    write_whole(folder / "manifest.json", json.dumps(source, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
    store.clear()
    return text


def watch_both(asked: Plan, progress: Callable[[int, int, str], None] | None = None) -> tuple[Scene, Watch, Watch]:
    """Run warm-up, policy world and twin; return the scene and who watched each of the two.

    Parameters
    ----------
    asked : Plan
        Its world is used up.
    progress : callable, optional
    """
    settings = asked.settings.of_replicate(asked.replicate)
    base, draws, h = settings.without_policy(), draws_of(settings, asked.replicate), settings.horizon
    done, total = [0], h.weeks_warmup + 2 * (h.weeks_pilot + h.weeks_after)

    def ticking(text: str) -> Callable[[], None]:
        def tick() -> None:
            done[0] += 1
            if progress:
                progress(done[0], total, text)

        return tick

    world = warm_up(base, draws, ticking(say("runs-warm-up")), asked.world)
    scene = Scene(settings, world.fixed, world.projects, _position(world, asked.city))
    watcher = AGENTS[asked.kind].watch
    policy, twin = watcher(scene, asked.row), watcher(scene, asked.row)
    run_world(base, world.fork(), draws, [twin, Ticker(ticking(world_name(TWIN)))])
    run_world(settings, world.fork(), draws, [policy, Ticker(ticking(world_name(POLICY)))])
    return scene, policy, twin


def table(worlds: dict[str, Watch]) -> pd.DataFrame:
    """Everything that was written down: week, world, quantity, unit, value."""
    rows = [
        (week, world, quantity.name, quantity.unit, float(value))
        for world, watch in worlds.items()
        for week, seen in enumerate(watch.weeks)
        for quantity, value in seen.items()
    ]
    return pd.DataFrame(rows, columns=["week", "world", "quantity", "unit", "value"])


def _text(asked: Plan, story: Story) -> str:
    s = asked.settings
    run = {"allocation": s.label, "seed": s.seed, "replicate": asked.replicate + 1, "replicates": s.replicates}
    about = say("trace-about", cities=len(s.city), **run), say("trace-about-worlds")
    lines = [line for sentence in about for line in paragraph(sentence, "")]
    return "\n".join([story.title, *lines, "", *story.lines]) + "\n"

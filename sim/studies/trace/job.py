"""A trace with its results folder: one agent, followed through the policy world and its twin."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

import pandas as pd

from sim.charts.style import save, settled
from sim.model.observe import Ticker
from sim.results.vocabulary import WHOLE_RUN
from sim.results.writing import csv_of, write_results
from sim.runs.folder import BELONGS_TO
from sim.runs.provenance import manifest, timed
from sim.runs.store import open_store
from sim.runs.twins import draws_of, run_world, warm_up
from sim.studies.trace import city, consumer, merchant, project
from sim.studies.trace.asked import Plan
from sim.studies.trace.chart import draw_trace
from sim.studies.trace.scene import Scene, paragraph
from sim.studies.trace.telling import POLICY, TWIN, Story, world_name
from sim.studies.trace.watch import Watch
from sim.texts import say

FILES = ("trace.txt", "trace.csv", "trace.png", "manifest.json")
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


def run(asked: Plan, progress: Callable[[int, int, str], None] | None = None) -> str:
    """Follow the agent through both worlds, and write text, table, chart and manifest.

    Parameters
    ----------
    asked : Plan
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
    about = asked.about
    with open_store(asked.folder, about, asked.settings.retry) as store:  # a finished one is short, and is told again
        text = _told(asked, about, progress)
        store.clear()
    return text


def _told(asked: Plan, about: dict[str, object], progress: Callable[[int, int, str], None] | None) -> str:
    started, s, folder = time.perf_counter(), asked.settings, asked.folder
    source = manifest([s], [s.label]) | {"kind": "trace", "trace": asked.label, BELONGS_TO: about}
    scene, policy, twin = watch_both(asked, progress)
    story = AGENTS[asked.kind].tell(scene, policy, twin)
    text = _text(asked, story)
    seconds = {WHOLE_RUN: time.perf_counter() - started}
    csv = csv_of(table({POLICY: policy, TWIN: twin}))
    save(settled(draw_trace(story, policy, twin, source["calendar"])), folder / "trace.png")
    write_results(folder, {"trace.txt": text, "trace.csv": csv}, timed(source, seconds))
    return text


def watch_both(asked: Plan, progress: Callable[[int, int, str], None] | None = None) -> tuple[Scene, Watch, Watch]:
    """Run warm-up, policy world and twin; return the scene and who watched each of the two.

    Parameters
    ----------
    asked : Plan
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

    world = warm_up(base, draws, ticking(say("runs-warm-up")))
    scene = Scene(settings, world.fixed, world.projects, settings.city.index(asked.city))
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

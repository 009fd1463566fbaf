"""How two watched worlds become one text: what happens when, in which of them."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import NamedTuple

from sim.studies.trace.scene import WIDTH, Scene
from sim.studies.trace.watch import Event, Quantity, Watch
from sim.texts import say

BOTH, POLICY, TWIN = "both", "policy", "twin"


def world_name(world: str) -> str:
    """What one world, or both, are called."""
    return say(f"trace-world-{world}")


def beside(*more: str) -> tuple[str, ...]:
    """Heads of a table that sets both worlds side by side, below columns of other names."""
    return "", world_name(POLICY), world_name(TWIN), *more


class Panel(NamedTuple):
    """One picture of a story's chart."""

    title: str
    quantities: dict[Quantity, str]  # and how the legend names each; one needs no name
    # worlds: both; policy; difference and percent: policy world minus twin; stages: numbers that stand for words
    kind: str = "worlds"
    divisor: float = 1.0
    mean_weeks: int = 1  # that are averaged
    names: tuple[str, ...] = ()  # of stages


class Story(NamedTuple):
    """What is told of an agent."""

    title: str
    lines: list[str]
    panels: list[Panel]
    followed: frozenset[int] = frozenset()  # projects that matter to it


def told(policy: Watch, twin: Watch, followed: set[int], more_events: Iterable[Event] = ()) -> dict[int, list[str]]:
    """Return what happens in each week, and in which of the two worlds.

    Parameters
    ----------
    policy, twin : Watch
    followed : set of int
        Projects whose events are told; events about no project always are.
    more_events : iterable of Event
        Told after the others, without a world.
    """
    kept = [[e for e in watch.events if e.project is None or e.project in followed] for watch in (policy, twin)]
    seen = [{e[:3] for e in events} for events in kept]
    out: dict[int, list[str]] = {}
    for events, own, other in zip(kept, (POLICY, TWIN), reversed(seen), strict=True):
        for event in events:
            shared = event[:3] in other
            if not shared or own == POLICY:
                out.setdefault(event.week, []).append(
                    f"{world_name(BOTH if shared else own)}: {event.text}{event.detail}"
                )
    for event in more_events:
        out.setdefault(event.week, []).append(event.text)
    return dict(sorted(out.items()))


def chronicle(scene: Scene, happened: dict[int, list[str]]) -> list[str]:
    """Set out what happens, week by week."""
    lines = []
    for week, texts in happened.items():
        for k, text in enumerate(texts):
            when = f"  {scene.week(week)}: " if k == 0 else ""
            lines += wrap(f"{when:24s}{text}", WIDTH, subsequent_indent=" " * 26, drop_whitespace=True)
    return lines

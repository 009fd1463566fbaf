"""Small worlds for tests."""

from __future__ import annotations

import re
from pathlib import Path

from sim.inputs.compose import compose
from sim.model import PilotModel
from sim.runs.twins import draws_of, run_pilot, warm_up
from sim.world.build import build_world

TINY = (
    "city=[xining,haikou]", "population.consumers_per_city=60", "horizon.weeks_warmup=8",
    "horizon.weeks_pilot=40", "horizon.weeks_after=12", "replicates=2", "threads=1",
)  # fmt: skip
GUIDE = (Path(__file__).resolve().parent.parent / "docs" / "extending.md").read_text(encoding="utf-8")


def guide() -> dict[str, str]:
    """Files that docs/extending.md shows, by path."""
    return dict(re.findall(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL))


def tiny(*overrides: str):
    """Return settings of a small world; later overrides win."""
    keys = {o.split("=", 1)[0] for o in overrides}
    return compose([o for o in TINY if o.split("=", 1)[0] not in keys] + list(overrides))


def records_of(settings, replicate: int = 0):
    """Return the records of several policy worlds, of their common twin, and the world they started from."""
    draws = draws_of(settings[0], replicate)
    world = warm_up(settings[0].without_policy(), draws)
    twin = run_pilot(settings[0].without_policy(), world.fork(), draws)
    return [run_pilot(one, world.fork(), draws) for one in settings], twin, world


def twin_records(settings, replicate: int = 0):
    """Return the records of a policy world and its twin, and the world they started from."""
    (policy,), twin, world = records_of([settings], replicate)
    return policy, twin, world


def quiet_model(settings, replicate: int = 0) -> PilotModel:
    """Return a model that nobody looks at."""
    draws = draws_of(settings, replicate)
    return PilotModel(settings, world=build_world(settings, draws), draws=draws, views=False)

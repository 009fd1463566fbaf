"""A policy world and its twin: same people, same proposals, same draws, with and without the money."""

from __future__ import annotations

from collections.abc import Callable

from sim.kernel.draws import KeyedDraws, mix
from sim.measures.record import Record
from sim.model import PilotModel
from sim.world.build import World, build_world


def replicate_seed(seed: int, replicate: int) -> int:
    """Seed of one replicate: well mixed, so that seeds 7 and 8 share no replicate."""
    return int(mix(mix(0, seed), replicate)) >> 1


def warm_up(settings, draws, tick: Callable[[], None] = lambda: None, world: World | None = None) -> World:
    """Build a world and run its warm-up, which no policy touches.

    Parameters
    ----------
    settings : sim.inputs.settings.Settings
    draws : KeyedDraws
    tick : callable
        Called once a week.
    world : World, optional
        One that is built already.
    """
    world = build_world(settings, draws) if world is None else world
    model = PilotModel(settings, world=world, draws=draws, views=False, collecting=False)
    for _ in range(settings.horizon.weeks_warmup):
        model.step()
        tick()
    model.release()
    return world


def run_pilot(settings, world: World, draws, tick: Callable[[], None] = lambda: None) -> Record:
    """Run the pilot from the end of the warm-up and return what was recorded.

    Parameters
    ----------
    settings : sim.inputs.settings.Settings
    world : World
        Is used up; pass a fork.
    draws : KeyedDraws
    tick : callable
        Called once a week.
    """
    model = PilotModel(settings, world=world, draws=draws, views=False, collecting=False)
    record = model.start_recording()
    while model.running:
        model.step()
        tick()
    record.close(model)
    model.release()
    return record


def draws_of(settings, replicate: int) -> KeyedDraws:
    """Keyed draws of one replicate."""
    return KeyedDraws(replicate_seed(settings.seed, replicate))

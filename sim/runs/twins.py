"""A policy world and its twin: same people, same proposals, same draws, with and without the money."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from sim.inputs.settings import Settings
from sim.kernel.draws import KeyedDraws, mix
from sim.measures.record import Record
from sim.model import PilotModel
from sim.model.observe import Observer, Ticker, run
from sim.world.build import World, build_world


def replicate_seed(seed: int, replicate: int) -> int:
    """Seed of one replicate: well mixed, so that seeds 7 and 8 share no replicate."""
    return int(mix(mix(0, seed), replicate)) >> 1  # type: ignore[arg-type]  # compiled code takes whole numbers


class Recorder(Observer):
    """Fills the record that measures are computed from.

    Parameters
    ----------
    before : Record, optional
        Of the weeks of the pilot that the world has lived already; goes on in the same record.

    Attributes
    ----------
    record : Record
        There from the first week on, whole after the last one of the pilot.
    """

    record: Record

    def __init__(self, before: Record | None = None) -> None:
        self._before = before

    def begin(self, model: PilotModel) -> None:
        """Begin a record of the pilot, or go on with it."""
        if self._before is not None:
            self.record = self._before
            return
        self.record = Record.empty(model.calendar.end, model.world)
        self.record.size_sales -= model.markets.sold_by_size()  # what follows is counted, not what was sold before

    def after_week(self, model: PilotModel) -> None:
        """Write down the week."""
        self.record.write(model, model.world.week)

    def end(self, model: PilotModel) -> None:
        """Write down how everything ended, where it has."""
        if not model.running:
            self.record.close(model)


def run_world(
    settings: Settings, world: World, draws: KeyedDraws, observers: Iterable[Observer] = (), weeks: int | None = None
) -> None:
    """Run a world under the eyes of observers, and let go of the model.

    Parameters
    ----------
    settings : sim.inputs.settings.Settings
    world : World
        Is used up; pass a fork to keep it as it is.
    draws : KeyedDraws
    observers : iterable of Observer
    weeks : int, optional
        Default: until the end of the pilot and the weeks after it.
    """
    model = PilotModel(settings, world=world, draws=draws, views=False)
    run(model, observers, weeks)
    model.release()


def warm_up(
    settings: Settings, draws: KeyedDraws, tick: Callable[[], None] = lambda: None, world: World | None = None
) -> World:
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
    run_world(settings, world, draws, [Ticker(tick)], settings.horizon.weeks_warmup)
    return world


class Begun(NamedTuple):
    """A pilot on its way: its world, and what was recorded of it so far; None before its first week."""

    world: World
    record: Record | None = None

    def fork(self) -> Begun:
        """Return an independent one in the same state."""
        return Begun(self.world.fork(), self.record and self.record.fork())


def begin_pilot(
    settings: Settings, world: World, draws: KeyedDraws, weeks: int, tick: Callable[[], None] = lambda: None
) -> Begun:
    """Run weeks of the pilot before any money moves; instruments are left out, as none has started.

    Parameters
    ----------
    settings : sim.inputs.settings.Settings
    world : World
        At the end of the warm-up. Is used up; pass a fork.
    draws : KeyedDraws
    weeks : int
        At most :func:`sim.runs.beginnings.weeks_before_money`.
    tick : callable
        Called once a week.
    """
    recorder = Recorder()
    run_world(settings.without_instruments(), world, draws, [recorder, Ticker(tick)], weeks)
    world.holdings = world.committed = None  # whoever goes on brings the places of its own instruments
    return Begun(world, recorder.record)


def run_pilot(
    settings: Settings, world: World | Begun, draws: KeyedDraws, tick: Callable[[], None] = lambda: None
) -> Record:
    """Run the pilot to its end and return what was recorded, weeks that are over already among it.

    Parameters
    ----------
    settings : sim.inputs.settings.Settings
    world : World or Begun
        At the end of the warm-up, or on the way. Is used up; pass a fork.
    draws : KeyedDraws
    tick : callable
        Called once a week.
    """
    begun = world if isinstance(world, Begun) else Begun(world)
    recorder = Recorder(begun.record)
    run_world(settings, begun.world, draws, [recorder, Ticker(tick)])
    return recorder.record


def draws_of(settings: Settings, replicate: int) -> KeyedDraws:
    """Keyed draws of one replicate."""
    return KeyedDraws(replicate_seed(settings.seed, replicate))

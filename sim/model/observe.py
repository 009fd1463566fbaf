"""One loop over weeks, and those who look on while a model runs: they write down what they see and change nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import mesa

if TYPE_CHECKING:
    from sim.model.week import PilotModel


class Observer:
    """Somebody who looks on; each kind fills in the moments that it needs."""

    def begin(self, model: PilotModel) -> None:
        """Before the first week of a run."""

    def before_instruments(self, model: PilotModel) -> None:
        """Money and coupons have not been handed out yet."""

    def before_deciding(self, model: PilotModel) -> None:
        """City authorities have not called or decided anything yet this week."""

    def before_accounts(self, model: PilotModel) -> None:
        """Merchants' accounts have not been closed yet."""

    def before_buying(self, model: PilotModel) -> None:
        """Residents have not heard of anything or bought anything yet this week."""

    def after_week(self, model: PilotModel) -> None:
        """All phases are over; ``model.world.week`` is still the week that they belong to."""

    def end(self, model: PilotModel) -> None:
        """After the last week of a run."""


class Observers(Observer):
    """Several of them as one, each told of every moment in turn.

    Parameters
    ----------
    observers : iterable of Observer
    """

    def __init__(self, observers: Iterable[Observer]) -> None:
        self._all = tuple(observers)

    def begin(self, model: PilotModel) -> None:
        """Tell all."""
        for one in self._all:
            one.begin(model)

    def before_instruments(self, model: PilotModel) -> None:
        """Tell all."""
        for one in self._all:
            one.before_instruments(model)

    def before_deciding(self, model: PilotModel) -> None:
        """Tell all."""
        for one in self._all:
            one.before_deciding(model)

    def before_accounts(self, model: PilotModel) -> None:
        """Tell all."""
        for one in self._all:
            one.before_accounts(model)

    def before_buying(self, model: PilotModel) -> None:
        """Tell all."""
        for one in self._all:
            one.before_buying(model)

    def after_week(self, model: PilotModel) -> None:
        """Tell all."""
        for one in self._all:
            one.after_week(model)

    def end(self, model: PilotModel) -> None:
        """Tell all."""
        for one in self._all:
            one.end(model)


class Collector(Observer):
    """Mesa's data collector, which writes down every week.

    Parameters
    ----------
    collector : mesa.DataCollector
    """

    def __init__(self, collector: mesa.DataCollector) -> None:
        self.collector = collector

    def after_week(self, model: PilotModel) -> None:
        """Collect."""
        self.collector.collect(model)


class Ticker(Observer):
    """Calls somebody once a week, for instance to show progress.

    Parameters
    ----------
    tick : callable
    """

    def __init__(self, tick: Callable[[], None]) -> None:
        self.tick = tick

    def after_week(self, model: PilotModel) -> None:
        """Call."""
        self.tick()


def run(model: PilotModel, observers: Iterable[Observer] = (), weeks: int | None = None) -> None:
    """Run a model week by week under the eyes of observers, beside whoever looks on already.

    Parameters
    ----------
    model : PilotModel
    observers : iterable of Observer
    weeks : int, optional
        Default: until the model has come to its end.
    """
    own = model.observer
    model.observer = Observers((own, *observers))
    model.observer.begin(model)
    last = None if weeks is None else model.world.week + weeks
    while model.running if last is None else model.world.week < last:
        model.step()
    model.observer.end(model)
    model.observer = own

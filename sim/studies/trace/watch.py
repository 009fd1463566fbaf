"""Two worlds that are watched while they run: what one agent has, does and meets is written down each week."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sim.model import PilotModel
from sim.studies.trace.scene import Scene
from sim.world.build import World


class Quantity(NamedTuple):
    """What is written down of an agent, and its unit."""

    name: str
    unit: str


class Event(NamedTuple):
    """Something that happens to an agent in one world."""

    week: int
    text: str
    project: int | None = None  # proposal that it is about; told only of those that matter to the story
    detail: str = ""  # told too, but does not make it another event if it differs between the worlds


class Watch:
    """What is written down of one agent in one world; a kind of agent fills in the moments that it needs.

    Parameters
    ----------
    scene : Scene
    row : tuple of int
        Of the agent inside its city.
    """

    def __init__(self, scene: Scene, row: tuple[int, ...]) -> None:
        self.scene, self.city, self.row = scene, scene.city, row
        self.weeks: list[dict[Quantity, float]] = []
        self.events: list[Event] = []

    def begin(self, model: PilotModel) -> None:
        """Before the first week of the pilot."""

    def before_instruments(self, model: PilotModel) -> None:
        """Money and coupons have not been handed out yet."""

    def before_deciding(self, model: PilotModel) -> None:
        """City authorities have not called or decided anything yet this week."""

    def before_accounts(self, model: PilotModel) -> None:
        """Merchants' accounts have not been closed yet."""

    def before_buying(self, model: PilotModel) -> None:
        """Residents have not heard of anything or bought anything yet this week."""

    def after_week(self, model: PilotModel) -> dict[Quantity, float]:
        """Return what there is to write down at the end of a week; as with the other moments, nothing at first."""
        return {}

    def end(self, model: PilotModel) -> None:
        """After the last week."""

    def say(self, model: PilotModel, text: str, project: int | None = None, detail: str = "") -> None:
        """Note an event of this week."""
        self.events.append(Event(model.world.week, text, project, detail))


class WatchedModel(PilotModel):
    """The model itself, with somebody who looks on between its phases and changes nothing.

    Parameters
    ----------
    watch : Watch
    *arguments, **options
        As of :class:`PilotModel`.
    """

    def __init__(self, watch: Watch, *arguments, **options) -> None:
        super().__init__(*arguments, **options)
        self.watch = watch

    def run_instruments(self) -> None:
        """As the model."""
        self.watch.before_instruments(self)
        super().run_instruments()

    def run_authorities(self) -> None:
        """As the model."""
        self.watch.before_deciding(self)
        super().run_authorities()

    def run_merchants(self) -> None:
        """As the model."""
        self.watch.before_accounts(self)
        super().run_merchants()

    def consume(self) -> None:
        """As the model."""
        self.watch.before_buying(self)
        super().consume()

    def collect(self) -> None:
        """As the model."""
        super().collect()
        self.watch.weeks.append(self.watch.after_week(self))


def follow(watch: Watch, settings, world: World, draws, tick: Callable[[], None] = lambda: None) -> None:
    """Run the pilot from the end of the warm-up under the eyes of ``watch``.

    Parameters
    ----------
    watch : Watch
        Is filled.
    settings : sim.inputs.settings.Settings
    world : World
        Is used up; pass a fork.
    draws : KeyedDraws
    tick : callable
        Called once a week.
    """
    model = WatchedModel(watch, settings, world=world, draws=draws, views=False, collecting=False)
    watch.begin(model)
    while model.running:
        model.step()
        tick()
    watch.end(model)
    model.release()

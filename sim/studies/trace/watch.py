"""What is written down each week of an agent in one of two worlds: what it has, does and meets."""

from __future__ import annotations

from typing import NamedTuple, cast

from sim.kernel.columns import Holdings
from sim.model import PilotModel
from sim.model.observe import Observer
from sim.studies.trace.scene import Scene


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


def holdings_of(model: PilotModel) -> Holdings:
    """Coupons and vouchers that residents hold; a world has them from its first week with a model on."""
    return cast("Holdings", model.world.holdings)


class Watch(Observer):
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

    @property
    def number(self) -> int:
        """Number of the agent inside its city, where its row is no more than that."""
        (number,) = self.row
        return number

    def after_week(self, model: PilotModel) -> None:
        """Write down the week."""
        self.weeks.append(self.seen(model))

    def seen(self, model: PilotModel) -> dict[Quantity, float]:
        """Return what there is to write down at the end of a week; nothing at first."""
        return {}

    def say(self, model: PilotModel, text: str, project: int | None = None, detail: str = "") -> None:
        """Note an event of this week."""
        self.events.append(Event(model.world.week, text, project, detail))

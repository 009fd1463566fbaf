"""What an attribution is asked to do, checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import BeforeValidator

from sim.errors import Fault, InputError, Wrong, fault
from sim.inputs.compose import compose
from sim.inputs.settings import Settings
from sim.runs.request import Request, number, requested
from sim.texts import say

if TYPE_CHECKING:
    from sim.runs.footprint import Need
    from sim.studies.attribution.switches import Game

EXTRA = 0.05  # money of a marginal world in every city, over the mean grant
MOST_EXTRA = 10.0
SETTINGS, FULL = "settings", "every lever on"


def _blocks(text: str) -> tuple[str, ...]:
    """Read names of blocks, with commas between."""
    from sim.studies.attribution.switches import BLOCKS

    names = tuple(name.strip() for name in text.strip("[]").split(","))
    if not set(names) <= set(BLOCKS) or len(set(names)) < len(names):
        raise Wrong("attribution-over", known=", ".join(BLOCKS))
    return names


class Keys(Request):
    """Keys of the verb."""

    extra: Annotated[float, number(MOST_EXTRA)] = EXTRA
    over: Annotated[tuple[str, ...], BeforeValidator(_blocks)] = ("directions", "levers")


class Plan(NamedTuple):
    """What an attribution is asked to do."""

    settings: Settings
    extra: float
    added: tuple[str, ...]  # levers that the settings leave off
    games: list[Game]
    extras: dict[str, Settings]
    worlds: dict[str, tuple[str, Settings]]  # by digest: what progress calls it, and its settings; each is run once
    folder: Path
    needs: Need  # of memory

    @property
    def labels(self) -> list[str]:
        """Names of the worlds."""
        return [name for name, _ in self.worlds.values()]

    @property
    def distinct(self) -> list[Settings]:
        """Settings of the worlds."""
        return [settings for _, settings in self.worlds.values()]

    @property
    def about(self) -> dict[str, object]:
        """What the parts of it belong to."""
        from sim.runs.folder import belonging

        return belonging("attribution", self.distinct, self.labels, extra=self.extra)

    @property
    def idle(self) -> list[Fault]:
        """What can have no effect in the worlds with the settings and with every lever on, a line each."""
        from sim.inputs.idle.found import idle
        from sim.inputs.idle.told import told
        from sim.studies.attribution.switches import READ_BY

        full, played = self.games[-1].settings[-1], {player for game in self.games for player in game.players}
        unread = idle(full)
        keys = {name: key for name, key in READ_BY.items() if name in played and key in unread}
        levers = [fault("idle-line", what=name, why=unread[key]) for name, key in keys.items()]
        return [*told([self.settings, full], [SETTINGS, FULL]), *levers]

    @property
    def notes(self) -> list[str]:
        """What was switched on that the settings leave off, a line each."""
        from sim.studies.attribution.switches import how_added

        return [say("attribution-off", lever=lever, how=how_added(lever)) for lever in self.added]


def plan(overrides: list[str]) -> Plan:
    """Check what was asked for.

    Parameters
    ----------
    overrides : list of str
        Any settings, ``extra=X`` and ``over=BLOCK,...``.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    with requested(Keys, overrides) as asked:
        settings, extra, over = compose(asked.rest), asked.own.extra, asked.own.over
        if settings.split.withheld:
            names = ",".join(settings.split.withheld)
            raise InputError("attribution-withheld", names=names)
        if settings.allocation.between == "none":
            raise InputError("attribution-no-money", allocation=settings.allocation.name)
        from sim.runs.checks import (
            check_together,  # loaded once the settings are known to be sound, as the engine below
        )

        check_together([settings], [settings.label])
    from sim.runs import memory, workers
    from sim.runs.folder import default_folder
    from sim.runs.footprint import of_runs
    from sim.runs.worlds import work
    from sim.studies.attribution import margins, switches, table
    from sim.studies.attribution.shapley import coalitions

    games, extras = switches.games(settings, over), margins.extras(settings, extra)
    worlds: dict[str, tuple[str, Settings]] = {}
    for game in games:
        for some, one in zip(coalitions(game.players), game.settings, strict=True):
            worlds.setdefault(one.digest(), (f"{game.block}: {table.named(some, game.players)}", one))
    worlds.setdefault(settings.digest(), (SETTINGS, settings))
    for name, one in extras.items():
        worlds.setdefault(one.digest(), (f"one more yuan: {name}", one))
    labels, distinct = [label for label, _ in worlds.values()], [one for _, one in worlds.values()]
    asked_for = workers.number(settings, *work(distinct))
    needs = memory.shared_out(distinct, asked_for, lambda some, n: of_runs(some, workers=n))
    folder = default_folder("attribute", distinct, labels)
    return Plan(settings, extra, switches.missing(settings, over), games, extras, worlds, folder, needs)

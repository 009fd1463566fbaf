"""An attribution with its results folder."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import pandas as pd

from sim.errors import InputError
from sim.inputs.compose import compose
from sim.inputs.settings import Settings
from sim.results.vocabulary import WHOLE_RUN
from sim.results.writing import write_whole
from sim.runs.comparison import run_worlds
from sim.runs.folder import belonging, default_folder
from sim.runs.job import check_together
from sim.runs.kinds import draw
from sim.runs.provenance import manifest
from sim.runs.request import Request, number, requested
from sim.runs.store import open_store
from sim.studies.attribution import margins, switches, table
from sim.studies.attribution.shapley import coalitions
from sim.texts import say

KIND = "attribution"
EXTRA = 0.05  # money of a marginal world in every city, over the mean grant
MOST_EXTRA = 10.0
SETTINGS, FULL = "settings", "every lever on"


class Keys(Request):
    """Keys of the verb."""

    extra: Annotated[float, number(MOST_EXTRA)] = EXTRA


class Plan(NamedTuple):
    """What an attribution is asked to do."""

    settings: Settings
    extra: float
    added: tuple[str, ...]  # levers that the settings leave off
    games: list[switches.Game]
    extras: dict[str, Settings]
    worlds: dict[str, tuple[str, Settings]]  # by digest: what progress calls it, and its settings; each is run once
    folder: Path

    @property
    def labels(self) -> list[str]:
        """Names of the worlds."""
        return [name for name, _ in self.worlds.values()]

    @property
    def distinct(self) -> list[Settings]:
        """Settings of the worlds."""
        return [settings for _, settings in self.worlds.values()]

    @property
    def notes(self) -> list[str]:
        """What was switched on that the settings leave off, a line each."""
        return [say("attribution-off", lever=lever, how=switches.how_added(lever)) for lever in self.added]


def plan(overrides: list[str]) -> Plan:
    """Check what was asked for.

    Parameters
    ----------
    overrides : list of str
        Any settings, and ``extra=X``.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    with requested(Keys, overrides) as asked:
        settings, extra = compose(asked.rest), asked.own.extra
        if settings.split.withheld:
            names = ",".join(settings.split.withheld)
            raise InputError("attribution-withheld", names=names)
        if settings.allocation.between == "none":
            raise InputError("attribution-no-money", allocation=settings.allocation.name)
        check_together([settings], [settings.label])
    games, extras = switches.games(settings), margins.extras(settings, extra)
    worlds: dict[str, tuple[str, Settings]] = {}
    for game in games:
        for some, one in zip(coalitions(game.players), game.settings, strict=True):
            worlds.setdefault(one.digest(), (f"{game.block}: {table.named(some, game.players)}", one))
    worlds.setdefault(settings.digest(), (SETTINGS, settings))
    for name, one in extras.items():
        worlds.setdefault(one.digest(), (f"one more yuan: {name}", one))
    labels, distinct = [label for label, _ in worlds.values()], [one for _, one in worlds.values()]
    folder = default_folder("attribute", distinct, labels)
    return Plan(settings, extra, switches.missing(settings), games, extras, worlds, folder)


def run(asked: Plan, progress: Callable[[int, int, str], None] | None = None) -> pd.DataFrame:
    """Run every world in every replicate, and write the table, the manifest, charts and report.

    Parameters
    ----------
    asked : Plan
        Finished worlds are kept in its folder until all are done.
    progress : callable, optional
        Called with weeks done, weeks in all, and what is being run.

    Returns
    -------
    pandas.DataFrame
        Columns ``table.COLUMNS``.

    Raises
    ------
    InputError
        If the folder holds anything else, or cannot be written.
    """
    started, folder = time.perf_counter(), asked.folder
    store = open_store(folder, belonging(KIND, asked.distinct, asked.labels, extra=asked.extra))
    parts, seconds = run_worlds(asked.distinct, asked.labels, progress, store)
    outcomes = {digest: table.outcome(runs) for digest, runs in zip(asked.worlds, parts, strict=True)}
    grant = float(margins.grants(asked.settings).sum())
    found = table.build(
        asked.settings, asked.games, asked.extras, grant, lambda s: outcomes[s.digest()], asked.added
    )  # fmt: skip
    seconds[WHOLE_RUN] = time.perf_counter() - started
    text = json.dumps(_manifest(asked, grant, seconds), indent=1, ensure_ascii=False, allow_nan=False)
    write_whole(folder / f"{KIND}.csv", found.to_csv(index=False, lineterminator="\n"))
    write_whole(folder / "manifest.json", text + "\n")
    store.clear()
    draw(folder)
    return found


def _manifest(asked: Plan, grant: float, seconds: dict[str, float]) -> dict[str, Any]:
    """Where it comes from: as of a comparison of the settings with every lever on, and what was added to them."""
    configs = {SETTINGS: asked.settings, FULL: asked.games[0].settings[-1]}
    return manifest(list(configs.values()), list(configs), seconds) | {
        "kind": KIND,
        "label": asked.settings.label,
        "grant_yuan": grant,
        "extra_share": asked.extra,
        "added": {lever: switches.how_added(lever) for lever in asked.added},
        "n_worlds": len(asked.worlds),
    }

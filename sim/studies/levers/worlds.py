"""Measures of a world against its twin; what several moves share is run once."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sim.inputs.settings import Settings
from sim.measures.effects import effects, targets_reached
from sim.measures.record import Record
from sim.runs.twins import draws_of, run_pilot, warm_up
from sim.world.build import World, build_world

Measures = dict[str, np.ndarray]


class Worlds:
    """Runs of the check. Worlds without policy are kept, and measures of settings that stand before moves."""

    def __init__(self) -> None:
        self._before: dict[str, Measures] = {}
        self._pairs: dict[str, tuple[World, Record]] = {}

    def before(self, settings: Settings) -> Measures:
        """Measures of settings, kept."""
        key = settings.model_dump_json()
        if key not in self._before:
            self._before[key] = self._measures(settings, self._pair(settings, keep=True))
        return self._before[key]

    def after(self, settings: Settings, folder: Path | None = None) -> Measures:
        """Measures of moved settings, or of other data tables than those of the package.

        Parameters
        ----------
        settings : Settings
        folder : Path, optional
            Of the tables.
        """
        return self._measures(settings, self._pair(settings, folder))

    def _pair(self, settings: Settings, folder: Path | None = None, keep: bool = False) -> tuple[World, Record]:
        """World at the end of its warm-up, and record of the twin."""
        key = settings.world_digest()
        if folder is None and key in self._pairs:
            return self._pairs[key]
        base, draws = settings.without_policy(), draws_of(settings, 0)
        world = warm_up(base, draws, world=build_world(base, draws, folder))
        pair = world, run_pilot(base, world.fork(), draws)
        if keep:
            self._pairs[key] = pair
        return pair

    @staticmethod
    def _measures(settings: Settings, pair: tuple[World, Record]) -> Measures:
        world, twin = pair
        policy = run_pilot(settings, world.fork(), draws_of(settings, 0))
        found = effects(policy, twin, world.fixed, world.projects)
        return found | targets_reached(settings.plan.targets, found)

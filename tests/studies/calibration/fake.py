"""A model of five lines that stands for the real one: its findings, its optimum and what pins what are known."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.studies.searching.distance import Targets
from sim.studies.searching.prior import Prior

NAMES = ("slope", "rate", "nothing")
PRIOR = Prior(NAMES, np.array([0.0, 0.01, 0.0]), np.array([4.0, 1.0, 1.0]), np.array([False, True, False]), ((),) * 3)
TRUE = {"slope": 1.0, "rate": 0.1, "nothing": 0.5}
IDS = ("AA01", "AA02", "AA03", "AA04")


class FakeSettings(NamedTuple):
    """As much of the settings as a calibration touches."""

    parameters: dict
    seed: int = 0
    calls: str | None = None  # file that counts the calls
    launcher: str = "processes"

    def model_copy(self, update: dict) -> FakeSettings:
        return self._replace(**update)


START = FakeSettings({"slope": 3.0, "rate": 0.5, "nothing": 0.1, "other": 7.0})


def statistics(settings: FakeSettings, replicate: int, ids=None) -> dict[str, float]:
    """Four statistics of two parameters, with noise that belongs to the seed and replicate."""
    if settings.calls:
        with Path(settings.calls).open("a") as file:
            file.write(".")
    slope, rate = settings.parameters["slope"], np.log10(settings.parameters["rate"])
    noise = 0.01 * np.random.default_rng([settings.seed, replicate]).standard_normal(4)
    values = np.array([slope + 0.2 * slope * rate, 2 * rate, slope + rate, np.nan]) + noise
    found = dict(zip(IDS, values.tolist(), strict=True))
    return found if ids is None else {name: found[name] for name in ids}


def interrupting(settings: FakeSettings, replicate: int, ids=None) -> dict[str, float]:
    """The same, until somebody presses Ctrl-C."""
    if len(Path(settings.calls).read_text()) >= 31:
        raise KeyboardInterrupt
    return statistics(settings, replicate, ids)


def targets(half_width: float = 0.1) -> Targets:
    """Findings that the true parameters make, the second of them a must."""
    centre = np.array([0.8, -2.0, 0.0, 1.0])
    return Targets(IDS, centre, np.full(4, half_width), np.array([1.0, 3.0, 1.0, 1.0]))

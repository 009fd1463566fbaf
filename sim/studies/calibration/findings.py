"""Findings that a calibration fits."""

from __future__ import annotations

from sim.studies.searching.distance import Targets, targets_from
from sim.studies.validation.catalogue import read_experiments
from sim.studies.validation.targets import accepted


def read_targets() -> Targets:
    """Findings that an experiment stands for and a free parameter can move."""
    catalogue = read_experiments()
    ids = {name for experiment in catalogue.experiments if experiment.calibrated for name in experiment.findings}
    ranges = {name: bounds for name, bounds in accepted().items() if name in ids}
    return targets_from(ranges, {name for group in catalogue.must.values() for name in group})

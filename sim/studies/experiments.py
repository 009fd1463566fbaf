"""Experiments from Python: a world with a change and its twin without it, and statistics of the difference.

What ``sanxin validate experiments=FILE`` does with a file. docs/extending.md has an example.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from sim.inputs.compose import compose
from sim.inputs.settings import Settings
from sim.model.observe import Observer
from sim.studies.validation.catalogue import read_experiments
from sim.studies.validation.experiment import UNNAMED, Experiment, experiment_from
from sim.studies.validation.place import check_experiments
from sim.studies.validation.run import Laboratory, statistics
from sim.studies.validation.statistics import STATISTICS
from sim.studies.validation.trial import Diary, Trial

__all__ = [
    "STATISTICS", "Diary", "Experiment", "Laboratory", "Observer", "Settings", "Trial", "compose", "experiment",
    "read_experiments", "values",
]  # fmt: skip
WHERE = "Python"  # named in messages in the place of a file


def experiment(name: str = UNNAMED, /, **terms: object) -> Experiment:
    """Return an experiment, checked as those of a file.

    Parameters
    ----------
    name : str
    **terms
        Keys as in a file of experiments; ``city`` and ``weeks`` at least.

    Raises
    ------
    InputError
        With one line for every fault.

    >>> experiment(city="wuhan", weeks=9, treated_parameters={"marketing_share": 1.1}).city
    ('wuhan',)
    """
    return experiment_from(name, terms, WHERE)


def values(settings: Settings, experiments: Iterable[Experiment]) -> pd.DataFrame:
    """Model values of all findings of some experiments, in every replicate.

    Parameters
    ----------
    settings : Settings
        Parameters, rules, seed and number of replicates, whose seeds are those of the command.
    experiments : iterable of Experiment

    Returns
    -------
    pandas.DataFrame
        replicate (from 0), finding, value (NaN: not defined in this run).

    Raises
    ------
    InputError
        If an experiment does not go with the settings.
    """
    chosen = list(experiments)
    check_experiments(settings, chosen, WHERE)
    rows = [
        (replicate, finding, value)
        for replicate in range(settings.replicates)
        for finding, value in statistics(settings, replicate, experiments=chosen).items()
    ]
    return pd.DataFrame(rows, columns=["replicate", "finding", "value"])

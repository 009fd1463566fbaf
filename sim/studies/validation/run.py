"""Run experiments in twin worlds and compute the statistics of the findings they stand for."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from sim.inputs.settings import Settings
from sim.model.observe import Observer
from sim.results.vocabulary import NET
from sim.runs.twins import draws_of, run_world, warm_up
from sim.studies.validation.catalogue import read_experiments
from sim.studies.validation.experiment import HORIZON, Experiment, Finding
from sim.studies.validation.place import CONSUMERS_PER_CITY, settings_in
from sim.studies.validation.statistics import STATISTICS
from sim.studies.validation.statistics.statistic import OTHER, Statistic
from sim.studies.validation.terms import Terms, in_yuan
from sim.studies.validation.trial import Diary, Trial
from sim.world.build import World


class Laboratory:
    """Warmed-up worlds and twins that experiments of the same place share.

    Parameters
    ----------
    settings : Settings
        Parameters, seed and rules; place, horizon and policy come from the experiment.
    replicate : int
        Its seed is that of the same replicate of a run of the command.
    consumers_per_city : int
        Simulated residents.
    """

    def __init__(self, settings: Settings, replicate: int, consumers_per_city: int = CONSUMERS_PER_CITY) -> None:
        self.settings, self.replicate = settings.of_replicate(replicate), replicate
        self.consumers_per_city = consumers_per_city
        self._worlds: dict[tuple[str, ...], World] = {}
        self._twins: dict[tuple[tuple[str, ...], int], Diary] = {}

    def world(self, experiment: Experiment) -> World:
        """World of an experiment at the end of its warm-up, shared by all in the same place: fork it to change it."""
        if experiment.city not in self._worlds:
            settings = settings_in(self.settings, experiment, self.consumers_per_city, treated=False)
            self._worlds[experiment.city] = warm_up(settings, draws_of(settings, self.replicate))
        return self._worlds[experiment.city]

    def _twin(self, experiment: Experiment) -> Diary:
        key = (experiment.city, experiment.weeks)
        if key not in self._twins:
            settings = settings_in(self.settings, experiment, self.consumers_per_city, treated=False)
            self._twins[key] = self._observed(settings, self.world(experiment).fork(), experiment.weeks)
        return self._twins[key]

    def _observed(self, settings: Settings, world: World, weeks: int, others: Iterable[Observer] = ()) -> Diary:
        diary = Diary()
        run_world(settings, world, draws_of(settings, self.replicate), [diary, *others], weeks)
        return diary

    def trial(
        self,
        experiment: Experiment,
        control: bool = False,
        change: Callable[[World], None] | None = None,
        observers: Sequence[Observer] = (),
    ) -> Trial:
        """Run an experiment against its twin.

        Parameters
        ----------
        experiment : Experiment
        control : bool
            Run the instruments of its control instead.
        change : callable, optional
            Changes the treated world by hand before its first week: called with it. Change what changes in a run
            (columns of merchants, venues, ...), not ``fixed`` or traits of consumers, which the twin shares.
        observers : sequence of Observer
            Look on, or interfere, at moments of each week of the treated world.

        Returns
        -------
        Trial
            What was written down of the treated world and of the twin.
        """
        twin, world = self._twin(experiment), self.world(experiment)
        chosen = experiment.control if control else experiment.instruments
        listed = [in_yuan(terms, experiment.city[0], world) for terms in chosen]
        settings = settings_in(self.settings, experiment, self.consumers_per_city, listed, treated=True)
        if not (listed or experiment.treated_parameters or settings.is_funded or change or observers):
            return Trial(twin, twin, (), HORIZON["weeks_warmup"])
        fork = world.fork()
        if change is not None:
            change(fork)
        treated = self._observed(settings, fork, experiment.weeks, observers)
        return Trial(treated, twin, settings.programme, HORIZON["weeks_warmup"])


def statistics(
    settings: Settings,
    replicate: int,
    ids: list[str] | None = None,
    experiments: list[Experiment] | None = None,
    tick: Callable[[str], None] = lambda name: None,
    consumers_per_city: int = CONSUMERS_PER_CITY,
) -> dict[str, float]:
    """Model value of each finding in one replicate.

    Parameters
    ----------
    settings : Settings
        Its parameters and seed are used.
    replicate : int
    ids : list of str, optional
        Findings wanted; default all.
    experiments : list of Experiment, optional
        Default: those that come with the package.
    tick : callable
        Called with the name of each experiment when it is done.
    consumers_per_city : int
        Simulated residents; effects hardly depend on it (``scale.csv``).

    Returns
    -------
    dict of str to float
        By finding; ``"CN16 net"`` and the like for what stands beside a gross claim.
    """
    laboratory = Laboratory(settings, replicate, consumers_per_city)
    found: dict[str, float] = {}
    for experiment in experiments or read_experiments().experiments:
        wanted = {k: v for k, v in experiment.findings.items() if ids is None or k in ids}
        if wanted:
            trial = laboratory.trial(experiment)
            control = laboratory.trial(experiment, control=True) if experiment.control else None
            for name, finding in wanted.items():
                found |= _values(name, finding, trial, control)
        tick(experiment.name)
    return found


class Piece(NamedTuple):
    """What :func:`statistics` computes, as work that a process can be given."""

    settings: Settings
    replicate: int
    ids: list[str]
    experiments: list[Experiment]
    consumers_per_city: int = CONSUMERS_PER_CITY


def in_replicate(piece: Piece, tell: Callable[[str | dict[str, float]], None]) -> dict[str, float]:
    """Model value of each finding; tells the name of each experiment when it is done, and at the end all values."""
    s, replicate, ids, experiments, consumers = piece
    found = statistics(s, replicate, ids, experiments, tell, consumers)
    tell(found)
    return found


def _values(name: str, finding: Finding, trial: Trial, control: Trial | None) -> dict[str, float]:
    """Value of a finding, and of what stands beside it."""
    statistic, arguments = STATISTICS[finding.statistic], finding.arguments
    if finding.against_control:
        arguments[OTHER] = control
    value = _value(statistic, trial, arguments)
    out = {name: abs(value) if finding.absolute else value}
    if finding.beside:
        out[f"{name}{NET}"] = _value(statistic, trial, arguments | finding.beside)
    return out


def _value(statistic: Statistic, trial: Trial, arguments: Terms) -> float:
    """Value of a statistic; NaN where it has none, as a ratio without a base."""
    with np.errstate(divide="ignore", invalid="ignore"):
        try:
            return statistic(trial, **arguments)
        except ZeroDivisionError:
            return math.nan

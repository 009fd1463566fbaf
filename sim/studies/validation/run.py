"""Run experiments in twin worlds and compute the statistics of the findings they stand for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import yaml

from sim.data import read
from sim.data.table import FOLDER
from sim.errors import InputError
from sim.inputs.settings import Settings, settings_from
from sim.runs.twins import draws_of, run_world, warm_up
from sim.studies.validation.statistics import STATISTICS
from sim.studies.validation.trial import Diary, Trial
from sim.world.build import World

FILE = "evidence/experiments.yaml"  # under sim/data
KEYS = (
    "says", "city", "weeks", "allocation", "instruments", "control", "treated_parameters", "calibrated", "findings",
)  # fmt: skip
NOT_REPRESENTED, MUST, CONFLICTS = "not_represented", "must", "conflicts"
# Size of the twin worlds: effects are expected flows, so they hardly depend on the number of residents (tested).
CONSUMERS_PER_CITY = 300
# The same for all experiments, so that worlds can be shared; the warm-up is whole account periods.
HORIZON = {"weeks_warmup": 28, "weeks_pilot": 104, "weeks_after": 112}
BESIDE = "net"


class Experiment(NamedTuple):
    """One experiment as data; see the head of ``experiments.yaml``."""

    name: str
    says: str
    city: tuple[str, ...]
    weeks: int
    allocation: str
    instruments: list[dict]
    control: list[dict]
    treated_parameters: dict[str, float]
    calibrated: bool
    findings: dict[str, dict]


class Catalogue(NamedTuple):
    """All experiments, in file order, and what is said of findings."""

    experiments: list[Experiment]
    must: dict[str, list[str]]  # findings that have to be met, by group
    conflicts: dict[str, str]  # findings at odds with others, and which side was taken
    why_not: dict[str, str]  # findings without an experiment


def read_experiments(path: Path | None = None) -> Catalogue:
    """Experiments, in file order, and what is said of findings.

    Raises
    ------
    InputError
        One line for every fault in the file.
    """
    where = str(path) if path else f"sim/data/{FILE}"
    try:
        data = yaml.safe_load((Path(path) if path else FOLDER / FILE).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise InputError(f"{where}: cannot be read ({type(fault).__name__})") from None
    must, conflicts, why_not = (data.pop(key, {}) for key in (MUST, CONFLICTS, NOT_REPRESENTED))
    faults, found = [], []
    for name, item in data.items():
        unknown = [key for key in item if key not in KEYS]
        faults += [f"{where}: {name}: unknown key {key!r}; allowed: {', '.join(KEYS)}" for key in unknown]
        for finding, terms in item.get("findings", {}).items():
            if terms.get("statistic") not in STATISTICS:
                allowed = ", ".join(STATISTICS)
                faults.append(f"{where}: {name}: {finding}: statistic={terms.get('statistic')}: allowed: {allowed}")
        if not unknown:
            design = (
                tuple(item["city"]), item["weeks"], item.get("allocation", "none"), item.get("instruments", []),
                item.get("control", []), item.get("treated_parameters", {}), item.get("calibrated", True),
            )  # fmt: skip
            found.append(Experiment(name, item["says"], *design, item["findings"]))
    if faults:
        raise InputError(faults)
    return Catalogue(found, must, conflicts, why_not)


def in_yuan(terms: dict, city: str, settings: Settings, world: World) -> dict:
    """Terms of an instrument with what is given relative to a place turned into its own units."""
    cities, sectors = read.read_cities(), read.read_sectors()
    terms = dict(terms)
    if "weeks_of_spending" in terms:
        weekly = float(cities.consumption_yuan_per_week[cities.id.index(city)])
        terms["yuan_per_person"] = terms.pop("weeks_of_spending") * weekly
    if "cap_tickets" in terms:
        ticket = world.fixed.planned_sales[0] / world.fixed.residents[0] / sectors.occasions_per_week
        terms["cap_yuan"] = terms.pop("cap_tickets") * float(ticket[sectors.sector.index(terms["sectors"][0])])
    if "threshold_tickets" in terms:
        rows = [sectors.sector.index(name) for name in terms["sectors"]]
        spending = world.fixed.planned_sales[0, rows].sum() / world.fixed.residents[0]
        ticket = float(spending / sectors.occasions_per_week[rows].sum())
        terms["threshold_yuan"] = terms.pop("threshold_tickets") * ticket
        terms["face_yuan"] = terms.pop("face_share") * terms["threshold_yuan"]
    if "sales_share" in terms:
        g, m = sectors.sector.index(terms["sector"]), world.merchants
        size = (m.shops * np.exp(m.quality))[0, terms["district"], g].sum()
        terms["standard_shops"] = terms.pop("sales_share") * float(size)
    return terms


class Laboratory:
    """Warmed-up worlds and twins that experiments of the same place share.

    Parameters
    ----------
    settings : Settings
        Parameters and seed; place, horizon and policy come from the experiment.
    replicate : int
    consumers_per_city : int
        Simulated residents.
    """

    def __init__(self, settings: Settings, replicate: int, consumers_per_city: int = CONSUMERS_PER_CITY) -> None:
        self.settings, self.replicate = settings.of_replicate(replicate), replicate
        self.consumers_per_city = consumers_per_city
        self._worlds: dict[tuple, World] = {}
        self._twins: dict[tuple, Diary] = {}

    def _plain(self, experiment: Experiment, changes: dict | None = None) -> Settings:
        plain = self.settings.model_dump(mode="json") | {"city": list(experiment.city), "instruments": []}
        none = {"name": "none", "between": "none", "shares": None, "yuan": None}
        plain |= {"allocation": none, "instrument": {"kind": "none"}, "scenario": None, "output": None}
        plain["population"] |= {"consumers_per_city": self.consumers_per_city}
        plain["horizon"] = HORIZON
        return settings_from(plain | (changes or {}), f"sim/data/{FILE}: {experiment.name}", model=type(self.settings))

    def _world(self, experiment: Experiment) -> World:
        if experiment.city not in self._worlds:
            settings = self._plain(experiment)
            self._worlds[experiment.city] = warm_up(settings, draws_of(settings, self.replicate))
        return self._worlds[experiment.city]

    def _twin(self, experiment: Experiment) -> Diary:
        key = (experiment.city, experiment.weeks)
        if key not in self._twins:
            self._twins[key] = self._observed(self._plain(experiment), experiment)
        return self._twins[key]

    def _observed(self, settings: Settings, experiment: Experiment) -> Diary:
        diary, draws = Diary(), draws_of(settings, self.replicate)
        run_world(settings, self._world(experiment).fork(), draws, [diary], experiment.weeks)
        return diary

    def trial(self, experiment: Experiment, control: bool = False) -> Trial:
        """Run an experiment, or its control, against the twin."""
        twin, world = self._twin(experiment), self._world(experiment)
        chosen = experiment.control if control else experiment.instruments
        listed = [in_yuan(terms, experiment.city[0], self.settings, world) for terms in chosen]
        allocation = {"name": experiment.allocation, "between": ALLOCATION_RULES[experiment.allocation]}
        parameters = dict(self.settings.parameters)
        for name, factor in experiment.treated_parameters.items():
            parameters[name] *= factor
        settings = self._plain(
            experiment, {"instruments": listed, "allocation": allocation, "parameters": parameters}
        )  # fmt: skip
        if not (listed or experiment.treated_parameters or settings.is_funded):
            return Trial(twin, twin, (), HORIZON["weeks_warmup"])
        return Trial(self._observed(settings, experiment), twin, settings.programme, HORIZON["weeks_warmup"])


ALLOCATION_RULES = {"none": "none", "official": "by_class"}


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
    laboratory, found = Laboratory(settings, replicate, consumers_per_city), {}
    for experiment in experiments or read_experiments().experiments:
        wanted = {k: v for k, v in experiment.findings.items() if ids is None or k in ids}
        if wanted:
            trial = laboratory.trial(experiment)
            control = laboratory.trial(experiment, control=True) if experiment.control else None
            for finding, terms in wanted.items():
                found |= _value(finding, dict(terms), trial, control)
        tick(experiment.name)
    return found


def _value(finding: str, terms: dict, trial: Trial, control: Trial | None) -> dict[str, float]:
    statistic, beside = STATISTICS[terms.pop("statistic")], terms.pop("beside", None)
    absolute = terms.pop("absolute", False)
    if terms.pop("against_control", False):
        terms["other"] = control
    value = statistic(trial, **terms)
    out = {finding: abs(value) if absolute else value}
    if beside:
        out[f"{finding} {BESIDE}"] = statistic(trial, **terms, **beside)
    return out

"""Experiments of a file, all of them checked, and what the file says of findings."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pydantic import Field, ValidationError

from sim.data.table import FOLDER
from sim.errors import Fault, InputError, fault
from sim.inputs.faults import lines_of
from sim.inputs.scenario import read_plain
from sim.policy.schema import Section
from sim.studies.validation.experiment import Experiment, experiment_from
from sim.texts import short

FILE = "evidence/experiments.yaml"  # under sim/data
SHOWN = f"sim/data/{FILE}"  # how messages name it, wherever the package is installed


class Said(Section):
    """Keys of the file that are no experiments: what is said of findings."""

    must: dict[str, list[str]] = Field(default_factory=dict)  # findings that have to be met, by group
    conflicts: dict[str, str] = Field(default_factory=dict)  # findings at odds with others, and which side was taken
    until_fitted: list[str] = Field(default_factory=list)  # findings that are outside until parameters are fitted again
    not_represented: dict[str, str] = Field(default_factory=dict)  # findings without an experiment, and why
    scaled: list[str] = Field(default_factory=list)  # findings that are run at three weights of a consumer as well


class Catalogue(NamedTuple):
    """All experiments, in file order, and what is said of findings; :class:`Said` explains the rest."""

    experiments: list[Experiment]
    must: dict[str, list[str]]
    conflicts: dict[str, str]
    until_fitted: list[str]
    why_not: dict[str, str]
    scaled: list[str]

    @property
    def of_finding(self) -> dict[str, Experiment]:
        """Experiment that stands for each finding."""
        return {name: experiment for experiment in self.experiments for name in experiment.findings}


def read_experiments(path: Path | None = None) -> Catalogue:
    """Experiments, in file order, and what is said of findings.

    Parameters
    ----------
    path : Path, optional
        Default: the file that comes with the package.

    Raises
    ------
    InputError
        With one line for every fault in the file.
    """
    where = short(path) if path else SHOWN
    if path is not None and not path.is_file():
        raise InputError("validation-no-file", where=where)
    data = read_plain(path or FOLDER / FILE, where)
    if not isinstance(data, dict):
        raise InputError("validation-no-experiments", where=where)
    faults: list[str | Fault] = []
    found: list[Experiment] = []
    said = Said()
    stated = {key: data[key] for key in Said.model_fields if key in data}
    try:
        said = Said.model_validate(stated)
    except ValidationError as error:
        faults += lines_of(error, Said, where, stated)
    for name in (name for name in data if name not in Said.model_fields):
        try:
            found.append(experiment_from(name, data[name], where))
        except InputError as error:
            faults += error.problems
    if not faults:
        faults += _faults_together(found, said, where)
    if faults:
        raise InputError(faults)
    return Catalogue(found, said.must, said.conflicts, said.until_fitted, said.not_represented, said.scaled)


def _faults_together(experiments: list[Experiment], said: Said, where: str) -> list[str | Fault]:
    """What is wrong with experiments that are right by themselves."""
    faults: list[str | Fault] = []
    if not experiments:
        faults.append(fault("validation-no-experiments", where=where))
    owner: dict[str, str] = {}
    for one in experiments:
        if not one.findings:
            faults.append(fault("validation-no-findings", where=where, experiment=one.name))
        faults += [
            fault("validation-finding-twice", where=where, experiment=one.name, finding=name, other=owner[name])
            for name in one.findings
            if owner.setdefault(name, one.name) != one.name
        ]
    listed = {f"must.{group}": names for group, names in said.must.items()}
    listed |= {"conflicts": list(said.conflicts), "until_fitted": said.until_fitted, "scaled": said.scaled}
    for key, names in listed.items():
        faults += [
            fault("validation-finding-unknown", where=where, key=key, finding=name)
            for name in names
            if name not in owner
        ]
    for name in owner.keys() & said.not_represented.keys():
        faults.append(fault("validation-finding-both", where=where, finding=name, experiment=owner[name]))
    return faults

"""One experiment as data: a place, what is done there and not in the twin, and the statistics that are read off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from sim.data import read
from sim.errors import Fault, InputError, Wrong, fault
from sim.inputs.faults import lines_of
from sim.inputs.names import with_ids
from sim.inputs.paths import configs
from sim.inputs.settings import AnyInstrument
from sim.policy.instrument import Instrument, as_tuple
from sim.policy.schema import Section, Whole, suggestion
from sim.studies.validation.statistics import STATISTICS
from sim.studies.validation.terms import Terms, placeholders

# The same for all experiments, so that worlds can be shared; the warm-up is whole account periods.
HORIZON = {"weeks_warmup": 28, "weeks_pilot": 104, "weeks_after": 112}
LONGEST = HORIZON["weeks_pilot"] + HORIZON["weeks_after"]
UNNAMED = "experiment"
Faults = list[str | Fault]


class Finding(Section):
    """How the model's value of a published finding is computed; further keys are arguments of the statistic."""

    model_config = ConfigDict(extra="allow")

    statistic: str
    absolute: bool = False
    against_control: bool = False
    beside: dict[str, object] | None = None

    @field_validator("statistic")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in STATISTICS:
            raise Wrong("validation-unknown-name", hint=suggestion(value, STATISTICS))
        return value

    @property
    def arguments(self) -> Terms:
        """Arguments of the statistic."""
        return dict(self.model_extra or {})


class Experiment(Section):
    """A treatment in a place, against the same place without it; docs/extending.md explains the keys."""

    name: str = UNNAMED
    says: Annotated[str, Field(min_length=1)] = UNNAMED
    city: Annotated[tuple[str, ...], BeforeValidator(as_tuple)]
    weeks: Annotated[Whole, Field(ge=1, le=LONGEST)]
    allocation: str = "none"
    instruments: Annotated[tuple[Terms, ...], BeforeValidator(as_tuple)] = ()
    control: Annotated[tuple[Terms, ...], BeforeValidator(as_tuple)] = ()
    treated_parameters: dict[str, float] = Field(default_factory=dict)
    calibrated: bool = True
    findings: dict[str, Finding] = Field(default_factory=dict)

    @field_validator("city")
    @classmethod
    def _known_cities(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        known = read.read_cities().id
        for name in value:
            if name not in known:
                raise Wrong("validation-unknown-item", item=name, hint=suggestion(name, known))
        if not value or len(set(value)) < len(value):
            raise Wrong("validation-cities-once")
        return tuple(name for name in known if name in value)

    @field_validator("allocation")
    @classmethod
    def _known_allocation(cls, value: str) -> str:
        if value not in configs("allocation"):
            raise Wrong("validation-unknown-name", hint=suggestion(value, configs("allocation")))
        return value

    @field_validator("treated_parameters")
    @classmethod
    def _known_parameters(cls, value: dict[str, float]) -> dict[str, float]:
        known = [p.name for p in read.read_parameters()]
        for name in value:
            if name not in known:
                raise Wrong("validation-unknown-item", item=name, hint=suggestion(name, known))
        return value


KEYS = tuple(key for key in Experiment.model_fields if key != "name")


class _Programme(Section):
    """Instruments of an experiment, to be checked."""

    instruments: tuple[AnyInstrument, ...]


def experiment_from(name: str, terms: object, file: str) -> Experiment:
    """Check one experiment.

    Parameters
    ----------
    name : str
    terms : object
        Its keys and values, as plain data.
    file : str
        Named in the messages.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    where = f"{file}: {name}"
    if not isinstance(terms, Mapping):
        raise InputError("validation-no-table", where=where, allowed=", ".join(KEYS))
    if "name" in terms:
        raise InputError("validation-unknown-key", where=where, key="name", hint=suggestion("name", KEYS))
    try:
        own = {key: with_ids(value, (key,)) for key, value in terms.items()}
        found = Experiment.model_validate({"says": name, **own, "name": name})
    except ValidationError as error:
        raise InputError(lines_of(error, Experiment, where, {"says": name, **terms, "name": name})) from None
    faults: Faults = []
    programme = _programme(found.instruments, found.weeks, where, faults)
    _programme(found.control, found.weeks, f"{where}: control", faults)
    for finding, asked in found.findings.items():
        faults += _finding_faults(asked, found, programme, f"{where}: {finding}")
    if faults:
        raise InputError(faults)
    return found


def _programme(listed: tuple[Terms, ...], weeks: int, where: str, faults: Faults) -> tuple[Instrument, ...] | None:
    """Instruments, with numbers in the place of relative terms; None if something is wrong, which is added."""
    found: Faults = []
    plain = [placeholders(terms, f"{where}: instruments.{k}", found) for k, terms in enumerate(listed)]
    if found:
        faults += found
        return None
    try:
        checked = _Programme.model_validate({"instruments": tuple(plain)})
    except ValidationError as error:
        faults += lines_of(error, _Programme, where, {"instruments": plain})
        return None
    running = tuple(k for k in checked.instruments if isinstance(k, Instrument))
    late = [k for k in running if k.start_week >= weeks]
    faults += [
        fault("validation-starts-too-late", where=where, instrument=k.label, start=k.start_week, weeks=weeks)
        for k in late
    ]
    return None if late else running


def _finding_faults(
    finding: Finding, experiment: Experiment, programme: tuple[Instrument, ...] | None, where: str
) -> Faults:
    """What is wrong with how a finding is computed."""
    statistic, name = STATISTICS[finding.statistic], finding.statistic
    faults = _argument_faults(finding, statistic.arguments, where)
    if statistic.compares and not finding.against_control:
        faults.append(fault("validation-compares", where=where, statistic=name))
    if finding.against_control and not statistic.compares:
        faults.append(fault("validation-compares-not", where=where, statistic=name))
    if finding.against_control and not experiment.control:
        faults.append(fault("validation-no-control", where=where))
    if faults or programme is None:
        return faults
    first = programme[0].model_dump() if programme else {}
    lacking = [term for term in statistic.needs if first.get(term) in (None, ())]
    if lacking:
        return [fault("validation-statistic-needs", where=where, statistic=name, terms=", ".join(lacking))]
    begins = programme[0].start_week if programme else 0
    return _span_faults(statistic.arguments.model_validate(finding.arguments), begins, experiment.weeks, where)


def _argument_faults(finding: Finding, table: type[Section], where: str) -> Faults:
    """What is wrong with the arguments of a statistic, and with those that differ for what stands beside it."""
    faults: Faults = []
    allowed = [*Finding.model_fields, *table.model_fields]
    for arguments in (finding.arguments, finding.arguments | (finding.beside or {})):
        unknown = [key for key in arguments if key not in table.model_fields]
        faults += [
            fault("validation-unknown-key", where=where, key=key, hint=suggestion(key, allowed)) for key in unknown
        ]
        checked = {key: value for key, value in arguments.items() if key not in unknown}
        try:
            table.model_validate(checked)
        except ValidationError as error:
            faults += lines_of(error, table, where, checked)
    return list(dict.fromkeys(faults))


def _span_faults(arguments: Section, begins: int, last: int, where: str) -> Faults:
    """Fault of a statistic over weeks that the experiment does not run."""
    given = arguments.model_dump()
    weeks, begins = given.get("weeks") or 0, begins + (given.get("start") or 0)
    if begins + weeks <= last:
        return []
    return [fault("validation-ends-too-late", where=where, weeks=f"{weeks:g}", begins=begins, last=last)]

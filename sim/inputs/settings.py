"""Every setting of a run, typed and checked; all faults are reported at once."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, Union

from pydantic import BeforeValidator, Field, PrivateAttr, ValidationError, field_validator, model_validator

from sim.data import read
from sim.errors import InputError, Problem, Wrong, fault
from sim.inputs.calendar import Calendar
from sim.inputs.faults import lines_of
from sim.inputs.given import ScenarioName, UserPath
from sim.inputs.origins import Origins, one_source
from sim.inputs.sections import (
    ADDRESSES,
    OF_CLUSTER,
    AllocationSettings,
    AuthoritySettings,
    ChannelSettings,
    ClusterSettings,
    FinancingSettings,
    HorizonSettings,
    Launcher,
    PopulationSettings,
    SplitSettings,
    unknown_cities,
)
from sim.kernel.columns import EVENT_SLOTS
from sim.policy.awards import RulesSettings
from sim.policy.instrument import Instrument, as_tuple
from sim.policy.instruments import INSTRUMENTS, NoInstrument
from sim.policy.plan import ParticipationSettings, PlanSettings, PublicitySettings
from sim.policy.schema import Faults, Section, Whole, suggestion
from sim.policy.screening import ScreeningSettings, rules

WITHOUT_EFFECT = ("output", "threads", "workers", "launcher", "cluster", "retry", "scenario")  # on any number
# Groups of nothing but the policy.
POLICY = ("authority", "split", "rules", "plan", "screening", "participation", "publicity", "financing")
# Names that go without saying in labels.
USUAL = {"split": "balanced", "rules": "fund", "plan": "open", "screening": "score", "participation": "usual"}
FREE = "none"  # financing in which nobody in the run pays

if TYPE_CHECKING:
    AnyInstrument = Instrument  # which classes there are is known only when extensions have been asked
else:
    AnyInstrument = Annotated[Union[(NoInstrument, *INSTRUMENTS.values())], Field(discriminator="kind")]


class Settings(Section):
    """All settings of one run; see ``configs/config.yaml`` for the defaults and their meaning."""

    seed: Annotated[Whole, Field(ge=0, le=2**63 - 1)]
    replicates: Annotated[Whole, Field(ge=1, le=1000)]
    city: tuple[str, ...]
    output: UserPath | None = None
    threads: Annotated[Whole, Field(ge=1, le=1024)] | None = None
    workers: Annotated[Whole, Field(ge=1, le=1024)] | None = None
    launcher: Launcher = "processes"
    cluster: ClusterSettings = ClusterSettings()
    retry: Literal["failed"] | None = None
    scenario: ScenarioName | None = None
    allocation: AllocationSettings
    split: SplitSettings
    population: PopulationSettings
    horizon: HorizonSettings
    authority: AuthoritySettings
    rules: RulesSettings
    plan: PlanSettings
    screening: ScreeningSettings
    participation: ParticipationSettings
    publicity: PublicitySettings
    channels: ChannelSettings
    financing: FinancingSettings
    instrument: AnyInstrument
    instruments: Annotated[tuple[AnyInstrument, ...], BeforeValidator(as_tuple)] = ()
    parameters: dict[str, float]
    _origins: Origins = PrivateAttr(default_factory=lambda: one_source("settings", {}))

    @property
    def origins(self) -> Origins:
        """Where each value comes from."""
        return self._origins

    @field_validator("city", mode="before")
    @classmethod
    def _known_cities(cls, value: object) -> tuple[str, ...]:
        known = read.read_cities().id
        names = read.read_cities().notified if value == "all" else [value] if isinstance(value, str) else value
        if not isinstance(names, (list, tuple)) or not names or not all(isinstance(name, str) for name in names):
            raise Wrong("inputs-city")
        wrong = [name for name in names if name not in known]
        if wrong:
            said = unknown_cities(wrong, known)
            raise Wrong(said.key, **dict(said.values))
        if len(set(names)) != len(names):
            raise Wrong("inputs-city-twice")
        return tuple(name for name in known if name in set(names))

    @field_validator("parameters")
    @classmethod
    def _known_parameters(cls, value: dict[str, float]) -> dict[str, float]:
        table = {p.name: p for p in read.read_parameters()}
        faults = []
        for name, number in value.items():
            if name not in table:
                faults.append((name, fault("inputs-unknown-parameter", name=repr(name), hint=suggestion(name, table))))
            elif not table[name].low <= number <= table[name].high:
                p = table[name]
                faults.append((name, fault("inputs-range", low=f"{p.low:g}", high=f"{p.high:g}", unit=p.unit)))
        if faults:
            raise Faults(faults)
        missing = [name for name in table if name not in value]
        if missing:
            raise Wrong("inputs-parameters-missing", names=", ".join(missing))
        return value

    @model_validator(mode="after")
    def _launcher_reads_what_is_stated(self) -> Self:
        """Say what a launcher does not read, which would be ignored in silence."""
        if self.launcher == "local" and (self.workers or 1) > 1:
            raise Wrong("inputs-launcher-local", n=self.workers).about("workers", "launcher")
        unread = [name for name in self.cluster.stated if self.launcher not in OF_CLUSTER[name]]
        if unread:
            names = " or ".join(f"launcher={name}" for name in OF_CLUSTER[unread[0]])
            raise Wrong("inputs-launcher-unread", launcher=self.launcher, names=names).about(f"cluster.{unread[0]}")
        if self.cluster.address and not re.fullmatch(ADDRESSES[self.launcher], self.cluster.address):
            raise Wrong("inputs-cluster-address", launcher=self.launcher).about("cluster.address")
        return self

    @model_validator(mode="after")
    def _programme_can_run(self) -> Self:
        """Events have a place, and money of the grant is there when it is needed."""
        if sum(bool(k.event()) for k in self.programme) > EVENT_SLOTS:
            raise Wrong("inputs-events", most=EVENT_SLOTS).about("instrument", "instruments")
        calendar = Calendar.of(self)
        if self.allocation.between != "none":
            self._grant_is_paid(calendar)
        for k in self.programme:
            if k.pays == "grant":
                self._may_use_the_grant(k, calendar.money_from)
        if sum(bool(k.coordination_gain()) for k in self.programme) > 1:
            raise Wrong("inputs-reforms").about("instrument", "instruments")
        if self.screening.rule not in rules():
            hint = suggestion(self.screening.rule, rules())
            raise Wrong("inputs-screening", hint=hint).about("screening.rule")
        return self

    @model_validator(mode="after")
    def _financing_is_in_the_run(self) -> Self:
        """Somebody pays in weeks that are simulated."""
        last, keys = Calendar.of(self).end - 1, self.financing.model_dump(include={"start_week", "end_week"})
        for key, week in keys.items():
            if week is not None and week > last:
                raise Wrong("inputs-financing-late", last=last).about(f"financing.{key}")
        return self

    def _grant_is_paid(self, calendar: Calendar) -> None:
        """Raise ValueError where a tranche falls after the run, or is to be won by a score that compares nothing."""
        a, last = self.authority, calendar.end - 1
        shares = {"first": a.first_tranche_share, "second": 1 - a.first_tranche_share}
        for name, week in (("first", calendar.first_tranche), ("second", calendar.second_tranche)):
            if week > last and shares[name] > 0:
                late = Wrong("inputs-tranche-late", tranche=name, week=week, last=last)
                raise late.about(f"authority.{name}_tranche_at", "horizon.weeks_pilot", "horizon.weeks_after")
        table = self.allocation.shares or self.allocation.yuan
        granted = [name for name in self.city if table is None or table.get(name)]
        if a.pays_by_score and len(granted) == 1:
            alone = Wrong("inputs-nobody-to-compare", rule=a.second_tranche_rule, city=granted[0])
            raise alone.about("authority.second_tranche_rule", "city")

    def _may_use_the_grant(self, k: Instrument, first: int) -> None:
        """Raise ValueError where an instrument may not be paid out of the grant, or there is none for it."""
        if "consumers" in self.rules.forbidden and k.receives == "residents":
            forbidden = Wrong("inputs-not-for-consumers", instrument=k.label, rules=self.rules.name)
            raise forbidden.about(*self._keys_of(k, "pays"), "rules.forbidden")
        if self.allocation.between == "none" or k.start_week < first or "instruments" not in self.split.pays:
            needs = Wrong("inputs-grant-needs", instrument=k.label, first=first)
            of_k = self._keys_of(k, "pays", "start_week")
            raise needs.about(*of_k, "allocation.between", "split.instruments", "split.withheld")

    def _keys_of(self, k: Instrument, *names: str) -> list[str]:
        """Keys of one of the instruments, with dots."""
        n = next((n for n, one in enumerate(self.instruments) if one is k), None)
        return [f"instrument.{name}" if n is None else f"instruments.{n}.{name}" for name in names]

    @property
    def programme(self) -> tuple[Instrument, ...]:
        """Instruments beside project awards."""
        return tuple(k for k in (self.instrument, *self.instruments) if k.kind != "none")

    @property
    def is_funded(self) -> bool:
        """Whether there is any policy at all, with money or without."""
        return self.allocation.between != "none" or bool(self.programme)

    @property
    def label(self) -> str:
        """Name of the allocation in tables and charts, and of what differs from the usual in its groups."""
        name = self.allocation.name
        groups = () if self.allocation.between == "none" else USUAL.items()
        parts = [getattr(self, group).name for group, usual in groups if getattr(self, group).name != usual]
        parts += [self.financing.name] if self.is_funded and self.financing.name != FREE else []
        return "+".join([name, *dict.fromkeys(parts), *(k.label for k in self.programme)])

    @property
    def replicates_per_set(self) -> int:
        """Neighbouring replicates with the same parameters, where these differ between replicates; else 1."""
        return 1

    def of_replicate(self, replicate: int) -> Settings:
        """Return the settings of one replicate; see ``sim.inputs.sample`` for those that differ."""
        return self

    def digest(self) -> str:
        """Hash of everything that results depend on."""
        return self._hash()

    def replicate_digest(self) -> str:
        """Hash of everything that one replicate depends on: it is the same whatever their number."""
        return self._hash("replicates")

    def world_digest(self) -> str:
        """Hash of everything that the world without policy depends on: equal ones share a twin."""
        return self.without_policy()._hash(*POLICY)

    def beginning_digest(self) -> str:
        """Hash of what a world depends on before any money moves, beside which cities get a grant."""
        return self._hash("allocation", "screening", "instrument", "instruments", "replicates")

    def _hash(self, *without: str) -> str:
        """Hash of all that has an effect, but for some keys."""
        plain = self.model_dump(mode="json", exclude={*WITHOUT_EFFECT, *without})
        return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()

    def without_policy(self) -> Settings:
        """Return the settings of the no-policy twin."""
        nothing = AllocationSettings(name="none", between="none")
        return self.without_instruments().model_copy(update={"allocation": nothing})

    def without_instruments(self) -> Settings:
        """Return the same settings with nothing beside the awards."""
        return self.model_copy(update={"instrument": NoInstrument(), "instruments": ()})


def settings_from(
    container: dict[str, Any],
    where: str | Origins,
    faults: Sequence[Problem] = (),
    model: type[Settings] = Settings,
) -> Settings:
    """Check plain data and return settings.

    Parameters
    ----------
    container : dict
        What Hydra or a scenario composed, without interpolations.
    where : str or Origins
        Named in the messages: the one place that all come from, as a file, or the origins of the values.
    faults : sequence of str or Fault
        Found before. Sums of a section are then not judged: what was left out may be what is missing in them.
    model : type
        What is made of them.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    found = list(faults)
    try:
        settings = model.model_validate(container)
        settings._origins = one_source(where, container) if isinstance(where, str) else where
    except ValidationError as error:
        found += lines_of(error, Settings, where, container, sums=not faults)
    if found:
        raise InputError(found)
    return settings

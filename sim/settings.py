"""Every setting of a run, typed and checked; all faults are reported at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Literal, Union

from pydantic import BeforeValidator, Field, ValidationError, field_validator, model_validator

from sim.data import read
from sim.errors import InputError
from sim.faults import keys_of, lines_of, suggestion
from sim.policy.instrument import Instrument
from sim.policy.instruments import INSTRUMENTS, NoInstrument
from sim.schema import Faults, Name, NoNegative, Section, Share, Whole
from sim.world.proposals import EVENT_SLOTS

TOLERANCE = 1e-9


class AllocationSettings(Section):
    """Split of the envelope over cities.

    ``between`` names a rule of ``policy.allocations``; the rules ``shares`` and ``yuan`` read the table of that name.
    """

    name: Name
    between: str
    shares: dict[str, Share] | None = None
    yuan: dict[str, NoNegative] | None = None

    @field_validator("shares", "yuan")
    @classmethod
    def _known_cities(cls, value):
        known = read.read_cities().id
        faults = [
            (name, f"unknown city {name!r}; {suggestion(name, known)}") for name in value or () if name not in known
        ]
        if faults:
            raise Faults(faults)
        return value

    @model_validator(mode="after")
    def _table_is_there(self):
        for rule in ("shares", "yuan"):
            if (self.between == rule) != (getattr(self, rule) is not None):
                raise ValueError(f"a table {rule} is needed for between={rule} and for no other rule")
        return self


class SplitSettings(Section):
    """Shares of a city's money by support direction and for its own publicity; they sum to 1."""

    name: Name
    debut: Share
    scene: Share
    ip: Share
    publicity: Share

    @model_validator(mode="after")
    def _sums_to_one(self):
        total = self.debut + self.scene + self.ip + self.publicity
        if abs(total - 1) > TOLERANCE:
            raise ValueError(f"shares sum to {total:g}; they must sum to 1")
        return self


class PopulationSettings(Section):
    """Simulated residents."""

    consumers_per_city: Annotated[Whole, Field(ge=10, le=1_000_000)]
    choice: Literal["flow", "individual"]
    network: Literal["small_world", "random", "none"]
    degree: Annotated[Whole, Field(ge=0, le=64)]
    rewire_share: Share


class HorizonSettings(Section):
    """Length of the run in weeks."""

    weeks_warmup: Annotated[Whole, Field(ge=4, le=520)]
    weeks_pilot: Annotated[Whole, Field(ge=4, le=520)]
    weeks_after: Annotated[Whole, Field(ge=0, le=520)]


class AuthoritySettings(Section):
    """Calls and tranches; times are shares of the pilot."""

    calls: Annotated[Whole, Field(ge=1, le=26)]
    first_tranche_share: Share
    first_tranche_at: Share
    second_tranche_at: Share
    last_call_at: Share
    second_tranche_rule: Literal["unconditional", "proportional", "top_share", "all_or_nothing"]

    @model_validator(mode="after")
    def _in_order(self):
        if not self.first_tranche_at <= self.second_tranche_at <= self.last_call_at:
            raise ValueError("must be in order: first_tranche_at, second_tranche_at, last_call_at")
        return self


AnyInstrument = Annotated[Union[(NoInstrument, *INSTRUMENTS.values())], Field(discriminator="kind")]


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


class Settings(Section):
    """All settings of one run; see ``configs/config.yaml`` for the defaults and their meaning."""

    seed: Annotated[Whole, Field(ge=0, lt=2**63)]
    replicates: Annotated[Whole, Field(ge=1, le=1000)]
    city: tuple[str, ...]
    output: Annotated[str, Field(min_length=1)] | None = None
    threads: Annotated[Whole, Field(ge=1, le=1024)] | None = None
    scenario: str | None = None
    allocation: AllocationSettings
    split: SplitSettings
    population: PopulationSettings
    horizon: HorizonSettings
    authority: AuthoritySettings
    instrument: AnyInstrument
    instruments: Annotated[tuple[AnyInstrument, ...], BeforeValidator(_tuple)] = ()
    parameters: dict[str, float]

    @field_validator("city", mode="before")
    @classmethod
    def _known_cities(cls, value):
        known = read.read_cities().id
        names = known if value == "all" else [value] if isinstance(value, str) else value
        if not isinstance(names, (list, tuple)) or not names:
            raise ValueError("must be all, a city id or a list of city ids")
        wrong = [name for name in names if name not in known]
        if wrong:
            raise ValueError("; ".join(f"unknown city {name!r}; {suggestion(str(name), known)}" for name in wrong))
        if len(set(names)) != len(names):
            raise ValueError("a city is named twice")
        return tuple(name for name in known if name in set(names))

    @field_validator("parameters")
    @classmethod
    def _known_parameters(cls, value):
        table = {p.name: p for p in read.read_parameters()}
        faults = []
        for name, number in value.items():
            if name not in table:
                faults.append((name, f"unknown parameter {name!r}; {suggestion(name, table)}"))
            elif not table[name].low <= number <= table[name].high:
                p = table[name]
                faults.append((name, f"must be {p.low:g} to {p.high:g} ({p.unit})"))
        if faults:
            raise Faults(faults)
        missing = [name for name in table if name not in value]
        if missing:
            raise ValueError(f"{', '.join(missing)} missing")
        return value

    @model_validator(mode="after")
    def _programme_can_run(self):
        """Instruments can be told apart, events have a place, and money of the grant is there when it is needed."""
        if any(k in self.programme[:n] for n, k in enumerate(self.programme)):
            raise ValueError("two instruments are the same in all terms; give one of them a name of its own")
        if sum(bool(k.event()) for k in self.programme) > EVENT_SLOTS:
            raise ValueError(f"at most {EVENT_SLOTS} instruments may be events")
        first = round(self.authority.first_tranche_at * self.horizon.weeks_pilot)
        for k in self.programme:
            if k.pays == "grant" and (self.allocation.between == "none" or k.start_week < first):
                raise ValueError(
                    f"{k.label}: pays=grant needs an allocation and start_week of at least {first}, the first tranche"
                )
        return self

    @property
    def programme(self) -> tuple[Instrument, ...]:
        """Instruments beside project awards."""
        return tuple(k for k in (self.instrument, *self.instruments) if k.kind != "none")

    @property
    def is_funded(self) -> bool:
        """Whether there is any policy at all."""
        return self.allocation.between != "none" or bool(self.programme)

    @property
    def label(self) -> str:
        """Name of the allocation, its split and its instruments in tables and charts."""
        name, split = self.allocation.name, self.split.name
        parts = [name if split == "balanced" or self.allocation.between == "none" else f"{name}+{split}"]
        return "+".join(parts + [k.label for k in self.programme])

    @property
    def replicates_per_set(self) -> int:
        """Neighbouring replicates with the same parameters, where these differ between replicates; else 1."""
        return 1

    def of_replicate(self, replicate: int) -> Settings:
        """Return the settings of one replicate; see ``sim.sample`` for those that differ."""
        return self

    def digest(self) -> str:
        """Hash of everything that results depend on."""
        return _hash(self.model_dump(mode="json", exclude={"output", "threads", "scenario"}))

    def world_digest(self) -> str:
        """Hash of everything that the world without policy depends on: equal ones share a twin."""
        return _hash(
            self.without_policy().model_dump(mode="json", exclude={"output", "threads", "scenario", "authority"})
        )

    def without_policy(self) -> Settings:
        """Return the settings of the no-policy twin."""
        nothing = AllocationSettings(name="none", between="none")
        split = SplitSettings(name="balanced", debut=1.0, scene=0.0, ip=0.0, publicity=0.0)
        none = {"instrument": NoInstrument(), "instruments": ()}
        return self.model_copy(update={"allocation": nothing, "split": split} | none)


def _hash(plain: object) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def known_keys() -> list[str]:
    """Every key that can be set, with dots: sections first, then what is in them."""
    keys = list(Settings.model_fields)
    for name in Settings.model_fields:
        keys += [f"{name}.{key}" for key in keys_of(Settings, (name,))]
    return keys + [f"parameters.{p.name}" for p in read.read_parameters()]


def settings_from(
    container: dict,
    where: str | Callable[[tuple], str],
    faults: Sequence[str] = (),
    model: type[Settings] = Settings,
) -> Settings:
    """Check plain data and return settings.

    Parameters
    ----------
    container : dict
        What Hydra or a scenario composed, without interpolations.
    where : str or callable
        Named in the messages: a file or ``command line``; or what says it for a location such as
        ``("split", "debut")``.
    faults : sequence of str
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
    except ValidationError as error:
        source = where if callable(where) else lambda location: where
        found += lines_of(error, Settings, source, sums=not faults)
    if found:
        raise InputError(found)
    return settings

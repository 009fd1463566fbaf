"""Every setting of a run, typed and checked; all faults are reported at once."""

from __future__ import annotations

import difflib
import hashlib
import json
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from sim.data import read
from sim.errors import InputError

Share = Annotated[float, Field(ge=0, le=1)]
NoNegative = Annotated[float, Field(ge=0)]
TOLERANCE = 1e-9


class Section(BaseModel):
    """Part of the settings: unknown keys and infinite numbers are refused, nothing can be changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class AllocationSettings(Section):
    """Split of the envelope over cities.

    ``between`` names a rule of ``policy.allocations``; the rules ``shares`` and ``yuan`` read the table of that name.
    """

    name: str
    between: str
    shares: dict[str, Share] | None = None
    yuan: dict[str, NoNegative] | None = None

    @model_validator(mode="after")
    def _table_is_there(self):
        for rule in ("shares", "yuan"):
            if (self.between == rule) != (getattr(self, rule) is not None):
                raise ValueError(f"a table {rule} is needed for between={rule} and for no other rule")
        return self


class SplitSettings(Section):
    """Shares of a city's money by support direction and for its own publicity; they sum to 1."""

    name: str
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

    consumers_per_city: Annotated[int, Field(ge=10, le=1_000_000)]
    choice: Literal["flow", "individual"]
    network: Literal["small_world", "random", "none"]
    degree: Annotated[int, Field(ge=0, le=64)]
    rewire_share: Share


class HorizonSettings(Section):
    """Length of the run in weeks."""

    weeks_warmup: Annotated[int, Field(ge=4, le=520)]
    weeks_pilot: Annotated[int, Field(ge=4, le=520)]
    weeks_after: Annotated[int, Field(ge=0, le=520)]


class AuthoritySettings(Section):
    """Calls and tranches; times are shares of the pilot."""

    calls: Annotated[int, Field(ge=1, le=26)]
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


class Settings(Section):
    """All settings of one run; see ``configs/config.yaml`` for the defaults and their meaning."""

    seed: Annotated[int, Field(ge=0, lt=2**63)]
    replicates: Annotated[int, Field(ge=1, le=1000)]
    city: tuple[str, ...]
    output: str | None = None
    threads: Annotated[int, Field(ge=1, le=1024)] | None = None
    scenario: str | None = None
    allocation: AllocationSettings
    split: SplitSettings
    population: PopulationSettings
    horizon: HorizonSettings
    authority: AuthoritySettings
    parameters: dict[str, float]

    @field_validator("city", mode="before")
    @classmethod
    def _known_cities(cls, value):
        known = read.read_cities().id
        names = known if value == "all" else [value] if isinstance(value, str) else value
        if not isinstance(names, (list, tuple)) or not names:
            raise ValueError("must be all, a city id or a list of city ids")
        for name in names:
            if name not in known:
                raise ValueError(f"unknown city {name!r}; {suggestion(str(name), known)}")
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
                faults.append(f"unknown parameter {name!r}; {suggestion(name, list(table))}")
            elif not table[name].low <= number <= table[name].high:
                faults.append(
                    f"{name} is {number:g}; must be {table[name].low:g} to {table[name].high:g} ({table[name].unit})"
                )
        faults += [f"{name} is missing" for name in table if name not in value]
        if faults:
            raise ValueError("; ".join(faults))
        return value

    @model_validator(mode="after")
    def _custom_cities_are_known(self):
        known = read.read_cities().id
        for rule in ("shares", "yuan"):
            for name in getattr(self.allocation, rule) or {}:
                if name not in known:
                    raise ValueError(f"allocation.{rule}: unknown city {name!r}; {suggestion(name, known)}")
        return self

    @property
    def label(self) -> str:
        """Name of the allocation in tables and charts."""
        name, split = self.allocation.name, self.split.name
        return name if split == "balanced" or self.allocation.between == "none" else f"{name}+{split}"

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
        return self.model_copy(update={"allocation": nothing, "split": split})


def _hash(plain: object) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def suggestion(wrong: str, known) -> str:
    """Say what is allowed: the nearest name if one is near, else all of them."""
    near = difflib.get_close_matches(wrong, list(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else f"allowed: {', '.join(known)}"


_ALLOWED = {
    "extra_forbidden": "unknown key",
    "missing": "is missing",
    "finite_number": "must be a finite number",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "dict_type": "must be a table of names and numbers",
    "string_type": "must be a text",
}


def settings_from(container: dict, where: str, origin: dict[str, str] | None = None) -> Settings:
    """Check plain data and return settings.

    Parameters
    ----------
    container : dict
        What Hydra or a scenario composed, without interpolations.
    where : str
        Named in the messages: a file or ``command line``.
    origin : dict of str to str, optional
        Sections and keys that come from elsewhere, and from where; a key goes before its section.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    try:
        return Settings.model_validate(container)
    except ValidationError as faults:
        lines = [_line(fault, _origin(fault["loc"], where, origin or {})) for fault in faults.errors()]
        raise InputError(lines) from None


def _origin(location: tuple, where: str, origin: dict[str, str]) -> str:
    parts = [str(part) for part in location]
    return origin.get(".".join(parts), origin.get(parts[0] if parts else "", where))


def _line(fault: dict, where: str) -> str:
    key = ".".join(str(part) for part in fault["loc"]) or "settings"
    if fault["type"] == "value_error":
        text = str(fault["ctx"]["error"])
        return (
            f"{where}: {key}: {text}"
            if isinstance(fault["input"], dict)
            else f"{where}: {key}={fault['input']!s}: {text}"
        )
    if fault["type"] == "extra_forbidden":
        siblings = _siblings(fault["loc"])
        return f"{where}: unknown key {key!r}; {suggestion(str(fault['loc'][-1]), siblings)}"
    text = _ALLOWED.get(fault["type"], fault["msg"].replace("Input should be", "must be"))
    text = text.replace("greater than or equal to", "at least").replace("less than or equal to", "at most")
    return f"{where}: {key}={fault['input']!s}: {text}" if fault["type"] != "missing" else f"{where}: {key} {text}"


def _siblings(location: tuple) -> list[str]:
    model: type[BaseModel] = Settings
    for part in location[:-1]:
        annotation = model.model_fields[part].annotation if part in model.model_fields else None
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            break
        model = annotation
    return list(model.model_fields)

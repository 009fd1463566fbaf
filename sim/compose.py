"""From overrides to checked settings, through Hydra."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import yaml
from hydra import compose as hydra_compose
from hydra import initialize_config_dir
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Glob, Override
from hydra.errors import HydraException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.data import read
from sim.errors import InputError
from sim.faults import PARAMETER_FILE, suggestion
from sim.paths import CONFIGS
from sim.sample import SampledSettings, lay_sample
from sim.scenario import path_of, read_scenario
from sim.settings import Settings, known_keys, settings_from

COMMAND_LINE = "command line"
POSTERIOR = "posterior"
NAMED = ("allocation", "split")  # groups whose choice goes by a name of its own
GROUPS = (*NAMED, "instrument")
PARAMETERS = ("table", POSTERIOR)  # where the parameters come from
TABLES = ("allocation.shares", "allocation.yuan")  # their keys are cities
MOST_RUNS = 1000  # of a sweep
LONGEST = 100  # of an override that is quoted in a message


@contextmanager
def hydra_here() -> Iterator[Any]:
    """Hydra on our configs; one that the caller has in use is put back afterwards."""
    parameters = {p.name: p.value for p in read.read_parameters()}
    for name in PARAMETERS:  # the sample, too, only changes what the table says
        ConfigStore.instance().store(group="parameters", name=name, node=parameters)
    instance = GlobalHydra.instance()
    outer, instance.hydra = instance.hydra, None
    try:
        with initialize_config_dir(str(CONFIGS), version_base=None):
            yield GlobalHydra.instance().hydra
    except (HydraException, OmegaConfBaseException, yaml.YAMLError) as fault:
        raise InputError(f"{COMMAND_LINE}: {first_line(fault)}") from None
    finally:
        GlobalHydra.instance().hydra = outer


@contextmanager
def after(faults: list[str]) -> Iterator[None]:
    """Put faults found before in front of those found now."""
    try:
        yield
    except InputError as fault:
        raise InputError(list(dict.fromkeys([*faults, *fault.problems]))) from None


def first_line(fault: Exception) -> str:
    """Return the first line of a library's error; the rest of Hydra's is advice that does not hold here."""
    lines = [line.strip() for line in str(fault).splitlines() if line.strip()]
    return lines[0] if lines else type(fault).__name__


def choices(group: str) -> list[str]:
    """Names that a config group allows."""
    return list(PARAMETERS) if group == "parameters" else sorted(path.stem for path in (CONFIGS / group).glob("*.yaml"))


def parse(overrides: list[str], sweep: bool = False) -> tuple[list[Override], list[str]]:
    """Parse overrides and tell those that may be used from the faults of the others.

    Parameters
    ----------
    overrides : list of str
        ``key=value`` in Hydra's grammar.
    sweep : bool
        Whether a key may have several values.

    Returns
    -------
    (list of Override, list of str)
    """
    good, faults = [], []
    for text in overrides:
        shown = repr(text if len(text) <= LONGEST else text[: LONGEST - 3] + "...")
        found = _refusals(text, shown)
        if not found:
            try:
                override = OverridesParser.create().parse_override(text)
                found = _faults(override, shown, sweep)
            except (HydraException, RecursionError) as error:
                found = [f"{shown} cannot be read: {first_line(error)}; write key=value"]
        faults += [f"{COMMAND_LINE}: {line}" for line in found]
        if not found:
            good.append(override)
    return good, list(dict.fromkeys(faults))


def _refusals(text: str, shown: str) -> list[str]:
    if "${" in text:
        return [f"{shown}: references (${{...}}) are not allowed"]
    return [f"{shown}: unknown option; write key=value"] if text.startswith("-") else []


def _faults(override: Override, shown: str, sweep: bool) -> list[str]:
    """What an override would do beyond setting known keys to values they may have."""
    key = override.key_or_group
    if override.is_add() or override.is_force_add() or override.is_delete():
        return [f"{shown}: keys cannot be added or deleted; write key=value"]
    if override.package is not None:
        return [f"{shown}: packages (@) are not allowed"]
    if key.split("/")[0].split(".")[0] == "hydra":
        return [f"{shown}: Hydra's own settings cannot be changed"]
    if override.is_sweep_override() and not sweep:
        return [f"{shown}: one value is allowed here; several are compared by sanxin sweep"]
    if override.is_interval_sweep():
        return [f"{shown}: an interval is no list of values; write a,b,c or range(start,stop,step)"]
    try:
        values = values_of(override)
    except ValueError as error:
        return [f"{shown}: gives no list of values ({error})"]
    if not values:
        return [f"{shown}: gives no value"]
    if override.is_sweep_override() and len({repr(v) for v in values}) < len(values):
        return [f"{shown}: a value stands twice"]
    return _unknown(key, values)


def _unknown(key: str, values: list) -> list[str]:
    """Keys and names of configs that do not exist."""
    is_group, known, found = key in (*GROUPS, "parameters"), known_keys(), []
    for value in values:
        if is_group and not isinstance(value, dict):
            if value not in choices(key):
                name = "null" if value is None else str(value)
                found.append(f"{key}={name}: unknown; {suggestion(name, choices(key))}")
        else:
            wrong = [leaf for leaf in leaves(key, value) if leaf not in known]
            found += [f"unknown key {leaf!r}; {_nearest_key(leaf, known)}" for leaf in wrong]
    return found


def values_of(override: Override) -> list:
    """Every value that an override gives its key, at most one more than a sweep may have runs."""
    value = override.value()
    if isinstance(value, Glob):
        return value.filter(choices(override.key_or_group))
    if not override.is_sweep_override():
        return [value]
    found = itertools.islice(override.sweep_iterator(), MOST_RUNS + 1)
    return [Override._convert_value(v) for v in found]


def leaves(key: str, value: object) -> list[str]:
    """Keys that an override states, with dots; a table as value states those in it."""
    if not isinstance(value, dict) or key in TABLES:
        return [key]
    return [leaf for inner, v in value.items() for leaf in leaves(f"{key}.{inner}", v)]


def _nearest_key(wrong: str, known: list[str]) -> str:
    section, _, last = wrong.rpartition(".")
    beside = [key for key in known if key.rpartition(".")[0] == section]
    near = difflib.get_close_matches(last, [key.rpartition(".")[2] for key in beside], n=1, cutoff=0.6)
    if section and near:
        return f"did you mean {f'{section}.{near[0]}'!r}?"
    if section and beside:
        return suggestion("", beside)
    elsewhere = [key for key in known if key.rpartition(".")[2] == last]
    near = elsewhere or difflib.get_close_matches(wrong, known, n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else suggestion("", [key for key in known if "." not in key])


def compose(overrides: list[str]) -> Settings:
    """Settings from the defaults, the scenario if one is named, and the overrides, in this order.

    Parameters
    ----------
    overrides : list of str
        ``key=value`` in Hydra's grammar.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    good, faults = parse(list(overrides))
    with after(faults), hydra_here():
        return layered(
            lambda texts: hydra_compose("config", overrides=texts, return_hydra_config=True),
            [o.input_line for o in good], faults,
        )  # fmt: skip


def layered(load: Callable[[list[str]], DictConfig], overrides: list[str], faults: list[str]) -> Settings:
    """Check one run: defaults, then its scenario, then its overrides.

    Parameters
    ----------
    load : callable
        Composes overrides with Hydra.
    overrides : list of str
        Of one run, each with one value.
    faults : list of str
        Found before.

    Raises
    ------
    InputError
    """
    given, more = parse(overrides)
    faults = faults + more
    explicit = [leaf for o in given for leaf in leaves(o.key_or_group, o.value())]
    named = [o.value() for o in given if o.key_or_group == "scenario" and isinstance(o.value(), str)]
    path, scenario = path_of(named[-1]) if named else None, read_scenario(named[-1]) if named else {}
    chosen = {g: scenario[g] for g in GROUPS if isinstance(scenario.get(g), str) and g not in explicit}
    for group, name in chosen.items():
        if name not in choices(group):
            raise InputError(f"{path}: {group}={name}: unknown; {suggestion(name, choices(group))}")
    config = load([f"{group}={name}" for group, name in chosen.items()] + [o.input_line for o in given])
    files = {group: f"configs/{group}/{config.hydra.runtime.choices[group]}.yaml" for group in GROUPS}
    own = OmegaConf.masked_copy(config, [key for key in config if key != "hydra"])
    container = OmegaConf.to_container(own, resolve=False, throw_on_missing=True)
    model = Settings
    if config.hydra.runtime.choices["parameters"] == POSTERIOR:
        model, explicit = SampledSettings, [key for key in explicit if key != "parameters"]
        lay_sample(container, _stated_parameters(explicit, scenario))
    _merge(container, {k: v for k, v in scenario.items() if k not in chosen}, explicit, path.stem if path else "")
    _rename(container, explicit)
    _look_up_instruments(container)
    return settings_from(container, lambda place: _source(place, explicit, scenario, path, files), faults, model)


def _stated_parameters(explicit: list[str], scenario: dict) -> set[str]:
    """Parameters that the command line or the scenario states."""
    own = scenario.get("parameters")
    on_line = {key.removeprefix("parameters.") for key in explicit if key.startswith("parameters.")}
    return on_line | (set(own) if isinstance(own, dict) else set())


def _merge(container: dict, scenario: dict, explicit: list[str], name: str) -> None:
    """Lay a scenario's sections over the defaults, except for keys that the command line states."""
    for section, value in scenario.items():
        if section not in container or section in explicit:
            continue
        if not isinstance(value, dict) or not isinstance(container[section], dict):
            container[section] = value
            continue
        if section in NAMED:  # what is changed must not go by the name of what it was
            value = {"name": name} | value
        container[section].update({k: v for k, v in value.items() if f"{section}.{k}" not in explicit})


def _look_up_instruments(container: dict) -> None:
    """Put the terms of ``configs/instrument`` where only a name stands in the list of instruments."""
    listed, known = container.get("instruments"), choices("instrument")
    for k, item in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(item, str):
            if item not in known:
                raise InputError(f"instruments.{k}={item}: unknown; {suggestion(item, known)}")
            text = (CONFIGS / "instrument" / f"{item}.yaml").read_text(encoding="utf-8")
            listed[k] = {"name": item} | yaml.safe_load(text)


def _rename(container: dict, explicit: list[str]) -> None:
    """Give an allocation or split that the command line changed a name of its own."""
    for group in NAMED:
        changed = any(key.startswith(f"{group}.") for key in explicit) and f"{group}.name" not in explicit
        if changed and isinstance(container.get(group), dict):
            container[group]["name"] = "custom"


def _source(place: tuple, explicit: list[str], scenario: dict, path: object, files: dict[str, str]) -> str:
    """Where a value comes from, for messages: the command line, the scenario or one of our files."""
    key, section = ".".join(map(str, place)), str(place[0]) if place else ""
    if any(e == key or e.startswith(f"{key}.") or key.startswith(f"{e}.") for e in explicit):
        return COMMAND_LINE
    stated = scenario.get(section)
    if stated is not None and (not isinstance(stated, dict) or len(place) == 1 or place[1] in stated):
        return str(path)
    if section == "parameters":
        return PARAMETER_FILE
    return files.get(section, "configs/config.yaml")

"""From overrides to checked settings, through Hydra."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from hydra import compose as hydra_compose
from hydra import initialize_config_dir
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.core.override_parser.types import Override, Quote, QuotedString
from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.data import read
from sim.errors import InputError, Problem, fault
from sim.inputs.faults import Place
from sim.inputs.overrides import (
    COMMAND_LINE,
    TABLES,
    first_line,
    leaves,
    not_there,
    parse,
)
from sim.inputs.paths import CONFIGS, GROUPS, NAMED, PARAMETERS, POSTERIOR, added_folders, choices, configs, shown
from sim.inputs.sample import SampledSettings, lay_sample
from sim.inputs.scenario import path_of, read_scenario
from sim.inputs.settings import Settings, settings_from
from sim.inputs.typed import texts
from sim.policy.schema import PARAMETER_FILE, suggestion

Table: TypeAlias = dict[str, Any]
Stamp: TypeAlias = tuple[tuple[Path, int], ...]


@contextmanager
def hydra_here() -> Iterator[None]:
    """Hydra on our configs; one that the caller has in use is put back afterwards."""
    for name in PARAMETERS:  # choices without a file: the values are laid under the rest when Hydra is done
        ConfigStore.instance().store(group="parameters", name=name, node={})
    instance = GlobalHydra.instance()
    outer, instance.hydra = instance.hydra, None
    try:
        with told_in_a_line():
            initialize_config_dir(str(CONFIGS), job_name="sanxin", version_base=None)
            yield
    finally:
        GlobalHydra.instance().hydra = outer


@contextmanager
def told_in_a_line() -> Iterator[None]:
    """What Hydra refuses is a mistake on the command line."""
    try:
        yield
    except (HydraException, OmegaConfBaseException, yaml.YAMLError) as error:
        raise InputError("inputs-command-line", problem=first_line(error)) from None


@contextmanager
def after(faults: Sequence[Problem]) -> Iterator[None]:
    """Put faults found before in front of those found now."""
    try:
        yield
    except InputError as error:
        raise InputError(list(dict.fromkeys([*faults, *error.problems]))) from None


def compose(overrides: Iterable[str]) -> Settings:
    """Settings from the defaults, the scenario if one is named, and the overrides, in this order.

    Parameters
    ----------
    overrides : iterable of str
        ``key=value`` in Hydra's grammar.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    good, faults = parse(texts(overrides))
    with after(faults), told_in_a_line():
        return layered([str(o.input_line) for o in good], faults)


def _load(chosen: dict[str, str], given: list[Override]) -> tuple[Table, dict[str, str]]:
    """Compose as Hydra does: the configs that a scenario or an override chooses, and values laid over them.

    Returns
    -------
    (dict, dict of str to str)
        Plain settings, and the config chosen in each group.
    """
    groups = (*GROUPS, "parameters")
    choosing = [o for o in given if o.key_or_group in groups and isinstance(o.value(), str)]
    names = [f"{group}={name}" for group, name in chosen.items()] + [str(o.input_line) for o in choosing]
    composed, choice = _configs_of(tuple(names), _stamp())
    container = copy.deepcopy(composed)
    container["parameters"] |= {p.name: p.value for p in read.read_parameters()}
    for o in given:
        if o not in choosing:  # keys, too, that a config leaves out because they have a default
            _set(container, o.key_or_group.split("."), o.value())
    return container, choice


def _set(table: Table, key: list[str], value: object) -> None:
    """Set a key in nested tables; a table is laid over one that is there."""
    first, *rest = key
    if not rest and not isinstance(value, dict):
        table[first] = value
        return
    if not isinstance(table.get(first), dict):
        table[first] = {}
    if rest:
        _set(table[first], rest, value)
    elif isinstance(value, dict):
        for name, inner in value.items():
            _set(table[first], [name], inner)


@lru_cache(maxsize=64)
def _configs_of(chosen: tuple[str, ...], stamp: Stamp) -> tuple[Table, dict[str, str]]:
    """What Hydra composes of chosen configs; the same ones are read once, as comparisons ask for them many times."""
    folders = (
        QuotedString(f"file://{folder}", Quote.single).with_quotes() for folder in added_folders(GROUPS).values()
    )
    with hydra_here():
        searchpath = f"hydra.searchpath=[{','.join(folders)}]"
        config = hydra_compose("config", overrides=[*chosen, searchpath], return_hydra_config=True)
        choice = dict(config.hydra.runtime.choices)
        own = OmegaConf.masked_copy(config, [str(key) for key in config if key != "hydra"])
        plain = OmegaConf.to_container(own, resolve=True)
        assert isinstance(plain, dict)
        return {str(key): value for key, value in plain.items()}, choice


def _stamp() -> Stamp:
    """All that composing reads, as it is now."""
    folders = (CONFIGS, *added_folders(GROUPS).values())
    return tuple((path, path.stat().st_mtime_ns) for folder in folders for path in sorted(folder.rglob("*.yaml")))


def layered(overrides: list[str], faults: Sequence[Problem]) -> Settings:
    """Check one run: defaults, then its scenario, then its overrides.

    Parameters
    ----------
    overrides : list of str
        Of one run, each with one value.
    faults : sequence of str or Fault
        Found before.

    Raises
    ------
    InputError
    """
    given, more = parse(overrides)
    faults = [*faults, *more]
    explicit = [leaf for o in given for leaf in leaves(o.key_or_group, o.value())]
    named = [name for o in given if o.key_or_group == "scenario" and isinstance(name := o.value(), str)]
    path, scenario = path_of(named[-1]) if named else None, read_scenario(named[-1]) if named else {}
    chosen = {g: scenario[g] for g in GROUPS if isinstance(scenario.get(g), str) and g not in explicit}
    for group, name in chosen.items():
        if name not in choices(group):
            unknown = fault("inputs-choice", group=group, name=name, problem=not_there(group, name))
            raise InputError("inputs-in", source=path, problem=unknown)
    container, choice = _load(chosen, given)
    files = {group: shown(group, choice[group]) for group in GROUPS}
    model: type[Settings] = Settings
    if choice["parameters"] == POSTERIOR:
        model, explicit = SampledSettings, [key for key in explicit if key != "parameters"]
        lay_sample(container, _stated_parameters(explicit, scenario))
    _merge(container, {k: v for k, v in scenario.items() if k not in chosen}, explicit, path.stem if path else "")
    _rename(container, explicit)
    _look_up_instruments(container)
    return settings_from(container, lambda place: _source(place, explicit, scenario, path, files), faults, model)


def _stated_parameters(explicit: list[str], scenario: Table) -> set[str]:
    """Parameters that the command line or the scenario states."""
    own = scenario.get("parameters")
    on_line = {key.removeprefix("parameters.") for key in explicit if key.startswith("parameters.")}
    return on_line | (set(own) if isinstance(own, dict) else set())


def _merge(container: Table, scenario: Table, explicit: list[str], name: str) -> None:
    """Lay a scenario's sections over the defaults, except for keys that the command line states."""
    for section, value in scenario.items():
        if section not in container or section in explicit:
            continue
        if not isinstance(value, dict) or not isinstance(container[section], dict):
            container[section] = value
            continue
        if section in NAMED:  # what is changed must not go by the name of what it was
            value = {"name": name} | value
        _lay_over(container[section], value, section, explicit)


def _lay_over(section: Table, stated: Table, place: str, explicit: list[str]) -> None:
    """Lay a scenario's table over another, inner tables too, except for keys that the command line states."""
    for key, value in stated.items():
        inner = f"{place}.{key}"
        if isinstance(value, dict) and isinstance(section.get(key), dict) and inner not in TABLES:
            _lay_over(section[key], value, inner, explicit)
        elif inner not in explicit:
            section[key] = value


def _look_up_instruments(container: Table) -> None:
    """Put the terms of ``configs/instrument`` where only a name stands in the list of instruments."""
    known, listed = configs("instrument"), container.get("instruments")
    if not isinstance(listed, list):
        return
    for k, item in enumerate(listed):
        if isinstance(item, str):
            if item not in known:
                raise InputError("inputs-instrument-name", k=k, name=item, hint=suggestion(item, known))
            listed[k] = {"name": item} | yaml.safe_load(known[item].read_text(encoding="utf-8"))


def _rename(container: Table, explicit: list[str]) -> None:
    """Give an allocation or split that the command line changed a name of its own."""
    for group in NAMED:
        changed = any(key.startswith(f"{group}.") for key in explicit) and f"{group}.name" not in explicit
        if changed and isinstance(container.get(group), dict):
            container[group]["name"] = "custom"


def _source(place: Place, explicit: list[str], scenario: Table, path: object, files: dict[str, str]) -> str:
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

"""From overrides to checked settings, through Hydra."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from sim.data.held import made_once
from sim.errors import Fault, InputError, Problem, fault
from sim.inputs.given import file_shown
from sim.inputs.origins import Layer, Origins, at, called, caller
from sim.inputs.overrides import (
    TABLES,
    by_caller,
    first_line,
    leaves,
    not_there,
    parse,
)
from sim.inputs.paths import CONFIGS, GROUPS, NAMED, PARAMETERS, POSTERIOR, added_folders, choices, configs, shown
from sim.inputs.sample import SampledSettings, lay_sample
from sim.inputs.scenario import config_of, path_of, read_scenario
from sim.inputs.settings import Settings, settings_from
from sim.inputs.typed import divided, texts
from sim.policy.schema import PARAMETER_FILE, suggestion

Table: TypeAlias = dict[str, Any]
Stamp: TypeAlias = tuple[tuple[Path, int], ...]


@contextmanager
def hydra_here() -> Iterator[None]:
    """Hydra on our configs; one that the caller has in use is put back afterwards."""
    store, instance = ConfigStore.instance(), GlobalHydra.instance()
    for name in PARAMETERS:  # choices without a file: the values are laid under the rest when Hydra is done
        store.store(group="parameters", name=name, node={})
    about_hydra = store.repo["hydra"]["config.yaml"].node
    outer, instance.hydra = instance.hydra, None
    its_own = OmegaConf.to_container(about_hydra.defaults)
    about_hydra.defaults = []  # its logging and help, a third of the time to compose
    try:
        initialize_config_dir(str(CONFIGS), job_name="sanxin", version_base=None)
        yield
    finally:
        GlobalHydra.instance().hydra, about_hydra.defaults = outer, its_own


@contextmanager
def after(faults: Sequence[Problem]) -> Iterator[None]:
    """Put faults found before in front of those found now."""
    try:
        yield
    except InputError as error:
        raise InputError(list(dict.fromkeys([*faults, *error.problems]))) from None


def compose(overrides: Iterable[str], told: Mapping[str, Problem] | None = None) -> Settings:
    """Settings from the defaults, the scenario if one is named, and the overrides, in this order.

    Parameters
    ----------
    overrides : iterable of str
        ``key=value`` in Hydra's grammar.
    told : dict of str to str or Fault, optional
        Who states a key, as messages name it, for those that are not the caller's.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    good, faults = parse(texts(overrides))
    with after(faults):
        return layered(good, faults, told or {})


@called("PilotModel")
def compose_options(options: Mapping[str, object], seed: int | None) -> Settings:
    """Settings from options of ``PilotModel``, whose names have two underscores in place of a dot."""
    overrides = [f"{key.replace('__', '.')}={value}" for key, value in options.items()]
    return compose(overrides + ([] if seed is None else [f"seed={int(seed)}"]))


def _load(chosen: dict[str, str], given: list[Override]) -> tuple[Table, Table, dict[str, str]]:
    """Compose as Hydra does: the configs that a scenario or an override chooses, and values laid over them.

    Returns
    -------
    (dict, dict, dict of str to str)
        Plain settings, those of the configs alone, and the config chosen in each group.
    """
    groups = (*GROUPS, "parameters")
    choosing = [o for o in given if o.key_or_group in groups and isinstance(o.value(), str)]
    names = [f"{group}={name}" for group, name in chosen.items()] + [str(o.input_line) for o in choosing]
    composed, choice = _configs_of(tuple(names), _stamp())
    container = _copied(composed)
    container["parameters"] |= {p.name: p.value for p in read.read_parameters()}
    for o in given:
        if o not in choosing:  # keys, too, that a config leaves out because they have a default
            _set(container, o.key_or_group.split("."), o.value())
    return container, composed, choice


def _copied(plain: Any) -> Any:
    """Copy of nested tables and lists; what they hold is never changed."""
    if isinstance(plain, dict):
        return {key: _copied(value) for key, value in plain.items()}
    return [_copied(value) for value in plain] if isinstance(plain, list) else plain


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
    folders = [
        QuotedString(f"file://{folder}", Quote.single).with_quotes() for folder in added_folders(GROUPS).values()
    ]
    searchpath = [f"hydra.searchpath=[{','.join(folders)}]"] if folders else []
    try:
        with hydra_here():
            config = hydra_compose("config", overrides=[*chosen, *searchpath], return_hydra_config=True)
            choice = dict(config.hydra.runtime.choices)
            own = OmegaConf.masked_copy(config, [str(key) for key in config if key != "hydra"])
            plain = OmegaConf.to_container(own, resolve=True)
    except (HydraException, OmegaConfBaseException, yaml.YAMLError) as error:
        raise InputError([_of_configs(chosen, error)]) from None
    assert isinstance(plain, dict)
    return {str(key): value for key, value in plain.items()}, choice


def _of_configs(chosen: tuple[str, ...], error: Exception) -> Fault:
    """What Hydra refuses in configs: names were checked before, so that it is what one of them holds."""
    files = [configs(group).get(name) for group, _, name in (text.partition("=") for text in chosen)]
    added = [str(path) for path in files if path and not path.is_relative_to(CONFIGS)]
    problem = fault("inputs-config-composed", why=first_line(error))
    return fault("inputs-in", source=added[-1] if added else "configs/config.yaml", problem=problem)


@made_once
def _stamp() -> Stamp:
    """All that composing reads, as it is now."""
    folders = (CONFIGS, *added_folders(GROUPS).values())
    return tuple((path, path.stat().st_mtime_ns) for folder in folders for path in sorted(folder.rglob("*.yaml")))


def layered(given: list[Override], faults: Sequence[Problem], told: Mapping[str, Problem]) -> Settings:
    """Check one run: defaults, then its scenario, then its overrides.

    Parameters
    ----------
    given : list of Override
        Of one run, each with one value.
    faults : sequence of str or Fault
        Found before.
    told : dict of str to str or Fault
        Who states a key, for those that are not the caller's.

    Raises
    ------
    InputError
    """
    explicit = [leaf for o in given for leaf in leaves(o.key_or_group, o.value())]
    explicit = [leaf for leaf in explicit if leaf != "parameters"]  # says where those come from that nobody states
    named = [name for o in given if o.key_or_group == "scenario" and isinstance(name := o.value(), str)]
    path, scenario = path_of(named[-1]) if named else None, read_scenario(named[-1]) if named else {}
    chosen = {g: scenario[g] for g in GROUPS if isinstance(scenario.get(g), str) and g not in explicit}
    for group, name in chosen.items():
        if name not in choices(group):
            unknown = fault("inputs-choice", group=group, name=name, problem=not_there(group, name))
            raise InputError("inputs-in", source=Layer(scenario, str(path), path=path).at((group,)), problem=unknown)
    scenario = {section: value for section, value in scenario.items() if section not in explicit}
    container, composed, choice = _load(chosen, given)
    faults = [*faults, *_empty(container, given)]
    stated = [(o.key_or_group, o.value(), divided(o.input_line or "")[2]) for o in given]
    layers = [Layer(value, told.get(key, caller()), tuple(key.split(".")), None, word) for key, value, word in stated]
    layers = layers[::-1] + ([Layer(scenario, file_shown(path, named[-1]), path=path)] if path else [])
    model: type[Settings] = Settings
    if choice["parameters"] == POSTERIOR:
        model = SampledSettings
        layers.append(lay_sample(container, _stated_parameters(explicit, scenario)))
    layers += _shipped(composed, choice)
    _merge(
        container,
        {k: v for k, v in scenario.items() if k not in chosen},
        explicit,
        _name_of(path) if path else "",
        layers,
    )
    _rename(container, explicit, layers)
    _look_up_instruments(container, layers)
    return settings_from(container, Origins(layers), faults, model)


def _empty(container: Table, given: list[Override]) -> list[Fault]:
    """Overrides with an empty table where there is one with values, which keeps them."""
    keys = [o.key_or_group for o in given if o.value() == {} and at(container, tuple(o.key_or_group.split(".")))]
    return [by_caller(fault("inputs-empty-table", key=key)) for key in keys]


def _shipped(composed: Table, choice: Mapping[str, str]) -> list[Layer]:
    """Layers of the configs, and of the table of parameters beneath them."""
    files = [Layer(composed[g], shown(g, choice[g]), (g,), configs(g).get(choice[g])) for g in GROUPS]
    rest = {key: value for key, value in composed.items() if key not in (*GROUPS, "parameters")}
    table = {p.name: p.value for p in read.read_parameters()}
    top = Layer(rest, "configs/config.yaml", path=CONFIGS / "config.yaml")
    return [*files, Layer(table, PARAMETER_FILE, ("parameters",)), top]


def _name_of(path: Path) -> str:
    """Name for what a scenario changes: that of its file, as far as a name may hold it."""
    kept = (c if c.isalpha() or c.isdecimal() or c in "_ .()-" else "-" for c in path.stem)
    return re.sub(r"^\W+", "", "".join(kept))[:60].rstrip() or "scenario"


def _stated_parameters(explicit: list[str], scenario: Table) -> set[str]:
    """Parameters that the command line or the scenario states."""
    own = scenario.get("parameters")
    on_line = {key.removeprefix("parameters.") for key in explicit if key.startswith("parameters.")}
    return on_line | (set(own) if isinstance(own, dict) else set())


def _merge(container: Table, scenario: Table, explicit: list[str], name: str, layers: list[Layer]) -> None:
    """Lay a scenario's sections over the defaults, except for keys that the command line states."""
    for section, value in scenario.items():
        if section not in container:
            continue
        if not isinstance(value, dict) or not isinstance(container[section], dict):
            container[section] = value
            continue
        if section in NAMED and "name" not in value:  # what is changed must not go by the name of what it was
            value = {"name": name} | value
            file = next(layer for layer in layers if layer.path)
            layers.insert(0, file._replace(data={"name": name}, inside=(section,)))
        _lay_over(container[section], value, section, explicit)


def _lay_over(section: Table, stated: Table, place: str, explicit: list[str]) -> None:
    """Lay a scenario's table over another, inner tables too, except for keys that the command line states."""
    for key, value in stated.items():
        inner = f"{place}.{key}"
        if isinstance(value, dict) and isinstance(section.get(key), dict) and inner not in TABLES:
            _lay_over(section[key], value, inner, explicit)
        elif inner not in explicit:
            section[key] = value


def _look_up_instruments(container: Table, layers: list[Layer]) -> None:
    """Put the terms of ``configs/instrument`` where only a name stands in the list of instruments."""
    known, listed = configs("instrument"), container.get("instruments")
    if not isinstance(listed, list):
        return
    container["instruments"] = [*listed]  # the list itself is what somebody states
    for k, item in enumerate(listed):
        if isinstance(item, str):
            if item not in known:
                source, hint = Origins(layers).of(("instruments", k)), suggestion(item, known)
                raise InputError("inputs-instrument-name", source=source, k=k, name=item, hint=hint)
            terms = config_of(known[item])
            container["instruments"][k] = {"name": item} | terms
            layers.append(Layer(terms, shown("instrument", item), ("instruments", k), known[item]))


def _rename(container: Table, explicit: list[str], layers: list[Layer]) -> None:
    """Give an allocation or split that the command line changed a name of its own."""
    for group in NAMED:
        changed = any(key.startswith(f"{group}.") for key in explicit) and f"{group}.name" not in explicit
        if changed and isinstance(container.get(group), dict):
            container[group]["name"] = "custom"
            layers.insert(0, Layer({"name": "custom"}, Origins(layers).layer((group,))[0].source, (group,)))

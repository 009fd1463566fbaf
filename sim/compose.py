"""From overrides to checked settings, through Hydra."""

from __future__ import annotations

import os
from contextlib import contextmanager

from hydra import compose as hydra_compose
from hydra import initialize_config_dir
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.data import read
from sim.errors import InputError
from sim.paths import CONFIGS
from sim.scenario import path_of, read_scenario
from sim.settings import Settings, settings_from, suggestion

COMMAND_LINE = "command line"
GROUPS = ("allocation", "split")


def register_parameters() -> None:
    """Make the parameter table a config group, so that ``parameters.x=1`` works and a misspelt x is refused."""
    node = {p.name: p.value for p in read.read_parameters()}
    ConfigStore.instance().store(group="parameters", name="table", node=node)


def check_overrides(overrides: list[str]) -> list:
    """Parse overrides and refuse those that would change more than a setting.

    Raises
    ------
    InputError
    """
    faults, parsed = [], []
    for text in overrides:
        if "${" in text:
            raise InputError(f"{COMMAND_LINE}: {text!r}: references (${{...}}) are not allowed")
        try:
            override = OverridesParser.create().parse_override(text)
        except HydraException as fault:
            raise InputError(f"{COMMAND_LINE}: {text!r} cannot be read: {first_line(fault)}; write key=value") from None
        if override.is_add() or override.is_force_add() or override.is_delete():
            faults.append(f"{COMMAND_LINE}: {text!r}: keys cannot be added or deleted; write key=value")
        elif override.key_or_group.split("/")[0].split(".")[0] == "hydra":
            faults.append(f"{COMMAND_LINE}: {text!r}: Hydra's own settings cannot be changed")
        elif override.package is not None:
            faults.append(f"{COMMAND_LINE}: {text!r}: packages (@) are not allowed")
        parsed.append(override)
    if faults:
        raise InputError(faults)
    return parsed


def first_line(fault: Exception) -> str:
    """Return what a library's error says, in one line."""
    lines = [line.strip() for line in str(fault).splitlines() if line.strip()]
    return lines[0] if lines else type(fault).__name__


@contextmanager
def plain_errors(overrides: list[str]):
    """Turn Hydra's errors into one line of our own."""
    try:
        yield
    except (HydraException, OmegaConfBaseException) as fault:
        raise InputError(_explain(fault, overrides)) from None


def _explain(fault: Exception, overrides: list[str]) -> str:
    text = " ".join(str(fault).split())
    for override in overrides:
        key, _, _ = override.partition("=")
        if key in GROUPS and f"Could not find '{key}/" in text:
            known = sorted(p.stem for p in (CONFIGS / key).glob("*.yaml"))
            wrong = text.split(f"'{key}/", 1)[1].split("'", 1)[0]
            return f"{COMMAND_LINE}: {key}={wrong}: unknown; {suggestion(wrong, known)}"
        if f"Could not override '{key}'" in text:
            return f"{COMMAND_LINE}: unknown key {key!r}; {suggestion(key, _known_keys())}"
        if f"Error merging override {override}" in text:
            return f"{COMMAND_LINE}: {override}: {text.split(override, 1)[1].strip()}"
    return f"{COMMAND_LINE}: {text}"


def _known_keys() -> list[str]:
    sections = {name: field.annotation for name, field in Settings.model_fields.items()}
    keys = list(sections)
    for name, annotation in sections.items():
        keys += [f"{name}.{key}" for key in getattr(annotation, "model_fields", {})]
    return keys + [f"parameters.{p.name}" for p in read.read_parameters()]


def compose(overrides: list[str]) -> Settings:
    """Settings from the defaults, the scenario if one is named, and the overrides, in this order.

    Parameters
    ----------
    overrides : list of str
        ``key=value`` in Hydra's grammar.

    Raises
    ------
    InputError
    """
    overrides = list(overrides)
    check_overrides(overrides)
    register_parameters()
    GlobalHydra.instance().clear()
    with plain_errors(overrides), initialize_config_dir(str(CONFIGS), version_base=None):
        config = hydra_compose("config", overrides=overrides)
        scenario = config.scenario
        if isinstance(scenario, str):
            names = _named_groups(read_scenario(scenario), overrides)
            config = hydra_compose("config", overrides=names + overrides)
    return settings_of(config, overrides)


def _named_groups(scenario: dict, overrides: list[str]) -> list[str]:
    """Overrides for groups that a scenario names and the command line does not."""
    taken = {o.split("=", 1)[0] for o in overrides}
    found = []
    for group in GROUPS:
        name = scenario.get(group)
        if isinstance(name, str) and group not in taken:
            known = sorted(p.stem for p in (CONFIGS / group).glob("*.yaml"))
            if name not in known:
                raise InputError(f"scenario: {group}={name}: unknown; {suggestion(name, known)}")
            found.append(f"{group}={name}")
    return found


def settings_of(config: DictConfig, overrides: list[str]) -> Settings:
    """Check a composed config; a scenario's values stand below those of the command line."""
    with plain_errors(overrides):
        container = OmegaConf.to_container(config, resolve=False, throw_on_missing=True)
    container.pop("hydra", None)
    origin = {}
    if isinstance(container.get("scenario"), str):
        scenario, path = read_scenario(container["scenario"]), str(path_of(container["scenario"]))
        explicit = [o.key_or_group for o in check_overrides(overrides)]
        _merge(container, scenario, explicit)
        origin = dict.fromkeys(scenario, path) | dict.fromkeys(explicit, COMMAND_LINE)
    return settings_from(container, COMMAND_LINE, origin)


def _merge(container: dict, scenario: dict, explicit: list[str]) -> None:
    """Lay a scenario's sections over the defaults, except for keys that the command line states."""
    for section, value in scenario.items():
        if section not in container or section in explicit or (section in GROUPS and isinstance(value, str)):
            continue
        if not isinstance(value, dict) or not isinstance(container[section], dict):
            container[section] = value
            continue
        for key, inner in value.items():
            if f"{section}.{key}" not in explicit:
                container[section][key] = inner


@contextmanager
def hydra_raises():
    """Let Hydra hand its exceptions to us instead of printing them and leaving."""
    old = os.environ.get("HYDRA_FULL_ERROR")
    os.environ["HYDRA_FULL_ERROR"] = "1"
    try:
        yield
    finally:
        if old is None:
            del os.environ["HYDRA_FULL_ERROR"]
        else:
            os.environ["HYDRA_FULL_ERROR"] = old

"""Settings with dotted keys, and what they are as they come."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from sim.data import read
from sim.inputs.paths import CONFIGS, configs
from sim.inputs.settings import WITHOUT_EFFECT, Settings

# No result depends on them, or they are what makes another run, or they have no key of their own.
LEFT_OUT = {*WITHOUT_EFFECT, "seed", "replicates", "city", "instruments", "sample"}
Value: TypeAlias = Any  # of a setting, whatever its type
Flat: TypeAlias = dict[str, Value]


def flat(settings: Settings) -> Flat:
    """Settings of a run by their keys with dots; tables are opened, lists are not."""
    plain = settings.model_dump(exclude=LEFT_OUT)
    return dict(_leaves(plain, ""))


def _leaves(value: Value, prefix: str) -> Iterator[tuple[str, Value]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{prefix}{key}.")
    else:
        yield prefix.rstrip("."), value


@lru_cache(maxsize=1)
def usual() -> Flat:
    """Settings as they come, but for instruments."""
    main = dict(_file(CONFIGS / "config.yaml"))
    chosen = {group: name for one in main.pop("defaults") if isinstance(one, dict) for group, name in one.items()}
    main["parameters"] = {p.name: p.value for p in read.read_parameters()}
    found = dict(_leaves(main, ""))
    for group, name in chosen.items():
        if group not in ("parameters", "instrument"):
            found |= _leaves(_file(CONFIGS / group / f"{name}.yaml"), f"{group}.")
    return {key: tuple(v) if isinstance(v, list) else v for key, v in found.items()}


def of_files(settings: Settings) -> Flat:
    """What the configs say that a run has chosen: a zero there was not asked for."""
    named = {"screening": settings.screening.name, "participation": settings.participation.name}
    known = {group: configs(group).get(name) for group, name in named.items()}
    return {key: value for group, path in known.items() if path for key, value in _leaves(_file(path), f"{group}.")}


@lru_cache(maxsize=64)
def _file(path: Path) -> Flat:
    plain: Flat = yaml.safe_load(path.read_text(encoding="utf-8"))
    return plain

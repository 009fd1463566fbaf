"""Scenario files: anyone's plain data. They are never read by Hydra and can neither run code nor write files."""

from __future__ import annotations

from pathlib import Path

import yaml

from sim.errors import InputError
from sim.paths import SCENARIOS
from sim.settings import suggestion

TEXTS = ("title", "question", "description")
SECTIONS = ("allocation", "split", "population", "horizon", "authority", "parameters", "city")
LARGEST_BYTES = 1_000_000


class _PlainLoader(yaml.SafeLoader):
    """Safe loader that also refuses doubled keys and aliases (which can blow up in memory)."""

    def compose_node(self, parent, index):
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("aliases (*) are not allowed")
        return super().compose_node(parent, index)

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if not isinstance(key, str):
                raise yaml.YAMLError(f"key {key!r} must be a text")
            if keys.count(key) > 1:
                raise yaml.YAMLError(f"key {key!r} stands twice")
        return super().construct_mapping(node, deep)


def path_of(name: str) -> Path:
    """File of a scenario given by name or by path.

    Raises
    ------
    InputError
        If there is none.
    """
    if name.endswith((".yaml", ".yml")):
        path = Path(name)
        if not path.is_file():
            raise InputError(f"command line: scenario={name}: no such file")
        return path
    known = sorted(p.stem for p in SCENARIOS.glob("*.yaml"))
    if name not in known:
        raise InputError(f"command line: scenario={name}: unknown; {suggestion(name, known)}")
    return SCENARIOS / f"{name}.yaml"


def read_scenario(name: str) -> dict:
    """Plain data of a scenario; only the keys of :data:`TEXTS` and :data:`SECTIONS`.

    Raises
    ------
    InputError
        With one line saying what is wrong in the file.
    """
    path = path_of(name)
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(f"{path}: larger than {LARGEST_BYTES:,} bytes")
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_PlainLoader)  # noqa: S506  (a safe loader)
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(f"{path}: cannot be read as UTF-8 text ({type(fault).__name__})") from None
    except (yaml.YAMLError, RecursionError) as fault:
        raise InputError(f"{path}: not plain YAML: {' '.join(str(fault).split())}") from None
    if not isinstance(data, dict):
        raise InputError(f"{path}: must be a table of keys; allowed: {', '.join(TEXTS + SECTIONS)}")
    faults = [
        f"{path}: unknown key {key!r}; {suggestion(key, TEXTS + SECTIONS)}"
        for key in data
        if key not in TEXTS + SECTIONS
    ]
    faults += [f"{path}: {key} must be a text" for key in TEXTS if not isinstance(data.get(key, ""), str)]
    faults = faults or [f"{path}: {where}: {what}" for where, what in _forbidden(data, "")]
    if faults:
        raise InputError(faults)
    return data


def _forbidden(value, where: str):
    """Places where a scenario tries to do more than to state values."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key.startswith("_") or "${" in key:
                yield f"{where}{key}", "keys must not start with _ or hold ${"
            yield from _forbidden(inner, f"{where}{key}.")
    elif isinstance(value, list):
        for inner in value:
            yield from _forbidden(inner, where)
    elif isinstance(value, str) and "${" in value:
        yield where.rstrip("."), "references (${...}) are not allowed"

"""Scenario files: anyone's plain data. They are never read by Hydra and can neither run code nor write files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import yaml

from sim.errors import InputError
from sim.inputs.paths import SCENARIOS
from sim.policy.schema import suggestion

TEXTS = ("title", "question", "description")
SECTIONS = (
    "allocation",
    "split",
    "rules",
    "plan",
    "screening",
    "participation",
    "publicity",
    "instrument",
    "instruments",
    "population",
    "horizon",
    "authority",
    "parameters",
    "city",
)
LARGEST_BYTES = 1_000_000


TAG = "tag:yaml.org,2002:"
# Plain words that are no text, as Hydra reads them: 1e9 is a number; dates, 1:30, yes and no stay texts.
WORDS = {
    "int": (r"[-+]?(0|[1-9][0-9_]*)", "-+0123456789"),
    "float": (r"[-+]?([0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)([eE][-+]?[0-9]+)?|[-+]?\.inf|\.nan", "-+.0123456789"),
    "bool": ("true|True|false|False", "tTfF"),
    "null": ("~|null|Null|", "~nN"),
}


class _PlainLoader(yaml.SafeLoader):
    """Safe loader that also refuses tags, doubled keys, and aliases (which can blow up in memory)."""

    yaml_implicit_resolvers: ClassVar[dict] = {}

    def compose_node(self, parent, index):
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("aliases (*) are not allowed")
        if getattr(self.peek_event(), "tag", None):
            raise yaml.YAMLError("tags (!) are not allowed")
        return super().compose_node(parent, index)

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key in (self.construct_object(key, deep=True) for key, _ in node.value):
            if not isinstance(key, str):
                raise yaml.YAMLError(f"key {key!r} must be a text")
            if key in seen:
                raise yaml.YAMLError(f"key {key!r} stands twice")
            seen.add(key)
        return super().construct_mapping(node, deep)


for _name, (_pattern, _first) in WORDS.items():
    _PlainLoader.add_implicit_resolver(TAG + _name, re.compile(f"^(?:{_pattern})$"), [*_first, ""])


def path_of(name: str) -> Path:
    """File of a scenario given by name or by path.

    Raises
    ------
    InputError
        If there is none.
    """
    if name.endswith((".yaml", ".yml")):
        path = Path(name)
        if not os.path.isfile(path):  # also of a name that is too long, unlike Path.is_file
            what = "is no file" if os.path.exists(path) else "no such file"
            raise InputError(f"command line: scenario={name}: {what}")
        return path
    known = sorted(p.stem for p in SCENARIOS.glob("*.yaml"))
    if name not in known:
        hint = "a path must end with .yaml" if "/" in name else suggestion(name, known)
        raise InputError(f"command line: scenario={name}: unknown; {hint}")
    return SCENARIOS / f"{name}.yaml"


def read_plain(path: Path, shown: str = "") -> object:
    """Plain data of a YAML file of a user.

    Parameters
    ----------
    path : Path
    shown : str
        Name of the file in messages; default its path.

    Raises
    ------
    InputError
        With one line: a file that is missing, too large, no text or no plain YAML.
    """
    shown = shown or str(path)
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(f"{shown}: larger than {LARGEST_BYTES:,} bytes")
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_PlainLoader)  # noqa: S506  (a safe loader)
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(f"{shown}: cannot be read as UTF-8 text ({type(fault).__name__})") from None
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise InputError(f"{shown}: not plain YAML: {_what(fault)}") from None


def read_scenario(name: str) -> dict:
    """Plain data of a scenario; only the keys of :data:`TEXTS` and :data:`SECTIONS`.

    Raises
    ------
    InputError
        With one line saying what is wrong in the file.
    """
    path = path_of(name)
    data = read_plain(path)
    if not isinstance(data, dict):
        raise InputError(f"{path}: must be a table of keys; allowed: {', '.join(TEXTS + SECTIONS)}")
    faults = [
        f"{path}: unknown key {key!r}; {suggestion(key, TEXTS + SECTIONS)}"
        for key in data
        if key not in TEXTS + SECTIONS
    ]
    faults += [f"{path}: {key} must be a text" for key in TEXTS if not isinstance(data.get(key, ""), str)]
    known = {key: value for key, value in data.items() if key in TEXTS + SECTIONS}
    faults += [f"{path}: {where}: {what}" for where, what in _forbidden(known, "")]
    if faults:
        raise InputError(faults)
    return data


def texts_of(name: str) -> dict[str, str]:
    """Title, question and description of a scenario, with its name."""
    data = read_scenario(name)
    return {"name": name} | {key: data[key] for key in TEXTS if key in data}


def _what(fault: Exception) -> str:
    """What a YAML error says, in one line, with the line of the file."""
    mark = getattr(fault, "problem_mark", None)
    said = getattr(fault, "problem", None) or str(fault) or type(fault).__name__
    return " ".join(said.split()) + (f" (line {mark.line + 1})" if mark else "")


def _forbidden(value: object, where: str) -> Iterator[tuple[str, str]]:
    """Places where a scenario tries to do more than to state values."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key.startswith("_") or key == "hydra" or "${" in key:
                yield f"{where}{key}", "keys must not be hydra, start with _ or hold ${"
            yield from _forbidden(inner, f"{where}{key}.")
    elif isinstance(value, list):
        for inner in value:
            yield from _forbidden(inner, where)
    elif isinstance(value, str) and "${" in value:
        yield where.rstrip("."), "references (${...}) are not allowed"

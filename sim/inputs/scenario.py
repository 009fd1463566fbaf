"""Scenario files: anyone's plain data. They are never read by Hydra and can neither run code nor write files."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from sim.data.held import content, once
from sim.errors import Fault, InputError, Wrong, fault, unreadable
from sim.extend import BESIDE, scenarios
from sim.inputs.given import user_path
from sim.inputs.names import with_ids
from sim.inputs.origins import Layer, caller
from sim.policy.schema import suggestion
from sim.texts import short

TEXTS = ("title", "question", "description")
SECTIONS = (
    "allocation",
    "split",
    "rules",
    "plan",
    "screening",
    "participation",
    "publicity",
    "channels",
    "financing",
    "instrument",
    "instruments",
    "population",
    "horizon",
    "authority",
    "parameters",
    "city",
)
# Say how a run is done, not what is asked of it: they go on the command line.
OF_COMMAND = (
    "seed", "replicates", "output", "threads", "workers", "launcher", "cluster", "retry", "scenario", "precision",
    "best", "design", "n",
)  # fmt: skip
LARGEST_BYTES = 1_000_000


TAG = "tag:yaml.org,2002:"
# Plain words that are no text, as Hydra reads them: 1e9 is a number; dates, 1:30, yes and no stay texts.
WORDS = {
    "int": (r"[-+]?(0|[1-9][0-9_]*)", "-+0123456789"),
    "float": (r"[-+]?([0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)([eE][-+]?[0-9]+)?|[-+]?\.inf|\.nan", "-+.0123456789"),
    "bool": ("true|True|false|False", "tTfF"),
    "null": ("~|null|Null|", "~nN"),
}


def config_of(path: Path) -> dict[str, Any]:
    """A sound YAML file of ours, as plain data; by the reader in C where there is one, a tenth of the time."""
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506  (both are safe)
    return found


class _Refused(Wrong):
    """What plain YAML may not hold, and where it is."""

    def __init__(self, mark: object, key: str, /, **values: object) -> None:
        super().__init__(key, **values)
        self.problem_mark = mark


class _PlainLoader(yaml.SafeLoader):
    """Safe loader that also refuses tags, doubled keys, and aliases (which can blow up in memory)."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  (as the class above declares it)

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # of the library
        if isinstance(event, yaml.events.AliasEvent):
            raise _Refused(event.start_mark, "inputs-alias")
        if getattr(event, "tag", None):
            raise _Refused(event.start_mark, "inputs-tag")
        is_item = isinstance(parent, yaml.SequenceNode) and parent.flow_style
        is_key = isinstance(parent, yaml.MappingNode) and index is None  # a value's index is its key
        sign = "，" if is_item else "：" if is_key or parent is None else ""
        if isinstance(event, yaml.events.ScalarEvent) and event.style is None and sign and sign in event.value:
            raise _Refused(event.start_mark, "inputs-wide-sign", sign=sign, plain=unicodedata.normalize("NFKC", sign))
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for at, _ in node.value:
            key = self.construct_object(at, deep=True)
            if not isinstance(key, str):
                raise _Refused(at.start_mark, "inputs-key-text", key="null" if key is None else str(key))
            if key in seen:
                raise _Refused(at.start_mark, "inputs-key-twice", key=repr(key))
            seen.add(key)
        return super().construct_mapping(node, deep)


for _name, (_pattern, _first) in WORDS.items():
    _PlainLoader.add_implicit_resolver(TAG + _name, re.compile(f"^(?:{_pattern})$"), [*_first, ""])


def path_of(name: str | Path) -> Path:
    """File of a scenario given by name or by path.

    Raises
    ------
    InputError
        If there is none.
    """
    if isinstance(name, Path) or name.endswith((".yaml", ".yml")):
        try:
            path = Path(str(user_path(name)))
        except Wrong as wrong:
            raise _unknown(name, wrong.fault) from None
        if not os.path.isfile(path):  # also of a name that is too long, unlike Path.is_file
            raise _unknown(name, fault("inputs-not-a-file" if os.path.exists(path) else "inputs-no-file"))
        return path
    known = scenarios()
    if name not in known:
        if "/" in name:
            raise _unknown(name, fault("inputs-unknown", hint=fault("inputs-path-ending")))
        raise _unknown(name, fault("inputs-no-scenario", hint=suggestion(name, known), folder=BESIDE))
    return known[name]


def _unknown(name: str | Path, problem: Fault) -> InputError:
    return InputError("inputs-in", source=caller(), problem=fault("inputs-scenario", name=name, problem=problem))


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
    shown = shown or short(path)
    try:
        if once("state", path, path.stat).st_size > LARGEST_BYTES:
            raise InputError("inputs-large", file=shown, most=f"{LARGEST_BYTES:,}")
        text = content(path).decode()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("inputs-not-utf8", file=shown, why=unreadable(error)) from None
    try:
        return yaml.load(text, Loader=_PlainLoader)  # noqa: S506  (a safe loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError([_not_plain(shown, text, error)]) from None


def read_scenario(name: str | Path) -> dict[str, Any]:
    """Plain data of a scenario; only the keys of :data:`TEXTS` and :data:`SECTIONS`.

    Raises
    ------
    InputError
        With one line saying what is wrong in the file.
    """
    path = path_of(name)
    data = read_plain(path)
    if not isinstance(data, dict):
        allowed = fault("inputs-keys-allowed", names=", ".join(TEXTS + SECTIONS))
        raise InputError("inputs-in", source=path, problem=allowed)
    faults = [
        (key, fault("inputs-unknown-key", key=repr(key), hint=_hint(key)))
        for key in data
        if key not in TEXTS + SECTIONS
    ]
    faults += [(key, fault("inputs-key-is-text", key=key)) for key in TEXTS if not isinstance(data.get(key, ""), str)]
    known = {key: value for key, value in data.items() if key in TEXTS + SECTIONS}
    layer = Layer(data, str(path), path=path)
    found = [fault("inputs-in", source=layer.at((key,)), problem=problem) for key, problem in faults]
    found += [
        fault("inputs-in-key", source=layer.at(tuple(key.split("."))), key=key, problem=problem)
        for key, problem in _forbidden(known, "")
    ]
    if found:
        raise InputError(found)
    return {str(key): value if key in TEXTS else with_ids(value, (str(key),)) for key, value in data.items()}


def _hint(key: str) -> Fault:
    """Where an unknown key belongs, or what is allowed in its place."""
    if key.partition(".")[0] in OF_COMMAND:
        return fault("inputs-key-of-command", key=key)
    return suggestion(key, TEXTS + SECTIONS)


def texts_of(name: str | Path) -> dict[str, str]:
    """Title, question and description of a scenario, with its name."""
    data = read_scenario(name)
    return {"name": name.name if isinstance(name, Path) else name} | {key: data[key] for key in TEXTS if key in data}


def _not_plain(file: str, text: str, error: Exception) -> Fault:
    """What a YAML error says, in one line, with the line of the file."""
    if isinstance(error, yaml.reader.ReaderError):  # a sign that no text has
        sign = fault("inputs-yaml-sign", sign=f"#x{error.character:04x}")
        return fault("inputs-not-plain-line", file=file, why=sign, line=text[: error.position].count("\n") + 1)
    said = getattr(error, "problem", None) or str(error) or type(error).__name__
    why = " ".join(said.split())
    mark, begun = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if begun and isinstance(error, yaml.scanner.ScannerError) and "expected ':'" in why:
        mark = begun  # the line without a colon; the scanner stands behind it
        if "：" in text.splitlines()[mark.line]:
            why = str(fault("inputs-wide-sign", sign="：", plain=":"))
    if mark and begun and begun.line < mark.line:
        return fault("inputs-not-plain-begun", file=file, why=why, line=mark.line + 1, begun=begun.line + 1)
    if mark:
        return fault("inputs-not-plain-line", file=file, why=why, line=mark.line + 1)
    return fault("inputs-not-plain", file=file, why=why)


def _forbidden(value: object, where: str) -> Iterator[tuple[str, Fault]]:
    """Places where a scenario tries to do more than to state values."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key.startswith("_") or key == "hydra" or "${" in key:
                yield f"{where}{key}", fault("inputs-forbidden-key")
            yield from _forbidden(inner, f"{where}{key}.")
    elif isinstance(value, list):
        for inner in value:
            yield from _forbidden(inner, where)
    elif isinstance(value, str) and "${" in value:
        yield where.rstrip("."), fault("inputs-forbidden-value")

"""Keys of a verb beside the settings: separated from them and checked; faults of both are told together."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic.fields import FieldInfo

from sim.errors import Fault, InputError, Problem, Wrong, fault
from sim.inputs.compose import after
from sim.inputs.keys import known_keys
from sim.inputs.overrides import by_caller
from sim.inputs.typed import SIGNS, divided, parts_of, texts, unquoted

NEAR = 0.75  # likeness of a key that nobody knows to the one that was meant


class Request(BaseModel):
    """Keys of a verb, each with a default: a model states their names, and how a text becomes a value.

    A key with a dot is the alias of a field.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")


def fields_of(keys: type[BaseModel]) -> dict[str, FieldInfo]:
    """Fields of a model by their keys."""
    return {field.alias or name: field for name, field in keys.model_fields.items()}


Own = TypeVar("Own", bound=Request)


class Split(NamedTuple, Generic[Own]):
    """What was asked for.

    Attributes
    ----------
    own : Request
        Defaults where nothing, or something faulty, was given.
    rest : list of str
        Overrides of the settings.
    faults : list of str or Fault
        Of the own keys; more may be added.
    """

    own: Own
    rest: list[str]
    faults: list[Problem]


@contextmanager
def requested(keys: type[Own], overrides: list[str]) -> Iterator[Split[Own]]:
    """Separate the keys of a verb from the settings; their faults and those found inside are raised together.

    Parameters
    ----------
    keys : type
        Model of the keys.
    overrides : list of str
        ``key=value``.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    found = _split(keys, overrides)
    with after(found.faults):
        yield found
    if found.faults:
        raise InputError(found.faults)


def _split(keys: type[Own], overrides: list[str]) -> Split[Own]:
    given: dict[str, str] = {}
    rest: list[str] = []
    faults: list[Problem] = []
    for text in texts(overrides):
        key, equals, value = divided(text)
        if equals and key in fields_of(keys):
            if key in given:
                faults.append(by_caller(fault("inputs-given-twice", key=key)))
            if not (value := unquoted(value.strip())):
                faults.append(_wrong(key, "", fault("inputs-empty")))
                continue
            given[key] = value if is_path(keys, key) else value.translate(SIGNS)
        elif equals and (near := _meant(key, keys)):
            faults.append(by_caller(fault("runs-key-unknown", key=key, near=near)))
        else:
            rest.append(text)
    try:
        return Split(keys(**given), rest, faults)
    except ValidationError as error:
        for one in error.errors():
            key, wrong = str(one["loc"][0]), one.get("ctx", {}).get("error")
            what = wrong.fault if isinstance(wrong, Wrong) else one["msg"]
            faults.append(_wrong(key, given.pop(key), what))
    return Split(keys(**given), rest, faults)


def _wrong(key: str, value: str, what: Problem) -> Fault:
    return by_caller(fault("runs-key-wrong", key=key, value=value, what=what))


def is_path(keys: type[BaseModel], key: str) -> bool:
    """Whether a key names a file or a folder."""
    return any(kind is Path for _, kind in parts_of(fields_of(keys)[key].annotation))


def _meant(key: str, keys: type[Request]) -> str:
    """Key of the verb that was meant by one that nobody knows; empty if there is none like it."""
    if key.partition(".")[0] in known_keys():
        return ""
    near = difflib.get_close_matches(key, fields_of(keys), n=1, cutoff=NEAR)
    return near[0] if near else ""


# ---------------------------------------------------------------- how texts become values


def whole(most: int, least: int = 1) -> BeforeValidator:
    """Read a whole number from ``least`` to ``most``."""

    def read(text: str) -> int:
        if not (text.isdecimal() and text.isascii() and len(text) <= len(str(most)) and least <= int(text) <= most):
            raise Wrong("runs-whole-number", least=least, most=f"{most:,}")
        return int(text)

    return BeforeValidator(read)


def number(most: float) -> BeforeValidator:
    """Read a number above 0 and at most ``most``."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if not 0 < value <= most:
            raise Wrong("runs-number", most=f"{most:g}")
        return value

    return BeforeValidator(read)


def _yes_or_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise Wrong("runs-yes-or-no")
    return text == "yes"


def _csv(path: Path) -> Path:
    if path.suffix != ".csv":
        raise Wrong("runs-csv")
    if not path.parent.is_dir():
        raise Wrong("runs-csv-folder")
    return path


YES_OR_NO = BeforeValidator(_yes_or_no)
CSV = AfterValidator(_csv)

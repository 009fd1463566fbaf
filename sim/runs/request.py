"""Keys of a verb beside the settings: separated from them and checked; faults of both are told together."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from sim.errors import InputError, Problem, Wrong, fault
from sim.inputs.compose import after
from sim.inputs.overrides import by_caller
from sim.inputs.settings import known_keys
from sim.inputs.typed import SIGNS, divided, parts_of, texts, unquoted

NEAR = 0.75  # likeness of a key that nobody knows to the one that was meant


class Request(BaseModel):
    """Keys of a verb, each with a default: a model states their names, and how a text becomes a value."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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
        if equals and key in keys.model_fields:
            if key in given:
                faults.append(by_caller(fault("inputs-given-twice", key=key)))
            if not (value := unquoted(value.strip())):
                faults.append(fault("runs-key-wrong", key=key, value="", what=fault("inputs-empty")))
                continue
            given[key] = value if is_path(keys, key) else value.translate(SIGNS)
        elif equals and (near := _meant(key, keys)):
            faults.append(fault("runs-key-unknown", key=key, near=near))
        else:
            rest.append(text)
    try:
        return Split(keys(**given), rest, faults)
    except ValidationError as error:
        for one in error.errors():
            key, wrong = str(one["loc"][0]), one.get("ctx", {}).get("error")
            what = wrong.fault if isinstance(wrong, Wrong) else one["msg"]
            faults.append(fault("runs-key-wrong", key=key, value=given.pop(key), what=what))
    return Split(keys(**given), rest, faults)


def is_path(keys: type[BaseModel], key: str) -> bool:
    """Whether a key names a file or a folder."""
    return any(kind is Path for _, kind in parts_of(keys.model_fields[key].annotation))


def _meant(key: str, keys: type[Request]) -> str:
    """Key of the verb that was meant by one that nobody knows; empty if there is none like it."""
    if key.partition(".")[0] in known_keys():
        return ""
    near = difflib.get_close_matches(key, keys.model_fields, n=1, cutoff=NEAR)
    return near[0] if near else ""


# ---------------------------------------------------------------- how texts become values


def whole(most: int) -> BeforeValidator:
    """Read a whole number from 1 to ``most``."""

    def read(text: str) -> int:
        if not (text.isdecimal() and text.isascii() and len(text) <= len(str(most)) and 1 <= int(text) <= most):
            raise Wrong("runs-whole-number", most=f"{most:,}")
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

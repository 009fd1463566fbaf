"""Paths that users give: what they mean is found out once, at the border, the same for every key and for Python."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer

from sim.errors import InputError, Wrong
from sim.extend import SCENARIOS, SHARED
from sim.texts import short


def user_path(given: object) -> object:
    """Path that a user gave, as it is meant from now on, wherever the process goes: from the root on.

    ``~`` and ``$NAME`` stand for what they stand for in a shell.

    Raises
    ------
    Wrong
        If there is no such home folder or variable, or a sign that no terminal prints.
    """
    if not isinstance(given, str):
        return given
    if not given:
        raise Wrong("inputs-empty")
    if not given.isprintable():
        raise Wrong("inputs-path-sign")
    path = os.path.expandvars(os.path.expanduser(given))
    left = re.search(r"^~[^/]*|\$[A-Za-z_]\w*", path)
    if left and not os.path.lexists(path):  # as in a shell, what stands for nothing may be a name itself
        raise Wrong("inputs-path-unknown", name=left.group())
    return Path(os.path.abspath(path))


def file_shown(path: Path, typed: str = "") -> str:
    """File of a user, or a scenario of ours, as messages and manifests name it: by no more folders than it takes.

    Parameters
    ----------
    path : Path
    typed : str
        What was typed for it: who names it from the root on, reads it so; a file beside the working folder that is
        named from there on is not.
    """
    text = short(path)
    if not os.path.isabs(text) or os.path.isabs(typed):
        return text
    if path.parent == SCENARIOS:
        return f"{SHARED}/{path.name}"
    here = os.path.relpath(path)
    return here if len(here) < len(text) else text


UserPath = Annotated[Path, BeforeValidator(user_path), PlainSerializer(short, when_used="json")]


def _scenario(given: object) -> object:
    return user_path(given) if isinstance(given, str) and given.endswith((".yaml", ".yml")) else given


# A name, or the path of a file.
ScenarioName = Annotated[
    str | Path,
    BeforeValidator(_scenario),
    PlainSerializer(lambda name: name if isinstance(name, str) else file_shown(name), str, when_used="json"),
]


def given_path(text: str) -> Path:
    """:func:`user_path` of what stands on the command line by itself.

    Raises
    ------
    InputError
    """
    try:
        path = user_path(text)
    except Wrong as wrong:
        raise InputError("inputs-value-alone", value=text, problem=wrong.fault) from None
    assert isinstance(path, Path)
    return path

"""The command that was asked for, as it can be pasted into a shell or into Python."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from hydra.core.override_parser.types import Quote, QuotedString

from sim.inputs.typed import spelt, unquoted
from sim.texts import short

COMMAND = ContextVar("command", default="")  # told by manifests; empty where our functions were called one by one


def in_shell(words: Iterable[str]) -> str:
    """Words of a command as a shell takes them apart again; the home folder is not named.

    >>> in_shell(["sanxin", "run", "city=[suzhou, wuxi]", "output=out"])
    "sanxin run 'city=[suzhou, wuxi]' output=out"
    """
    home = os.path.expanduser("~")
    private = re.compile(rf"(^|(?<=[='\"])){re.escape(home)}(?=/|$)")
    return shlex.join(private.sub("~", word) if home != "/" else word for word in words)


def in_python(function: str, given: list[str] | list[list[str]]) -> str:
    """Call of one of our functions; the home folder is not named.

    >>> in_python("sim.simulate", ["city=suzhou"])
    "sim.simulate(['city=suzhou'])"
    """
    return f"{function}({given!r})".replace(f"={os.path.expanduser('~')}/", "=~/")


def output_at(folder: os.PathLike[str]) -> str:
    """Folder as it is pasted behind ``output=`` into a shell."""
    path = short(folder)
    path = f"./{path}" if path.startswith("~") and not path.startswith("~/") else path
    plain = unquoted(spelt(f"output={path}").partition("=")[2]) == path and not set(path) & set(",[]{}'\"\\")
    value = path if plain else QuotedString(path, Quote.single).with_quotes()
    return shlex.quote(value)


def folder_at(folder: os.PathLike[str]) -> str:
    """Folder as it is pasted behind ``sanxin report`` into a shell."""
    return shlex.quote(short(folder))


@contextmanager
def told_as(command: str) -> Iterator[None]:
    """Let manifests tell this command."""
    token = COMMAND.set(command)
    try:
        yield
    finally:
        COMMAND.reset(token)

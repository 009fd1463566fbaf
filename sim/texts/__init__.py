"""Every word that a user reads, by key and language.

A key is ``file-rest``: its first word names the file in which it stands, ``texts/en/<file>.ftl`` (Fluent, one message a
key). Longer texts that take no values, as the help of a verb, are files of their own: :func:`page`.
"""

from __future__ import annotations

import functools
import os
from contextvars import ContextVar

TYPE_CHECKING = False  # true for a type checker; help does without typing, whose import is a tenth of its time
if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

FOLDER = os.path.dirname(os.path.realpath(__file__))  # help loads neither pathlib nor re
LANGUAGE = ContextVar("language", default="en")  # folder of the texts; set it to say everything in another one

LONGEST = 1_000_000  # characters of a value in a text: as a list of names
# A message on one line that holds nothing but text and values, and no line that goes on with it.
_SIMPLE = r"(?m)^([a-z][a-z0-9-]*) = ((?:[^{}\n]|\{ \$\w+ \})+)$(?!\n\s*[ ])"


def _read(language: str, file: str) -> str:
    with open(os.path.join(FOLDER, language, file), encoding="utf-8") as opened:
        return opened.read()


@functools.cache
def _simple(language: str, file: str) -> dict[str, str]:
    """Messages of one file that need no library, as formats: it takes longer to load than most commands to refuse."""
    import re

    found = re.findall(_SIMPLE, _read(language, f"{file}.ftl"))
    return {key: re.sub(r"\{ \$(\w+) \}", r"{\1}", said.strip()) for key, said in found}


@functools.cache
def _bundle(language: str, file: str) -> FluentBundle:
    """Messages of one file; the library is loaded where the first text is asked for."""
    from fluent.runtime import FluentBundle, FluentResource, resolver

    resolver.MAX_PART_LENGTH = LONGEST  # it is there for messages of strangers
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(_read(language, f"{file}.ftl")))
    return bundle


def _written(value: object) -> str:
    return short(value) if isinstance(value, os.PathLike) else str(value)


def short(path: os.PathLike[str]) -> str:
    """Path as a user would write it: from the working folder on, or from the home folder on with ``~``.

    >>> import pathlib
    >>> short(pathlib.Path.cwd() / "results"), short(pathlib.Path("/"))
    ('results', '/')
    """
    text = os.fspath(path)
    try:
        here = os.getcwd()
    except FileNotFoundError:  # the working folder was deleted
        here = "/"
    for base, mark in ((here, ""), (os.path.expanduser("~"), "~/")):
        if base != "/" and text == base:
            return mark.rstrip("/") or "."
        if base != "/" and text.startswith(f"{base}/"):
            return mark + text[len(base) + 1 :]
    return text


def say(key: str, /, **values: object) -> str:
    """Text of a key, with its values filled in.

    Parameters
    ----------
    key : str
        ``file-rest``, as ``inputs-unknown-city``.
    **values
        Whole numbers (written without separators; a text may choose its words by them), paths (written as
        :func:`short` does), or anything that is written as ``str()`` writes it. Numbers with decimals are formatted by
        the caller, see ``sim.results.words``.

    Raises
    ------
    KeyError
        If there is no such key.
    ValueError
        If a value that the text needs is missing.

    >>> say("texts-example", n=2026, place="Suzhou")
    '2026 shops in Suzhou'
    """
    language, file = LANGUAGE.get(), key.partition("-")[0]
    if key in (simple := _simple(language, file)):
        try:
            return simple[key].format_map({name: _written(value) for name, value in values.items()})
        except KeyError as error:
            raise ValueError(f"{key}: {error.args[0]} is missing") from None
    return _chosen(_bundle(language, file), key, values)


def _chosen(bundle: FluentBundle, key: str, values: dict[str, object]) -> str:
    """Text of a key that needs the library, as one that chooses its words by a number."""
    from fluent.runtime.types import fluent_number

    pattern = bundle.get_message(key).value
    if pattern is None:
        raise KeyError(key)
    given = {
        name: fluent_number(value, useGrouping=False) if type(value) is int else _written(value)
        for name, value in values.items()
    }
    text, faults = bundle.format_pattern(pattern, given)
    if faults:
        raise ValueError(f"{key}: {'; '.join(map(str, faults))}")
    return str(text)


def named(key: str, otherwise: str) -> str:
    """Text of a key that is made of a name from data or an extension, which may have no text yet.

    >>> named("texts-example-of-no-column", "no column")
    'no column'
    """
    language, file = LANGUAGE.get(), key.partition("-")[0]
    return say(key) if key in _simple(language, file) or _bundle(language, file).has_message(key) else otherwise


def page(name: str) -> str:
    """Return a text that takes no values and has a file of its own: ``texts/en/<name>.txt``."""
    return _read(LANGUAGE.get(), f"{name}.txt")

"""Overrides as people type them, made ready for Hydra's grammar.

That grammar knows no Chinese, no ``~`` and no ``&`` outside quotes, and takes ``output=20261128`` for a number. Here a
word is quoted where the grammar could not read it, or where it would read a text as something else; signs of a Chinese
keyboard stand for their ASCII ones; names of a table become ids. Names and paths of the user are left as they are.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from hydra.core.override_parser.overrides_parser import create_functions
from hydra.core.override_parser.types import Quote, QuotedString
from pydantic import BaseModel

from sim.data.held import made_once
from sim.errors import InputError, Wrong
from sim.inputs.names import Place, key_id, nearest, value_id
from sim.inputs.paths import GROUPS, choices
from sim.inputs.settings import Settings

SIGNS = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full width to ASCII
SIGNS |= {ord(sign): plain for sign, plain in zip("、。【】“”‘’\u3000\u00a0", ",.[]\"\"''  ", strict=True)}
OWN = ("name", "title", "source")  # texts of the user, beside paths
PLAIN_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_/.\-]*")
QUOTED = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
READABLE = re.compile(r"[A-Za-z0-9_/\-+.$%*@?|: \t]*")  # of Hydra, outside quotes
NO_TEXT = ("true", "false", "inf", "nan")  # words that Hydra reads as something else
ESCAPED = re.compile(r"\\([\\()\[\]{}:=, \t])")
FUNCTIONS = tuple(create_functions().functions)
PATTERNS = ("glob", "range", "interval")  # functions whose arguments are no values


def texts(overrides: object) -> list[str]:
    """Overrides as a list of texts.

    Raises
    ------
    InputError
        If they are anything else: one text, a table, numbers.
    """
    if isinstance(overrides, str | bytes | Mapping) or not isinstance(overrides, Iterable):
        raise InputError("inputs-list-of-texts", given=f"{type(overrides).__name__} {overrides!r:.60}")
    listed = [*overrides]
    wrong = [one for one in listed if not isinstance(one, str)]
    if wrong:
        raise InputError("inputs-list-of-texts", given=f"a list with {type(wrong[0]).__name__} {wrong[0]!r:.60}")
    return [str(one) for one in listed]


@functools.cache
def _texts() -> dict[Place, bool]:
    """Keys whose values are texts, with * for a key of a table; and whether the text is the user's own."""
    found: dict[Place, bool] = {(key,): False for key in (*GROUPS, "parameters", "instruments")}  # named in a word
    todo: list[tuple[Place, Any]] = [((), Settings)]
    while todo:
        place, model = todo.pop()
        for name, field in model.model_fields.items():
            for more, kind in parts_of(field.annotation):
                inner = (*place, name, *more)
                if isinstance(kind, type) and issubclass(kind, BaseModel):
                    todo.append((inner, kind))
                elif kind in (str, Path):
                    found[inner] = found.get(inner, False) or kind is Path or name in OWN
    return found


def parts_of(annotation: Any) -> Iterator[tuple[Place, Any]]:
    """Types of the values that an annotation allows, those in a table with * for their key."""
    if get_origin(annotation) is Literal:
        yield from (((), type(one)) for one in get_args(annotation))
    elif get_origin(annotation) is dict:
        yield from ((("*", *more), kind) for more, kind in parts_of(get_args(annotation)[1]))
    elif get_args(annotation):
        for one in get_args(annotation):
            yield from parts_of(one)
    else:
        yield (), annotation


def _text_at(place: Place) -> bool | None:
    """Whether the text at a place is the user's own; None if there is none, but a number or a table."""
    fits = (
        own
        for known, own in _texts().items()
        if len(known) == len(place) and all(a in ("*", b) for a, b in zip(known, place, strict=True))
    )
    return next(fits, None)


@made_once
def spelt(text: str) -> str:
    """Override that Hydra reads as it is meant.

    >>> spelt("city=［苏州，无锡］"), spelt("output=20261128"), spelt("seed=007")
    ('city=[suzhou,wuxi]', "output='20261128'", 'seed=7')
    """
    key, equals, value = divided(text)
    if not equals:
        return text
    place: Place = ()
    for part in key.split("."):
        place = (*place, key_id(place, part))
    own = value if _text_at(place) else value.translate(SIGNS)
    return f"{'.'.join(place)}={_Value(own).spelt(place)}"


def divided(text: str) -> tuple[str, str, str]:
    """Key, equals sign and value of an override, as ``str.partition``; empty signs where there is no equals sign."""
    at = min((k for k in map(text.find, "=＝") if k >= 0), default=-1)
    return (text[:at].translate(SIGNS).strip(), "=", text[at + 1 :]) if at >= 0 else (text, "", "")


class _Value:
    """The value of an override, gone over once; what does not fit the grammar is left for Hydra to refuse."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text.strip(), 0

    def spelt(self, place: Place) -> str:
        """Whole value."""
        return self._elements(place, ",") + self.text[self.at :]

    def _next(self) -> str:
        return self.text[self.at : self.at + 1]

    def _take(self, pattern: str) -> str:
        """Text from here on that fits a pattern; it may be empty."""
        found = re.compile(pattern).match(self.text, self.at)
        self.at = found.end() if found else self.at
        return found.group() if found else ""

    def _elements(self, place: Place, ends: str) -> str:
        """Elements up to the bracket that ends them, or to the end."""
        out = self._element(place, ends)
        while self._next() == ",":
            self.at += 1
            out += "," + self._element(place, ends)
        return out

    def _element(self, place: Place, ends: str) -> str:
        out = self._take(r"\s*")
        if (function := self._take(r"\w+\s*\(")) and function[:-1].strip() in FUNCTIONS:
            patterns = function[:-1].strip() in PATTERNS
            out += function + (self._take(r"[^)]*") if patterns else self._elements(place, ",)")) + self._take(r"\)")
        elif self._next() == "[" and not function:
            out += self._take(r"\[") + self._elements(place, ",]") + self._take(r"\]")
        elif self._next() == "{" and not function:
            out += self._take(r"\{") + self._table(place) + self._take(r"\}")
        elif quoted := self._take(QUOTED):
            named = value_id(place, quoted[1:-1])
            out += quoted if named == quoted[1:-1] else _quoted(named)
        else:
            self.at -= len(function)
            return out + _word(self._word(ends), place)
        return out + self._take(rf"[^{re.escape(ends)}]*")

    def _table(self, place: Place) -> str:
        """Keys and elements up to the end of a table."""
        out, seen = "", set()
        while key := self._take(r"[^:,}]*:"):
            name = key_id(place, key[:-1].strip())
            if name in seen:  # Hydra would take the last without a word
                raise Wrong("inputs-given-twice", key=".".join((*place, name)))
            seen.add(name)
            out += f"{name}:{self._element((*place, name), ',}')}{self._take(',')}"
        return out

    def _word(self, ends: str) -> str:
        """Word up to what ends it; an escaped sign, and what stands in round brackets, ends none."""
        start, depth = self.at, 0
        while c := self._next():
            if c in ends and not depth:
                break
            depth = max(0, depth + (c == "(") - (c == ")"))
            self.at += 1 + (c == "\\")
        return self.text[start : self.at]


def _word(word: str, place: Place) -> str:
    """Word without quotes, as Hydra reads it as it is meant."""
    text = ESCAPED.sub(r"\1", word.strip())
    is_group = len(place) == 1 and place[0] in (*GROUPS, "parameters")
    if "${" in text or text.lower() in ("", "null"):
        return word
    text = _choice(place[0], text) if is_group else value_id(place, text)
    if _text_at(place) is not None:
        is_read = bool(PLAIN_WORD.fullmatch(text) and text.lower() not in NO_TEXT)
    else:
        text = re.sub(r"^([-+]?)0+(?=\d+$)", r"\1", text)  # 007
        is_read = bool(READABLE.fullmatch(text))
    return text if is_read else _quoted(text)


def unquoted(value: str) -> str:
    """Value of a run, as it is shown."""
    return value[1:-1] if re.fullmatch(QUOTED, value) else value


def _quoted(text: str) -> str:
    return QuotedString(text, Quote.single).with_quotes()


def _choice(group: str, word: str) -> str:
    """Config of a group that a word names; award rules go by cities."""
    return nearest(value_id(("city",), word) if group == "rules" else word, choices(group))

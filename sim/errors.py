"""Errors of which a user is told; they carry keys and values, and words are chosen where they are printed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from sim.texts import say
from sim.texts.spelt import one_line


class Fault(NamedTuple):
    """What is wrong with an input: a key of the texts, and the values of its text.

    A value may be a fault itself, which says a part of the sentence. ``str()`` gives the words, in one line.
    """

    key: str
    values: tuple[tuple[str, object], ...]

    def __str__(self) -> str:
        return one_line(say(self.key, **{name: str(v) if isinstance(v, Fault) else v for name, v in self.values}))


Problem: TypeAlias = str | Fault


def fault(key: str, /, **values: object) -> Fault:
    """Return a fault.

    >>> str(fault("texts-example", n=1, place="Wuxi"))
    'One shop in Wuxi'
    """
    return Fault(key, tuple(values.items()))


def unreadable(error: Exception) -> Fault:
    """Why a file cannot be read: what the system says, or where it is no text; else that it is damaged."""
    if isinstance(error, UnicodeDecodeError):
        return fault("errors-not-utf8", byte=error.start)
    if isinstance(error, OSError) and error.strerror:
        return fault("errors-system", why=error.strerror)
    return fault("errors-damaged")


def _is_key(text: str) -> bool:
    import re  # help does without

    return re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", text) is not None


class WithoutEffect(UserWarning):
    """Something was asked for that can have no effect in a run; the command prints it, Python warns."""


class InputError(Exception):
    """Input that cannot be used; shown as one line per problem, exit code 2.

    Parameters
    ----------
    problems : str, Fault or iterable of them
        Each says what is wrong, where (file, key, value) and what is allowed, in one line. A text that is a key of the
        texts takes the values that follow.
    **values
        Of the key.
    """

    def __init__(self, problems: str | Fault | Iterable[str | Fault], /, **values: object) -> None:
        if isinstance(problems, str) and (values or _is_key(problems)):
            problems = fault(problems, **values)
        one = isinstance(problems, str | Fault)
        self.problems: list[str | Fault] = [problems] if one else list(problems)  # type: ignore[list-item, arg-type]
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class RunError(Exception):
    """The machine or a library stopped a run that was started from Python: in words, with what is kept of it."""


class Wrong(ValueError):
    """A value that a check of the settings refuses: the key of what is to be said, and its values.

    Raised inside pydantic models, which take only ValueError; ``sim.inputs.faults`` makes a line of it.
    """

    def __init__(self, key: str, /, **values: object) -> None:
        self.fault = fault(key, **values)
        self.keys: tuple[str, ...] = ()
        super().__init__(key)

    def about(self, *keys: str) -> Wrong:
        """Say which keys, with dots from the checked table inwards, do not go together; each gets its origin."""
        self.keys = keys
        return self

    def __str__(self) -> str:
        return str(self.fault)

"""What all checked tables of settings share: strict types that can be named in messages, and what is allowed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from sim.errors import Fault

MANY = 60  # so many names are not listed in a message
PARAMETER_FILE = "sim/data/parameters.csv"


def _whole(value: object) -> object:
    """1e3 is a whole number too, though a float."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Share = Annotated[float, Field(ge=0, le=1)]
NoNegative = Annotated[float, Field(ge=0)]
Positive = Annotated[float, Field(gt=0)]
Whole = Annotated[int, BeforeValidator(_whole)]
# Stands in tables, charts and file listings.
Name = Annotated[str, Field(pattern=r"^\w[\w .()-]{0,59}$")]


class Faults(ValueError):
    """Several faults of one table: keys in it, and what is wrong with each."""

    def __init__(self, found: Sequence[tuple[str, str | Fault]]) -> None:
        self.found = found
        super().__init__("; ".join(f"{key}: {text}" for key, text in found))


class Section(BaseModel):
    """Part of the settings: unknown keys, true for 1 and infinite numbers are refused; nothing can be changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """Say what is allowed: the nearest name if one is near, else all of them."""
    known = list(known)
    near = difflib.get_close_matches(wrong, known, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"allowed: {', '.join(known)}" if len(known) <= MANY else f"see {PARAMETER_FILE} for the {len(known)} names"

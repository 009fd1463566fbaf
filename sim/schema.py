"""What all checked tables of settings share: strict types that can be named in messages."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


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

    def __init__(self, found: list[tuple[str, str]]) -> None:
        self.found = found
        super().__init__("; ".join(f"{key}: {text}" for key, text in found))


class Section(BaseModel):
    """Part of the settings: unknown keys, true for 1 and infinite numbers are refused; nothing can be changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)

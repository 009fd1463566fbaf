"""What a statistic is: a function of a trial, the arguments that it takes, and the instrument that it needs."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, get_type_hints

from pydantic import AfterValidator, Field, create_model

from sim.data import read
from sim.errors import Wrong
from sim.policy.schema import Section, suggestion

if TYPE_CHECKING:
    from sim.studies.validation.trial import Trial

OTHER = "other"  # argument that is the trial of the control


def _known(name: str) -> str:
    known = read.read_sectors().sector
    if name not in known:
        raise Wrong("validation-unknown-item", item=name, hint=suggestion(name, known))
    return name


# Types of arguments, as they are checked.
Sector = Annotated[str, AfterValidator(_known)]
Sectors = Annotated[list[Sector], Field(min_length=1)]
Weeks = Annotated[int, Field(ge=1)]
Week = Annotated[int, Field(ge=0)]
Positive = Annotated[float, Field(gt=0)]
TopShare = Annotated[float, Field(gt=0, le=1)]


class Statistic:
    """A statistic with what it asks of an experiment.

    Parameters
    ----------
    compute : callable
        ``compute(trial, **arguments) -> float``; NaN where it is not defined. The types of its arguments are what an
        experiment may give; one named ``other`` gets the trial of the control.
    *needs : str
        Terms that the first instrument of the experiment must have.
    """

    def __init__(self, compute: Callable[..., float], *needs: str) -> None:
        self.compute, self.needs = compute, needs

    def __call__(self, trial: Trial, /, **arguments: object) -> float:
        """Value in a trial."""
        return self.compute(trial, **arguments)

    @property
    def name(self) -> str:
        """Name in files of experiments."""
        return self.compute.__name__

    @property
    def compares(self) -> bool:
        """Whether it needs the trial of a control."""
        return OTHER in inspect.signature(self.compute).parameters

    @cached_property
    def arguments(self) -> type[Section]:
        """Table of the arguments that an experiment may give."""
        hints = get_type_hints(self.compute, localns={"Trial": object}, include_extras=True)  # loads no engine
        given = [p for p in inspect.signature(self.compute).parameters.values() if p.name not in ("trial", OTHER)]
        fields = {p.name: (hints[p.name], ... if p.default is p.empty else p.default) for p in given}
        return create_model(self.name, __base__=Section, **fields)  # type: ignore[call-overload, no-any-return]

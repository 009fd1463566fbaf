"""A sweep over a design: ``design=`` and ``n=`` beside the settings."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from sim.errors import InputError, Wrong, fault
from sim.inputs.design import NAMES, Asked, Name
from sim.inputs.overrides import by_caller
from sim.inputs.settings import Settings
from sim.inputs.sweep import expand
from sim.policy.schema import suggestion
from sim.runs.request import Request, requested, whole

MOST_POINTS = 100_000
USUAL: dict[Name, int] = {"lhs": 32, "morris": 10, "sobol": 64}  # points or trajectories


def one_of_designs(text: str) -> str:
    """Read the name of a design."""
    if text not in NAMES:
        raise Wrong("inputs-unknown", hint=suggestion(text, NAMES))
    return text


Design = Annotated[Name, BeforeValidator(one_of_designs)]
Points = Annotated[int, whole(MOST_POINTS)]


class Keys(Request):
    """Keys of a sweep."""

    design: Design | None = None
    n: Points | None = None

    @property
    def asked(self) -> Asked | None:
        """The design that they name."""
        return Asked(self.design, self.n or USUAL[self.design]) if self.design else None


def swept(overrides: list[str]) -> tuple[list[Settings], list[str]]:
    """Checked settings and labels of all runs of a sweep, over the points of a design where one is named.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    with requested(Keys, overrides) as asked:
        design = asked.own.asked
        if design is None and asked.own.n is not None:
            what = fault("runs-n-without-design")
            raise InputError([by_caller(fault("runs-key-wrong", key="n", value=asked.own.n, what=what))])
        if design and (problem := design.problem()):
            raise InputError(problem)
        return expand(asked.rest, design)

"""What ``--explain`` prints in place of running a verb."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from sim.cli.terminal import tell
from sim.errors import InputError
from sim.runs.explain.doing import lines

if TYPE_CHECKING:
    from sim.errors import Fault
    from sim.runs.explain.doing import Doing


def _comparing(asked: Any) -> Doing:
    from sim.runs.explain.comparing import doing

    return doing(asked)


def _study(name: str) -> Callable[[Any], Doing]:
    def doing(asked: Any) -> Doing:
        from sim.studies import doing as studies

        table: dict[str, Callable[[Any], Doing]] = {
            "validate": studies.validation,
            "calibrate": studies.calibration,
            "trace": studies.trace,
            "attribute": studies.attribution,
            "sensitivity": studies.sensitivity,
            "search": studies.search,
            "futures": studies.futures,
            "check": studies.levers,
        }
        return table[name](asked)

    return doing


STUDIES = ("validate", "calibrate", "trace", "attribute", "sensitivity", "search", "futures", "check")
DOING = {
    "run": _comparing,
    "sweep": _comparing,
    **{name: _study(name) for name in STUDIES},
}


def explain(verb: str, asked: object, notes: Sequence[Fault]) -> int:
    """Print what a verb would do with what was asked for, and what of it can have no effect; returns the exit code.

    Raises
    ------
    InputError
        If the verb has nothing to explain, or its results folder holds anything else.
    """
    if verb not in DOING:
        raise InputError("cli-explain-not", verb=verb)
    tell("\n".join(lines(DOING[verb](asked), notes)))
    return 0

"""What a study of futures is asked to do, checked."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import BeforeValidator

from sim.errors import Fault, InputError, Wrong, fault
from sim.inputs.design import EXTRA, Axis
from sim.inputs.overrides import by_caller, cells, parse
from sim.inputs.sample import Sample, read_sample
from sim.inputs.settings import Settings
from sim.inputs.sweep import one_by_one
from sim.inputs.typed import texts
from sim.runs.request import YES_OR_NO, Request, requested, whole
from sim.studies.futures.draw import Draw, Future
from sim.studies.futures.given import (
    OF_SEVERAL,
    POSTERIOR,
    Given,
    levels_of,
    lines_of,
    own_parameters,
    parameters_from,
    split_up,
    stated_keys,
    usual,
)

if TYPE_CHECKING:
    from hydra.core.override_parser.types import Override

    from sim.runs.footprint import Need
    from sim.studies.measured import Of

MOST_FUTURES, USUAL_FUTURES = 10_000, 64


def _keys(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.strip("[]").split(","))
    if not all(names) or len(set(names)) < len(names):
        raise Wrong("futures-choose")
    return names


def _better(text: str) -> str:
    if text not in ("more", "less"):
        raise Wrong("futures-better")
    return text


class Keys(Request):
    """Keys of the verb."""

    n: Annotated[int, whole(MOST_FUTURES)] = USUAL_FUTURES
    of: str = "net_per_yuan"
    better: Annotated[Literal["more", "less"], BeforeValidator(_better)] = "more"
    choose: Annotated[tuple[str, ...], BeforeValidator(_keys)] = ("allocation",)
    assumed: Annotated[bool, YES_OR_NO] = True


class Plan(NamedTuple):
    """What a study of futures is asked to do.

    Attributes
    ----------
    settings : list of Settings
        Of the choices, as they are today.
    labels : list of str
    of : Of
    better : str
        Whether ``more`` of the measure is better, or ``less``.
    futures : list of Future
    runs : list of list of Settings
        Of every future, those of all choices.
    draw : Draw
    folder : Path
    needs : Need
        Of memory.
    """

    settings: list[Settings]
    labels: list[str]
    of: Of
    better: str
    futures: list[Future]
    runs: list[list[Settings]]
    draw: Draw
    folder: Path
    needs: Need

    @property
    def idle(self) -> list[Fault]:
        """What can have no effect in the runs, a line each."""
        from sim.inputs.idle.told import told

        return told(self.settings, self.labels)

    @property
    def about(self) -> dict[str, object]:
        """What the parts of it belong to."""
        from sim.runs.folder import belonging

        every = [s for own in self.runs for s in own]
        names = [f"{label} {k}" for k in range(len(self.runs)) for label in self.labels]
        return belonging("futures", every, names, of=self.of.text, better=self.better)


def plan(overrides: list[str]) -> Plan:
    """Check what was asked for.

    Parameters
    ----------
    overrides : list of str
        Any settings, and :class:`Keys`. Keys that are chosen have several values by commas; other keys with several
        values or a range are assumptions about the future.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    with requested(Keys, overrides) as asked:
        own = asked.own
        if importlib.util.find_spec("sklearn") is None:
            raise InputError("futures-no-sklearn", extra=EXTRA)
        given, faults = parse(texts(asked.rest), sweep=True, ranges=True)
        if faults:
            raise InputError(faults)
        named, rest = parameters_from(given)
        stated = stated_keys(rest)
        ours = usual(rest, stated, own.choose)
        split = split_up([*ours, *rest], own.choose)
        settings, names, split = _today(split, ours, own.choose)
        sample = read_sample().without(own_parameters(stated)) if named == POSTERIOR else None
        from sim.studies.measured import faults_of, read_of  # loads what measures are made of

        if faults := faults_of(own.of, settings[0]):
            raise InputError(faults)
        axes = [*split.axes, *(_assumed(settings, stated, split, sample) if own.assumed else ())]
        draw = Draw(own.n, axes, {o.key_or_group: levels_of(o) for o in split.factors}, sample)
        if not (draw.axes or draw.factors or sample):
            raise InputError(by_caller(fault("futures-one")))
        from sim.runs.checks import check_together  # loaded once the input is known to be sound, as the engine below

        check_together(settings, names)
        futures = draw.futures(settings[0].seed)
        runs = _runs(split, futures)
    from sim.runs.folder import default_folder
    from sim.runs.once import needs

    of, folder = read_of(own.of, settings[0]), default_folder("futures", settings, names)
    need = needs(runs[0], len(runs), len(runs), [one[0] for one in runs])
    return Plan(settings, names, of, own.better, futures, runs, draw, folder, need)


def _today(split: Given, ours: list[Override], choose: Sequence[str]) -> tuple[list[Settings], list[str], Given]:
    """Settings and names of the choices with the first value of every factor; what means nothing for them is left out.

    Raises
    ------
    InputError
    """
    first = [f"{o.key_or_group}={levels_of(o)[0]}" for o in split.factors]
    jobs = cells(split.choices)
    if len(jobs) < 2:
        raise InputError(by_caller(fault("futures-one-choice", keys=",".join(choose))))
    settings, names = one_by_one([[*lines_of(split.fixed), *job, *first] for job in jobs])
    if len(settings[0].city) == 1:
        dropped = [o for o in ours if o.input_line in OF_SEVERAL]
        split = split._replace(factors=[o for o in split.factors if o not in dropped])
    if unfunded := [name for s, name in zip(settings, names, strict=True) if not s.is_funded]:
        raise InputError([by_caller(fault("futures-no-policy", label=label)) for label in unfunded])
    return settings, names, split


def _assumed(settings: Sequence[Settings], stated: set[str], split: Given, sample: Sample | None) -> list[Axis]:
    """Assumed parameters that some run reads, half to twice their value, without those of which more is known."""
    from sim.studies.sensitivity.asked import assumed

    known = stated | {axis.key for axis in split.axes}
    known |= {f"parameters.{name}" for name in sample.free} if sample else set()
    return [axis for axis in assumed(settings)[0] if axis.key not in known]


def _runs(split: Given, futures: Sequence[Future]) -> list[list[Settings]]:
    """Settings of all choices in every future, checked.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    jobs, fixed = cells(split.choices), lines_of(split.fixed)
    at: dict[tuple[tuple[str, str], ...], list[Settings]] = {}
    found, faults = [], []
    for future in futures:
        levels = tuple(future.levels.items())
        try:
            if levels not in at:
                words = [f"{key}={value}" for key, value in levels]
                at[levels] = one_by_one([[*fixed, *job, *words] for job in jobs])[0]
            found.append([future.of(s) for s in at[levels]])
        except InputError as error:
            faults += error.problems
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    return found

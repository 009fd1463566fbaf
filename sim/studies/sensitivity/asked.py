"""What a sensitivity is asked to do, checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import numpy as np

from sim.data import read
from sim.errors import Fault, InputError, fault
from sim.inputs.design import Asked, Axis, Floats, Name, moved, value_of
from sim.inputs.overrides import by_caller, parse
from sim.inputs.sample import SampledSettings
from sim.inputs.settings import Settings
from sim.inputs.sweep import expand, with_ranges
from sim.inputs.typed import divided, texts
from sim.runs.designed import USUAL, Design, Points
from sim.runs.request import YES_OR_NO, Request, requested
from sim.studies.sensitivity.outputs import Output, outputs

if TYPE_CHECKING:
    from sim.runs.footprint import Need
    from sim.studies.measured import Of

HALF, TWICE = 0.5, 2.0  # of an assumed parameter, where no range is given
POINTS_PER_KEY = 2  # of a Latin hypercube, where n= is not given


class Keys(Request):
    """Keys of the verb."""

    of: str = "net_per_yuan"
    contrast: str = ""
    design: Design = "lhs"
    n: Points | None = None
    flips: Annotated[bool, YES_OR_NO] = True


class Plan(NamedTuple):
    """What a sensitivity is asked to do.

    Attributes
    ----------
    settings : list of Settings
        The runs, all assumptions as they are.
    labels : list of str
    of : Of
    outputs : list of Output
        Levels, then contrasts.
    axes : list of Axis
        The assumptions.
    base : (k,) float64
        Where they are in the unit cube.
    design : Asked
    units : (n_points, k) float64
        Points of the unit cube, the first one where the assumptions are.
    flips : bool
        Whether flip distances are looked for.
    unread : list of str
        Assumed parameters that no run reads.
    folder : Path
    needs : Need
        Of memory.
    """

    settings: list[Settings]
    labels: list[str]
    of: Of
    outputs: list[Output]
    axes: list[Axis]
    base: Floats
    design: Asked
    units: Floats
    flips: bool
    unread: list[str]
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

        return belonging(
            "sensitivity", self.settings, self.labels, of=self.of.text, contrasts=[one.name for one in self.outputs],
            design=[*self.design], ranges=[[*axis] for axis in self.axes], flips=self.flips,
        )  # fmt: skip

    def at_point(self, units: Floats) -> list[Settings]:
        """Settings of all runs at a point of the unit cube."""
        return [_at(s, self.axes, units) for s in self.settings]


def _at(settings: Settings, axes: Sequence[Axis], units: Floats) -> Settings:
    """Settings at a point of the unit cube, checked."""
    return moved(settings, axes, [axis.value(u) for axis, u in zip(axes, units.tolist(), strict=True)])


def plan(overrides: list[str]) -> Plan:
    """Check what was asked for.

    Parameters
    ----------
    overrides : list of str
        Any settings, several runs by commas as of a sweep, ranges by ``interval(low,high)``, and :class:`Keys`.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    with requested(Keys, overrides) as asked:
        own = asked.own
        settings, labels, axes = _runs(asked.rest)
        found, missing = outputs(labels, own.contrast)
        from sim.studies.measured import faults_of, read_of  # loads what measures are made of

        faults = faults_of(own.of, settings[0])
        if any(isinstance(s, SampledSettings) for s in settings):
            faults.append(by_caller(fault("sensitivity-posterior")))
        faults += [missing] if missing else []
        if faults:
            raise InputError(faults)
        settings, labels, found = _needed(settings, labels, found)
        axes, unread = (axes, []) if axes else assumed(settings)
        base = _where(settings, axes)
        design = Asked(own.design, own.n or _usual(own.design, len(axes)))
        if problem := design.problem():
            raise InputError(problem)
        from sim.runs.checks import check_together  # loaded once the input is known to be sound, as the engine below

        check_together(settings, labels)
        units = np.vstack([base, _placed(axes, design.points([axis.key for axis in axes]))])
        largest = _checked_points(settings, axes, units)
    from sim.runs.folder import default_folder
    from sim.runs.once import needs

    of, folder = read_of(own.of, settings[0]), default_folder("sensitivity", settings, labels)
    need = needs(settings, len(units), len(units), [*settings, largest])
    return Plan(settings, labels, of, found, axes, base, design, units, own.flips, unread, folder, need)


def _runs(overrides: list[str]) -> tuple[list[Settings], list[str], list[Axis]]:
    """Runs that do anything, their names, and the keys that have a range.

    Raises
    ------
    InputError
        Also if no run has a policy: without one there is no effect that could depend on anything.
    """
    given, wrong = parse(texts(overrides), sweep=True, ranges=True)
    if wrong:
        raise InputError(wrong)
    axes, _ = with_ranges(given)
    ranged = {axis.key for axis in axes}
    settings, labels = expand([text for text in overrides if divided(text)[0] not in ranged])
    kept = [(s, label) for s, label in zip(settings, labels, strict=True) if s.is_funded]
    if not kept:
        raise InputError(by_caller(fault("sensitivity-no-policy")))
    return [s for s, _ in kept], [label for _, label in kept], axes


def _usual(design: Name, n_keys: int) -> int:
    """Points or trajectories where none are asked for."""
    return max(USUAL[design], POINTS_PER_KEY * n_keys) if design == "lhs" else USUAL[design]


def _needed(
    settings: list[Settings], labels: list[str], found: list[Output]
) -> tuple[list[Settings], list[str], list[Output]]:
    """Runs that the outputs are of, and the outputs of these."""
    kept = sorted({k for one in found for k in one.runs})
    place = {k: i for i, k in enumerate(kept)}
    moved_outputs = [Output(one.name, tuple(place[k] for k in one.runs)) for one in found]
    return [settings[k] for k in kept], [labels[k] for k in kept], moved_outputs


def assumed(settings: Sequence[Settings]) -> tuple[list[Axis], list[str]]:
    """Assumed parameters from half to twice of what they are, within the range of the table; and those not read.

    Parameters
    ----------
    settings : sequence of Settings
        Of the runs. What none of them reads is left out.
    """
    from sim.inputs.idle.found import idle

    unread = set.intersection(*(set(idle(s)) for s in settings))
    axes, left = [], []
    for p in read.read_parameters():
        key, value = f"parameters.{p.name}", settings[0].parameters[p.name]
        axis = Axis(key, max(p.low, HALF * value), min(p.high, TWICE * value), p.is_count)
        axis = axis._replace(low=axis.rounded(axis.low), high=axis.rounded(axis.high))
        if p.grade == "assumed" and axis.low < axis.high:
            (left.append(p.name) if key in unread else axes.append(axis))
    return axes, left


def _where(settings: Sequence[Settings], axes: Sequence[Axis]) -> Floats:
    """Where the assumptions are in the unit cube, the same in all runs and within their ranges.

    Raises
    ------
    InputError
    """
    faults, at = [], []
    for axis in axes:
        values = {value_of(s, axis.key) for s in settings}
        value = values.pop()
        if values or value is None:
            faults.append(by_caller(fault("sensitivity-differs", key=axis.key)))
        elif not axis.low <= value <= axis.high:
            said = {"value": f"{value:g}", "low": f"{axis.low:g}", "high": f"{axis.high:g}"}
            faults.append(by_caller(fault("sensitivity-outside", key=axis.key, **said)))
        else:
            at.append(axis.unit(value))
    if faults:
        raise InputError(faults)
    return np.array(at)


def _placed(axes: Sequence[Axis], units: Floats) -> Floats:
    """Points as the axes can take them: what takes whole numbers only is moved to the nearest."""
    placed = units.copy()
    for j, axis in enumerate(axes):
        if axis.is_whole:
            placed[:, j] = [axis.unit(axis.value(u)) for u in units[:, j].tolist()]
    return placed


def _checked_points(settings: Sequence[Settings], axes: Sequence[Axis], units: Floats) -> Settings:
    """Check every point in the first run, and the first point in every run; the first run at the top of all ranges.

    Raises
    ------
    InputError
    """
    for s in settings:
        _at(s, axes, units[0])
    for point in units:
        _at(settings[0], axes, point)
    return _at(settings[0], axes, np.ones(len(axes)))

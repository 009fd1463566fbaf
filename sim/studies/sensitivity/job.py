"""A sensitivity with its results folder."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pandas as pd

from sim.inputs.design import Axis
from sim.results.sensitivity import Sensitivity, read_sensitivity
from sim.results.vocabulary import WHOLE_RUN
from sim.results.writing import Content, csv_of, write_results
from sim.runs.folder import BELONGS_TO
from sim.runs.once import once
from sim.runs.provenance import manifest, timed
from sim.runs.store import Store
from sim.runs.workers import pool
from sim.runs.worlds import Progress
from sim.studies.searching.distance import Floats
from sim.studies.sensitivity import table
from sim.studies.sensitivity.asked import Plan
from sim.studies.sensitivity.flips import Search, candidates, settle
from sim.studies.sensitivity.indices import Found, found
from sim.studies.sensitivity.outputs import Output
from sim.studies.sensitivity.points import Runner
from sim.studies.sensitivity.surface import Surface

KIND = "sensitivity"


def run(asked: Plan, progress: Progress | None = None) -> Sensitivity:
    """Run every point, look for flips, and write tables, manifest, charts and report.

    Parameters
    ----------
    asked : Plan
        Finished replicates are kept in its folder until all are done.
    progress : callable, optional
        Called with weeks done, weeks in all, and what is being run.

    Raises
    ------
    InputError
        If the folder holds anything else, or cannot be written.
    """
    about, retry = asked.about, asked.settings[0].retry
    return once(asked.folder, about, retry, lambda store: _compute(asked, about, store, progress), read_sensitivity)


def _compute(asked: Plan, about: dict[str, object], store: Store, progress: Progress | None) -> None:
    started = time.perf_counter()
    source = _manifest(asked) | {BELONGS_TO: about}
    with pool(asked.needs.workers, asked.settings[0]) as processes:
        frames, seconds = _frames(asked, Runner(asked, store, progress, processes))
    seconds[WHOLE_RUN] = time.perf_counter() - started
    files: dict[str, Content] = {f"{name}.csv": csv_of(frame) for name, frame in frames.items()}
    write_results(asked.folder, files, timed(source, seconds))


def _frames(asked: Plan, runner: Runner) -> tuple[dict[str, pd.DataFrame], dict[str, float]]:
    """Tables by the name of their file, and seconds by part."""
    values = runner(asked.units)
    keys = [axis.key for axis in asked.axes]
    known = {one.name: found(one.of(values), asked.units, asked.design, keys) for one in asked.outputs}
    frames = {
        "sensitivity": table.indices(asked, known),
        "outputs": table.outputs(asked, known),
        "points": table.points(asked, values),
    }
    if asked.flips and any(one.is_contrast for one in asked.outputs):
        frames["flips"] = table.flips(asked, _flips(asked, known, runner), known)
    return frames, runner.seconds


def _flips(asked: Plan, known: dict[str, Found], runner: Runner) -> list[Search]:
    """Search for flips of every contrast that varies and whose runs differ to begin with."""
    contrasts = {
        one.name: one
        for one in asked.outputs
        if one.is_contrast and known[one.name].surface and known[one.name].start != 0
    }
    searches = [
        Search(
            name, together, asked.base, candidates(_upright(known[name]), asked.base, abs(known[name].start), together)
        )
        for name in contrasts
        for together in (1, 2)
        if together <= len(asked.axes)
    ]

    def differences(places: list[Floats], of: list[Search]) -> list[list[float]]:
        units = np.array([placed(place, asked.axes) for place in places])
        needed = sorted({k for one in of for k in contrasts[one.output].runs})
        values = runner(units, needed)
        return [
            _pair(contrasts[one.output], known[one.output], values[:, [2 * i, 2 * i + 1]]) for i, one in enumerate(of)
        ]

    settle(searches, differences)
    return searches


def _pair(contrast: Output, one: Found, values: Floats) -> list[float]:
    """Differences before and behind, positive where the ranking stands."""
    found: list[float] = (np.sign(one.start) * contrast.of(values).mean(axis=1)).tolist()
    return found


def placed(place: Floats, axes: list[Axis]) -> Floats:
    """Point as the assumptions can take it."""
    clipped = np.clip(place, 0.0, 1.0)
    return np.array([axis.unit(axis.value(u)) for axis, u in zip(axes, clipped.tolist(), strict=True)])


def _upright(one: Found) -> Surface:
    """Surface of a difference, turned so that it is positive where the ranking stands."""
    assert one.surface is not None
    if one.start > 0:
        return one.surface
    s = one.surface
    return s._replace(constant=-s.constant, linear=-s.linear, quadratic=-s.quadratic)


def _manifest(asked: Plan) -> dict[str, Any]:
    return manifest(asked.settings, asked.labels) | {
        "kind": KIND,
        "of": asked.of.text,
        "unit": asked.of.unit,
        "design": asked.design.name,
        "n": asked.design.n,
        "labels": asked.labels,
        "assumptions": table.assumptions(asked),
        "unread": asked.unread,
        "flips": asked.flips,
    }

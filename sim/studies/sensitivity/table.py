"""Tables of a sensitivity: indices, outputs, points, flips."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.data import read
from sim.inputs.design import Axis
from sim.results.sensitivity import AND, CONTRAST, FLIPS, INDICES, LEVEL, OPEN, OUTPUTS, STANDS, TURNS
from sim.studies.searching.distance import Floats
from sim.studies.sensitivity.asked import Plan
from sim.studies.sensitivity.flips import Search
from sim.studies.sensitivity.indices import Found


def name_of(axis: Axis) -> str:
    """Name of an assumption: of a parameter its own, else the key."""
    return axis.key.removeprefix("parameters.")


def assumptions(asked: Plan) -> list[dict[str, Any]]:
    """What is known of each assumption: of parameters also unit, grade, source and meaning."""
    known = {f"parameters.{p.name}": p for p in read.read_parameters()}
    out = []
    for axis, at in zip(asked.axes, asked.base.tolist(), strict=True):
        own: dict[str, Any] = {"key": axis.key, "name": name_of(axis), "low": axis.low, "high": axis.high}
        own["value"] = axis.low + (axis.high - axis.low) * at
        p = known.get(axis.key)
        more = {"unit": p.unit, "grade": p.grade, "source": p.source, "meaning": p.meaning} if p else {}
        out.append(own | more)
    return out


def indices(asked: Plan, found: Mapping[str, Found]) -> pd.DataFrame:
    """Indices of every output, and what the surface gives at the ends of each range; nothing where nothing varies."""
    rows: list[dict[str, object]] = []
    for output, one in found.items():
        for j, axis in enumerate(asked.axes):
            if one.surface is None:
                rows.append({"output": output, "assumption": name_of(axis)})
                continue
            low, high = (np.where(np.arange(asked.base.size) == j, end, asked.base) for end in (0.0, 1.0))
            shift = one.start - float(one.surface(asked.base)[0])
            ends = {"at_low": float(one.surface(low)[0]) + shift, "at_high": float(one.surface(high)[0]) + shift}
            own = {name: float(values[j]) for name, values in one.indices.items()}
            rows.append({"output": output, "assumption": name_of(axis), **ends, **own})
    return pd.DataFrame(rows, columns=[*INDICES.text, *INDICES.numbers])


def outputs(asked: Plan, found: Mapping[str, Found]) -> pd.DataFrame:
    """What was found of every output."""
    rows: list[dict[str, object]] = []
    for output in asked.outputs:
        one = found[output.name]
        surface: dict[str, object] = {}
        if one.surface:
            surface = {"explained": one.surface.explained, "error": one.surface.error}
        rows.append({
            "output": output.name, "kind": CONTRAST if output.is_contrast else LEVEL,
            "varies": "yes" if one.surface else "no" if math.isfinite(one.mean) else "no value",
            "start": one.start, "se": one.start_se, "low": one.low, "high": one.high,
            "mean": one.mean, "sd": one.sd, "seed_share": one.noise,
            "turned_share": one.turned if output.is_contrast else math.nan,
            "n_points": len(asked.units) - 1, "n_replicates": asked.settings[0].replicates,
        } | surface)  # fmt: skip
    return pd.DataFrame(rows, columns=[*OUTPUTS.text, *OUTPUTS.numbers])


def points(asked: Plan, values: Floats) -> pd.DataFrame:
    """Value of every assumption and output (mean over replicates) at every point; the first is where they are now."""
    at = [[axis.value(u) for u in asked.units[:, j].tolist()] for j, axis in enumerate(asked.axes)]
    columns = {name_of(axis): column for axis, column in zip(asked.axes, at, strict=True)}
    columns |= {f"of {o.name}": o.of(values).mean(axis=1).tolist() for o in asked.outputs}
    return pd.DataFrame({"point": range(len(asked.units))} | columns)


def flips(asked: Plan, searches: Sequence[Search], found: Mapping[str, Found]) -> pd.DataFrame:
    """What became of the search for each flip, one row each."""
    rows = [_flip(asked, one, found[one.output].start) for one in searches]
    return pd.DataFrame(rows, columns=[*FLIPS.text, *FLIPS.numbers])


def _flip(asked: Plan, one: Search, difference: float) -> dict[str, object]:
    verdict = TURNS if one.found else OPEN if one.next else STANDS
    row = {
        "output": one.output, "verdict": verdict, "together": one.together, "difference": difference,
        "n_checks": one.n_checks, "proposed": one.first if math.isfinite(one.first) else math.nan,
        "assumptions": "", "start": "", "end": "",
    }  # fmt: skip
    if one.found is None:
        return row
    sign, place = math.copysign(1.0, difference), asked.base + one.found.distance * one.found.step
    axes = [(asked.axes[j], float(asked.base[j]), float(place[j])) for j in one.found.members]
    before, behind = (sign * value for value in one.found.checked)
    return row | {
        "assumptions": AND.join(name_of(axis) for axis, _, _ in axes),
        "start": AND.join(_written(axis, u) for axis, u, _ in axes),
        "end": AND.join(_written(axis, u) for axis, _, u in axes),
        "distance": one.found.distance, "before": before, "behind": behind,
    }  # fmt: skip


def _written(axis: Axis, unit: float) -> str:
    return f"{axis.value(unit):.4g}"

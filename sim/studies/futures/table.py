"""Tables of a study of futures: what came out, what was assumed, regret, and rules of when the ranking turns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.data import read
from sim.results.futures import FLIPS, FUTURES, IS, OUTCOMES, REGRET, written
from sim.results.futures import TABLES as STORED
from sim.studies.futures import regret as of_futures
from sim.studies.futures.asked import Plan
from sim.studies.futures.draw import SET
from sim.studies.futures.regret import Places
from sim.studies.futures.rules import Flags, find
from sim.studies.searching.distance import Floats

SEED = "seed"


def frames(asked: Plan, values: Floats, counts: Flags) -> dict[str, pd.DataFrame]:
    """All tables, by the name of their file.

    Parameters
    ----------
    asked : Plan
    values : (n_choices, n_futures, n_replicates) float64
    counts : (n_futures,) bool
        Futures in which every choice has a value.
    """
    upright = (values if asked.better == "more" else -values)[:, counts]
    numbers = 1 + np.flatnonzero(counts)
    order = np.argsort(-upright.mean(axis=(1, 2)), kind="stable")
    found = {
        "regret": _regret(asked, upright[order], order, numbers),
        "flips": _flips(asked, upright, order, counts),
        "outcomes": _outcomes(asked, values),
        "futures": _futures(asked),
    }
    return {f"{name}.csv": found[name] for name in STORED}


def _regret(asked: Plan, values: Floats, order: Places, numbers: Places) -> pd.DataFrame:
    """A row per choice, that with the smallest mean regret first."""
    regret = of_futures.regrets(values)
    columns: dict[str, Any] = {"choice": [asked.labels[k] for k in order]}
    columns["mean_value"] = values.mean(axis=(1, 2)) * (1 if asked.better == "more" else -1)
    for name in of_futures.STATISTICS:
        columns[name] = of_futures.statistic_of(regret, name)
        columns[f"{name}_checked"] = of_futures.checked(values, name)
    columns["mean_se"] = [of_futures.over_futures(own)[1] for own in regret]
    columns["worst_future"] = [int(numbers[of_futures.ranked(own, of_futures.WORST)[0]]) for own in regret]
    columns["best_share"], columns["clear_share"] = of_futures.best_share(values), of_futures.clear_share(values)
    behind = [of_futures.over_futures(own.mean(axis=1)) for own in values - values[0]]
    columns["minus_first"], columns["minus_first_se"] = zip(*behind, strict=True)
    return pd.DataFrame(columns)[[*REGRET.text, *REGRET.numbers]]


def _flips(asked: Plan, values: Floats, order: Places, counts: Flags) -> pd.DataFrame:
    """A row per two choices: where the one that is better on average loses to the other."""
    columns, groups = _columns(asked, counts), _groups(asked, counts)
    pairs = [(a, b) for k, a in enumerate(order) for b in order[k + 1 :]]
    rows = []
    for a, b in pairs:
        rule = find(columns, (values[b] - values[a]).mean(axis=1) > 0, groups, len(pairs))
        rows.append(
            {
                "choice": asked.labels[a], "against": asked.labels[b], "verdict": rule.verdict,
                "where": written(rule.boxes), "lost_share": rule.share, "coverage": rule.coverage,
                "density": rule.density, "coverage_checked": rule.coverage_checked,
                "density_checked": rule.density_checked, "chance": rule.chance,
            }
        )  # fmt: skip
    return pd.DataFrame(rows, columns=[*FLIPS.text, *FLIPS.numbers])


def _columns(asked: Plan, counts: Flags) -> dict[str, Floats]:
    """What is assumed in the futures that count: numbers, and a 0 or 1 for each value of a key that has words."""
    futures = [future for future, is_in in zip(asked.futures, counts, strict=True) if is_in]
    found = {short(key): np.array([future.numbers[key] for future in futures]) for key in futures[0].numbers}
    for key, levels in asked.draw.factors.items():
        own = [future.levels[key] for future in futures]
        if (numbers := _numbers(own)) is not None:
            found[short(key)] = numbers
            continue
        for level in levels if len(levels) > 2 else levels[-1:]:  # of two, one says it all
            found[f"{short(key)}{IS}{level}"] = np.array([1.0 if one == level else 0.0 for one in own])
    return {name: values for name, values in found.items() if np.ptp(values) > 0}


def _numbers(levels: Sequence[str]) -> Floats | None:
    try:
        return np.array([float(level) for level in levels])
    except ValueError:
        return None


def _groups(asked: Plan, counts: Flags) -> list[int]:
    """Futures with the same parameter set have the same number."""
    sets = [k if future.set is None else future.set for k, future in enumerate(asked.futures)]
    return [number for number, is_in in zip(sets, counts, strict=True) if is_in]


def _outcomes(asked: Plan, values: Floats) -> pd.DataFrame:
    """Every replicate of every choice in every future, futures and replicates counted from 1."""
    choices, futures, replicates = np.indices(values.shape).reshape(3, -1)
    names = np.array(asked.labels, dtype=object)[choices]
    columns = {"choice": names, "future": futures + 1, "replicate": replicates + 1, "value": values.ravel()}
    return pd.DataFrame(columns)[[*OUTCOMES.text, *OUTCOMES.numbers]]


def _futures(asked: Plan) -> pd.DataFrame:
    """What is assumed in every future, and the seed of its worlds."""
    rows: list[dict[str, object]] = []
    for k, future in enumerate(asked.futures, 1):
        own: dict[str, object] = {short(key): repr(value) for key, value in future.numbers.items()}
        own |= {short(key): level for key, level in future.levels.items()}
        own |= {} if future.set is None else {SET: future.set + 1}
        rows += [
            {"future": k, "assumption": name, "value": value} for name, value in (own | {SEED: future.seed}).items()
        ]
    return pd.DataFrame(rows)[[*FUTURES.text, *FUTURES.numbers]]


def short(key: str) -> str:
    """Name of an assumption: a parameter goes by its own."""
    return key.removeprefix("parameters.")


def axes(asked: Plan) -> list[dict[str, object]]:
    """Ranges that futures are drawn from, with what is known of each parameter."""
    known = {f"parameters.{p.name}": p for p in read.read_parameters()}
    found: list[dict[str, object]] = []
    for axis in asked.draw.axes:
        own: dict[str, object] = {"key": axis.key, "name": short(axis.key), "low": axis.low, "high": axis.high}
        p = known.get(axis.key)
        found.append(own | ({"unit": p.unit, "grade": p.grade, "meaning": p.meaning} if p else {}))
    return found

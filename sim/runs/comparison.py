"""Allocations side by side: runs twins and policy worlds, and puts intervals around their effects."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from sim.inputs.settings import Settings
from sim.measures.effects import effects
from sim.measures.tables import summarise, tidy
from sim.results.vocabulary import WHOLE_RUN
from sim.results.writing import Content, write_results
from sim.runs.provenance import manifest, timed
from sim.runs.twins import draws_of, run_pilot, warm_up
from sim.texts import say

if TYPE_CHECKING:
    from sim.runs.store import Arrays, Store

Progress = Callable[[int, int, str], None]
Result = TypeVar("Result")


@dataclass
class Comparison:
    """Effects of several allocations against their common twin.

    Attributes
    ----------
    summary : pandas.DataFrame
        One row per allocation.
    effects : pandas.DataFrame
        Tidy: one row per measure and cell; columns in ``docs/results.md``.
    manifest : dict
        Settings, seed, versions, data hashes, times.
    """

    summary: pd.DataFrame
    effects: pd.DataFrame
    manifest: dict[str, Any]

    def write(self, folder: Path) -> None:
        """Write summary.csv, effects.parquet and manifest.json, each whole or not at all."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        tables: dict[str, Content] = {
            "summary.csv": self.summary.to_csv(index=False, lineterminator="\n"),
            "effects.parquet": lambda file: self.effects.to_parquet(file, index=False, compression="zstd"),
        }
        write_results(folder, tables, self.manifest)


class _Ticker:
    """Counts simulated weeks and reports them."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self.progress, self.total, self.done, self.text = progress, total, 0, ""

    def __call__(self) -> None:
        self.done += 1
        if self.progress:
            self.progress(self.done, self.total, self.text)


def compare(
    settings: list[Settings],
    progress: Progress | None = None,
    store: Store | None = None,
    labels: list[str] | None = None,
) -> Comparison:
    """Run every setting and its twin, and compare.

    Settings that differ only in what the policy does share one warm-up and one twin per replicate.

    Parameters
    ----------
    settings : list of Settings
    progress : callable, optional
        Called with weeks done, weeks in all, and what is being run.
    store : sim.runs.store.Store, optional
        Keeps finished replicates, so that an interrupted comparison goes on where it stopped.
    labels : list of str, optional
        Names of the allocations; default ``settings.label``.

    Returns
    -------
    Comparison
    """
    started = time.perf_counter()
    labels = labels or [s.label for s in settings]
    source = manifest(settings, labels)
    parts, seconds = run_worlds(settings, labels, progress, store)
    frame = tidy(labels, settings, parts)
    seconds[WHOLE_RUN] = time.perf_counter() - started
    return Comparison(summarise(labels, frame), frame, timed(source, seconds))


def run_worlds(
    settings: list[Settings], labels: list[str], progress: Progress | None = None, store: Store | None = None
) -> tuple[list[list[Arrays]], dict[str, float]]:
    """Run every setting and its twin in every replicate; parameters as those of :func:`compare`.

    Returns
    -------
    list of list of dict
        For each setting, for each replicate, what ``measures.effects`` returned.
    dict
        Seconds that warm-ups, twins and policy worlds took.
    """
    seconds = {"warm-up": 0.0, "twin": 0.0, "policy": 0.0}
    groups: dict[str, list[int]] = {}
    for k, s in enumerate(settings):
        groups.setdefault(s.world_digest(), []).append(k)
    jobs = [(members, r) for members in groups.values() for r in range(settings[members[0]].replicates)]
    ticker = _Ticker(progress, sum(_weeks(settings, members, r, store) for members, r in jobs))
    parts: list[list[Arrays]] = [[] for _ in settings]
    for members, r in jobs:
        for k, arrays in _run_replicate(settings, labels, members, r, store, ticker, seconds).items():
            parts[k].append(arrays)
    return parts, seconds


def _key(settings: Settings, replicate: int) -> str:
    return f"{settings.digest()}_{replicate}"


def _missing(
    settings: list[Settings], members: list[int], replicate: int, store: Store | None
) -> tuple[dict[int, Arrays], list[int]]:
    found: dict[int, Arrays] = {}
    if store is not None:
        stored = {k: store.get(_key(settings[k], replicate)) for k in members}
        found = {k: arrays for k, arrays in stored.items() if arrays is not None}
    return found, [k for k in members if k not in found]


def _weeks(settings: list[Settings], members: list[int], replicate: int, store: Store | None) -> int:
    """Weeks to be simulated for one replicate of settings that share a twin."""
    missing = _missing(settings, members, replicate, store)[1]
    if not missing:
        return 0
    h = settings[missing[0]].horizon
    funded = sum(settings[k].is_funded for k in missing)
    return h.weeks_warmup + (1 + funded) * (h.weeks_pilot + h.weeks_after)


def _run_replicate(
    settings: list[Settings],
    labels: list[str],
    members: list[int],
    replicate: int,
    store: Store | None,
    ticker: _Ticker,
    seconds: dict[str, float],
) -> dict[int, Arrays]:
    """Effects of one replicate of settings that share a twin, by position in ``settings``."""
    found, missing = _missing(settings, members, replicate, store)
    if not missing:
        return found
    base = settings[missing[0]].without_policy().of_replicate(replicate)
    draws = draws_of(base, replicate)

    def timed(part: str, text: str, run: Callable[..., Result], *arguments: object) -> Result:
        ticker.text = say("runs-progress", replicate=replicate + 1, text=text)
        start = time.perf_counter()
        result = run(*arguments, ticker)
        seconds[part] += time.perf_counter() - start
        return result

    world = timed("warm-up", say("runs-warm-up"), warm_up, base, draws)
    twin = timed("twin", say("runs-twin"), run_pilot, base, world.fork(), draws)
    for k in missing:
        policy = twin
        if settings[k].is_funded:
            policy = timed("policy", labels[k], run_pilot, settings[k].of_replicate(replicate), world.fork(), draws)
        found[k] = effects(policy, twin, world.fixed, world.projects)
        if store is not None:
            store.put(_key(settings[k], replicate), found[k])
    return found

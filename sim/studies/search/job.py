"""A search with its results folder."""

from __future__ import annotations

import importlib.metadata
import time
from typing import Any

from sim.errors import InputError
from sim.results.search import BEST_FILE, RANDOM, SEARCH, Searched, read_search
from sim.results.vocabulary import WHOLE_RUN
from sim.results.words import listed, plain
from sim.results.writing import Content, csv_of, write_results
from sim.runs.folder import BELONGS_TO
from sim.runs.once import once
from sim.runs.provenance import manifest, timed
from sim.runs.store import Store
from sim.runs.workers import pool
from sim.runs.worlds import Progress
from sim.studies.search import table
from sim.studies.search.asked import Plan, keeps
from sim.studies.search.finals import Finalist, candidates, choose, seen
from sim.studies.search.plans import scenario
from sim.studies.search.sampling import Outcome, Tried, search
from sim.studies.search.space import Point
from sim.studies.search.worlds import Worlds
from sim.texts import say

KIND = "search"


def run(asked: Plan, progress: Progress | None = None) -> Searched:
    """Search, run the best again on fresh seeds, and write tables, scenarios, manifest, charts and report.

    Parameters
    ----------
    asked : Plan
        Finished replicates are kept in its folder until all are done; a search that goes on asks for the same plans.
    progress : callable, optional
        Called with weeks done, weeks in all, and what is being run.

    Raises
    ------
    InputError
        If the folder holds anything else, or cannot be written; if no plan keeps the constraints.
    """
    about, retry = asked.about, asked.base.retry
    return once(asked.folder, about, retry, lambda store: _compute(asked, about, store, progress), read_search)


def _compute(asked: Plan, about: dict[str, object], store: Store, progress: Progress | None) -> None:
    started = time.perf_counter()
    with pool(asked.needs.workers, asked.base) as processes:
        worlds = Worlds(store, processes, progress, _worlds_in_all(asked))
        tried = {SEARCH: _tried(asked, worlds, False)}
        if asked.own.random:
            tried[RANDOM] = _tried(asked, worlds, True)
        base, finalists = _finals(asked, worlds, tried[SEARCH])
    taken = choose(finalists, asked.goals)
    frames = {"trials": table.trials(asked, tried), "plans": table.plans(asked, base, finalists, taken)}
    files: dict[str, Content] = {f"{name}.csv": csv_of(frame) for name, frame in frames.items()}
    files |= _scenarios(asked, finalists, taken)
    seconds = worlds.seconds | {WHOLE_RUN: time.perf_counter() - started}
    source = _manifest(asked, finalists) | {BELONGS_TO: about}
    write_results(asked.folder, files, timed(source, seconds))


def _worlds_in_all(asked: Plan) -> int:
    """Policy worlds that will be run, at most."""
    of_search, again = asked.own.trials * (2 if asked.own.random else 1), asked.own.top + 2
    return (of_search + again) * asked.base.replicates + 2 * again * asked.fresh


def _tried(asked: Plan, worlds: Worlds, is_random: bool) -> list[Tried]:
    """Trials of the search, or of the random one beside it.

    Raises
    ------
    InputError
        If hardly any plan within the ranges is allowed.
    """
    label, of_run = say("search-random" if is_random else "search-searching"), asked.of_run

    def evaluate(points: list[Point]) -> list[Outcome]:
        settings = [asked.plans.settings(point) for point in points]
        every = worlds(settings, label, range(asked.base.replicates))
        known = [
            seen(asked.goals, of_run, asked.numbers(point), s, runs)
            for point, s, runs in zip(points, settings, every, strict=True)
        ]
        return [Outcome(one.worth, tuple(one.missed.values())) for one in known]

    def allowed(point: Point) -> bool:
        return keeps(asked.constraints, point) and asked.plans.allowed(point)

    found = search(asked.search(is_random), asked.own.trials, evaluate, allowed)
    if len(found) < asked.own.trials:
        raise InputError("search-no-room", n=len(found))
    return found


def _finals(asked: Plan, worlds: Worlds, tried: list[Tried]) -> tuple[Finalist, list[Finalist]]:
    """The settings as they are, and the best of the search, on its seeds and on fresh ones.

    Raises
    ------
    InputError
        If no trial keeps the constraints.
    """
    kept = candidates(tried, asked.goals, asked.own.top, asked.start)
    if not kept:
        raise _none_feasible(asked, tried)
    settings = [asked.base, *(asked.plans.settings(one.point) for one in kept)]
    n, label = asked.base.replicates, say("search-again")
    spans = (range(n), range(n, n + asked.fresh), range(n + asked.fresh, n + 2 * asked.fresh))
    stages = [worlds(settings, label, span) for span in spans]
    points: list[Point] = [asked.start or {}, *(one.point for one in kept)]
    stated = [asked.plans.values(asked.base), *points[1:]]
    finalists = [
        Finalist(point, s, *(seen(asked.goals, asked.constraints, asked.numbers(own), s, stage[k]) for stage in stages))
        for k, (point, own, s) in enumerate(zip(points, stated, settings, strict=True))
    ]
    return finalists[0], finalists[1:]


def _none_feasible(asked: Plan, tried: list[Tried]) -> InputError:
    """Say that no trial keeps the constraints, and which of them is missed by the one that comes nearest."""
    texts = [one.text for one in asked.of_run]
    valued = [one.outcome.violations for one in tried if one.outcome.has_values]
    if not valued:
        return InputError("search-no-value", n=len(tried), objectives=", ".join(goal.name for goal in asked.goals))
    nearest = min(valued, key=max)
    k = max(range(len(nearest)), key=lambda k: nearest[k])
    return InputError("search-infeasible", n=len(tried), constraint=texts[k], missed=f"{100 * nearest[k]:.2g}")


def _scenarios(asked: Plan, finalists: list[Finalist], taken: int) -> dict[str, Content]:
    """A scenario file for every finalist, and that of the best once more under its own name."""
    files: dict[str, Content] = {}
    for k, one in enumerate(finalists):
        title = say("search-scenario-title", n=k + 1)
        said = {"objectives": ", ".join(goal.name for goal in asked.goals), "trials": asked.own.trials}
        about = say("search-scenario-about", seed=str(asked.base.seed), **said)
        files[f"plan_{k + 1}.yaml"] = scenario(one.settings, title, about)
    return files | {BEST_FILE: files[f"plan_{taken + 1}.yaml"]}


def _question(asked: Plan) -> str:
    """What is asked for, in words, for lists of results."""
    objectives = [say("search-objective-name", name=plain(goal.name)) for goal in asked.goals]
    texts = [one.text for one in asked.constraints]
    return say("search-question", objectives=listed(objectives), n=len(texts), constraints=listed(texts))


def _manifest(asked: Plan, finalists: list[Finalist]) -> dict[str, Any]:
    labels = [say("search-now"), *(say("search-plan", n=k + 1) for k in range(len(finalists)))]
    return manifest([asked.base, *(one.settings for one in finalists)], labels) | {
        "kind": KIND,
        "objectives": [{"name": g.name, "direction": g.direction, "unit": g.unit} for g in asked.goals],
        "question": _question(asked),
        "constraints": [one.text for one in asked.constraints],
        "bounds": {one.text: one.bound for one in asked.constraints},
        "ranges": {key: list(ends) for key, ends in asked.space.numbers.items()},
        "choices": {choice.key: list(choice.values) for choice in asked.space.choices},
        "now": asked.plans.values(asked.base),
        "start": asked.start or {},
        "plans": [one.point for one in finalists],
        "fresh": asked.fresh,
        "optuna": importlib.metadata.version("optuna"),
    }

"""The runs of a sweep: expand the overrides, check every run, and only then compare them together."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

from hydra.core.override_parser.types import IntervalSweep, Override

from sim.errors import InputError, Problem, fault
from sim.inputs.compose import after, compose, layered
from sim.inputs.design import Asked, Axis, is_whole
from sim.inputs.faults import by_run
from sim.inputs.overrides import MOST_RUNS, by_caller, cells, parse, range_of, values_of
from sim.inputs.scenario import read_scenario, texts_of
from sim.inputs.settings import USUAL, Settings
from sim.inputs.typed import spelt, texts, unquoted

DEFAULT_ALLOCATIONS = "allocation=official,equal,per_head,by_retail,by_need,none"


def expand(overrides: Iterable[str], design: Asked | None = None) -> tuple[list[Settings], list[str]]:
    """Checked settings and labels of all runs of a sweep.

    Parameters
    ----------
    overrides : iterable of str
        In Hydra's multirun grammar. Without ``allocation``, and without scenarios that state one, all six are
        compared.
    design : Asked, optional
        Takes its points over the keys that have an interval; every other combination is run at each of them.

    Raises
    ------
    InputError
        With one line for every fault in any run.
    """
    given, found = parse(texts(overrides), sweep=True, ranges=design is not None)
    faults: list[Problem] = [*found]
    axes, given = with_ranges(given)
    if design and not axes and not faults:
        raise InputError(by_caller(fault("inputs-no-interval", design=design.name)))
    names = [name for o in given if o.key_or_group == "scenario" for name in values_of(o) if isinstance(name, str)]
    keys = {o.key_or_group.split(".")[0] for o in given}
    with after(faults):
        stated = "allocation" in keys or (names and all("allocation" in read_scenario(name) for name in names))
    told: dict[str, Problem] = {}
    n_runs = math.prod(len(values_of(o)) for o in given) * (design.size(len(axes)) if design else 1)
    unasked = 1
    if not stated:
        ours = parse([DEFAULT_ALLOCATIONS], sweep=True)[0]
        told = {"allocation": fault("inputs-all-allocations")}
        given, unasked = [*ours, *given], len(values_of(ours[0]))
    if n_runs * unasked > MOST_RUNS:
        many = fault("inputs-many-runs", most=f"{MOST_RUNS:,}", allocations=unasked if n_runs <= MOST_RUNS else 0)
        raise InputError([*faults, by_caller(many)])
    points = _points(design, axes) if design and not faults else [[]]
    jobs = [cell + point for cell in cells(given) for point in points]
    read = {text: parse([text])[0] for text in dict.fromkeys(itertools.chain(*jobs))}  # each once for all runs
    return _checked(jobs, lambda job: layered([one for text in job for one in read[text]], [], told), faults)


def one_by_one(runs: list[list[str]]) -> tuple[list[Settings], list[str]]:
    """Checked settings and labels of runs of which each is given by itself.

    Raises
    ------
    InputError
        With one line for every fault in any run.
    """
    return _checked(runs, compose, [])


def _checked(
    jobs: list[list[str]], settings_of: Callable[[list[str]], Settings], faults: list[Problem]
) -> tuple[list[Settings], list[str]]:
    """Runs to be compared, with a name for each; every fault is told, with the runs that have it."""
    settings: list[Settings] = []
    of_runs: list[Sequence[Problem]] = [()] * len(jobs)
    for k, job in enumerate(jobs):
        try:
            settings.append(settings_of(job))
        except InputError as error:
            of_runs[k] = error.problems
    if faults := [*faults, *by_run(of_runs, lambda some: apart(jobs, some))]:
        raise InputError(list(dict.fromkeys(faults)))
    return _different(settings, jobs)


def with_ranges(given: list[Override]) -> tuple[list[Axis], list[Override]]:
    """Keys that have an interval, and the other overrides."""
    ranges = [(o.key_or_group, value) for o in given if isinstance(value := o.value(), IntervalSweep)]
    axes = [Axis(key, *range_of(value), is_whole(key)) for key, value in ranges]
    return axes, [o for o in given if not o.is_interval_sweep()]


def _points(design: Asked, axes: list[Axis]) -> list[list[str]]:
    """Overrides of the points of a design, those that whole numbers make the same once."""
    points = design.points([axis.key for axis in axes])
    rows = [[f"{a.key}={a.value(u):.6g}" for a, u in zip(axes, point, strict=True)] for point in points.tolist()]
    return [list(row) for row in dict.fromkeys(map(tuple, rows))]


def apart(jobs: list[list[str]], some: Collection[int]) -> list[str]:
    """What some runs state and not all, as a sweep over them is written."""
    values: dict[str, dict[str, bool]] = {}  # by key; whether one of these runs has it
    for k, job in enumerate(jobs):
        for key, _, value in (text.partition("=") for text in job):
            values.setdefault(key, {}).setdefault(value, False)
            values[key][value] |= k in some
    return [
        f"{key}={','.join(v for v, own in of.items() if own)}" for key, of in values.items() if not all(of.values())
    ]


def _different(settings: list[Settings], jobs: list[list[str]]) -> tuple[list[Settings], list[str]]:
    """Runs to be compared, with a name for each: those that differ.

    Raises
    ------
    InputError
        If two of them are the same, however they are written.
    """
    first: dict[tuple[str, Path | None], list[str]] = {}
    faults: list[Problem] = []
    for s, job in zip(settings, jobs, strict=True):
        twin = first.setdefault((s.digest(), s.output), job)
        if twin is not job:
            one, other = (" ".join(o for o in a if o not in b) for a, b in ((twin, job), (job, twin)))
            faults.append(by_caller(fault("inputs-same-run", one=one or " ".join(twin), other=other or " ".join(job))))
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    return distinct(settings, labels(settings, jobs))


def labels(settings: list[Settings], jobs: list[list[str]]) -> list[str]:
    """Name of each run: the title of its scenario where these differ, else its terms; and what else differs."""
    jobs = [[spelt(o) for o in job] for job in jobs]
    having = Counter(o for job in jobs for o in set(job))
    varied = {o for o, n in having.items() if n < len(jobs)}
    short = _short_keys({o.split("=", 1)[0] for o in varied})
    titles = _titles(settings)
    every = [*titles.values(), *(s.label for s in settings)]
    names = []
    for s, job in zip(settings, jobs, strict=True):
        title = titles.get(s.scenario, "")
        groups = ("split",) if s.allocation.between == "none" else tuple(USUAL)  # that are in the label
        told = ("allocation", "instrument", *groups) if not title else ("scenario",) * (every.count(title) == 1)
        named = tuple(f"{group}=" for group in told)
        more = [o.split("=", 1) for o in job if o in varied and not (o.startswith(named) and "{" not in o)]
        names.append(" ".join([title or s.label, *(f"{short[key]}={_shown(value)}" for key, value in more)]))
    return names


def _titles(settings: list[Settings]) -> dict[str | Path | None, str]:
    """Titles of scenarios, where runs differ in theirs."""
    if len({s.scenario for s in settings}) < 2:
        return {}
    own = {s.scenario: texts_of(s.scenario).get("title", "") for s in settings if s.scenario}
    return {name: " ".join(title.split()) for name, title in own.items()}


def _shown(value: str) -> str:
    """Value of a run in its name: 2000 for what Hydra calls 2000.0."""
    whole = re.fullmatch(r"([-+]?\d+)\.0", value)
    return whole.group(1) if whole else unquoted(value)


def _short_keys(keys: set[str]) -> dict[str, str]:
    """Keys without their section, unless two would then be the same."""
    rest = [key.split(".", 1)[-1] for key in keys]
    return {key: short if rest.count(short) == 1 else key for key, short in zip(keys, rest, strict=True)}


def distinct(settings: list[Settings], names: list[str]) -> tuple[list[Settings], list[str]]:
    """Leave out runs without money that are there already: with no money to split, splits do not differ."""
    kept, seen = [], set()
    for s, name in zip(settings, names, strict=True):
        same = (name, s.world_digest()) if not s.is_funded else None
        if same is None or same not in seen:
            kept.append((s, name))
        seen.add(same)
    return [s for s, _ in kept], [name for _, name in kept]

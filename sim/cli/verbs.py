"""VERBS: what the command can do. A verb is a line of that table, a function that loads it, and a page of help."""

from __future__ import annotations

import gc

from sim.cli import stored
from sim.cli.progress import Lines, Progress
from sim.cli.terminal import warn

TYPE_CHECKING = False  # true for a type checker; help does without typing, whose import is a tenth of its time
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from sim.cli.steps import Steps
    from sim.runs import job as comparing
    from sim.runs.comparison import Comparison
    from sim.runs.failure import Started
    from sim.studies.levers import asked as checking
    from sim.studies.levers.check import Row

FOUND = 1
EXPLAIN = "--explain"
STORED = ("report", "export", "list", "verify")  # verbs that read nothing but a results folder


class Verb:
    """One verb; its help is the page ``help-<name>``, whose first line stands in the overview.

    Parameters
    ----------
    name : str
    load : callable
        Imports what the verb needs, and returns its :class:`Steps`.
    has_settings : bool
        Whether it takes the settings of a run.
    progress : callable
        How it tells how far it is.
    """

    def __init__(
        self,
        name: str,
        load: Callable[[], Steps[Any, Any]],
        has_settings: bool = True,
        progress: Callable[[], Progress] = Progress,
    ) -> None:
        self.name, self.load, self.has_settings, self.progress = name, load, has_settings, progress


def execute(verb: Verb, arguments: list[str], started: Started) -> int:
    """Run a verb; returns the exit code.

    Parameters
    ----------
    verb : Verb
    arguments : list of str
        After the verb.
    started : Started
        Is told the results folder.

    Raises
    ------
    InputError
    """
    gc.disable()  # what starting up makes is kept; to look for garbage in it takes a twentieth of a refusal
    try:
        steps = verb.load()
        asked = steps.plan([text for text in arguments if text != EXPLAIN])
        notes = steps.notes(asked)
    finally:
        gc.enable()
    if EXPLAIN in arguments:
        from sim.cli.explained import explain

        return explain(verb.name, asked, notes)
    steps.check(asked)
    for note in (*notes, *_read_too(verb)):
        warn(str(note))
    started.folder = steps.folder(asked)
    from sim.cli.compiling import compiling_told  # after planning: a refusal does without
    from sim.inputs.asked import in_shell, told_as

    progress = verb.progress()
    try:
        with told_as(in_shell(["sanxin", verb.name, *arguments])), compiling_told(progress):
            found = steps.run(asked, progress)
    finally:
        progress.close()
    return steps.show(asked, found)


def _read_too(verb: Verb) -> list[str]:
    """Tables of the user that are read beside ours."""
    from sim import extend
    from sim.errors import fault

    own = {name: extend.tables(name).get(extend.BESIDE) for name in ("cities", "kinds") if verb.name not in STORED}
    return [str(fault("cli-reads", path=path)) for path in own.values() if path]


def _run() -> Steps[comparing.Plan, Comparison]:
    from sim.cli import shown
    from sim.cli.steps import Steps
    from sim.inputs.compose import compose
    from sim.runs.precision import how_sure

    def plan(arguments: list[str]) -> comparing.Plan:
        with how_sure(arguments) as (sure, rest):
            settings = compose(rest)
        from sim.runs.job import plan  # the engine is loaded once the input is known to be sound

        return plan([settings], [settings.label], "run", sure)

    return Steps(plan, _compare, shown.comparison, lambda asked: asked.folder, lambda asked: asked.idle, _untaken)


def _sweep() -> Steps[comparing.Plan, Comparison]:
    from sim.cli import shown
    from sim.cli.steps import Steps
    from sim.runs.designed import swept
    from sim.runs.precision import how_sure

    def plan(arguments: list[str]) -> comparing.Plan:
        with how_sure(arguments) as (sure, rest):
            settings, labels = swept(rest)
        from sim.runs.job import plan

        return plan(settings, labels, "sweep", sure)

    return Steps(plan, _compare, shown.comparison, lambda asked: asked.folder, lambda asked: asked.idle, _untaken)


def _untaken(asked: Any) -> None:
    """Refuse a results folder that holds anything else."""
    from sim.runs.folder import UNFINISHED, refuse_taken

    if asked.folder is not None:
        refuse_taken(asked.folder, asked.about, getattr(asked, "marker", UNFINISHED))


def _compare(asked: comparing.Plan, progress: Progress) -> Comparison:
    from sim.runs.job import run

    return run(asked, progress)


def _study(package: str, has_parts: bool = True) -> Callable[[], Steps[Any, Any]]:
    """Return what loads a verb that is a package of :mod:`sim.studies`.

    Its ``asked.plan`` checks the arguments, its ``job.run`` does what was asked for (the engine is loaded only then),
    and the function of its name in :mod:`sim.cli.shown` prints what was found.

    Parameters
    ----------
    package : str
    has_parts : bool
        Whether its folder keeps what is finished when it is interrupted.
    """

    def load() -> Steps[Any, Any]:
        from importlib import import_module

        from sim.cli import shown
        from sim.cli.steps import Steps

        def run(asked: Any, progress: Progress) -> Any:
            return import_module(f"sim.studies.{package}.job").run(asked, progress)

        plan, show = import_module(f"sim.studies.{package}.asked").plan, getattr(shown, package)
        folder, idle = (lambda asked: asked.folder if has_parts else None), (lambda asked: asked.idle)
        return Steps(plan, run, show, folder, idle, _untaken)

    return load


def _check() -> Steps[checking.Plan, list[Row]]:
    from sim.cli.steps import Steps
    from sim.cli.terminal import tell
    from sim.studies.levers.asked import plan

    def levers(arguments: list[str]) -> checking.Plan:
        if arguments[:1] != ["levers"]:
            from sim.errors import InputError

            raise InputError("cli-check-levers")
        return plan(arguments[1:])

    def run(asked: checking.Plan, progress: Progress) -> list[Row]:
        from sim.studies.levers.check import run

        return run(asked.moves, progress)

    def show(_: checking.Plan, rows: list[Row]) -> int:
        from sim.studies.levers.check import report

        tell(report(rows))
        return FOUND if any(row.verdict for row in rows) else 0

    return Steps(levers, run, show, notes=lambda asked: asked.idle)


VERBS = {
    verb.name: verb
    for verb in (
        Verb("run", _run),
        Verb("sweep", _sweep),
        Verb("report", stored.report, has_settings=False),
        Verb("export", stored.export, has_settings=False),
        Verb("list", stored.list_, has_settings=False),
        Verb("verify", stored.verify, has_settings=False),
        Verb("validate", _study("validation")),
        Verb("calibrate", _study("calibration"), progress=Lines),
        Verb("trace", _study("trace", has_parts=False)),
        Verb("attribute", _study("attribution")),
        Verb("sensitivity", _study("sensitivity")),
        Verb("search", _study("search")),
        Verb("futures", _study("futures")),
        Verb("check", _check, has_settings=False),
    )
}

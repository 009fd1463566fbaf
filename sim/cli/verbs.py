"""What each verb does."""

from __future__ import annotations

import sys
from pathlib import Path

from sim.cli.help import EXAMPLE
from sim.cli.shown import print_attribution, print_summary, print_validation
from sim.errors import InputError

FOUND, MISTAKE, INTERRUPTED = 1, 2, 130


def simulate(verb: str, overrides: list[str]) -> int:
    """Run one allocation or compare several."""
    from sim.cli.progress import Progress
    from sim.inputs.compose import compose
    from sim.inputs.sweep import expand

    if verb == "run":
        settings = [compose(overrides)]
        labels = [settings[0].label]
    else:
        settings, labels = expand(overrides)
    from sim.runs.folder import (
        default_folder,
        is_unfinished,
    )  # the engine is loaded once the input is known to be sound
    from sim.runs.job import check_together, run_jobs

    check_together(settings, labels)
    folder = default_folder(verb, settings, labels)
    progress = Progress()
    try:
        result = run_jobs(settings, labels, progress, folder)
    except KeyboardInterrupt:
        progress.close()
        hint = f"results are stored; draw them with: sanxin report {folder}"
        if is_unfinished(folder):
            hint = f"finished parts are kept: go on with the same command and output={folder}"
        print(f"interrupted; {hint}", file=sys.stderr)
        return INTERRUPTED
    finally:
        progress.close()
    print_summary(result, folder)
    return 0


def _validate(overrides: list[str]) -> int:
    from sim.cli.progress import Progress
    from sim.studies.validation.job import plan, run

    asked, progress = plan(overrides), Progress()
    try:
        table = run(asked, progress)
    except KeyboardInterrupt:
        progress.close()
        print(f"interrupted; go on with the same command and output={asked.folder}", file=sys.stderr)
        return INTERRUPTED
    finally:
        progress.close()
    print_validation(table, asked.folder)
    return 0


def _calibrate(overrides: list[str]) -> int:
    import time

    from sim.cli.progress import clock
    from sim.studies.calibration.job import plan, run

    asked, started = plan(overrides), time.monotonic()

    def tell(done: int, total: int, text: str) -> None:
        gone = clock(time.monotonic() - started)
        print(f"{done} of {total} trials, {gone} gone, {text}", file=sys.stderr, flush=True)

    try:
        run(asked, tell)
    except KeyboardInterrupt:
        hint = f"finished trials are kept: go on with the same command and output={asked.folder}"
        print(f"interrupted; {hint}", file=sys.stderr)
        return INTERRUPTED
    print(f"Results: {asked.folder}\nSample:  {asked.save or asked.folder / 'posterior.csv'}")
    return 0


def _trace(overrides: list[str]) -> int:
    from sim.cli.progress import Progress
    from sim.studies.trace.job import plan, run

    asked, progress = plan(overrides), Progress()
    try:
        text, folder = run(asked, progress)
    finally:
        progress.close()
    print(f"{text}\nResults: {folder}\nChart:   {folder / 'trace.png'}")
    return 0


def _attribute(overrides: list[str]) -> int:
    from sim.cli.progress import Progress
    from sim.studies.attribution.job import plan, run

    asked, progress = plan(overrides), Progress()
    folder = asked.folder
    try:
        table = run(asked, folder, progress)
    except KeyboardInterrupt:
        progress.close()
        print(f"interrupted; go on with the same command and output={folder}", file=sys.stderr)
        return INTERRUPTED
    finally:
        progress.close()
    print_attribution(table, asked.notes, folder)
    return 0


def _report(arguments: list[str]) -> int:
    from sim.runs.folder import RESULTS, is_unfinished
    from sim.runs.kinds import draw

    if len(arguments) != 1:
        raise InputError(f"sanxin report takes one results folder; example: {EXAMPLE}")
    folder = Path(arguments[0])
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; example: {EXAMPLE}")
    if (folder / "trace.csv").is_file():
        raise InputError(f"{folder}: holds a trace, which has no report; its text is trace.txt, its chart trace.png")
    if not any((folder / name).is_file() for name in (*RESULTS, "validation.csv", "attribution.csv")):
        if not is_unfinished(folder):
            raise InputError(f"{folder}: holds no results ({', '.join(RESULTS)})")
        raise InputError(f"{folder}: not finished; go on with the command that made it and output={folder}")
    draw(folder)
    print(f"Report:  {folder / 'report.html'}")
    return 0


# Verbs that do something else than simulate and compare.
def _check(arguments: list[str]) -> int:
    from sim.cli.progress import Progress
    from sim.studies.levers.check import plan, report, run

    if arguments[:1] != ["levers"]:
        raise InputError("sanxin check checks one thing: sanxin check levers [group=NAME] [key=value ...]")
    asked, progress = plan(arguments[1:]), Progress()
    try:
        rows = run(asked, progress)
    finally:
        progress.close()
    print(report(rows))
    return FOUND if any(row.verdict for row in rows) else 0


OWN = {
    "report": _report,
    "validate": _validate,
    "calibrate": _calibrate,
    "trace": _trace,
    "attribute": _attribute,
    "check": _check,
}

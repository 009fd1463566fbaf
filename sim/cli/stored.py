"""Verbs that read stored results: what each needs is loaded when it is called."""

from __future__ import annotations

from sim.cli.terminal import warn

TYPE_CHECKING = False  # true for a type checker; help does without typing
if TYPE_CHECKING:
    from pathlib import Path

    from sim.cli.progress import Progress
    from sim.cli.steps import Steps
    from sim.runs import verifying
    from sim.runs.listing import Listed


def report() -> Steps[Path, None]:
    """Load what draws a stored folder again."""
    from sim.cli import shown
    from sim.cli.steps import Steps
    from sim.inputs.given import given_path
    from sim.runs.kinds import changes, redraw, reported

    def plan(arguments: list[str]) -> Path:
        if len(arguments) != 1:
            from sim.errors import InputError

            raise InputError("cli-report-one")
        return reported(given_path(arguments[0]))

    def run(folder: Path, _: Progress) -> None:
        redraw(folder)

    def show(folder: Path, _: None) -> int:
        for note in changes(folder):  # of a file that could be read; one that cannot is told by itself
            warn(str(note))
        return shown.report(folder)

    return Steps(plan, run, show, lambda folder: folder)


def export() -> Steps[Path, Path]:
    """Load what writes a workbook of a stored folder."""
    from sim.cli import shown
    from sim.cli.steps import Steps
    from sim.errors import InputError
    from sim.inputs.given import given_path
    from sim.runs.export import export as write
    from sim.runs.export import exported
    from sim.runs.kinds import changes

    def plan(arguments: list[str]) -> Path:
        what, *folders = arguments or [""]
        if what != "xlsx":
            raise InputError("runs-export-what", what=what or "sanxin export")
        if len(folders) != 1:
            raise InputError("runs-export-one")
        return exported(given_path(folders[0]))

    def run(folder: Path, _: Progress) -> Path:
        return write(folder)

    def show(folder: Path, path: Path) -> int:
        for note in changes(folder):
            warn(str(note))
        return shown.workbook(path)

    return Steps(plan, run, show, lambda folder: folder)


def list_() -> Steps[Path, list[Listed]]:
    """Load what lists results folders."""
    from sim.cli import shown
    from sim.cli.steps import Steps
    from sim.runs.listing import listing, plan

    def run(folder: Path, _: Progress) -> list[Listed]:
        return listing(folder)

    return Steps(plan, run, shown.listing)


def verify() -> Steps[verifying.Plan, list[verifying.Check]]:
    """Load what verifies a stored folder."""
    from sim.cli import shown
    from sim.cli.steps import Steps
    from sim.runs.verifying import plan, verify

    return Steps(plan, verify, shown.verification)

"""Verbs that take ranges of keys: what each needs is loaded when it is called."""

from __future__ import annotations

TYPE_CHECKING = False  # true for a type checker; help does without typing
if TYPE_CHECKING:
    from sim.cli.progress import Progress
    from sim.cli.steps import Steps
    from sim.results.futures import Futures
    from sim.results.search import Searched
    from sim.results.sensitivity import Sensitivity
    from sim.studies.futures import asked as foreseeing
    from sim.studies.search import asked as searching
    from sim.studies.sensitivity import asked as moving


def sensitivity() -> Steps[moving.Plan, Sensitivity]:
    """Load what moves a result."""
    from sim.cli import shown
    from sim.cli.steps import Steps
    from sim.studies.sensitivity.asked import plan

    def run(asked: moving.Plan, progress: Progress) -> Sensitivity:
        from sim.studies.sensitivity.job import run

        return run(asked, progress)

    return Steps(plan, run, shown.sensitivity, lambda asked: asked.folder, lambda asked: asked.idle)


def search() -> Steps[searching.Plan, Searched]:
    """Load the search for the best plan."""
    from sim.cli import shown
    from sim.cli.steps import Steps
    from sim.studies.search.asked import plan

    def run(asked: searching.Plan, progress: Progress) -> Searched:
        from sim.studies.search.job import run

        return run(asked, progress)

    return Steps(plan, run, shown.search, lambda asked: asked.folder, lambda asked: asked.idle)


def futures() -> Steps[foreseeing.Plan, Futures]:
    """Load the regret of choices over many futures."""
    from sim.cli import shown
    from sim.cli.steps import Steps
    from sim.studies.futures.asked import plan

    def run(asked: foreseeing.Plan, progress: Progress) -> Futures:
        from sim.studies.futures.job import run

        return run(asked, progress)

    return Steps(plan, run, shown.futures, lambda asked: asked.folder, lambda asked: asked.idle)

"""What a comparison will do."""

from __future__ import annotations

from sim.errors import Fault, fault
from sim.inputs.settings import Settings
from sim.runs import memory
from sim.runs.explain.doing import Doing, standing
from sim.runs.folder import belonging
from sim.runs.footprint import of_runs
from sim.runs.job import Plan


def doing(asked: Plan) -> Doing:
    """What ``sanxin run`` and ``sanxin sweep`` will do.

    Raises
    ------
    InputError
        If the results folder holds anything else.
    """
    settings, labels, folder, n_workers = asked
    state = standing(folder, belonging("comparison", settings, labels)) if folder else fault("explain-in-memory")
    needed = memory.told(of_runs(settings, folder is not None, n_workers))
    return Doing(settings, labels, worlds(settings), folder, state, memory=needed, workers=n_workers)


def worlds(settings: list[Settings]) -> Fault:
    """How many worlds are simulated: settings that differ only in what the policy does share warm-up and twin."""
    shared = {s.world_digest(): s for s in settings}
    warm = sum(s.replicates for s in shared.values())
    funded = [s for s in settings if s.is_funded]
    policy = sum(s.replicates for s in funded)
    weeks = sum(s.replicates * (s.horizon.weeks_warmup + _span(s)) for s in shared.values())
    weeks += sum(s.replicates * _span(s) for s in funded)
    return fault("explain-n-worlds", total=2 * warm + policy, warm=warm, policy=policy, weeks=f"{weeks:,}")


def _span(s: Settings) -> int:
    return s.horizon.weeks_pilot + s.horizon.weeks_after

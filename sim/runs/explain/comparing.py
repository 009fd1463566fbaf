"""What a comparison will do."""

from __future__ import annotations

from sim.errors import Fault, fault
from sim.inputs.settings import Settings
from sim.measures.stopping import STEPS
from sim.results.looks import aim_of, from_to, lasting
from sim.runs import memory
from sim.runs.explain.doing import Doing, standing
from sim.runs.explain.stated import of_verb
from sim.runs.footprint import of_runs
from sim.runs.job import Plan
from sim.runs.launchers import is_away
from sim.runs.precision import Keys, at_most
from sim.runs.replicates import Job
from sim.runs.worlds import sharing_a_twin, work


def doing(asked: Plan) -> Doing:
    """What ``sanxin run`` and ``sanxin sweep`` will do.

    Raises
    ------
    InputError
        If the results folder holds anything else.
    """
    settings, labels, folder, n_workers, sure, _ = asked
    state = standing(folder, asked.about) if folder else fault("explain-in-memory")
    most = at_most(sure, settings) if sure else settings
    needed = memory.told(of_runs(most, folder is not None, n_workers))
    told = Doing(settings, labels, worlds(most), folder, state, memory=needed, workers=n_workers)
    if sure is None:
        return told._replace(time=taking(settings, n_workers))
    return told._replace(
        worlds=fault("explain-at-most", what=told.worlds),
        replicates=_until(sure, settings),
        time=taking(most, n_workers, sure.at_first(settings)),
        own=of_verb(sure.told(), type(sure)().told()),
    )


def _until(sure: Keys, settings: list[Settings]) -> Fault:
    """When there are replicates enough."""
    rule, seeds = sure.rule(settings), ", ".join(dict.fromkeys(str(s.seed) for s in settings))
    said = {"first": rule.first, "most": rule.most, "aim": aim_of(sure.told()), "seed": seeds}
    if sure.best is not None:
        return fault("explain-until-best", **said)
    return fault("explain-until", looks=len(STEPS) + 1, **said)


def worlds(settings: list[Settings]) -> Fault:
    """How many worlds are simulated: settings that differ only in what the policy does share warm-up and twin."""
    groups = [tuple(settings[k] for k in members) for members in sharing_a_twin(settings)]
    warm = sum(one[0].replicates for one in groups)
    policy = sum(s.replicates for s in settings if s.is_funded)
    weeks = f"{sum(one[0].replicates * Job(0, one, ()).weeks for one in groups):,}"
    return fault("explain-n-worlds", total=2 * warm + policy, warm=warm, policy=policy, weeks=weeks)


def seconds_for(settings: list[Settings], n_workers: int) -> float | None:
    """Seconds by the clock that runs take, roughly; None on a cluster, whose nodes nobody has measured.

    Parameters
    ----------
    settings : list of Settings
    n_workers : int
        Processes that share the replicates.
    """
    if is_away(settings[0]):
        return None
    pieces, seconds = work(settings)
    return max(1.0, seconds / pieces * -(-pieces // n_workers))


def taking(
    settings: list[Settings], n_workers: int, least: list[Settings] | None = None, flips: bool = False
) -> Fault | str:
    """How long runs take, in words; empty where nobody can say.

    Parameters
    ----------
    settings, n_workers
        As of :func:`seconds_for`.
    least : list of Settings, optional
        Runs that may do instead.
    flips : bool
        Whether flip distances of them come on top.
    """
    most, first = (seconds_for(some, n_workers) for some in (settings, least or settings))
    if most is None or first is None:
        return ""
    return fault("explain-about", time=from_to(lasting(first), lasting(most)), flips="yes" if flips else "no")

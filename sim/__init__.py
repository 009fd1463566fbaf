"""Sanxin: agent-based simulation of what pilot-city funding does for consumption.

>>> import sim
>>> result = sim.simulate(["allocation=official", "city=suzhou"])  # doctest: +SKIP
>>> result.summary, result.effects  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

TYPE_CHECKING = False  # true for a type checker; help does without typing, whose import is a tenth of its time
if TYPE_CHECKING:
    from sim.runs.comparison import Comparison
    from sim.runs.job import Plan

__all__ = ["compare", "simulate"]


def simulate(overrides: Sequence[str] = (), progress: Callable[[int, int, str], None] | None = None) -> Comparison:
    """Run one allocation and its no-policy twin.

    Parameters
    ----------
    overrides : sequence of str
        Any settings, as on the command line: ``["allocation=official", "city=suzhou", "seed=7"]``.
    progress : callable, optional
        Called with weeks done, weeks in all, and what is being run.

    Returns
    -------
    sim.runs.comparison.Comparison
        With tidy tables ``summary`` and ``effects``. Written to disk only where ``output=`` names a folder.

    Raises
    ------
    sim.errors.InputError
        One line for every fault in the overrides.
    sim.errors.RunError
        The machine or a library failed; says what is kept.
    """
    from sim.data.held import held
    from sim.inputs.asked import in_python
    from sim.inputs.compose import compose  # heavy libraries are loaded where they are used
    from sim.inputs.origins import called
    from sim.inputs.typed import texts

    given = texts(overrides)
    from sim.runs.precision import how_sure

    with held(), called("sim.simulate"):
        with how_sure(given) as (sure, rest):
            settings = compose(rest)
        from sim.runs.job import plan

        asked = plan([settings], [settings.label], sure=sure)
        return _run(asked, in_python("sim.simulate", given), progress)


def compare(
    overrides: Sequence[str] | Sequence[Sequence[str]] = (), progress: Callable[[int, int, str], None] | None = None
) -> Comparison:
    """Compare allocations, or any settings, in twin worlds with common random draws.

    Parameters
    ----------
    overrides : sequence of str, or sequence of sequences of str
        As :func:`simulate`; commas sweep: ``["allocation=official,equal,none", "seed=7"]``; so does
        ``design=`` over intervals. Or one sequence for
        every run: ``[["allocation=official"], ["allocation=equal", "split=ip_first"]]``.
    progress : callable, optional

    Returns
    -------
    sim.runs.comparison.Comparison

    Raises
    ------
    sim.errors.InputError
    sim.errors.RunError
    """
    from sim.data.held import held
    from sim.inputs.asked import in_python
    from sim.inputs.origins import called
    from sim.inputs.sweep import one_by_one
    from sim.inputs.typed import texts
    from sim.runs.designed import swept
    from sim.runs.precision import how_sure, in_common

    several = isinstance(overrides, list | tuple) and all(isinstance(one, list | tuple) for one in overrides)
    with held(), called("sim.compare"):
        if overrides and several:
            runs = [texts(one) for one in overrides]
            call = in_python("sim.compare", runs)
            with in_common(runs) as (sure, rests):
                compared = one_by_one(rests)
        else:
            plain = texts(overrides)
            call = in_python("sim.compare", plain)
            with how_sure(plain) as (sure, rest):
                compared = swept(rest)
        from sim.runs.job import plan

        return _run(plan(*compared, sure=sure), call, progress)


def _run(asked: Plan, call: str, progress: Callable[[int, int, str], None] | None) -> Comparison:
    import warnings

    from sim.errors import WithoutEffect
    from sim.inputs.asked import told_as
    from sim.runs.failure import one_kind
    from sim.runs.job import run

    for line in asked.idle:
        warnings.warn(str(line), WithoutEffect, stacklevel=3)
    with one_kind() as started, told_as(call):
        started.folder = asked.folder
        return run(asked, progress)

"""Calibration: parameter sets that reproduce published findings, and how well these pin each parameter.

A search (``search.py``) tries sets from the prior (``prior.py``), each judged by its distance from the findings
(``distance.py``). Those that fit about equally well are the posterior sample (``posterior.py``), which
``parameters=posterior`` draws from. ``identification.py`` says which finding pins which parameter, and tests the whole
on parameters that are known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

__all__ = ["calibrate"]


def calibrate(overrides: Sequence[str] = (), progress: Callable[[int, int, str], None] | None = None) -> Path:
    """Search for parameter sets that reproduce the findings, and write the posterior sample.

    Parameters
    ----------
    overrides : sequence of str
        Any settings, as on the command line, and ``trials=`` and ``save=``; see
        ``sanxin calibrate --help``.
    progress : callable, optional
        Called after each generation with trials done, trials in all, and the best distance in words.

    Returns
    -------
    Path
        The results folder; what is in it: :func:`sim.studies.calibration.job.run`.

    Raises
    ------
    sim.errors.InputError
        One line for every fault.
    """
    from sim.inputs.origins import called
    from sim.studies.calibration.asked import plan

    with called("calibrate"):
        asked = plan(list(overrides))
    from sim.studies.calibration.job import run  # heavy libraries are loaded where they are used

    return run(asked, progress)

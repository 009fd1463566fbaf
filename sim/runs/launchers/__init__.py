"""Where work is done that this machine does not do by itself: a file for each engine, found by a word of ``launcher=``.

An engine says which library it needs (``LIBRARY``), refuses what it cannot reach (``check``) and begins (``begin``).
"""

from __future__ import annotations

import importlib
import importlib.util
from types import ModuleType

from sim.errors import InputError
from sim.inputs.settings import Settings
from sim.runs.launchers.blocks import Launcher

HERE = ("local", "processes")  # need no engine
THREADS = 1  # of a block, where threads= does not say: its replicates are what is shared out


def _engine(settings: Settings) -> ModuleType | None:
    """Module of the engine of a run; None where it needs none."""
    return None if settings.launcher in HERE else importlib.import_module(f"{__name__}.{settings.launcher}")


def is_away(settings: Settings) -> bool:
    """Whether the work is done elsewhere, and takes no memory of this machine."""
    engine = _engine(settings)
    return engine is not None and bool(engine.is_away(settings.cluster))


def worth_seconds(settings: Settings, usual: float) -> float:
    """Seconds of work that repay one more of whatever does it.

    Parameters
    ----------
    settings : Settings
    usual : float
        Of a process of this machine.
    """
    engine = _engine(settings)
    return usual if engine is None else float(engine.WORTH_SECONDS)


def check(settings: Settings) -> None:
    """Refuse a launcher whose library or cluster is not there, before anything is done.

    Raises
    ------
    InputError
    """
    engine = _engine(settings)
    if engine is None:
        return
    if importlib.util.find_spec(engine.LIBRARY) is None:
        raise InputError("launchers-extra", launcher=settings.launcher, library=engine.LIBRARY)
    engine.check(settings.cluster)


def begin(settings: Settings, n: int) -> Launcher | None:
    """Engine of a run; None where it needs none. Nothing is started before there is work.

    Parameters
    ----------
    settings : Settings
    n : int
        Blocks of work that are done at a time.
    """
    engine = _engine(settings)
    return None if engine is None else engine.begin(settings.cluster, n, settings.threads or THREADS)

"""Work for processes; they find it by name."""

import os
import signal
import time
import warnings

import numpy as np

from sim.errors import InputError
from sim.kernel.compiling import announce


def squared(n, tell):
    """Tell the number, and return its square; the first ones take longest."""
    tell(n)
    time.sleep(0.05 * max(0, 3 - n))
    return n**2


def where(_, tell):
    """Return the number of the process."""
    time.sleep(0.3)
    return os.getpid()


def refused(n, tell):
    """Refuse 1."""
    if n == 1:
        raise InputError("runs-doubled", label="x")
    return n


def faulty(n, tell):
    """Fail as a wrong program does."""
    return {}["missing"]


def library(n, tell):
    """Fail as a library does."""
    return np.zeros(10**17)


def warning(n, tell):
    """Warn."""
    warnings.warn(f"heard {n // 2}", stacklevel=1)
    return n


def killed(n, tell):
    """Go, as a process does that the system takes for its memory."""
    tell(n)
    if n == 1:
        time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGKILL)
    return n


def asleep(path, tell):
    """Write down the number of the process, and tell nothing for a while."""
    with open(path, "w") as file:
        file.write(str(os.getpid()))
    time.sleep(60)


def ended(n, tell):
    """Go, as code of others may."""
    os._exit(3)


def quick(n, tell):
    """Tell the number, and return its square."""
    tell(n)
    return n**2


def refuses_three(n, tell):
    """Refuse 3."""
    tell(n)
    if n == 3:
        raise InputError("runs-doubled", label="x")
    return n


def compiles(n, tell):
    """Compile something."""
    announce()
    return n


def lost_once(path, tell):
    """Go, but not the second time."""
    if not os.path.exists(path):
        with open(path, "w"):
            os._exit(3)
    return path


def late_but_the_first(n, tell):
    """Return at once, or after a while."""
    time.sleep(60 if n else 0)
    return n

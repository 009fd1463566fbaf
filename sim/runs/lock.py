"""One owner at a time for each results folder; the system frees the lock when its owner dies."""

from __future__ import annotations

import errno
import os
import stat
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sim.errors import Fault, InputError, fault
from sim.inputs.origins import caller

NAME = ".sanxin.lock"
NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)  # as some network file systems say

if sys.platform == "win32":
    import msvcrt

    FLAGS, TAKEN = os.O_RDWR | os.O_CREAT, PermissionError

    def _take(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    FLAGS, TAKEN = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, BlockingIOError

    def _take(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def refused(folder: Path, what: Fault) -> InputError:
    """Return the error that refuses a results folder, told of whoever names it."""
    return InputError("runs-folder", source=caller(), folder=folder, what=what)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; its file is there only as long.

    Where the file system has no locks, it is said in a warning, and the work goes on without one.

    Parameters
    ----------
    folder : Path
        Is there.

    Raises
    ------
    InputError
        If another process holds it, or something else stands in the place of its file.
    OSError
    """
    path = folder / NAME
    if path.is_symlink():  # told in the same words on every system
        raise refused(folder, fault("runs-folder-link", path=path))
    file = _taken(folder, path)
    try:
        yield
    finally:
        try:
            with suppress(OSError):  # somebody took it away; Windows does not while it is open
                path.unlink()
        finally:
            os.close(file)
        if sys.platform == "win32":
            with suppress(OSError):
                path.unlink()


def _taken(folder: Path, path: Path) -> int:
    """Open and lock the file; again where its last owner took it away in the meantime."""
    while True:
        file = os.open(path, FLAGS, 0o666)
        try:
            if not stat.S_ISREG(os.fstat(file).st_mode):
                raise refused(folder, fault("runs-folder-no-lock", path=path))
            _take(file)
            if os.path.exists(path) and os.path.samestat(os.fstat(file), os.stat(path)):
                return file
            os.close(file)
        except BaseException as error:
            if isinstance(error, OSError) and error.errno in NO_LOCKS:
                warnings.warn(str(fault("runs-no-locks", folder=folder)), stacklevel=2)
                return file
            os.close(file)
            if isinstance(error, TAKEN):
                raise refused(folder, fault("runs-folder-taken")) from None
            raise

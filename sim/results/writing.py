"""Files written whole or not at all; here, below charts, report and runs, because all of them write results."""

from __future__ import annotations

import io
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

_PART = re.compile(r"\..+\.[0-9a-f]{16}\.part")


def leftovers(folder: Path) -> Iterator[Path]:
    """Files beside their place that a writer left which was killed."""
    for path in folder.iterdir():
        if _PART.fullmatch(path.name) and (path.is_symlink() or path.is_file()):
            yield path


def write_whole(path: Path, content: str | bytes | Callable[[BinaryIO], object]) -> Path:
    """Write a file beside its place and move it there, so that a reader never sees half of it.

    The file beside it has a name that nobody can foresee and must be new: a link that somebody left under a likely
    name is neither followed nor overwritten. A link at ``path`` itself is replaced, not followed.

    Parameters
    ----------
    path : Path
    content : str, bytes or callable
        A text is written as UTF-8; a callable writes into the file in memory that it is given.

    Returns
    -------
    Path
        ``path``.

    Raises
    ------
    OSError
        Naming the file.
    """
    path = Path(path)
    if callable(content):  # a library never meets a full disk: some then raise what says nothing of it
        held = io.BytesIO()
        content(held)
        content = held.getvalue()
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:  # refuses whatever is there already, links too
            file.write(content.encode() if isinstance(content, str) else content)
        os.replace(part, path)
    except OSError as error:  # a full disk names no file by itself
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return path

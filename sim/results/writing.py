"""Files written whole or not at all; here, below charts, report and runs, because all of them write results."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO


def write_whole(path: Path, content: str | bytes | Callable[[BinaryIO], object]) -> Path:
    """Write a file beside its place and move it there, so that a reader never sees half of it.

    The file beside it has a name that nobody can foresee and must be new: a link that somebody left under a likely
    name is neither followed nor overwritten. A link at ``path`` itself is replaced, not followed.

    Parameters
    ----------
    path : Path
    content : str, bytes or callable
        A text is written as UTF-8; a callable writes into the open file it is given.

    Returns
    -------
    Path
        ``path``.

    Raises
    ------
    OSError
    """
    path = Path(path)
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:  # refuses whatever is there already, links too
            if callable(content):
                content(file)
            else:
                file.write(content.encode() if isinstance(content, str) else content)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path

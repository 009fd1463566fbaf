"""Files written whole or not at all; here, below charts, report and runs, because all of them write results."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

if TYPE_CHECKING:
    import pandas as pd

_PART = re.compile(r"\..+\.[0-9a-f]{16}\.part")


# What a machine can lack wherever a file is.
LACKING = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO)
Content: TypeAlias = str | bytes | Callable[[BinaryIO], object]


def leftovers(folder: Path) -> Iterator[Path]:
    """Files beside their place that a writer left which was killed."""
    for path in folder.iterdir():
        if _PART.fullmatch(path.name) and (path.is_symlink() or path.is_file()):
            yield path


def write_whole(path: Path, content: Content) -> Path:
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
    path, content = Path(path), whole(content)
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:  # refuses whatever is there already, links too
            file.write(content)
        os.replace(part, path)
    except OSError as error:  # a full disk names no file by itself
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return path


def whole(content: Content) -> bytes:
    """Bytes of a file; a library that writes them never meets a full disk: some then raise what says nothing of it."""
    if callable(content):
        held = io.BytesIO()
        content(held)
        return held.getvalue()
    return content.encode() if isinstance(content, str) else content


def write_results(folder: Path, tables: Mapping[str, Content], manifest: Mapping[str, Any]) -> None:
    """Write the files of a run, and last its manifest, which says what they and itself are to the byte.

    Parameters
    ----------
    folder : Path
    tables : mapping of str to content
        By name of the file, as :func:`write_whole` takes it.
    manifest : mapping of str to plain data

    Raises
    ------
    OSError
        Naming the file.
    """
    files = {name: whole(content) for name, content in tables.items()}
    for name, content in files.items():
        write_whole(folder / name, content)
    said = {**manifest, "files_sha256": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}}
    said["sha256"] = seal(said)
    text = json.dumps(said, indent=1, ensure_ascii=False, allow_nan=False)
    write_whole(folder / "manifest.json", text + "\n")


def csv_of(table: pd.DataFrame) -> str:
    """Text of a table as every .csv of a results folder has it: without an index, and the same on every system."""
    text: str = table.to_csv(index=False, lineterminator="\n")
    return text


def seal(manifest: Mapping[str, Any]) -> str:
    """Hash of all that a manifest says beside the hash itself."""
    said = {key: value for key, value in manifest.items() if key != "sha256"}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

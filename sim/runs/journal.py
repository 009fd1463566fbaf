"""A file that only grows, of blocks that each prove by a hash that they are what was written."""

from __future__ import annotations

import hashlib
import mmap
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

MARK = b"\x89sanxin\r\n\x1a\n"  # before each block and behind it
SEAL_BYTES = hashlib.sha256().digest_size
# A link is not followed and a pipe not waited for, where the system can tell.
FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT
FLAGS |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Journal:
    """Blocks by name.

    The file is read from mark to mark. What has not its hash, be it cut off, damaged or of another owner, is no block,
    and those around it are what they were, as each has marks of its own. Of several with one name the last counts.

    Parameters
    ----------
    path : Path
        Made with the first block.
    owner : str
        What the blocks belong to; part of their hashes.
    """

    def __init__(self, path: Path, owner: str) -> None:
        self.path, self._owner = path, owner.encode()
        self._places = dict(self._found())

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def names(self) -> list[str]:
        """Names of all blocks, in the order in which they were first written."""
        return list(self._places)

    def read(self, name: str) -> bytes:
        """Content of a block that there is."""
        start, length = self._places[name]
        with self.path.open("rb") as file:
            file.seek(start)
            return file.read(length)

    def append(self, name: str, content: bytes) -> None:
        """Write a block behind the others; it is there once this returns, whatever becomes of the process.

        Raises
        ------
        OSError
            Naming the file; what was written of the block until then is none.
        """
        head = name.encode() + b"\n"
        block = MARK + head + content + self._seal(head + content) + MARK
        try:
            with os.fdopen(os.open(self.path, FLAGS, 0o666), "ab") as file:
                file.write(block)
                file.flush()
                end = file.tell()
        except OSError as error:  # a full disk names no file by itself
            raise OSError(error.errno, error.strerror or str(error), str(self.path)) from error
        self._places[name] = end - len(MARK) - SEAL_BYTES - len(content), len(content)

    def _seal(self, block: bytes) -> bytes:
        return hashlib.sha256(self._owner + b"\n" + block).digest()

    def _found(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Name of each block of the file, and start and length of its content."""
        with suppress(OSError):
            found = self.path.lstat()
            if not stat.S_ISREG(found.st_mode) or not found.st_size:
                return
            with self.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
                start, end = 0, whole.find(MARK)
                while end >= 0:
                    sealed = max(start, end - SEAL_BYTES)
                    block = whole[start:sealed]
                    if self._seal(block) == whole[sealed:end]:
                        name, _, content = block.partition(b"\n")
                        yield name.decode(), (start + len(name) + 1, len(content))
                    start = end + len(MARK)
                    end = whole.find(MARK, start)

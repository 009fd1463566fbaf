"""Commits beside each other: each laid out in a folder of its own, with a process that measures it there."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench.part import LeftOut
from bench.stored import ROOT, git

HERE = "here"  # the tree that is measured, as its files are now
RELEASE = "8a46ca0"  # 0.4.0
TINY = ["city=xining", "population.consumers_per_city=20"]  # enough to compile everything


class Tree:
    """A tree laid out, with the process that measures it.

    Parameters
    ----------
    folder : Path
        Of the tree.
    """

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, str(Path(__file__).with_name("in_tree.py"))]
        self._folder = folder
        self._process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, job: str, **arguments: object) -> Any:
        """Return the answer of a job; see ``JOBS`` of bench/in_tree.py."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps({"job": job} | arguments), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{self._folder} ended in {job}; what it said stands above")
        return json.loads(answer)

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


@contextmanager
def beside(commits: Sequence[str]) -> Iterator[dict[str, Tree]]:
    """Give the trees of some commits, by name, with everything compiled; HERE is one, too.

    Raises
    ------
    LeftOut
        Where a commit is not in the history, as in an archive of the source.
    """
    with ExitStack() as stack:
        found = {}
        for commit in commits:
            folder = ROOT if commit == HERE else stack.enter_context(laid_out(commit))
            found[commit] = Tree(folder)
            stack.callback(found[commit].close)
        for tree in found.values():
            tree.ask("comparison", seed=1, overrides=TINY)
        yield found


@contextmanager
def laid_out(commit: str) -> Iterator[Path]:
    """Files of a commit, in a temporary folder."""
    if git("cat-file", "-e", f"{commit}^{{commit}}") is None:
        raise LeftOut(f"{commit} is not in the history of git here")
    files = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(files)) as archive:
            archive.extractall(folder, filter="data")
        yield Path(folder)

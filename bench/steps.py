"""What each of some commits brought: CPU of a policy world of the default comparison, all of them in turns.

``python -m bench steps 8a46ca0 COMMIT ... here`` prints a table; ``here`` is the tree as it is now.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bench.clock import Spread, ratio, spread, take_turns
from bench.part import LeftOut
from bench.stored import git
from bench.trees import HERE, Tree, beside

USE = "steps COMMIT COMMIT ..."
ROUNDS = 5
SEED = 7
HEAD = ("| commit | what | CPU of a policy world | over the first | over the one before |", "|---|---|---|---|---|")


def table(commits: Sequence[str]) -> str:
    """Markdown: each commit with its CPU, over the first, and over the one before it."""
    with beside(commits) as trees:
        found = take_turns({commit: partial(_seconds, trees[commit]) for commit in commits}, ROUNDS)
    lines = [*HEAD]
    for before, commit in zip([commits[0], *commits], commits, strict=False):
        first, step = (ratio(found[commit], found[under]) for under in (commits[0], before))
        lines.append(
            f"| {commit} | {_subject(commit)} | {spread(found[commit]).median:.2f} s | {_told(first)} | {_told(step)} |"
        )
    return "\n".join(lines)


def _seconds(tree: Tree, k: int) -> float:
    return float(tree.ask("policy", overrides=[f"seed={SEED + k}"]))


def _subject(commit: str) -> str:
    return "the tree as it is" if commit == HERE else git("show", "-s", "--format=%s", commit) or ""


def _told(one: Spread) -> str:
    return f"{one.median:.3f} ({one.low:.3f} to {one.high:.3f})"


def main(words: Sequence[str]) -> str:
    """Return the table of some commits.

    Raises
    ------
    LeftOut
        Where there are fewer than two.
    """
    if len(words) < 2:
        raise LeftOut(f"steps takes two commits at least, the oldest first, or {HERE!r} for the tree as it is")
    return table(list(dict.fromkeys(words)))

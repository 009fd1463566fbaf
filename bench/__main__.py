"""Measure every figure of speed, memory and noise in one run: a table, and docs/bench.json.

One thread throughout, in seconds of CPU. ``python -m bench`` measures all parts, ``python -m bench peer million`` only
what is named; ``python -m bench --help`` lists them, and what else there is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bench import replicates, steps, stored
from bench.part import Figures, LeftOut, Part
from bench.parts import PARTS


def show(part: Part, figures: Figures) -> None:
    """Print the figures of a part, with their targets."""
    targets = {row.figure: row for row in part.rows if row.figure}
    for key, value in figures.items():
        row = targets.get(key)
        verdict = "" if row is None else f"target {row.sign} {row.bound:g}  "
        verdict += "" if row is None else "reached" if row.is_reached(figures) else "MISSED"
        print(f"{part.name:12s} {key:42s} {value:16,.4g}   {verdict}", flush=True)


def measure(names: list[str]) -> None:
    """Measure parts, print their figures and keep them, each as soon as it is there."""
    for name in names:
        try:
            figures = PARTS[name].measure()
        except LeftOut as reason:
            print(f"{name:12s} left out: {reason}", flush=True)
            continue
        show(PARTS[name], figures)
        stored.write(name, figures, list(PARTS))


def listing() -> str:
    """Parts, and what else the bench does."""
    parts = [f"{part.name:12s} {part.what}" for part in PARTS.values()]
    return "\n".join([*parts, "", *(f"{tool.use:36s} {tool.what}" for tool in TOOLS.values())])


class Tool(NamedTuple):
    """What the bench does beside measuring parts: takes the words behind its name, and returns what to print."""

    use: str
    what: str
    run: Callable[[Sequence[str]], str]


TOOLS = {
    "steps": Tool(steps.USE, "what each commit brought: CPU of a policy world, all in turns", steps.main),
    "replicates": Tool(replicates.USE, "compute the stored replicates of the headline anew", replicates.main),
}


def main(words: list[str]) -> int:
    """Do what the command line asks for."""
    if "--help" in words:
        print(listing())
        return 0
    if words and words[0] in TOOLS:
        try:
            print(TOOLS[words[0]].run(words[1:]))
        except LeftOut as reason:
            print(f"bench: {reason}", file=sys.stderr)
            return 2
        return 0
    unknown = [name for name in words if name not in PARTS]
    if unknown:
        print(f"bench: there is no part {unknown[0]!r}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    measure(words or list(PARTS))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Measure every figure of speed, memory and noise in one run: a table, and docs/bench.json.

One thread throughout, in seconds of CPU. ``python -m bench`` measures all parts, ``python -m bench peer million`` only
what is named; ``python -m bench --help`` lists them.
"""

from __future__ import annotations

import sys

from bench import stored
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


def main(words: list[str]) -> int:
    """Do what the command line asks for."""
    if "--help" in words:
        print("\n".join(f"{part.name:12s} {part.what}" for part in PARTS.values()))
        return 0
    unknown = [name for name in words if name not in PARTS]
    if unknown:
        print(f"bench: there is no part {unknown[0]!r}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    measure(words or list(PARTS))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

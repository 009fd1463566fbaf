"""The figures as the README shows them."""

from __future__ import annotations

from bench import stored
from bench.parts import PARTS

HEAD = ["| figure | measured | target | at |", "|---|---|---|---|"]


def markdown() -> str:
    """Table of the stored figures; the last column is the commit that they were measured at."""
    entries, lines = stored.read(), list(HEAD)
    for part in PARTS.values():
        entry = entries[part.name]
        figures = entry["figures"]
        lines += [
            f"| {row.what.format(**figures)} | {row.measured.format(**figures)} | {row.target(figures)} "
            f"| {entry['commit']} |"
            for row in part.rows
        ]
    return "\n".join(lines).replace("%", " %")

"""Net per yuan of official in many replicates of the default comparison, stored for 0.4.0 and for today.

``python -m bench replicates before 96`` computes the one table anew, ``python -m bench replicates now 96`` the other.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from bench import stored
from bench.part import LeftOut
from bench.trees import HERE, RELEASE, beside

FOLDER = Path(__file__).with_name("replicates")
SIDES = {"before": RELEASE, "now": HERE}
SEED = 7  # of the default comparison
LEAST = 50  # replicates that a standard deviation is taken from
USE = "replicates before|now NUMBER"


def path_of(side: str) -> Path:
    """File of a side."""
    return FOLDER / f"{side}.csv"


def read(side: str) -> list[float]:
    """Net per yuan by replicate, as stored."""
    lines = path_of(side).read_text(encoding="utf-8").splitlines()
    return [float(row["net_per_yuan"]) for row in csv.DictReader(line for line in lines if not line.startswith("#"))]


def compute(side: str, n: int) -> Path:
    """Run the replicates of a side, and store what they gave with the commit and the command; return the file."""
    commit = SIDES[side] if SIDES[side] != HERE else stored.commit(stored.PRODUCT)
    with beside([SIDES[side]]) as one:
        values = one[SIDES[side]].ask("replicates", n=n, seed=SEED)
    head = [
        "# net_per_yuan of official in the default comparison, yuan per yuan, by replicate",
        f"# commit: {commit}",
        f"# command: python -m bench replicates {side} {n}",
        "replicate,net_per_yuan",
    ]
    FOLDER.mkdir(exist_ok=True)
    rows = [f"{k},{value!r}" for k, value in enumerate(values, start=1)]
    path_of(side).write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    return path_of(side)


def main(words: Sequence[str]) -> str:
    """Compute a side anew.

    Raises
    ------
    LeftOut
        Where the words name no side or no number.
    """
    if len(words) != 2 or words[0] not in SIDES or not words[1].isdecimal() or int(words[1]) < LEAST:
        raise LeftOut(f"{' '.join(['replicates', *words])}: give a side (before or now) and a number from {LEAST} on")
    return f"{compute(words[0], int(words[1])).relative_to(stored.ROOT)} written"

"""Store the golden numbers anew and print what changed: ``python -m tests.golden.update``.

A change stands in CHANGELOG.md as **results**, with its reason.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.golden.runs import FOLDER, RUNS, differences, ran, stored


def main() -> None:
    """Run all four, print the differences, and write the tables."""
    for name in RUNS:
        with tempfile.TemporaryDirectory() as folder:
            new = ran(name, Path(folder))
        changed = differences(name, new, stored(name)) if (FOLDER / name).is_file() else ["is new"]
        print(f"{name}: {len(changed)} differences", *changed[:20], sep="\n  ")
        if changed:
            new.to_csv(FOLDER / name, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()

"""Store the golden numbers anew and print what changed: ``python -m tests.golden.update``.

A change stands in CHANGELOG.md as **results**, with its reason.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.golden.runs import FOLDER, RUNS, differences, in_order, ran, stored


def main() -> None:
    """Run all four, print the differences, and write the tables."""
    for name in RUNS:
        with tempfile.TemporaryDirectory() as folder:
            new = ran(name, Path(folder))
        old = stored(name) if (FOLDER / name).is_file() else new.head(0)
        changed = differences(name, new, old)
        print(f"{name}: {len(changed)} differences", *changed[:20], sep="\n  ")
        if changed:
            in_order(name, new, old).to_csv(FOLDER / name, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()

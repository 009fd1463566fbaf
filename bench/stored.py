"""Figures as they are kept in docs/bench.json: by part, each with the commit that it was measured at."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TypedDict

from bench.part import Figures

ROOT = Path(__file__).resolve().parent.parent
STORED = ROOT / "docs" / "bench.json"
PRODUCT = ("sim", "configs", "scenarios")
MEASURED = (*PRODUCT, "bench")  # what a figure depends on


class Entry(TypedDict):
    """Figures of one part."""

    commit: str
    figures: Figures


def git(*arguments: str) -> str | None:
    """What git answers; None where it has no answer, as in an unpacked archive."""
    try:
        found = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    return None if found.returncode else found.stdout.strip()


def commit(folders: tuple[str, ...] = MEASURED) -> str:
    """Commit that is measured; with a plus where files of some folders differ from it."""
    found = git("rev-parse", "--short=7", "HEAD")
    if found is None:
        return "unknown"
    return found + ("+" if git("status", "--porcelain", "--", *folders) else "")


def read() -> dict[str, Entry]:
    """Figures of all parts."""
    stored: dict[str, Entry] = json.loads(STORED.read_text(encoding="utf-8"))
    return stored


def write(part: str, figures: Figures, order: list[str]) -> None:
    """Keep the figures of one part in place of those that were there; the others stay."""
    entries = read() | {part: Entry(commit=commit(), figures=figures)}
    kept = {name: entries[name] for name in order if name in entries}
    STORED.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")

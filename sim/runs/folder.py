"""The results folder of a run: its name, and the digest of what made it."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

from sim import extend
from sim.inputs.settings import Settings


def sweep_digest(settings: list[Settings], labels: list[str]) -> str:
    """Hash of a whole comparison."""
    text = "\n".join(f"{label} {s.digest()}" for label, s in zip(labels, settings, strict=True))
    return hashlib.sha256(text.encode()).hexdigest()


def program_digest() -> str:
    """Hash of code, data and extensions: parts of an interrupted comparison are of use to the same ones only."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parent.parent
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.csv")]):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    digest.update(repr(extend.hashes()).encode())
    return digest.hexdigest()


def default_folder(verb: str, settings: list[Settings], labels: list[str]) -> Path:
    """Return results/<time>_<verb>_<hash>."""
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d_%H%M%S")
    name = f"{now}_{verb}_{sweep_digest(settings, labels)[:8]}"
    folder, more = Path("results") / name, 1
    while folder.exists():  # two alike within a second
        more += 1
        folder = Path("results") / f"{name}-{more}"
    return folder

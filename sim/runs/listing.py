"""What results folders there are: when each was made, what it asked, and what it found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sim.errors import InputError
from sim.inputs.given import given_path
from sim.results.files import read_manifest, telling
from sim.results.words import few, listed
from sim.runs.folder import MANIFEST, UNFINISHED, is_unfinished
from sim.runs.kinds import KINDS, changes, kind_of
from sim.runs.store import Left, left
from sim.texts import say

RESULTS = "results"
MOST_WORDS = 6  # labels of runs that are named


class Listed(NamedTuple):
    """A results folder.

    Attributes
    ----------
    folder : Path
    kind : str
    made : str
        Date and time (UTC), empty where the folder does not say.
    question : str
        What was asked: what the folder says, or its scenarios, or else the runs by name.
    verdict : str
        What was found, or what is wrong with the folder.
    """

    folder: Path
    kind: str
    made: str
    question: str
    verdict: str


def plan(arguments: list[str]) -> Path:
    """Return the folder whose results folders are listed.

    Raises
    ------
    InputError
    """
    if len(arguments) > 1:
        raise InputError("list-one")
    folder = given_path(arguments[0] if arguments else RESULTS)
    if not folder.is_dir():
        raise InputError("list-no-folder", folder=folder, what="file" if folder.exists() else "nothing")
    return folder


def listing(folder: Path) -> list[Listed]:
    """List a folder's results folders, the oldest first and those without a date last, and itself if it is one."""
    found = [line for place in [folder, *_within(folder)] if (line := _line(place))]
    return sorted(found, key=lambda line: (not line.made, line.made, line.folder.name))


def _within(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            yield path


def _line(folder: Path) -> Listed | None:
    if is_unfinished(folder):
        return Listed(folder, _kind_of_unfinished(folder), "", "", _kept(left(folder)))
    kind = kind_of(folder)
    if kind is None:
        return None
    try:
        manifest = read_manifest(folder / MANIFEST)
    except InputError as error:
        return Listed(folder, kind, "", "", str(error))
    made = str(manifest.get("created_utc", ""))[:16].replace("T", " ")
    return Listed(folder, kind, made, _question(manifest), _verdict(folder, kind))


def _kept(what: Left) -> str:
    """What a stopped run has left, and why cells of it failed."""
    n = what.replicates
    kept = say("list-unfinished-replicates", n=n) if n else say("list-unfinished", n=what.parts)
    if not what.failed:
        return kept
    return say("list-unfinished-failed", kept=kept, n=len(what.failed), why=what.failed[0])


def _kind_of_unfinished(folder: Path) -> str:
    try:
        return str(read_manifest(folder / UNFINISHED).get("kind", ""))
    except InputError:
        return ""


def _question(manifest: Mapping[str, Any]) -> str:
    if isinstance(asked := manifest.get("question"), str):
        return asked
    scenarios, labels = manifest.get("scenarios"), manifest.get("allocations")
    if isinstance(scenarios, dict):
        texts = [text for text in scenarios.values() if isinstance(text, dict)]
        questions = [text["question"] for text in texts if isinstance(text.get("question"), str)]
        if questions:
            return " ".join(dict.fromkeys(questions))
    if not isinstance(labels, list) or not labels:
        return ""
    return listed(few([str(label) for label in labels], MOST_WORDS))


def _verdict(folder: Path, kind: str) -> str:
    told = KINDS[kind].told
    if told is None:
        return ""
    changed = [f"({note}.)" for note in changes(folder)]
    try:
        with telling(folder, lambda: InputError("list-foreign")):
            return " ".join([told.verdict(told.read(folder)), *changed])
    except InputError as error:
        return str(error)

"""The results folder of a run: its name, what it belongs to, and whether a stopped run may go on in it."""

from __future__ import annotations

import datetime
import hashlib
import importlib.metadata
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from sim import extend
from sim.errors import Fault, InputError, fault
from sim.inputs.asked import folder_at
from sim.inputs.given import given_path
from sim.inputs.settings import Settings
from sim.results.files import is_as_written, read_manifest
from sim.results.writing import LACKING, leftovers, write_whole
from sim.runs.lock import NAME as LOCK
from sim.runs.lock import locked, refused

PACKAGE = Path(__file__).resolve().parent.parent
# What no stored part depends on: a stopped run goes on when these were changed.
WITHOUT_EFFECT = (
    "texts", "results/attribution.py", "results/comparison.py", "results/equal.py", "results/factors.py",
    "results/failed.py", "results/files.py", "results/futures.py", "results/reading.py",
    "results/reading_validation.py", "results/search.py", "results/sensitivity.py", "results/settings.py",
    "results/validation.py", "results/words.py", "results/writing.py",
    "charts", "report", "workbook", "cli", "measures/selecting.py", "measures/stopping.py", "runs/export.py",
    "runs/folder.py", "runs/kinds.py", "runs/lock.py", "runs/precision.py", "runs/request.py", "runs/verifying.py",
    "runs/listing.py",
    "studies/trace", "studies/levers", "studies/calibration/asked.py", "studies/calibration/findings.py",
    "studies/calibration/job.py", "studies/calibration/identification.py", "studies/calibration/variance.py",
)  # fmt: skip
NAME_DIGITS = 12
COUNTED = ("py", "csv", "yaml")
LIBRARIES = ("numpy", "numba")  # whose other versions may give other last digits
RESULTS = ("summary.csv", "effects.parquet", "manifest.json")
UNFINISHED = "parts/about.json"  # there until the results are
ADDED_TO = "comparison"  # kind of folder whose replicates are the same whatever their number
UNTIL = "until"  # key of what such a run is: for every run of it, how many replicates there shall be
MANIFEST, BELONGS_TO = "manifest.json", "belongs_to"  # the last file of the results, and its key for what the run is


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def sweep_digest(settings: list[Settings], labels: list[str], until: object = None) -> str:
    """Hash of a whole comparison.

    Parameters
    ----------
    settings : list of Settings
    labels : list of str
    until : plain data, optional
        What says how many replicates there shall be, where the settings do not.
    """
    runs = (f"{label} {s.digest()}" for label, s in zip(labels, settings, strict=True))
    return _digest([*runs, *([json.dumps(until, sort_keys=True)] if until else [])])


def comparison_name(settings: list[Settings], labels: list[str], until: object = None) -> str:
    """Name of a comparison in its tables, so that those of many can be read as one; the folder's ends with a part."""
    return sweep_digest(settings, labels, until)[:NAME_DIGITS]


def program_digest() -> str:
    """Hash of all that computed numbers depend on beside the settings: code, data, extensions, libraries."""
    digest = hashlib.sha256()
    for path in sorted(path for ending in COUNTED for path in PACKAGE.rglob(f"*.{ending}")):
        name = path.relative_to(PACKAGE).as_posix()
        if not any(name == part or name.startswith(f"{part}/") for part in WITHOUT_EFFECT):
            digest.update(name.encode() + b"\0" + path.read_bytes())
    versions = {name: importlib.metadata.version(name) for name in LIBRARIES}
    digest.update(repr((extend.hashes(), versions)).encode())
    return digest.hexdigest()


def default_folder(verb: str, settings: list[Settings], labels: list[str], until: object = None) -> Path:
    """Return the folder that ``output`` names, or else results/<time>_<verb>_<hash>."""
    if settings[0].output:
        return settings[0].output
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d_%H%M%S")
    name = f"{now}_{verb}_{sweep_digest(settings, labels, until)[:8]}"
    folder, more = given_path("results") / name, 1
    while folder.exists():  # two alike within a second
        more += 1
        folder = folder.with_name(f"{name}-{more}")
    return folder


def belonging(
    kind: str, settings: list[Settings], labels: list[str], until: object = None, **more: object
) -> dict[str, object]:
    """What a run is, as plain data; see :func:`lasting` for what its parts belong to.

    Parameters
    ----------
    kind : str
        Of the results folder.
    settings : list of Settings
    labels : list of str
    until : plain data, optional
        What says how many replicates there shall be, where the settings do not.
    **more
        Plain data that is not in the settings; names of hashes end with ``_sha256``.
    """
    own: dict[str, object] = {}
    if kind == ADDED_TO:
        runs = (f"{label} {s.replicate_digest()}" for label, s in zip(labels, settings, strict=True))
        own = {"settings_sha256": _digest(runs), UNTIL: [until or s.replicates for s in settings]}
    else:
        own = {"settings_sha256": sweep_digest(settings, labels)}
    return {"kind": kind} | own | {"program_sha256": program_digest()} | more


def lasting(about: Mapping[str, object]) -> dict[str, object]:
    """What of it may not change while a stopped run goes on: a replicate is the same whatever their number."""
    return {key: value for key, value in about.items() if key != UNTIL}


@contextmanager
def opened(folder: Path, about: Mapping[str, object], marker: str = UNFINISHED) -> Iterator[bool]:
    """Hold a results folder: a new one, or that of the same run, which was stopped or has finished.

    Parameters
    ----------
    folder : Path
    about : mapping of str to plain data
        What the run is, as :func:`belonging` says it; the manifest of a finished one says it, too.
    marker : str
        File of the folder that keeps it until then.

    Yields
    ------
    bool
        Whether the results are there.

    Raises
    ------
    InputError
        If the folder holds anything else, is in use, or cannot be written. What is refused later on, before anything
        was stored, leaves nothing behind either.
    """
    mark = folder / marker
    with ExitStack() as stack:
        with _writable(folder):
            check_folder(folder, about, marker)  # before anything is made
            stack.enter_context(_unmade_if_refused(folder, *folder.parents))
            folder.mkdir(parents=True, exist_ok=True)
            stack.enter_context(locked(folder))
            is_finished = check_folder(folder, about, marker)
            for place in (folder, folder / "parts", folder / "charts"):
                for path in list(leftovers(place)) if place.is_dir() else ():
                    path.unlink()
            if not is_finished:
                stack.enter_context(_unmade_if_refused(mark, mark.parent))
                mark.parent.mkdir(exist_ok=True)
                write_whole(mark, json.dumps(about, indent=1) + "\n")
        yield is_finished


@contextmanager
def _unmade_if_refused(*places: Path) -> Iterator[None]:
    """Take away what was made in here, where a mistake is found before there is anything else in it.

    Parameters
    ----------
    *places : Path
        Folders, or the file that marks one; what is within another comes first.
    """
    made = [path for path in places if not path.exists()]
    try:
        yield
    except InputError:
        for path in made:
            with suppress(OSError):  # a folder in which there is something stays
                if path.is_dir():
                    path.rmdir()
                elif not set(path.parent.iterdir()) - {path, path.parent / LOCK}:
                    path.unlink()
        raise


@contextmanager
def _writable(folder: Path) -> Iterator[None]:
    """Say that a folder cannot be written as a mistake in naming it, unless the machine lacks something."""
    try:
        yield
    except OSError as error:
        if error.errno in LACKING:
            raise
        what = fault("runs-folder-unwritable", why=error.strerror)
        raise refused(folder, what) from None


def check_folder(folder: Path, about: Mapping[str, object], marker: str = UNFINISHED) -> bool:
    """Refuse a folder that holds anything else; return whether it holds the results of the same run."""
    if folder.exists() and not folder.is_dir():
        raise refused(folder, fault("runs-folder-file"))
    refuse_links(folder, marker)
    path = folder / MANIFEST
    if path.is_file() and _stored(path).get(BELONGS_TO) == dict(about):
        if not is_as_written(folder):
            raise refused(folder, fault("runs-folder-changed"))
        return True
    if folder.is_dir() and not _is_empty(folder):
        path = folder / marker
        held = _stored(path) if path.is_file() else None
        if held is None or lasting(held) != lasting(about):
            raise refused(folder, _held(folder, held, about))
    return False


def refuse_taken(folder: Path, about: Mapping[str, object], marker: str = UNFINISHED) -> None:
    """Refuse a folder that holds anything else, as :func:`opened` would; nothing is made.

    Raises
    ------
    InputError
    """
    with _writable(folder):
        check_folder(folder, about, marker)


def refuse_links(folder: Path, marker: str = UNFINISHED) -> None:
    """Refuse a results folder in which a link stands for a folder: nothing is written outside of it, or read.

    Raises
    ------
    InputError
    """
    for path in (folder / "parts", folder / "charts", folder / marker):
        if path.is_symlink():
            raise refused(folder, fault("runs-folder-link", path=path))


def _is_empty(folder: Path) -> bool:
    """Whether a folder holds nothing but what a run leaves that was killed before it had begun."""
    parts, left = folder / "parts", {folder / LOCK, *leftovers(folder)}
    if parts.is_dir() and not set(parts.iterdir()) - set(leftovers(parts)):
        left.add(parts)
    return not set(folder.iterdir()) - left


def _stored(path: Path) -> dict[str, object]:
    """What a marker says; nothing if it is damaged."""
    try:
        return read_manifest(path)
    except InputError:
        return {}


def _held(folder: Path, held: dict[str, object] | None, about: Mapping[str, object]) -> Fault:
    """What stands in the way in a folder, and what to do."""
    if held is None:
        if any((folder / name).exists() for name in RESULTS):
            kind = _stored(folder / MANIFEST).get("kind", "comparison")
            return fault("runs-folder-results", folder=folder_at(folder), kind=str(kind))
        return fault("runs-folder-full")
    if "kind" not in held:
        return fault("runs-folder-damaged")
    if held["kind"] != about["kind"]:
        return fault("runs-folder-kind", kind=held["kind"])
    names = [name.removesuffix("_sha256") for name, value in lasting(about).items() if held.get(name) != value]
    parts = ", ".join(str(fault("runs-folder-part", name=name)) for name in names or ["contents"])
    return fault("runs-folder-other", kind=held["kind"], parts=parts)


def is_unfinished(folder: Path) -> bool:
    """Whether a run in this folder was stopped before its results were there."""
    return (folder / UNFINISHED).is_file() and not (folder / MANIFEST).is_file()

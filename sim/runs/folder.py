"""The results folder of a run: its name, what it belongs to, and whether a stopped run may go on in it."""

from __future__ import annotations

import datetime
import hashlib
import importlib.metadata
import json
from collections.abc import Mapping
from pathlib import Path

from sim import extend
from sim.errors import Fault, InputError, fault
from sim.inputs.settings import Settings
from sim.results.writing import write_whole

PACKAGE = Path(__file__).resolve().parent.parent
# What no stored part depends on: a stopped run goes on when these were changed.
WITHOUT_EFFECT = (
    "texts", "results/attribution.py", "results/comparison.py", "results/reading.py", "results/reading_validation.py",
    "results/validation.py", "results/words.py", "results/writing.py",
    "charts", "report", "cli", "runs/folder.py", "runs/kinds.py", "runs/request.py",
    "studies/trace", "studies/levers", "studies/calibration/asked.py", "studies/calibration/job.py",
    "studies/calibration/identification.py", "studies/calibration/variance.py",
)  # fmt: skip
COUNTED = ("py", "csv", "yaml")
LIBRARIES = ("numpy", "numba")  # whose other versions may give other last digits
RESULTS = ("summary.csv", "effects.parquet", "manifest.json")
UNFINISHED = "parts/about.json"  # there until the results are


def sweep_digest(settings: list[Settings], labels: list[str]) -> str:
    """Hash of a whole comparison."""
    text = "\n".join(f"{label} {s.digest()}" for label, s in zip(labels, settings, strict=True))
    return hashlib.sha256(text.encode()).hexdigest()


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


def default_folder(verb: str, settings: list[Settings], labels: list[str]) -> Path:
    """Return the folder that ``output`` names, or else results/<time>_<verb>_<hash>."""
    if settings[0].output:
        return Path(settings[0].output)
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d_%H%M%S")
    name = f"{now}_{verb}_{sweep_digest(settings, labels)[:8]}"
    folder, more = Path("results") / name, 1
    while folder.exists():  # two alike within a second
        more += 1
        folder = Path("results") / f"{name}-{more}"
    return folder


def belonging(kind: str, settings: list[Settings], labels: list[str], **more: object) -> dict[str, object]:
    """What the parts of a run belong to, as plain data; nothing of it may change while a stopped run goes on.

    Parameters
    ----------
    kind : str
        Of the results folder.
    settings : list of Settings
    labels : list of str
    **more
        Plain data that is not in the settings; names of hashes end with ``_sha256``.
    """
    own = {"settings_sha256": sweep_digest(settings, labels), "program_sha256": program_digest()}
    return {"kind": kind} | own | more


def open_folder(folder: Path, about: Mapping[str, object], marker: str = UNFINISHED) -> None:
    """Make a results folder, or go on with that of the same run.

    Parameters
    ----------
    folder : Path
    about : mapping of str to plain data
        What the run is, as :func:`belonging` says it.
    marker : str
        File of the folder that keeps it.

    Raises
    ------
    InputError
        If the folder holds anything else, or cannot be written.
    """
    path = folder / marker
    try:
        if folder.exists() and not folder.is_dir():
            raise InputError("runs-folder", folder=folder, what=fault("runs-folder-file"))
        if folder.is_dir() and any(folder.iterdir()):
            held = _stored(path) if path.is_file() else None
            if held != about:
                raise InputError("runs-folder", folder=folder, what=_held(folder, held, about))
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(about, indent=1) + "\n")
    except OSError as error:
        what = fault("runs-folder-unwritable", why=error.strerror)
        raise InputError("runs-folder", folder=folder, what=what) from None


def _stored(path: Path) -> dict[str, object]:
    """What a marker says; nothing if it is damaged."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return {}
    return held if isinstance(held, dict) else {}


def _held(folder: Path, held: dict[str, object] | None, about: Mapping[str, object]) -> Fault:
    """What stands in the way in a folder, and what to do."""
    if held is None:
        if any((folder / name).exists() for name in RESULTS):
            return fault("runs-folder-results", folder=folder)
        return fault("runs-folder-full")
    if "kind" not in held:
        return fault("runs-folder-damaged")
    if held["kind"] != about["kind"]:
        return fault("runs-folder-kind", kind=held["kind"])
    names = [name.removesuffix("_sha256") for name, value in about.items() if held.get(name) != value]
    parts = ", ".join(str(fault("runs-folder-part", name=name)) for name in names or ["contents"])
    return fault("runs-folder-other", kind=held["kind"], parts=parts)


def is_unfinished(folder: Path) -> bool:
    """Whether a run in this folder was interrupted."""
    return (folder / UNFINISHED).is_file()

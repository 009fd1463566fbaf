"""What other packages add: instruments, allocations, screening rules, configs, project kinds and cities.

A package names itself under the entry points :data:`GROUP`; see ``docs/extending.md``. Looking for them imports none;
they are imported when one of our tables that they may add to is read for the first time.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import inspect
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, TypeVar

from sim.errors import Fault, InputError, fault

V = TypeVar("V")  # of a table

GROUP = "sanxin.extensions"
_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Folder that comes with the product: beside the package in a checkout, inside it in a wheel."""
    inside = _PACKAGE / f"_{name}"
    return inside if inside.is_dir() else _PACKAGE.parent / name


SCENARIOS = shipped("scenarios")
SHARED = "sanxin/scenarios"  # how messages call the folder above where it is not in the working folder


class Extension(NamedTuple):
    """An installed package that adds something."""

    package: str  # as it is imported
    distribution: str  # as it was installed
    version: str
    folder: Path


@functools.cache
def extensions() -> tuple[Extension, ...]:
    """Installed extensions, in order of their packages' names.

    Raises
    ------
    InputError
        If one of them is no package.
    """
    return tuple(sorted(_found(entry) for entry in entry_points(group=GROUP)))


def _found(entry: EntryPoint) -> Extension:
    with _named(entry.value):
        spec = importlib.util.find_spec(entry.value)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    if not folders or entry.dist is None:
        raise InputError("extend-not-found", package=entry.value, entry=entry.name)
    return Extension(entry.value, entry.dist.name, entry.dist.version, Path(folders[0]))


@contextmanager
def _named(package: str) -> Iterator[None]:
    """Say in one line what is wrong with an extension that cannot be imported, and where."""
    try:
        yield
    except InputError:
        raise
    except Exception as error:  # importing runs code of others, which may raise anything; it is told, not swallowed
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = "" if last.filename.startswith("<") else f" ({last.filename} line {last.lineno})"  # says it by itself
        said = f"{type(error).__name__}: {' '.join(str(error).split())}{where}"
        raise InputError("extend-not-imported", package=package, said=said) from error


def _module(extension: Extension) -> ModuleType:
    with _named(extension.package):
        return importlib.import_module(extension.package)


Check = Callable[[str, object], Fault | str]  # what is wrong with a key and its value; "" if all is well


def takes(*arguments: str) -> Check:
    """Return a check that an entry of a table is a function of these arguments.

    >>> takes("cities")("mine", len), str(takes("cities")("mine", 3))
    ('', 'must be a function (cities)')
    """

    def check(key: str, value: object) -> Fault | str:
        try:
            if callable(value):
                inspect.signature(value).bind(*arguments)
                return ""
        except (TypeError, ValueError):
            pass
        return fault("extend-must-take", arguments=", ".join(arguments))

    return check


def added(table: str, ours: Iterable[str] = (), check: Check = lambda key, value: "") -> dict[str, Any]:
    """What extensions add to one of our tables.

    Parameters
    ----------
    table : str
        Its name in the extensions, as ``ALLOCATIONS``.
    ours : iterable of str
        Keys that are taken.
    check : callable
        Says what is wrong with a key and its value; nothing if all is well.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    found: dict[str, Any] = {}
    faults: list[Fault] = []
    for extension in extensions():
        package, own = extension.package, getattr(_module(extension), table, {})
        if not isinstance(own, dict):
            faults.append(fault("extend-no-dict", package=package, table=table, kind=type(own).__name__))
            continue
        for key, value in own.items():
            wrong = fault("extend-taken") if key in found or key in ours else check(key, value)
            faults += [fault("extend-entry", package=package, table=table, key=key, wrong=wrong)] if wrong else []
        found |= own
    if faults:
        raise InputError(faults)
    return found


class Table(Mapping[str, V]):
    """One of our tables together with what extensions add to it; they are imported when it is first read.

    Parameters
    ----------
    name : str
        As extensions call it.
    ours : dict
        Key to value.
    check : callable
        As in :func:`added`.
    """

    def __init__(self, name: str, ours: dict[str, V], check: Check) -> None:
        self._name, self._ours, self._check = name, ours, check

    @functools.cached_property
    def _all(self) -> dict[str, V]:
        return self._ours | added(self._name, self._ours, self._check)

    def __getitem__(self, key: str) -> V:
        return self._all[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


BESIDE = "scenarios"  # folder of a user's own tables and scenarios, in the working folder


def beside() -> dict[str, Path]:
    """Folders of a user's own tables and scenarios, by what messages call them: in the working folder, and ours."""
    own = Path(BESIDE).absolute()
    return {BESIDE: own} if own == SCENARIOS or not SCENARIOS.is_dir() else {BESIDE: own, SHARED: SCENARIOS}


def scenarios() -> dict[str, Path]:
    """Scenarios that go by a name: those in the folder of the user's own, and ours; of two alike the user's counts."""
    folders = reversed(beside().values())
    found = {path.stem: path for folder in folders for path in folder.glob("*.yaml") if path.is_file()}
    return dict(sorted(found.items()))


def shadowed(name: str) -> Path | None:
    """Scenario of the user's own that is taken in the place of one of ours by the same name; None if there is none."""
    path = scenarios().get(name)
    return path if path and path.parent != SCENARIOS and (SCENARIOS / path.name).is_file() else None


def tables(name: str) -> dict[str, Path]:
    """Files with rows that are added to a data table: of extensions by package, and what lies beside scenarios."""
    places = {e.package: e.folder / "data" for e in extensions()} | beside()
    return {package: path for package, folder in places.items() if (path := folder / f"{name}.csv").is_file()}


def files() -> dict[str, Path]:
    """Every file of every extension, by its path from the package on; and the tables beside scenarios."""
    own = {
        f"{name}/{path.name}": path
        for name, place in beside().items()
        for path in sorted(place.glob("*.csv"))
        if path.is_file()
    }
    return own | {
        f"{extension.package}/{path.relative_to(extension.folder).as_posix()}": path
        for extension in extensions()
        for path in sorted(extension.folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def hashes() -> dict[str, str]:
    """SHA-256 of every one of :func:`files`."""
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files().items()}


def versions() -> dict[str, str]:
    """Version of every extension, as it was installed."""
    return {extension.distribution: extension.version for extension in extensions()}
